//! `property`, `staticmethod`, `classmethod`, and the descriptors of slots and computed attributes.
//!
//! # Source
//! `Objects/descrobject.c`, `Objects/funcobject.c`.

use core::cell::RefCell;

use super::super::attr::{get_dict, set_dict};
use super::super::builtins::arguments;
use super::super::interp::Interp;
use super::super::native::{Args, Descriptor, base_of};
use super::super::raise::Result;
use crate::Value;
use crate::object::{Class, Dict, Wrapped};

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let property = &interp.types.property;
    interp.add_static(property, &[("__new__", new_property)])?;
    interp.add_methods(
        property,
        &[
            ("__init__", init_property),
            ("getter", getter),
            ("setter", setter),
            ("deleter", deleter),
            ("__get__", get),
            ("__set__", set),
            ("__delete__", delete),
        ],
    )?;
    interp.add_computed(property, "fget", |i, p| part(i, p, 0), None)?;
    interp.add_computed(property, "fset", |i, p| part(i, p, 1), None)?;
    interp.add_computed(property, "fdel", |i, p| part(i, p, 2), None)?;
    interp.add_computed(property, "__doc__", property_doc, Some(set_property_doc))?;
    interp.add_computed(property, "__isabstractmethod__", has_abstract_part, None)?;
    for class in [&interp.types.staticmethod, &interp.types.classmethod] {
        interp.add_methods(class, &[("__get__", get)])?;
        interp.add_computed(class, "__func__", wrapped, None)?;
        interp.add_computed(class, "__wrapped__", wrapped, None)?;
        interp.add_computed(class, "__dict__", get_dict, Some(set_dict))?;
        interp.add_computed(class, "__isabstractmethod__", is_abstract_function, None)?;
        interp.add_computed(class, "__name__", |i, m| of_function(i, m, "__name__"), None)?;
        interp.add_computed(
            class,
            "__qualname__",
            |i, m| of_function(i, m, "__qualname__"),
            None,
        )?;
        interp.add_computed(class, "__module__", |i, m| of_function(i, m, "__module__"), None)?;
        interp.add_computed(class, "__doc__", |i, m| of_function(i, m, "__doc__"), None)?;
        interp.add_computed(
            class,
            "__annotations__",
            |i, m| of_function(i, m, "__annotations__"),
            None,
        )?;
    }
    interp.add_static(&interp.types.staticmethod, &[("__new__", new_static)])?;
    interp.add_static(&interp.types.classmethod, &[("__new__", new_class_method)])?;
    for class in [&interp.types.getset, &interp.types.member] {
        interp.add_methods(class, &[("__get__", get), ("__set__", set), ("__delete__", delete)])?;
        interp.add_computed(class, "__name__", name, None)?;
        interp.add_computed(class, "__objclass__", owner, None)?;
    }
    Ok(())
}

fn new_property(interp: &Interp, args: Args) -> Result<Value> {
    if args.len() > 5 {
        let given = args.len() - 1;
        return Err(
            interp.type_error(format!("property() takes at most 4 arguments ({given} given)"))
        );
    }
    let [class, get, set, delete, doc] =
        args.bind(interp, "property", ["*cls", "fget", "fset", "fdel", "doc"], 1)?;
    let class = class.unwrap_or_else(|| interp.none());
    let property = Descriptor::Property { parts: RefCell::new([get, set, delete, doc]) };
    interp.wrap(&class, interp.heap.alloc(property)?.into_value())
}

fn init_property(interp: &Interp, _: Args) -> Result<Value> {
    Ok(interp.none())
}

fn parts(interp: &Interp, value: &Value) -> Result<[Option<Value>; 4]> {
    match base_of::<Descriptor>(value) {
        Some(Descriptor::Property { parts }) => Ok(parts.borrow().clone()),
        _ => Err(interp.type_error("descriptor requires a 'property' object")),
    }
}

fn part(interp: &Interp, value: &Value, index: usize) -> Result<Value> {
    Ok(parts(interp, value)?[index].clone().unwrap_or_else(|| interp.none()))
}

fn with_part(interp: &Interp, args: Args, index: usize, name: &str) -> Result<Value> {
    let (this, [function]) = args.method(interp, name)?;
    let mut parts = parts(interp, &this)?;
    parts[index] = Some(function);
    let class = interp.class_of(&this).into_value();
    let copy = interp.heap.alloc(Descriptor::Property { parts: RefCell::new(parts) })?;
    interp.wrap(&class, copy.into_value())
}

fn getter(interp: &Interp, args: Args) -> Result<Value> {
    with_part(interp, args, 0, "getter")
}

fn setter(interp: &Interp, args: Args) -> Result<Value> {
    with_part(interp, args, 1, "setter")
}

fn deleter(interp: &Interp, args: Args) -> Result<Value> {
    with_part(interp, args, 2, "deleter")
}

