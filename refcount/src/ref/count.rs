//! What a [`Ref`](super::Ref) asks of its count beside being one: a word for the weak pointers.
//!
//! ```text
//!   31 30 29                              0
//!  | B| L|        weak pointers + 1        |
//!   B  the value, or its allocator, may borrow: it is never destroyed later than dropped
//!   L  locked: an owner is finding out whether it is the only pointer
//! ```
//!
//! All owners together hold one weak pointer, the 1 in the number; whoever takes the number to 0
//! frees the block. From 2^29 on the number stands still and the memory is never given back.
//!
//! It does not say whether the value is alive: that is up to the other count.
//!
//! # Invariants
//! 1. Below 2^29 the number is that of the weak pointers, and 1 while the value is not destroyed.
//! 2. While L is set the number is 1, and only the owner that set it changes the word.

use core::cell::Cell;
use core::fmt;
use core::hint::cold_path;

use crate::atomic::AtomicCount;
#[cfg(feature = "std")]
use crate::biased::BiasedCount;
use crate::count::Count;
use crate::local::LocalCount;
use crate::sync::{AtomicU32, Ordering, spin_loop};

const BORROWS: u32 = 1 << 31;
const LOCKED: u32 = 1 << 30;
const NUMBER: u32 = LOCKED - 1;

/// The number at which the word stands still.
const STUCK: u32 = 1 << 29;

/// A count that a [`Ref`](crate::Ref) can be made with.
///
/// # Safety
///
/// If the count is [`Sync`], `Weak` is [`AtomicWeakCount`].
pub unsafe trait RefCount: Count + 'static {
    /// Counts the weak pointers beside the owners that `Self` counts.
    type Weak: WeakCount;
}

// SAFETY: the count is not `Sync`.
unsafe impl RefCount for LocalCount {
    type Weak = LocalWeakCount;
}

// SAFETY: as the trait asks.
unsafe impl RefCount for AtomicCount {
    type Weak = AtomicWeakCount;
}

// SAFETY: as the trait asks.
#[cfg(feature = "std")]
unsafe impl RefCount for BiasedCount {
    type Weak = AtomicWeakCount;
}

mod sealed {
    /// Keeps [`WeakCount`](super::WeakCount) to this file.
    pub trait Sealed {}
}

/// A word that counts weak pointers: [`LocalWeakCount`] or [`AtomicWeakCount`].
pub trait WeakCount: sealed::Sealed {
    /// The word of a block that owners hold and nobody else.
    #[doc(hidden)]
    fn new(borrows: bool) -> Self;

    /// Adds a weak pointer. The caller has one.
    #[doc(hidden)]
    fn incref(&self);

    /// Adds a weak pointer, once no other owner has the word locked. The caller is an owner.
    #[doc(hidden)]
    fn incref_by_owner(&self);

    /// Takes a weak pointer away, or that of all owners, and says whether it was the last.
    #[doc(hidden)]
    #[must_use]
    fn decref(&self) -> bool;

    /// Keeps new weak pointers from being made if there are none, and says whether it did.
    #[doc(hidden)]
    #[must_use]
    fn lock(&self) -> bool;

    /// Undoes a [`lock`](Self::lock).
    #[doc(hidden)]
    fn unlock(&self);

    /// The word.
    #[doc(hidden)]
    fn word(&self) -> u32;

    /// Overwrites the word, so that a test need not count to 2^29.
    #[doc(hidden)]
    fn set(&self, word: u32);

    /// Whether owners alone hold the block. The caller is the only owner left.
    #[doc(hidden)]
    #[inline]
    fn is_alone(&self) -> bool {
        self.word() & NUMBER == 1
    }

    /// How many weak pointers there are, not counting that of the owners.
    #[doc(hidden)]
    #[inline]
    fn pointers(&self) -> u32 {
        (self.word() & NUMBER).saturating_sub(1)
    }

    /// Whether the block was made for something that may borrow.
    #[doc(hidden)]
    #[inline]
    fn borrows(&self) -> bool {
        self.word() & BORROWS != 0
    }
}

#[inline]
fn first(borrows: bool) -> u32 {
    if borrows { 1 | BORROWS } else { 1 }
}

