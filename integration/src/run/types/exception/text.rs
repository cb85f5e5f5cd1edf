//! What `str()` and `repr()` of exceptions say.

use super::super::super::builtins::arguments::special;
use super::super::super::interp::Interp;
use super::super::super::native::{Args, Native};
use super::super::super::raise::Result;
use super::exception;
use super::members::{member, stored};
use super::os::part;
use crate::Value;
use crate::object::{Kind, Str};

/// The text of an exception that says nothing of its own: its arguments.
pub(super) fn plain(interp: &Interp, this: &Value) -> Result<String> {
    let args = exception(interp, this, "__str__")?.args.borrow().clone();
    match args.items() {
        [] => Ok(String::new()),
        [only] => interp.to_str(only),
        _ => interp.repr(args.as_value()),
    }
}

/// `BaseException.__str__`
pub(super) fn str(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "BaseException.__str__")?;
    interp.str(&plain(interp, &this)?)
}

/// `BaseException.__repr__`
pub(super) fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "BaseException.__repr__")?;
    let args = exception(interp, &this, "__repr__")?.args.borrow().clone();
    let name = interp.class_name(&this);
    let text = match args.items() {
        [only] => format!("{name}({})", interp.repr(only)?),
        _ => format!("{name}{}", interp.repr(args.as_value())?),
    };
    interp.str(&text)
}

fn key_error(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "KeyError.__str__")?;
    let args = exception(interp, &this, "__str__")?.args.borrow().clone();
    match args.items() {
        [only] => interp.str(&interp.repr(only)?),
        _ => interp.str(&plain(interp, &this)?),
    }
}

fn import_error(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "ImportError.__str__")?;
    match stored(&this, "msg") {
        Some(message) if message.kind() == Kind::Str => Ok(message),
        _ => interp.str(&plain(interp, &this)?),
    }
}

/// The message of a `SyntaxError`, then file and line as far as they are known.
fn syntax_error(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "SyntaxError.__str__")?;
    exception(interp, &this, "__str__")?;
    let attribute = |name: &str| interp.get_attr_str(&this, name);
    let message = interp.to_str(&attribute("msg")?)?;
    let file = attribute("filename")?;
    let file = file.get::<Str>().map(|f| f.as_str().rsplit('/').next().unwrap_or("").to_owned());
    let line = attribute("lineno")?;
    let line = if line.kind() == Kind::Int { Some(interp.to_str(&line)?) } else { None };
    interp.str(&match (file, line) {
        (Some(file), Some(line)) => format!("{message} ({file}, line {line})"),
        (Some(file), None) => format!("{message} ({file})"),
        (None, Some(line)) => format!("{message} (line {line})"),
        (None, None) => message,
    })
}

/// `[Errno 2] No such file: 'name'`
fn os_error(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "OSError.__str__")?;
    let number = member(interp, &this, "errno", |args| part(args, 0))?;
    let text = member(interp, &this, "strerror", |args| part(args, 1))?;
    if interp.is_none(&number) || interp.is_none(&text) {
        return interp.str(&plain(interp, &this)?);
    }
    let mut message = format!("[Errno {}] {}", interp.to_str(&number)?, interp.to_str(&text)?);
    let file = member(interp, &this, "filename", |_| None)?;
    if !interp.is_none(&file) {
        message += ": ";
        message += &interp.repr(&file)?;
        let second = member(interp, &this, "filename2", |_| None)?;
        if !interp.is_none(&second) {
            message += " -> ";
            message += &interp.repr(&second)?;
        }
    }
    interp.str(&message)
}

/// Fills the classes that say something of their own.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let texts: [(&str, Native); 4] = [
        ("KeyError", key_error),
        ("ImportError", import_error),
        ("SyntaxError", syntax_error),
        ("OSError", os_error),
    ];
    for (class, native) in texts {
        interp.add_methods(&interp.types.exception(class), &[("__str__", native)])?;
    }
    Ok(())
}
