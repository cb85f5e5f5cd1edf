//! `OSError`: the error number picks a subclass, and two to five arguments become attributes.

use super::super::super::interp::Interp;
use super::super::super::native::Args;
use super::super::super::raise::Result;
use super::members::{member, store};
use super::{exception, set_args_to, take_class, take_self};
use crate::object::{Class, Exception, Int};
use crate::{Gc, Value};

/// Which class stands for which error numbers.
const CLASSES: &[(&str, &[i64])] = &[
    ("BlockingIOError", &[11, 114, 115]),
    ("BrokenPipeError", &[32, 108]),
    ("ChildProcessError", &[10]),
    ("ConnectionAbortedError", &[103]),
    ("ConnectionRefusedError", &[111]),
    ("ConnectionResetError", &[104]),
    ("FileExistsError", &[17]),
    ("FileNotFoundError", &[2]),
    ("InterruptedError", &[4]),
    ("IsADirectoryError", &[21]),
    ("NotADirectoryError", &[20]),
    ("PermissionError", &[1, 13]),
    ("ProcessLookupError", &[3]),
    ("TimeoutError", &[110]),
];

/// The class of an `OSError` with these arguments.
fn class_for(interp: &Interp, class: Gc<Class>, args: &[Value]) -> Gc<Class> {
    if !Gc::ptr_eq(&class, &interp.types.exception("OSError")) || !(2..=5).contains(&args.len()) {
        return class;
    }
    let number = args[0].get::<Int>().and_then(Int::as_i64);
    let found = CLASSES.iter().find(|(_, numbers)| number.is_some_and(|n| numbers.contains(&n)));
    found.map_or(class, |(name, _)| interp.types.exception(name))
}

/// Keeps the file names among the arguments, and answers what stays in `args`.
fn parse(interp: &Interp, this: &Value, mut args: Vec<Value>) -> Result<Vec<Value>> {
    if !(2..=5).contains(&args.len()) {
        return Ok(args);
    }
    // The fourth argument is an error number of Windows.
    for (name, index) in [("filename", 2), ("filename2", 4)] {
        if let Some(value) = args.get(index) {
            store(interp, this, name, Some(value.clone()))?;
        }
    }
    if args.get(2).is_some_and(|file| !interp.is_none(file)) {
        args.truncate(2);
    }
    Ok(args)
}

fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = take_class(interp, &mut args)?;
    if class.is_builtin {
        args.no_keywords(interp, &class.name())?;
    }
    let class = class_for(interp, class, &args.positional);
    let none = interp.tuple_of(Vec::new())?;
    let made = interp.heap.alloc(Exception::new(class, none))?.into_value();
    let kept = parse(interp, &made, args.positional)?;
    set_args_to(interp, &made, kept)?;
    Ok(made)
}

fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = take_self(interp, &mut args, "__init__")?;
    exception(interp, &this, "__init__")?;
    args.no_keywords(interp, &interp.class_name(&this))?;
    let kept = parse(interp, &this, args.positional)?;
    set_args_to(interp, &this, kept)
}

/// The error number or its text, where there are both.
pub(super) fn part(args: &[Value], index: usize) -> Option<Value> {
    if (2..=5).contains(&args.len()) { args.get(index).cloned() } else { None }
}

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = interp.types.exception("OSError");
    interp.add_static(&class, &[("__new__", new)])?;
    interp.add_methods(&class, &[("__init__", init)])?;
    macro_rules! attribute {
        ($name:literal, $derive:expr) => {
            interp.add_computed(
                &class,
                $name,
                |interp, this| member(interp, this, $name, $derive),
                Some(|interp, this, value| store(interp, this, $name, value)),
            )?;
        };
    }
    attribute!("errno", |args| part(args, 0));
    attribute!("strerror", |args| part(args, 1));
    attribute!("filename", |_| None);
    attribute!("filename2", |_| None);
    Ok(())
}
