//! The last pass of a detection: survivors from unreachable objects, in CPython's order.
//!
//! One scan from left to right. `gc_refs` above 0: a survivor, and everything it refers to is
//! reached. A candidate reached before its turn gets `gc_refs` 1 and will survive in its turn; one
//! whose turn was over (it is `Unreachable`, and its word tells its slot) waits to be met again
//! after all the others. What is still `Unreachable` in the end stays so, in the order of the
//! candidates.
//!
//! CPython moves what is met again to the tail of the list it scans. Here those that wait are
//! linked by their slots, through their words, so that it takes no memory:
//!
//! ```text
//!   candidates   |  a  |     |  c  |     |  e  | ...        b and d have survived
//!   words         waits       tentative   waits
//!                 slot 4 ---------------> last               first: 0, last: 4
//! ```
//!
//! Where the pass before has shown that all survive as they stand, they stay in their array, and get
//! back their slots.
//!
//! Visits wait in a queue for their headers to arrive. That changes no answer: a visit only
//! matters to a candidate with `gc_refs` 0 or an `Unreachable` one, visits leave the queue in order,
//! and the queue is emptied before a candidate is found to have 0.
//!
//! CPython untracks tuples in a pass of its own over the survivors. A tuple's answer depends only
//! on which tuples earlier among the survivors have been untracked, so it can be asked here.
//!
//! # Invariants
//! 1. The entries of `candidates` are the objects that have not been found to survive; a scanned
//!    one is `Unreachable`, or waits.
//! 2. The word of an object that waits is `Reached` with the slot of the one behind it; that
//!    of the last one tells nothing.
//!
//! Source: `Python/gc.c` (`move_unreachable`, `visit_reachable`, `untrack_tuples`).

use core::ptr::NonNull;

use crate::array::Entry;
use crate::detect::{Detection, make_permanent};
use crate::host::{Host, Owners, UntrackPass, word};
use crate::prefetch::{Fifo, hint_ahead};
use crate::split::Row;
use crate::word::State;

/// What the last pass has found.
pub(crate) struct Scanned {
    /// How many survivors stay tracked.
    pub(crate) tracked: usize,
    /// All that are unreachable are plain.
    pub(crate) plain: bool,
    /// A survivor may be untracked in a later pass.
    pub(crate) untracks: bool,
}

impl<H: Host> Detection<'_, H> {
    /// Splits the candidates; the unreachable ones remain in `candidates`. `in_order`: there are
    /// none, and the survivors are in order.
    pub(crate) fn move_unreachable(&mut self, untrack: bool, in_order: bool) -> Scanned {
        let Self { host, marked, ref route, .. } = *self;
        let (mut plain, mut untracks, mut immortal, mut tracked) = (true, false, 0, 0);
        let Some(survivors) = &mut self.survivors else {
            return Scanned { tracked, plain, untracks };
        };
        let mut stays = |object| {
            // What has not been marked, and is immortal, has left the row before.
            if marked > 0
                && host.owners(object) == Owners::Immortal
                && make_permanent(host, route.permanent, object)
            {
                immortal += 1;
                return false;
            }
            if untrack && host.untracks(object) {
                if host.may_untrack(object, UntrackPass::Every) {
                    word(host, &object).set_untracked();
                    return false;
                }
                untracks = true;
            }
            true
        };
        if in_order {
            let row = &mut self.candidates[..];
            tracked = place_all(host, row, route.into_state, survivors.base(), stays);
            if tracked < row.len() {
                self.candidates.retain(Option::is_some);
            }
            survivors.take_all(&mut self.candidates);
        } else {
            let put_off = |object| plain &= host.is_plain(object);
            scan(host, &mut self.candidates[..], put_off, |object| {
                if stays(object) {
                    word(host, &object).place(route.into_state, survivors.push(object));
                    tracked += 1;
                }
            });
            self.candidates.retain(Option::is_some);
        }
        self.immortal += immortal;
        self.marked -= immortal;
        Scanned { tracked, plain, untracks }
    }
}

