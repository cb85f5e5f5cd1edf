//! The count of an object that one thread uses most and others may share.
//!
//! The thread that made the object owns the count and keeps its own number with plain loads and
//! stores; all other threads add to and subtract from a second number atomically. Their sum is the
//! number of references. A reference may be counted by one thread and dropped by another, so either
//! number alone says nothing: the second may even be negative.
//!
//! ```text
//!  0                        8                       16
//!  | local: owner, number   | shared: number, flags  |
//! ```
//!
//! When the owner drops its last reference, or finds the object in its [queue](owner), it adds both
//! numbers into the shared one and leaves; from then on the count is an atomic one.
//!
//! ```text
//!                     foreign decref at 0              owner drains, or has ended
//!   default, maybe weak ------------------> queued ------------------------------+
//!            |                                 |  owner's number reaches 0       v
//!            +---------------------------------+----------------------------> merged
//!            | owner's number reaches 0, shared is 0 and has no flags
//!            v
//!          dead, without an atomic read-modify-write
//! ```
//!
//! An immortal count has no owner and says so in both words: the [local](local) one for whoever
//! counts, the [shared](shared) one for whatever decides about life. If a foreign thread makes it
//! immortal at the moment in which the owner counts, the owner overwrites the local word with what
//! it was about to store, and goes on counting there; whoever next comes to the shared word notices
//! and puts the sign back.
//!
//! It does not destroy anything by itself, except through the functions that
//! [`hand_over`](Count::hand_over) was given.
//!
//! # Invariants
//! 1. Unless immortal, the local number plus the shared one is the number of references, those in
//!    merge queues included.
//! 2. The local word is written by the owner only, or by a thread that merges for an owner that has
//!    ended; the exception is who makes the count immortal, after the shared word says so.
//! 3. The local word names no owner before the shared word says merged, and whoever has published a
//!    merge does not touch the object again unless that made it the last to know it.
//! 4. Decrements release, and whoever reports a death acquires first.
//! 5. Who decides about life decides it by one access to the shared word.
//!
//! Source: PEP 703, "Biased reference counting"; `Objects/object.c` and `Include/refcount.h` of
//! CPython 3.13 with free threading.

mod local;
mod merge;
mod owner;
#[cfg(not(loom))]
mod records;
mod shared;
#[cfg_attr(loom, path = "biased/thread_model.rs")]
mod thread;

#[cfg(all(test, not(loom)))]
mod tests;

use core::fmt;
use core::hint::cold_path;

pub(crate) use self::owner::Owner;
use self::shared::ONE;
#[cfg(loom)]
pub(crate) use self::thread::{new_record, set_current};
use crate::any_pointer::AnyPointer;
use crate::count::{Count, Decref, Destroy, FIRST_IMMORTAL, IMMORTAL};
use crate::event;
use crate::sync::{AtomicIsize, AtomicU64, Ordering};

/// A count for several threads that costs its owner no atomic operation: 16 bytes.
///
/// The owner is the thread that calls [`new`](Self::new). It calls [`drain`](Self::drain) now and
/// then, where destructors may run: objects whose last reference was dropped by another thread wait
/// for that. What waits when a thread ends is taken care of then.
///
/// # Examples
///
/// ```
/// use std::ptr::NonNull;
/// use std::sync::atomic::{AtomicBool, Ordering};
///
/// use refcount::{AnyPointer, BiasedCount, Count, Decref};
///
/// struct Header {
///     count: BiasedCount,
///     destroyed: AtomicBool,
/// }
///
/// unsafe fn destroy(object: AnyPointer) {
///     // SAFETY: the pointer that was handed over.
///     let header = unsafe { object.cast::<Header>() };
///     // SAFETY: the header is on the stack below.
///     let header = unsafe { header.as_ref() };
///     header.destroyed.store(true, Ordering::Relaxed);
/// }
///
/// let header = Header { count: BiasedCount::new(), destroyed: AtomicBool::new(false) };
///
/// // The only reference moves to another thread, which drops it.
/// std::thread::scope(|threads| {
///     threads.spawn(|| {
///         assert_eq!(header.count.decref(), Decref::Queued);
///         let object = AnyPointer::new(NonNull::from(&header));
///         // SAFETY: right after the decref, and `destroy` does no harm on any thread.
///         unsafe { header.count.hand_over(object, destroy) };
///     });
/// });
///
/// assert!(!header.destroyed.load(Ordering::Relaxed));
/// assert_eq!(BiasedCount::drain(), 1);
/// assert!(header.destroyed.load(Ordering::Relaxed));
/// ```
#[repr(C)]
pub struct BiasedCount {
    local: AtomicU64,
    shared: AtomicIsize,
}

