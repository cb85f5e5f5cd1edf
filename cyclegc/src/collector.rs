//! The collector: its state, and the operations that a host performs all the time.
//!
//! ```text
//!   track -> [ young ] --survive--> [ middle ] --survive--> [ old ] <--> [ permanent ]
//!                  \                    |                   /  ^            freeze, unfreeze
//!                   +------ not reached from outside ------+   | resurrected, or alive after clear
//!                                       v                      |
//!                              [ unreachable ], [ legacy ] ----+      while a collection runs
//! ```
//!
//! All methods take `&self`: finalizers and callbacks use the collector while it collects. The
//! collector never holds a reference into an array while it calls the host. It owns no objects,
//! counts nothing and frees nothing: freeing is the host's reaction to a count that reaches zero.
//! It starts no collection by itself either: the host asks [`Collector::is_due`] where user code
//! may run (a safepoint), then calls [`Collector::collect_due`].
//!
//! # Invariants
//! 1. A tracked object is in exactly one array, at the slot in its word.
//! 2. `unreachable` and `legacy` are empty while no collection runs.
//! 3. While a collection runs, the array that takes its survivors has room for every object in
//!    `unreachable` and `legacy`.
//!
//! Source: `Python/gc.c`, `Modules/gcmodule.c`.

use core::cell::Cell;
use core::fmt;
use core::ptr::NonNull;

use crate::array::Array;
use crate::debug::DebugFlags;
use crate::generation::Generation;
use crate::host::{Host, word};
use crate::outcome::HeapFull;
use crate::stats::{GenerationStats, Stats};
use crate::threshold::Triggers;
use crate::weakref::WeakrefRule;
use crate::word::{MAX_SLOTS, State};

/// A generational cycle collector for objects with a header of type `O`.
///
/// The methods that touch objects take the [`Host`]; it must be the same one every time. The
/// crate page has an example.
pub struct Collector<O> {
    pub(crate) generations: [Array<O>; 3],
    pub(crate) permanent: Array<O>,
    pub(crate) unreachable: Array<O>,
    pub(crate) legacy: Array<O>,
    pub(crate) triggers: Triggers,
    pub(crate) stats: Stats,
    pub(crate) mark_from_roots: Cell<bool>,
    /// The generations' entries are taken out: nothing may be tracked or untracked.
    pub(crate) detecting: Cell<bool>,
    debug: Cell<DebugFlags>,
    weakref_rule: Cell<WeakrefRule>,
    /// How many threads detect, among at least how many candidates.
    #[cfg(feature = "parallel")]
    threads: Cell<(usize, usize)>,
}

impl<O> Collector<O> {
    /// An empty collector with CPython 3.13's thresholds (2000, 10, 10), enabled.
    pub const fn new() -> Self {
        Self {
            generations: [const { Array::new() }; 3],
            permanent: Array::new(),
            unreachable: Array::new(),
            legacy: Array::new(),
            triggers: Triggers::new(),
            stats: Stats::new(),
            mark_from_roots: Cell::new(false),
            detecting: Cell::new(false),
            debug: Cell::new(DebugFlags::from_bits(0)),
            weakref_rule: Cell::new(WeakrefRule::Python313),
            #[cfg(feature = "parallel")]
            threads: Cell::new((1, 0)),
        }
    }

    pub(crate) fn generation(&self, generation: Generation) -> &Array<O> {
        &self.generations[generation.index()]
    }

    /// Starts to track `object`: it joins the end of the youngest generation. From now on it must
    /// be ready to be traversed. Does nothing if it is tracked already.
    ///
    /// # Errors
    /// [`HeapFull`] if 2^27 objects are tracked or the generation cannot grow; `object` stays
    /// untracked, so that a cycle through it will leak.
    ///
    /// # Panics
    /// If called from within [`Host::traverse`] or another method that must not.
    #[inline]
    pub fn track<H: Host<Object = O>>(&self, host: &H, object: NonNull<O>) -> Result<(), HeapFull> {
        let word = word(host, &object);
        if word.is_tracked() {
            return Ok(());
        }
        let young = self.generation(Generation::Young);
        let slot = match young.push_within_capacity(object) {
            Some(slot) => slot,
            None => self.track_slow(host, object)?,
        };
        word.place(State::Young, slot);
        Ok(())
    }