/// Gives all candidates their slots, from `base` on. Takes those out that do not stay, and answers
/// how many do.
fn place_all<H: Host>(
    host: &H,
    candidates: &mut [Entry<H::Object>],
    state: State,
    base: usize,
    mut stays: impl FnMut(NonNull<H::Object>) -> bool,
) -> usize {
    let mut slot = base;
    for index in 0..candidates.len() {
        hint_ahead(&*candidates, index);
        let Some(object) = candidates[index] else { continue };
        if stays(object) {
            word(host, &object).place(state, slot);
            slot += 1;
        } else {
            candidates[index] = None;
        }
    }
    slot - base
}

/// Hands the survivors among `candidates` to `survives`, which gives each word a new meaning. The
/// unreachable ones remain, `Unreachable`, where they are; `put_off` is told of each of them, and of
/// some that survive.
pub(crate) fn scan<H: Host>(
    host: &H,
    candidates: &mut (impl Row<H::Object> + ?Sized),
    mut put_off: impl FnMut(NonNull<H::Object>),
    mut survives: impl FnMut(NonNull<H::Object>),
) {
    let mut waiting = Waiting { first: 0, last: 0, len: 0 };
    let mut fifo = Fifo::new();
    for index in 0..candidates.slots() {
        hint_ahead(candidates, index);
        let Some(object) = candidates.get(index) else { continue };
        let word = word(host, &object);
        let candidate = word.state() == State::Candidate;
        if candidate && word.payload() == 0 {
            waiting.drain(host, candidates, &mut fifo);
            if word.payload() == 0 {
                word.place(State::Unreachable, index);
                put_off(object);
                continue;
            }
        }
        if candidate {
            waiting.visit_children(host, candidates, &mut fifo, object);
        }
        survives(object);
        candidates.take_out(index);
    }
    loop {
        if waiting.len == 0 {
            waiting.drain(host, candidates, &mut fifo);
        }
        let Some((slot, object)) = waiting.take(host, candidates) else { return };
        waiting.visit_children(host, candidates, &mut fifo, object);
        survives(object);
        candidates.take_out(slot);
    }
}

/// What has been reached after its turn, first in, first out.
struct Waiting {
    first: usize,
    last: usize,
    len: usize,
}

impl Waiting {
    #[inline]
    fn add<H: Host>(&mut self, host: &H, candidates: &(impl Row<H::Object> + ?Sized), slot: usize) {
        if self.len == 0 {
            self.first = slot;
        } else if let Some(last) = candidates.get(self.last) {
            word(host, &last).place(State::Reached, slot);
        }
        self.last = slot;
        self.len += 1;
    }

    fn take<H: Host>(
        &mut self,
        host: &H,
        candidates: &(impl Row<H::Object> + ?Sized),
    ) -> Option<(usize, NonNull<H::Object>)> {
        self.len = self.len.checked_sub(1)?;
        let slot = self.first;
        let object = candidates.get(slot)?;
        self.first = word(host, &object).slot();
        Some((slot, object))
    }

    /// A survivor refers to `object`.
    #[inline]
    fn reach<H: Host>(
        &mut self,
        host: &H,
        candidates: &(impl Row<H::Object> + ?Sized),
        object: NonNull<H::Object>,
    ) {
        let word = word(host, &object);
        match word.state() {
            State::Candidate if word.payload() == 0 => word.set(State::Candidate, 1),
            // Others than candidates may be unreachable in a collection of their own.
            State::Unreachable if candidates.get(word.slot()) == Some(object) => {
                let slot = word.slot();
                word.set(State::Reached, 0);
                self.add(host, candidates, slot);
            }
            _ => {}
        }
    }

    #[inline]
    fn visit_children<H: Host>(
        &mut self,
        host: &H,
        candidates: &(impl Row<H::Object> + ?Sized),
        fifo: &mut Fifo<H::Object>,
        object: NonNull<H::Object>,
    ) {
        host.traverse(object, &mut |child| {
            if let Some(child) = fifo.push(child) {
                self.reach(host, candidates, child);
            }
        });
    }

    fn drain<H: Host>(
        &mut self,
        host: &H,
        candidates: &(impl Row<H::Object> + ?Sized),
        fifo: &mut Fifo<H::Object>,
    ) {
        while let Some(child) = fifo.pop() {
            self.reach(host, candidates, child);
        }
    }
}
