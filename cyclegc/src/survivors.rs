//! The survivors of a detection, in the order in which CPython's list would have them.
//!
//! CPython scans one linked list and moves an object that turns out to be reachable after all to
//! its tail, where the scan meets it again. Here the list is the room behind the entries of the
//! array that takes the survivors in, reserved before detection starts:
//!
//! ```text
//!   0          base            front                          top
//!   | entries   | scanned ->    | ........ |  <- met again     |
//!                                            newest ... oldest
//! ```
//!
//! Both ends together hold each candidate at most once, so they cannot meet. `close` turns the
//! right end round and moves it next to the left one.
//!
//! # Invariants
//! 1. `entries` has capacity for `top` entries, and never grows.
//! 2. `front - base + queued <= top - base`, the number of candidates.
//! 3. The `queued` places below `top` are initialised.

use alloc::vec::Vec;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

use crate::array::Entry;

pub(crate) struct Survivors<O> {
    entries: Vec<Entry<O>>,
    base: usize,
    top: usize,
    queued: usize,
    taken: usize,
    kept: usize,
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
        Self { entries, base, top, queued: 0, taken: 0, kept: 0 }
    }

    /// The place `index` of the reserved room, an absolute position at or after the front.
    fn place(&mut self, index: usize) -> &mut MaybeUninit<Entry<O>> {
        let front = self.entries.len();
        &mut self.entries.spare_capacity_mut()[index - front]
    }

    /// How many entries the array had before.
    pub(crate) fn base(&self) -> usize {
        self.base
    }

    /// Appends at the front end and answers the slot.
    pub(crate) fn push(&mut self, object: NonNull<O>) -> usize {
        let slot = self.entries.len();
        debug_assert!(slot + self.queued < self.top, "invariant 2");
        self.entries.push(Some(object));
        slot
    }

    /// What has been pushed at the front end, from the `index`th on.
    pub(crate) fn pushed(&self, index: usize) -> Entry<O> {
        self.entries.get(self.base + index).copied().flatten()
    }

    /// Whether another object can be pushed.
    #[cfg(feature = "parallel")]
    pub(crate) fn has_room(&self) -> bool {
        self.entries.len() + self.queued < self.top
    }

    /// All that has been pushed at the front end.
    #[cfg(feature = "parallel")]
    pub(crate) fn all_pushed(&self) -> &[Entry<O>] {
        &self.entries[self.base..]
    }

    /// Takes out all that has been pushed at the front end.
    pub(crate) fn drain_pushed(&mut self) -> impl Iterator<Item = NonNull<O>> {
        let base = self.base;
        self.entries.drain(base..).flatten()
    }

    /// Queues an object to be met again after all others.
    pub(crate) fn queue(&mut self, object: NonNull<O>) {
        debug_assert!(self.entries.len() + self.queued < self.top, "invariant 2");
        let index = self.top - 1 - self.queued;
        self.place(index).write(Some(object));
        self.queued += 1;
    }

    /// The next object of the queue. From the first call on nothing is pushed at the front end.
    pub(crate) fn next_queued(&mut self) -> Entry<O> {
        if self.taken == self.queued {
            return None;
        }
        let index = self.top - 1 - self.taken;
        self.taken += 1;
        let place = self.place(index);
        // SAFETY: invariant 3: `taken` was below `queued`, so `queue` has written this place.
        unsafe { place.assume_init() }
    }

    /// Keeps the object that `next_queued` has given last, and answers the slot it will have.
    pub(crate) fn keep(&mut self, object: NonNull<O>) -> usize {
        debug_assert!(self.kept < self.taken, "only a taken object is kept");
        let index = self.top - 1 - self.kept;
        self.place(index).write(Some(object));
        self.kept += 1;
        self.entries.len() + self.kept - 1
    }

    /// Joins both ends: the array with the survivors appended.
    pub(crate) fn close(mut self) -> Vec<Entry<O>> {
        let front = self.entries.len();
        let room = &mut self.entries.spare_capacity_mut()[..self.top - front];
        let start = room.len() - self.kept;
        room[start..].reverse();
        room.copy_within(start.., 0);
        // SAFETY: the `kept` places moved to the front were written by `keep` or `queue`
        // (invariant 3), and invariant 1 has the capacity.
        unsafe { self.entries.set_len(front + self.kept) };
        self.entries
    }

    /// Forgets everything: the array as it was before.
    pub(crate) fn abandon(mut self) -> Vec<Entry<O>> {
        self.entries.truncate(self.base);
        self.entries
    }
}

#[cfg(test)]
mod tests {
    use super::Survivors;
    use alloc::vec::Vec;
    use core::ptr::NonNull;

    #[test]
    fn the_queue_comes_after_everything_scanned_and_keeps_its_order() {
        let values = [0_u8, 1, 2, 3, 4, 5];
        let object = |i: usize| NonNull::from(&values[i]);
        let mut entries = Vec::with_capacity(7);
        entries.push(None);
        let mut survivors = Survivors::new(entries, 6);
        assert_eq!(survivors.push(object(0)), 1);
        survivors.queue(object(1));
        survivors.queue(object(2));
        assert_eq!(survivors.push(object(3)), 2);
        survivors.queue(object(4));
        assert_eq!(survivors.next_queued(), Some(object(1)));
        assert_eq!(survivors.keep(object(1)), 3);
        assert_eq!(survivors.next_queued(), Some(object(2)));
        survivors.queue(object(5));
        assert_eq!(survivors.next_queued(), Some(object(4)));
        assert_eq!(survivors.keep(object(4)), 4);
        assert_eq!(survivors.next_queued(), Some(object(5)));
        assert_eq!(survivors.keep(object(5)), 5);
        assert_eq!(survivors.next_queued(), None);
        let expected: Vec<_> = [0, 3, 1, 4, 5].map(|i| Some(object(i))).to_vec();
        assert_eq!(survivors.close()[1..], expected);
    }
}