fn property_doc(interp: &Interp, value: &Value) -> Result<Value> {
    let parts = parts(interp, value)?;
    match (&parts[3], &parts[0]) {
        (Some(doc), _) => Ok(doc.clone()),
        (None, Some(get)) => {
            Ok(interp.lookup_attr(get, "__doc__")?.unwrap_or_else(|| interp.none()))
        }
        _ => Ok(interp.none()),
    }
}

fn set_property_doc(_: &Interp, value: &Value, doc: Option<Value>) -> Result<()> {
    if let Some(Descriptor::Property { parts }) = base_of::<Descriptor>(value) {
        let before = core::mem::replace(&mut parts.borrow_mut()[3], doc);
        drop(before);
    }
    Ok(())
}

fn get(interp: &Interp, args: Args) -> Result<Value> {
    let [this, object, class] = args.bind(interp, "__get__", ["self", "instance", "owner"], 1)?;
    let this = this.unwrap_or_else(|| interp.none());
    let object = object.filter(|o| !interp.is_none(o));
    let class = class.and_then(|c| c.downcast::<Class>().ok());
    let class = match (class, &object) {
        (Some(class), _) => class,
        (None, Some(object)) => interp.class_of(object),
        (None, None) => return Err(interp.type_error("__get__(None, None) is invalid")),
    };
    interp.bind_descriptor(&this, object.as_ref(), &class)
}

fn set(interp: &Interp, args: Args) -> Result<Value> {
    let [this, object, value] = args.exactly(interp, "__set__")?;
    interp.set_descriptor(&this, &object, Some(value))?;
    Ok(interp.none())
}

fn delete(interp: &Interp, args: Args) -> Result<Value> {
    let [this, object] = args.exactly(interp, "__delete__")?;
    interp.set_descriptor(&this, &object, None)?;
    Ok(interp.none())
}

/// The class and the one argument of `staticmethod` and `classmethod`.
fn class_and_function(interp: &Interp, mut args: Args, name: &str) -> Result<[Value; 2]> {
    let class = args.take_self(interp, name)?;
    let [function] = arguments::exactly(interp, args, name)?;
    Ok([class, function])
}

/// The function with the attributes it shares with its wrapper.
fn wrap(interp: &Interp, function: Value) -> Result<Wrapped> {
    let dict = interp.heap.dict()?;
    for name in ["__module__", "__name__", "__qualname__", "__doc__", "__annotations__"] {
        if let Some(value) = interp.lookup_attr(&function, name)? {
            drop(Dict::set_str(&dict, &interp.intern(name)?, value)?);
        }
    }
    let wrapped = Wrapped::new(function);
    wrapped.dict.replace(Some(dict));
    Ok(wrapped)
}

fn new_static(interp: &Interp, args: Args) -> Result<Value> {
    let [class, function] = class_and_function(interp, args, "staticmethod")?;
    let method = Descriptor::Static(wrap(interp, function)?);
    interp.wrap(&class, interp.heap.alloc(method)?.into_value())
}

fn new_class_method(interp: &Interp, args: Args) -> Result<Value> {
    let [class, function] = class_and_function(interp, args, "classmethod")?;
    let method = Descriptor::ClassMethod(wrap(interp, function)?);
    interp.wrap(&class, interp.heap.alloc(method)?.into_value())
}

fn wrapped(interp: &Interp, value: &Value) -> Result<Value> {
    Ok(match base_of::<Descriptor>(value) {
        Some(Descriptor::Static(f) | Descriptor::ClassMethod(f)) => {
            f.function().unwrap_or_else(|| interp.none())
        }
        _ => interp.none(),
    })
}

/// Whether a function says that it is an abstract method.
fn is_abstract(interp: &Interp, function: &Value) -> Result<bool> {
    match interp.lookup_attr(function, "__isabstractmethod__")? {
        Some(answer) => interp.truth(&answer),
        None => Ok(false),
    }
}

fn has_abstract_part(interp: &Interp, value: &Value) -> Result<Value> {
    let [get, set, delete, _] = parts(interp, value)?;
    for function in [get, set, delete].into_iter().flatten() {
        if is_abstract(interp, &function)? {
            return Ok(interp.bool(true));
        }
    }
    Ok(interp.bool(false))
}

fn is_abstract_function(interp: &Interp, value: &Value) -> Result<Value> {
    Ok(interp.bool(is_abstract(interp, &wrapped(interp, value)?)?))
}

/// An attribute that a static or class method has from its function.
fn of_function(interp: &Interp, value: &Value, name: &str) -> Result<Value> {
    interp.get_attr_str(&wrapped(interp, value)?, name)
}

fn name(interp: &Interp, value: &Value) -> Result<Value> {
    Ok(match value.get::<Descriptor>() {
        Some(Descriptor::Slot { name, .. } | Descriptor::Computed { name, .. }) => name.to_value(),
        _ => interp.none(),
    })
}

fn owner(interp: &Interp, value: &Value) -> Result<Value> {
    Ok(match value.get::<Descriptor>() {
        Some(Descriptor::Slot { class, .. } | Descriptor::Computed { class, .. }) => {
            class.borrow().as_ref().map_or_else(|| interp.none(), crate::Gc::to_value)
        }
        _ => interp.none(),
    })
}
