//! Memory that goes back while its arena stays.

use core::cell::{Cell, RefCell};
use core::ptr::NonNull;
use std::vec::Vec;

use super::{class, fill, free_all, per_arena, per_pool};
use crate::arena_source::ArenaSource;
use crate::geometry::{ARENA_SIZE, HEADER_BYTES, POOL_SIZE, capacity};
use crate::heap::Heap;
use crate::os::OsArenas;
use crate::pool::{PoolRef, State};

/// The system's arenas; purges are written down, and refused on request.
#[derive(Default)]
struct Recording {
    purged: RefCell<Vec<(NonNull<u8>, usize)>>,
    refuse: Cell<bool>,
}

// SAFETY: everything is passed on to `OsArenas`.
unsafe impl ArenaSource for Recording {
    fn map(&self) -> Option<NonNull<u8>> {
        OsArenas.map()
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { OsArenas.unmap(arena) };
    }

    unsafe fn purge(&self, memory: NonNull<u8>, bytes: usize) -> bool {
        if self.refuse.get() {
            return false;
        }
        self.purged.borrow_mut().push((memory, bytes));
        // SAFETY: the caller's promise.
        unsafe { OsArenas.purge(memory, bytes) };
        true
    }
}

/// The short pool of slot 0 and a whole one, which rejoins its class as often as it is told to.
struct Metronome<'a> {
    heap: &'a Heap<Recording>,
    blocks: Vec<NonNull<u8>>,
}

impl<'a> Metronome<'a> {
    const SIZE: usize = 512;

    fn new(heap: &'a Heap<Recording>) -> Self {
        let short = usize::from(capacity(0, class(Self::SIZE)));
        let mut blocks = fill(heap, class(Self::SIZE), short + per_pool(Self::SIZE) + 1);
        // The block in a third pool is the one that shows the second to be full.
        blocks.rotate_right(1);
        Metronome { heap, blocks }
    }

    /// Makes as many events of the purge's clock.
    fn beat(&mut self, events: u32) {
        for _ in 0..events {
            let some = self.blocks.split_off(self.blocks.len() - per_pool(Self::SIZE) / 8);
            free_all(self.heap, class(Self::SIZE), some.iter().copied());
            self.blocks.extend(fill(self.heap, class(Self::SIZE), some.len()));
            free_all(self.heap, class(Self::SIZE), fill(self.heap, class(Self::SIZE), 1));
        }
    }
}

impl Drop for Metronome<'_> {
    fn drop(&mut self) {
        free_all(self.heap, class(Self::SIZE), self.blocks.drain(..));
        self.heap.check();
    }
}

/// A heap with a metronome, and beside it empty pools of blocks of 64 bytes.
fn heap_with_empty_pools(heap: &Heap<Recording>, pools: usize) -> Metronome<'_> {
    let metronome = Metronome::new(heap);
    free_all(heap, class(64), fill(heap, class(64), pools * per_pool(64)));
    metronome
}

const PERIOD: u32 = super::super::purge::PERIOD;

#[test]
fn a_pool_that_nobody_takes_between_two_passes_is_purged() {
    let heap = Heap::with_source(Recording::default());
    let mut metronome = heap_with_empty_pools(&heap, 5);
    metronome.beat(PERIOD);
    assert_eq!(heap.source().purged.borrow().len(), 0, "the first pass only looks");
    heap.check();
    metronome.beat(PERIOD);
    heap.check();
    let bytes: usize = heap.source().purged.borrow().iter().map(|(_, bytes)| bytes).sum();
    assert!((4 * POOL_SIZE..=5 * POOL_SIZE).contains(&bytes), "{bytes}");
    assert_eq!(heap.source().purged.borrow().len(), 1, "pools side by side are one request");
    assert_eq!(heap.stats().purged_pools, bytes / POOL_SIZE);
    metronome.beat(3 * PERIOD);
    assert_eq!(heap.source().purged.borrow().len(), 1, "a purged pool is not purged again");
}

#[test]
fn a_pool_that_was_taken_meanwhile_is_not_idle() {
    let heap = Heap::with_source(Recording::default());
    let mut metronome = heap_with_empty_pools(&heap, 5);
    for _ in 0..4 {
        metronome.beat(PERIOD);
        free_all(&heap, class(64), fill(&heap, class(64), 5 * per_pool(64)));
    }
    assert_eq!(heap.stats().pools_purged, 0);
}

#[test]
fn purged_pools_that_are_taken_again_put_the_next_pass_off() {
    let heap = Heap::with_source(Recording::default());
    let mut metronome = heap_with_empty_pools(&heap, 9);
    metronome.beat(2 * PERIOD);
    let purged = heap.stats().pools_purged;
    assert!(purged >= 8);
    for _ in 0..2 {
        free_all(&heap, class(64), fill(&heap, class(64), 9 * per_pool(64)));
        metronome.beat(PERIOD);
    }
    // The pass that ended the first period set the next one far off.
    metronome.beat(PERIOD);
    assert_eq!(heap.stats().pools_purged, purged);
}

