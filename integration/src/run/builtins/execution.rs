//! `exec` and `eval`, which run a text or a code object, and `exit` and `quit`.

use super::super::compile::{Mode, compile_str};
use super::super::frame::CodeObject;
use super::super::interp::Interp;
use super::super::native::{Args, Native, base_gc, base_of};
use super::super::raise::{Raised, Result};
use super::super::source::SourceError;
use super::arguments::positional;
use crate::object::{Dict, Str};
use crate::{Gc, Value};

/// The functions.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("exec", |interp, args| run(interp, args, "exec", Mode::Exec)),
    ("eval", |interp, args| run(interp, args, "eval", Mode::Eval)),
    ("exit", exit),
    ("quit", exit),
];

fn run(interp: &Interp, mut args: Args, function: &str, mode: Mode) -> Result<Value> {
    if args.is_empty() {
        return Err(interp
            .type_error(format!("{function}() takes at least 1 positional argument (0 given)")));
    }
    let source = args.positional.remove(0);
    let [globals, locals] = args.bind(interp, function, ["globals", "locals"], 0)?;
    let (globals, locals) = namespaces(interp, function, globals, locals)?;
    let code = if let Some(code) = source.get::<CodeObject>() {
        code.code.clone()
    } else if let Some(text) = base_of::<Str>(&source) {
        compile_str(text.as_str(), "<string>", mode).map_err(|errors| invalid(interp, &errors))?
    } else {
        return Err(
            interp.type_error(format!("{function}() arg 1 must be a string, bytes or code object"))
        );
    };
    let value = interp.run_code(&code, &globals, locals)?;
    Ok(if mode == Mode::Eval { value } else { interp.none() })
}

/// The globals and the locals to run in: those given, else those of the code that calls.
fn namespaces(
    interp: &Interp,
    function: &str,
    globals: Option<Value>,
    locals: Option<Value>,
) -> Result<(Gc<Dict>, Value)> {
    let given = |value: Option<Value>| value.filter(|value| !interp.is_none(value));
    let (globals, locals) = (given(globals), given(locals));
    if let Some(locals) = &locals
        && interp.special(locals, "__getitem__").is_none()
    {
        return Err(interp.type_error(match function {
            "exec" => {
                format!("locals must be a mapping or None, not {}", interp.class_name(locals))
            }
            _ => "locals must be a mapping".to_owned(),
        }));
    }
    let (globals, locals) = if let Some(globals) = globals {
        let Some(dict) = base_gc::<Dict>(&globals).cloned() else {
            let class = interp.class_name(&globals);
            return Err(interp.type_error(match function {
                "exec" => format!("exec() globals must be a dict, not {class}"),
                _ => "globals must be a dict".to_owned(),
            }));
        };
        (dict, locals.unwrap_or(globals))
    } else {
        let globals = interp.current_globals().map_or_else(|| interp.heap.dict(), Ok)?;
        let locals = locals.map_or_else(|| interp.current_locals(), Ok)?;
        (globals, locals)
    };
    if globals.get_str("__builtins__").is_none() {
        let builtins = interp.import("builtins")?;
        drop(Dict::set_str(&globals, &interp.intern("__builtins__")?, builtins)?);
    }
    Ok((globals, locals))
}

/// The `SyntaxError` of a text that does not compile.
fn invalid(interp: &Interp, errors: &[SourceError]) -> Raised {
    let Some(error) = errors.first() else { return interp.syntax_error("invalid syntax") };
    let made = (|| {
        let place = [
            interp.str(&error.path)?,
            interp.int(i64::from(error.line))?,
            interp.int(i64::from(error.column))?,
            interp.none(),
        ];
        let place = interp.tuple(place.into_iter())?;
        Ok(interp.raise_with("SyntaxError", &[interp.str(&error.message)?, place]))
    })();
    made.unwrap_or_else(|raised| raised)
}

fn exit(interp: &Interp, args: Args) -> Result<Value> {
    let [code] = positional(interp, args, "exit", 0)?;
    Err(interp.raise_with("SystemExit", &[code.unwrap_or_else(|| interp.none())]))
}
