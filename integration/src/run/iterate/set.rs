//! Iterators over the members of a set. The set must not grow or shrink on the way.
//!
//! # Source
//! `setiter_iternext` in `Objects/setobject.c`.

use core::cell::{Cell, RefCell};
use core::ops::Deref;

use crate::heap::trace_fields;
use crate::object::{FrozenSet, Set, SetBody};
use crate::run::interp::Interp;
use crate::run::native::base_of;
use crate::run::raise::Result;
use crate::{Trace, Value};

/// An iterator over a set.
pub(in crate::run) struct SetIter {
    set: RefCell<Option<Value>>,
    /// Where to look for the next item.
    at: Cell<usize>,
    /// The number of items at the beginning; nothing once a change was noticed.
    len: Cell<Option<usize>>,
    left: Cell<usize>,
}

/// The items of what is or wraps a set of either kind.
fn body(value: &Value) -> Option<&SetBody> {
    base_of::<Set>(value)
        .map(Deref::deref)
        .or_else(|| base_of::<FrozenSet>(value).map(Deref::deref))
}

impl SetIter {
    #[inline]
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        let next = {
            let set = self.set.borrow();
            let Some(set) = set.as_ref().and_then(body) else { return Ok(None) };
            if self.len.get() != Some(set.len()) {
                self.len.set(None);
                return Err(interp.runtime_error("Set changed size during iteration"));
            }
            set.next_item(self.at.get())
        };
        let Some((at, item)) = next else {
            let set = self.set.take();
            drop(set);
            return Ok(None);
        };
        self.at.set(at);
        self.left.set(self.left.get().saturating_sub(1));
        Ok(Some(item))
    }

    /// Another iterator at the same place.
    pub(super) fn twin(&self) -> Self {
        Self {
            set: self.set.clone(),
            at: self.at.clone(),
            len: self.len.clone(),
            left: self.left.clone(),
        }
    }

    pub(super) fn left(&self) -> usize {
        let set = self.set.borrow();
        let len = set.as_ref().and_then(body).map(SetBody::len);
        if len.is_some() && len == self.len.get() { self.left.get() } else { 0 }
    }
}

impl Trace for SetIter {
    trace_fields!(set);
}

impl Interp {
    /// An iterator over what is or wraps a set.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn set_iterator(&self, set: &Value) -> Result<Value> {
        let len = body(set).map_or(0, SetBody::len);
        self.new_iterator(SetIter {
            set: RefCell::new(Some(set.clone())),
            at: Cell::new(0),
            len: Cell::new(Some(len)),
            left: Cell::new(len),
        })
    }
}
