//! A collection: CPython's steps, in CPython's order.
//!
//! ```text
//!    0  nested? answer nothing            10  weak references cleared, callbacks   (host)
//!    1  start callbacks (host)            11  finalizers                            finalize
//!    2  report the start                  12  resurrected objects out               finalize
//!    3  counters, merge younger           13  count, then clear                     clear
//!    4  update_refs       \               14  report, count uncollectable           legacy
//!    5  subtract_refs      > detect       15  legacy to garbage and to old          legacy
//!    6  move_unreachable  /               16  a full one: free lists (host)
//!    7  untrack tuples      scan          17  statistics, stop callbacks (host)
//!    8  promote, untrack dicts
//!    9  legacy finalizers apart
//! ```
//!
//! Working memory is reserved before step 3 changes anything. When the host panics, [`Running`]
//! gives what is still unreachable back to the generation that takes the survivors, and the next
//! collection finds it again.
//!
//! # Invariants
//! 1. User code runs only in steps 1, 10 to 13, 15, 16 and 17, and then every tracked object's
//!    slot is valid.
//!
//! Source: `Python/gc.c` (`gc_collect_main`).

use alloc::vec::Vec;

use crate::array::{Array, recycle};
use crate::collector::Collector;
use crate::debug::{DebugEvent, DebugFlags};
use crate::detect::{Detection, Extras, Found, Route};
use crate::events;
use crate::generation::Generation;
use crate::host::{Host, UntrackPass, word};
use crate::outcome::{Outcome, Reason, Refused};
use crate::prefetch::{AHEAD, hint};
use crate::unreachable::Unreachable;
use crate::weakref::{WeakrefPass, WeakrefRule};
use crate::word::{MAX_SLOTS, State};

impl<O> Collector<O> {
    /// Collects `generation` and all younger ones now (`gc.collect()`), enabled or not. From
    /// within a running collection it answers an outcome of zeros and does nothing.
    ///
    /// # Errors
    /// [`Refused`] if there is no memory for the working buffer; nothing has changed then, but
    /// the start callback has run, and the stop callback with an outcome of zeros.
    ///
    /// # Panics
    /// With the host's panic, if the host panics. The collector stays usable.
    pub fn collect<H: Host<Object = O>>(
        &self,
        host: &H,
        generation: Generation,
    ) -> Result<Outcome, Refused> {
        self.collect_for(host, generation, Reason::Asked)
    }

    /// As [`collect`](Self::collect), for a stated reason.
    ///
    /// # Errors
    /// As for `collect`.
    ///
    /// # Panics
    /// As for `collect`.
    pub fn collect_for<H: Host<Object = O>>(
        &self,
        host: &H,
        generation: Generation,
        reason: Reason,
    ) -> Result<Outcome, Refused> {
        if !self.triggers.begin() {
            return Ok(Outcome::nothing(generation, reason));
        }
        Running { collector: self, host, generation }.run(reason)
    }

    /// Collects the generation that is due, for safepoints where [`is_due`](Self::is_due) has
    /// answered true. `None` if none is due by now or automatic collection has been turned off.
    ///
    /// # Errors
    /// As for [`collect`](Self::collect). The collection is then still due.
    ///
    /// # Panics
    /// As for `collect`.
    pub fn collect_due<H: Host<Object = O>>(&self, host: &H) -> Result<Option<Outcome>, Refused> {
        if !self.is_enabled() || self.is_collecting() {
            return Ok(None);
        }
        let Some(generation) = self.triggers.select() else { return Ok(None) };
        self.collect_for(host, generation, Reason::Due).map(Some)
    }
}

/// A collection from its beginning to its end, be it a panic.
pub(crate) struct Running<'a, H: Host> {
    pub(crate) collector: &'a Collector<H::Object>,
    pub(crate) host: &'a H,
    pub(crate) generation: Generation,
}

