//! What every count word offers: [`Count`], and the values at which a count stops moving.
//!
//! A count is one `u32`. Values below 2^31 count owners; values from 2^31 on are immortal, so the
//! sign of the word is the whole test. Increments stop at 3 * 2^30 and decrements at 2^31:
//!
//! ```text
//!  0      1 ..................... 2^31-1 | 2^31 .............. 3*2^30 ............ 2^32-1
//!  dead   mortal                         | immortal, drifts up  immortal, never written
//!         incref +1, decref -1           | incref +1            incref, decref: nothing
//! ```
//!
//! The distance between the two stops is the buffer against decrements nobody paid for.
//!
//! Source: PEP 683; `Include/refcount.h` of CPython 3.14.

/// The smallest immortal count, 2^31. Decrements stop here.
pub const FIRST_IMMORTAL: u32 = 1 << 31;

/// The count of an object made immortal on purpose, 3 * 2^30. Increments stop here.
pub const IMMORTAL: u32 = 3 << 30;

const _: () = assert!(FIRST_IMMORTAL.cast_signed() < 0, "immortality is the sign of the word");
const _: () = assert!(IMMORTAL - FIRST_IMMORTAL == 1 << 30);

/// What a [`Count::decref`] left behind.
#[must_use = "an object without owners must be destroyed, else it leaks"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decref {
    /// Somebody still owns the object, or it is immortal.
    Alive,
    /// That was the last owner: the caller destroys the object.
    Dead,
}

/// A count word: how many references to an object are owned.
///
/// # Examples
///
/// ```
/// use refcount::{Count, Decref, LocalCount};
///
/// let count = LocalCount::new();
/// count.incref();
/// assert_eq!(count.count(), 2);
/// assert_eq!(count.decref(), Decref::Alive);
/// assert_eq!(count.decref(), Decref::Dead);
/// ```
///
/// # Safety
///
/// Whoever destroys objects believes the answers, so an implementor guarantees:
///
/// 1. [`decref`](Self::decref) answers [`Decref::Dead`] at most once per [`new`](Self::new) or
///    [`revive`](Self::revive), and only when the decrements have used up the first owner and all
///    increments. One `Dead` too early frees a live object; one that never comes only leaks.
/// 2. [`is_unique`](Self::is_unique) answers `true` only if exactly one owner is left.
/// 3. While a count is immortal it answers neither `Dead` nor `true` to `is_unique`, and one that
///    [`make_immortal`](Self::make_immortal) has stopped is immortal for ever.
/// 4. If the type is [`Sync`]: everything a thread did before its `decref` happens before the
///    `Dead` another thread gets, and before the `true` of another thread's `is_unique`.
///
/// A count that hands its reference to another thread instead of dropping it answers
/// [`Decref::Alive`]: that thread will report the death.
pub unsafe trait Count {
    /// A count with one owner.
    fn new() -> Self
    where
        Self: Sized;

    /// Adds an owner. A count too large to grow turns immortal instead of wrapping.
    fn incref(&self);

    /// Takes an owner away, and says whether it was the last one. Does nothing to an immortal.
    fn decref(&self) -> Decref;

    /// Gives a dead object one owner: 0 becomes 1.
    ///
    /// A host does this around the finalizer of a dying object and calls [`decref`](Self::decref)
    /// afterwards: `Dead` says that nobody has taken a reference, `Alive` that the finalizer
    /// has resurrected the object.
    fn revive(&self);

    /// The value of the word: the number of owners, or some value from [`FIRST_IMMORTAL`] on.
    fn count(&self) -> u32;

    /// Whether the caller's reference is the only one.
    fn is_unique(&self) -> bool;

    /// Whether the count has stopped: the object is never destroyed.
    fn is_immortal(&self) -> bool;

    /// Stops the count for good. Does nothing to a count that has stopped already.
    fn make_immortal(&self);
}
