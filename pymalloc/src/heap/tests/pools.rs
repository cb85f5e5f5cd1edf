//! Pools and arenas over their lives: full, rejoining, empty, changing class, going back.

use std::vec::Vec;

use super::{Counting, class, fill, free_all, layout, per_arena, per_pool};
use crate::geometry::{POOL_SIZE, capacity};
use crate::heap::Heap;
use crate::pool::{PoolRef, State, rejoin_at};

#[cfg(not(feature = "hardened"))]
#[test]
fn a_full_pool_rejoins_its_class_when_an_eighth_of_it_is_free() {
    let heap = Heap::new();
    let class = class(512);
    let mut blocks = fill(&heap, class, usize::from(capacity(0, class)) + 1);
    let extra = blocks.pop().unwrap();
    // SAFETY: the block is live, in a pool of this heap.
    let pool = unsafe { PoolRef::of_block(blocks[0]) };
    assert_eq!(pool.state(), State::Full);
    assert_eq!(rejoin_at(26), 23);
    for freed in 1..=3 {
        free_all(&heap, class, blocks.pop());
        heap.check();
        assert_eq!(pool.state(), if freed < 3 { State::Full } else { State::Used });
    }
    let again = heap.alloc_class(class).unwrap();
    // SAFETY: as above.
    assert!(unsafe { PoolRef::of_block(again) } == pool, "a rejoining pool goes to the front");
    free_all(&heap, class, blocks.into_iter().chain([extra, again]));
    heap.check();
}

#[test]
fn the_mark_to_rejoin_is_an_eighth_and_at_most_16_blocks() {
    assert_eq!([2, 7, 8, 27, 128, 1024].map(|c| c - rejoin_at(c)), [1, 1, 1, 3, 16, 16]);
}

#[test]
fn an_empty_pool_serves_another_class() {
    let heap = Heap::new();
    free_all(&heap, class(16), fill(&heap, class(16), 1));
    let block = heap.alloc_class(class(496)).unwrap();
    heap.check();
    let stats = heap.stats();
    assert_eq!(stats.classes[class(16).index()].pools, 0);
    assert_eq!(stats.classes[class(496).index()].pools, 1);
    assert_eq!(stats.unused_pools, 63);
    free_all(&heap, class(496), [block]);
}

/// The pool of a live block.
fn pool_of(block: core::ptr::NonNull<u8>) -> PoolRef {
    // SAFETY: the tests pass live blocks of pools.
    unsafe { PoolRef::of_block(block) }
}

#[test]
fn a_class_keeps_its_only_pool_while_a_lone_block_comes_and_goes() {
    let heap = Heap::new();
    let block = heap.alloc_class(class(64)).unwrap();
    let pool = pool_of(block);
    assert_eq!(pool.state(), State::Used);
    free_all(&heap, class(64), [block]);
    assert_eq!(pool.state(), State::Kept);
    heap.check();
    for _ in 0..10 {
        assert_eq!(heap.alloc_class(class(64)), Some(block));
        assert_eq!((pool.state(), pool.used()), (State::Kept, 1));
        heap.check();
        free_all(&heap, class(64), [block]);
        assert_eq!((pool.state(), pool.used()), (State::Kept, 0));
        heap.check();
    }
    heap.trim();
    heap.check();
    assert_eq!(heap.stats().arenas, 0);
}

#[test]
fn a_kept_pool_fills_up_as_any_other() {
    let heap = Heap::new();
    let class = class(128);
    free_all(&heap, class, fill(&heap, class, 1));
    let blocks = fill(&heap, class, per_pool(128) + 1);
    assert_eq!(pool_of(blocks[0]).state(), State::Full);
    heap.check();
    free_all(&heap, class, blocks);
    heap.check();
}

#[test]
fn a_kept_pool_goes_back_when_another_pool_of_its_class_joins_it() {
    let heap = Heap::new();
    let class = class(512);
    let mut blocks = fill(&heap, class, usize::from(capacity(0, class)) + 1);
    let lone = blocks.pop().unwrap();
    let pool = pool_of(lone);
    free_all(&heap, class, [lone]);
    assert_eq!(pool.state(), State::Kept);
    free_all(&heap, class, blocks.drain(..3));
    assert_eq!((pool.state(), pool_of(blocks[0]).state()), (State::Empty, State::Used));
    heap.check();

    // With a block in use it becomes one of the list.
    blocks.extend(fill(&heap, class, 4));
    let lone = blocks.pop().unwrap();
    free_all(&heap, class, [lone]);
    assert_eq!(heap.alloc_class(class), Some(lone));
    free_all(&heap, class, blocks.drain(..3));
    assert_eq!((pool_of(lone).state(), pool_of(blocks[0]).state()), (State::Used, State::Used));
    heap.check();
    free_all(&heap, class, blocks.into_iter().chain([lone]));
    heap.check();
}

