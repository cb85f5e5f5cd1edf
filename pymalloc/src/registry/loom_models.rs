//! The registry and the queue under every order in which threads can meet.
//!
//! `RUSTFLAGS="--cfg loom" cargo test -p pymalloc --release --lib loom`

use core::ptr::NonNull;
use std::boxed::Box;
use std::vec::Vec;

use loom::cell::UnsafeCell;
use loom::thread;

use super::*;

/// A heap of which only the number of blocks that came back is left.
struct Heap {
    seat: Seat<Heap>,
    queue: RemoteQueue,
    /// Loom reports two threads that have the heap at once.
    returned: UnsafeCell<usize>,
}

// SAFETY: `returned` is only touched by who has claimed the heap, which is what the models check.
unsafe impl Sync for Heap {}

impl Heap {
    /// A heap that the caller has.
    fn new() -> &'static Heap {
        let (seat, queue) = (Seat::claimed(), RemoteQueue::new());
        Box::leak(Box::new(Heap { seat, queue, returned: UnsafeCell::new(0) }))
    }

    fn returned(&self) -> usize {
        // SAFETY: the models call it when the heap is theirs.
        self.returned.with(|count| unsafe { *count })
    }
}

impl Adoptable for Heap {
    fn seat(&self) -> &Seat<Heap> {
        &self.seat
    }

    fn queue(&self) -> &RemoteQueue {
        &self.queue
    }

    fn clean(&self) {
        let count = self.queue.take().count();
        // SAFETY: who calls has claimed the heap.
        self.returned.with_mut(|returned| unsafe { *returned += count });
    }
}

type Heaps = Registry<Heap>;

fn registry() -> &'static Heaps {
    Box::leak(Box::new(Heaps::new()))
}

/// A chain of `count` new blocks.
fn chain(count: usize) -> Chain {
    let block = || NonNull::from(Box::leak(Box::new([0_usize; 2]))).cast();
    // SAFETY: the blocks are new, and leaked.
    let mut chain = unsafe { Chain::of(block(), None) };
    for _ in 1..count {
        // SAFETY: the same.
        unsafe { chain.add(block(), None) };
    }
    chain
}

/// Runs `f` in every order in which a thread is interrupted at most three times.
fn model(f: impl Fn() + Send + Sync + 'static) {
    let mut model = loom::model::Builder::new();
    model.preemption_bound = Some(3);
    model.check(f);
}

fn join(threads: Vec<thread::JoinHandle<()>>) {
    for thread in threads {
        thread.join().unwrap();
    }
}

#[test]
fn loom_a_queue_gives_every_block_once() {
    model(|| {
        let (heaps, heap) = (registry(), Heap::new());
        heaps.enlist(heap);
        let senders = (1..=2).map(|n| thread::spawn(move || heaps.send(heap, chain(n)))).collect();
        heap.clean();
        join(senders);
        heap.clean();
        assert_eq!(heap.returned(), 3);
    });
}

#[test]
fn loom_blocks_sent_to_a_heap_that_is_left_do_not_stay_in_its_queue() {
    model(|| {
        let (heaps, heap) = (registry(), Heap::new());
        heaps.enlist(heap);
        let sender = thread::spawn(move || heaps.send(heap, chain(2)));
        heaps.leave(heap);
        join(Vec::from([sender]));
        assert!(heap.queue.is_empty());
        assert_eq!((heap.returned(), heaps.abandoned()), (2, 1));
    });
}

#[test]
fn loom_of_two_threads_only_one_adopts_a_heap() {
    model(|| {
        let (heaps, heap) = (registry(), Heap::new());
        heaps.enlist(heap);
        heaps.leave(heap);
        let adopt = move || {
            if let Some(heap) = heaps.adopt() {
                heap.clean();
                heap.returned.with_mut(|returned| {
                    // SAFETY: adopted.
                    unsafe { *returned += 1 };
                });
                heaps.leave(heap);
            }
        };
        let threads = Vec::from([thread::spawn(adopt), thread::spawn(adopt)]);
        join(threads);
        // The second may come while the first has the heap, or after.
        let heap = heaps.adopt().unwrap();
        assert!((1..=2).contains(&heap.returned()));
        assert_eq!(heaps.abandoned(), 0);
    });
}

#[test]
fn loom_a_heap_is_adopted_while_blocks_are_sent_to_it() {
    model(|| {
        let (heaps, heap) = (registry(), Heap::new());
        heaps.enlist(heap);
        heaps.leave(heap);
        let sender = thread::spawn(move || heaps.send(heap, chain(2)));
        if let Some(heap) = heaps.adopt() {
            heap.clean();
            heaps.leave(heap);
        }
        join(Vec::from([sender]));
        assert!(heap.queue.is_empty());
        assert_eq!(heap.returned(), 2);
    });
}

#[test]
fn loom_heaps_are_enlisted_by_several_threads() {
    model(|| {
        let heaps = registry();
        let enlist = move || heaps.enlist(Heap::new());
        join(Vec::from([thread::spawn(enlist), thread::spawn(enlist)]));
        assert_eq!(heaps.iter().count(), 2);
    });
}
