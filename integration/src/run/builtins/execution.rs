//! `exec`, `eval` and `compile`, `__import__`, and `exit` and `quit`.

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
    ("compile", compile),
    ("__import__", import),
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
    let value = if let Some(code) = source.get::<CodeObject>() {
        if !code.code.freevars.is_empty() {
            return Err(interp.type_error(format!(
                "code object passed to {function}() may not contain free variables"
            )));
        }
        interp.run_code(&code.code, &globals, locals)?
    } else if let Some(text) = base_of::<Str>(&source) {
        let code = compile_str(text.as_str(), "<string>", mode);
        let code = code.map_err(|errors| invalid(interp, &errors))?;
        interp.run_text(&code, &globals, locals)?
    } else {
        return Err(
            interp.type_error(format!("{function}() arg 1 must be a string, bytes or code object"))
        );
    };
    Ok(if mode == Mode::Eval { value } else { interp.none() })
}

/// `compile(source, filename, mode, ...)`
fn compile(interp: &Interp, args: Args) -> Result<Value> {
    const NAMES: [&str; 6] = ["source", "filename", "mode", "flags", "dont_inherit", "optimize"];
    let [source, filename, mode, ..] = args.bind(interp, "compile", NAMES, 3)?;
    let [source, filename, mode] =
        [source, filename, mode].map(|value| value.unwrap_or_else(|| interp.none()));
    let text = |value: &Value| base_of::<Str>(value).map(|text| text.as_str().to_owned());
    let (Some(filename), Some(mode)) = (text(&filename), text(&mode)) else {
        return Err(interp.type_error("compile() argument 'mode' must be str"));
    };
    let mode = match &*mode {
        "exec" | "single" => Mode::Exec,
        "eval" => Mode::Eval,
        _ => {
            return Err(interp.value_error("compile() mode must be 'exec', 'eval' or 'single'"));
        }
    };
    let Some(source) = text(&source) else {
        return Err(interp.type_error("compile() arg 1 must be a string, bytes or AST object"));
    };
    let code = compile_str(&source, &filename, mode).map_err(|errors| invalid(interp, &errors))?;
    Ok(interp.code_object(&code)?.into_value())
}

/// `__import__(name, ...)`: the first part of a dotted name, unless names are imported from it.
fn import(interp: &Interp, args: Args) -> Result<Value> {
    const NAMES: [&str; 5] = ["name", "globals", "locals", "fromlist", "level"];
    let [name, _, _, from_list, _] = args.bind(interp, "__import__", NAMES, 1)?;
    let name = name.unwrap_or_else(|| interp.none());
    let Some(text) = base_of::<Str>(&name) else {
        return Err(interp.type_error("module name must be a string"));
    };
    let module = interp.import(text.as_str())?;
    let whole = match from_list {
        Some(names) => interp.truth(&names)?,
        None => false,
    };
    match text.as_str().split_once('.') {
        Some((first, _)) if !whole => interp.import(first),
        _ => Ok(module),
    }
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
