//! The merge queue of a thread, which is also the thread's identity: [`Owner`].
//!
//! A thread that drops the reference which makes the shared count go below zero cannot know whether
//! the object is dead: the owner's count has the answer. It puts the reference on the owner's queue;
//! the owner adds the two counts when it gets there, and destroys the object if it finds zero.
//!
//! ```text
//!  threads:   T1            T1 ends      T2 begins
//!  record:    open ---------- closed ------- open -----------      its id is the owner's
//!  queue:     T1 drains it    who pushes     T2 drains it
//!                             merges, too
//! ```
//!
//! A record is never freed: when its thread ends it is closed and kept for a thread that begins
//! later, which thereby becomes the owner of what objects still name it. That is harmless, because
//! at no moment two threads have the same record, and because a record is only reopened under the
//! lock under which the queue of a closed one is emptied: nobody merges on behalf of an owner that
//! has come back.
//!
//! The child of a `fork` has one thread and all records. The host says so
//! ([`BiasedCount::after_fork`]), and the records of the other threads are closed on their behalf.
//!
//! It does not wake the owner. It allocates while a queue grows, and never gives a record back.
//!
//! # Invariants
//! 1. At most one thread has an open record for its own; a closed one belongs to nobody.
//! 2. The queue of an open record is popped by its thread only; that of a closed one only under
//!    `adoption`.
//! 3. Each entry of a queue carries one reference, so its object is alive.
//! 4. Whoever pushes looks afterwards whether the record is closed, and whoever closes looks
//!    afterwards whether something was pushed: no entry is left in the queue of a closed record.
//!
//! Source: `Python/brc.c` of CPython 3.13.

use core::fmt;
use core::ptr::NonNull;
use std::sync::PoisonError;

use super::{BiasedCount, local};
use crate::any_pointer::AnyPointer;
use crate::count::{Decref, Destroy};
use crate::event;
use crate::sync::{AtomicBool, Mutex, MutexGuard, Ordering, SegQueue, fence};
use crate::unwind::FirstPanic;

/// A reference that its thread could not drop, on its way to the owner.
struct Reference {
    count: NonNull<BiasedCount>,
    object: AnyPointer,
    destroy: Destroy,
}

// SAFETY: the promise of `Count::hand_over`: the object may be destroyed on any thread, and its
// count is for all threads.
unsafe impl Send for Reference {}

/// A thread as the counts know it.
pub(crate) struct Owner {
    id: u32,
    queue: SegQueue<Reference>,
    closed: AtomicBool,
    adoption: Mutex<()>,
}

impl Owner {
    /// The record of a thread that begins, to be found by `id`.
    pub(crate) fn new(id: u32) -> Self {
        let (queue, closed) = (SegQueue::new(), AtomicBool::new(false));
        Self { id, queue, closed, adoption: Mutex::new(()) }
    }

    /// The local word of a count with one reference that the record's thread owns.
    pub(super) fn first(&self) -> u64 {
        local::first(self.id)
    }

    /// Whether references wait in the queue.
    pub(crate) fn has_queued(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Whether no thread has the record.
    #[cfg(not(loom))]
    pub(super) fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Relaxed)
    }

    /// Merges the counts of all objects in the queue, and destroys those that nobody owns. Answers
    /// how many there were, the dead and the living.
    ///
    /// # Panics
    ///
    /// Passes on the first panic of a destruction, after the queue is empty.
    ///
    /// # Safety
    ///
    /// The record is open and the calling thread's own.
    pub(crate) unsafe fn drain(&self) -> usize {
        let mut panic = FirstPanic::none();
        let mut merged = 0;
        while let Some(reference) = self.queue.pop() {
            merged += 1;
            // SAFETY: the calling thread is the owner, by the caller's promise, and invariant 3.
            let left = unsafe { reference.count.as_ref().merge() };
            if left == Decref::Dead {
                // SAFETY: the promise of `Count::hand_over`, and that was the last reference.
                panic.guard(|| unsafe { (reference.destroy)(reference.object) });
            }
        }
        if merged > 0 {
            event::merged(merged);
        }
        panic.resume();
        merged
    }

    /// Puts a reference on the queue, and takes care of it if nobody else will.
    ///
    /// # Safety
    ///
    /// As for [`Count::hand_over`](crate::Count::hand_over), whose arguments these are; `self` is
    /// or was the owner of the count.
    pub(super) unsafe fn push(
        &self,
        count: NonNull<BiasedCount>,
        object: AnyPointer,
        destroy: Destroy,
    ) {
        self.queue.push(Reference { count, object, destroy });
        // Pairs with the fence in `close`, invariant 4.
        fence(Ordering::SeqCst);
        if self.closed.load(Ordering::Relaxed) {
            self.drain_closed().resume();
        }
    }

    /// Closes the record: its thread stops being an owner. Then empties the queue.
    ///
    /// A destruction that panics does not keep the others from being destroyed, and its panic is
    /// dropped: this runs when a thread ends.
    ///
    /// # Safety
    ///
    /// The record is open and the calling thread's own, and the thread does not use it as its own
    /// any more.
    pub(crate) unsafe fn close(&self) {
        self.closed.store(true, Ordering::Release);
        // Pairs with the fence in `push`, invariant 4.
        fence(Ordering::SeqCst);
        self.drain_closed().suppress();
    }

    /// Opens a closed record for the calling thread, which adopts what names it.
    ///
    /// # Safety
    ///
    /// The record is closed, and this is the only call that opens it.
    pub(crate) unsafe fn reopen(&self) {
        let lock = self.lock();
        self.closed.store(false, Ordering::Relaxed);
        drop(lock);
    }

    /// Empties the queue in place of a thread that has ended, as long as none has adopted it.
    #[cold]
    fn drain_closed(&self) -> FirstPanic {
        let mut panic = FirstPanic::none();
        loop {
            let lock = self.lock();
            // Acquire: the last writes of the thread that has ended.
            if !self.closed.load(Ordering::Acquire) {
                break;
            }
            let Some(reference) = self.queue.pop() else { break };
            // SAFETY: the record is closed and cannot be opened while the lock is held, so the
            // object has no owner; and invariant 3.
            let left = unsafe { reference.count.as_ref().merge() };
            // A destruction may do anything, for example come back here.
            drop(lock);
            if left == Decref::Dead {
                // SAFETY: the promise of `Count::hand_over`, and that was the last reference.
                panic.guard(|| unsafe { (reference.destroy)(reference.object) });
            }
        }
        panic
    }

    fn lock(&self) -> MutexGuard<'_, ()> {
        // What is done under the lock does not panic, but a poisoned one would do as well.
        self.adoption.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Owner")
            .field("id", &self.id)
            .field("has_queued", &self.has_queued())
            .finish_non_exhaustive()
    }
}
