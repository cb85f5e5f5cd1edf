//! The module `_weakref`, and the class `weakref.ref`.
//!
//! The heap makes and clears weak references; here they get their methods. An object of a class
//! that derives from `weakref.ref` has a part of its own: an instance that the collector does not
//! see, which knows the class and keeps slots and attributes. The weak reference traces it as a
//! part of itself, so that such an object is one object to the collector, as in CPython.
//!
//! # Source
//! `Objects/weakrefobject.c`, `Modules/_weakref.c`.

mod list;

pub(in crate::run) use list::module;

use super::super::builtins::arguments;
use super::super::code::CompareKind;
use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::{Raised, Result};
use super::kind::fill;
use crate::object::{Class, Instance, Str};
use crate::{Gc, Value, WeakRef};

/// Fills the class of weak references.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.weakref;
    interp.set_member(class, "__module__", interp.intern("weakref")?.into_value())?;
    fill(
        interp,
        class,
        &[("__new__", new)],
        &[
            ("__init__", init),
            ("__call__", call),
            ("__eq__", |interp, args| compare(interp, args, CompareKind::Eq)),
            ("__ne__", |interp, args| compare(interp, args, CompareKind::Ne)),
            ("__hash__", hash),
            ("__repr__", repr),
        ],
    )?;
    interp.add_class_methods(class, &[("__class_getitem__", class_getitem)])?;
    interp.add_computed(class, "__callback__", callback, None)
}

/// The part of a weak reference that makes it an object of a derived class.
pub(in crate::run) fn part(weakref: &Value) -> Option<Gc<Instance>> {
    weakref.get::<WeakRef>()?.extra().borrow().as_ref()?.to::<Instance>()
}

/// The error when an object cannot be referred to weakly.
pub(super) fn check_referent(interp: &Interp, referent: &Value) -> Result<()> {
    let class = interp.class_of(referent);
    if class.has_weakrefs {
        return Ok(());
    }
    let name = interp.class_name(referent);
    Err(interp.type_error(format!("cannot create weak reference to '{name}' object")))
}

/// `weakref.ref.__new__(class, object, callback=None)`
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let Args { mut positional, .. } = args;
    if positional.is_empty() {
        return Err(interp.type_error("ReferenceType.__new__(): not enough arguments"));
    }
    let class = positional.remove(0);
    let Some(class) = class.to::<Class>() else {
        return Err(interp.type_error("ReferenceType.__new__(X): X is not a type object"));
    };
    let [referent, callback] = arguments::positional(interp, Args::from(positional), "__new__", 1)?;
    let Some(referent) = referent else { return Ok(interp.none()) };
    check_referent(interp, &referent)?;
    let callback = callback.filter(|callback| !interp.is_none(callback));
    if Gc::ptr_eq(&class, &interp.types.weakref) {
        return Ok(interp.heap.weakref(&referent, callback)?.into_value());
    }
    let weakref = interp.heap.unshared_weakref(&referent, callback)?;
    let part = interp.heap.alloc_untracked(Instance::new(class, None))?;
    drop(weakref.extra().replace(Some(part.into_value())));
    Ok(weakref.into_value())
}

/// `weakref.ref.__init__(object, callback=None)`: checks only.
fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    args.take_self(interp, "__init__")?;
    if !args.keywords.is_empty() {
        return Err(interp.type_error("ref() takes no keyword arguments"));
    }
    arguments::positional::<2>(interp, args, "__init__", 1)?;
    Ok(interp.none())
}

/// The weak reference `self` is.
fn of<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a WeakRef> {
    super::kind::receiver::<WeakRef>(interp, this, method, "weakref.ReferenceType")
}

/// `weakref.ref.__call__()`
fn call(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "weakref")?;
    Ok(of(interp, &this, "__call__")?.upgrade().unwrap_or_else(|| interp.none()))
}

/// Weak references are equal when their referents are; dead ones only to themselves.
fn compare(interp: &Interp, args: Args, kind: CompareKind) -> Result<Value> {
    let [this, other] = args.exactly(interp, "__eq__")?;
    let mine = of(interp, &this, "__eq__")?;
    let Some(theirs) = other.get::<WeakRef>() else { return Ok(interp.not_implemented.clone()) };
    match (mine.upgrade(), theirs.upgrade()) {
        (Some(a), Some(b)) => interp.compare(kind, &a, &b),
        _ => Ok(interp.bool(this.is(&other) == (kind == CompareKind::Eq))),
    }
}

/// The referent's hash, which outlives it once it was asked for.
fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__hash__")?;
    interp.int(hash_of(interp, of(interp, &this, "__hash__")?)?)
}

/// The hash of a weak reference.
pub(in crate::run) fn hash_of(interp: &Interp, weakref: &WeakRef) -> Result<i64> {
    if let Some(hash) = weakref.hash().get() {
        return Ok(hash);
    }
    let Some(referent) = weakref.upgrade() else {
        return Err(interp.type_error("weak object has gone away"));
    };
    let hash = interp.hash(&referent)?;
    weakref.hash().set(Some(hash));
    Ok(hash)
}

/// `<weakref at 0x...; to 'C' at 0x... (name)>`
fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let at = this.id();
    let Some(referent) = of(interp, &this, "__repr__")?.upgrade() else {
        return interp.str(&format!("<weakref at {at:#x}; dead>"));
    };
    // Whatever goes wrong with the name, the rest is shown.
    let name = interp.lookup_attr(&referent, "__name__").ok().flatten();
    let name = name.as_ref().and_then(Value::get::<Str>);
    let name = name.map(|name| format!(" ({})", name.as_str())).unwrap_or_default();
    let class = interp.class_name(&referent);
    interp.str(&format!("<weakref at {at:#x}; to '{class}' at {:#x}{name}>", referent.id()))
}

fn callback(interp: &Interp, this: &Value) -> Result<Value> {
    let callback = of(interp, this, "__callback__")?.callback();
    Ok(callback.unwrap_or_else(|| interp.none()))
}

/// `weakref.ref[...]` is only good for annotations: it is the class itself here.
fn class_getitem(_: &Interp, args: Args) -> core::result::Result<Value, Raised> {
    let mut positional = args.positional;
    Ok(positional.swap_remove(0))
}
