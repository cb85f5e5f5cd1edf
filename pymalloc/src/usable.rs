//! The arenas that have free pools, sorted by how many.
//!
//! A bucket per number of free pools, each a doubly linked list, and a bit per bucket that is not
//! empty. New pools come from the arena with the fewest free ones, so that nearly empty arenas can
//! become wholly free; finding it is one count of trailing zeroes, and an arena changes its bucket
//! in constant time.
//!
//! # Invariants
//! 1. An arena with n > 0 free pools is in bucket n, once; one without is in no bucket.
//! 2. Bit n - 1 of `occupied` is set exactly when bucket n has an arena.
//!
//! Source: `Objects/obmalloc.c`, `usable_arenas` and `nfp2lasta`.

use core::cell::Cell;

use crate::arena::ArenaRef;
use crate::geometry::POOLS;

/// The buckets of arenas with free pools.
pub(crate) struct Usable {
    buckets: [Cell<Option<ArenaRef>>; POOLS],
    occupied: Cell<u64>,
}

const _: () = assert!(POOLS == u64::BITS as usize);

impl Usable {
    pub(crate) const fn new() -> Self {
        Usable { buckets: [const { Cell::new(None) }; POOLS], occupied: Cell::new(0) }
    }

    /// Puts an arena into the bucket of its free pools, if it has any.
    pub(crate) fn insert(&self, arena: ArenaRef) {
        let Some(bucket) = arena.free_pools().checked_sub(1) else { return };
        let next = self.buckets[bucket].replace(Some(arena));
        if let Some(next) = next {
            next.prev.set(Some(arena));
        }
        arena.next.set(next);
        arena.prev.set(None);
        self.occupied.set(self.occupied.get() | 1 << bucket);
    }

    /// Takes an arena out of its bucket, before the number of its free pools changes.
    pub(crate) fn remove(&self, arena: ArenaRef) {
        let Some(bucket) = arena.free_pools().checked_sub(1) else { return };
        let (next, prev) = (arena.next.take(), arena.prev.take());
        if let Some(next) = next {
            next.prev.set(prev);
        }
        match prev {
            Some(prev) => prev.next.set(next),
            None => self.buckets[bucket].set(next),
        }
        if self.buckets[bucket].get().is_none() {
            self.occupied.set(self.occupied.get() & !(1 << bucket));
        }
    }

    /// The arena with the fewest free pools, but at least `least`, which is one or more.
    pub(crate) fn fewest_free(&self, least: usize) -> Option<ArenaRef> {
        let enough = u64::MAX << (least - 1);
        let bucket = (self.occupied.get() & enough).trailing_zeros() as usize;
        self.buckets.get(bucket)?.get()
    }

    /// The first arena with `free_pools` free pools, and whether the bit of the bucket is set.
    #[cfg(any(test, heap_check))]
    pub(crate) fn bucket(&self, free_pools: usize) -> (Option<ArenaRef>, bool) {
        let bucket = free_pools - 1;
        (self.buckets[bucket].get(), self.occupied.get() >> bucket & 1 == 1)
    }
}
