//! The payload of `collections.deque`.
//!
//! # Invariants
//! 1. There are never more items than `limit`.
//! 2. No item is dropped, and no code of the program runs, while `items` is borrowed.

use core::cell::{Cell, RefCell};
use core::fmt;
use std::collections::VecDeque;

use crate::heap::trace_fields;
use crate::run::interp::Interp;
use crate::run::raise::{Raised, Result};
use crate::{OutOfMemory, Trace, Value};

/// A row that grows and shrinks at both ends.
#[derive(Default)]
pub(super) struct Deque {
    items: RefCell<VecDeque<Value>>,
    limit: Cell<Option<usize>>,
    /// Counts changes, for iterators.
    version: Cell<u64>,
}

/// An end of a deque.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Left,
    Right,
}

impl Deque {
    pub(super) fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub(super) fn limit(&self) -> Option<usize> {
        self.limit.get()
    }

    pub(super) fn set_limit(&self, limit: Option<usize>) {
        self.limit.set(limit);
    }

    pub(super) fn version(&self) -> u64 {
        self.version.get()
    }

    fn changed(&self) {
        self.version.set(self.version.get() + 1);
    }

    pub(super) fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    pub(super) fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().iter().cloned().collect()
    }

    /// Makes room for more items.
    pub(super) fn reserve(&self, more: usize) -> Result<()> {
        self.items.borrow_mut().try_reserve(more).map_err(|_| Raised::from(OutOfMemory))
    }

    /// Adds an item; one too many falls out at the other end.
    pub(super) fn push(&self, end: End, value: Value) -> Result<()> {
        let mut items = self.items.borrow_mut();
        items.try_reserve(1).map_err(|_| Raised::from(OutOfMemory))?;
        match end {
            End::Left => items.push_front(value),
            End::Right => items.push_back(value),
        }
        let too_many = self.limit.get().is_some_and(|limit| items.len() > limit);
        let fallen = match end {
            End::Left if too_many => items.pop_back(),
            End::Right if too_many => items.pop_front(),
            _ => None,
        };
        drop(items);
        self.changed();
        drop(fallen);
        Ok(())
    }

    pub(super) fn pop(&self, end: End) -> Option<Value> {
        let popped = match end {
            End::Left => self.items.borrow_mut().pop_front(),
            End::Right => self.items.borrow_mut().pop_back(),
        };
        if popped.is_some() {
            self.changed();
        }
        popped
    }

    /// Puts a value into a place; answers what stood there.
    pub(super) fn set(&self, index: usize, value: Value) -> Option<Value> {
        let mut items = self.items.borrow_mut();
        items.get_mut(index).map(|place| core::mem::replace(place, value))
    }

    pub(super) fn remove(&self, index: usize) -> Option<Value> {
        let removed = self.items.borrow_mut().remove(index);
        self.changed();
        removed
    }

    /// Inserts before the item at `index`, or at the end.
    pub(super) fn insert(&self, index: usize, value: Value) -> Result<()> {
        let mut items = self.items.borrow_mut();
        items.try_reserve(1).map_err(|_| Raised::from(OutOfMemory))?;
        let index = index.min(items.len());
        items.insert(index, value);
        drop(items);
        self.changed();
        Ok(())
    }

    /// Moves every item `steps` places to the right, around the end.
    pub(super) fn rotate(&self, steps: i64) {
        let mut items = self.items.borrow_mut();
        let len = i64::try_from(items.len()).unwrap_or(i64::MAX);
        if len > 1 {
            items.rotate_right(usize::try_from(steps.rem_euclid(len)).unwrap_or(0));
        }
        drop(items);
        self.changed();
    }

    pub(super) fn reverse(&self) {
        self.items.borrow_mut().make_contiguous().reverse();
        self.changed();
    }

    pub(super) fn clear(&self) {
        let items = self.items.take();
        self.changed();
        drop(items);
    }

    /// Adds the items of an iterable at one end, one by one.
    pub(super) fn extend(&self, interp: &Interp, end: End, iterable: &Value) -> Result<()> {
        let iterator = interp.iter(iterable)?;
        while let Some(value) = interp.next(&iterator)? {
            self.push(end, value)?;
        }
        Ok(())
    }
}

impl Trace for Deque {
    trace_fields!(items);

    fn clear_references(&self) {
        Self::clear(self);
    }

    fn extra_size(&self) -> usize {
        self.items.borrow().capacity() * size_of::<Value>()
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "deque[{}]", self.items.try_borrow().map_or(0, |items| items.len()))
    }
}
