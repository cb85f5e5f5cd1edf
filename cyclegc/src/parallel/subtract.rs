//! Taking off the edges between candidates, by several threads.
//!
//! The count of a candidate is decremented with a compare and swap, since edges to it may be met
//! by several threads. What goes below zero saturates, as with one thread; it is reported when the
//! threads are done.

use core::ptr::NonNull;
use core::sync::atomic::Ordering::Relaxed;
use std::vec::Vec;

use super::{Handed, ParallelHost, Phase};
use crate::array::Entry;
use crate::host::{Host, word};
use crate::prefetch::{Fifo, hint_ahead};
use crate::subtract::{Edges, report};
use crate::word::{SATURATED, State, payload_of, state_of, with};

/// Subtracts the edges of all candidates that have not been marked.
pub(super) fn subtract<H: ParallelHost>(
    host: &H,
    candidates: &[Entry<H::Object>],
    threads: usize,
) -> Edges {
    let phase = Phase::new(host, candidates);
    let shown = phase.run(0..threads, |_| {
        let mut shown = Shown { miscounted: Vec::new(), closed: true, inward: true };
        work(&phase, &mut shown);
        shown
    });
    let closed = shown.iter().all(|shown| shown.closed);
    let inward = shown.iter().all(|shown| shown.inward);
    let mut count = 0;
    for object in shown.into_iter().flat_map(|shown| shown.miscounted) {
        report(host, object.object());
        count += 1;
    }
    Edges { miscounted: count, closed, inward, in_order: false }
}

/// What the edges have shown to one thread.
struct Shown<O> {
    miscounted: Vec<Handed<O>>,
    closed: bool,
    inward: bool,
}

fn work<H: ParallelHost>(phase: &Phase<'_, H>, shown: &mut Shown<H::Object>) {
    let host = phase.host;
    let mut fifo = Fifo::new();
    while let Some(chunk) = phase.take() {
        for index in chunk {
            hint_ahead(phase.objects, index);
            let Some(object) = phase.objects[index] else { continue };
            let bits = word(host, &object).shared().load(Relaxed);
            if state_of(bits) == State::Candidate {
                host.traverse(object, &mut |child| {
                    if let Some(child) = fifo.push(child) {
                        take_off(host, child, shown);
                    }
                });
            }
        }
    }
    while let Some(child) = fifo.pop() {
        take_off(host, child, shown);
    }
}

#[inline]
fn take_off<H: Host>(host: &H, object: NonNull<H::Object>, shown: &mut Shown<H::Object>) {
    let word = word(host, &object).shared();
    let mut bits = word.load(Relaxed);
    if state_of(bits) != State::Candidate {
        shown.closed &= state_of(bits) == State::Reached || host.dies_unseen(object);
        shown.inward = false;
    }
    while state_of(bits) == State::Candidate && payload_of(bits) != SATURATED {
        let refs = payload_of(bits).checked_sub(1);
        let new = with(bits, State::Candidate, refs.unwrap_or(SATURATED));
        match word.compare_exchange_weak(bits, new, Relaxed, Relaxed) {
            Ok(_) if refs.is_none() => return shown.miscounted.push(Handed::new(object)),
            Ok(_) => return,
            Err(now) => bits = now,
        }
    }
}
