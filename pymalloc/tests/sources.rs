//! Sources of arenas as a host uses them.

use pymalloc::{ARENA_SIZE, Heap, Limited, OsArenas, SizeClass};

const CLASS: SizeClass = SizeClass::of(512).unwrap();

/// Allocates until the heap refuses, and tells how many blocks there are.
fn exhaust<S: pymalloc::ArenaSource>(heap: &Heap<S>) -> usize {
    core::iter::from_fn(|| heap.alloc_class(CLASS)).count()
}

#[test]
fn two_heaps_can_share_one_budget() {
    let budget = Limited::new(OsArenas, 3 * ARENA_SIZE);
    let one = Heap::with_source(&budget);
    let other = Heap::with_source(&budget);
    assert!(one.alloc_class(CLASS).is_some());
    let blocks = exhaust(&other);
    assert_eq!(other.stats().arenas, 2);
    assert_eq!(budget.used(), budget.budget());
    drop(other);
    assert_eq!(budget.used(), ARENA_SIZE);
    assert_eq!(exhaust(&one) + 1, blocks / 2 * 3);
}

#[test]
fn a_raised_budget_serves_again() {
    let heap = Heap::with_source(Limited::new(OsArenas, ARENA_SIZE));
    let blocks = exhaust(&heap);
    heap.source().set_budget(2 * ARENA_SIZE);
    assert_eq!(exhaust(&heap), blocks);
    heap.source().set_budget(0);
    assert_eq!(exhaust(&heap), 0);
}

#[cfg(feature = "std")]
#[test]
fn a_heap_that_is_refused_a_large_block_goes_on_with_small_ones() {
    let heap = Heap::with_source(pymalloc::FaultInjecting::new(OsArenas));
    let large = core::alloc::Layout::from_size_align(2_000, 8).unwrap();
    heap.source().fail_nth(2);
    assert!(heap.alloc_class(CLASS).is_some());
    assert_eq!(heap.alloc(large), None);
    assert!(heap.alloc_class(CLASS).is_some());
    let block = heap.alloc_zeroed(large).unwrap();
    heap.source().fail_nth(1);
    // SAFETY: allocated above; a refused size leaves block and layout.
    assert_eq!(unsafe { heap.realloc(block, large, 100_000) }, None);
    // SAFETY: the same.
    unsafe { heap.dealloc(block, large) };
    assert_eq!((heap.source().requests(), heap.source().refused()), (4, 2));
}
