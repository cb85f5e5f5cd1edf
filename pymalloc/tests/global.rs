//! A program whose global allocator is `PyMalloc`: everything in this binary, the test harness
//! included, allocates from it.
#![cfg(not(loom))]

use std::alloc::Layout;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};
use std::ptr::NonNull;
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Barrier};
use std::thread;

use pymalloc::PyMalloc;

#[global_allocator]
static ALLOCATOR: PyMalloc = PyMalloc;

/// Boxes of many classes, each filled with a byte that tells them apart.
fn boxes(count: usize, salt: usize) -> Vec<Box<[u8]>> {
    let size = |at: usize| (at * 37 + salt * 11) % 2_300 + 1;
    (0..count).map(|at| vec![mark(at, salt); size(at)].into_boxed_slice()).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "any byte will do")]
fn mark(at: usize, salt: usize) -> u8 {
    (at ^ (salt * 3)) as u8
}

fn assert_filled(boxes: &[Box<[u8]>], salt: usize) {
    for (at, bytes) in boxes.iter().enumerate() {
        assert!(bytes.iter().all(|&byte| byte == mark(at, salt)), "box {at} of {salt}");
    }
}

#[test]
fn collections_of_a_program_keep_their_contents() {
    let mut map = HashMap::new();
    for n in 0..20_000_u32 {
        map.insert(n.to_string(), (0..n % 50).collect::<Vec<_>>());
    }
    map.retain(|_, values| values.len() % 3 == 0);
    for (text, values) in &map {
        let n: u32 = text.parse().unwrap();
        assert!(values.iter().copied().eq(0..n % 50));
    }
}

#[test]
fn what_other_threads_free_serves_its_thread_again() {
    const BLOCKS: usize = 20_000;
    let addresses = |boxes: &[Box<[u64; 6]>]| -> BTreeSet<_> {
        boxes.iter().map(|block| std::ptr::from_ref(&**block).addr()).collect()
    };
    thread::spawn(move || {
        let fresh = || (0..BLOCKS).map(|at| Box::new([at as u64; 6])).collect::<Vec<_>>();
        let blocks = fresh();
        let first = addresses(&blocks);
        thread::spawn(move || drop(blocks)).join().unwrap();
        // The blocks at hand are used up before the queue is looked at; so are the last ones of a
        // batch that the other thread sent at its end.
        let mut again = fresh();
        again.extend(fresh());
        let reused = addresses(&again).intersection(&first).count();
        assert_eq!(reused, BLOCKS);
    })
    .join()
    .unwrap();
}

#[test]
fn many_threads_free_each_other_s_blocks() {
    const THREADS: usize = 4;
    const ROUNDS: usize = 200;
    let (senders, receivers): (Vec<_>, Vec<_>) =
        (0..THREADS).map(|_| sync_channel::<(usize, Vec<Box<[u8]>>)>(4)).unzip();
    let workers: Vec<_> = receivers
        .into_iter()
        .enumerate()
        .map(|(number, receiver)| {
            let next = senders[(number + 1) % THREADS].clone();
            thread::spawn(move || {
                let sender = thread::spawn(move || {
                    for round in 0..ROUNDS {
                        let salt = number * ROUNDS + round;
                        next.send((salt, boxes(200, salt))).unwrap();
                    }
                });
                for (salt, boxes) in receiver.into_iter().take(ROUNDS) {
                    assert_filled(&boxes, salt);
                }
                sender.join().unwrap();
            })
        })
        .collect();
    drop(senders);
    for worker in workers {
        worker.join().unwrap();
    }
}

