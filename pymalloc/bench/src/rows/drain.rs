//! Memory that drains: how much stays resident when most of a heap has died at random.
//!
//! A million blocks of CPython's sizes, 70 % freed at random, then six replacements for each that
//! is left of the million at the start. The figure beside the time is what the heap has made
//! resident for each byte that is live.

use fastrand::Rng;

use super::working_set::{Slot, free_all, replace};
use crate::blocks::Blocks;
use crate::memory;
use crate::run::Run;
use crate::sizes::Sizes;

const BLOCKS: usize = 1_000_000;
const CHURN: usize = 6_000_000;

pub(super) fn drain<B: Blocks>(blocks: &B, run: &mut Run) {
    let mut rng = Rng::with_seed(8);
    let sizes = Sizes::python(&mut rng);
    // The list of the slots is resident before the heap is.
    let mut slots = vec![Slot::new(blocks, sizes.layout(0)); BLOCKS];
    let first = slots[0];
    let before = memory::resident();
    slots.clear();
    // SAFETY: the copies of this slot are gone.
    unsafe { first.free(blocks) };
    slots.extend(fill_in(blocks, &sizes));
    rng.shuffle(&mut slots);
    for dead in slots.drain(BLOCKS * 3 / 10..) {
        // SAFETY: the slot leaves the list.
        unsafe { dead.free(blocks) };
    }
    let churn = run.scaled(CHURN);
    run.once(churn, |count| replace(blocks, &mut slots, &sizes, &mut rng, count));
    let live: usize = slots.iter().map(|slot| slot.size()).sum();
    let held = memory::resident().saturating_sub(before);
    #[expect(clippy::cast_precision_loss, reason = "bytes of one process")]
    run.resident_per_live(held as f64 / live as f64);
    free_all(blocks, slots);
}

fn fill_in<'a, B: Blocks>(blocks: &'a B, sizes: &'a Sizes) -> impl Iterator<Item = Slot> + 'a {
    (0..BLOCKS).map(|index| Slot::new(blocks, sizes.layout(index)))
}
