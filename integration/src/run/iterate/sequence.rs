//! Iterators over rows, by index: lists, tuples, text, bytes, and any object with `__getitem__`.
//!
//! The list is asked for its length at every step, so items appended meanwhile are seen. Text is
//! walked by the bytes of its UTF-8; the index is that of the next byte.
//!
//! # Invariants
//! 1. `row` is empty from the end on: an iterator that has ended stays so, whatever is appended.
//!
//! # Source
//! `listiter_next` in `Objects/listobject.c`, `iter_iternext` in `Objects/iterobject.c`,
//! `reversed_next` in `Objects/enumobject.c`.

use core::cell::{Cell, RefCell};

use super::Iter;
use crate::heap::trace_fields;
use crate::object::{Bytes, List, Str, Tuple};
use crate::run::interp::Interp;
use crate::run::native::base_of;
use crate::run::raise::Result;
use crate::run::types::bytearray::ByteArray;
use crate::{Trace, Value};

/// What a [`RowIter`] goes over, and in which direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Row {
    /// A list.
    List,
    /// A list, from the end.
    ListReversed,
    /// A tuple.
    Tuple,
    /// Text.
    Str,
    /// Bytes.
    Bytes,
    /// Bytes that can change.
    ByteArray,
    /// Anything with `__getitem__`.
    Items,
    /// Anything with `__getitem__`, from the end.
    ItemsReversed,
}

/// An iterator over a row.
pub(in crate::run) struct RowIter {
    row: RefCell<Option<Value>>,
    /// The next place; going down, one more than it.
    index: Cell<usize>,
    what: Row,
}

