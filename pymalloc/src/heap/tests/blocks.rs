//! What a caller sees of single blocks: addresses, alignment, contents, size changes.

use core::ptr::NonNull;
use std::collections::BTreeSet;
use std::vec::Vec;

use super::{class, free_all, layout};
use crate::heap::Heap;
use crate::size_class::SizeClass;

fn fill_bytes(block: NonNull<u8>, byte: u8, count: usize) {
    // SAFETY: the tests pass blocks of theirs that are at least so long.
    unsafe { block.write_bytes(byte, count) };
}

fn bytes<'a>(block: NonNull<u8>, count: usize) -> &'a [u8] {
    // SAFETY: the tests pass live blocks, written before, and drop the slice before they free.
    unsafe { NonNull::slice_from_raw_parts(block, count).as_ref() }
}

#[test]
fn the_block_freed_last_is_handed_out_first() {
    let heap = Heap::new();
    let blocks: Vec<_> = (0..4).map(|_| heap.alloc_class(class(64)).unwrap()).collect();
    free_all(&heap, class(64), blocks[1..].iter().copied());
    let again: Vec<_> = (0..3).map(|_| heap.alloc_class(class(64)).unwrap()).collect();
    assert!(again.iter().eq(blocks[1..].iter().rev()));
    heap.check();
    free_all(&heap, class(64), again.into_iter().chain([blocks[0]]));
    heap.check();
}

#[cfg(not(feature = "hardened"))]
#[test]
fn fresh_blocks_lie_one_behind_the_other() {
    let heap = Heap::new();
    let blocks: Vec<_> = (0..200).map(|_| heap.alloc_class(class(112)).unwrap()).collect();
    let steps = blocks.windows(2).filter(|pair| pair[1].addr().get() == pair[0].addr().get() + 112);
    // One step leads from the short pool of slot 0, with 123 blocks, to slot 1.
    assert_eq!(steps.count(), 198);
    free_all(&heap, class(112), blocks);
}

#[test]
fn requests_of_zero_bytes_get_distinct_blocks() {
    let heap = Heap::new();
    let blocks: BTreeSet<_> = (0..100).map(|_| heap.alloc(layout(0, 1)).unwrap()).collect();
    assert_eq!(blocks.len(), 100);
    assert_eq!(heap.stats().classes[0].blocks_in_use, 100);
    for block in blocks {
        // SAFETY: allocated above with this layout.
        unsafe { heap.dealloc(block, layout(0, 1)) };
    }
}

#[test]
fn every_alignment_up_to_512_is_served_from_pools() {
    let heap = Heap::new();
    let mut blocks = Vec::new();
    for shift in 0..=9 {
        let align = 1 << shift;
        for size in [0, 1, 17, 40, 100, 200, 300, 512] {
            let layout = layout(size, align);
            for _ in 0..100 {
                let block = heap.alloc(layout).unwrap();
                assert!(block.addr().get().is_multiple_of(align), "{layout:?}");
                blocks.push((block, layout));
            }
        }
    }
    heap.check();
    assert_eq!(heap.stats().large_blocks, 0);
    for (block, layout) in blocks {
        // SAFETY: allocated above with this layout.
        unsafe { heap.dealloc(block, layout) };
    }
    heap.check();
}

#[cfg(feature = "std")]
#[test]
fn larger_and_stricter_requests_come_from_the_source() {
    let heap = Heap::new();
    for (size, align) in [(513, 1), (100_000, 8), (1, 1 << 15), (0, 1 << 16), (3, 1 << 20)] {
        let layout = layout(size, align);
        let block = heap.alloc_zeroed(layout).unwrap();
        assert!(block.addr().get().is_multiple_of(align));
        assert!(bytes(block, size).iter().all(|&byte| byte == 0));
        assert_eq!(heap.stats().large_blocks, 1);
        // SAFETY: allocated above with this layout.
        let block = unsafe { heap.realloc(block, layout, 2_000) }.unwrap();
        assert!(block.addr().get().is_multiple_of(align));
        // SAFETY: the block has this layout now.
        unsafe { heap.dealloc(block, self::layout(2_000, align)) };
    }
    assert_eq!((heap.stats().large_blocks, heap.stats().large_bytes), (0, 0));
    assert_eq!(heap.stats().arenas, 0);
}

#[test]
fn zeroed_blocks_are_zero_after_others_wrote_there() {
    let heap = Heap::new();
    for size in [1, 16, 40, 512] {
        let layout = layout(size, 1);
        let block = heap.alloc(layout).unwrap();
        fill_bytes(block, 0xEE, size);
        // SAFETY: allocated above with this layout.
        unsafe { heap.dealloc(block, layout) };
        let again = heap.alloc_zeroed(layout).unwrap();
        assert_eq!(again, block);
        assert!(bytes(again, size).iter().all(|&byte| byte == 0));
        // SAFETY: allocated above with this layout.
        unsafe { heap.dealloc(again, layout) };
    }
}

#[test]
fn a_block_stays_in_place_while_it_grows_within_its_class() {
    let heap = Heap::new();
    let block = heap.alloc(layout(33, 1)).unwrap();
    // SAFETY: allocated above with this layout.
    assert_eq!(unsafe { heap.realloc(block, layout(33, 1), 48) }, Some(block));
    // SAFETY: the block has this layout now.
    let moved = unsafe { heap.realloc(block, layout(48, 1), 49) }.unwrap();
    assert_ne!(moved, block);
    // SAFETY: the block has this layout now.
    unsafe { heap.dealloc(moved, layout(49, 1)) };
    heap.check();
}