    #[cold]
    fn track_slow<H: Host<Object = O>>(
        &self,
        host: &H,
        object: NonNull<O>,
    ) -> Result<usize, HeapFull> {
        assert!(!self.detecting.get(), "the host tracked an object from within a traversal");
        if self.tracked() >= MAX_SLOTS {
            return Err(HeapFull);
        }
        self.generation(Generation::Young).push(host, State::Young, object).ok_or(HeapFull)
    }

    /// Forgets `object`, at any time and in constant time. That it has been finalized stays known.
    /// Does nothing if it is not tracked.
    ///
    /// # Panics
    /// If called from within [`Host::traverse`] or another method that must not.
    #[inline]
    pub fn untrack<H: Host<Object = O>>(&self, host: &H, object: NonNull<O>) {
        let word = word(host, &object);
        if !word.is_tracked() {
            return;
        }
        assert!(!self.detecting.get(), "the host untracked an object from within a traversal");
        let slot = word.slot();
        match word.state() {
            State::Young => self.generations[0].remove(slot, object),
            State::Middle => self.generations[1].remove(slot, object),
            State::Old => self.generations[2].remove(slot, object),
            State::Permanent => self.permanent.remove(slot, object),
            State::Unreachable if self.unreachable.get(slot) == Some(object) => {
                self.unreachable.remove(slot, object);
            }
            State::Unreachable => self.legacy.remove(slot, object),
            State::Untracked | State::Candidate | State::Reached => {}
        }
        word.set_untracked();
    }

    /// Whether `object` is tracked (`gc.is_tracked()`).
    pub fn is_tracked<H: Host<Object = O>>(&self, host: &H, object: NonNull<O>) -> bool {
        word(host, &object).is_tracked()
    }

    /// How many objects are tracked, in all generations and the permanent one.
    pub(crate) fn tracked(&self) -> usize {
        let generations: usize = self.generations.iter().map(Array::live).sum();
        generations + self.permanent.live() + self.unreachable.live() + self.legacy.live()
    }

    /// Puts `object`, which is in no array, at the end of `generation`.
    pub(crate) fn adopt<H: Host<Object = O>>(
        &self,
        host: &H,
        object: NonNull<O>,
        generation: Generation,
    ) {
        let state = generation.state();
        match self.generation(generation).push(host, state, object) {
            Some(slot) => word(host, &object).place(state, slot),
            // Invariant 3 rules this out; an untracked object could only leak.
            None => word(host, &object).set_untracked(),
        }
    }

    /// Counts an allocation of an object that may be tracked, tracked or not.
    #[inline]
    pub fn note_alloc(&self) {
        self.triggers.note_alloc();
    }

    /// Counts that such an object has been freed. The count does not fall below 0.
    #[inline]
    pub fn note_free(&self) {
        self.triggers.note_free();
    }

    /// Whether [`collect_due`](Self::collect_due) has something to do: the allocations since the
    /// last collection exceed the threshold, and automatic collection is on. Allocations while it
    /// was off, or while a collection was running, make one due with the next allocation.
    #[inline]
    pub fn is_due(&self) -> bool {
        self.triggers.is_due()
    }

    /// Whether a collection is running.
    pub fn is_collecting(&self) -> bool {
        self.triggers.is_collecting()
    }

    /// Turns automatic collection on.
    pub fn enable(&self) {
        self.triggers.set_enabled(true);
    }

    /// Turns automatic collection off. [`collect`](Self::collect) still works.
    pub fn disable(&self) {
        self.triggers.set_enabled(false);
    }

    /// Whether automatic collection is on.
    pub fn is_enabled(&self) -> bool {
        self.triggers.is_enabled()
    }

