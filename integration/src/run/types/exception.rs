//! `BaseException` and the classes derived from it.
//!
//! ```text
//!   construction, args, notes, context, cause, traceback    here
//!   attributes of single classes: value, code, errno, ...   exception/members.rs
//!   what str() of single classes says                       exception/text.rs
//!   ExceptionGroup and except*                              exception/group.rs
//!   OSError, whose constructor picks a subclass             exception/os.rs
//! ```
//!
//! # Source
//! `Objects/exceptions.c`.

mod group;
mod members;
mod os;
mod text;
mod unicode;

use super::super::attr::{get_dict, set_dict};
use super::super::builtins::arguments::wrong_receiver;
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::raise::{Raised, Result};
use crate::object::{Bool, Class, Exception, Kind, List};
use crate::{Gc, Value};

/// The exception that `this` is.
fn exception<'a>(interp: &Interp, this: &'a Value, name: &str) -> Result<&'a Exception> {
    this.get::<Exception>()
        .ok_or_else(|| wrong_receiver(interp, this, &format!("BaseException.{name}")))
}

/// Takes `self` out of the arguments of a special method.
fn take_self(interp: &Interp, args: &mut Args, name: &str) -> Result<Value> {
    if args.is_empty() {
        return Err(interp.type_error(format!(
            "descriptor '{name}' of 'BaseException' object needs an argument"
        )));
    }
    Ok(args.positional.remove(0))
}

/// The class that a `__new__` is asked to make an object of.
fn take_class(interp: &Interp, args: &mut Args) -> Result<Gc<Class>> {
    if args.is_empty() {
        return Err(interp.type_error("BaseException.__new__(): not enough arguments"));
    }
    let class = args.positional.remove(0);
    let Some(class) = class.as_gc::<Class>() else {
        let name = interp.class_name(&class);
        return Err(
            interp.type_error(format!("BaseException.__new__(X): X is not a type object ({name})"))
        );
    };
    if !class.is_subclass_of(&interp.types.exception("BaseException")) {
        let name = class.name();
        return Err(interp.type_error(format!(
            "BaseException.__new__({name}): {name} is not a subtype of BaseException"
        )));
    }
    Ok(class.clone())
}

fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = take_class(interp, &mut args)?;
    let args = interp.tuple_of(args.positional)?;
    Ok(interp.heap.alloc(Exception::new(class, args))?.into_value())
}

fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = take_self(interp, &mut args, "__init__")?;
    exception(interp, &this, "__init__")?;
    args.no_keywords(interp, &interp.class_name(&this))?;
    set_args_to(interp, &this, args.positional)
}

/// Makes `args` of the values, unless they are in it already.
fn set_args_to(interp: &Interp, this: &Value, values: Vec<Value>) -> Result<Value> {
    let exception = exception(interp, this, "__init__")?;
    let same = {
        let args = exception.args.borrow();
        args.len() == values.len() && args.items().iter().zip(&values).all(|(a, b)| a.is(b))
    };
    if !same {
        let args = interp.tuple_of(values)?;
        let before = exception.args.replace(args);
        drop(before);
    }
    Ok(interp.none())
}

fn with_traceback(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [traceback]) = args.method(interp, "BaseException.with_traceback")?;
    set_traceback(interp, &this, Some(traceback))?;
    Ok(this)
}

fn add_note(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [note]) = args.method(interp, "BaseException.add_note")?;
    exception(interp, &this, "add_note")?;
    if note.kind() != Kind::Str {
        return Err(
            interp.type_error(format!("note must be a str, not '{}'", interp.class_name(&note)))
        );
    }
    let notes = if let Some(notes) = interp.lookup_attr(&this, "__notes__")? {
        notes
    } else {
        let notes = interp.list(Vec::new())?;
        interp.set_attr_str(&this, "__notes__", notes.clone())?;
        notes
    };
    match notes.get::<List>() {
        Some(list) => list.push(note)?,
        None => return Err(interp.type_error("Cannot add note: __notes__ is not a list")),
    }
    Ok(interp.none())
}

fn no_deletion(interp: &Interp, name: &str) -> Raised {
    interp.type_error(format!("{name} may not be deleted"))
}

fn args(interp: &Interp, this: &Value) -> Result<Value> {
    Ok(exception(interp, this, "args")?.args.borrow().to_value())
}

