//! Which thread is this, in a run of the model checker: whichever record the test has set.
//!
//! It stands in for `thread.rs` under `cfg(loom)`, where a thread of a test is not one of the
//! system's, and where records live as long as one run. Joining and leaving are the test's to do.

use core::cell::Cell;
use core::ptr;

use super::owner::Owner;

pub(super) const NONE: *const Owner = ptr::without_provenance(1);

loom::thread_local! {
    static CURRENT: Cell<*const Owner> = Cell::new(NONE);
}

pub(super) fn current() -> *const Owner {
    CURRENT.with(Cell::get)
}

pub(super) fn record() -> Option<&'static Owner> {
    let owner = current();
    if owner == NONE {
        return None;
    }
    // SAFETY: anything else came from `set_current`, whose caller leaks records.
    Some(unsafe { &*owner })
}

pub(super) fn join() -> Option<&'static Owner> {
    record()
}

/// Makes the calling thread the one with this record, or one without.
pub(crate) fn set_current(owner: Option<&'static Owner>) {
    CURRENT.with(|current| current.set(owner.map_or(NONE, ptr::from_ref)));
}
