//! Pages that are mapped before their first use.

use core::cell::RefCell;
use core::ptr::NonNull;
use std::vec::Vec;

use super::{class, fill, free_all, per_arena, per_pool};
use crate::arena_source::ArenaSource;
use crate::geometry::{ARENA_SIZE, POOL_SIZE, capacity};
use crate::heap::Heap;
use crate::heap::refill::POPULATED;
use crate::os::OsArenas;

/// The arenas that are not populated.
const FIRST: usize = POPULATED - 1;

/// The system's arenas; what is populated is written down.
#[derive(Default)]
struct Recording(RefCell<Vec<(usize, usize)>>);

// SAFETY: everything is passed on to `OsArenas`.
unsafe impl ArenaSource for Recording {
    fn map(&self) -> Option<NonNull<u8>> {
        OsArenas.map()
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { OsArenas.unmap(arena) };
    }

    unsafe fn populate(&self, memory: NonNull<u8>, bytes: usize) {
        self.0.borrow_mut().push((memory.addr().get() % ARENA_SIZE, bytes));
        // SAFETY: the caller's promise.
        unsafe { OsArenas.populate(memory, bytes) };
    }
}

#[test]
fn every_slot_of_a_later_arena_is_populated_once_before_it_is_used() {
    let heap = Heap::with_source(Recording::default());
    let mut blocks = fill(&heap, class(512), FIRST * per_arena(512));
    assert_eq!(heap.source().0.borrow().len(), 0);
    for pool in 0..64 {
        let before = blocks.len();
        blocks.extend(fill(&heap, class(512), usize::from(capacity(pool, class(512)))));
        let populated = heap.source().0.borrow();
        assert!(populated.iter().map(|(_, bytes)| bytes).sum::<usize>() > pool * POOL_SIZE);
        assert!(blocks[before..].iter().all(|block| {
            let offset = block.addr().get() % ARENA_SIZE;
            populated.iter().any(|&(start, bytes)| (start..start + bytes).contains(&offset))
        }));
    }
    heap.check();
    let mut populated = heap.source().0.take();
    populated.sort_unstable();
    assert_eq!(populated.iter().map(|(_, bytes)| bytes).sum::<usize>(), ARENA_SIZE);
    populated.dedup_by_key(|&mut (start, _)| start);
    assert_eq!(populated.len(), 16);
    free_all(&heap, class(512), blocks);
}

#[test]
fn a_slot_that_was_used_is_not_populated_again() {
    let heap = Heap::with_source(Recording::default());
    let mut blocks = fill(&heap, class(512), FIRST * per_arena(512) + 4 * per_pool(512));
    let kept = blocks.split_off(blocks.len() - 1);
    let populated = heap.source().0.borrow().len();
    free_all(&heap, class(512), blocks.drain(FIRST * per_arena(512)..));
    blocks.extend(fill(&heap, class(256), 2 * per_pool(256)));
    assert_eq!(heap.source().0.borrow().len(), populated);
    heap.check();
    let small = blocks.split_off(FIRST * per_arena(512));
    free_all(&heap, class(256), small);
    free_all(&heap, class(512), blocks.into_iter().chain(kept));
}
