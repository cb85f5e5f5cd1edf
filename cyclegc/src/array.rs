//! An array of tracked objects: a generation, the permanent generation, or the unreachable set.
//!
//! Entries are in list order and an object knows its slot, so leaving is one store: the entry
//! becomes a tombstone. Tombstones at the end are dropped at once, those inside go when a
//! collection rebuilds the array or when it is full and half of it is tombstones. The array owns
//! no object and never touches one, except to tell it a new slot while compacting.
//!
//! ```text
//!   slot   0    1    2    3    4
//!        | a |    | c |    | e |        len 5, live 3
//! ```
//!
//! # Invariants
//! 1. An entry that is not a tombstone is a live, tracked object whose word names this array and
//!    this slot (suspended while a detection has taken the entries out).
//! 2. `live` is the number of entries that are not tombstones.
//! 3. There are at most `MAX_SLOTS` entries.

use alloc::vec::Vec;
use core::cell::{Cell, UnsafeCell};
use core::ptr::NonNull;

use crate::host::{Host, word};
use crate::word::{MAX_SLOTS, State};

/// A slot of an array: an object, or the tombstone of one.
pub(crate) type Entry<O> = Option<NonNull<O>>;

/// Buffers up to this many entries are kept for the next collection, longer ones are freed.
const RETAINED: usize = 1 << 14;

pub(crate) struct Array<O> {
    entries: UnsafeCell<Vec<Entry<O>>>,
    live: Cell<usize>,
}

impl<O> Array<O> {
    pub(crate) const fn new() -> Self {
        Self { entries: UnsafeCell::new(Vec::new()), live: Cell::new(0) }
    }

    /// Lends the entries to `access`, which must not call out of this file.
    #[inline]
    fn with<R>(&self, access: impl FnOnce(&mut Vec<Entry<O>>) -> R) -> R {
        // SAFETY: an `Array` is not `Sync`, and no closure in this file calls anything that could
        // come back to this array, so the reference is the only one while it lives.
        let entries = unsafe { &mut *self.entries.get() };
        access(entries)
    }

    /// The objects, without the tombstones.
    pub(crate) fn live(&self) -> usize {
        self.live.get()
    }

    /// The slots, tombstones included.
    pub(crate) fn len(&self) -> usize {
        self.with(|entries| entries.len())
    }

    pub(crate) fn get(&self, slot: usize) -> Entry<O> {
        self.with(|entries| entries.get(slot).copied().flatten())
    }

    /// Appends `object` if the array need not grow, and answers its slot.
    #[inline]
    pub(crate) fn push_within_capacity(&self, object: NonNull<O>) -> Option<usize> {
        let slot = self.with(|entries| {
            let slot = entries.len();
            if slot == entries.capacity() || slot == MAX_SLOTS {
                return None;
            }
            entries.push(Some(object));
            Some(slot)
        })?;
        self.live.set(self.live.get() + 1);
        Some(slot)
    }

    /// Appends `object` and answers its slot. `None`: no memory or no slot left, no change.
    #[inline]
    pub(crate) fn push<H: Host<Object = O>>(
        &self,
        host: &H,
        state: State,
        object: NonNull<O>,
    ) -> Option<usize> {
        let slot = self.push_within_capacity(object);
        if slot.is_some() || !self.grow(host, state) {
            return slot;
        }
        self.push_within_capacity(object)
    }

    /// Makes the entry of `object` at `slot` a tombstone. Any other entry is left alone.
    #[inline]
    pub(crate) fn remove(&self, slot: usize, object: NonNull<O>) {
        let removed = self.with(|entries| {
            match entries.get_mut(slot) {
                Some(entry) if *entry == Some(object) => *entry = None,
                _ => return false,
            }
            while let Some(None) = entries.last() {
                entries.pop();
            }
            true
        });
        debug_assert!(removed, "word.rs invariant 1: a tracked object is in its slot");
        if removed {
            self.live.set(self.live.get() - 1);
        }
    }

    /// Takes all entries out, for a pass that calls the host.
    pub(crate) fn take(&self) -> Vec<Entry<O>> {
        self.live.set(0);
        self.with(core::mem::take)
    }

    /// Installs `entries`, of which `live` are objects. Gives back what was there.
    pub(crate) fn replace(&self, entries: Vec<Entry<O>>, live: usize) -> Vec<Entry<O>> {
        debug_assert!(entries.len() <= MAX_SLOTS, "invariant 3");
        self.live.set(live);
        self.with(|current| core::mem::replace(current, entries))
    }

    /// As `try_reserve`, but makes no room for later.
    pub(crate) fn try_reserve_exact(&self, more: usize) -> bool {
        self.with(|entries| entries.try_reserve_exact(more).is_ok())
    }

    /// Makes room for `more` entries. False: no memory, no change.
    pub(crate) fn try_reserve(&self, more: usize) -> bool {
        self.with(|entries| entries.try_reserve(more).is_ok())
    }

    /// Drops the tombstones and tells the objects their new slots.
    pub(crate) fn compact<H: Host<Object = O>>(&self, host: &H, state: State) {
        let live = self.live();
        if live == self.len() {
            return;
        }
        let mut entries = self.take();
        entries.retain(Option::is_some);
        for (slot, object) in entries.iter().flatten().enumerate() {
            word(host, object).place(state, slot);
        }
        self.replace(entries, live);
    }

    /// Gives memory back after many objects have gone.
    pub(crate) fn trim(&self) {
        self.with(|entries| {
            if entries.capacity() / 2 > entries.len() + RETAINED {
                entries.shrink_to(entries.len() + RETAINED);
            }
        });
    }

    /// Makes room for one more entry by dropping tombstones, if half the array is tombstones, or
    /// by growing. False: no memory or no slot left.
    #[cold]
    fn grow<H: Host<Object = O>>(&self, host: &H, state: State) -> bool {
        let (live, len) = (self.live(), self.len());
        if live < len && (live <= len / 2 || len == MAX_SLOTS) {
            self.compact(host, state);
            return true;
        }
        let more = len.clamp(64, MAX_SLOTS).min(MAX_SLOTS - len);
        more > 0 && (self.try_reserve(more) || self.try_reserve(1))
    }
}

/// Empties `buffer` and frees it if it is large.
pub(crate) fn recycle<O>(mut buffer: Vec<Entry<O>>) -> Vec<Entry<O>> {
    buffer.clear();
    if buffer.capacity() > RETAINED { Vec::new() } else { buffer }
}
