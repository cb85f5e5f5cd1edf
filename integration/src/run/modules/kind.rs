//! Classes of payloads that belong to one module, such as `collections.deque`.
//!
//! Such a payload is [`Kind::Native`](crate::object::Kind) to the heap; its class is found by the
//! payload's Rust type. A class of a module is like a class of the language itself: built in, not
//! tracked, and programs can derive from it, in which case an instance wraps the payload.
//!
//! # Source
//! `PyType_FromModuleAndSpec` in `Objects/typeobject.c`.

use core::any::TypeId;
use core::cell::{Cell, RefCell};

use super::super::interp::Interp;
use super::super::native::{Native, base_of};
use super::super::raise::Result;
use crate::object::{Class, Kind, Layout, SharedKeys};
use crate::{Gc, Trace, Value};

/// What a class of a module is like.
pub(in crate::run) struct ClassSpec {
    /// The module that shows it.
    pub(super) module: &'static str,
    /// Its name.
    pub(super) name: &'static str,
    /// What its objects are.
    pub(super) layout: Layout,
    /// Whether its objects have a namespace.
    pub(super) has_dict: bool,
    /// Whether they can be referred to weakly.
    pub(super) has_weakrefs: bool,
}

impl ClassSpec {
    /// A class of objects of a payload of its own.
    pub(in crate::run) fn native(module: &'static str, name: &'static str) -> Self {
        let layout = Layout::Native(Kind::Native);
        Self { module, name, layout, has_dict: false, has_weakrefs: false }
    }

    /// Lets objects be referred to weakly.
    pub(in crate::run) fn weak(self) -> Self {
        Self { has_weakrefs: true, ..self }
    }
}

/// Makes the class of the payload `T`, with an empty namespace.
pub(in crate::run) fn class_of_payload<T: Trace>(
    interp: &Interp,
    spec: &ClassSpec,
) -> Result<Gc<Class>> {
    let class = new_class(interp, spec, &interp.types.object)?;
    let before = interp.state.classes.borrow_mut().insert(TypeId::of::<T>(), class.clone());
    drop(before);
    Ok(class)
}

/// Makes a class of a module, with an empty namespace.
pub(super) fn new_class(interp: &Interp, spec: &ClassSpec, base: &Gc<Class>) -> Result<Gc<Class>> {
    let heap = &interp.heap;
    let name = interp.intern(spec.name)?;
    let bases = heap.tuple([base.to_value()].into_iter())?;
    let class = heap.alloc_untracked(Class {
        name: RefCell::new(name.clone()),
        qualname: RefCell::new(name),
        bases: RefCell::new(bases.clone()),
        base: RefCell::new(None),
        mro: RefCell::new(None),
        dict: heap.dict()?,
        metaclass: RefCell::new(None),
        layout: spec.layout,
        has_dict: spec.has_dict,
        slots: Vec::new(),
        is_builtin: true,
        has_weakrefs: spec.has_weakrefs,
        has_finalizer: Cell::new(false),
        keys: SharedKeys::default(),
        subclasses: RefCell::new(Vec::new()),
        version: Cell::new(0),
    })?;
    let above = base.mro().map(|mro| mro.items().to_vec()).unwrap_or_default();
    let order: Vec<Value> = core::iter::once(class.to_value()).chain(above).collect();
    let order = heap.tuple(order.into_iter())?;
    order.as_value().untrack();
    bases.as_value().untrack();
    class.mro.replace(Some(order));
    interp.set_member(&class, "__module__", interp.intern(spec.module)?.into_value())?;
    interp.set_member(&class, "__doc__", interp.none())?;
    class.dict.as_value().untrack();
    Ok(class)
}

/// The class of the payload `T`, once its module has been imported.
pub(in crate::run) fn registered<T: Trace>(interp: &Interp) -> Gc<Class> {
    let class = interp.state.classes.borrow().get(&TypeId::of::<T>()).cloned();
    class.unwrap_or_else(|| interp.types.object.clone())
}

/// The class of an object whose payload belongs to a module.
pub(in crate::run) fn native_class(interp: &Interp, value: &Value) -> Gc<Class> {
    let class = interp.state.classes.borrow().get(&value.vtable().type_id).cloned();
    class.unwrap_or_else(|| interp.types.object.clone())
}

/// The payload of `self` in a method of the class `name`.
pub(super) fn receiver<'a, T: Trace>(
    interp: &Interp,
    this: &'a Value,
    method: &str,
    class: &str,
) -> Result<&'a T> {
    base_of::<T>(this).ok_or_else(|| {
        let short = class.rsplit('.').next().unwrap_or(class);
        let given = interp.class_name(this);
        interp.type_error(if method.starts_with("__") {
            format!("descriptor '{method}' requires a '{class}' object but received a '{given}'")
        } else {
            format!(
                "descriptor '{method}' for '{short}' objects doesn't apply to a '{given}' object"
            )
        })
    })
}

/// Methods and static methods of a class of a module at once.
pub(super) fn fill(
    interp: &Interp,
    class: &Gc<Class>,
    statics: &[(&'static str, Native)],
    methods: &[(&'static str, Native)],
) -> Result<()> {
    interp.add_static(class, statics)?;
    interp.add_methods(class, methods)
}
