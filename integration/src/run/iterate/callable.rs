//! `iter(callable, sentinel)`: calls until the sentinel comes back.
//!
//! # Source
//! `calliter_iternext` in `Objects/iterobject.c`.

use core::cell::RefCell;

use crate::heap::trace_fields;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;
use crate::{Trace, Value};

/// An iterator over the answers of a callable.
pub(in crate::run) struct CallableIter {
    /// The callable and the sentinel, until the end.
    parts: RefCell<Option<(Value, Value)>>,
}

impl CallableIter {
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        let Some((callable, _)) = self.parts.borrow().clone() else { return Ok(None) };
        let called = interp.call(&callable, Args::none());
        drop(callable);
        let answer = interp.stop_to_none(called)?;
        if let Some(answer) = answer {
            let Some((_, sentinel)) = self.parts.borrow().clone() else { return Ok(None) };
            if !interp.eq(&sentinel, &answer)? {
                return Ok(Some(answer));
            }
        }
        let parts = self.parts.take();
        drop(parts);
        Ok(None)
    }
}

impl Trace for CallableIter {
    trace_fields!(parts);
}

impl Interp {
    /// `iter(callable, sentinel)`.
    ///
    /// # Errors
    /// `TypeError` when the first is not callable.
    pub(in crate::run) fn callable_iterator(
        &self,
        callable: Value,
        sentinel: Value,
    ) -> Result<Value> {
        if !self.is_callable(&callable) {
            return Err(self.type_error("iter(v, w): v must be callable"));
        }
        self.new_iterator(CallableIter { parts: RefCell::new(Some((callable, sentinel))) })
    }
}
