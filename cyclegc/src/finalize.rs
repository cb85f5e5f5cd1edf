//! Finalizers of unreachable objects, and what they bring back to life.
//!
//! Finalizers run once per object, in list order, while everything they can reach is still whole.
//! Afterwards the detection runs again over the unreachable objects alone: what is now reached
//! from outside them joins the survivors' generation, with all that it refers to. Its finalizers
//! have run and will not run again.
//!
//! Any member may be freed while a finalizer runs; its entry is then a tombstone. New members do
//! not appear.
//!
//! Source: PEP 442; `Python/gc.c` (`finalize_garbage`, `handle_resurrected_objects`).

use crate::array::recycle;
use crate::collect::Running;
use crate::detect::{Detection, Extras, Route};
use crate::host::{Host, word};
use crate::subtract::Edges;
use crate::word::State;

impl<H: Host> Running<'_, H> {
    /// Step 11. Answers how many finalizers were called.
    pub(crate) fn finalize(&self) -> usize {
        let Self { collector, host, .. } = *self;
        let array = &collector.unreachable;
        let mut finalized = 0;
        let mut slot = 0;
        while slot < array.len() {
            if let Some(object) = array.get(slot)
                && !word(host, &object).is_finalized()
                && host.needs_finalizer(object)
            {
                word(host, &object).set_finalized();
                finalized += 1;
                host.finalize(object);
                if cfg!(test) {
                    self.check();
                }
            }
            slot += 1;
        }
        finalized
    }

    /// Step 12. Answers how many objects were resurrected, and what the edges have shown.
    pub(crate) fn take_out_resurrected(&self) -> (usize, Edges) {
        let Self { collector, host, generation } = *self;
        let array = &collector.unreachable;
        let into = collector.generation(generation.older());
        let mut candidates = array.take();
        candidates.retain(Option::is_some);
        let into_live = into.live();
        let mut target = into.take();
        // Collector invariant 3: this finds the room there already.
        target.reserve(candidates.len());
        let route = Route {
            source: array,
            source_state: State::Unreachable,
            into,
            into_state: generation.older().state(),
            permanent: &collector.permanent,
        };
        collector.detecting.set(true);
        let found =
            Detection::new(host, route, candidates, target, into_live).run(Extras::default());
        collector.detecting.set(false);
        for (slot, object) in found.unreachable.iter().flatten().enumerate() {
            word(host, object).place(State::Unreachable, slot);
        }
        let live = found.unreachable.len();
        drop(recycle(array.replace(found.unreachable, live)));
        (found.survivors, found.edges)
    }
}
