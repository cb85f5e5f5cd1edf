//! A block allocated and freed at once.

use std::alloc::Layout;
use std::hint::black_box;

use fastrand::Rng;

use crate::blocks::Blocks;
use crate::run::Run;
use crate::sizes::{Sizes, layout};

const PAIRS: usize = 4_000_000;

#[expect(clippy::cast_ptr_alignment, reason = "blocks are aligned to 8")]
#[inline(always)]
fn pair<B: Blocks>(blocks: &B, layout: Layout, value: usize) {
    let block = black_box(blocks.alloc(layout));
    // SAFETY: every layout of these rows holds a word.
    unsafe { block.cast::<usize>().write(value) };
    // SAFETY: the block was just allocated with this layout.
    unsafe { blocks.free(black_box(block), layout) };
}

pub(super) fn of_32<B: Blocks>(blocks: &B, run: &mut Run) {
    run.measure(PAIRS, |count| {
        for value in 0..count {
            pair(blocks, const { Layout::new::<[u64; 4]>() }, value);
        }
    });
}

pub(super) fn of_32_unknown<B: Blocks>(blocks: &B, run: &mut Run) {
    run.measure(PAIRS, |count| {
        for value in 0..count {
            pair(blocks, layout(black_box(32)), value);
        }
    });
}

pub(super) fn of_mix<B: Blocks>(blocks: &B, run: &mut Run) {
    let sizes = Sizes::python(&mut Rng::with_seed(1));
    run.measure(PAIRS, |count| {
        for value in 0..count {
            pair(blocks, sizes.layout(value), value);
        }
    });
}
