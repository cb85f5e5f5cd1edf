//! The classes and constants that a program finds without importing anything.

use super::super::interp::Interp;
use super::super::raise::Result;
use crate::Value;
use crate::object::Dict;

/// Iterators whose classes are called by name.
const ITERATORS: [&str; 5] = ["enumerate", "filter", "map", "reversed", "zip"];

/// Older names of classes of exceptions.
const ALIASES: [&str; 2] = ["EnvironmentError", "IOError"];

fn bind(interp: &Interp, name: &str, value: Value) -> Result<()> {
    drop(Dict::set_str(&interp.builtins, &interp.intern(name)?, value)?);
    Ok(())
}

/// Binds all of them.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let types = &interp.types;
    let classes = [
        &types.object,
        &types.type_,
        &types.int,
        &types.bool,
        &types.float,
        &types.str,
        &types.bytes,
        &types.tuple,
        &types.list,
        &types.dict,
        &types.set,
        &types.frozenset,
        &types.range,
        &types.slice,
        &types.property,
        &types.staticmethod,
        &types.classmethod,
        &types.super_,
    ];
    for class in classes {
        bind(interp, &class.name(), class.to_value())?;
    }
    for name in ITERATORS {
        bind(interp, name, types.iterator(name).into_value())?;
    }
    for (name, class) in types.exceptions() {
        bind(interp, name, class.to_value())?;
    }
    for name in ALIASES {
        bind(interp, name, types.exception("OSError").into_value())?;
    }
    bind(interp, "None", interp.none())?;
    bind(interp, "True", interp.bool(true))?;
    bind(interp, "False", interp.bool(false))?;
    bind(interp, "Ellipsis", interp.ellipsis.clone())?;
    bind(interp, "NotImplemented", interp.not_implemented.clone())?;
    bind(interp, "__debug__", interp.bool(true))?;
    bind(interp, "__name__", interp.intern("builtins")?.into_value())
}
