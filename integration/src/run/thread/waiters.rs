//! The threads that wait for one thing, longest first.

use core::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::time::Instant;

use super::{Thread, Wake};
use crate::run::interp::Interp;
use crate::run::raise::Result;

/// A queue of waiting threads.
#[derive(Default)]
pub(in crate::run) struct Waiters(RefCell<VecDeque<Rc<Thread>>>);

impl Waiters {
    /// Makes the thread that runs wait, behind the others, until it is woken or the time comes:
    /// then `false`. `what` it waits for is told in the error.
    ///
    /// # Errors
    /// `RuntimeError` in the main thread, when nobody is left who could wake it.
    pub(in crate::run) fn wait(
        &self,
        interp: &Interp,
        what: &str,
        until: Option<Instant>,
    ) -> Result<bool> {
        let this = interp.scheduler.current();
        self.0.borrow_mut().push_back(this.clone());
        let woken = interp.wait(what, until);
        if !matches!(woken, Ok(true)) {
            self.0.borrow_mut().retain(|other| !Rc::ptr_eq(other, &this));
        }
        woken
    }

    /// Wakes the first; answers its number.
    pub(in crate::run) fn wake_one(&self, interp: &Interp) -> Option<i64> {
        let first = self.0.borrow_mut().pop_front()?;
        interp.scheduler.wake(&first, Wake::Called);
        Some(first.ident)
    }

    /// Wakes all.
    pub(in crate::run) fn wake_all(&self, interp: &Interp) {
        while self.wake_one(interp).is_some() {}
    }
}