impl RowIter {
    pub(super) fn class_name(&self) -> &'static str {
        match self.what {
            Row::List => "list_iterator",
            Row::ListReversed => "list_reverseiterator",
            Row::Tuple => "tuple_iterator",
            Row::Bytes => "bytes_iterator",
            Row::ByteArray => "bytearray_iterator",
            Row::Items => "iterator",
            Row::ItemsReversed => "reversed",
            Row::Str => match &*self.row.borrow() {
                Some(row) if base_of::<Str>(row).is_some_and(|s| !s.is_ascii()) => "str_iterator",
                _ => "str_ascii_iterator",
            },
        }
    }

    #[inline]
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        let index = self.index.get();
        let next = {
            let row = self.row.borrow();
            let Some(row) = &*row else { return Ok(None) };
            match self.what {
                Row::List => base_of::<List>(row).and_then(|list| list.get(index)),
                Row::Tuple => base_of::<Tuple>(row).and_then(|t| t.items().get(index).cloned()),
                Row::ListReversed => index
                    .checked_sub(1)
                    .and_then(|place| base_of::<List>(row).and_then(|list| list.get(place))),
                Row::Str => match character(row, index) {
                    Some(c) => {
                        self.index.set(index + c.len_utf8());
                        return interp.char(c).map(Some);
                    }
                    None => None,
                },
                Row::Bytes => match base_of::<Bytes>(row).and_then(|b| b.items().get(index)) {
                    Some(byte) => Some(interp.int(i64::from(*byte))?),
                    None => None,
                },
                Row::ByteArray => match base_of::<ByteArray>(row).and_then(|b| b.get(index)) {
                    Some(byte) => Some(interp.int(i64::from(byte))?),
                    None => None,
                },
                Row::Items | Row::ItemsReversed => None,
            }
        };
        if next.is_some() {
            self.advance(index);
            return Ok(next);
        }
        match self.what {
            Row::Items | Row::ItemsReversed => self.step_by_item(interp, index),
            // One that has come to the beginning keeps the list, as it does in CPython 3.13.
            Row::ListReversed if index == 0 => Ok(None),
            _ => Ok(self.end()),
        }
    }

    fn advance(&self, index: usize) {
        let down = matches!(self.what, Row::ListReversed | Row::ItemsReversed);
        self.index.set(if down { index.saturating_sub(1) } else { index + 1 });
    }

    /// Asks `__getitem__`, which ends the iteration with an `IndexError`.
    fn step_by_item(&self, interp: &Interp, index: usize) -> Result<Option<Value>> {
        let Some(row) = self.row.borrow().clone() else { return Ok(None) };
        let place = if self.what == Row::Items {
            index
        } else {
            let Some(place) = index.checked_sub(1) else { return Ok(self.end()) };
            place
        };
        match interp.get_item(&row, &interp.size(place)?) {
            Ok(item) => {
                self.advance(index);
                Ok(Some(item))
            }
            Err(raised)
                if interp.is_raised(&raised, "IndexError")
                    || interp.is_raised(&raised, "StopIteration") =>
            {
                drop(raised);
                Ok(self.end())
            }
            Err(raised) => Err(raised),
        }
    }

    /// Lets go of the row.
    fn end(&self) -> Option<Value> {
        let row = self.row.take();
        drop(row);
        None
    }

    /// How many items are left; nothing where only the row's `__len__` could tell.
    pub(super) fn left(&self, interp: &Interp) -> Result<Option<usize>> {
        let Some(row) = self.row.borrow().clone() else { return Ok(Some(0)) };
        let index = self.index.get();
        if !matches!(self.what, Row::Items | Row::ItemsReversed) {
            return Ok(self.left_of(&row, index));
        }
        if interp.special(&row, "__len__").is_none() {
            return Ok(None);
        }
        let len = interp.len(&row)?;
        Ok(Some(match self.what {
            Row::Items => len.saturating_sub(index),
            _ if len < index => 0,
            _ => index,
        }))
    }

    /// Whether it goes from the end to the beginning.
    pub(super) fn is_reversed(&self) -> bool {
        matches!(self.what, Row::ListReversed | Row::ItemsReversed)
    }

    /// The row, and the number of the next item, which is -1 before the beginning; nothing at the
    /// end.
    pub(super) fn place(&self) -> Option<(Value, i64)> {
        let row = self.row.borrow().clone()?;
        let index = self.index.get();
        let number = match self.what {
            Row::Str => base_of::<Str>(&row)?.as_str().get(..index)?.chars().count(),
            _ => index,
        };
        let number = i64::try_from(number).ok()?;
        Some((row, if self.is_reversed() { number - 1 } else { number }))
    }

    /// Puts the iterator to an item of its row. One that has ended stays so.
    pub(super) fn put(&self, number: i64) {
        let number = if self.is_reversed() { number.saturating_add(1) } else { number };
        let number = usize::try_from(number).unwrap_or(0);
        let row = self.row.borrow();
        let text = row.as_ref().filter(|_| self.what == Row::Str).and_then(base_of::<Str>);
        self.index.set(match text.map(Str::as_str) {
            Some(text) => text.char_indices().nth(number).map_or(text.len(), |(at, _)| at),
            None => number,
        });
    }

    fn left_of(&self, row: &Value, index: usize) -> Option<usize> {
        Some(match self.what {
            Row::List => base_of::<List>(row)?.len().saturating_sub(index),
            Row::Tuple => base_of::<Tuple>(row)?.len().saturating_sub(index),
            Row::Bytes => base_of::<Bytes>(row)?.len().saturating_sub(index),
            Row::ByteArray => base_of::<ByteArray>(row)?.len().saturating_sub(index),
            Row::Str => base_of::<Str>(row)?.as_str().get(index..)?.chars().count(),
            Row::ListReversed => index,
            Row::Items | Row::ItemsReversed => return None,
        })
    }
}

fn character(row: &Value, at: usize) -> Option<char> {
    base_of::<Str>(row)?.as_str().get(at..)?.chars().next()
}

impl Trace for RowIter {
    trace_fields!(row);
}

impl Interp {
    /// An iterator over what is or wraps a row, from its beginning.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn row_iterator(&self, row: &Value, what: Row) -> Result<Value> {
        self.row_iterator_at(row, what, 0)
    }

    /// As [`Interp::row_iterator`]; one that goes down begins below `index`.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn row_iterator_at(
        &self,
        row: &Value,
        what: Row,
        index: usize,
    ) -> Result<Value> {
        let row = RefCell::new(Some(row.clone()));
        self.new_iterator(Iter::Row(RowIter { row, index: Cell::new(index), what }))
    }

    /// The one string object of a character, for those that CPython keeps one of.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn char(&self, c: char) -> Result<Value> {
        let mut utf8 = [0; 4];
        let text = c.encode_utf8(&mut utf8);
        if u32::from(c) > 0xff {
            return self.str(text);
        }
        let shared = self.intern(text)?.into_value();
        self.heap.make_immortal(&shared);
        Ok(shared)
    }
}
