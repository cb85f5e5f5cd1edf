//! Which thread is this: the first word of the calling thread, one load away.
//!
//! A thread takes a [record](Owner) when it makes its first biased object, one that an ended thread
//! has left behind or a new one, and gives it back when it ends. The variable that is compared on
//! every increment and decrement is constant-initialised and has no destructor, so reading it is one
//! load; another variable has the destructor that ends the ownership.
//!
//! ```text
//!  NO_THREAD -- first object --> first word of a record -- end of the thread --> NO_THREAD for good
//! ```
//!
//! A thread at `NO_THREAD` owns nothing, its own objects included: they are born merged when it can
//! have no record any more.
//!
//! # Invariants
//! 1. What is not `NO_THREAD` in the variable is the first word of a record.
//! 2. A record is in the queue of free ones only while it is closed.

use core::cell::Cell;

use super::local::{self, NO_THREAD};
use super::owner::Owner;
use super::records;
use crate::sync::SegQueue;

std::thread_local! {
    static FIRST: Cell<u64> = const { Cell::new(NO_THREAD) };
    static MEMBERSHIP: Membership = const { Membership(Cell::new(None)) };
}

/// The records of threads that have ended, for threads that begin.
static FREE: SegQueue<&'static Owner> = SegQueue::new();

/// What the calling thread compares the local word of a count with.
#[inline]
pub(super) fn first() -> u64 {
    FIRST.get()
}

/// The record of the calling thread, if it has one.
pub(super) fn record() -> Option<&'static Owner> {
    let first = FIRST.get();
    (first != NO_THREAD).then(|| record_of(local::owner(first)))
}

/// The record of the thread that a count names as its owner.
pub(super) fn record_of(owner: u32) -> &'static Owner {
    records::get(owner)
}

/// Takes a record for the calling thread, which has none. `None` when its variables are being
/// destroyed.
pub(super) fn join() -> Option<&'static Owner> {
    let joined = MEMBERSHIP.try_with(|membership| {
        let owner = if let Some(owner) = FREE.pop() {
            // SAFETY: invariant 2, and it is out of the queue.
            unsafe { owner.reopen() };
            owner
        } else {
            records::new()?
        };
        membership.0.set(Some(owner));
        FIRST.set(owner.first());
        Some(owner)
    });
    joined.ok().flatten()
}

/// Leaves the records of all threads but the calling one.
///
/// # Safety
///
/// As for [`BiasedCount::after_fork`](super::BiasedCount::after_fork).
pub(super) unsafe fn end_all_others() {
    let mine = FIRST.get();
    for owner in records::all().filter(|owner| owner.first() != mine && !owner.is_closed()) {
        // SAFETY: the thread whose record it was does not exist; the calling one stands in for it.
        unsafe { owner.close() };
        FREE.push(owner);
    }
}

/// Makes the thread leave its record when it ends.
struct Membership(Cell<Option<&'static Owner>>);

impl Drop for Membership {
    fn drop(&mut self) {
        let Some(owner) = self.0.take() else { return };
        FIRST.set(NO_THREAD);
        // SAFETY: the record was this thread's own, and `first` does not answer it any more.
        unsafe { owner.close() };
        FREE.push(owner);
    }
}
