//! What all threads' heaps hold, counted while the threads go on.
//!
//! Only the thread that has a heap may walk it. So the calling thread's heap is walked, and so are
//! those that nobody has, which are claimed for the moment; every other thread leaves a snapshot of
//! its heap where others find it, on a slow path. It does so when it adopts the heap, once after
//! somebody asked, and otherwise as often as it has been there as many times as it has pools, so
//! that walking them costs little beside what it did meanwhile.
//!
//! Numbers that no walk finds are counted as they change, by a [`Tally`] for each heap.
//!
//! # Invariants
//! 1. Only the thread that has a heap changes its tally, and only it takes its snapshot.
//! 2. Who set `busy` has the snapshot for himself. Nobody waits for it without end: in the child of
//!    a `fork` it may stay set.

use core::cell::{Cell, UnsafeCell};
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use super::borrowed::Borrowed;
use crate::arena_source::ArenaSource;
use crate::heap::Heap;
use crate::stats::Stats;

/// How many times more than it has pools a thread is on a slow path between two snapshots.
const PERIOD: usize = 64;

/// How often a snapshot that somebody else reads is tried.
const TRIES: usize = 1_000;

/// How often somebody asked for the counts of all heaps.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// Has all threads leave a snapshot when they next can.
pub(super) fn ask() {
    ASKED.fetch_add(1, Ordering::Relaxed);
}

/// A number that one thread changes and any may read. It wraps around.
#[derive(Debug)]
pub(super) struct Counter(AtomicUsize);

impl Counter {
    pub(super) const fn new() -> Self {
        Counter(AtomicUsize::new(0))
    }

    #[inline]
    pub(super) fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }

    /// Adds to the number. Not one step: only one thread does.
    #[inline]
    pub(super) fn add(&self, count: usize) {
        self.0.store(self.get().wrapping_add(count), Ordering::Relaxed);
    }

    /// Adds to a number that several threads change.
    fn add_shared(&self, count: usize) {
        self.0.fetch_add(count, Ordering::Relaxed);
    }
}

/// What has happened through one heap; of all heaps together it is what is there.
#[derive(Debug)]
pub(super) struct Tally {
    /// The large blocks allocated, less those freed, and their bytes, as requested.
    large_blocks: Counter,
    large_bytes: Counter,
    /// The blocks put on their way to other heaps, less those taken up from others.
    pending: Counter,
}

/// The tally of threads at their end.
static STRAY: Tally = Tally::new();

impl Tally {
    pub(super) const fn new() -> Self {
        Tally { large_blocks: Counter::new(), large_bytes: Counter::new(), pending: Counter::new() }
    }

    /// Counts large blocks and bytes that came, or, negated, that went. Threads that have no heap
    /// have one tally together.
    pub(super) fn count_large(tally: Option<&Tally>, blocks: isize, bytes: isize) {
        let (blocks, bytes) = (blocks.cast_unsigned(), bytes.cast_unsigned());
        if let Some(tally) = tally {
            tally.large_blocks.add(blocks);
            tally.large_bytes.add(bytes);
        } else {
            STRAY.large_blocks.add_shared(blocks);
            STRAY.large_bytes.add_shared(bytes);
        }
    }

    /// Counts blocks that were sent, or, negated, taken up.
    pub(super) fn count_pending(tally: Option<&Tally>, blocks: isize) {
        match tally {
            Some(tally) => tally.pending.add(blocks.cast_unsigned()),
            None => STRAY.pending.add_shared(blocks.cast_unsigned()),
        }
    }

    /// The sums of all tallies: large blocks, their bytes, and blocks not yet taken up.
    pub(super) fn sums<'a>(tallies: impl Iterator<Item = &'a Tally>) -> [usize; 3] {
        let sums = tallies.chain([&STRAY]).fold([0_usize; 3], |sums, tally| {
            let counts = [&tally.large_blocks, &tally.large_bytes, &tally.pending];
            core::array::from_fn(|at| sums[at].wrapping_add(counts[at].get()))
        });
        // What changed meanwhile may leave less than nothing.
        sums.map(|sum| usize::try_from(sum.cast_signed()).unwrap_or(0))
    }
}

/// What a heap held, and how many borrowed blocks.
#[derive(Clone)]
pub(super) struct Counts {
    pub(super) heap: Stats,
    pub(super) borrowed: usize,
}

impl Counts {
    const fn new() -> Self {
        Counts { heap: Stats::new(), borrowed: 0 }
    }
}

/// The counts of a heap when its thread last took them.
pub(super) struct Snapshot {
    busy: AtomicBool,
    counts: UnsafeCell<Counts>,
    /// The value of [`ASKED`] at the last snapshot, and the slow paths until the next one.
    asked: Cell<usize>,
    left: Cell<usize>,
}

impl Snapshot {
    pub(super) const fn new() -> Self {
        Snapshot {
            busy: AtomicBool::new(false),
            counts: UnsafeCell::new(Counts::new()),
            asked: Cell::new(0),
            left: Cell::new(1),
        }
    }

    /// The thread of `heap` is on a slow path, and takes a snapshot where one is due.
    #[inline]
    pub(super) fn tick<S: ArenaSource>(&self, heap: &Heap<S>, borrowed: &Borrowed) {
        let left = self.left.get() - 1;
        if left > 0 && self.asked.get() == ASKED.load(Ordering::Relaxed) {
            self.left.set(left);
        } else {
            self.take(heap, borrowed);
        }
    }

    /// Counts the heap.
    #[cold]
    pub(super) fn take<S: ArenaSource>(&self, heap: &Heap<S>, borrowed: &Borrowed) {
        let asked = ASKED.load(Ordering::Relaxed);
        let pools = self.with(|counts| {
            *counts = Counts { heap: heap.stats(), borrowed: borrowed.count() };
            counts.heap.pools() + counts.heap.unused_pools
        });
        // Where somebody reads the last one, the next slow path tries again.
        if let Some(pools) = pools {
            self.asked.set(asked);
            self.left.set(PERIOD + pools);
        }
    }

    /// The counts; none where nobody can have them any more.
    pub(super) fn read(&self) -> Counts {
        for _ in 0..TRIES {
            if let Some(counts) = self.with(|counts| counts.clone()) {
                return counts;
            }
            thread::yield_now();
        }
        Counts::new()
    }

    /// Does something with the counts where nobody else is doing so.
    fn with<T>(&self, f: impl FnOnce(&mut Counts) -> T) -> Option<T> {
        if self.busy.swap(true, Ordering::Acquire) {
            return None;
        }
        // SAFETY: count invariant 2.
        let done = f(unsafe { &mut *self.counts.get() });
        self.busy.store(false, Ordering::Release);
        Some(done)
    }

    /// Does something while the snapshot is somebody else's.
    #[cfg(test)]
    pub(super) fn while_busy<T>(&self, f: impl FnOnce() -> T) -> T {
        self.with(|_| f()).expect("nobody else is here")
    }
}
