//! What waits while a collector looks at objects.
//!
//! A collector keeps pointers to objects it has been told of and reads their headers later. The
//! `trace` of a payload is safe code and may, against its contract, drop the last owner of such an
//! object, in this heap or in another one of the thread. So while a detection runs, dead objects
//! are put off: they keep their blocks, and are destroyed when the collection calls out to code
//! that may free, or when it ends. Other collections answer zeros meanwhile, and what would change
//! the collectors' arrays panics.
//!
//! ```text
//!   collection   |-- Detecting --------------------------------------------|
//!   callbacks                    |- CallingOut -|    |- CallingOut -|
//!   deaths       put off         at once        put  at once        put off
//! ```
//!
//! # Invariants
//! 1. While [`is_running`], no block of an object is given back on this thread.
//! 2. What is put off has a count of zero, is not destroyed by anybody else, and pins its heap.

use core::cell::{Cell, RefCell};
use core::ptr::NonNull;

use super::death;
use super::header::Header;

thread_local! {
    static RUNNING: Cell<bool> = const { Cell::new(false) };
    static PUT_OFF: RefCell<Vec<NonNull<Header>>> = const { RefCell::new(Vec::new()) };
}

/// Whether a collector of this thread is looking at objects.
#[inline(always)]
pub(crate) fn is_running() -> bool {
    RUNNING.get()
}

/// Refuses what may not be done from within a `trace`.
///
/// # Panics
/// While a detection runs.
#[inline]
pub(crate) fn forbid(what: &str) {
    assert!(!is_running(), "{what} from within a traversal");
}

/// A collector looks at objects while this lives.
pub(crate) struct Detecting {
    before: bool,
}

impl Detecting {
    pub(crate) fn enter() -> Self {
        Self { before: RUNNING.replace(true) }
    }
}

impl Drop for Detecting {
    fn drop(&mut self) {
        RUNNING.set(self.before);
        if !self.before {
            destroy_put_off();
        }
    }
}

/// A collection runs code that may do anything while this lives.
pub(crate) struct CallingOut {
    before: bool,
}

impl CallingOut {
    /// Destroys what was put off, so the caller holds what it will use.
    pub(crate) fn enter() -> Self {
        let out = Self { before: RUNNING.replace(false) };
        destroy_put_off();
        out
    }
}

impl Drop for CallingOut {
    fn drop(&mut self) {
        RUNNING.set(self.before);
    }
}

/// Lets a dead object wait until the detection is over.
#[cold]
pub(crate) fn put_off(dead: NonNull<Header>) {
    // Where the thread is ending already, the object leaks.
    let _ = PUT_OFF.try_with(|all| all.borrow_mut().push(dead));
}

fn destroy_put_off() {
    while let Ok(Some(dead)) = PUT_OFF.try_with(|all| all.borrow_mut().pop()) {
        // SAFETY: invariant 2.
        unsafe { death::destroy(dead) };
    }
}
