//! A thousand blocks allocated, then freed in some order.

use std::alloc::Layout;
use std::hint::black_box;

use fastrand::Rng;

use crate::blocks::Blocks;
use crate::run::Run;
use crate::sizes::Sizes;

const BATCH: usize = 1_000;
const BLOCKS: usize = 2_000_000;

/// Allocates `BATCH` blocks with the layouts, and frees them in the order of the places.
fn batches<B: Blocks>(
    blocks: &B,
    run: &mut Run,
    layout: impl Fn(usize) -> Layout,
    order: impl Fn(usize) -> usize,
) {
    let mut held = vec![std::ptr::null_mut::<u8>(); BATCH];
    run.measure(BLOCKS, |count| {
        for _ in 0..count / BATCH {
            for (index, place) in held.iter_mut().enumerate() {
                *place = blocks.alloc(layout(index));
                // SAFETY: every layout of these rows holds a word.
                unsafe { place.cast::<usize>().write(index) };
            }
            black_box(&mut held);
            for index in 0..BATCH {
                let place = order(index);
                // SAFETY: the order names each place once, and each block has its place's layout.
                unsafe { blocks.free(held[place], layout(place)) };
            }
        }
    });
}

fn of_48(_: usize) -> Layout {
    const { Layout::new::<[u64; 6]>() }
}

pub(super) fn lifo<B: Blocks>(blocks: &B, run: &mut Run) {
    batches(blocks, run, of_48, |index| BATCH - 1 - index);
}

pub(super) fn fifo<B: Blocks>(blocks: &B, run: &mut Run) {
    batches(blocks, run, of_48, |index| index);
}

pub(super) fn random<B: Blocks>(blocks: &B, run: &mut Run) {
    let mut order: Vec<usize> = (0..BATCH).collect();
    Rng::with_seed(2).shuffle(&mut order);
    batches(blocks, run, of_48, |index| order[index]);
}

pub(super) fn mixed<B: Blocks>(blocks: &B, run: &mut Run) {
    let sizes = Sizes::python(&mut Rng::with_seed(3));
    batches(blocks, run, |index| sizes.layout(index), |index| index);
}
