//! The functions of `_weakref`: which weak references an object has, and proxies.
//!
//! # Source
//! `Modules/_weakref.c`.

use super::super::super::builtins::arguments;
use super::super::{add_functions, set, weakref_proxy};
use crate::object::Dict;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_gc};
use crate::run::raise::Result;
use crate::{Value, WeakRef};

/// Makes the module.
pub(in crate::run) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_weakref")?;
    add_functions(
        interp,
        &dict,
        &[
            ("_remove_dead_weakref", remove_dead_weakref),
            ("getweakrefcount", count),
            ("getweakrefs", list),
            ("proxy", proxy),
        ],
    )?;
    let types = &interp.types;
    for (name, class) in [
        ("ref", &types.weakref),
        ("ReferenceType", &types.weakref),
        ("ProxyType", &types.weakproxy),
        ("CallableProxyType", &types.weakcallableproxy),
    ] {
        set(interp, &dict, name, class.to_value())?;
    }
    Ok(module)
}

/// `_weakref.getweakrefcount(object)`
fn count(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "_weakref.getweakrefcount")?;
    interp.size(interp.heap.weakref_count(&object))
}

/// `_weakref.getweakrefs(object)`: the shared reference, the shared proxy, then newest first.
fn list(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "_weakref.getweakrefs")?;
    let mut found: Vec<(u8, Value)> = Vec::new();
    for value in interp.heap.weakrefs(&object) {
        let Some(weakref) = value.get::<WeakRef>() else { continue };
        let is_plain = weakref.callback().is_none();
        match weakref_proxy::proxy_of(weakref) {
            Some(proxy) => found.push((if is_plain { 1 } else { 2 }, proxy)),
            None if is_plain && weakref.extra().borrow().is_none() => found.push((0, value)),
            None => found.push((2, value)),
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    interp.list(found.into_iter().map(|(_, value)| value).collect())
}

/// `_weakref.proxy(object, callback=None)`
fn proxy(interp: &Interp, args: Args) -> Result<Value> {
    let [object, callback] = arguments::positional(interp, args, "proxy", 1)?;
    let Some(object) = object else { return Ok(interp.none()) };
    weakref_proxy::new(interp, &object, callback)
}

/// `_weakref._remove_dead_weakref(dict, key)`: takes an entry out if its value is a dead
/// reference; by then another may stand there.
fn remove_dead_weakref(interp: &Interp, args: Args) -> Result<Value> {
    let [dict, key] = arguments::exactly(interp, args, "_remove_dead_weakref")?;
    let Some(dict) = base_gc::<Dict>(&dict) else {
        return Err(interp.type_error(format!(
            "_remove_dead_weakref() argument 1 must be dict, not {}",
            interp.class_name(&dict)
        )));
    };
    if let Some(value) = interp.dict_get(dict, &key)?
        && value.get::<WeakRef>().is_some_and(WeakRef::is_dead)
    {
        drop(interp.dict_del(dict, &key)?);
    }
    Ok(interp.none())
}
