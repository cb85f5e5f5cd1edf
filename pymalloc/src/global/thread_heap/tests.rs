//! The heaps of threads from inside: whose they are, and what is left in them.
//!
//! These tests share the process and the registry with each other, so they take turns.

use core::alloc::Layout;
use std::sync::mpsc::channel;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::vec::Vec;

use super::*;
use crate::geometry::ARENA_SIZE;
use crate::global::PyMalloc;
use crate::global::outbox::BATCH;

#[cfg(not(feature = "hardened"))]
mod borrowed;

const CLASS: SizeClass = SizeClass::of(64).unwrap();

/// Blocks on their way to another thread.
struct Blocks(Vec<NonNull<u8>>);

// SAFETY: blocks of a thread's heap may be given back by any thread.
unsafe impl Send for Blocks {}

impl Blocks {
    fn new(count: usize) -> Self {
        Blocks((0..count).map(|_| ThreadHeap::alloc(CLASS).unwrap()).collect())
    }

    fn free(self) {
        self.free_each(|_| ());
    }

    /// Frees the blocks, and calls `f` after each with the number of them.
    fn free_each(self, mut f: impl FnMut(usize)) {
        for (at, block) in self.0.into_iter().enumerate() {
            // SAFETY: allocated in `new`, and not used any more.
            unsafe { ThreadHeap::dealloc(block) };
            f(at + 1);
        }
    }
}

fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs `work` on a thread of its own, whose heap is abandoned afterwards.
fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    thread::spawn(work).join().unwrap()
}

/// Blocks in use in the heaps that nobody has, and their arenas.
fn left_behind() -> (usize, usize) {
    let mut left = (0, 0);
    for heap in HEAPS.iter().filter(|heap| HEAPS.claim(heap)) {
        heap.heap.check();
        heap.heap.for_each_block(|_, _| left.0 += 1);
        left.1 += heap.heap.counts().0.current();
        HEAPS.leave(heap);
    }
    left
}

#[test]
fn a_thread_adopts_the_heap_that_the_last_one_left() {
    let _turn = turn();
    let here = || ptr::from_ref(ThreadHeap::current().unwrap()).addr();
    let first = on_a_thread(here);
    let heaps = HEAPS.iter().count();
    for _ in 0..20 {
        assert_eq!(on_a_thread(here), first);
    }
    assert_eq!(HEAPS.iter().count(), heaps);
}

#[test]
fn blocks_freed_after_their_thread_s_end_are_taken_up_by_who_frees_them() {
    let _turn = turn();
    PyMalloc::trim();
    let before = left_behind();
    let blocks = on_a_thread(|| Blocks::new(100_000));
    let (in_use, arenas) = left_behind();
    assert_eq!(in_use, before.0 + 100_000);
    assert!(arenas >= before.1 + 6);
    on_a_thread(|| blocks.free());
    PyMalloc::trim();
    assert_eq!(left_behind(), before);
}

#[test]
fn a_heap_gets_back_what_others_free_while_its_thread_runs() {
    let _turn = turn();
    on_a_thread(|| {
        let heap = ThreadHeap::current().unwrap();
        let in_use = || {
            let mut count = 0;
            heap.heap.for_each_block(|_, _| count += 1);
            count
        };
        let before = in_use();
        let blocks = Blocks::new(BATCH * 3 + 7);
        on_a_thread(|| blocks.free());
        assert!(!heap.shared.queue.is_empty());
        assert_eq!(in_use(), before + BATCH * 3 + 7);
        heap.take_up();
        assert_eq!(in_use(), before);
        heap.heap.check();
    });
}

#[test]
fn blocks_of_other_heaps_are_sent_in_batches_and_by_owner() {
    let _turn = turn();
    on_a_thread(|| {
        let here = ThreadHeap::current().unwrap();
        let (one, other) = (Blocks::new(2 * BATCH), Blocks::new(1));
        on_a_thread(move || {
            let there = ThreadHeap::current().unwrap();
            let sent = |count| {
                assert_eq!(there.outbox.count(), count);
            };
            one.free_each(|freed| sent((freed - there.borrowed.count()) % BATCH));
            let left = there.outbox.count();
            other.free();
            sent(left + 1);
            assert!(!here.shared.queue.is_empty());
        });
    });
}

#[test]
fn a_thread_at_its_end_takes_a_heap_for_each_allocation() {
    let _turn = turn();
    on_a_thread(|| {
        // What the destructor of the thread does, early.
        let heap = ThreadHeap::current().unwrap();
        let kept = Blocks::new(10);
        current::set(&ENDED);
        let others = Blocks::new(3);
        kept.free();
        others.free();
        assert!(!heap.shared.queue.is_empty());
        current::set(heap);
        heap.take_up();
        heap.heap.check();
    });
}

#[test]
fn the_heaps_that_stand_for_none_stay_empty() {
    let _turn = turn();
    on_a_thread(|| Blocks::new(1).free());
    for heap in [&NONE, &ENDED] {
        assert!(heap.heap.pop(CLASS).is_none());
        assert_eq!(heap.heap.counts().0.allocated.get(), 0);
        assert!(heap.outbox.count() == 0 && heap.shared.queue.is_empty());
        assert_eq!(heap.borrowed.count(), 0);
    }
}

