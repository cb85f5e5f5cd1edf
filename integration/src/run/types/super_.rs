//! `super`: attributes of the classes behind one.
//!
//! Without arguments it takes the class from the `__class__` cell and the object from the first
//! parameter of the function that runs. With a class only it is a descriptor: it is bound to the
//! object through which it is reached.
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
    interp.add_methods(class, &[("__init__", |interp, _| Ok(interp.none())), ("__get__", get)])?;
    interp.add_computed(
        class,
        "__thisclass__",
        |i, s| of(i, s, |s| Some(s.class.to_value())),
        None,
    )?;
    interp.add_computed(
        class,
        "__self__",
        |i, s| of(i, s, |s| Some(s.bound.as_ref()?.0.clone())),
        None,
    )?;
    interp.add_computed(
        class,
        "__self_class__",
        |i, s| of(i, s, |s| Some(s.bound.as_ref()?.1.to_value())),
        None,
    )
}

fn of(interp: &Interp, value: &Value, get: fn(&Super) -> Option<Value>) -> Result<Value> {
    Ok(value.get::<Super>().and_then(get).unwrap_or_else(|| interp.none()))
}

/// `super.__get__(object, class=None)`
fn get(interp: &Interp, args: Args) -> Result<Value> {
    let [this, object, _] = args.bind(interp, "__get__", ["*self", "*object", "*class"], 2)?;
    let this = this.unwrap_or_else(|| interp.none());
    bind(interp, &this, object.filter(|object| !interp.is_none(object)).as_ref())
}

/// An unbound `super` for an object through which it was reached; one that is bound stays.
pub(in crate::run) fn bind(interp: &Interp, this: &Value, object: Option<&Value>) -> Result<Value> {
    let (Some(parts), Some(object)) = (this.get::<Super>(), object) else {
        return Ok(this.clone());
    };
    if parts.bound.is_some() {
        return Ok(this.clone());
    }
    let order = class_for(interp, &parts.class, object)?;
    let bound = Some((object.clone(), order));
    Ok(interp.heap.alloc(Super { class: parts.class.clone(), bound })?.into_value())
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
            let class = checked(interp, class)?;
            return Ok(interp.heap.alloc(Super { class, bound: None })?.into_value());
        }
    };
    let class = checked(interp, class)?;
    let object_class = class_for(interp, &class, &object)?;
    let bound = Some((object, object_class));
    Ok(interp.heap.alloc(Super { class, bound })?.into_value())
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
