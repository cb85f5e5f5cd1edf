//! What becomes of destructions that panic while a list or a queue of them is worked off.
//!
//! With `std` each such destruction is run under `catch_unwind`: the first panic is kept until the
//! list is empty, later ones are dropped. That holds even while another panic unwinds, where an
//! escaping one would abort the program. Without `std` there is nothing to catch a panic with: it
//! goes up, and the guard of the outermost destruction takes the rest of the list down on its way.

#[cfg(feature = "std")]
use alloc::boxed::Box;
#[cfg(feature = "std")]
use core::any::Any;
#[cfg(feature = "std")]
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
#[cfg(feature = "std")]
use std::thread;

#[cfg(feature = "std")]
use crate::event;

/// The first panic of several destructions.
pub(crate) struct FirstPanic {
    #[cfg(feature = "std")]
    payload: Option<Box<dyn Any + Send>>,
}

#[cfg(feature = "std")]
impl FirstPanic {
    pub(crate) fn none() -> Self {
        Self { payload: None }
    }

    /// Runs one destruction and keeps its panic, if it is the first.
    ///
    /// Unwind safety is asserted: the caller's own state is whole whenever a destruction runs,
    /// and the host gets the panic back.
    pub(crate) fn guard(&mut self, destroy: impl FnOnce()) {
        if let Err(payload) = catch_unwind(AssertUnwindSafe(destroy)) {
            match self.payload {
                None => self.payload = Some(payload),
                Some(_) => drop_payload(payload),
            }
        }
    }

    /// Lets the panic go on, unless the thread is unwinding from another one already.
    pub(crate) fn resume(self) {
        match self.payload {
            None => {}
            Some(payload) if thread::panicking() => drop_payload(payload),
            Some(payload) => resume_unwind(payload),
        }
    }

    /// Drops the panic: an earlier one is on its way.
    pub(crate) fn suppress(self) {
        if let Some(payload) = self.payload {
            drop_payload(payload);
        }
    }
}

/// Drops a panic that has to make way, and what dropping it panics with.
#[cfg(feature = "std")]
fn drop_payload(payload: Box<dyn Any + Send>) {
    event::panic_dropped();
    if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        core::mem::forget(another);
    }
}

#[cfg(not(feature = "std"))]
#[expect(clippy::unused_self, reason = "the signatures are those of the build with std")]
impl FirstPanic {
    pub(crate) fn none() -> Self {
        Self {}
    }

    pub(crate) fn guard(&mut self, destroy: impl FnOnce()) {
        destroy();
    }

    pub(crate) fn resume(self) {}

    pub(crate) fn suppress(self) {}
}