/// The blocks of `CLASS` in use.
fn in_use(stats: &Stats) -> usize {
    stats.classes[CLASS.index()].blocks_in_use
}

#[test]
fn the_blocks_of_a_running_thread_are_counted_once_it_has_been_asked() {
    const MEDIUM: SizeClass = SizeClass::of_program(2_000).unwrap();
    let _turn = turn();
    let before = PyMalloc::stats();
    let (report, reports) = channel();
    let (go, wait) = channel::<()>();
    let there = thread::spawn(move || {
        let mut blocks = Blocks::new(1_000);
        let medium = ThreadHeap::alloc(MEDIUM).unwrap();
        report.send(()).unwrap();
        wait.recv().unwrap();
        blocks.0.append(&mut Blocks::new(1_000).0);
        report.send(()).unwrap();
        wait.recv().unwrap();
        // SAFETY: allocated above, and not used any more.
        unsafe { ThreadHeap::dealloc(medium) };
        blocks
    });
    reports.recv().unwrap();
    let asked = PyMalloc::stats();
    assert!(in_use(&asked) <= in_use(&before) + 1_000);
    go.send(()).unwrap();
    reports.recv().unwrap();
    let answered = PyMalloc::stats();
    assert!((1_000..=2_000).contains(&(in_use(&answered) - in_use(&before))));
    let medium =
        |stats: &Stats| stats.medium_classes[MEDIUM.index() - SizeClass::COUNT].blocks_in_use;
    assert_eq!(medium(&answered), medium(&before) + 1);
    go.send(()).unwrap();
    let blocks = there.join().unwrap();
    // The heap is nobody's now, so it is counted to the last block.
    let ended = PyMalloc::stats();
    assert_eq!(in_use(&ended), in_use(&before) + 2_000);
    assert_eq!(medium(&ended), medium(&before));
    assert_eq!(ended.total(), ended.arenas * ARENA_SIZE);
    blocks.free();
    PyMalloc::trim();
    assert_eq!(in_use(&PyMalloc::stats()), in_use(&before));
}

#[test]
fn blocks_on_their_way_to_another_heap_are_counted() {
    let _turn = turn();
    on_a_thread(|| {
        let before = PyMalloc::stats().threads.unwrap();
        let blocks = Blocks::new(2 * BATCH + 3);
        on_a_thread(move || {
            blocks.free();
            let threads = PyMalloc::stats().threads.unwrap();
            assert_eq!(threads.pending_blocks, before.pending_blocks + 2 * BATCH + 3);
        });
        ThreadHeap::current().unwrap().take_up();
        let threads = PyMalloc::stats().threads.unwrap();
        assert_eq!(threads.pending_blocks, before.pending_blocks);
        assert!(threads.heaps >= 2 && threads.abandoned_heaps >= 1);
    });
}

#[test]
fn large_blocks_are_counted_whichever_thread_frees_them() {
    let _turn = turn();
    let layout = |size| Layout::from_size_align(size, 8).unwrap();
    let large = |stats: Stats| (stats.large_blocks, stats.large_bytes);
    let before = large(PyMalloc::stats());
    let block = on_a_thread(move || {
        // SAFETY: the layout is not empty.
        let block = unsafe { ThreadHeap::alloc_large(layout(5_000)) };
        // SAFETY: the block was allocated with this layout, and gets the other one.
        let block = unsafe { ThreadHeap::realloc_large(block, layout(5_000), layout(70_000)) };
        assert_eq!(large(PyMalloc::stats()), (before.0 + 1, before.1 + 70_000));
        Blocks(Vec::from([NonNull::new(block).unwrap()]))
    });
    on_a_thread(move || {
        let kept = |stats: Stats| stats.threads.unwrap().kept_blocks;
        let kept_before = kept(PyMalloc::stats());
        let block = { block }.0[0];
        // SAFETY: the block has this layout, and nobody uses it any more.
        unsafe { ThreadHeap::dealloc_large(block.as_ptr(), layout(70_000)) };
        assert_eq!(large(PyMalloc::stats()), before);
        assert_eq!(kept(PyMalloc::stats()), kept_before + 1);
    });
}

#[test]
fn a_snapshot_that_somebody_else_reads_is_taken_at_the_next_slow_path() {
    let _turn = turn();
    on_a_thread(|| {
        let heap = ThreadHeap::current().unwrap();
        let blocks = Blocks::new(100);
        let read = heap.snapshot.while_busy(|| {
            count::ask();
            heap.snapshot.tick(&heap.heap, &heap.borrowed);
            in_use(&heap.snapshot.read().heap)
        });
        assert_eq!(read, 0, "nobody can read it");
        heap.snapshot.tick(&heap.heap, &heap.borrowed);
        assert_eq!(in_use(&heap.snapshot.read().heap), in_use(&heap.heap.stats()));
        blocks.free();
    });
}
