//! The tuple that an iterator hands out again and again while nobody keeps it.
//!
//! `enumerate`, `zip` and the iterator over a dict's items hold the tuple they returned last, and
//! through it the last items, until the next step. A program sees it in reference counts, and in
//! when an item dies. A tuple that somebody kept is left alone; its successor is a new one, which
//! the iterator does not hold.
//!
//! # Source
//! `enum_next` in `Objects/enumobject.c`, `zip_next` in `Python/bltinmodule.c`,
//! `dictiter_iternextitem` in `Objects/dictobject.c`.

use core::cell::RefCell;

use crate::heap::trace_fields;
use crate::object::Tuple;
use crate::run::interp::Interp;
use crate::run::raise::Result;
use crate::{Gc, Trace, Value};

/// The tuple an iterator holds between two steps; nothing during one.
pub(in crate::run) struct Reused(RefCell<Option<Gc<Tuple>>>);

impl Reused {
    /// A tuple of `len` times `None`.
    pub(in crate::run) fn new(interp: &Interp, len: usize) -> Result<Self> {
        let nothing = vec![interp.none(); len];
        Ok(Self(RefCell::new(Some(interp.tuple_of(nothing)?))))
    }

    /// The tuple, for the length of a step, if nobody else has it.
    pub(in crate::run) fn take(&self) -> Option<Step<'_>> {
        let tuple = self.0.borrow_mut().take_if(|tuple| tuple.owners() == 1)?;
        Some(Step { place: self, tuple })
    }

    /// The pair as a tuple, the held one if it is free.
    pub(in crate::run) fn pair(
        &self,
        interp: &Interp,
        first: Value,
        second: Value,
    ) -> Result<Value> {
        let Some(mut step) = self.take() else {
            return interp.tuple([first, second].into_iter());
        };
        let before = [step.replace(0, first), step.replace(1, second)];
        let pair = step.finish();
        drop(before);
        Ok(pair)
    }
}

impl Trace for Reused {
    trace_fields!(0);
}

/// The held tuple during a step. It goes back to the iterator, in whatever way the step ends.
pub(in crate::run) struct Step<'a> {
    place: &'a Reused,
    tuple: Gc<Tuple>,
}

impl Step<'_> {
    /// Puts an item into the tuple; answers the one it replaces.
    pub(in crate::run) fn replace(&mut self, index: usize, item: Value) -> Option<Value> {
        self.tuple.replace_item(index, item).ok()
    }

    /// The tuple, as the step's result.
    pub(in crate::run) fn finish(self) -> Value {
        // It may have been untracked while it held nothing that is tracked. Without memory the
        // collector does not see it, and what it refers to lives on.
        let _ = self.tuple.track();
        self.tuple.to_value()
    }
}

impl Drop for Step<'_> {
    fn drop(&mut self) {
        let before = self.place.0.replace(Some(self.tuple.clone()));
        drop(before);
    }
}
