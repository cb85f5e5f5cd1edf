//! Which thread is this: the [`Owner`] record of the calling thread, one load away.
//!
//! A thread takes a record when it makes its first biased object, one that an ended thread has
//! left behind or a new one, and gives it back when it ends. The variable that is compared on every
//! increment and decrement is constant-initialised and has no destructor, so reading it is one
//! load; another variable has the destructor that ends the ownership.
//!
//! ```text
//!  NONE -- first object --> record -- end of the thread --> NONE for good
//! ```
//!
//! A thread at `NONE` owns nothing, its own objects included: they are born merged when it can have
//! no record any more.
//!
//! # Invariants
//! 1. `NONE` is the address of no record and not null, so that it equals no count's owner.
//! 2. A record is in the queue of free ones only while it is closed.

use core::cell::Cell;
use core::ptr;
use std::boxed::Box;

use super::owner::Owner;
use crate::sync::SegQueue;

pub(super) const NONE: *const Owner = ptr::without_provenance(1);

std::thread_local! {
    static CURRENT: Cell<*const Owner> = const { Cell::new(NONE) };
    static MEMBERSHIP: Membership = const { Membership(Cell::new(None)) };
}

/// The records of threads that have ended, for threads that begin.
static FREE: SegQueue<&'static Owner> = SegQueue::new();

/// What the calling thread compares the owner of a count with.
#[inline]
pub(super) fn current() -> *const Owner {
    CURRENT.get()
}

/// The record of the calling thread, if it has one.
pub(super) fn record() -> Option<&'static Owner> {
    let owner = CURRENT.get();
    if owner == NONE {
        return None;
    }
    // SAFETY: invariant 1: anything else came from `join`, and records are never freed.
    Some(unsafe { &*owner })
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
            Box::leak(Box::new(Owner::new()))
        };
        membership.0.set(Some(owner));
        CURRENT.set(owner);
        owner
    });
    joined.ok()
}

/// Makes the thread leave its record when it ends.
struct Membership(Cell<Option<&'static Owner>>);

impl Drop for Membership {
    fn drop(&mut self) {
        let Some(owner) = self.0.take() else { return };
        CURRENT.set(NONE);
        // SAFETY: the record was this thread's own, and `current` does not answer it any more.
        unsafe { owner.close() };
        FREE.push(owner);
    }
}
