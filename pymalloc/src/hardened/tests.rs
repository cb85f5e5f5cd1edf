//! What the hardened mode notices, as values: nothing dies here.

use core::alloc::Layout;
use core::ptr;
use std::vec::Vec;

use super::*;
use crate::heap::Heap;

fn class(size: usize) -> SizeClass {
    SizeClass::of(size).unwrap()
}

/// What a heap without an owner would say to a free.
fn wrong(block: NonNull<u8>, class: SizeClass) -> Option<Misuse> {
    if !arena_map::contains(block) {
        return Some(Misuse::Foreign);
    }
    // SAFETY: the address lies in an arena that is mapped.
    fault(block, unsafe { PoolRef::of_block(block) }, ptr::null(), class)
}

#[test]
fn a_second_free_is_noticed_wherever_the_block_is() {
    let heap = Heap::new();
    let blocks: Vec<_> = (0..500).map(|_| heap.alloc_class(class(48)).unwrap()).collect();
    assert!(blocks.iter().all(|&block| wrong(block, class(48)).is_none()));
    for &block in &blocks {
        // SAFETY: allocated above with this class.
        unsafe { heap.dealloc_class(block, class(48)) };
    }
    // At the top of a list, deep in one, in an empty pool.
    for &block in &blocks {
        assert_eq!(wrong(block, class(48)), Some(Misuse::FreedTwice));
    }
    heap.trim();
    assert_eq!(wrong(blocks[0], class(48)), Some(Misuse::Foreign), "its arena is gone");
}

#[test]
fn a_block_in_a_purged_pool_was_freed() {
    let heap = Heap::new();
    let kept = heap.alloc_class(class(16)).unwrap();
    let blocks: Vec<_> = (0..500).map(|_| heap.alloc_class(class(48)).unwrap()).collect();
    for &block in &blocks {
        // SAFETY: allocated above with this class.
        unsafe { heap.dealloc_class(block, class(48)) };
    }
    heap.trim();
    assert_eq!(wrong(blocks[0], class(48)), Some(Misuse::FreedTwice));
    // SAFETY: allocated above with this class.
    unsafe { heap.dealloc_class(kept, class(16)) };
}

#[test]
fn a_pointer_into_a_block_is_noticed_at_every_byte() {
    let heap = Heap::new();
    let block = heap.alloc_class(class(64)).unwrap();
    for offset in 1..64 {
        // SAFETY: inside the block.
        let inside = unsafe { block.add(offset) };
        assert_eq!(wrong(inside, class(64)), Some(Misuse::Inside), "{offset}");
    }
    // SAFETY: allocated above with this class.
    unsafe { heap.dealloc_class(block, class(64)) };
}

#[test]
fn pointers_of_no_heap_are_noticed() {
    let local = 0_u64;
    assert_eq!(wrong(NonNull::from(&local).cast(), class(16)), Some(Misuse::Foreign));
    assert_eq!(wrong(NonNull::dangling(), class(16)), Some(Misuse::Foreign));
    let vector = std::vec![0_u8; 100];
    assert_eq!(wrong(NonNull::from(&vector[0]), class(112)), Some(Misuse::Foreign));
}

#[test]
fn the_layout_of_a_larger_block_is_noticed_and_of_a_smaller_one_is_not() {
    let heap = Heap::new();
    let block = heap.alloc(Layout::new::<[u8; 64]>()).unwrap();
    assert_eq!(wrong(block, class(80)), Some(Misuse::LayoutTooLarge));
    assert_eq!(wrong(block, class(64)), None);
    assert_eq!(wrong(block, class(48)), None, "it may have shrunk in place");
    // SAFETY: allocated above with this layout.
    unsafe { heap.dealloc(block, Layout::new::<[u8; 64]>()) };
}

#[test]
fn another_owner_s_block_is_noticed() {
    let other = Heap::new();
    let word = 0_u8;
    other.set_owner((&raw const word).cast());
    let block = other.alloc_class(class(64)).unwrap();
    assert_eq!(wrong(block, class(64)), Some(Misuse::OtherOwner));
    // SAFETY: allocated above with this class.
    unsafe { other.dealloc_class(block, class(64)) };
}

#[test]
fn links_are_stored_as_something_else_and_come_back() {
    let heap = Heap::new();
    let blocks: Vec<_> = (0..9).map(|_| heap.alloc_class(class(32)).unwrap()).collect();
    for pair in blocks.windows(2) {
        let stored = encode(pair[0], Some(pair[1]));
        assert_ne!(stored, pair[1].addr().get());
        assert_ne!(encode(pair[0], None), 0);
        assert_eq!(decode(pair[0], stored), Some(pair[1]));
        assert_eq!(decode(pair[0], encode(pair[0], None)), None);
    }
    assert_ne!(encode(blocks[0], None), encode(blocks[1], None));
    for block in blocks {
        // SAFETY: allocated above with this class.
        unsafe { heap.dealloc_class(block, class(32)) };
    }
}
