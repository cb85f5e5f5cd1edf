//! When a collection is due, and of which generation.
//!
//! ```text
//!   count 0   allocations minus frees since the last collection, never below 0
//!   count 1   collections of generation 0 since the last one of generation 1 or 2
//!   count 2   collections of generation 1 since the last full one
//! ```
//!
//! A collection is due when an allocation makes count 0 exceed its threshold; one that exceeds it
//! already when automatic collection begins again waits for the next allocation. It is one of the
//! oldest generation whose count exceeds its threshold, except that a full one waits until the
//! survivors of generation 1 since the last full one (`pending`) make up a quarter of the survivors
//! of that one (`total`, with those that the host has elsewhere): so the work of full collections
//! stays linear in the number of allocations. Survivors that have died of their count since are not subtracted from either.
//!
//! # Invariants
//! 1. `due_above` is threshold 0, or `usize::MAX` while no collection may start by itself.
//! 2. While count 0 is at most `waiting` nothing has been allocated since collections could start.
//!
//! Source: `Python/gc.c` (`_PyObject_GC_Link`, `gc_select_generation`), bpo-4074.

use core::cell::Cell;

use crate::generation::Generation;

/// CPython 3.13's thresholds.
const DEFAULT: [usize; 3] = [2000, 10, 10];

pub(crate) struct Triggers {
    counts: [Cell<usize>; 3],
    thresholds: [Cell<usize>; 3],
    due_above: Cell<usize>,
    waiting: Cell<usize>,
    enabled: Cell<bool>,
    collecting: Cell<bool>,
    long_lived_total: Cell<usize>,
    long_lived_pending: Cell<usize>,
    long_lived_elsewhere: Cell<usize>,
}

impl Triggers {
    pub(crate) const fn new() -> Self {
        Self {
            counts: [const { Cell::new(0) }; 3],
            thresholds: [Cell::new(DEFAULT[0]), Cell::new(DEFAULT[1]), Cell::new(DEFAULT[2])],
            due_above: Cell::new(DEFAULT[0]),
            waiting: Cell::new(0),
            enabled: Cell::new(true),
            collecting: Cell::new(false),
            long_lived_total: Cell::new(0),
            long_lived_pending: Cell::new(0),
            long_lived_elsewhere: Cell::new(0),
        }
    }

    /// Restores the invariants after one of the parts has changed.
    fn arm(&self) {
        let threshold = self.thresholds[0].get();
        let armed = self.enabled.get() && threshold != 0 && !self.collecting.get();
        self.due_above.set(if armed { threshold } else { usize::MAX });
        self.waiting.set(self.counts[0].get());
    }

    #[inline]
    pub(crate) fn note_alloc(&self) {
        self.counts[0].set(self.counts[0].get() + 1);
    }

    #[inline]
    pub(crate) fn note_free(&self) {
        self.counts[0].set(self.counts[0].get().saturating_sub(1));
    }

    #[inline]
    pub(crate) fn is_due(&self) -> bool {
        self.counts[0].get() > self.due_above.get() && self.has_grown()
    }

    /// Whether there was an allocation since a collection could start. Frees in between lower what
    /// the count is compared with.
    #[cold]
    fn has_grown(&self) -> bool {
        let count = self.counts[0].get();
        self.waiting.set(self.waiting.get().min(count));
        count > self.waiting.get()
    }

    pub(crate) fn is_enabled(&self) -> bool {
        self.enabled.get()
    }

    pub(crate) fn set_enabled(&self, enabled: bool) {
        self.enabled.set(enabled);
        self.arm();
    }

    pub(crate) fn is_collecting(&self) -> bool {
        self.collecting.get()
    }

    /// Claims the right to collect. False: a collection is already running.
    pub(crate) fn begin(&self) -> bool {
        let free = !self.collecting.replace(true);
        self.arm();
        free
    }

    pub(crate) fn end(&self) {
        self.collecting.set(false);
        self.arm();
    }

    pub(crate) fn counts(&self) -> [usize; 3] {
        [self.counts[0].get(), self.counts[1].get(), self.counts[2].get()]
    }

    pub(crate) fn thresholds(&self) -> [usize; 3] {
        [self.thresholds[0].get(), self.thresholds[1].get(), self.thresholds[2].get()]
    }

    pub(crate) fn set_threshold(&self, generation: Generation, threshold: usize) {
        self.thresholds[generation.index()].set(threshold);
        self.arm();
    }

    /// The generation that an automatic collection examines now, if one is due at all.
    pub(crate) fn select(&self) -> Option<Generation> {
        let over = |g: &Generation| self.counts[g.index()].get() > self.thresholds[g.index()].get();
        let postponed = |g: Generation| {
            self.long_lived_pending.get() < self.long_lived_total.get() / 4 && g == Generation::Old
        };
        Generation::ALL.into_iter().rev().find(|g| over(g) && !postponed(*g))
    }