/// Counts weak pointers for one thread: 4 bytes.
#[repr(transparent)]
pub struct LocalWeakCount(Cell<u32>);

impl sealed::Sealed for LocalWeakCount {}

impl WeakCount for LocalWeakCount {
    #[inline]
    fn new(borrows: bool) -> Self {
        Self(Cell::new(first(borrows)))
    }

    #[inline]
    fn incref(&self) {
        let word = self.0.get();
        if word & NUMBER < STUCK {
            self.0.set(word + 1);
        }
    }

    #[inline]
    fn incref_by_owner(&self) {
        self.incref();
    }

    #[inline]
    fn decref(&self) -> bool {
        let word = self.0.get();
        if word & NUMBER == 1 {
            return true; // Nobody looks at the word again.
        }
        cold_path();
        if word & NUMBER < STUCK {
            self.0.set(word - 1);
        }
        false
    }

    #[inline]
    fn lock(&self) -> bool {
        self.is_alone()
    }

    #[inline]
    fn unlock(&self) {}

    #[inline]
    fn word(&self) -> u32 {
        self.0.get()
    }

    fn set(&self, word: u32) {
        self.0.set(word);
    }
}

/// Counts weak pointers for several threads: 4 bytes.
#[repr(transparent)]
pub struct AtomicWeakCount(AtomicU32);

impl sealed::Sealed for AtomicWeakCount {}

impl WeakCount for AtomicWeakCount {
    #[inline]
    fn new(borrows: bool) -> Self {
        Self(AtomicU32::new(first(borrows)))
    }

    #[inline]
    fn incref(&self) {
        // Relaxed: the caller's own pointer keeps the number above 1, hence the word unlocked.
        if self.0.load(Ordering::Relaxed) & NUMBER < STUCK {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[inline]
    fn incref_by_owner(&self) {
        let mut word = self.0.load(Ordering::Relaxed);
        loop {
            if word & NUMBER >= STUCK {
                return;
            }
            if word & LOCKED != 0 {
                spin_loop();
                word = self.0.load(Ordering::Relaxed);
                continue;
            }
            // Acquire: what was written under a lock that is gone comes before the new pointer.
            let (new, relaxed) = (word + 1, Ordering::Relaxed);
            match self.0.compare_exchange_weak(word, new, Ordering::Acquire, relaxed) {
                Ok(_) => return,
                Err(now) => word = now,
            }
        }
    }

    #[inline]
    fn decref(&self) -> bool {
        // Acquire, here and at the end: the block is freed after all that others did with it.
        let number = self.0.load(Ordering::Acquire) & NUMBER;
        if number == 1 {
            return true; // The caller's is the only one, so nobody can add another.
        }
        cold_path();
        if number >= STUCK {
            return false;
        }
        let last = self.0.fetch_sub(1, Ordering::Release) & NUMBER == 1;
        if last {
            self.0.load(Ordering::Acquire);
        }
        last
    }

    #[inline]
    fn lock(&self) -> bool {
        let word = self.0.load(Ordering::Relaxed);
        if word & (NUMBER | LOCKED) != 1 {
            return false;
        }
        // Acquire: an owner that came from a weak pointer was counted before that pointer was
        // dropped, so it is seen from now on.
        let (new, relaxed) = (word | LOCKED, Ordering::Relaxed);
        self.0.compare_exchange(word, new, Ordering::Acquire, relaxed).is_ok()
    }

    #[inline]
    fn unlock(&self) {
        // Release: the next weak pointer is made after what was found out.
        let word = self.0.load(Ordering::Relaxed);
        self.0.store(word & !LOCKED, Ordering::Release);
    }

    #[inline]
    fn word(&self) -> u32 {
        self.0.load(Ordering::Acquire)
    }

    fn set(&self, word: u32) {
        self.0.store(word, Ordering::Relaxed);
    }
}

impl fmt::Debug for LocalWeakCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LocalWeakCount").field(&self.pointers()).finish()
    }
}

impl fmt::Debug for AtomicWeakCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("AtomicWeakCount").field(&self.pointers()).finish()
    }
}
