//! A source that refuses: the heap says so, and loses nothing.

use std::vec::Vec;

use super::{Counting, class, fill, free_all, layout, per_arena};
use crate::fault::FaultInjecting;
use crate::geometry::ARENA_SIZE;
use crate::heap::Heap;
use crate::limited::Limited;
use crate::os::OsArenas;

/// A piece of work of some arenas; the blocks that it got, and how often it was refused.
fn work<S: crate::ArenaSource>(heap: &Heap<S>) -> usize {
    let sizes = [24, 480, 64, 512, 300, 500, if cfg!(feature = "std") { 9_000 } else { 496 }];
    let mut blocks = Vec::new();
    let mut refused = 0;
    for round in 0..12_000 {
        let layout = layout(sizes[round % sizes.len()], 8);
        match heap.alloc(layout) {
            Some(block) => blocks.push((block, layout)),
            None => refused += 1,
        }
    }
    heap.check();
    assert_eq!(heap.stats().blocks_in_use() + heap.stats().large_blocks, blocks.len());
    for (block, layout) in blocks {
        // SAFETY: allocated above with this layout.
        unsafe { heap.dealloc(block, layout) };
    }
    heap.check();
    refused
}

#[test]
fn whichever_request_is_refused_nothing_is_lost() {
    let heap = Heap::with_source(FaultInjecting::new(Counting::default()));
    assert_eq!(work(&heap), 0);
    let requests = heap.source().requests();
    let arenas = heap.stats().arenas_allocated;
    assert!(arenas >= 3);
    // All arenas, and of the large blocks every hundredth.
    for n in (1..=requests).filter(|n| *n <= 8 || n % 100 == 0 || cfg!(not(feature = "std"))) {
        let heap = Heap::with_source(FaultInjecting::new(Counting::default()));
        heap.source().fail_nth(n);
        assert_eq!(work(&heap), 1, "request {n}");
        assert_eq!(heap.source().refused(), 1);
        assert_eq!(heap.source().source().large.get(), 0);
        assert_eq!(heap.source().source().arenas.get(), 1);
        assert_eq!(heap.stats().blocks_in_use(), 0);
    }
}

#[test]
fn a_heap_without_any_arena_refuses_and_recovers() {
    let heap = Heap::with_source(FaultInjecting::new(OsArenas));
    heap.source().fail_from(1);
    for _ in 0..3 {
        assert_eq!(heap.alloc_class(class(64)), None);
        heap.check();
    }
    assert_eq!(heap.source().refused(), 3);
    heap.source().serve();
    free_all(&heap, class(64), fill(&heap, class(64), 10));
    heap.check();
}

#[test]
fn a_full_budget_refuses_until_something_is_freed() {
    let heap = Heap::with_source(Limited::new(OsArenas, 2 * ARENA_SIZE));
    let mut blocks = fill(&heap, class(208), 2 * per_arena(208));
    assert_eq!(heap.alloc_class(class(208)), None);
    assert_eq!(heap.alloc_class(class(16)), None);
    heap.check();
    // One free block, in a pool that counts as full for a while yet.
    free_all(&heap, class(208), [blocks.swap_remove(700)]);
    heap.check();
    let again = heap.alloc_class(class(208)).expect("the one free block");
    assert_eq!(heap.alloc_class(class(208)), None);
    heap.check();
    free_all(&heap, class(208), blocks.into_iter().chain([again]));
    assert_eq!(heap.source().used(), ARENA_SIZE);
    let blocks = fill(&heap, class(16), 2 * per_arena(16));
    assert_eq!(heap.source().used(), heap.source().budget());
    free_all(&heap, class(16), blocks);
    heap.check();
}

#[test]
fn every_free_block_can_be_had_when_no_arena_can() {
    let heap = Heap::with_source(FaultInjecting::new(OsArenas));
    let mut blocks = fill(&heap, class(160), 2 * per_arena(160));
    heap.source().fail_from(1);
    // Up to three blocks of every pool go: none reaches the mark to rejoin.
    let mut freed = 0;
    let mut rest = Vec::new();
    for (at, block) in blocks.drain(..).enumerate() {
        if at % 40 == 0 {
            free_all(&heap, class(160), [block]);
            freed += 1;
        } else {
            rest.push(block);
        }
    }
    heap.check();
    rest.extend(fill(&heap, class(160), freed));
    assert_eq!(heap.alloc_class(class(160)), None);
    heap.check();
    free_all(&heap, class(160), rest);
    heap.check();
}

#[test]
fn a_reallocation_that_is_refused_leaves_the_block() {
    let heap = Heap::with_source(Limited::new(OsArenas, ARENA_SIZE));
    let blocks = fill(&heap, class(64), per_arena(64));
    let block = blocks[5];
    // SAFETY: allocated above; where the size is refused the layout stays.
    assert_eq!(unsafe { heap.realloc(block, layout(64, 1), 65) }, None);
    // SAFETY: the same.
    assert_eq!(unsafe { heap.realloc(block, layout(64, 1), 5_000) }, None);
    // SAFETY: the same. The smaller block cannot be had either, so it stays where it is.
    assert_eq!(unsafe { heap.realloc(block, layout(64, 1), 10) }, Some(block));
    heap.check();
    // SAFETY: the block has this layout now.
    unsafe { heap.dealloc(block, layout(10, 1)) };
    free_all(&heap, class(64), blocks.into_iter().filter(|&other| other != block));
    heap.check();
}
