//! Iterators over ranges. They refer to nothing and are not tracked.
//!
//! # Source
//! `rangeiter_next` in `Objects/rangeobject.c`.

use core::cell::Cell;

use super::Iter;
use crate::heap::trace_fields;
use crate::object::Range;
use crate::run::interp::Interp;
use crate::run::raise::Result;
use crate::{Trace, Value};

/// An iterator over a progression of integers.
pub(in crate::run) struct RangeIter {
    next: Cell<i64>,
    step: i64,
    left: Cell<u64>,
}

impl RangeIter {
    #[inline]
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        let Some(left) = self.left.get().checked_sub(1) else { return Ok(None) };
        self.left.set(left);
        let number = self.next.get();
        // The one after the last may leave 64 bits, and nobody asks for it.
        self.next.set(number.wrapping_add(self.step));
        interp.int(number).map(Some)
    }

    /// What is left, as a range.
    pub(super) fn rest(&self) -> Range {
        let (start, left) = (self.next.get(), i64::try_from(self.left.get()).unwrap_or(i64::MAX));
        Range { start, stop: start.saturating_add(left.saturating_mul(self.step)), step: self.step }
    }

    pub(super) fn left(&self) -> Option<usize> {
        usize::try_from(self.left.get()).ok()
    }
}

impl Trace for RangeIter {
    const COLLECTABLE: bool = false;
    trace_fields!();
}

impl Interp {
    /// An iterator over a range.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn range_iterator(&self, range: Range) -> Result<Value> {
        let left = Cell::new(range.len());
        let iter = RangeIter { next: Cell::new(range.start), step: range.step, left };
        Ok(self.heap.alloc_untracked(Iter::Range(iter))?.into_value())
    }

    /// An iterator over a range from its end.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn range_reversed(&self, range: Range) -> Result<Value> {
        let len = range.len();
        let last = len.checked_sub(1).and_then(|place| range.get(place)).unwrap_or(range.start);
        let step = range.step.wrapping_neg();
        let iter = RangeIter { next: Cell::new(last), step, left: Cell::new(len) };
        Ok(self.heap.alloc_untracked(Iter::Range(iter))?.into_value())
    }
}
