//! `super`: attributes of the classes behind one.
//!
//! Without arguments it takes the class from the `__class__` cell and the object from the first
//! parameter of the function that runs.
//!
//! # Source
//! `super_init_impl`, `supercheck` in `Objects/typeobject.c`.

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use crate::object::{Class, Super};
use crate::{Gc, Value};

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.super_;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_methods(class, &[("__init__", |interp, _| Ok(interp.none()))])?;
    interp.add_computed(class, "__thisclass__", |i, s| of(i, s, |s| s.class.to_value()), None)?;
    interp.add_computed(class, "__self__", |i, s| of(i, s, |s| s.object.clone()), None)?;
    interp.add_computed(
        class,
        "__self_class__",
        |i, s| of(i, s, |s| s.object_class.to_value()),
        None,
    )
}

fn of(interp: &Interp, value: &Value, get: fn(&Super) -> Value) -> Result<Value> {
    Ok(value.get::<Super>().map_or_else(|| interp.none(), get))
}

/// The first argument, which must be a class.
fn checked(interp: &Interp, class: Value) -> Result<Gc<Class>> {
    class.downcast::<Class>().map_err(|class| {
        let found = interp.class_name(&class);
        interp.type_error(format!("super() argument 1 must be a type, not {found}"))
    })
}

fn new(interp: &Interp, args: Args) -> Result<Value> {
    if args.len() > 3 {
        let given = args.len() - 1;
        return Err(interp.type_error(format!("super() expected at most 2 arguments, got {given}")));
    }
    let [_, class, object] = args.bind(interp, "super", ["*cls", "*type", "*object"], 1)?;
    let (class, object) = match (class, object) {
        (Some(class), Some(object)) => (class, object),
        (None, _) => from_frame(interp)?,
        (Some(class), None) => {
            checked(interp, class)?;
            return Err(interp.type_error("super(): unbound super is not supported"));
        }
    };
    let class = checked(interp, class)?;
    let object_class = class_for(interp, &class, &object)?;
    Ok(interp.heap.alloc(Super { class, object, object_class })?.into_value())
}

fn class_for(interp: &Interp, class: &Gc<Class>, object: &Value) -> Result<Gc<Class>> {
    if let Some(object) = object.as_gc::<Class>()
        && object.is_subclass_of(class)
    {
        return Ok(object.clone());
    }
    let of_object = interp.class_of(object);
    if of_object.is_subclass_of(class) {
        return Ok(of_object);
    }
    let (name, of) = (class.name(), of_object.name());
    Err(interp.type_error(match object.as_gc::<Class>() {
        Some(object) => format!(
            "super(type, obj): obj (type {}) is not an instance or subtype of type ({name}).",
            object.name()
        ),
        None => format!(
            "super(type, obj): obj (instance of {of}) is not an instance or subtype of type \
             ({name})."
        ),
    }))
}

/// The `__class__` cell and the first argument of the function that runs.
fn from_frame(interp: &Interp) -> Result<(Value, Value)> {
    let frame = interp.frame.borrow().clone();
    let Some(frame) = frame else {
        return Err(interp.runtime_error("super(): no current frame"));
    };
    let code = &frame.code.code;
    if code.params.positional == 0 {
        return Err(interp.runtime_error("super(): no arguments"));
    }
    let place = (0..code.cell_count())
        .find(|&i| u32::try_from(i).is_ok_and(|i| &**code.cell_name(i) == "__class__"));
    let cell = place.and_then(|i| frame.cells.borrow().get(i).cloned().flatten());
    let Some(cell) = cell else {
        return Err(interp.runtime_error("super(): __class__ cell not found"));
    };
    let Some(class) = cell.get() else {
        return Err(interp.runtime_error("super(): empty __class__ cell"));
    };
    let first = frame.locals.borrow().first().cloned().flatten();
    let first = first.or_else(|| {
        // The first parameter may have moved into a cell.
        let index = code.cellvars.iter().position(|c| c.local == Some(0))?;
        frame.cells.borrow().get(index)?.as_ref()?.get()
    });
    match first {
        Some(first) => Ok((class, first)),
        None => Err(interp.runtime_error("super(): arg[0] deleted")),
    }
}
