//! What a heap holds and what it loses, counted by walking its pools.
//!
//! [`Stats`] prints as CPython's `sys._debugmallocstats()` does: `stats/display.rs`. Those of a whole
//! program are the sum of what its threads' heaps hold: `global/count.rs`.
//!
//! Counting reads the 32-byte headers of the pools, which lie together, and no block.
//!
//! Source: `Objects/obmalloc.c`, `_PyObject_DebugMallocStats`.

use crate::arena_source::ArenaSource;
use crate::geometry::{HEADER_BYTES, HEADERS, POOLS, pool_bytes};
use crate::heap::Heap;
use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;

mod display;

/// The pools of one size class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ClassStats {
    /// The size of a block, in bytes.
    pub block_size: usize,
    /// The pools of the class that have a block in use.
    pub pools: usize,
    /// The blocks in use.
    pub blocks_in_use: usize,
    /// The free blocks of those pools.
    pub blocks_available: usize,
}

impl ClassStats {
    #[cfg(all(feature = "global", not(loom)))]
    fn merge(&mut self, other: &ClassStats) {
        self.pools += other.pools;
        self.blocks_in_use += other.blocks_in_use;
        self.blocks_available += other.blocks_available;
    }
}

/// What only the heaps of threads have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct ThreadStats {
    /// The heaps there are.
    pub heaps: usize,
    /// Those of them that ended threads left, until others adopt them.
    pub abandoned_heaps: usize,
    /// The blocks that threads freed and the heaps they are of have not taken up yet, with those
    /// that the threads keep for themselves. Among the blocks in use they count as well.
    pub pending_blocks: usize,
    /// The large blocks that threads keep for the next requests. They are not among those in use.
    pub kept_blocks: usize,
    /// Their bytes.
    pub kept_bytes: usize,
}

/// A count of everything in a heap, or in those of all threads. Sizes are in bytes.
///
/// The parts of an arena add up: [`bytes_in_use`](Self::bytes_in_use),
/// [`bytes_available`](Self::bytes_available), `bytes_in_unused_pools`, `bytes_lost_to_headers`,
/// `bytes_lost_to_quantization` and `bytes_lost_to_alignment` are `arenas` times
/// [`ARENA_SIZE`](crate::ARENA_SIZE).
/// What a block is larger than its request is part of the bytes in use: nobody records requests.
///
/// ```
/// use pymalloc::{ARENA_SIZE, Heap, SizeClass};
///
/// let heap = Heap::new();
/// let class = SizeClass::of(100).unwrap();
/// let block = heap.alloc_class(class).expect("memory");
/// let stats = heap.stats();
/// assert_eq!(stats.classes[class.index()].blocks_in_use, 1);
/// assert_eq!(stats.total(), ARENA_SIZE);
/// println!("{stats}");
/// # // SAFETY: the block is of this class.
/// # unsafe { heap.dealloc_class(block, class) };
/// ```
/// With the feature `serde` it can be written and read in any format.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct Stats {
    /// The classes, smallest first.
    pub classes: [ClassStats; SizeClass::COUNT],
    /// The classes over [`SMALL_MAX`](crate::SMALL_MAX). The heaps of threads have pools of them,
    /// other heaps only where blocks are aligned to more than that.
    pub medium_classes: [ClassStats; SizeClass::MEDIUM],
    /// Arenas mapped so far.
    pub arenas_allocated: usize,
    /// Arenas unmapped so far.
    pub arenas_reclaimed: usize,
    /// The most arenas there have been at once; of several heaps, the sum of what each had.
    pub arenas_highwater: usize,
    /// The arenas there are.
    pub arenas: usize,
    /// The pools that no class has.
    pub unused_pools: usize,
    /// Their bytes; slot 0 of an arena is shorter by its headers.
    pub bytes_in_unused_pools: usize,
    /// Those of them that were never used: the system has given no memory for them yet.
    pub virgin_pools: usize,
    /// Those of them whose memory went back to the source.
    pub purged_pools: usize,
    /// The pools purged so far; one that was purged twice counts twice.
    pub pools_purged: usize,
    /// The headers of the arenas and of their pools.
    pub bytes_lost_to_headers: usize,
    /// The ends of used pools, too short for a block.
    pub bytes_lost_to_quantization: usize,
    /// The gaps between the headers of the arenas and their first blocks.
    pub bytes_lost_to_alignment: usize,
    /// Blocks in use that no pool serves but the source, or the system allocator.
    pub large_blocks: usize,
    /// Their bytes, as requested.
    pub large_bytes: usize,
    /// What the heaps of threads have besides; `None` where one heap was counted.
    pub threads: Option<ThreadStats>,
}

impl Stats {
    /// The counts of no heap.
    pub(crate) const fn new() -> Self {
        Stats {
            classes: classes(0),
            medium_classes: classes(SizeClass::COUNT),
            arenas_allocated: 0,
            arenas_reclaimed: 0,
            arenas_highwater: 0,
            arenas: 0,
            unused_pools: 0,
            bytes_in_unused_pools: 0,
            virgin_pools: 0,
            purged_pools: 0,
            pools_purged: 0,
            bytes_lost_to_headers: 0,
            bytes_lost_to_quantization: 0,
            bytes_lost_to_alignment: 0,
            large_blocks: 0,
            large_bytes: 0,
            threads: None,
        }
    }

