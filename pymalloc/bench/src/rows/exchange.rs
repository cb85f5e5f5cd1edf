//! Blocks that one thread allocates and another frees.
//!
//! They travel by the hundred through a bounded channel, in arrays, so that the channel allocates
//! nothing while it runs.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use fastrand::Rng;

use super::working_set::{Slot, fill, free_all};
use crate::blocks::Global;
use crate::run::Run;
use crate::sizes::Sizes;

const PARCEL: usize = 100;
const PARCELS_UNDERWAY: usize = 16;

type Parcel = [Slot; PARCEL];

fn pack(sizes: &Sizes, number: usize) -> Parcel {
    std::array::from_fn(|index| Slot::new(&Global, sizes.layout(number * PARCEL + index)))
}

#[expect(clippy::large_types_passed_by_value, reason = "as the channel hands it over")]
fn unpack(parcel: Parcel) {
    for slot in parcel {
        // SAFETY: the parcel is given up.
        unsafe { slot.free(&Global) };
    }
}

fn channel() -> (SyncSender<Parcel>, Receiver<Parcel>) {
    sync_channel(PARCELS_UNDERWAY)
}

/// One thread allocates, the other frees.
pub(super) fn one_way(run: &mut Run) {
    let sizes = Sizes::python(&mut Rng::with_seed(12));
    run.measure(1_000_000, |count| {
        let (sender, receiver) = channel();
        thread::scope(|scope| {
            scope.spawn(move || receiver.into_iter().for_each(unpack));
            for number in 0..count / PARCEL {
                // The receiver lives until the sender is gone.
                let _ = sender.send(pack(&sizes, number));
            }
            drop(sender);
        });
    });
}

/// Two threads allocate, send what they have to each other, and free what they get.
pub(super) fn both_ways(run: &mut Run) {
    let sizes = Sizes::python(&mut Rng::with_seed(13));
    run.measure(1_000_000, |count| {
        let (to_left, from_right) = channel();
        let (to_right, from_left) = channel();
        let work = |to: SyncSender<Parcel>, from: Receiver<Parcel>| {
            for number in 0..count / PARCEL / 2 {
                // The other one reads as many parcels as this one sends.
                let _ = to.send(pack(&sizes, number));
                from.recv().into_iter().for_each(unpack);
            }
        };
        thread::scope(|scope| {
            scope.spawn(move || work(to_left, from_left));
            work(to_right, from_right);
        });
    });
}

/// One thread frees 100,000 blocks at once, while the one that allocated them allocates as many.
pub(super) fn storm(run: &mut Run) {
    const STORM: usize = 100_000;
    let sizes = Sizes::python(&mut Rng::with_seed(14));
    run.measure(1_000_000, |count| {
        let (sender, receiver) = sync_channel::<Vec<Slot>>(1);
        thread::scope(|scope| {
            scope.spawn(move || {
                for storm in receiver {
                    free_all(&Global, storm);
                }
            });
            for _ in 0..count / STORM {
                let _ = sender.send(fill(&Global, &sizes, STORM));
            }
            drop(sender);
        });
    });
}
