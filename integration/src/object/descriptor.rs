//! Objects that stand in a class and decide what an attribute is: `property`, `staticmethod`,
//! `classmethod`, the members of `__slots__`, computed attributes of built-in kinds, and `super`.
//!
//! # Source
//! `Objects/descrobject.c`, `Objects/funcobject.c`, `super` in `Objects/typeobject.c`.

use core::cell::RefCell;
use core::fmt;

use super::{Class, Dict, Kind, Str};
use crate::heap::{trace_field, trace_fields};
use crate::{Gc, Promise, Trace, Tracer, Value};

/// What a descriptor does, with native accessors of type `G` and `S`.
pub enum Descriptor<G, S> {
    /// `property(get, set, delete)`.
    Property {
        /// `fget`, `fset`, `fdel`, the documentation.
        parts: RefCell<[Option<Value>; 4]>,
    },
    /// `staticmethod(f)`.
    Static(Wrapped),
    /// `classmethod(f)`.
    ClassMethod(Wrapped),
    /// A member of `__slots__`.
    Slot {
        /// Where in the object.
        index: usize,
        /// Its name.
        name: Gc<Str>,
        /// The class that declares it.
        class: RefCell<Option<Gc<Class>>>,
    },
    /// An attribute computed by Rust code.
    Computed {
        /// Its name.
        name: Gc<Str>,
        /// The class it belongs to.
        class: RefCell<Option<Gc<Class>>>,
        /// Reads it.
        get: G,
        /// Writes or deletes it.
        set: Option<S>,
    },
}

/// A function that a `staticmethod` or a `classmethod` hands out in its own way.
#[derive(Debug)]
pub struct Wrapped {
    function: RefCell<Option<Value>>,
    /// Attributes, most of them the function's.
    pub dict: RefCell<Option<Gc<Dict>>>,
}

impl Wrapped {
    /// Wraps a function, without attributes.
    pub fn new(function: Value) -> Self {
        Self { function: RefCell::new(Some(function)), dict: RefCell::new(None) }
    }

    /// The function; nothing once the collector has cleared the object.
    pub fn function(&self) -> Option<Value> {
        self.function.borrow().clone()
    }
}

impl Trace for Wrapped {
    trace_fields!(function, dict);

    fn clear_references(&self) {
        drop(self.function.take());
        drop(self.dict.take());
    }
}

impl<G: Copy + 'static, S: Copy + 'static> Trace for Descriptor<G, S> {
    const KIND: Kind = Kind::Descriptor;
    // SAFETY: `trace` reads a word that never changes, and calls that of fields that have promised.
    const PROMISE: Promise<Self> = unsafe { Promise::exact() };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        match self {
            Self::Property { parts } => trace_field(parts, tracer),
            Self::Static(wrapped) | Self::ClassMethod(wrapped) => trace_field(wrapped, tracer),
            Self::Slot { name, class, .. } | Self::Computed { name, class, .. } => {
                trace_field(name, tracer);
                trace_field(class, tracer);
            }
        }
    }

    fn clear_references(&self) {
        match self {
            Self::Property { parts } => drop(parts.take()),
            Self::Static(wrapped) | Self::ClassMethod(wrapped) => wrapped.clear_references(),
            Self::Slot { .. } | Self::Computed { .. } => {}
        }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Property { .. } => "property",
            Self::Static(_) => "staticmethod",
            Self::ClassMethod(_) => "classmethod",
            Self::Slot { .. } => "member_descriptor",
            Self::Computed { .. } => "getset_descriptor",
        })
    }
}

impl<G, S> fmt::Debug for Descriptor<G, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Descriptor")
    }
}

/// `super(class, object)`, or `super(class)` as long as it is not bound.
#[derive(Debug)]
pub struct Super {
    /// The class behind which the search begins.
    pub class: Gc<Class>,
    /// The object or class that attributes are bound to, and the class whose resolution order is
    /// searched; nothing as long as it is not bound.
    pub bound: Option<(Value, Gc<Class>)>,
}

impl Trace for Super {
    const KIND: Kind = Kind::Super;

    trace_fields!(bound, class);
}
