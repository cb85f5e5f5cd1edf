//! Visiting blocks, owners of arenas, and the end of a heap.

use core::cell::Cell;
use core::ptr;
use std::boxed::Box;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::vec::Vec;

use super::{Counting, class, fill, free_all, layout, per_arena};
use crate::heap::Heap;
use crate::size_class::SizeClass;

#[test]
fn a_walk_visits_the_live_blocks_and_no_others() {
    let mut rng = fastrand::Rng::with_seed(11);
    let heap = Heap::new();
    let mut live = BTreeSet::new();
    for _ in 0..30_000 {
        let class = rng.choice(SizeClass::ALL).unwrap();
        live.insert((heap.alloc_class(class).unwrap(), class));
        if rng.u8(..) < 100 {
            let gone = *live.iter().nth(rng.usize(..live.len().min(50))).unwrap();
            live.remove(&gone);
            free_all(&heap, gone.1, [gone.0]);
        }
    }
    let mut visited = BTreeSet::new();
    heap.for_each_block(|block, class| assert!(visited.insert((block, class))));
    assert!(visited == live);
}

#[test]
fn a_walk_can_free_every_block_it_visits() {
    let heap = Heap::with_source(Counting::default());
    for class in SizeClass::ALL {
        fill(&heap, class, 4_000);
    }
    let arenas = heap.source().arenas.get();
    heap.for_each_block(|block, class| {
        free_all(&heap, class, [block]);
        assert_eq!(heap.source().arenas.get(), arenas, "no arena goes during the walk");
    });
    heap.check();
    assert_eq!(heap.stats().blocks_in_use(), 0);
    assert_eq!(heap.source().arenas.get(), 1);
}

#[cfg(feature = "std")]
#[test]
fn a_walk_of_large_blocks_visits_each_and_may_free_it() {
    let heap = Heap::with_source(Counting::default());
    let layouts = [(513, 1), (5_000, 64), (0, 1 << 15), (9, 1 << 16)].map(|(s, a)| layout(s, a));
    let mut live: BTreeSet<_> = BTreeSet::new();
    for layout in layouts {
        live.insert((heap.alloc(layout).unwrap(), layout.size()));
    }
    let mut visited = BTreeSet::new();
    heap.for_each_large_block(|block, layout| {
        assert!(block.addr().get().is_multiple_of(layout.align()));
        visited.insert((block, layout.size()));
        if layout.size() % 2 == 0 {
            // SAFETY: allocated above with this layout.
            unsafe { heap.dealloc(block, layout) };
        }
    });
    assert!(visited == live);
    let mut left = Vec::new();
    heap.for_each_large_block(|_, layout| left.push(layout.size()));
    assert_eq!(left, [9, 513], "newest first");
    assert_eq!((heap.stats().large_blocks, heap.stats().large_bytes), (2, 522));
}

#[cfg(feature = "std")]
#[test]
fn a_dropped_heap_gives_its_large_blocks_back() {
    let source = Counting::default();
    let heap = Heap::with_source(&source);
    let blocks = [600, 5_000, 100_000].map(|size| heap.alloc(layout(size, 8)).unwrap());
    // SAFETY: the middle one of the list, and its first, with their layouts.
    let moved = unsafe { heap.realloc(blocks[1], layout(5_000, 8), 2_000_000) }.unwrap();
    // SAFETY: as above.
    unsafe { heap.dealloc(blocks[2], layout(100_000, 8)) };
    // SAFETY: the block has so many bytes.
    unsafe { moved.write_bytes(3, 2_000_000) };
    assert_eq!(source.large.get(), 2);
    // It may move before that.
    drop(Box::new(heap));
    assert_eq!((source.large.get(), source.arenas.get()), (0, 0));
}

#[test]
fn a_walk_whose_visitor_panics_leaves_the_heap_in_order() {
    let heap = Heap::new();
    let blocks = fill(&heap, class(512), 3 * per_arena(512));
    let visits = Cell::new(0);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        heap.for_each_block(|_, _| {
            visits.set(visits.get() + 1);
            assert!(visits.get() < 10, "enough");
        });
    }));
    assert!(outcome.is_err());
    free_all(&heap, class(512), blocks);
    heap.check();
    assert_eq!(heap.stats().arenas, 1);
}

#[test]
fn the_owner_is_found_from_any_small_block_of_any_arena() {
    let heap = Heap::new();
    let before = heap.alloc(layout(40, 8)).unwrap();
    let host = Box::new(42);
    let owner = ptr::from_ref(&*host).cast::<()>();
    heap.set_owner(owner);
    heap.check();
    let mut blocks = fill(&heap, class(512), 2 * per_arena(512));
    blocks.push(before);
    for &block in &blocks {
        // SAFETY: the block is small and live, its heap exists.
        assert_eq!(unsafe { Heap::<crate::OsArenas>::owner_of(block) }, owner);
    }
    let other = Heap::new();
    let block = other.alloc(layout(1, 1)).unwrap();
    // SAFETY: the same for the other heap.
    assert!(unsafe { Heap::<crate::OsArenas>::owner_of(block) }.is_null());
}

#[test]
fn a_heap_dropped_with_live_blocks_unmaps_all_arenas() {
    let source = Counting::default();
    let heap = Heap::with_source(&source);
    fill(&heap, class(80), 3 * per_arena(80) + 1);
    assert_eq!(source.arenas.get(), 4);
    drop(heap);
    assert_eq!(source.arenas.get(), 0);
}

#[test]
fn a_heap_that_moves_keeps_its_blocks() {
    let heap = Heap::new();
    let blocks: Vec<_> = fill(&heap, class(48), 1_000).iter().map(|b| b.addr()).collect();
    let moved = std::thread::spawn(move || {
        heap.check();
        heap
    });
    let heap = moved.join().unwrap();
    let mut visited = Vec::new();
    heap.for_each_block(|block, _| visited.push(block.addr()));
    assert_eq!(visited, blocks);
}
