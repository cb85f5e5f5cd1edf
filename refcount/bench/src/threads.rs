//! What several threads do with one object.

use std::hint::black_box;
use std::sync::Barrier;
use std::thread;

use crate::clock::Moment;
use crate::family::Family;
use crate::workload::{clone_and_drop, each};

/// Pairs of each thread in a full measurement's round.
const PAIRS: u32 = 400_000;

/// The time of a pair when `threads` threads, none of them the object's maker, all clone and drop
/// it at once: that of the thread which took longest.
pub fn together<P: Clone + Sync>(pointer: &P, threads: usize, work: u32) -> f64 {
    let pairs = PAIRS / 10 * work;
    let ready = Barrier::new(threads);
    let run = || {
        ready.wait();
        let start = Moment::now();
        clone_and_drop(black_box(pointer), pairs);
        start.elapsed()
    };
    let longest = thread::scope(|scope| {
        let all: Vec<_> = (0..threads).map(|_| scope.spawn(run)).collect();
        all.into_iter().map(|thread| thread.join().expect("no panic")).max()
    });
    each(longest.expect("a thread"), pairs)
}

/// One thread that did not make the object.
pub fn foreign_thread<F: Family>(work: u32) -> f64
where
    F::Pointer<u64>: Sync,
{
    together(&F::make(7_u64), 1, work)
}

/// Two threads at once.
pub fn two_threads<F: Family>(work: u32) -> f64
where
    F::Pointer<u64>: Sync,
{
    together(&F::make(7_u64), 2, work)
}
