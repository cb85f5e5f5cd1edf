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
//! A collection that clears all of its garbage in one go calls out in a mode of its own, in which
//! the garbage is left lying and all else dies at once (`garbage.rs`).
//!
//! # Invariants
//! 1. While [`is_running`], no block of an object is given back on this thread.
//! 2. What is put off has a count of zero, is not destroyed by anybody else, and pins its heap.

use core::cell::{Cell, RefCell};
use core::ptr::NonNull;

use super::death;
use super::header::Header;
use super::inner::Inner;

/// What becomes of an object that loses its last owner.
#[derive(Clone, Copy)]
enum Deaths {
    /// It is destroyed.
    AtOnce,
    /// It waits in `PUT_OFF`.
    PutOff,
    /// Garbage of this heap's collection is left to it, all else is destroyed.
    Left(NonNull<Inner>),
}

thread_local! {
    static DEATHS: Cell<Deaths> = const { Cell::new(Deaths::AtOnce) };
    static PUT_OFF: RefCell<Vec<NonNull<Header>>> = const { RefCell::new(Vec::new()) };
}

/// Whether a collector of this thread is looking at objects.
#[inline(always)]
pub(crate) fn is_running() -> bool {
    matches!(DEATHS.get(), Deaths::PutOff)
}

/// Whether an object that loses its last owner is destroyed, whatever it is.
#[inline(always)]
pub(crate) fn destroys_at_once() -> bool {
    matches!(DEATHS.get(), Deaths::AtOnce)
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
    before: Deaths,
}

impl Detecting {
    pub(crate) fn enter() -> Self {
        Self { before: DEATHS.replace(Deaths::PutOff) }
    }
}

impl Drop for Detecting {
    fn drop(&mut self) {
        DEATHS.set(self.before);
        if !is_running() {
            destroy_put_off();
        }
    }
}

/// A collection runs code that may do anything while this lives.
pub(crate) struct CallingOut {
    before: Deaths,
}

impl CallingOut {
    /// Destroys what was put off, so the caller holds what it will use.
    pub(crate) fn enter() -> Self {
        let out = Self { before: DEATHS.replace(Deaths::AtOnce) };
        destroy_put_off();
        out
    }

    /// As `enter`, and the garbage of the heap's collection is left lying when its last owner goes.
    pub(crate) fn leaving_garbage(inner: &Inner) -> Self {
        let out = Self::enter();
        DEATHS.set(Deaths::Left(NonNull::from(inner)));
        out
    }
}

impl Drop for CallingOut {
    fn drop(&mut self) {
        DEATHS.set(self.before);
    }
}

/// Answers whether a dead object is not to be destroyed now; it has been seen to then.
#[cold]
pub(crate) fn keeps(dead: NonNull<Header>) -> bool {
    match DEATHS.get() {
        Deaths::AtOnce => false,
        Deaths::PutOff => {
            // Where the thread is ending already, the object leaks.
            let _ = PUT_OFF.try_with(|all| all.borrow_mut().push(dead));
            true
        }
        Deaths::Left(inner) => {
            // SAFETY: the object's block has not been given back.
            let word = unsafe { &dead.as_ref().word };
            // SAFETY: as above.
            word.is_unreachable() && NonNull::from(unsafe { Inner::of(dead) }) == inner
        }
    }
}

fn destroy_put_off() {
    while let Ok(Some(dead)) = PUT_OFF.try_with(|all| all.borrow_mut().pop()) {
        // SAFETY: invariant 2.
        unsafe { death::destroy(dead) };
    }
}