#[test]
fn a_purged_pool_serves_any_class_again() {
    for size in [64, 48] {
        let heap = Heap::with_source(Recording::default());
        let mut metronome = heap_with_empty_pools(&heap, 5);
        metronome.beat(2 * PERIOD);
        let purged = heap.stats().purged_pools;
        let blocks = fill(&heap, class(size), 3 * per_pool(size));
        heap.check();
        assert!(heap.stats().purged_pools <= purged - 2);
        for &block in &blocks {
            // SAFETY: the block is live, in a pool of this heap.
            let pool = unsafe { PoolRef::of_block(block) };
            assert!(matches!(pool.state(), State::Used | State::Full));
            // SAFETY: the block has at least this size.
            unsafe { block.write_bytes(0xA5, size) };
        }
        heap.check();
        free_all(&heap, class(size), blocks);
    }
}

#[test]
fn only_memory_without_live_blocks_is_purged() {
    let heap = Heap::with_source(Recording::default());
    let mut kept = fill(&heap, class(80), 4 * per_arena(80));
    let mut rng = fastrand::Rng::with_seed(3);
    rng.shuffle(&mut kept);
    let freed = kept.split_off(kept.len() / 50);
    free_all(&heap, class(80), freed);
    heap.trim();
    heap.check();
    let purged = heap.source().purged.borrow();
    assert!(!purged.is_empty());
    for (memory, bytes) in &*purged {
        let range = memory.addr().get()..memory.addr().get() + bytes;
        assert!(range.start % ARENA_SIZE >= HEADER_BYTES, "headers stay");
        assert!((range.end - 1) / ARENA_SIZE == range.start / ARENA_SIZE, "one arena at a time");
        assert!(!kept.iter().any(|block| range.contains(&block.addr().get())));
    }
    drop(purged);
    free_all(&heap, class(80), kept);
}

#[test]
fn a_trim_leaves_nothing_that_can_go() {
    let heap = Heap::with_source(Recording::default());
    let kept = fill(&heap, class(256), 1);
    free_all(&heap, class(256), fill(&heap, class(256), 2 * per_arena(256)));
    let before = heap.stats();
    let bytes = heap.trim();
    heap.check();
    let stats = heap.stats();
    assert_eq!(stats.arenas, 1);
    assert_eq!(stats.purged_pools + stats.virgin_pools, stats.unused_pools);
    assert_eq!((before.arenas - 1) * ARENA_SIZE + stats.purged_pools * POOL_SIZE, bytes);
    assert_eq!(heap.trim(), 0);
    free_all(&heap, class(256), kept);
    heap.trim();
    assert_eq!(heap.stats().arenas, 0);
}

#[test]
fn a_source_that_keeps_its_memory_is_asked_in_vain() {
    let heap = Heap::with_source(Recording::default());
    heap.source().refuse.set(true);
    let mut metronome = heap_with_empty_pools(&heap, 5);
    metronome.beat(4 * PERIOD);
    heap.check();
    assert_eq!((heap.stats().purged_pools, heap.trim()), (0, 0));
    heap.source().refuse.set(false);
    metronome.beat(PERIOD);
    assert!(heap.stats().purged_pools >= 4);
}

#[cfg(target_os = "linux")]
#[test]
fn purged_pages_read_as_zero() {
    let arena = OsArenas.map().unwrap();
    // SAFETY: the arena is mapped and nobody else knows it.
    unsafe { arena.write_bytes(0xA5, ARENA_SIZE) };
    // SAFETY: a part of the arena that nobody relies on.
    let start = unsafe { arena.add(HEADER_BYTES) };
    // SAFETY: the same; it ends in the next pool.
    assert!(unsafe { OsArenas.purge(start, 9 * POOL_SIZE - HEADER_BYTES + 100) });
    // SAFETY: all of the arena was written.
    let bytes = unsafe { NonNull::slice_from_raw_parts(arena, ARENA_SIZE).as_ref() };
    assert!(bytes[..HEADER_BYTES].iter().all(|&byte| byte == 0xA5));
    assert!(bytes[9 * POOL_SIZE + 100..].iter().all(|&byte| byte == 0xA5));
    // Two pages of the largest size lie wholly in the range.
    assert!(bytes[4 * POOL_SIZE..8 * POOL_SIZE].iter().all(|&byte| byte == 0));
    // SAFETY: mapped above and not used below.
    unsafe { OsArenas.unmap(arena) };
}
