//! The count of an object that several threads own.
//!
//! The word and its stops are those of [`LocalCount`](crate::LocalCount). Each operation first
//! loads the word, so that an immortal is only ever read and its cache line stays shared; then one
//! atomic add or subtract. Between the load and the add other threads may add too, so the word can
//! pass a stop by one for each thread. That is why the stops are 2^30 apart from each other and
//! from the end of the word: no process has that many threads.
//!
//! It does not tell an owning thread from others; every change is an atomic read-modify-write.
//!
//! # Invariants
//! 1. The count is at least the number of owned references: a decrement that finds the count
//!    immortal is not carried out, all others are.
//! 2. A count of 3 * 2^30 or more is never written by a thread that has seen it.
//! 3. A count made immortal on purpose never falls below 2^31. One that got there by increments
//!    falls back only by decrements that had loaded it before, one for each thread.
//! 4. Decrements release, and the one that reports `Dead` acquires first.
//!
//! Source: `Include/refcount.h` of CPython 3.14; ordering as in the standard library's `Arc`.

use core::fmt;
use core::hint::cold_path;

use crate::count::{Count, Decref, FIRST_IMMORTAL, IMMORTAL};
use crate::event;
use crate::sync::{AtomicU32, Ordering};

/// A count word for several threads: 4 bytes.
///
/// # Examples
///
/// ```
/// use refcount::{AtomicCount, Count, Decref};
///
/// let count = AtomicCount::new();
/// std::thread::scope(|threads| {
///     for _ in 0..4 {
///         threads.spawn(|| {
///             count.incref();
///             assert_eq!(count.decref(), Decref::Alive);
///         });
///     }
/// });
/// assert_eq!(count.decref(), Decref::Dead);
/// ```
#[repr(transparent)]
pub struct AtomicCount(AtomicU32);

#[cfg(not(loom))]
const _: () = assert!(size_of::<AtomicCount>() == 4);
#[cfg(not(loom))]
const _: () = assert!(align_of::<AtomicCount>() == 4);

impl AtomicCount {
    /// A count with one owner.
    #[cfg(not(loom))]
    pub const fn new() -> Self {
        Self(AtomicU32::new(1))
    }

    /// A count with one owner, in a run of the model checker.
    #[cfg(loom)]
    pub fn new() -> Self {
        Self(AtomicU32::new(1))
    }

    /// A count that never moves.
    #[cfg(not(loom))]
    pub const fn new_immortal() -> Self {
        Self(AtomicU32::new(IMMORTAL))
    }

    /// Takes the word of a dead object's count: the model checker reports who still uses it.
    #[cfg(all(test, loom))]
    pub(crate) fn take_word(&mut self) {
        self.0.with_mut(|_| ());
    }

    /// Overwrites the word, so that a test need not count to 2^31.
    #[doc(hidden)]
    pub fn set(&self, count: u32) {
        self.0.store(count, Ordering::Relaxed);
    }

    /// The increments of 2^31 - 1 and of what lies between the two stops.
    #[cold]
    #[inline(never)]
    fn incref_near_limit(&self) {
        if self.0.fetch_add(1, Ordering::Relaxed) == FIRST_IMMORTAL - 1 {
            event::saturated();
        }
    }
}

// SAFETY: invariants 1, 3 and 4: the word reaches 0 only when every owner has gone, and whoever
// sees that has acquired what the others released.
unsafe impl Count for AtomicCount {
    #[inline]
    fn new() -> Self {
        Self::new()
    }

    #[inline]
    fn incref(&self) {
        // Relaxed: whoever adds an owner holds a reference, so the object cannot die meanwhile.
        let count = self.0.load(Ordering::Relaxed);
        if count < FIRST_IMMORTAL - 1 {
            self.0.fetch_add(1, Ordering::Relaxed);
            return;
        }
        // Mortals come first in the code.
        cold_path();
        if count < IMMORTAL {
            self.incref_near_limit();
        }
    }

    #[inline]
    fn try_incref(&self) -> bool {
        let mut count = self.0.load(Ordering::Relaxed);
        while count != 0 {
            if count >= FIRST_IMMORTAL - 1 {
                self.incref();
                return true;
            }
            // Acquire: the value as its owners left it is what the caller looks at next.
            let result = self.0.compare_exchange_weak(
                count,
                count + 1,
                Ordering::Acquire,
                Ordering::Relaxed,
            );
            match result {
                Ok(_) => return true,
                Err(now) => count = now,
            }
        }
        false
    }

    #[inline]
    fn decref(&self) -> Decref {
        if self.0.load(Ordering::Relaxed) >= FIRST_IMMORTAL {
            return Decref::Alive;
        }
        let before = self.0.fetch_sub(1, Ordering::Release);
        debug_assert!(before != 0, "decref of a dead object");
        if before != 1 {
            return Decref::Alive;
        }
        // Pairs with the release above in the threads that gave up their references earlier. A load
        // does what a fence would, and the race detectors understand it.
        self.0.load(Ordering::Acquire);
        Decref::Dead
    }

    #[inline]
    fn take_unique(&self) -> bool {
        // Asked first: the exchange would write to an immortal even where it fails.
        self.0.load(Ordering::Relaxed) == 1
            && self.0.compare_exchange(1, 0, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    #[inline]
    fn revive(&self) {
        debug_assert!(self.0.load(Ordering::Relaxed) == 0, "revive of an object that is not dead");
        // Release: whoever upgrades a weak reference sees what was done while the object was dead.
        self.0.store(1, Ordering::Release);
    }

    #[inline]
    fn count(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    #[inline]
    fn is_unique(&self) -> bool {
        // Acquire: the caller may write to the object next, after all that other owners did.
        self.0.load(Ordering::Acquire) == 1
    }

    #[inline]
    fn is_immortal(&self) -> bool {
        self.0.load(Ordering::Relaxed) >= FIRST_IMMORTAL
    }

    fn make_immortal(&self) {
        if self.0.load(Ordering::Relaxed) >= IMMORTAL {
            return;
        }
        if self.0.fetch_max(IMMORTAL, Ordering::Relaxed) < FIRST_IMMORTAL {
            event::made_immortal();
        }
    }
}

impl Default for AtomicCount {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for AtomicCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AtomicCount").field(&self.count()).finish()
    }
}
