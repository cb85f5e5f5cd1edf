//! Rows of values that calls use again: value stacks, and arguments on their way.
//!
//! A call needs a stack and, for as long as it begins, a row of arguments. Both are a `Vec` that
//! ends empty, so its memory is kept for the next call.
//!
//! # Invariants
//! 1. A spare row is empty.

use core::cell::RefCell;

use crate::Value;

/// How many spare rows are kept.
const KEPT: usize = 64;

/// The longest row that is kept, in values.
const LONGEST: usize = 256;

/// How many values a new row has room for.
const ROOM: usize = 8;

/// The spare rows.
#[derive(Debug, Default)]
pub(in crate::run) struct Rows(RefCell<Vec<Vec<Value>>>);

impl Rows {
    /// An empty row.
    #[inline]
    pub(in crate::run) fn take(&self) -> Vec<Value> {
        self.0.borrow_mut().pop().unwrap_or_else(|| Vec::with_capacity(ROOM))
    }

    /// Takes a row back whose values are gone.
    #[inline]
    pub(in crate::run) fn give(&self, row: Vec<Value>) {
        let mut spare = self.0.borrow_mut();
        if row.is_empty() && (1..=LONGEST).contains(&row.capacity()) && spare.len() < KEPT {
            spare.push(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, Rows};

    #[test]
    fn a_row_that_was_given_back_is_taken_again() {
        let rows = Rows::default();
        let mut row = rows.take();
        row.reserve(100);
        let room = row.capacity();
        rows.give(row);
        assert_eq!(rows.take().capacity(), room);
    }

    #[test]
    fn long_rows_are_not_kept() {
        let rows = Rows::default();
        rows.give(Vec::with_capacity(LONGEST + 1));
        assert!(rows.take().capacity() <= LONGEST);
    }
}
