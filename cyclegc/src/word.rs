//! The collector's word: the 32 bits that every object of the host lends to the collector.
//!
//! ```text
//!   31                               5   4   3   2     0
//!  +----------------------------------+---+---+---------+
//!  |   slot, or gc_refs in detection  | W | F |  state  |
//!  +----------------------------------+---+---+---------+
//!   W  has weak references: the host's own bit, the collector only keeps it
//!   F  finalized: `Host::finalize` has been called for this object
//! ```
//!
//! Between detections `state` names the array that holds the object and `slot` its index there, so
//! leaving an array is one store. While a detection runs the same bits hold `gc_refs`, the count
//! of owners that are not explained by edges between candidates; the slot is written anew before
//! any user code runs. A count that does not fit saturates and is never decremented: its object
//! counts as reachable, which can only leak. The word does no arithmetic on the real count.
//!
//! # Invariants
//! 1. Outside a detection, `state` is `Untracked` or names an array whose entry at `slot` is this
//!    object. `Candidate` and `Reached` occur only inside a detection.
//! 2. `F` and `W` survive every change of state.
//!
//! Source: `Include/internal/pycore_gc.h` (`_gc_prev` and its flag bits).

use core::cell::Cell;
use core::fmt;

use crate::generation::Generation;

const STATE: u32 = 0b111;
const FINALIZED: u32 = 1 << 3;
const WEAKREFS: u32 = 1 << 4;
const FLAGS: u32 = FINALIZED | WEAKREFS;
const SHIFT: u32 = 5;

/// How many slots an array may have. The crate's own tests shrink it to reach the limit.
pub(crate) const MAX_SLOTS: usize = if cfg!(test) { 1 << 10 } else { 1 << (32 - SHIFT) };

/// The saturated `gc_refs`: "at least this many, and unknown how many".
pub(crate) const SATURATED: u32 = if cfg!(test) { (1 << 10) - 1 } else { MISCOUNTED - 1 };

/// The `gc_refs` of a candidate that more edges lead to than it has owners. Saturated, too.
pub(crate) const MISCOUNTED: u32 = u32::MAX >> SHIFT;

/// Where an object stands with the collector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum State {
    /// In no array; the collector neither sees nor keeps it.
    Untracked = 0,
    /// In the youngest generation.
    Young = 1,
    /// In the middle generation.
    Middle = 2,
    /// In the oldest generation.
    Old = 3,
    /// Frozen, or immortal: in the permanent array.
    Permanent = 4,
    /// In detection, not yet found unreachable; the payload is `gc_refs`.
    Candidate = 5,
    /// In detection, and known to survive: marked, or reached in the scan after its turn and to be
    /// met again.
    Reached = 6,
    /// In the unreachable array of the running collection. Within a detection: scanned with
    /// `gc_refs` 0, though a survivor may still reach it; the slot is that among the candidates.
    Unreachable = 7,
}

/// The state in the bits of a word.
#[inline]
pub(crate) fn state_of(bits: u32) -> State {
    match bits & STATE {
        0 => State::Untracked,
        1 => State::Young,
        2 => State::Middle,
        3 => State::Old,
        4 => State::Permanent,
        5 => State::Candidate,
        6 => State::Reached,
        _ => State::Unreachable,
    }
}

/// The payload in the bits of a word.
#[inline]
pub(crate) fn payload_of(bits: u32) -> u32 {
    bits >> SHIFT
}

/// The bits with another state and payload.
#[inline]
pub(crate) fn with(bits: u32, state: State, payload: u32) -> u32 {
    bits & FLAGS | payload << SHIFT | state as u32
}

/// The collector's word of one object, 4 bytes in its header.
///
/// A new object's word is [`GcWord::new`]: untracked and not finalized. Reads and writes go
/// through a [`Cell`], so the word belongs to one thread at a time.
#[repr(transparent)]
pub struct GcWord(Cell<u32>);

const _: () = assert!(size_of::<GcWord>() == 4);

impl GcWord {
    /// The word of an untracked object that has never been finalized.
    pub const fn new() -> Self {
        Self(Cell::new(State::Untracked as u32))
    }

    /// Whether the collector knows the object, in whatever generation (also a frozen one).
    ///
    /// A host may ask while [several threads](crate::Host::workers) traverse its objects.
    #[inline]
    pub fn is_tracked(&self) -> bool {
        let bits = self.shared().load(core::sync::atomic::Ordering::Relaxed);
        bits & STATE != State::Untracked as u32
    }