#[test]
fn a_block_moves_only_when_it_shrinks_by_a_quarter() {
    let heap = Heap::new();
    let block = heap.alloc(layout(512, 1)).unwrap();
    fill_bytes(block, 7, 512);
    // 385 * 4 > 512 * 3, and 384 * 4 is not.
    // SAFETY: allocated above with this layout.
    assert_eq!(unsafe { heap.realloc(block, layout(512, 1), 385) }, Some(block));
    // SAFETY: the block has this layout now. It still has the 512 bytes to grow into.
    assert_eq!(unsafe { heap.realloc(block, layout(385, 1), 500) }, Some(block));
    // SAFETY: the block has this layout now.
    let moved = unsafe { heap.realloc(block, layout(500, 1), 384) }.unwrap();
    assert_ne!(moved, block);
    assert!(bytes(moved, 384).iter().all(|&byte| byte == 7));
    assert_eq!(heap.stats().classes[class(384).index()].blocks_in_use, 1);
    // SAFETY: the block has this layout now.
    unsafe { heap.dealloc(moved, layout(384, 1)) };
    heap.check();
    assert_eq!(heap.stats().blocks_in_use(), 0);
}

#[test]
fn a_block_shrunk_in_place_is_freed_by_its_new_layout() {
    let heap = Heap::new();
    let block = heap.alloc(layout(100, 1)).unwrap();
    // SAFETY: allocated above with this layout.
    assert_eq!(unsafe { heap.realloc(block, layout(100, 1), 90) }, Some(block));
    // SAFETY: the block has this layout now, whose class is 96, in a pool of class 112.
    unsafe { heap.dealloc(block, layout(90, 1)) };
    heap.check();
    assert_eq!(heap.stats().blocks_in_use(), 0);
}

#[cfg(feature = "std")]
#[test]
fn contents_survive_the_way_from_small_to_large_and_back() {
    let heap = Heap::new();
    let mut block = heap.alloc(layout(1, 8)).unwrap();
    fill_bytes(block, 0x5A, 1);
    let sizes = [1, 400, 512, 513, 5_000, 600, 512, 100, 2_000, 2];
    for pair in sizes.windows(2) {
        // SAFETY: the block has this layout now.
        block = unsafe { heap.realloc(block, layout(pair[0], 8), pair[1]) }.unwrap();
        let kept = pair[0].min(pair[1]);
        assert!(bytes(block, kept).iter().all(|&byte| byte == 0x5A), "{pair:?}");
        fill_bytes(block, 0x5A, pair[1]);
        let large = usize::from(pair[1] > 512);
        assert_eq!(heap.stats().large_blocks, large, "{pair:?}");
    }
    // SAFETY: the block has this layout now.
    unsafe { heap.dealloc(block, layout(2, 8)) };
    heap.check();
}

#[test]
fn a_size_beyond_the_address_space_is_refused() {
    let heap = Heap::new();
    let block = heap.alloc(layout(16, 16)).unwrap();
    for size in [usize::MAX, isize::MAX as usize] {
        // SAFETY: allocated above with this layout; the block stays when the size is refused.
        assert_eq!(unsafe { heap.realloc(block, layout(16, 16), size) }, None);
    }
    // SAFETY: allocated above with this layout.
    unsafe { heap.dealloc(block, layout(16, 16)) };
}

#[test]
fn every_class_serves_blocks_that_do_not_overlap() {
    let heap = Heap::new();
    for class in SizeClass::ALL {
        let size = class.block_size();
        let blocks: Vec<_> = (0..70).map(|_| heap.alloc_class(class).unwrap()).collect();
        for (index, &block) in (0_u8..).zip(&blocks) {
            fill_bytes(block, index, size);
        }
        for (index, &block) in (0_u8..).zip(&blocks) {
            assert!(bytes(block, size).iter().all(|&byte| byte == index));
        }
        heap.check();
        free_all(&heap, class, blocks);
    }
}

/// The checks that only debug assertions make. Each panics before the heap is changed.
#[cfg(all(debug_assertions, not(feature = "hardened")))]
mod mistakes {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    fn panics(free: impl FnOnce()) -> bool {
        catch_unwind(AssertUnwindSafe(free)).is_err()
    }

    #[test]
    fn a_free_that_shows_to_be_wrong_panics() {
        let heap = Heap::new();
        let [kept, block] = [0, 1].map(|_| heap.alloc_class(class(64)).unwrap());
        // SAFETY: inside the block of 64 bytes.
        let inside = unsafe { block.add(16) };
        // SAFETY: none, the point of the test: the address is no block's.
        assert!(panics(|| unsafe { heap.dealloc_class(inside, class(64)) }));
        // SAFETY: none: the block is smaller than the class says.
        assert!(panics(|| unsafe { heap.dealloc_class(block, class(80)) }));
        heap.check();
        free_all(&heap, class(64), [block]);
        // SAFETY: none: the block is free, at the top of its pool's list.
        assert!(panics(|| unsafe { heap.dealloc_class(block, class(64)) }));
        free_all(&heap, class(64), [kept]);
        // SAFETY: none: the block is free, and its pool is empty.
        assert!(panics(|| unsafe { heap.dealloc_class(kept, class(64)) }));
        heap.check();
    }
}
