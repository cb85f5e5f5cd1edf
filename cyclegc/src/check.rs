//! The collector's invariants as a check that can be run at any time outside a detection.
//!
//! The crate's own tests and builds with `--cfg heap_check` run it after every step of every
//! collection. It reads every tracked object's word.

use crate::array::Array;
use crate::collector::Collector;
use crate::host::{Host, word};
use crate::word::{MAX_SLOTS, State};

impl<O> Collector<O> {
    /// Checks that every tracked object's word points back at its entry, that no object is left
    /// in a state of detection, and that the counts of live entries are right.
    ///
    /// # Panics
    /// If an invariant is broken; the message names it.
    pub fn check<H: Host<Object = O>>(&self, host: &H) {
        assert!(!self.detecting.get(), "collector: no detection is in progress");
        let [young, middle, old] = &self.generations;
        for (array, state) in [
            (young, State::Young),
            (middle, State::Middle),
            (old, State::Old),
            (&self.permanent, State::Permanent),
            (&self.unreachable, State::Unreachable),
            (&self.legacy, State::Unreachable),
        ] {
            check_array(host, array, state);
        }
        if !self.is_collecting() {
            let left = self.unreachable.live() + self.legacy.live();
            assert_eq!(left, 0, "collector invariant 2: unreachable objects after a collection");
        }
    }
}

fn check_array<H: Host>(host: &H, array: &Array<H::Object>, state: State) {
    let mut live = 0;
    for slot in 0..array.len() {
        let Some(object) = array.get(slot) else { continue };
        live += 1;
        let word = word(host, &object);
        assert_eq!(word.state(), state, "array invariant 1: the word names the array");
        assert_eq!(word.slot(), slot, "array invariant 1: the word names the slot");
    }
    assert_eq!(live, array.live(), "array invariant 2: the count of live entries");
    assert!(array.len() <= MAX_SLOTS, "array invariant 3: slots fit the word");
}
