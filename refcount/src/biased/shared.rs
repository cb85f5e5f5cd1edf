//! The shared word of a biased count: what it means and where it stops.
//!
//! ```text
//!  63 62 61                                        2 1 0
//! |  s  |      references counted by other threads  | F |      isize
//!   s  00 or 11  mortal: the number above the flags, which may be negative
//!      01 or 10  immortal, or run past an edge on the way there
//!   F  00 default      no weak reference ever, nothing queued
//!      01 maybe weak   a weak reference may look at the count of a dying object
//!      10 queued       the owner's merge queue has, or is about to get, a reference
//!      11 merged       there is no owner any more: this word is the whole count
//! ```
//!
//! The flags are the *low* bits: adding and subtracting [`ONE`] never carries into them, nor do
//! they take part when the number passes through zero. They only grow.
//!
//! # Invariants
//! 1. `ONE` is a multiple of the flags' range.
//! 2. An immortal word is 2^(N-3) away from either edge of its range, N being the word's bits, so
//!    that additions by threads that had seen it mortal do not bring it back.
//!
//! Source: PEP 703, "Biased reference counting".

/// One reference in the shared word.
pub(super) const ONE: isize = 1 << SHIFT;

/// The flags of a count that merged its two numbers: the owner has gone.
pub(super) const MERGED: isize = 0b11;

/// The flags of a count whose owner has a reference of it in its queue.
pub(super) const QUEUED: isize = 0b10;

/// The flags of a count that weak references may look at.
pub(super) const MAYBE_WEAK: isize = 0b01;

/// An immortal word, without flags.
pub(super) const IMMORTAL: isize = 3 << (isize::BITS - 3);

const SHIFT: u32 = 2;
const FLAGS: isize = ONE - 1;
const FIRST_IMMORTAL: isize = 1 << (isize::BITS - 2);

const _: () = assert!(ONE & FLAGS == 0 && MERGED == FLAGS, "the flags lie below the number");
const _: () = assert!(flags(QUEUED - ONE) == QUEUED && count(QUEUED - ONE) == -1);
const _: () = assert!(is_immortal(IMMORTAL) && is_immortal(IMMORTAL | MERGED));
const _: () = assert!(is_immortal(FIRST_IMMORTAL) && !is_immortal(FIRST_IMMORTAL - 1));
const _: () = assert!(is_immortal(-FIRST_IMMORTAL - 1) && !is_immortal(-FIRST_IMMORTAL));
const _: () = assert!(IMMORTAL - FIRST_IMMORTAL == isize::MAX - IMMORTAL + 1);

/// The number of references, possibly negative.
pub(super) const fn count(shared: isize) -> isize {
    shared >> SHIFT
}

/// The state of the count.
pub(super) const fn flags(shared: isize) -> isize {
    shared & FLAGS
}

/// Whether the word has stopped: its two top bits differ.
pub(super) const fn is_immortal(shared: isize) -> bool {
    shared.wrapping_add(FIRST_IMMORTAL) < 0
}

/// The word of a merged count with `references` references, or an immortal one if they do not fit.
pub(super) const fn merged(references: i64) -> isize {
    let edge = FIRST_IMMORTAL as i64 / ONE as i64;
    if references < -edge || references >= edge {
        return IMMORTAL | MERGED;
    }
    #[expect(clippy::cast_possible_truncation, reason = "inside the edges, which are an isize's")]
    let references = references as isize;
    (references << SHIFT) | MERGED
}
