//! A constant number of live blocks, replaced at random: the steady state of a program.

use std::alloc::Layout;

use fastrand::Rng;

use crate::blocks::Blocks;
use crate::run::Run;
use crate::sizes::Sizes;

const REPLACED: usize = 1_000_000;

/// A block with what is needed to free it. The size is in the slot, not looked up again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    block: *mut u8,
    layout: Layout,
}

// SAFETY: a block belongs to whoever holds its slot.
unsafe impl Send for Slot {}

#[expect(clippy::cast_ptr_alignment, reason = "blocks are aligned to 8")]
impl Slot {
    #[inline(always)]
    pub(super) fn new<B: Blocks>(blocks: &B, layout: Layout) -> Self {
        let block = blocks.alloc(layout);
        // SAFETY: every layout of the rows holds a word.
        unsafe { block.cast::<usize>().write(layout.size()) };
        Slot { block, layout }
    }

    pub(super) fn size(self) -> usize {
        self.layout.size()
    }

    /// Frees the block.
    ///
    /// # Safety
    /// The block came from `blocks` and no copy of the slot is used any more.
    #[inline(always)]
    pub(super) unsafe fn free<B: Blocks>(self, blocks: &B) {
        // SAFETY: the caller's block, to which `new` has written.
        let written = unsafe { self.block.cast::<usize>().read() };
        debug_assert_eq!(written, self.layout.size(), "somebody wrote to the block");
        std::hint::black_box(written);
        // SAFETY: the caller's promise.
        unsafe { blocks.free(self.block, self.layout) };
    }
}

/// Replaces `count` of the slots, chosen at random.
pub(super) fn replace<B: Blocks>(
    blocks: &B,
    slots: &mut [Slot],
    sizes: &Sizes,
    rng: &mut Rng,
    count: usize,
) {
    let length = u32::try_from(slots.len()).unwrap_or(u32::MAX);
    for index in 0..count {
        let slot = &mut slots[rng.u32(0..length) as usize];
        // SAFETY: the slot is overwritten at once.
        unsafe { slot.free(blocks) };
        *slot = Slot::new(blocks, sizes.layout(index));
    }
}

/// `live` blocks, all of the sizes in turn.
pub(super) fn fill<B: Blocks>(blocks: &B, sizes: &Sizes, live: usize) -> Vec<Slot> {
    (0..live).map(|index| Slot::new(blocks, sizes.layout(index))).collect()
}

/// Frees all slots.
pub(super) fn free_all<B: Blocks>(blocks: &B, slots: Vec<Slot>) {
    for slot in slots {
        // SAFETY: the slots are given up.
        unsafe { slot.free(blocks) };
    }
}

fn working_set<B: Blocks>(blocks: &B, run: &mut Run, sizes: &Sizes, live: usize) {
    let mut rng = Rng::with_seed(4);
    let mut slots = fill(blocks, sizes, live);
    // The pools of a program that has run for a while are mixed.
    replace(blocks, &mut slots, sizes, &mut rng, run.scaled(5 * live));
    run.measure(REPLACED, |count| replace(blocks, &mut slots, sizes, &mut rng, count));
    free_all(blocks, slots);
}

pub(super) fn uniform<B: Blocks>(blocks: &B, run: &mut Run) {
    working_set(blocks, run, &Sizes::uniform(&mut Rng::with_seed(5)), 100_000);
}

pub(super) fn python<B: Blocks>(blocks: &B, run: &mut Run) {
    working_set(blocks, run, &Sizes::python(&mut Rng::with_seed(6)), 100_000);
}

pub(super) fn small<B: Blocks>(blocks: &B, run: &mut Run) {
    working_set(blocks, run, &Sizes::python(&mut Rng::with_seed(7)), 5_000);
}
