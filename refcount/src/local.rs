//! The count of a heap that one thread uses at a time (the interpreter with its global lock).
//!
//! One word, read and written whole:
//!
//! ```text
//!   31 30 29                              0
//!  | I| B|            owners               |
//!   I  immortal, the sign of the word
//!   B  set with I in objects made immortal: 2^30 above the sign
//! ```
//!
//! An increment is a load, a compare, an add and a store; a decrement the same with a test for
//! zero. What happens near the limits is out of line. The word does not know its object: destroying
//! is up to the caller of [`decref`](Count::decref).
//!
//! # Invariants
//! 1. A mortal count equals the number of owned references to the object.
//! 2. A count that has once reached 2^31 never falls: immortality is sticky.
//! 3. A count of 3 * 2^30 or more is never written.
//! 4. Every access is 32 bits wide: a narrow store cannot be forwarded to a wide load.
//!
//! Source: `Include/refcount.h` of CPython 3.14.

use core::cell::Cell;
use core::fmt;
use core::hint::cold_path;

use crate::count::{Count, Decref, FIRST_IMMORTAL, IMMORTAL};
use crate::event;

/// A count word for one thread at a time: 4 bytes, not atomic.
///
/// # Examples
///
/// ```
/// use refcount::{Count, Decref, LocalCount};
///
/// struct Header {
///     count: LocalCount,
/// }
///
/// let none = Header { count: LocalCount::new_immortal() };
/// assert_eq!(none.count.decref(), Decref::Alive);
/// assert!(none.count.is_immortal());
/// ```
#[repr(transparent)]
pub struct LocalCount(Cell<u32>);

const _: () = assert!(size_of::<LocalCount>() == 4);
const _: () = assert!(align_of::<LocalCount>() == 4);

impl LocalCount {
    /// A count with one owner.
    pub const fn new() -> Self {
        Self(Cell::new(1))
    }

    /// A count that never moves.
    pub const fn new_immortal() -> Self {
        Self(Cell::new(IMMORTAL))
    }

    /// Overwrites the word, so that a test need not count to 2^31.
    #[doc(hidden)]
    pub fn set(&self, count: u32) {
        self.0.set(count);
    }

    /// The increments of 2^31 - 1 and of what lies between the two stops.
    #[cold]
    #[inline(never)]
    fn incref_near_limit(&self, count: u32) {
        self.0.set(count + 1);
        if count + 1 == FIRST_IMMORTAL {
            event::saturated();
        }
    }
}

// SAFETY: invariants 1 and 2: the word falls to 0 only by as many decrements as there were owners,
// and never from 2^31 on. The type is not `Sync`.
unsafe impl Count for LocalCount {
    #[inline]
    fn new() -> Self {
        Self::new()
    }

    #[inline]
    fn incref(&self) {
        let count = self.0.get();
        if count < FIRST_IMMORTAL - 1 {
            self.0.set(count + 1);
            return;
        }
        // Mortals come first in the code.
        cold_path();
        if count < IMMORTAL {
            self.incref_near_limit(count);
        }
    }

    #[inline]
    fn try_incref(&self) -> bool {
        if self.0.get() == 0 {
            return false;
        }
        self.incref();
        true
    }

    #[inline]
    fn decref(&self) -> Decref {
        let count = self.0.get();
        debug_assert!(count != 0, "decref of a dead object");
        // Neither the last owner nor an immortal count: one test.
        if count.cast_signed() > 1 {
            self.0.set(count - 1);
            return Decref::Alive;
        }
        if count == 1 {
            self.0.set(0);
            return Decref::Dead;
        }
        Decref::Alive
    }

    #[inline]
    fn take_unique(&self) -> bool {
        let unique = self.0.get() == 1;
        if unique {
            self.0.set(0);
        }
        unique
    }

    #[inline]
    fn revive(&self) {
        debug_assert!(self.0.get() == 0, "revive of an object that is not dead");
        self.0.set(1);
    }

    #[inline]
    fn count(&self) -> u32 {
        self.0.get()
    }

    #[inline]
    fn is_unique(&self) -> bool {
        self.0.get() == 1
    }

    #[inline]
    fn is_immortal(&self) -> bool {
        self.0.get() >= FIRST_IMMORTAL
    }

    fn make_immortal(&self) {
        let count = self.0.get();
        if count < IMMORTAL {
            self.0.set(IMMORTAL);
        }
        if count < FIRST_IMMORTAL {
            event::made_immortal();
        }
    }
}

impl Default for LocalCount {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for LocalCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LocalCount").field(&self.count()).finish()
    }
}
