//! What a biased count does when the owner's plain add or subtract is not enough.
//!
//! Here are the operations of threads that are not the owner, the ways in which the two numbers
//! become one, and the stops. Each transition is one atomic change of the shared word, found by
//! compare-and-exchange where it depends on the word's value.
//!
//! # Invariants
//! Those of the module above; the comments name them by number.
//!
//! Source: `_Py_DecRefShared`, `_Py_MergeZeroLocalRefcount` and `_Py_ExplicitMergeRefcount` of
//! CPython 3.13.

use core::ptr::NonNull;

use super::shared::{self, MAYBE_WEAK, MERGED, ONE, QUEUED};
use super::{BiasedCount, local, thread};
use crate::any_pointer::AnyPointer;
use crate::count::{Decref, Destroy};
use crate::event;
use crate::sync::Ordering;

impl BiasedCount {
    /// The increment of a thread that is not the owner, of an object that seems mortal.
    #[inline]
    pub(super) fn incref_shared(&self) {
        // Relaxed: whoever adds an owner holds a reference, so the object cannot die meanwhile.
        let before = self.shared.fetch_add(ONE, Ordering::Relaxed);
        if shared::is_immortal(before.wrapping_add(ONE)) {
            self.stop_after(before);
        }
    }

    /// Adds an owner for a thread that is not the owner and holds no reference, unless the object
    /// is dead or may be dying.
    pub(super) fn try_incref_shared(&self) -> bool {
        let mut shared = self.shared.load(Ordering::Relaxed);
        loop {
            if shared::is_immortal(shared) {
                return true;
            }
            // At default the owner may destroy the object without a look at this word.
            if shared == 0 || shared == MERGED {
                return false;
            }
            // Acquire: the value as its owners left it is what the caller looks at next.
            match self.exchange(shared, shared + ONE, Ordering::Acquire) {
                Ok(()) => break,
                Err(now) => shared = now,
            }
        }
        if shared::is_immortal(shared + ONE) {
            self.saturate();
        }
        true
    }

    /// The decrement of a thread that is not the owner.
    #[inline]
    pub(super) fn decref_shared(&self) -> Decref {
        // The word of a count whose only foreign reference is this thread's. Expecting a constant
        // and not what was loaded, the exchange need not wait for the load.
        if self.shared.load(Ordering::Relaxed) == ONE && self.exchange(ONE, 0, RELEASE).is_ok() {
            return Decref::Alive;
        }
        self.decref_shared_state()
    }

    /// The decrement of a thread that is not the owner, in any state.
    #[inline(never)]
    fn decref_shared_state(&self) -> Decref {
        let mut shared = self.shared.load(Ordering::Relaxed);
        while shared::flags(shared) < QUEUED && !shared::is_immortal(shared) {
            let (next, left) = match shared {
                // Only the owner can tell whether anybody is left. The reference goes to its queue
                // and is still counted.
                0 | MAYBE_WEAK => (QUEUED, Decref::Queued),
                _ => (shared.wrapping_sub(ONE), Decref::Alive),
            };
            match self.exchange(shared, next, RELEASE) {
                Ok(()) => return self.decref_done(next, left),
                Err(now) => shared = now,
            }
        }
        if shared::is_immortal(shared) {
            self.stop_after(shared);
            return Decref::Alive;
        }
        // The flags only grow: nothing is queued any more.
        debug_assert!(shared != MERGED, "decref of a dead object");
        let before = self.shared.fetch_sub(ONE, RELEASE);
        if before == ONE | MERGED {
            // Pairs with the releases of the threads that gave up their references earlier.
            self.shared.load(Ordering::Acquire);
            return Decref::Dead;
        }
        self.decref_done(before.wrapping_sub(ONE), Decref::Alive)
    }

    /// Stops the count if its shared word has run past the lower edge.
    fn decref_done(&self, now: isize, left: Decref) -> Decref {
        if shared::is_immortal(now) {
            self.saturate();
        }
        left
    }

    /// The owner's decrement of 1, after which its word would be `next`.
    #[inline]
    pub(super) fn decref_last_local(&self, next: u64) -> Decref {
        // Acquire: what other threads did to the object comes before its destruction.
        if self.shared.load(Ordering::Acquire) == 0 {
            self.local.store(next, Ordering::Relaxed);
            return Decref::Dead;
        }
        self.merge_zero()
    }

    /// The owner gives up its last reference of an object that others know.
    #[cold]
    #[inline(never)]
    fn merge_zero(&self) -> Decref {
        if shared::is_immortal(self.shared.load(Ordering::Relaxed)) {
            // A foreign thread has made it immortal, and this one overwrote the local sign.
            self.stop();
            return Decref::Alive;
        }
        // Invariant 3: as soon as the word says merged, another thread may free the object.
        self.local.store(local::MERGED, Ordering::Relaxed);
        let before = self.shared.fetch_or(MERGED, Ordering::AcqRel);
        debug_assert!(shared::count(before) >= 0, "more decrefs than references");
        if shared::count(before) == 0 { Decref::Dead } else { Decref::Alive }
    }

