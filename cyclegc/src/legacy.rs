//! Garbage that cannot be collected: objects with a legacy finalizer, and what they reach.
//!
//! A legacy finalizer (`tp_del`) may not run on an object in a cycle, since nothing says in which
//! order. Such objects and everything unreachable that they refer to are set apart before weak
//! references and finalizers are looked at, kept whole, and given to the host's list of garbage.
//!
//! Setting apart needs a list as long as the unreachable set at most. If memory for it is refused,
//! nothing is collected this time.
//!
//! Source: `Python/gc.c` (`move_legacy_finalizers`, `move_legacy_finalizer_reachable`,
//! `handle_legacy_finalizers`).

use alloc::vec::Vec;

use crate::array::Entry;
use crate::collect::Running;
use crate::collector::Collector;
use crate::debug::{DebugEvent, DebugFlags};
use crate::host::{Host, word};
use crate::word::State;

/// The two lists while objects move from one to the other. `Drop` installs them, so that a panic
/// of the host leaves both valid.
struct Parting<'a, H: Host> {
    collector: &'a Collector<H::Object>,
    host: &'a H,
    unreachable: Vec<Entry<H::Object>>,
    legacy: Vec<Entry<H::Object>>,
}

impl<H: Host> Parting<'_, H> {
    /// Moves the object at `slot` of the unreachable list.
    fn part(&mut self, slot: usize) {
        if let Some(object) = self.unreachable[slot].take() {
            word(self.host, &object).set(State::Reached, 0);
            self.legacy.push(Some(object));
        }
    }

    fn run(&mut self) {
        let host = self.host;
        for slot in 0..self.unreachable.len() {
            let Some(object) = self.unreachable[slot] else { continue };
            if host.has_legacy_finalizer(object) {
                if self.legacy.try_reserve(self.unreachable.len() - self.legacy.len()).is_err() {
                    // The list of the unreachable is the only one there is memory for.
                    core::mem::swap(&mut self.legacy, &mut self.unreachable);
                    return;
                }
                self.part(slot);
            }
        }
        let mut next = 0;
        while let Some(&Some(object)) = self.legacy.get(next) {
            next += 1;
            host.traverse(object, &mut |child| {
                let word = word(host, &child);
                if word.state() == State::Unreachable {
                    self.part(word.slot());
                }
            });
        }
    }
}

impl<H: Host> Drop for Parting<'_, H> {
    fn drop(&mut self) {
        if self.legacy.is_empty() {
            let live = self.unreachable.len();
            self.collector.unreachable.replace(core::mem::take(&mut self.unreachable), live);
            return;
        }
        for (array, entries) in [
            (&self.collector.unreachable, &mut self.unreachable),
            (&self.collector.legacy, &mut self.legacy),
        ] {
            entries.retain(Option::is_some);
            for (slot, object) in entries.iter().flatten().enumerate() {
                word(self.host, object).place(State::Unreachable, slot);
            }
            let live = entries.len();
            array.replace(core::mem::take(entries), live);
        }
    }
}

impl<H: Host> Running<'_, H> {
    /// Step 9.
    pub(crate) fn set_legacy_apart(&self) {
        let Self { collector, host, .. } = *self;
        if collector.unreachable.live() == 0 {
            return;
        }
        let unreachable = collector.unreachable.take();
        collector.detecting.set(true);
        Parting { collector, host, unreachable, legacy: Vec::new() }.run();
        collector.detecting.set(false);
    }

    /// Step 14. Answers how many objects are uncollectable.
    pub(crate) fn count_legacy(&self) -> usize {
        let array = &self.collector.legacy;
        let count = array.live();
        if self.reports(DebugFlags::UNCOLLECTABLE) {
            let mut slot = 0;
            while slot < array.len() {
                if let Some(object) = array.get(slot) {
                    self.host.debug(&DebugEvent::Uncollectable(object));
                }
                slot += 1;
            }
        }
        count
    }

    /// Step 15.
    pub(crate) fn save_legacy(&self) {
        let Self { collector, host, .. } = *self;
        let array = &collector.legacy;
        let mut slot = 0;
        while slot < array.len() {
            if let Some(object) = array.get(slot)
                && (self.reports(DebugFlags::SAVEALL) || host.has_legacy_finalizer(object))
            {
                host.save_garbage(object);
            }
            slot += 1;
        }
        self.give_back(array);
    }
}
