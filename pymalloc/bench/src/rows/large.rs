//! Blocks over the size of pymalloc's pools' blocks: buffers of 2 to 32 KiB, and pages.

use std::alloc::Layout;
use std::hint::black_box;

use fastrand::Rng;

use super::working_set::{Slot, fill, free_all, replace};
use crate::blocks::Global;
use crate::run::Run;
use crate::sizes::Sizes;

/// One block at a time.
pub(super) fn pair(run: &mut Run) {
    let sizes = Sizes::large(&mut Rng::with_seed(20));
    run.measure(1_000_000, |count| {
        for index in 0..count {
            // SAFETY: the slot is given up at once.
            unsafe { black_box(Slot::new(&Global, sizes.layout(index))).free(&Global) };
        }
    });
}

/// A thousand live blocks, replaced at random.
pub(super) fn working_set(run: &mut Run) {
    const LIVE: usize = 1_000;
    let sizes = Sizes::large(&mut Rng::with_seed(21));
    let mut rng = Rng::with_seed(22);
    let mut slots = fill(&Global, &sizes, LIVE);
    replace(&Global, &mut slots, &sizes, &mut rng, run.scaled(10 * LIVE));
    run.measure(500_000, |count| replace(&Global, &mut slots, &sizes, &mut rng, count));
    free_all(&Global, slots);
}

/// Vectors that grow to 2 to 32 KiB, 16 of which are alive at any time.
pub(super) fn grow(run: &mut Run) {
    run.measure(2_000_000, |count| {
        let mut rng = Rng::with_seed(23);
        let mut alive: [Vec<u64>; 16] = Default::default();
        let mut pushed = 0;
        while pushed < count {
            let length = rng.usize(256..=4096);
            let mut items = Vec::new();
            for item in 0..length {
                items.push(black_box(item as u64));
            }
            alive[rng.usize(0..16)] = items;
            pushed += length;
        }
    });
}

/// A hundred live blocks aligned to a page and of one to four pages, replaced in turn.
pub(super) fn pages(run: &mut Run) {
    const LIVE: usize = 100;
    const PAGE: usize = 4096;
    let layout = |index: usize| {
        // SAFETY: a page is a power of two, and four of them are far from the limit of sizes.
        unsafe { Layout::from_size_align_unchecked((index % 4 + 1) * PAGE, PAGE) }
    };
    let mut rng = Rng::with_seed(24);
    let mut slots: Vec<Slot> = (0..LIVE).map(|index| Slot::new(&Global, layout(index))).collect();
    run.measure(500_000, |count| {
        for index in 0..count {
            let slot = &mut slots[rng.usize(0..LIVE)];
            // SAFETY: the slot is overwritten at once.
            unsafe { slot.free(&Global) };
            *slot = Slot::new(&Global, layout(index));
        }
    });
    free_all(&Global, slots);
}
