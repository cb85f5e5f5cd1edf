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

use crate::any_pointer::AnyPointer;

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
    /// The reference was not dropped: it belongs to the merge queue of the thread that owns the
    /// count, and the caller puts it there by [`Count::hand_over`]. Only a count that is biased
    /// towards a thread answers this.
    Queued,
}

/// Destroys the object that is pointed to, which has no owners: what a thread that finds a death
/// in its merge queue calls, with the pointer that was given to [`Count::hand_over`].
pub type Destroy = unsafe fn(AnyPointer);

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
/// 2. [`is_unique`](Self::is_unique) and [`take_unique`](Self::take_unique) answer `true` only if
///    exactly one owner is left.
/// 3. While a count is immortal it answers neither `Dead` nor `Queued`, nor `true` to those two,
///    and one that [`make_immortal`](Self::make_immortal) has stopped is immortal for ever.
/// 4. If the type is [`Sync`]: everything a thread did before its `decref` happens before the
///    `Dead` another thread gets, and before the `true` of another thread's `is_unique` or
///    `take_unique`.
/// 5. Once it has answered `Dead`, or `true` to [`take_unique`](Self::take_unique), it answers
///    `false` to [`try_incref`](Self::try_incref) until it is revived.
///
/// A count that answers [`Decref::Queued`] has not given up the caller's reference but keeps it for
/// the queue. The thread that takes it out of the queue finds out whether it was the last.
pub unsafe trait Count {
    /// A count with one owner.
    fn new() -> Self
    where
        Self: Sized;

    /// Adds an owner. A count too large to grow turns immortal instead of wrapping.
    fn incref(&self);

    /// Adds an owner unless the object is dead, and says whether it did. An immortal never is.
    ///
    /// For weak references, which keep the count readable longer than the object alive. If the
    /// object has some, [`set_maybe_weak`](Self::set_maybe_weak) was called before.
    fn try_incref(&self) -> bool;

    /// Takes an owner away, and says whether it was the last one. Does nothing to an immortal.
    fn decref(&self) -> Decref;

    /// Takes the last owner away if the caller's reference is the only one, else changes nothing.
    ///
    /// This decides against a [`try_incref`](Self::try_incref) on another thread, which
    /// [`is_unique`](Self::is_unique) cannot: after `true` the object is dead, to be taken apart by
    /// the caller.
    fn take_unique(&self) -> bool;

    /// Puts the reference that a [`decref`](Self::decref) kept back, answering
    /// [`Decref::Queued`], where the thread that owns the count will find it.
    ///
    /// That thread calls `destroy(object)` if the reference turns out to be the last; the present
    /// one does before this returns, if the owning thread is no more. For counts that never answer
    /// `Queued` this does nothing.
    ///
    /// # Safety
    ///
    /// `self.decref()` has just answered `Queued`, this is the one call that follows it, and `self`
    /// is the count of `object`. When the object is dead, `destroy(object)` may be called from any
    /// thread.
    unsafe fn hand_over(&self, object: AnyPointer, destroy: Destroy) {
        let _ = (object, destroy);
    }

    /// Announces that the object may have weak references from now on.
    ///
    /// Call it, owning a reference, before the first [`try_incref`](Self::try_incref). Most counts
    /// have no use for it.
    fn set_maybe_weak(&self) {}

    /// Gives a dead object one owner: 0 becomes 1.
    ///
    /// A host does this around the finalizer of a dying object and calls [`decref`](Self::decref)
    /// afterwards: `Dead` says that nobody has taken a reference, `Alive` that the finalizer
    /// has resurrected the object.
    ///
    /// What was done before it, or before a [`set_maybe_weak`](Self::set_maybe_weak) that follows
    /// it, happens before a [`try_incref`](Self::try_incref) that it made succeed: an object may be
    /// put together while it counts as dead.
    fn revive(&self);

    /// The number of owners, or some value from [`FIRST_IMMORTAL`] on.
    ///
    /// While other threads change the count it is a number that was right a moment ago.
    fn count(&self) -> u32;

    /// Whether the caller's reference is the only one.
    ///
    /// `true` is certain, apart from weak references that are upgraded meanwhile; `false` may only
    /// mean that this thread cannot tell.
    fn is_unique(&self) -> bool;

    /// Whether the count has stopped: the object is never destroyed.
    fn is_immortal(&self) -> bool;

    /// Stops the count for good. Does nothing to a count that has stopped already.
    fn make_immortal(&self);
}