#[cfg(not(feature = "hardened"))]
#[test]
fn kept_pools_serve_other_classes_before_an_arena_is_mapped() {
    let heap = Heap::with_source(Counting::default());
    for size in [16, 32, 48] {
        free_all(&heap, class(size), fill(&heap, class(size), 1));
    }
    // One pool of the arena is the shorter one, which the smallest class has.
    let blocks = fill(&heap, class(512), 61 * per_pool(512));
    assert_eq!(heap.stats().unused_pools, 3);
    heap.check();
    let more = fill(&heap, class(512), 3 * per_pool(512) - 6);
    assert_eq!(heap.source().arenas.get(), 1);
    heap.check();
    free_all(&heap, class(512), blocks.into_iter().chain(more));
    heap.check();
}

#[test]
fn kept_pools_hold_no_arena() {
    let heap = Heap::with_source(Counting::default());
    // An arena of each of 8 classes; of each but one pool is full, and every block goes at last.
    let sizes = [64, 128, 192, 256, 320, 384, 448, 512];
    let blocks = sizes.map(|size| fill(&heap, class(size), per_arena(size)));
    assert_eq!(heap.source().arenas.get(), 8);
    for (size, blocks) in sizes.into_iter().zip(blocks) {
        free_all(&heap, class(size), blocks);
        heap.check();
    }
    assert_eq!(heap.source().arenas.get(), 1);
    heap.trim();
    heap.check();
    assert_eq!(heap.source().arenas.get(), 0);
}

#[test]
fn of_two_arenas_with_a_kept_pool_each_one_goes() {
    let heap = Heap::with_source(Counting::default());
    let sizes = [64, 512];
    let lone = sizes.map(|size| fill(&heap, class(size), per_arena(size))).map(|mut blocks| {
        let lone = blocks.swap_remove(0);
        let class = pool_of(lone).class();
        free_all(&heap, class, blocks);
        lone
    });
    assert_eq!(heap.source().arenas.get(), 2);
    // The first becomes the spare arena, and its pool is kept while the block comes and goes.
    free_all(&heap, class(64), [lone[0]]);
    assert_eq!(heap.alloc_class(class(64)), Some(lone[0]));
    heap.check();
    // The other would be idle as well: it gives its pool up and goes, though it was the only one.
    free_all(&heap, class(512), [lone[1]]);
    heap.check();
    assert_eq!(heap.source().arenas.get(), 1);
    let again = heap.alloc_class(class(512)).unwrap();
    assert_eq!(heap.source().arenas.get(), 1);
    free_all(&heap, class(64), [lone[0]]);
    free_all(&heap, class(512), [again]);
    heap.check();
}

#[test]
fn an_empty_pool_that_keeps_its_class_keeps_its_free_list() {
    let heap = Heap::new();
    let blocks = fill(&heap, class(32), 100);
    free_all(&heap, class(32), blocks.iter().copied());
    assert_eq!(heap.stats().unused_pools, 64);
    let again = fill(&heap, class(32), 100);
    assert!(again.iter().eq(blocks.iter().rev()));
    heap.check();
    free_all(&heap, class(32), again);
}

#[test]
fn the_free_blocks_of_the_first_pools_of_a_class_are_used_before_a_new_pool() {
    let heap = Heap::new();
    let class = class(128);
    let mut blocks = fill(&heap, class, 10 * per_pool(128));
    let pools = heap.stats().pools();
    // Every second block goes and comes back: nothing may be mapped or opened for it.
    let (keep, drop): (Vec<_>, Vec<_>) = blocks.iter().enumerate().partition(|(at, _)| at % 2 == 0);
    let count = drop.len();
    free_all(&heap, class, drop.into_iter().map(|(_, &block)| block));
    heap.check();
    blocks = keep.into_iter().map(|(_, &block)| block).collect();
    blocks.extend(fill(&heap, class, count));
    assert_eq!(heap.stats().pools(), pools);
    heap.check();
    free_all(&heap, class, blocks);
}