fn set_args(interp: &Interp, this: &Value, value: Option<Value>) -> Result<()> {
    let value = value.ok_or_else(|| no_deletion(interp, "args"))?;
    let items = interp.collect(&value)?;
    let args = interp.tuple_of(items)?;
    let before = exception(interp, this, "args")?.args.replace(args);
    drop(before);
    Ok(())
}

fn optional(interp: &Interp, value: &core::cell::RefCell<Option<Value>>) -> Value {
    value.borrow().clone().unwrap_or_else(|| interp.none())
}

fn traceback(interp: &Interp, this: &Value) -> Result<Value> {
    Ok(optional(interp, &exception(interp, this, "__traceback__")?.traceback))
}

fn set_traceback(interp: &Interp, this: &Value, value: Option<Value>) -> Result<()> {
    let value = value.ok_or_else(|| no_deletion(interp, "__traceback__"))?;
    let value = match value.kind() {
        Kind::None => None,
        Kind::Traceback => Some(value),
        _ => return Err(interp.type_error("__traceback__ must be a traceback or None")),
    };
    let before = exception(interp, this, "__traceback__")?.traceback.replace(value);
    drop(before);
    Ok(())
}

/// What may be assigned to `__context__` and `__cause__`.
fn exception_or_none(interp: &Interp, value: Option<Value>, what: &str) -> Result<Option<Value>> {
    let value = value.ok_or_else(|| no_deletion(interp, &format!("__{what}__")))?;
    match value.kind() {
        Kind::None => Ok(None),
        Kind::Exception => Ok(Some(value)),
        _ => Err(interp
            .type_error(format!("exception {what} must be None or derive from BaseException"))),
    }
}

fn context(interp: &Interp, this: &Value) -> Result<Value> {
    Ok(optional(interp, &exception(interp, this, "__context__")?.context))
}

fn set_context(interp: &Interp, this: &Value, value: Option<Value>) -> Result<()> {
    let value = exception_or_none(interp, value, "context")?;
    let before = exception(interp, this, "__context__")?.context.replace(value);
    drop(before);
    Ok(())
}

fn cause(interp: &Interp, this: &Value) -> Result<Value> {
    Ok(optional(interp, &exception(interp, this, "__cause__")?.cause))
}

fn set_cause(interp: &Interp, this: &Value, value: Option<Value>) -> Result<()> {
    let value = exception_or_none(interp, value, "cause")?;
    let exception = exception(interp, this, "__cause__")?;
    exception.suppress_context.set(true);
    let before = exception.cause.replace(value);
    drop(before);
    Ok(())
}

fn suppress_context(interp: &Interp, this: &Value) -> Result<Value> {
    Ok(interp.bool(exception(interp, this, "__suppress_context__")?.suppress_context.get()))
}

fn set_suppress_context(interp: &Interp, this: &Value, value: Option<Value>) -> Result<()> {
    let value = value.ok_or_else(|| interp.type_error("can't delete numeric/char attribute"))?;
    let Some(yes) = value.get::<Bool>() else {
        return Err(interp.type_error("attribute value type must be bool"));
    };
    exception(interp, this, "__suppress_context__")?.suppress_context.set(yes.0);
    Ok(())
}

const METHODS: &[(&str, Native)] = &[
    ("__init__", init),
    ("__str__", text::str),
    ("__repr__", text::repr),
    ("with_traceback", with_traceback),
    ("add_note", add_note),
];

/// Fills the classes of exceptions.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let base = interp.types.exception("BaseException");
    interp.add_static(&base, &[("__new__", new)])?;
    interp.add_methods(&base, METHODS)?;
    interp.add_computed(&base, "args", args, Some(set_args))?;
    interp.add_computed(&base, "__traceback__", traceback, Some(set_traceback))?;
    interp.add_computed(&base, "__context__", context, Some(set_context))?;
    interp.add_computed(&base, "__cause__", cause, Some(set_cause))?;
    interp.add_computed(&base, "__dict__", get_dict, Some(set_dict))?;
    let name = "__suppress_context__";
    interp.add_computed(&base, name, suppress_context, Some(set_suppress_context))?;
    members::install(interp)?;
    os::install(interp)?;
    group::install(interp)?;
    text::install(interp)?;
    unicode::install(interp)
}
