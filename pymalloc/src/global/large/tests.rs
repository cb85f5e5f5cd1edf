//! Large blocks on their own, without a thread's heap around them.

use super::*;

fn open() -> LargeBlocks {
    let blocks = LargeBlocks::new();
    blocks.open();
    blocks
}

fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

#[test]
fn a_class_is_at_most_an_eighth_larger_than_what_it_serves() {
    let mut last = None;
    for size in (MEDIUM_MAX + 1..40_000).chain([LARGE_MAX - 1, LARGE_MAX]) {
        let class = LargeClass::of(layout(size, 8)).unwrap();
        assert!(class.layout.size() >= size);
        assert!((class.layout.size() - size) * STEPS < size);
        assert!(class.index < CLASSES && last.is_none_or(|last| last <= class.index));
        assert_eq!(LargeClass::of(class.layout), Some(class));
        last = Some(class.index);
    }
    assert_eq!(last, Some(CLASSES - 1));
    for other in [layout(LARGE_MAX + 1, 8), layout(100, 2 * POOL_SIZE)] {
        assert_eq!(LargeClass::of(other), None);
    }
}

#[test]
fn an_alignment_up_to_a_pool_has_classes_of_its_own() {
    for (size, align, served) in
        [(1, 1024, 4096), (5_000, 64, 4096), (100, 8192, POOL_SIZE), (300_000, 16384, 16384)]
    {
        let class = LargeClass::of(layout(size, align)).unwrap();
        assert_eq!(class.layout.align(), served);
        assert!(class.layout.size() >= size);
        assert_eq!(LargeClass::of(class.layout), Some(class));
    }
}

#[test]
fn an_aligned_block_is_kept_and_stays_aligned() {
    let blocks = open();
    // SAFETY: the layout is not empty.
    let first = unsafe { blocks.alloc(layout(5_000, 256)) };
    fill(first, 9, 5_000);
    // SAFETY: the block was allocated with this layout. The new size has no class.
    let block = unsafe { blocks.realloc(first, layout(5_000, 256), layout(2_000_000, 256)) };
    assert!(block.addr().is_multiple_of(256) && is_filled(block, 9, 5_000));
    assert_eq!(blocks.kept(), (1, 5_120));
    // SAFETY: the block has this layout now.
    let block = unsafe { blocks.realloc(block, layout(2_000_000, 256), layout(5_100, 256)) };
    assert!(block == first && is_filled(block, 9, 5_000));
    // SAFETY: the same; it is not used any more.
    unsafe { blocks.dealloc(block, layout(5_100, 256)) };
    blocks.release();
    assert_eq!(blocks.kept(), (0, 0));
}

/// What the tests hold: blocks that come from `blocks` and go back to it once.
fn alloc(blocks: &LargeBlocks, size: usize) -> *mut u8 {
    // SAFETY: no size of the tests is zero.
    unsafe { blocks.alloc(layout(size, 8)) }
}

fn dealloc(blocks: &LargeBlocks, block: *mut u8, size: usize) {
    // SAFETY: the tests give back blocks of theirs with their size.
    unsafe { blocks.dealloc(block, layout(size, 8)) };
}

fn realloc(blocks: &LargeBlocks, block: *mut u8, size: usize, new: usize) -> *mut u8 {
    // SAFETY: the tests pass blocks of theirs with their size.
    unsafe { blocks.realloc(block, layout(size, 8), layout(new, 8)) }
}

fn fill(block: *mut u8, byte: u8, count: usize) {
    // SAFETY: the tests pass blocks of theirs that are so large.
    unsafe { block.write_bytes(byte, count) };
}

fn is_filled(block: *mut u8, byte: u8, count: usize) -> bool {
    let bytes = ptr::slice_from_raw_parts(block, count);
    // SAFETY: the tests pass blocks of theirs that are so large, and were written.
    unsafe { &*bytes }.iter().all(|&other| other == byte)
}

#[test]
fn a_freed_block_serves_the_next_request_of_its_class() {
    let blocks = open();
    let block = alloc(&blocks, 5_000);
    fill(block, 0xAA, 5_000);
    dealloc(&blocks, block, 5_000);
    // SAFETY: the layout is not empty.
    let again = unsafe { blocks.alloc_zeroed(layout(4_900, 8)) };
    assert_eq!(again, block);
    assert!(is_filled(again, 0, 4_900));
    assert_eq!(realloc(&blocks, again, 4_900, 5_100), again);
    dealloc(&blocks, again, 5_100);
    assert_eq!(blocks.kept(), (1, 5_120));
    blocks.release();
    assert_eq!(blocks.kept(), (0, 0));
}

#[test]
fn contents_follow_a_block_to_a_kept_one_and_to_the_system_s() {
    let blocks = open();
    let kept = alloc(&blocks, 9_000);
    let mut block = alloc(&blocks, 3_000);
    fill(block, 7, 3_000);
    dealloc(&blocks, kept, 9_000);
    let mut size = 3_000;
    for next in [9_000, 2_500, 2_000_000, 70_000] {
        block = realloc(&blocks, block, size, next);
        assert!(is_filled(block, 7, 2_500));
        assert!(size != 3_000 || block == kept);
        size = next;
    }
    dealloc(&blocks, block, size);
    blocks.release();
}

#[test]
fn no_more_than_the_limit_is_kept() {
    let blocks = open();
    let large = [(); 10].map(|()| alloc(&blocks, LARGE_MAX));
    for block in large {
        dealloc(&blocks, block, LARGE_MAX);
    }
    assert_eq!(blocks.kept().1, KEPT_MAX);
    blocks.release();
    assert!(blocks.kept.iter().all(|kept| kept.get().is_null()));
    assert_eq!(blocks.kept(), (0, 0));
}

#[test]
fn what_stands_for_no_heap_keeps_nothing() {
    let none = LargeBlocks::new();
    let block = realloc(&none, alloc(&none, 3_000), 3_000, 9_000);
    dealloc(&none, block, 9_000);
    assert!(none.kept.iter().all(|kept| kept.get().is_null()));
}

#[test]
fn the_system_may_enlarge_a_block_beyond_the_classes_in_place() {
    // It only does where the alignment stays.
    for align in [1, 8, 16] {
        assert_eq!(asked(layout(LARGE_MAX, align)).align(), ALIGNMENT);
        assert_eq!(asked(layout(LARGE_MAX + 1, align)), layout(LARGE_MAX + 1, ALIGNMENT));
    }
    assert_eq!(asked(layout(LARGE_MAX + 1, 64)).align(), 64);
}