#[cfg(all(not(loom), target_pointer_width = "64"))]
const _: () = assert!(size_of::<BiasedCount>() == 16);

impl BiasedCount {
    /// A count with one owner, owned by the calling thread.
    ///
    /// A thread whose variables are being destroyed owns no counts: the count is an atomic one then.
    #[inline]
    pub fn new() -> Self {
        let (local, shared) = match thread::first() {
            local::NO_THREAD => Self::words_on_a_new_thread(),
            first => (first, 0),
        };
        Self { local: AtomicU64::new(local), shared: AtomicIsize::new(shared) }
    }

    /// The words of the first count that a thread makes, and of all that it makes at its end.
    ///
    /// They are answered in registers: a count would be in memory, and written there twice.
    #[cold]
    #[inline(never)]
    fn words_on_a_new_thread() -> (u64, isize) {
        let merged = (local::MERGED, ONE | shared::MERGED);
        thread::join().map_or(merged, |record| (record.first(), 0))
    }

    /// A count that never moves.
    #[cfg(not(loom))]
    pub const fn new_immortal() -> Self {
        Self {
            local: AtomicU64::new(local::IMMORTAL),
            shared: AtomicIsize::new(shared::IMMORTAL | shared::MERGED),
        }
    }

    /// Merges the counts of all objects that other threads have put on the calling thread's queue,
    /// and destroys those that nobody owns. Answers how many there were, the dead and the living.
    ///
    /// A thread that shares its objects calls this where it can stand any destructor to run.
    ///
    /// # Panics
    ///
    /// Passes on the first panic of a destruction, after the queue is empty.
    pub fn drain() -> usize {
        match thread::record() {
            // SAFETY: the record is the calling thread's, which has not ended.
            Some(owner) if owner.has_queued() => unsafe { owner.drain() },
            _ => 0,
        }
    }

    /// Whether [`drain`](Self::drain) would find something.
    pub fn has_queued() -> bool {
        thread::record().is_some_and(Owner::has_queued)
    }

    /// In the child of a `fork`: ends the ownership of the threads that the child does not have, and
    /// destroys what waits in their queues and nobody owns.
    ///
    /// Without this, what such a thread owns is counted as before, but is never destroyed: its queue
    /// is not drained. References that those threads held stay counted in any case, and what they
    /// refer to leaks in the child.
    ///
    /// A destruction that panics does not keep the others from being destroyed, and its panic is
    /// dropped.
    ///
    /// # Safety
    ///
    /// This is the child of a `fork` and the calling thread its only one. At the fork no other
    /// thread was inside a function of this crate: the host has stopped them at safepoints, as it
    /// must for its own locks.
    #[cfg(not(loom))]
    pub unsafe fn after_fork() {
        // SAFETY: the caller's promise is the same.
        unsafe { thread::end_all_others() };
    }

    /// Whether the calling thread owns the count.
    #[inline]
    pub fn is_owner(&self) -> bool {
        local::same_owner(self.local.load(Ordering::Relaxed), thread::first())
    }

    /// Takes the words of a dead object's count: the model checker reports who still uses them.
    #[cfg(all(test, loom))]
    pub(crate) fn take_words(&mut self) {
        self.local.with_mut(|_| ());
        self.shared.with_mut(|_| ());
    }

    /// Overwrites the number that the owner counts.
    #[inline]
    fn set_local(&self, references: u32) {
        let word = self.local.load(Ordering::Relaxed);
        self.local.store(local::with_references(word, references), Ordering::Relaxed);
    }

    /// Overwrites both numbers, so that a test need not count to their edges. The shared one stands
    /// above two bits of flags.
    #[doc(hidden)]
    pub fn set(&self, local: u32, shared: isize) {
        self.set_local(local);
        self.shared.store(shared, Ordering::Relaxed);
    }

    /// The two numbers, the shared one with its flags.
    #[doc(hidden)]
    pub fn get(&self) -> (u32, isize) {
        let local = self.local.load(Ordering::Relaxed);
        (local::references(local), self.shared.load(Ordering::Relaxed))
    }
}