    /// The thresholds: allocations, collections of generation 0, collections of generation 1.
    pub fn threshold(&self) -> [usize; 3] {
        self.triggers.thresholds()
    }

    /// Sets the thresholds; `None` leaves the old value. 0 for the first one turns automatic
    /// collection off without changing [`is_enabled`](Self::is_enabled).
    pub fn set_threshold(&self, young: usize, middle: Option<usize>, old: Option<usize>) {
        self.triggers.set_threshold(Generation::Young, young);
        for (generation, threshold) in [(Generation::Middle, middle), (Generation::Old, old)] {
            if let Some(threshold) = threshold {
                self.triggers.set_threshold(generation, threshold);
            }
        }
    }

    /// The counts that are compared with the thresholds (`gc.get_count()`).
    pub fn counts(&self) -> [usize; 3] {
        self.triggers.counts()
    }

    /// Makes automatic full collections as rare as if the last one had left that many objects more.
    /// For a host that keeps objects from the collector which another runtime would let it walk,
    /// and wants that runtime's pace. Counts from the next full collection on.
    pub fn set_long_lived_elsewhere(&self, objects: usize) {
        self.triggers.set_long_lived_elsewhere(objects);
    }

    /// Totals of each generation since the start (`gc.get_stats()`).
    pub fn stats(&self) -> [GenerationStats; 3] {
        self.stats.get()
    }

    /// The debug flags.
    pub fn debug(&self) -> DebugFlags {
        self.debug.get()
    }

    /// Sets the debug flags. They take effect in the middle of a running collection.
    pub fn set_debug(&self, flags: DebugFlags) {
        self.debug.set(flags);
    }

    /// When weak references to garbage are cleared.
    pub fn weakref_rule(&self) -> WeakrefRule {
        self.weakref_rule.get()
    }

    /// Sets when weak references to garbage are cleared, for a host that heeds
    /// [`Unreachable::pass`](crate::Unreachable::pass). Takes effect with the next collection.
    pub fn set_weakref_rule(&self, rule: WeakrefRule) {
        self.weakref_rule.set(rule);
    }

    /// Lets `threads` threads, the collecting one included, detect among `least` candidates or more,
    /// if the host is a [`ParallelHost`](crate::ParallelHost) and says so in
    /// [`Host::workers`]. They find the same garbage in the same order; the order of the survivors
    /// is that of [`set_mark_from_roots`](Self::set_mark_from_roots). Each takes half a mebibyte for
    /// its queue. Below some ten thousand candidates starting them costs more than it gains; where
    /// objects lie in the order of their edges they are not asked.
    #[cfg(feature = "parallel")]
    pub fn set_threads(&self, threads: usize, least: usize) {
        self.threads.set((threads, least));
    }

    /// How many threads detect among that many candidates.
    #[cfg(feature = "parallel")]
    pub(crate) fn threads(&self, candidates: usize) -> usize {
        let (threads, least) = self.threads.get();
        if candidates < least { 1 } else { threads }
    }

    /// Whether full collections start from [`Host::roots`].
    pub fn marks_from_roots(&self) -> bool {
        self.mark_from_roots.get()
    }

    /// Makes full collections mark from [`Host::roots`] first, and try by deletion only what is
    /// left. They find the same garbage in less time on a heap that is mostly alive. The order of
    /// the survivors, and so of later finalizers, is then not that of CPython.
    pub fn set_mark_from_roots(&self, mark: bool) {
        self.mark_from_roots.set(mark);
    }
}

impl<O> Default for Collector<O> {
    fn default() -> Self {
        Self::new()
    }
}

impl<O> fmt::Debug for Collector<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Collector")
            .field("objects", &self.generations.each_ref().map(Array::live))
            .field("permanent", &self.permanent.live())
            .field("counts", &self.counts())
            .field("threshold", &self.threshold())
            .field("is_enabled", &self.is_enabled())
            .field("is_collecting", &self.is_collecting())
            .finish_non_exhaustive()
    }
}
