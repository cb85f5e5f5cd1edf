//! Proxies: weak references that act as their referent.
//!
//! ```text
//!   proxy ---> weak reference - - > referent
//!     ^ . . . . . . |                             dotted: does not own
//! ```
//! A proxy owns a weak reference of its own, which knows the proxy weakly, so that a callback is
//! given the proxy. Without a callback the collector sees the proxy only, and it is shared.
//!
//! Attributes, calls and the operators are passed on to the referent; the class here is what
//! operators find when they look for a method.
//!
//! # Source
//! `Objects/weakrefobject.c`, from `proxy_check_ref`.

mod forward;

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use crate::heap::trace_fields;
use crate::object::{Class, Kind};
use crate::{Gc, Trace, Value, WeakRef};

/// A proxy.
pub(in crate::run) struct WeakProxy {
    target: Gc<WeakRef>,
    callable: bool,
}

impl Trace for WeakProxy {
    const KIND: Kind = Kind::WeakProxy;

    trace_fields!(target);

    fn clear_references(&self) {
        self.target.as_value().clear_referents();
    }
}

/// Fills the two classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    for (class, name) in [
        (&interp.types.weakproxy, "ProxyType"),
        (&interp.types.weakcallableproxy, "CallableProxyType"),
    ] {
        let name = interp.intern(name)?;
        drop(class.name.replace(name.clone()));
        drop(class.qualname.replace(name));
        interp.set_member(class, "__module__", interp.intern("weakref")?.into_value())?;
        forward::install(interp, class)?;
        interp.add_static(class, &[("__new__", refuse)])?;
    }
    Ok(())
}

/// The classes of proxies make none when they are called.
fn refuse(interp: &Interp, args: Args) -> Result<Value> {
    let class = args.positional.first().and_then(Value::get::<Class>).map(Class::name);
    let class = class.unwrap_or_default();
    Err(interp.type_error(format!("cannot create 'weakref.{class}' instances")))
}

/// `weakref.proxy(object, callback)`
pub(super) fn new(interp: &Interp, object: &Value, callback: Option<Value>) -> Result<Value> {
    super::weakref::check_referent(interp, object)?;
    let callback = callback.filter(|callback| !interp.is_none(callback));
    if callback.is_none() {
        let shared = interp.heap.weakrefs(object).into_iter().find_map(|value| {
            let weakref = value.get::<WeakRef>()?;
            proxy_of(weakref).filter(|_| weakref.callback().is_none())
        });
        if let Some(shared) = shared {
            return Ok(shared);
        }
    }
    let is_plain = callback.is_none();
    let target = interp.heap.unshared_weakref(object, callback)?;
    if is_plain {
        target.as_value().untrack();
    }
    let callable = interp.is_callable(object);
    let proxy = interp.heap.alloc(WeakProxy { target: target.clone(), callable })?.into_value();
    let back = interp.heap.unshared_weakref(&proxy, None)?;
    back.as_value().untrack();
    drop(target.extra().replace(Some(back.into_value())));
    Ok(proxy)
}

/// The proxy that a weak reference belongs to, if there is one.
pub(super) fn proxy_of(weakref: &WeakRef) -> Option<Value> {
    weakref.extra().borrow().as_ref()?.get::<WeakRef>()?.upgrade()
}

/// What the callback of a weak reference is given: the weak reference, or its proxy.
pub(in crate::run) fn callback_argument(weakref: &Gc<WeakRef>) -> Value {
    proxy_of(weakref).unwrap_or_else(|| weakref.to_value())
}

/// The class of a proxy.
pub(in crate::run) fn class_of(interp: &Interp, value: &Value) -> Gc<Class> {
    let callable = value.get::<WeakProxy>().is_some_and(|proxy| proxy.callable);
    let types = &interp.types;
    if callable { types.weakcallableproxy.clone() } else { types.weakproxy.clone() }
}

/// The callback of a proxy.
pub(super) fn callback_of(value: &Value) -> Option<Value> {
    value.get::<WeakProxy>()?.target.callback()
}

/// What a proxy stands for.
///
/// # Errors
/// `ReferenceError` when it has died.
pub(in crate::run) fn referent(interp: &Interp, value: &Value) -> Result<Value> {
    let referent = value.get::<WeakProxy>().and_then(|proxy| proxy.target.upgrade());
    referent.ok_or_else(|| interp.reference_error("weakly-referenced object no longer exists"))
}

/// What a value stands for if it is a proxy, else the value itself.
fn unwrap(interp: &Interp, value: &Value) -> Result<Value> {
    if value.kind() == Kind::WeakProxy { referent(interp, value) } else { Ok(value.clone()) }
}
