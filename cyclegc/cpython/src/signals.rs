//! Signals, blocked while threads are started that are not to take any.
//!
//! A thread inherits what is blocked when it starts. The interpreter counts on a signal of the
//! process interrupting one of its own threads.

use core::mem::MaybeUninit;
use core::ptr;

/// All signals are blocked for this thread until it is dropped.
#[derive(Debug)]
pub(crate) struct Blocked {
    /// What was blocked before; `None` if nothing has been changed.
    #[cfg(unix)]
    before: Option<libc::sigset_t>,
}

#[cfg(unix)]
impl Blocked {
    pub(crate) fn new() -> Self {
        let mut all = MaybeUninit::<libc::sigset_t>::uninit();
        let mut before = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: the set is written as a whole.
        unsafe { libc::sigfillset(all.as_mut_ptr()) };
        // SAFETY: the first set has been written, the second one is.
        let failed =
            unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr()) };
        // SAFETY: written unless the call has failed.
        Self { before: (failed == 0).then(|| unsafe { before.assume_init() }) }
    }
}

#[cfg(unix)]
impl Drop for Blocked {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // SAFETY: the set is that of before.
            unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, before, ptr::null_mut()) };
        }
    }
}

#[cfg(not(unix))]
impl Blocked {
    pub(crate) fn new() -> Self {
        Self {}
    }
}
