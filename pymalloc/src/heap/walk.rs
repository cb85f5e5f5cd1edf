//! Visiting the live blocks of a heap.
//!
//! Nothing records the blocks in use, so the walk finds them by elimination: those that are neither
//! on the free list of their pool nor uncarved.

use core::ptr::NonNull;

use super::Heap;
use crate::arena::ArenaRef;
use crate::arena_source::ArenaSource;
use crate::block_map::BlockMap;
use crate::size_class::SizeClass;

impl<S: ArenaSource> Heap<S> {
    /// Calls `f` for every block of a pool in use, pool by pool, in the order of addresses in a pool.
    ///
    /// `f` may use the heap. A block that is allocated meanwhile may be visited or not; one that is
    /// given back meanwhile, other than the one `f` was called for, may still be visited, so `f`
    /// must not touch blocks that an earlier call gave back. Arenas that become free are unmapped
    /// when the walk ends. The class of a block that is aligned to more than 512 is none of
    /// [`SizeClass::ALL`], but has its block size.
    ///
    /// This takes time in the number of all blocks; it is for heap walkers and for teardown.
    pub fn for_each_block(&self, mut f: impl FnMut(NonNull<u8>, SizeClass)) {
        let walk = Walk::begin(self);
        for pool in self.arenas.iter().flat_map(ArenaRef::pools) {
            if !pool.is_in_use() {
                continue;
            }
            let (map, class, carved) = (BlockMap::of(pool), pool.class(), pool.carved());
            let first = pool.block(0);
            for place in (0..carved).filter(|&place| !map.is_free(place)) {
                // SAFETY: `place` is below the pool's capacity, so the block is in its arena,
                // which is not unmapped while the walk runs.
                f(unsafe { first.add(usize::from(place) * class.block_size()) }, class);
            }
        }
        drop(walk);
    }
}

/// Keeps arenas mapped while it exists, also when the visitor panics.
struct Walk<'a, S: ArenaSource>(&'a Heap<S>);

impl<'a, S: ArenaSource> Walk<'a, S> {
    fn begin(heap: &'a Heap<S>) -> Self {
        heap.walks.set(heap.walks.get() + 1);
        Walk(heap)
    }
}

impl<S: ArenaSource> Drop for Walk<'_, S> {
    fn drop(&mut self) {
        let heap = self.0;
        heap.walks.set(heap.walks.get() - 1);
        let idle = |arena: &ArenaRef| arena.is_idle() && !arena.is_spare.get();
        while heap.walks.get() == 0
            && let Some(arena) = heap.arenas.iter().find(idle)
        {
            heap.settle(arena);
        }
    }
}
