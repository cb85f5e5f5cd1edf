//! `print`.
//!
//! What is printed goes to the `write` method of a file, piece by piece as in CPython. The
//! program's own output, unless it was replaced in `sys`, is written to at once.
//!
//! # Source
//! `builtin_print_impl` in `Python/bltinmodule.c`.

use std::io::Write;

use super::super::interp::Interp;
use super::super::native::{Args, Native, base_gc};
use super::super::raise::Result;
use crate::object::{Module, Str};
use crate::{Gc, Value};

/// The function.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[("print", print)];

/// Where the pieces go.
enum Output {
    /// The output of the interpreter.
    Program,
    /// An object with a method `write`.
    File(Value),
}

impl Output {
    /// The file given, else `sys.stdout`; nothing when that is `None`.
    fn of(interp: &Interp, file: Option<Value>) -> Result<Option<Self>> {
        if let Some(file) = file {
            return Ok(Some(Self::File(file)));
        }
        let sys = interp.modules.get_str("sys");
        let Some(sys) = sys.as_ref().and_then(Value::get::<Module>) else {
            return Ok(Some(Self::Program));
        };
        let Some(file) = sys.dict.get_str("stdout") else {
            return Err(interp.runtime_error("lost sys.stdout"));
        };
        if interp.is_none(&file) {
            return Ok(None);
        }
        let own = sys.dict.get_str("__stdout__").is_some_and(|own| own.is(&file));
        Ok(Some(if own { Self::Program } else { Self::File(file) }))
    }

    fn write(&self, interp: &Interp, text: &str, object: Option<&Value>) -> Result<()> {
        match self {
            Self::Program => {
                let written = interp.stdout.borrow_mut().write_all(text.as_bytes());
                written.map_err(|error| interp.raise("OSError", &error.to_string()))
            }
            Self::File(file) => {
                let text = match object {
                    Some(object) => object.clone(),
                    None => interp.str(text)?,
                };
                interp.call_method(file, "write", [text]).map(drop)
            }
        }
    }

    fn flush(&self, interp: &Interp) -> Result<()> {
        match self {
            Self::Program => {
                let flushed = interp.stdout.borrow_mut().flush();
                flushed.map_err(|error| interp.raise("OSError", &error.to_string()))
            }
            Self::File(file) => interp.call_method(file, "flush", Args::none()).map(drop),
        }
    }
}

/// `sep` or `end`: nothing when it was not given.
fn separator(interp: &Interp, args: &mut Args, name: &str) -> Result<Option<Gc<Str>>> {
    let Some(value) = args.keyword(name).filter(|value| !interp.is_none(value)) else {
        return Ok(None);
    };
    match base_gc::<Str>(&value) {
        Some(text) => Ok(Some(text.clone())),
        None => Err(interp.type_error(format!(
            "{name} must be None or a string, not {}",
            interp.class_name(&value)
        ))),
    }
}

fn print(interp: &Interp, mut args: Args) -> Result<Value> {
    interp.count_argument_tuple(args.len());
    let file = args.keyword("file").filter(|file| !interp.is_none(file));
    let flush = match args.keyword("flush") {
        Some(flush) => interp.truth(&flush)?,
        None => false,
    };
    let sep = separator(interp, &mut args, "sep")?;
    let end = separator(interp, &mut args, "end")?;
    if let Some((unknown, _)) = args.keywords.first() {
        return Err(interp.type_error(format!(
            "print() got an unexpected keyword argument '{}'",
            unknown.as_str()
        )));
    }
    let Some(output) = Output::of(interp, file)? else { return Ok(interp.none()) };
    for (index, object) in args.positional.iter().enumerate() {
        if index > 0 {
            output.write(interp, sep.as_ref().map_or(" ", |sep| sep.as_str()), None)?;
        }
        let text = interp.to_str(object)?;
        output.write(interp, &text, object.get::<Str>().map(|_| object))?;
    }
    output.write(interp, end.as_ref().map_or("\n", |end| end.as_str()), None)?;
    if flush {
        output.flush(interp)?;
    }
    Ok(interp.none())
}