    /// A collection of `generation` starts.
    pub(crate) fn count_collection(&self, generation: Generation) {
        for count in &self.counts[..=generation.index()] {
            count.set(0);
        }
        if let Some(older) = self.counts.get(generation.index() + 1) {
            older.set(older.get() + 1);
        }
    }

    pub(crate) fn set_long_lived_elsewhere(&self, objects: usize) {
        self.long_lived_elsewhere.set(objects);
    }

    /// A collection of `generation` has left `survivors` tracked.
    pub(crate) fn count_survivors(&self, generation: Generation, survivors: usize) {
        match generation {
            Generation::Young => {}
            Generation::Middle => {
                self.long_lived_pending.set(self.long_lived_pending.get() + survivors);
            }
            Generation::Old => {
                self.long_lived_pending.set(0);
                self.long_lived_total.set(survivors + self.long_lived_elsewhere.get());
            }
        }
    }

    /// All generations have become empty by freezing.
    pub(crate) fn reset_counts(&self) {
        for count in &self.counts {
            count.set(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Triggers;
    use crate::generation::Generation::{Middle, Old, Young};

    fn allocate(triggers: &Triggers, times: usize) {
        for _ in 0..times {
            triggers.note_alloc();
        }
    }

    #[test]
    fn what_was_allocated_while_collection_was_off_waits_for_the_next_allocation() {
        let triggers = Triggers::new();
        triggers.set_enabled(false);
        allocate(&triggers, 3000);
        assert!(!triggers.is_due());
        triggers.set_enabled(true);
        assert!(!triggers.is_due());
        triggers.note_free();
        assert!(!triggers.is_due());
        triggers.note_alloc();
        assert!(triggers.is_due());
        assert!(triggers.is_due(), "until it is collected");
    }

    #[test]
    fn the_count_must_exceed_the_threshold() {
        let triggers = Triggers::new();
        allocate(&triggers, 2000);
        assert!(!triggers.is_due() && triggers.select().is_none());
        triggers.note_alloc();
        assert!(triggers.is_due());
        assert_eq!(triggers.select(), Some(Young));
    }

    #[test]
    fn frees_at_zero_are_lost() {
        let triggers = Triggers::new();
        triggers.note_free();
        triggers.note_alloc();
        assert_eq!(triggers.counts(), [1, 0, 0]);
    }

    #[test]
    fn nothing_is_due_while_disabled_running_or_with_threshold_zero() {
        let triggers = Triggers::new();
        allocate(&triggers, 2001);
        triggers.set_enabled(false);
        assert!(!triggers.is_due());
        triggers.set_enabled(true);
        assert!(triggers.begin() && !triggers.is_due() && !triggers.begin());
        triggers.end();
        triggers.set_threshold(Young, 0);
        assert!(!triggers.is_due() && triggers.is_enabled());
        triggers.set_threshold(Young, 5);
        assert!(!triggers.is_due());
        triggers.note_alloc();
        assert!(triggers.is_due());
    }

    #[test]
    fn a_collection_clears_younger_counts_and_bumps_the_next() {
        let triggers = Triggers::new();
        allocate(&triggers, 7);
        triggers.count_collection(Young);
        assert_eq!(triggers.counts(), [0, 1, 0]);
        allocate(&triggers, 7);
        triggers.count_collection(Middle);
        assert_eq!(triggers.counts(), [0, 0, 1]);
        triggers.count_collection(Old);
        assert_eq!(triggers.counts(), [0, 0, 0]);
    }

    #[test]
    fn a_full_collection_waits_for_a_quarter_of_the_long_lived() {
        let triggers = Triggers::new();
        triggers.count_survivors(Old, 103);
        for _ in 0..11 {
            triggers.count_collection(Middle);
        }
        triggers.count_survivors(Middle, 24);
        assert_eq!(triggers.select(), None);
        // 103 / 4 is 25 in whole numbers.
        triggers.count_survivors(Middle, 1);
        assert_eq!(triggers.select(), Some(Old));
    }

    #[test]
    fn long_lived_objects_elsewhere_count_from_the_next_full_collection_on() {
        let triggers = Triggers::new();
        triggers.set_long_lived_elsewhere(397);
        for _ in 0..11 {
            triggers.count_collection(Middle);
        }
        assert_eq!(triggers.select(), Some(Old));
        triggers.count_survivors(Old, 3);
        triggers.count_survivors(Middle, 99);
        assert_eq!(triggers.select(), None);
        triggers.count_survivors(Middle, 1);
        assert_eq!(triggers.select(), Some(Old));
    }
}
