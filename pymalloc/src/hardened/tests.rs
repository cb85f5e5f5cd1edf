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
    let stored = |block: NonNull<u8>, rest: *mut u8| {
        // SAFETY: the blocks are of one pool, and nobody else uses them.
        unsafe { set_free(block, rest) };
        // SAFETY: the same.
        assert_eq!(unsafe { super::rest(block) }, rest);
        // SAFETY: a block has two words.
        unsafe { block.cast::<[usize; 2]>().read() }
    };
    for pair in blocks.windows(2) {
        let words = stored(pair[0], pair[1].as_ptr());
        assert!(words.iter().all(|word| word >> 20 != pair[1].addr().get() >> 20));
        assert_ne!(words, stored(pair[1], pair[0].as_ptr()));
        let end = pair[0].as_ptr().map_addr(|address| address | 1);
        assert_ne!(words, stored(pair[0], end));
    }
    for block in blocks {
        // SAFETY: the block is on no list.
        unsafe { hand_out(block) };
        // SAFETY: allocated above with this class.
        unsafe { heap.dealloc_class(block, class(32)) };
    }
}

#[test]
fn a_block_that_its_user_never_wrote_to_is_in_use() {
    let heap = Heap::new();
    for class in SizeClass::ALL {
        let block = heap.alloc_class(class).unwrap();
        // SAFETY: allocated above with this class; the second time it comes back.
        unsafe { heap.dealloc_class(block, class) };
        let again = heap.alloc_class(class).unwrap();
        assert_eq!((again, wrong(again, class)), (block, None));
        // SAFETY: the same.
        unsafe { heap.dealloc_class(again, class) };
    }
}

#[test]
fn a_block_of_an_arena_that_is_not_in_the_cache_is_given_back_like_any_other() {
    let heap = Heap::new();
    let blocks = [0; 3].map(|_| heap.alloc_class(class(64)).unwrap());
    // SAFETY: a block lies in an arena, and may be used for all of it.
    let arena = unsafe { ArenaRef::containing(blocks[0]) }.memory();
    arena_map::cache::remove(arena);
    for block in blocks {
        assert!(!arena_map::cache::contains(block));
        // SAFETY: allocated above with this class.
        unsafe { heap.dealloc_class(block, class(64)) };
        assert_eq!(wrong(block, class(64)), Some(Misuse::FreedTwice));
    }
    assert_eq!(heap.stats().blocks_in_use(), 0);
}
