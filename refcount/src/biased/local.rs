//! The local word of a biased count: which thread owns it, and how many references that one counts.
//!
//! ```text
//!  63                          32 31 30                        0
//! |   owner: the id of a record  | s |    owner's references     |      u64
//!   owner 0      nobody: the shared word is the whole count; then s = 1 says immortal
//!   references 0 with an owner: it has destroyed the object, which nobody else knew
//! ```
//!
//! A thread compares and counts in one step. It knows the word of an object of its own with one
//! reference, its *first* word; how far a word is above that is the number of further references,
//! and huge if the word is another thread's, nobody's, immortal or that of a dead object:
//!
//! ```text
//!   incref:  above(word, first)     < LIMIT   then word + 1 is stored, else it is a rarer case
//!   decref:  above(word - 1, first) < LIMIT   then word - 1 is stored, else it is a rarer case
//! ```
//!
//! # Invariants
//! 1. No record has the id 0 or that of [`NO_THREAD`].
//! 2. An immortal word has no owner, so it has one value only: [`IMMORTAL`].

/// The word of a count without owner, all of whose references the shared word counts.
pub(super) const MERGED: u64 = 0;

/// The word of an immortal count. Its lower half is negative.
pub(super) const IMMORTAL: u64 = 1 << 31;

/// What a thread without a record takes for its first word: it equals no count's.
pub(super) const NO_THREAD: u64 = first(u32::MAX);

/// The most references that a thread counts.
pub(super) const MOST: u32 = references(IMMORTAL) - 1;

/// Less than this far above a thread's first word lie those that the thread increments, and those
/// that it has decremented to, without a look at anything else.
pub(super) const LIMIT: u64 = MOST as u64 - 1;

/// How far above its first word a thread has come that drops its last reference.
pub(super) const BELOW: u64 = u64::MAX;

const _: () = assert!(references(first(7) + LIMIT) == MOST);
const _: () = assert!(above(IMMORTAL, first(1)) > LIMIT && above(IMMORTAL, NO_THREAD) > LIMIT);
const _: () = assert!(above(MERGED.wrapping_sub(1), NO_THREAD) > LIMIT);
const _: () = assert!(above(first(7) - 1, first(7)) == BELOW);

/// The word of an object with one reference that the thread with the record `id` counts.
pub(super) const fn first(id: u32) -> u64 {
    with_references((id as u64) << 32, 1)
}

/// The word with the same owner and another number of references.
pub(super) const fn with_references(word: u64, references: u32) -> u64 {
    word >> 32 << 32 | references as u64
}

/// How far `word` is above the `first` word of a thread.
#[inline]
pub(super) const fn above(word: u64, first: u64) -> u64 {
    word.wrapping_sub(first)
}

/// The id of the owner's record, or 0.
pub(super) const fn owner(word: u64) -> u32 {
    (word >> 32) as u32
}

/// The references that the owner counts, if there is one and the object is alive.
#[expect(clippy::cast_possible_truncation, reason = "the lower half")]
pub(super) const fn references(word: u64) -> u32 {
    word as u32
}

/// Whether the two words have the same owner.
#[inline]
pub(super) const fn same_owner(word: u64, other: u64) -> bool {
    owner(word) == owner(other)
}

/// Whether the word says that the count has stopped. One that says so is right; one that does not
/// may be late.
#[inline]
pub(super) const fn is_immortal(word: u64) -> bool {
    references(word).cast_signed() < 0
}
