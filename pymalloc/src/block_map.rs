//! Which blocks of a pool are free: one bit each.
//!
//! The free list is walked once; blocks that were never carved are free as well. Only walkers and
//! checks build a map: nothing in allocation needs one.

use crate::geometry::MAX_BLOCKS;
use crate::pool::PoolRef;

const WORD: usize = u64::BITS as usize;

/// A bit for each block of a pool, set where the block is free.
pub(crate) struct BlockMap {
    free: [u64; MAX_BLOCKS / WORD],
}

impl BlockMap {
    /// Walks the free list of `pool`.
    ///
    /// # Panics
    /// When the list leads out of the pool, into a block that was never carved, or to the same
    /// block twice: somebody wrote to a freed block, or freed one twice.
    pub(crate) fn of(pool: PoolRef) -> Self {
        let mut map = BlockMap { free: [0; MAX_BLOCKS / WORD] };
        let mut next = pool.free().first();
        while let Some(block) = next {
            let place = pool.place_of(block.memory()).filter(|&place| place < pool.carved());
            let place = usize::from(place.expect("pool invariant 2: a free block of another pool"));
            let bit = 1 << (place % WORD);
            assert_eq!(map.free[place / WORD] & bit, 0, "pool invariant 2: a block freed twice");
            map.free[place / WORD] |= bit;
            next = block.rest().first();
        }
        for place in usize::from(pool.carved())..usize::from(pool.capacity()) {
            map.free[place / WORD] |= 1 << (place % WORD);
        }
        map
    }

    /// Whether the block at `place` is free.
    pub(crate) fn is_free(&self, place: u16) -> bool {
        let place = usize::from(place);
        self.free[place / WORD] >> (place % WORD) & 1 == 1
    }

    /// How many blocks are free.
    #[cfg(any(test, heap_check))]
    pub(crate) fn count(&self) -> u32 {
        self.free.iter().map(|word| word.count_ones()).sum()
    }
}
