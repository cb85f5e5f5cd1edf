//! `types.SimpleNamespace`: an object that is nothing but its attributes.
//!
//! # Source
//! `Objects/namespaceobject.c`.

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::operate::shown::Shown;
use super::super::raise::Result;
use super::kind::{ClassSpec, new_class};
use crate::object::{Class, Instance, Layout, Str};
use crate::{Gc, Value};

/// Makes the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let spec = ClassSpec {
        module: "types",
        name: "SimpleNamespace",
        layout: Layout::Plain,
        has_dict: true,
        has_weakrefs: false,
    };
    let class = new_class(interp, &spec, &interp.types.object)?;
    interp.add_static(&class, &[("__new__", new)])?;
    interp.add_methods(&class, &[("__init__", init), ("__repr__", repr), ("__eq__", eq)])?;
    interp.set_member(&class, "__hash__", interp.none())?;
    interp.add_computed(&class, "__dict__", super::super::attr::get_dict, None)?;
    interp.state.named.borrow_mut().insert("SimpleNamespace", class);
    Ok(())
}

/// The class.
fn class(interp: &Interp) -> Gc<Class> {
    let known = interp.state.named.borrow().get("SimpleNamespace").cloned();
    known.unwrap_or_else(|| interp.types.object.clone())
}

/// A namespace with these attributes.
pub(super) fn namespace(interp: &Interp, fields: Vec<(&str, Value)>) -> Result<Value> {
    let instance = interp.heap.alloc(Instance::new(class(interp), None))?;
    for (name, value) in fields {
        drop(instance.set(&interp.heap, &interp.intern(name)?, value)?);
    }
    Ok(instance.into_value())
}

fn new(interp: &Interp, args: Args) -> Result<Value> {
    match args.positional.first().and_then(Value::as_gc::<Class>) {
        Some(class) => {
            // In CPython its attributes are in a dict from the beginning.
            let made = interp.heap.alloc(Instance::new(class.clone(), None))?;
            made.dict(&interp.heap)?;
            Ok(made.into_value())
        }
        None => Err(interp.type_error("SimpleNamespace.__new__(X): X is not a type object")),
    }
}

/// `SimpleNamespace(mapping_or_pairs=(), /, **attributes)`
fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "__init__")?;
    let given = args.len();
    if given > 1 {
        let name = interp.class_name(&this);
        return Err(interp
            .type_error(format!("{name} expected at most 1 positional argument, got {given}")));
    }
    if let Some(other) = args.positional.pop() {
        let dict = interp.heap.dict()?;
        interp.dict_update(&dict, &other)?;
        let mut at = 0;
        while let Some((next, key, value)) = dict.next_entry(at) {
            let Some(name) = key.as_gc::<Str>() else {
                return Err(interp.type_error("keywords must be strings"));
            };
            interp.generic_change_attr(&this, &interp.intern(name.as_str())?, Some(value))?;
            at = next;
        }
    }
    for (name, value) in args.keywords {
        interp.generic_change_attr(&this, &name, Some(value))?;
    }
    Ok(interp.none())
}

/// Names and values of the object, in order.
fn attributes(interp: &Interp, this: &Value) -> Result<Vec<(String, Value)>> {
    let inline = this.get::<Instance>().map(Instance::attributes).unwrap_or_default();
    if !inline.is_empty() {
        return Ok(inline.into_iter().map(|(name, value)| (name.as_str().into(), value)).collect());
    }
    let (mut found, mut at) = (Vec::new(), 0);
    if let Some(dict) = interp.own_dict(this)? {
        while let Some((next, key, value)) = dict.next_entry(at) {
            if let Some(name) = key.get::<Str>() {
                found.push((name.as_str().to_owned(), value));
            }
            at = next;
        }
    }
    Ok(found)
}

/// `namespace(a=1)`
fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let class = interp.class_of(&this);
    let name = if class.is_builtin { "namespace".to_owned() } else { class.name() };
    let Some(_shown) = Shown::enter(interp, &this)? else {
        return interp.str(&format!("{name}(...)"));
    };
    let mut parts = Vec::new();
    for (name, value) in attributes(interp, &this)? {
        parts.push(format!("{name}={}", interp.repr(&value)?));
    }
    interp.str(&format!("{name}({})", parts.join(", ")))
}

fn eq(interp: &Interp, args: Args) -> Result<Value> {
    let [this, other] = args.exactly(interp, "__eq__")?;
    let class = class(interp);
    if !interp.is_instance(&this, &class) || !interp.is_instance(&other, &class) {
        return Ok(interp.not_implemented.clone());
    }
    let (mine, theirs) = (attributes(interp, &this)?, attributes(interp, &other)?);
    if mine.len() != theirs.len() {
        return Ok(interp.bool(false));
    }
    for (name, value) in mine {
        let Some((_, other)) = theirs.iter().find(|(n, _)| *n == name) else {
            return Ok(interp.bool(false));
        };
        if !interp.eq(&value, other)? {
            return Ok(interp.bool(false));
        }
    }
    Ok(interp.bool(true))
}
