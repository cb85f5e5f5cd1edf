//! The permanent generation: objects set aside from every collection.
//!
//! Freezing moves all generations to it. Frozen objects are not examined, not listed and not
//! searched for referrers, but they are alive: what they refer to is never garbage. They still die
//! of their count. Immortal objects that a collection meets move here by themselves.
//!
//! Source: `Modules/gcmodule.c` (`gc.freeze`, `gc.unfreeze`), bpo-31558.

use crate::array::{Array, recycle};
use crate::collector::Collector;
use crate::generation::Generation;
use crate::host::{Host, word};
use crate::outcome::HeapFull;
use crate::word::{MAX_SLOTS, State};

impl<O> Collector<O> {
    /// Moves all tracked objects to the permanent generation and clears the counts. Collects
    /// nothing.
    ///
    /// # Errors
    /// [`HeapFull`] if the permanent generation cannot take them; nothing has changed then.
    pub fn freeze<H: Host<Object = O>>(&self, host: &H) -> Result<(), HeapFull> {
        let objects = self.generations.iter().map(Array::live).sum();
        make_room(host, &self.permanent, State::Permanent, objects, objects)?;
        for array in &self.generations {
            let mut entries = array.take();
            for object in entries.drain(..).flatten() {
                if let Some(slot) = self.permanent.push_within_capacity(object) {
                    word(host, &object).place(State::Permanent, slot);
                }
            }
            // A running collection counts on the room in this buffer (collector invariant 3).
            let entries = if self.is_collecting() { entries } else { recycle(entries) };
            array.replace(entries, 0);
        }
        self.triggers.reset_counts();
        Ok(())
    }

    /// Moves the permanent generation to the end of the oldest one.
    ///
    /// # Errors
    /// [`HeapFull`] if the oldest generation cannot take them; nothing has changed then.
    pub fn unfreeze<H: Host<Object = O>>(&self, host: &H) -> Result<(), HeapFull> {
        let old = self.generation(Generation::Old);
        let objects = self.permanent.live();
        // Collector invariant 3 must hold afterwards as well.
        let claimed = self.unreachable.live() + self.legacy.live();
        make_room(host, old, State::Old, objects, objects + claimed)?;
        let mut entries = self.permanent.take();
        for object in entries.drain(..).flatten() {
            self.adopt(host, object, Generation::Old);
        }
        self.permanent.replace(recycle(entries), 0);
        Ok(())
    }

    /// How many objects are in the permanent generation (`gc.get_freeze_count()`).
    pub fn freeze_count(&self) -> usize {
        self.permanent.live()
    }
}

/// Makes room for `more` entries in `array` and slots for `objects` of them.
fn make_room<H: Host>(
    host: &H,
    array: &Array<H::Object>,
    state: State,
    objects: usize,
    more: usize,
) -> Result<(), HeapFull> {
    if array.len() + objects > MAX_SLOTS {
        array.compact(host, state);
    }
    if array.len() + objects > MAX_SLOTS || !array.try_reserve(more) {
        return Err(HeapFull);
    }
    Ok(())
}
