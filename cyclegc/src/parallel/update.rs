//! Copying the counts of the candidates into their words, by several threads.
//!
//! Immortal candidates have to leave the row, which one thread does: if there is one, the pass is
//! done again by it alone. They leave for good, so that happens once for each.

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};

use super::{ParallelHost, Phase};
use crate::array::Entry;
use crate::host::{Owners, word};
use crate::prefetch::hint_ahead;
use crate::word::{SATURATED, State, with};

/// Makes candidates of all. Answers false if there are immortal ones among them.
pub(super) fn update_refs<H: ParallelHost>(
    host: &H,
    candidates: &[Entry<H::Object>],
    threads: usize,
) -> bool {
    let phase = Phase::new(host, candidates);
    let immortal = AtomicBool::new(false);
    phase.run(0..threads, |_| work(&phase, &immortal));
    !immortal.load(Relaxed)
}

fn work<H: ParallelHost>(phase: &Phase<'_, H>, immortal: &AtomicBool) {
    let host = phase.host;
    while let Some(chunk) = phase.take() {
        for index in chunk {
            hint_ahead(phase.objects, index);
            let Some(object) = phase.objects[index] else { continue };
            let refs = match host.owners(object) {
                Owners::Counted(0) => SATURATED,
                Owners::Counted(owners) => owners.min(SATURATED),
                Owners::Immortal => {
                    immortal.store(true, Relaxed);
                    SATURATED
                }
            };
            let word = word(host, &object).shared();
            // Nobody else accesses this word in this phase.
            word.store(with(word.load(Relaxed), State::Candidate, refs), Relaxed);
        }
    }
}