    /// Adds both numbers into the shared one and gives up a reference: the one that a queue holds.
    ///
    /// The caller is the owner, or the owner has ended and the caller alone stands in for it.
    pub(super) fn merge(&self) -> Decref {
        // Acquire: a local word that says immortal comes after a shared one that does.
        let word = self.local.load(Ordering::Acquire);
        if local::owner(word) == 0 {
            // Merged already, when the owner dropped its last reference.
            return self.decref_shared();
        }
        self.merge_adding(i64::from(local::references(word)) - 1)
    }

    /// Adds both numbers into the shared one. The caller is the owner and holds a reference.
    #[cold]
    pub(super) fn merge_all(&self) {
        let (local, _) = self.get();
        let left = self.merge_adding(i64::from(local));
        debug_assert!(left == Decref::Alive, "the caller's reference is counted");
    }

    /// Adds `references`, which the owner has counted, to the shared number.
    fn merge_adding(&self, references: i64) -> Decref {
        // Invariant 3: as soon as the word says merged, another thread may free the object.
        self.local.store(local::MERGED, Ordering::Relaxed);
        let mut shared = self.shared.load(Ordering::Relaxed);
        loop {
            if shared::is_immortal(shared) {
                self.stop();
                return Decref::Alive;
            }
            let next = shared::merged(shared::count(shared) as i64 + references);
            // Release: this thread's use of the object; acquire: that of the others.
            match self.exchange(shared, next, Ordering::AcqRel) {
                Ok(()) if next == MERGED => return Decref::Dead,
                Ok(()) => return Decref::Alive,
                Err(now) => shared = now,
            }
        }
    }

    /// Puts the reference that `decref` kept back on the owner's queue.
    ///
    /// # Safety
    ///
    /// As for [`Count::hand_over`](crate::Count::hand_over).
    #[cold]
    pub(super) unsafe fn queue(&self, object: AnyPointer, destroy: Destroy) {
        let owner = local::owner(self.local.load(Ordering::Relaxed));
        if owner != 0 {
            // SAFETY: the caller's promise.
            unsafe { thread::record_of(owner).push(NonNull::from(self), object, destroy) };
            return;
        }
        // The owner has left meanwhile, or is about to say so: it is a reference like any other.
        if self.decref_shared() == Decref::Dead {
            // SAFETY: that was the last reference, and the caller's promise.
            unsafe { destroy(object) };
        }
    }

    /// Turns default into maybe weak, unless the state has gone further.
    #[cold]
    pub(super) fn leave_default(&self) {
        let mut shared = self.shared.load(Ordering::Relaxed);
        while shared::flags(shared) == 0 {
            // Release: whoever upgrades a weak reference sees what was done while it was dead.
            match self.exchange(shared, shared | MAYBE_WEAK, Ordering::Release) {
                Ok(()) => return,
                Err(now) => shared = now,
            }
        }
    }

    /// The increment of an object of which the owner counts as many references as it can.
    #[cold]
    #[inline(never)]
    pub(super) fn incref_at_most(&self) {
        if self.is_owner() {
            self.saturate();
        } else {
            self.incref_shared();
        }
    }

    /// A number has come to its edge: the count stops.
    #[cold]
    #[inline(never)]
    fn saturate(&self) {
        self.stop();
        event::saturated();
    }

    /// The shared word is immortal, and was `before` another: its edge has been reached, or the
    /// owner has overwritten the local sign.
    #[cold]
    #[inline(never)]
    fn stop_after(&self, before: isize) {
        if shared::is_immortal(before) {
            self.stop();
        } else {
            self.saturate();
        }
    }

    /// Makes both words immortal, ends the ownership, and says whether the count was mortal before.
    #[cold]
    pub(super) fn stop(&self) -> bool {
        let mut shared = self.shared.load(Ordering::Relaxed);
        let before = loop {
            let next = shared::IMMORTAL | shared::flags(shared);
            if shared == next {
                break shared;
            }
            match self.exchange(shared, next, Ordering::AcqRel) {
                Ok(()) => break shared,
                Err(now) => shared = now,
            }
        };
        if self.local.load(Ordering::Relaxed) != local::IMMORTAL {
            // Release: whoever sees it finds the shared word immortal.
            self.local.store(local::IMMORTAL, Ordering::Release);
        }
        !shared::is_immortal(before)
    }

    fn exchange(&self, from: isize, to: isize, order: Ordering) -> Result<(), isize> {
        self.shared.compare_exchange_weak(from, to, order, Ordering::Relaxed).map(|_| ())
    }
}

/// The order of a decrement: what the thread did to the object comes before its destruction.
const RELEASE: Ordering = Ordering::Release;