// SAFETY: invariants 1 to 5: a death is reported when the sum of both numbers has come to 0, by the
// one thread that has made the access to the shared word which shows it, after an acquire.
unsafe impl Count for BiasedCount {
    #[inline]
    fn new() -> Self {
        Self::new()
    }

    #[inline]
    fn incref(&self) {
        let word = self.local.load(Ordering::Relaxed);
        if local::above(word, thread::first()) < local::LIMIT {
            self.local.store(word + 1, Ordering::Relaxed);
            return;
        }
        // The owner comes first in the code; what others do takes longer anyway.
        cold_path();
        if local::is_immortal(word) {
            return;
        }
        if local::references(word) == local::MOST {
            return self.incref_at_most();
        }
        self.incref_shared();
    }

    #[inline]
    fn try_incref(&self) -> bool {
        if !self.is_owner() {
            return self.try_incref_shared();
        }
        // The owner has not merged, so the local number is 0 only in a dead object.
        let alive = local::references(self.local.load(Ordering::Relaxed)) != 0;
        if alive {
            self.incref();
        }
        alive
    }

    #[inline]
    fn decref(&self) -> Decref {
        let word = self.local.load(Ordering::Relaxed);
        let next = word.wrapping_sub(1);
        match local::above(next, thread::first()) {
            0..local::LIMIT => {
                self.local.store(next, Ordering::Relaxed);
                Decref::Alive
            }
            local::BELOW => self.decref_last_local(next),
            _ => {
                cold_path();
                debug_assert!(!self.is_owner(), "decref of a dead object");
                if local::is_immortal(word) { Decref::Alive } else { self.decref_shared() }
            }
        }
    }

    fn take_unique(&self) -> bool {
        if !self.is_unique() {
            return false;
        }
        if self.is_owner() {
            if self.shared.load(Ordering::Acquire) == 0 {
                // Nobody else knows the object, not even a weak reference.
                self.set_local(0);
                return true;
            }
            // A weak reference is decided against in the shared word.
            self.merge_all();
        }
        let (one, none) = (ONE | shared::MERGED, shared::MERGED);
        self.shared.compare_exchange(one, none, Ordering::Acquire, Ordering::Relaxed).is_ok()
    }

    unsafe fn hand_over(&self, object: AnyPointer, destroy: Destroy) {
        // SAFETY: the caller's promise is the same.
        unsafe { self.queue(object, destroy) };
    }

    #[inline]
    fn set_maybe_weak(&self) {
        let shared = self.shared.load(Ordering::Relaxed);
        if shared::flags(shared) == 0 && !shared::is_immortal(shared) {
            self.leave_default();
        }
    }

    fn revive(&self) {
        debug_assert!(self.count() == 0, "revive of an object that is not dead");
        if self.is_owner() {
            // Other threads find it dead until the word is not default any more.
            self.set_local(1);
        } else {
            // Release: whoever upgrades a weak reference sees what was done while it was dead.
            self.shared.store(ONE | shared::MERGED, Ordering::Release);
        }
    }

    /// Mortal sums from [`FIRST_IMMORTAL`] on are given as the number below it.
    fn count(&self) -> u32 {
        let (local, shared) = self.get();
        if shared::is_immortal(shared) {
            return IMMORTAL;
        }
        let sum = i128::from(local) + shared::count(shared) as i128;
        let mortal = u32::try_from(sum.max(0)).unwrap_or(u32::MAX);
        mortal.min(FIRST_IMMORTAL - 1)
    }

    /// A thread that is not the owner can tell only when the count is merged.
    #[inline]
    fn is_unique(&self) -> bool {
        // Acquire: the caller may write to the object next, after all that other threads did.
        let shared = self.shared.load(Ordering::Acquire);
        if self.is_owner() {
            let (local, _) = self.get();
            return local == 1 && shared::count(shared) == 0 && !shared::is_immortal(shared);
        }
        shared == ONE | shared::MERGED
    }

    #[inline]
    fn is_immortal(&self) -> bool {
        shared::is_immortal(self.shared.load(Ordering::Relaxed))
    }

    fn make_immortal(&self) {
        if self.stop() {
            event::made_immortal();
        }
    }
}

impl Default for BiasedCount {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for BiasedCount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("BiasedCount").field(&self.count()).finish()
    }
}
