//! Iterators over the entries of a dict, in both directions.
//!
//! The dict must not grow or shrink on the way. An iterator that has noticed raises at every
//! further step, and keeps the dict; one that has ended lets go of it.
//!
//! # Source
//! `dictiter_iternextkey` and its like in `Objects/dictobject.c`.

use core::cell::{Cell, RefCell};

use super::result::Reused;
use crate::heap::trace_fields;
use crate::object::Dict;
use crate::run::interp::Interp;
use crate::run::native::base_of;
use crate::run::raise::Result;
use crate::run::types::dict_views::Part;
use crate::{Trace, Value};

/// An iterator over a dict.
pub(in crate::run) struct DictIter {
    dict: RefCell<Option<Value>>,
    /// The pair handed out last, where it iterates over pairs.
    result: Option<Reused>,
    part: Part,
    reversed: bool,
    /// Where to look for the next entry.
    at: Cell<usize>,
    /// The number of entries at the beginning; nothing once a change was noticed.
    len: Cell<Option<usize>>,
    left: Cell<usize>,
}

impl DictIter {
    pub(super) fn class_name(&self) -> &'static str {
        match (self.part, self.reversed) {
            (Part::Keys, false) => "dict_keyiterator",
            (Part::Values, false) => "dict_valueiterator",
            (Part::Items, false) => "dict_itemiterator",
            (Part::Keys, true) => "dict_reversekeyiterator",
            (Part::Values, true) => "dict_reversevalueiterator",
            (Part::Items, true) => "dict_reverseitemiterator",
        }
    }

    #[inline]
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        let entry = {
            let dict = self.dict.borrow();
            let Some(dict) = dict.as_ref().and_then(base_of::<Dict>) else { return Ok(None) };
            if self.len.get() != Some(dict.len()) {
                self.len.set(None);
                return Err(interp.runtime_error("dictionary changed size during iteration"));
            }
            let at = self.at.get();
            if self.reversed { dict.prev_entry(at) } else { dict.next_entry(at) }
        };
        let Some((next, key, value)) = entry else { return Ok(self.end()) };
        let Some(left) = self.left.get().checked_sub(1) else {
            self.end();
            return Err(interp.runtime_error("dictionary keys changed during iteration"));
        };
        self.at.set(next);
        self.left.set(left);
        Ok(Some(match self.part {
            Part::Keys => key,
            Part::Values => value,
            Part::Items => match &self.result {
                Some(result) => result.pair(interp, key, value)?,
                None => interp.tuple([key, value].into_iter())?,
            },
        }))
    }

    /// Another iterator at the same place.
    pub(super) fn twin(&self) -> Self {
        Self {
            dict: self.dict.clone(),
            result: None,
            part: self.part,
            reversed: self.reversed,
            at: self.at.clone(),
            len: self.len.clone(),
            left: self.left.clone(),
        }
    }

    /// Lets go of the dict.
    fn end(&self) -> Option<Value> {
        let dict = self.dict.take();
        drop(dict);
        None
    }

    pub(super) fn left(&self) -> usize {
        let dict = self.dict.borrow();
        let len = dict.as_ref().and_then(base_of::<Dict>).map(Dict::len);
        if len.is_some() && len == self.len.get() { self.left.get() } else { 0 }
    }
}

impl Trace for DictIter {
    trace_fields!(dict, result);
}

impl Interp {
    /// An iterator over what is or wraps a dict.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn dict_iterator(&self, dict: &Value, part: Part) -> Result<Value> {
        self.new_dict_iterator(dict, part, false)
    }

    /// An iterator over what is or wraps a dict, from the newest entry to the oldest.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn dict_reversed(&self, dict: &Value, part: Part) -> Result<Value> {
        self.new_dict_iterator(dict, part, true)
    }

    fn new_dict_iterator(&self, dict: &Value, part: Part, reversed: bool) -> Result<Value> {
        let len = base_of::<Dict>(dict).map_or(0, Dict::len);
        let at = if reversed { usize::MAX } else { 0 };
        let result = if part == Part::Items { Some(Reused::new(self, 2)?) } else { None };
        self.new_iterator(DictIter {
            dict: RefCell::new(Some(dict.clone())),
            result,
            part,
            reversed,
            at: Cell::new(at),
            len: Cell::new(Some(len)),
            left: Cell::new(len),
        })
    }
}
