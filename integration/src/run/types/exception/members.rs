//! The attributes that single classes of exceptions have: `value`, `code`, `name`, `msg`, ...
//!
//! Each follows from the arguments of the exception, unless it was given by keyword or set later;
//! such values are members of the exception, beside its namespace.

use super::super::super::interp::Interp;
use super::super::super::native::{Args, Getter, Setter};
use super::super::super::raise::Result;
use super::{exception, set_args_to, take_self};
use crate::Value;
use crate::object::{Exception, Tuple};

/// A value that was given to the exception under this name.
pub(super) fn stored(this: &Value, name: &str) -> Option<Value> {
    this.get::<Exception>()?.member(name)
}

/// Gives the exception a value under this name, or takes it away.
pub(super) fn store(
    interp: &Interp,
    this: &Value,
    name: &'static str,
    value: Option<Value>,
) -> Result<()> {
    let before = exception(interp, this, name)?.set_member(name, value);
    drop(before);
    Ok(())
}

/// An attribute: what was stored under its name, else what `derive` makes of the arguments.
pub(super) fn member(
    interp: &Interp,
    this: &Value,
    name: &str,
    derive: impl FnOnce(&[Value]) -> Option<Value>,
) -> Result<Value> {
    if let Some(value) = stored(this, name) {
        return Ok(value);
    }
    let args = exception(interp, this, name)?.args.borrow().clone();
    Ok(derive(args.items()).unwrap_or_else(|| interp.none()))
}

/// The only argument.
fn only(args: &[Value]) -> Option<Value> {
    match args {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// An item of the second argument of a `SyntaxError`: file, line, column, text.
fn detail(args: &[Value], index: usize) -> Option<Value> {
    args.get(1)?.get::<Tuple>()?.items().get(index).cloned()
}

fn code(interp: &Interp, this: &Value) -> Result<Value> {
    if let Some(code) = stored(this, "code") {
        return Ok(code);
    }
    let args = exception(interp, this, "code")?.args.borrow().clone();
    Ok(match args.items() {
        [] => interp.none(),
        [only] => only.clone(),
        _ => args.into_value(),
    })
}

/// `__init__` of classes that take some of their attributes by keyword.
fn init_with(
    interp: &Interp,
    mut args: Args,
    class: &str,
    names: &[&'static str],
) -> Result<Value> {
    let this = take_self(interp, &mut args, "__init__")?;
    exception(interp, &this, "__init__")?;
    for (name, value) in core::mem::take(&mut args.keywords) {
        let Some(name) = names.iter().find(|known| **known == name.as_str()) else {
            return Err(interp.type_error(format!(
                "{class}() got an unexpected keyword argument '{}'",
                name.as_str()
            )));
        };
        store(interp, &this, name, Some(value))?;
    }
    set_args_to(interp, &this, args.positional)
}

macro_rules! member {
    ($name:literal, $derive:expr) => {
        (
            $name,
            (|interp, this| member(interp, this, $name, $derive)) as Getter,
            (|interp, this, value| store(interp, this, $name, value)) as Setter,
        )
    };
}

/// An attribute: its name, how it is read, how it is written.
type Member = (&'static str, Getter, Setter);

/// The attributes by class.
const MEMBERS: &[(&str, &[Member])] = &[
    ("StopIteration", &[member!("value", |args| args.first().cloned())]),
    ("SystemExit", &[("code", code, |interp, this, value| store(interp, this, "code", value))]),
    ("AttributeError", &[member!("name", |_| None), member!("obj", |_| None)]),
    ("NameError", &[member!("name", |_| None)]),
    (
        "ImportError",
        &[
            member!("msg", only),
            member!("name", |_| None),
            member!("path", |_| None),
            member!("name_from", |_| None),
        ],
    ),
    (
        "SyntaxError",
        &[
            member!("msg", |args| args.first().cloned()),
            member!("filename", |args| detail(args, 0)),
            member!("lineno", |args| detail(args, 1)),
            member!("offset", |args| detail(args, 2)),
            member!("text", |args| detail(args, 3)),
            member!("end_lineno", |args| detail(args, 4)),
            member!("end_offset", |args| detail(args, 5)),
            member!("print_file_and_line", |_| None),
        ],
    ),
];

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    for &(class, members) in MEMBERS {
        let class = interp.types.exception(class);
        for &(name, get, set) in members {
            interp.add_computed(&class, name, get, Some(set))?;
        }
    }
    interp.add_methods(
        &interp.types.exception("AttributeError"),
        &[("__init__", |interp, args| init_with(interp, args, "AttributeError", &["name", "obj"]))],
    )?;
    interp.add_methods(
        &interp.types.exception("NameError"),
        &[("__init__", |interp, args| init_with(interp, args, "NameError", &["name"]))],
    )?;
    interp.add_methods(
        &interp.types.exception("ImportError"),
        &[("__init__", |interp, args| {
            init_with(interp, args, "ImportError", &["name", "path", "name_from"])
        })],
    )
}