#[test]
fn blocks_outlive_their_threads() {
    let (sender, receiver) = channel();
    let threads: Vec<_> = (0..50)
        .map(|salt| {
            let sender = sender.clone();
            thread::spawn(move || sender.send((salt, boxes(300, salt))).unwrap())
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    drop(sender);
    let mut all: Vec<_> = receiver.into_iter().collect();
    assert_eq!(all.len(), 50);
    // Other threads adopt the heaps, while the blocks of the first ones live on in them.
    thread::spawn(|| assert_filled(&boxes(1_000, 99), 99)).join().unwrap();
    all.retain(|(salt, boxes)| {
        assert_filled(boxes, *salt);
        salt % 2 == 0
    });
    thread::spawn(move || all.iter().for_each(|(salt, boxes)| assert_filled(boxes, *salt)))
        .join()
        .unwrap();
}

#[test]
fn a_storm_of_short_threads_is_served() {
    for wave in 0..100 {
        let threads: Vec<_> =
            (0..20).map(|at| thread::spawn(move || boxes(30, wave * 20 + at))).collect();
        for (at, thread) in threads.into_iter().enumerate() {
            assert_filled(&thread.join().unwrap(), wave * 20 + at);
        }
    }
}

#[test]
fn a_thread_that_only_frees_needs_no_allocation() {
    let barrier = Arc::new(Barrier::new(2));
    let kept = boxes(10_000, 5);
    let there = {
        let barrier = Arc::clone(&barrier);
        thread::spawn(move || {
            barrier.wait();
            for block in kept {
                drop(block);
            }
        })
    };
    barrier.wait();
    assert_filled(&boxes(10_000, 6), 6);
    there.join().unwrap();
}

/// Allocates and frees when its thread is ending.
struct AtTheEnd {
    salt: usize,
    kept: Vec<Box<[u8]>>,
    report: std::sync::mpsc::Sender<bool>,
}

impl Drop for AtTheEnd {
    fn drop(&mut self) {
        assert_filled(&self.kept, self.salt);
        let fresh = boxes(500, self.salt + 1);
        self.kept.clear();
        assert_filled(&fresh, self.salt + 1);
        self.report.send(true).unwrap();
    }
}

#[test]
fn thread_local_destructors_may_allocate_and_free() {
    thread_local! {
        static FIRST: RefCell<Vec<AtTheEnd>> = const { RefCell::new(Vec::new()) };
        static LAST: RefCell<Vec<AtTheEnd>> = const { RefCell::new(Vec::new()) };
    }
    let (report, reports) = channel();
    let there = thread::spawn(move || {
        for (salt, local) in [(1, &FIRST), (3, &LAST)] {
            let kept = boxes(500, salt);
            local.with_borrow_mut(|all| {
                all.push(AtTheEnd { salt, kept, report: report.clone() });
            });
        }
    });
    there.join().unwrap();
    assert_eq!(reports.into_iter().count(), 2);
}

#[test]
fn statistics_can_be_had_while_threads_allocate() {
    let stop = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        for salt in 0..3 {
            let stop = &stop;
            scope.spawn(move || {
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    let boxes = boxes(500, salt);
                    scope.spawn(move || drop(boxes));
                }
            });
        }
        for _ in 0..200 {
            let stats = PyMalloc::stats();
            assert!(stats.threads.is_some_and(|threads| threads.heaps > threads.abandoned_heaps));
            assert_eq!(stats.total(), stats.arenas * pymalloc::ARENA_SIZE);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

#[test]
fn sizes_are_known_of_small_blocks_only() {
    for (size, known) in
        [(1, Some(16)), (100, Some(112)), (512, Some(512)), (1_000, Some(1024)), (5_000, None)]
    {
        let bytes = vec![7_u8; size].into_boxed_slice();
        let block = NonNull::from(&*bytes).cast();
        // SAFETY: a live block.
        assert_eq!(unsafe { PyMalloc::usable_size(block) }, known);
    }
}

#[test]
fn blocks_can_be_resized_and_freed_without_their_layout() {
    let layout = Layout::from_size_align(40, 8).unwrap();
    // SAFETY: the layout is not empty.
    let block = NonNull::new(unsafe { std::alloc::alloc(layout) }).unwrap();
    // SAFETY: the block has so many bytes.
    unsafe { block.write_bytes(9, 40) };
    // SAFETY: a live block; it stays where it is refused.
    assert_eq!(unsafe { PyMalloc::realloc_unsized(block, 2_049) }, None);
    // SAFETY: the same.
    let larger = unsafe { PyMalloc::realloc_unsized(block, 400) }.unwrap();
    let bytes = NonNull::slice_from_raw_parts(larger, 40);
    // SAFETY: live, written, and not used otherwise.
    assert_eq!(unsafe { bytes.as_ref() }, [9; 40]);
    // SAFETY: a live block that nobody uses any more.
    assert!(unsafe { PyMalloc::free_unsized(larger) });
    let large = vec![0_u8; 5_000];
    // SAFETY: a live block, which is not a small one and stays.
    assert!(!unsafe { PyMalloc::free_unsized(NonNull::from(&large[0])) });
}

#[cfg(unix)]
#[test]
fn the_child_of_a_fork_can_go_on() {
    let stop = Arc::new(std::sync::atomic::AtomicBool::new(false));
    // Threads that are in the middle of something at any time.
    let others: Vec<_> = (0..3)
        .map(|salt| {
            let stop = Arc::clone(&stop);
            thread::spawn(move || {
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    let boxes = boxes(100, salt);
                    thread::scope(|scope| {
                        scope.spawn(move || drop(boxes));
                    });
                }
            })
        })
        .collect();
    for salt in 0..20 {
        let kept = boxes(200, salt);
        // SAFETY: the child allocates and frees, which is what is tested, and exits at once.
        let child = unsafe { libc::fork() };
        assert!(child >= 0, "fork");
        if child == 0 {
            let work = std::panic::catch_unwind(|| {
                assert_filled(&kept, salt);
                drop(kept);
                assert_filled(&boxes(5_000, salt + 1), salt + 1);
            });
            // SAFETY: ends the child, whatever the harness would do with it.
            unsafe { libc::_exit(i32::from(work.is_err())) };
        }
        let mut status = 0;
        // SAFETY: the child was forked above, and the status is ours.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0, "the child failed");
        assert_filled(&kept, salt);
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    for thread in others {
        thread.join().unwrap();
    }
}
