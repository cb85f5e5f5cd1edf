//! The survivors of a detection, behind the entries of the array that takes them in.
//!
//! The room for all candidates is reserved before detection starts. Until the survivors are known
//! the same room is the queue of the mark from roots.
//!
//! # Invariants
//! 1. `entries` has capacity for every candidate behind `base`, and never grows.

use alloc::vec::Vec;
use core::ptr::NonNull;

use crate::array::Entry;

pub(crate) struct Survivors<O> {
    entries: Vec<Entry<O>>,
    base: usize,
    /// Where the reserved room ends.
    top: usize,
}

impl<O> Survivors<O> {
    /// Survivors of `candidates` objects, to be appended to `entries`.
    ///
    /// # Panics
    /// If `entries` has not the capacity.
    pub(crate) fn new(entries: Vec<Entry<O>>, candidates: usize) -> Self {
        let base = entries.len();
        let top = base + candidates;
        assert!(entries.capacity() >= top, "the room for the survivors is reserved");
        Self { entries, base, top }
    }

    /// How many entries the array had before.
    pub(crate) fn base(&self) -> usize {
        self.base
    }

    /// Appends an object and answers its slot.
    #[inline]
    pub(crate) fn push(&mut self, object: NonNull<O>) -> usize {
        let slot = self.entries.len();
        debug_assert!(slot < self.top, "each candidate is pushed once at most");
        self.entries.push(Some(object));
        slot
    }

    /// Appends all of `entries`, which are the survivors in their order.
    pub(crate) fn take_all(&mut self, entries: &mut Vec<Entry<O>>) {
        if self.entries.is_empty() {
            core::mem::swap(&mut self.entries, entries);
        } else {
            self.entries.append(entries);
        }
    }

    /// What has been pushed, from the `index`th on.
    #[inline]
    pub(crate) fn pushed(&self, index: usize) -> Entry<O> {
        self.entries.get(self.base + index).copied().flatten()
    }

    /// Whether another object can be pushed.
    #[cfg(feature = "parallel")]
    pub(crate) fn has_room(&self) -> bool {
        self.entries.len() < self.top
    }

    /// How many have been pushed.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.entries.len() - self.base
    }

    /// All that has been pushed.
    pub(crate) fn all_pushed(&self) -> &[Entry<O>] {
        &self.entries[self.base..]
    }

    /// Takes out all that has been pushed.
    pub(crate) fn drain_pushed(&mut self) -> impl Iterator<Item = NonNull<O>> {
        self.entries.drain(self.base..).flatten()
    }

    /// The array with the survivors appended.
    pub(crate) fn close(self) -> Vec<Entry<O>> {
        self.entries
    }

    /// Forgets everything: the array as it was before.
    pub(crate) fn abandon(mut self) -> Vec<Entry<O>> {
        self.entries.truncate(self.base);
        self.entries
    }
}