#[test]
fn a_wholly_free_arena_goes_back_unless_it_is_the_only_one_of_them() {
    let heap = Heap::with_source(Counting::default());
    let blocks = fill(&heap, class(256), 4 * per_arena(256));
    assert_eq!(heap.source().arenas.get(), 4);
    heap.check();
    free_all(&heap, class(256), blocks);
    heap.check();
    assert_eq!(heap.source().arenas.get(), 1);
    let stats = heap.stats();
    assert_eq!((stats.arenas_allocated, stats.arenas_reclaimed, stats.arenas), (4, 3, 1));
    assert_eq!(stats.arenas_highwater, 4);
}

#[test]
fn one_block_back_and_forth_does_not_map_and_unmap() {
    let heap = Heap::new();
    let blocks = fill(&heap, class(512), per_arena(512));
    for _ in 0..100 {
        free_all(&heap, class(512), fill(&heap, class(512), 1));
    }
    assert_eq!(heap.stats().arenas_allocated, 2);
    free_all(&heap, class(512), blocks);
    heap.check();
}

#[test]
fn new_pools_come_from_the_arena_with_the_fewest_free_ones() {
    let heap = Heap::new();
    let class = class(512);
    let blocks = fill(&heap, class, 3 * per_arena(512));
    // By arena: how many pools to free. The fullest arena with a free pool is the second.
    let first = per_arena(512);
    let slots = |arena: usize, pools: usize| {
        let start = arena * first + usize::from(capacity(0, class));
        start..start + pools * per_pool(512)
    };
    let freed = [slots(0, 20), slots(1, 5), slots(2, 10)];
    for range in freed.clone() {
        free_all(&heap, class, blocks[range].iter().copied());
    }
    heap.check();
    let refilled = fill(&heap, self::class(64), 5 * per_pool(64));
    let arena = |block: core::ptr::NonNull<u8>| block.addr().get() >> 20;
    assert!(refilled.iter().all(|&block| arena(block) == arena(blocks[first])));
    heap.check();
    free_all(&heap, self::class(64), refilled);
    let kept = blocks.iter().enumerate().filter(|(at, _)| !freed.iter().any(|f| f.contains(at)));
    free_all(&heap, class, kept.map(|(_, &block)| block));
    heap.check();
    assert_eq!(heap.stats().arenas, 1);
}

#[test]
fn a_shrunken_heap_drains_its_pools() {
    const LIVE: usize = if cfg!(miri) { 5_000 } else { 500_000 };
    let mut rng = fastrand::Rng::with_seed(0x5EED);
    let heap = Heap::new();
    let mut blocks: Vec<_> = (0..LIVE)
        .map(|_| {
            let layout = layout(rng.usize(1..=128), 8);
            (heap.alloc(layout).unwrap(), layout)
        })
        .collect();
    rng.shuffle(&mut blocks);
    for (block, layout) in blocks.drain(LIVE * 3 / 10..) {
        // SAFETY: allocated above with this layout.
        unsafe { heap.dealloc(block, layout) };
    }
    let full = heap.stats();
    for _ in 0..LIVE * 6 {
        let at = rng.usize(..blocks.len());
        let (block, layout) = blocks[at];
        // SAFETY: the block has this layout, and its entry is replaced.
        unsafe { heap.dealloc(block, layout) };
        blocks[at].0 = heap.alloc(layout).unwrap();
    }
    heap.check();
    let stats = heap.stats();
    assert_eq!(stats.blocks_in_use(), blocks.len());
    let (in_use, held) = (stats.bytes_in_use(), stats.pools() * POOL_SIZE);
    assert!(
        held * 100 <= in_use * 120 || cfg!(miri),
        "{held} bytes of pools for {in_use} in use, {} before the churn",
        full.pools() * POOL_SIZE
    );
    for (block, layout) in blocks {
        // SAFETY: the block has this layout.
        unsafe { heap.dealloc(block, layout) };
    }
    heap.check();
    assert_eq!(heap.stats().arenas, 1);
}

#[test]
fn memory_is_not_touched_long_before_it_is_needed() {
    let heap = Heap::new();
    let block = heap.alloc_class(class(16)).unwrap();
    // SAFETY: the block is live, in a pool of this heap.
    let pool = unsafe { PoolRef::of_block(block) };
    assert_eq!(usize::from(pool.carved()) * 16, 1024);
    free_all(&heap, class(16), [block]);
}