    /// Whether the object's finalizer has been called; stays true when it is untracked.
    #[inline]
    pub fn is_finalized(&self) -> bool {
        self.0.get() & FINALIZED != 0
    }

    /// Records that the finalizer has been called, so that the collector does not call it again.
    ///
    /// The collector sets it before it calls [`Host::finalize`](crate::Host::finalize). A host
    /// that finalizes an object whose count has fallen to zero sets it itself.
    #[inline]
    pub fn set_finalized(&self) {
        self.0.set(self.0.get() | FINALIZED);
    }

    /// The host's own bit, meant for "somebody holds a weak reference to this object".
    #[inline]
    pub fn has_weakrefs(&self) -> bool {
        self.0.get() & WEAKREFS != 0
    }

    /// Sets the host's own bit. The collector only preserves it.
    #[inline]
    pub fn set_has_weakrefs(&self, has: bool) {
        let bits = self.0.get() & !WEAKREFS;
        self.0.set(if has { bits | WEAKREFS } else { bits });
    }

    /// The generation the object is in. `None` if it is untracked, frozen, or found unreachable
    /// by the collection that is running.
    pub fn generation(&self) -> Option<Generation> {
        match self.state() {
            State::Young => Some(Generation::Young),
            State::Middle => Some(Generation::Middle),
            State::Old => Some(Generation::Old),
            _ => None,
        }
    }

    /// Whether the collection that is running has found the object unreachable.
    #[inline]
    pub fn is_unreachable(&self) -> bool {
        self.state() == State::Unreachable
    }

    /// Whether the object is in the permanent generation.
    pub fn is_frozen(&self) -> bool {
        self.state() == State::Permanent
    }

    #[inline]
    pub(crate) fn state(&self) -> State {
        state_of(self.0.get())
    }

    /// The slot between detections, `gc_refs` of a candidate.
    #[inline]
    pub(crate) fn payload(&self) -> u32 {
        payload_of(self.0.get())
    }

    /// The word as threads share it while they detect.
    #[inline]
    pub(crate) fn shared(&self) -> &core::sync::atomic::AtomicU32 {
        // SAFETY: the pointer is that of a living, aligned cell, which the reference borrows. While
        // threads share words, nobody accesses them but through this method.
        unsafe { core::sync::atomic::AtomicU32::from_ptr(self.0.as_ptr()) }
    }

    #[inline]
    pub(crate) fn slot(&self) -> usize {
        self.payload() as usize
    }

    #[inline]
    pub(crate) fn set(&self, state: State, payload: u32) {
        debug_assert!(payload <= MISCOUNTED, "a payload fits its 27 bits");
        self.0.set(with(self.0.get(), state, payload));
    }

    /// Takes one edge off the `gc_refs` of a candidate. False, and nothing has changed, if none is
    /// left, or it is saturated.
    #[inline]
    pub(crate) fn take_edge(&self) -> bool {
        debug_assert!(self.state() == State::Candidate, "only candidates have gc_refs");
        let less = self.0.get().wrapping_sub(1 << SHIFT);
        // One comparison for both ends: with 0 left it has wrapped.
        let takes = less < (SATURATED - 1) << SHIFT;
        if takes {
            self.0.set(less);
        }
        takes
    }

    /// Places the object at `slot` of the array that `state` names.
    #[inline]
    pub(crate) fn place(&self, state: State, slot: usize) {
        debug_assert!(slot < MAX_SLOTS, "arrays are no longer than MAX_SLOTS");
        #[expect(clippy::cast_possible_truncation, reason = "a slot is below 2^27")]
        self.set(state, slot as u32);
    }

    #[inline]
    pub(crate) fn set_untracked(&self) {
        self.set(State::Untracked, 0);
    }
}

impl Default for GcWord {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for GcWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GcWord")
            .field("state", &self.state())
            .field("payload", &self.payload())
            .field("finalized", &self.is_finalized())
            .field("has_weakrefs", &self.has_weakrefs())
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::{GcWord, SATURATED, State};

    #[test]
    fn flags_survive_every_change_of_state() {
        let word = GcWord::new();
        word.set_finalized();
        word.set_has_weakrefs(true);
        for state in [State::Young, State::Candidate, State::Unreachable, State::Permanent] {
            word.set(state, SATURATED);
            assert_eq!((word.state(), word.payload()), (state, SATURATED));
            assert!(word.is_finalized() && word.has_weakrefs());
        }
        word.set_untracked();
        assert!(!word.is_tracked() && word.is_finalized() && word.has_weakrefs());
        word.set_has_weakrefs(false);
        assert!(word.is_finalized() && !word.has_weakrefs());
    }
}
