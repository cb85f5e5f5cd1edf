//! The last pass of a detection: survivors from unreachable objects, in CPython's order.
//!
//! One scan from left to right. `gc_refs` above 0: a survivor, and everything it refers to is
//! reached. A candidate reached before its turn gets `gc_refs` 1 and will survive in its turn; one
//! whose turn was over (it is `Tentative`) is queued and met again after all the others. What is
//! still `Tentative` in the end is unreachable, in the order of the candidates.
//!
//! Visits wait in a queue for their headers to arrive. That changes no answer: a visit only
//! matters to a candidate with `gc_refs` 0 or a `Tentative` one, visits leave the queue in order,
//! and the queue is emptied before a candidate is found to have 0.
//!
//! CPython untracks tuples in a pass of its own over the survivors. A tuple's answer depends only
//! on which tuples earlier among the survivors have been untracked, so it can be asked here.
//!
//! # Invariants
//! 1. The entries of `candidates` below `tentative` are objects, those from there to the scanned
//!    one are empty, the rest is not yet scanned.
//!
//! Source: `Python/gc.c` (`move_unreachable`, `visit_reachable`, `untrack_tuples`).

use core::ptr::NonNull;

use crate::detect::Detection;
use crate::host::{Host, UntrackPass, word};
use crate::prefetch::{Fifo, hint_ahead};
use crate::survivors::Survivors;
use crate::word::State;

impl<H: Host> Detection<'_, H> {
    /// Splits the candidates; the unreachable ones remain in `candidates`. Answers how many
    /// survivors stay tracked.
    pub(crate) fn move_unreachable(&mut self, untrack: bool) -> usize {
        let host = self.host;
        let into_state = self.route.into_state;
        let Some(survivors) = &mut self.survivors else { return 0 };
        let candidates = &mut self.candidates;
        let mut fifo = Fifo::new();
        let mut tentative = 0;
        let mut tracked = 0;

        for index in 0..candidates.len() {
            hint_ahead(candidates, index);
            let Some(object) = candidates[index] else { continue };
            let word = word(host, &object);
            let candidate = word.state() == State::Candidate;
            if candidate && word.payload() == 0 {
                drain(host, survivors, &mut fifo);
                if word.payload() == 0 {
                    word.set(State::Tentative, 0);
                    candidates.swap(tentative, index);
                    tentative += 1;
                    continue;
                }
            }
            if candidate {
                visit_children(host, survivors, &mut fifo, object);
            }
            let stays = !(untrack && host.may_untrack(object, UntrackPass::Every));
            candidates[index] = None;
            if stays {
                word.place(into_state, survivors.push(object));
                tracked += 1;
            } else {
                word.set_untracked();
            }
        }

        while let Some(object) = survivors.next_queued().or_else(|| {
            drain(host, survivors, &mut fifo);
            survivors.next_queued()
        }) {
            visit_children(host, survivors, &mut fifo, object);
            if untrack && host.may_untrack(object, UntrackPass::Every) {
                word(host, &object).set_untracked();
            } else {
                word(host, &object).place(into_state, survivors.keep(object));
                tracked += 1;
            }
        }

        candidates.truncate(tentative);
        candidates.retain(|entry| {
            entry.is_some_and(|object| word(host, &object).state() == State::Tentative)
        });
        tracked
    }
}

/// A survivor refers to `object`.
#[inline]
fn reach<H: Host>(host: &H, survivors: &mut Survivors<H::Object>, object: NonNull<H::Object>) {
    let word = word(host, &object);
    match word.state() {
        State::Candidate if word.payload() == 0 => word.set(State::Candidate, 1),
        State::Tentative => {
            word.set(State::Candidate, 1);
            survivors.queue(object);
        }
        _ => {}
    }
}

#[inline]
fn visit_children<H: Host>(
    host: &H,
    survivors: &mut Survivors<H::Object>,
    fifo: &mut Fifo<H::Object>,
    object: NonNull<H::Object>,
) {
    host.traverse(object, &mut |child| {
        if let Some(child) = fifo.push(child) {
            reach(host, survivors, child);
        }
    });
}

fn drain<H: Host>(host: &H, survivors: &mut Survivors<H::Object>, fifo: &mut Fifo<H::Object>) {
    while let Some(child) = fifo.pop() {
        reach(host, survivors, child);
    }
}