    /// All classes of pools, smallest first.
    pub fn all_classes(&self) -> impl Iterator<Item = &ClassStats> {
        self.classes.iter().chain(&self.medium_classes)
    }

    /// The small blocks in use.
    pub fn blocks_in_use(&self) -> usize {
        self.all_classes().map(|class| class.blocks_in_use).sum()
    }

    /// The pools that have a block in use.
    pub fn pools(&self) -> usize {
        self.all_classes().map(|class| class.pools).sum()
    }

    /// The bytes of the small blocks in use, at the size of their class.
    pub fn bytes_in_use(&self) -> usize {
        self.all_classes().map(|class| class.blocks_in_use * class.block_size).sum()
    }

    /// The bytes of the free blocks of used pools.
    pub fn bytes_available(&self) -> usize {
        self.all_classes().map(|class| class.blocks_available * class.block_size).sum()
    }

    /// The sum of all parts: the bytes of all arenas.
    pub fn total(&self) -> usize {
        self.bytes_in_use()
            + self.bytes_available()
            + self.bytes_in_unused_pools
            + self.bytes_lost_to_headers
            + self.bytes_lost_to_quantization
            + self.bytes_lost_to_alignment
    }

    /// Adds what a heap has.
    pub(crate) fn add<S: ArenaSource>(&mut self, heap: &Heap<S>) {
        let (arenas, (large_blocks, large_bytes)) = heap.counts();
        let current = arenas.current();
        self.arenas_allocated += arenas.allocated.get();
        self.arenas_reclaimed += arenas.reclaimed.get();
        self.arenas_highwater += arenas.highwater.get();
        self.arenas += current;
        self.pools_purged += heap.pools_purged();
        self.bytes_lost_to_headers += current * HEADERS;
        self.bytes_lost_to_alignment += current * (HEADER_BYTES - HEADERS);
        self.large_blocks += large_blocks;
        self.large_bytes += large_bytes;
        for arena in arenas.iter() {
            arena.pools().for_each(|pool| self.add_pool(pool));
            (arena.virgin()..POOLS).for_each(|index| self.add_unused(index));
            self.virgin_pools += POOLS - arena.virgin();
        }
    }

    /// Adds what another count has.
    #[cfg(all(feature = "global", not(loom)))]
    pub(crate) fn merge(&mut self, other: &Stats) {
        for (class, more) in self.classes.iter_mut().zip(&other.classes) {
            class.merge(more);
        }
        for (class, more) in self.medium_classes.iter_mut().zip(&other.medium_classes) {
            class.merge(more);
        }
        self.arenas_allocated += other.arenas_allocated;
        self.arenas_reclaimed += other.arenas_reclaimed;
        self.arenas_highwater += other.arenas_highwater;
        self.arenas += other.arenas;
        self.unused_pools += other.unused_pools;
        self.bytes_in_unused_pools += other.bytes_in_unused_pools;
        self.virgin_pools += other.virgin_pools;
        self.purged_pools += other.purged_pools;
        self.pools_purged += other.pools_purged;
        self.bytes_lost_to_headers += other.bytes_lost_to_headers;
        self.bytes_lost_to_quantization += other.bytes_lost_to_quantization;
        self.bytes_lost_to_alignment += other.bytes_lost_to_alignment;
        self.large_blocks += other.large_blocks;
        self.large_bytes += other.large_bytes;
    }

    fn add_pool(&mut self, pool: PoolRef) {
        if !pool.is_in_use() {
            self.purged_pools += usize::from(pool.state() == State::Purged);
            self.add_unused(pool.index());
            return;
        }
        let index = pool.class().index();
        let class = match index.checked_sub(SizeClass::COUNT) {
            None => &mut self.classes[index],
            Some(medium) => &mut self.medium_classes[medium],
        };
        let capacity = usize::from(pool.capacity());
        let in_use = usize::from(pool.used());
        class.pools += 1;
        class.blocks_in_use += in_use;
        class.blocks_available += capacity - in_use;
        self.bytes_lost_to_quantization += pool_bytes(pool.index()) - capacity * class.block_size;
    }

    fn add_unused(&mut self, index: usize) {
        self.unused_pools += 1;
        self.bytes_in_unused_pools += pool_bytes(index);
    }
}

/// Classes from `first` on, without pools.
const fn classes<const N: usize>(first: usize) -> [ClassStats; N] {
    let none = ClassStats { block_size: 0, pools: 0, blocks_in_use: 0, blocks_available: 0 };
    let mut classes = [none; N];
    let mut at = 0;
    while at < N {
        classes[at].block_size = SizeClass::EVERY[first + at].block_size();
        at += 1;
    }
    classes
}

impl<S: ArenaSource> Heap<S> {
    /// Counts everything in the heap. Takes time in the number of pools.
    pub fn stats(&self) -> Stats {
        let mut stats = Stats::new();
        stats.add(self);
        stats
    }
}

#[cfg(test)]
mod tests;
