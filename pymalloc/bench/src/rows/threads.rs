//! Threads that live side by side, and threads that end.

use std::sync::{Barrier, Mutex, PoisonError};
use std::thread;

use fastrand::Rng;

use super::working_set::{Slot, fill, free_all, replace};
use crate::blocks::Global;
use crate::run::Run;
use crate::sizes::Sizes;

/// Two threads replace blocks of one of two sets at random, and swap the sets by turns, so that
/// half of what a thread frees was allocated by the other. An operation is one of one thread.
pub(super) fn larson(run: &mut Run) {
    const LIVE: usize = 5_000;
    const TURNS: usize = 20;
    let sizes = Sizes::python(&mut Rng::with_seed(9));
    let sets = [fill(&Global, &sizes, LIVE), fill(&Global, &sizes, LIVE)].map(Mutex::new);
    run.measure(1_000_000, |count| {
        let barrier = Barrier::new(2);
        let work = |thread: usize| {
            let mut rng = Rng::with_seed(thread as u64);
            for turn in 0..TURNS {
                let set = &sets[(thread + turn) % 2];
                let mut set = set.lock().unwrap_or_else(PoisonError::into_inner);
                replace(&Global, &mut set, &sizes, &mut rng, count / TURNS);
                drop(set);
                barrier.wait();
            }
        };
        thread::scope(|scope| {
            scope.spawn(|| work(0));
            work(1);
        });
    });
    for set in sets {
        free_all(&Global, set.into_inner().unwrap_or_else(PoisonError::into_inner));
    }
}

/// Threads, two at a time, that allocate 500 blocks each, free every second one and end; the rest
/// is freed by the thread that waits for them. An operation is a block.
pub(super) fn churn(run: &mut Run) {
    const BLOCKS: usize = 500;
    let sizes = Sizes::python(&mut Rng::with_seed(10));
    let life = || {
        let slots = fill(&Global, &sizes, BLOCKS);
        let mut left = Vec::with_capacity(BLOCKS / 2);
        for (index, slot) in slots.into_iter().enumerate() {
            if index % 2 == 0 {
                left.push(slot);
            } else {
                // SAFETY: the slot is given up.
                unsafe { slot.free(&Global) };
            }
        }
        left
    };
    run.measure(500_000, |count| {
        for _ in 0..count.div_ceil(2 * BLOCKS) {
            thread::scope(|scope| {
                for thread in [scope.spawn(life), scope.spawn(life)] {
                    let left: Vec<Slot> = thread.join().unwrap_or_default();
                    free_all(&Global, left);
                }
            });
        }
    });
}

/// The working set of CPython's sizes in two threads. An operation is one of one thread.
pub(super) fn working_sets(run: &mut Run) {
    const LIVE: usize = 100_000;
    let sizes = Sizes::python(&mut Rng::with_seed(11));
    let mut sets = [0, 1].map(|_| fill(&Global, &sizes, LIVE));
    run.measure(500_000, |count| {
        thread::scope(|scope| {
            for (thread, set) in sets.iter_mut().enumerate() {
                let sizes = &sizes;
                scope.spawn(move || {
                    let mut rng = Rng::with_seed(thread as u64);
                    replace(&Global, set, sizes, &mut rng, count);
                });
            }
        });
    });
    for set in sets {
        free_all(&Global, set);
    }
}
