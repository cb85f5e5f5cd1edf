//! Classes: the namespace, the bases, and the order in which bases are searched.
//!
//! The namespace, the bases and the resolution order are objects of their own, as in CPython, so
//! that a class that dies is a cycle of the same six objects.
//!
//! # Invariants
//! 1. `mro` begins with the class itself, once it is complete, and owns it: every class is part
//!    of a cycle.
//!
//! # Source
//! `Objects/typeobject.c`: `type_traverse`, `type_clear`.

mod keys;

use core::cell::{Cell, RefCell};
use core::fmt;

pub use keys::SharedKeys;

use super::{Dict, Kind, Str, Tuple};
use crate::heap::trace_fields;
use crate::{Gc, Heap, Trace, Value, Weak};

/// How the objects of a class are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// Attributes only.
    Plain,
    /// Attributes around a value of a built-in kind.
    Wraps(Kind),
    /// A value of the built-in kind itself: the class is built in.
    Native(Kind),
}

/// A class.
pub struct Class {
    /// `__name__`.
    pub name: RefCell<Gc<Str>>,
    /// `__qualname__`.
    pub qualname: RefCell<Gc<Str>>,
    /// `__bases__`.
    pub bases: RefCell<Gc<Tuple>>,
    /// `__base__`: the base that the layout of the objects comes from; nothing for built-in classes.
    pub base: RefCell<Option<Gc<Class>>>,
    /// `__mro__`; nothing while the class is being made, and after the collector cleared it.
    pub mro: RefCell<Option<Gc<Tuple>>>,
    /// The namespace.
    pub dict: Gc<Dict>,
    /// The class of the class, where it is not `type`.
    pub metaclass: RefCell<Option<Value>>,
    /// What its objects are.
    pub layout: Layout,
    /// Whether its objects have a namespace of their own.
    pub has_dict: bool,
    /// The names of the slots of its objects, those of its bases first.
    pub slots: Vec<Gc<Str>>,
    /// Whether the class is built in and cannot be changed.
    pub is_builtin: bool,
    /// Whether objects can be referred to weakly.
    pub has_weakrefs: bool,
    /// Whether a method `__del__` was found; kept up to date by whoever sets attributes.
    pub has_finalizer: Cell<bool>,
    /// The names that its objects share for their attributes.
    pub keys: SharedKeys,
    /// Subclasses that live.
    pub subclasses: RefCell<Vec<Weak<Class>>>,
    /// A counter the language may keep with the class.
    pub version: Cell<u64>,
}

impl Class {
    /// The classes to search, in order.
    pub fn mro(&self) -> Option<Gc<Tuple>> {
        self.mro.borrow().clone()
    }

    /// Whether `class` is this class or one of its bases.
    pub fn is_subclass_of(&self, class: &Class) -> bool {
        let Some(mro) = self.mro() else { return core::ptr::eq(self, class) };
        mro.items().iter().any(|c| c.get::<Class>().is_some_and(|c| core::ptr::eq(c, class)))
    }

    /// The name, as a Rust string.
    pub fn name(&self) -> String {
        self.name.borrow().as_str().to_owned()
    }
}

impl Trace for Class {
    const KIND: Kind = Kind::Class;
    const FINALIZES: bool = true;

    trace_fields!(metaclass, dict, mro, bases, base, name, qualname, slots);

    fn clear_references(&self) {
        Dict::clear(&self.dict);
        drop(self.mro.take());
        drop(self.subclasses.take());
    }

    fn needs_finalizer(&self) -> bool {
        let metaclass = self.metaclass.borrow();
        metaclass.as_ref().and_then(Value::get::<Class>).is_some_and(|m| m.has_finalizer.get())
    }

    fn finalize(this: &Gc<Self>, heap: &Heap) {
        if let Some(runtime) = heap.runtime() {
            runtime.finalize(this.as_value());
        }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("class")?;
        match self.name.try_borrow() {
            Ok(name) => write!(f, " {}", name.as_str()),
            Err(_) => Ok(()),
        }
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Class").field("name", &self.name()).finish_non_exhaustive()
    }
}