impl<H: Host> Running<'_, H> {
    fn run(&self, reason: Reason) -> Result<Outcome, Refused> {
        let Self { host, generation, .. } = *self;
        let _span = events::collection(generation, reason);
        let mut outcome = Outcome::nothing(generation, reason);
        if reason != Reason::Shutdown {
            host.on_start(generation);
        }
        let started = host.now();
        let result = self.steps(&mut outcome);
        outcome.duration =
            host.now().zip(started).map(|(now, started)| now.saturating_sub(started));
        if result.is_ok() {
            if self.reports(DebugFlags::STATS) {
                host.debug(&DebugEvent::Done {
                    unreachable: outcome.found(),
                    uncollectable: outcome.uncollectable,
                    elapsed: outcome.duration,
                });
            }
            self.finish(&outcome);
        }
        if reason != Reason::Shutdown {
            host.on_stop(&outcome);
        }
        result.map(|()| outcome)
    }

    /// Steps 2 to 14.
    fn steps(&self, outcome: &mut Outcome) -> Result<(), Refused> {
        let Self { collector, host, generation } = *self;
        if self.reports(DebugFlags::STATS) {
            host.debug(&DebugEvent::Start {
                generation,
                objects: collector.generations.each_ref().map(Array::live),
                permanent: collector.permanent.live(),
            });
        }
        let found = self.detect()?;
        outcome.examined = found.examined;
        outcome.marked = found.marked;
        outcome.unreachable = found.unreachable.len();
        outcome.miscounted = found.edges.miscounted;
        let plain = found.plain && !self.reports(DebugFlags::COLLECTABLE);
        let closed = found.edges.closed;
        // Where all candidates are garbage, none of its edges leads to a survivor.
        let inward = found.edges.inward && found.placed;
        self.promote(found);
        events::phase("detect", outcome.unreachable);
        self.check();

        let (reclaimed, closed) = if plain {
            events::phase("weakrefs", 0);
            events::phase("finalize", 0);
            (0, closed)
        } else {
            self.call_out(outcome, closed)
        };
        outcome.collected = reclaimed + collector.unreachable.live();
        outcome.freed = self.clear(plain, closed, inward);
        events::phase("clear", outcome.freed);
        self.check();
        outcome.uncollectable = self.count_legacy();
        Ok(())
    }

    /// Steps 9 to 12. Answers how many weak references have died of it, and whether the garbage is
    /// still `closed`.
    fn call_out(&self, outcome: &mut Outcome, mut closed: bool) -> (usize, bool) {
        let Self { collector, host, .. } = *self;
        self.set_legacy_apart();
        let rule = collector.weakref_rule();
        let unreachable = Unreachable::new(collector, host, rule.first());
        let reported = self.reports(DebugFlags::COLLECTABLE);
        if reported {
            unreachable.iter().for_each(|object| host.debug(&DebugEvent::Collectable(object)));
        }
        let reclaimed = host.clear_weakrefs(&unreachable);
        events::phase("weakrefs", reclaimed);
        self.check();
        outcome.finalized = self.finalize();
        events::phase("finalize", outcome.finalized);
        self.check();
        if outcome.finalized > 0 || reported || !unreachable.is_quiet() {
            let again = self.take_out_resurrected();
            outcome.resurrected = again.0;
            outcome.miscounted += again.1.miscounted;
            closed = again.1.closed;
            events::phase("resurrect", outcome.resurrected);
            self.check();
        }
        if rule == WeakrefRule::Python315 {
            host.clear_weakrefs(&Unreachable::new(collector, host, WeakrefPass::Rest));
            self.check();
        }
        (reclaimed, closed)
    }

    /// Steps 15 to 17, without the stop callbacks.
    fn finish(&self, outcome: &Outcome) {
        self.save_legacy();
        if self.generation == Generation::Old {
            self.host.collected_all();
        }
        self.collector.stats.add(outcome);
        events::done(outcome);
        self.check();
    }

    /// Steps 3 to 7: reserves memory, takes the candidates out and splits them.
    fn detect(&self) -> Result<Found<H::Object>, Refused> {
        let Self { collector, host, generation } = *self;
        let younger = &collector.generations[..generation.index()];
        let source = collector.generation(generation);
        let into = collector.generation(generation.older());
        let into_state = generation.older().state();
        let full = generation == Generation::Old;

        let merged: usize = younger.iter().map(Array::live).sum();
        let candidates = merged + source.live();
        if !full && into.len() + candidates > MAX_SLOTS {
            into.compact(host, into_state);
        }
        let resident = if full { 0 } else { into.len() };
        let mut target = Vec::new();
        // Where all candidates are in one younger array, its entries need no other room.
        let lone = younger.iter().find(|array| array.live() == candidates && candidates > 0);
        let reserved = resident + candidates <= MAX_SLOTS
            && (lone.is_some() || source.try_reserve_exact(merged))
            && if full {
                target.try_reserve_exact(candidates).is_ok()
            } else {
                into.try_reserve(candidates)
            };
        if !reserved {
            events::refused(candidates);
            return Err(Refused);
        }

        collector.triggers.count_collection(generation);
        let into_live = if full { 0 } else { into.live() };
        if !full {
            target = into.take();
        }
        let first = lone.unwrap_or(source);
        let has_gaps = first.live() < first.len();
        let mut entries = first.take();
        if has_gaps {
            entries.retain(Option::is_some);
        }
        let mut buffers = [const { Vec::new() }; 2];
        for (array, buffer) in younger.iter().zip(&mut buffers) {
            let mut objects = array.take();
            entries.extend(objects.drain(..).flatten().map(Some));
            *buffer = recycle(objects);
        }

        let route = Route {
            source,
            source_state: generation.state(),
            into,
            into_state,
            permanent: &collector.permanent,
        };
        collector.detecting.set(true);
        let detection = Detection::new(host, route, entries, target, into_live);
        let found = detection.run(Extras {
            roots: full && collector.mark_from_roots.get(),
            untrack: true,
            #[cfg(feature = "parallel")]
            threads: collector.threads(candidates),
        });
        collector.detecting.set(false);
        for (array, buffer) in younger.iter().zip(buffers) {
            array.replace(buffer, 0);
        }
        Ok(found)
    }

    /// Step 8, and the unreachable objects to their array.
    fn promote(&self, mut found: Found<H::Object>) {
        let Self { collector, host, generation } = *self;
        let unreachable = core::mem::take(&mut found.unreachable);
        if !found.placed {
            for (slot, object) in unreachable.iter().flatten().enumerate() {
                word(host, object).place(State::Unreachable, slot);
            }
        }
        let live = unreachable.len();
        let buffer = recycle(collector.unreachable.replace(unreachable, live));
        let mut survivors = found.survivors;
        if generation == Generation::Old {
            let old = collector.generation(Generation::Old);
            let mut slot = if found.untracks { found.base } else { old.len() };
            while slot < old.len() {
                if let Some(later) = old.get(slot + AHEAD) {
                    hint(later);
                }
                if let Some(object) = old.get(slot)
                    && host.untracks(object)
                    && host.may_untrack(object, UntrackPass::Full)
                {
                    collector.untrack(host, object);
                    survivors -= 1;
                }
                slot += 1;
            }
        } else {
            collector.generation(generation).replace(buffer, 0);
        }
        collector.triggers.count_survivors(generation, survivors);
    }

    /// Moves what is in `array` to the generation that takes the survivors.
    pub(crate) fn give_back(&self, array: &Array<H::Object>) {
        let mut entries = array.take();
        for object in entries.drain(..).flatten() {
            self.collector.adopt(self.host, object, self.generation.older());
        }
        array.replace(recycle(entries), 0);
    }

    pub(crate) fn reports(&self, flag: DebugFlags) -> bool {
        self.collector.debug().contains(flag)
    }

    /// Checks every invariant, in the crate's own tests and under `cfg(heap_check)`.
    pub(crate) fn check(&self) {
        if cfg!(any(test, heap_check)) {
            self.collector.check(self.host);
        }
    }
}

impl<H: Host> Drop for Running<'_, H> {
    fn drop(&mut self) {
        let Self { collector, generation, .. } = *self;
        collector.detecting.set(false);
        // Both are empty unless the host has panicked.
        self.give_back(&collector.unreachable);
        self.give_back(&collector.legacy);
        collector.generation(generation.older()).trim();
        collector.triggers.end();
    }
}
