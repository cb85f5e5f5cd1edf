//! The iteration protocol: `iter()`, `next()`, and loops in Rust over what a program iterates over.
//!
//! Iterators of the built-in kinds are one payload, [`Iter`], with a variant for each way to go on.
//! A kind that is iterated over often is recognised here and never looked up; everything else,
//! objects of derived classes included, goes through the `__iter__` and `__next__` of its class.
//! An object without `__iter__` that has `__getitem__` is iterated over by index.
//!
//! # Source
//! `PyObject_GetIter`, `PyIter_Next`, `PyObject_LengthHint` in `Objects/abstract.c`.

mod callable;
mod combine;
mod dict;
mod hint;
mod payload;
mod range;
mod reduce;
mod result;
mod sequence;
mod set;

pub(in crate::run) use combine::{new_enumerate, new_filter, new_map, new_zip};
pub(in crate::run) use payload::{Iter, class_of};
pub(in crate::run) use sequence::Row;

use super::code::Routine;
use super::generator::Generator;
use super::interp::Interp;
use super::native::Args;
use super::raise::Result;
use super::types::dict_views::{DictView, Part};
use crate::Value;
use crate::object::{Kind, List, Range, Tuple};

impl Interp {
    /// `iter(value)`.
    ///
    /// # Errors
    /// `TypeError` when there is no way to iterate over it, and what `__iter__` raises.
    #[expect(clippy::iter_not_returning_iterator, reason = "it is the language's `iter`")]
    pub(in crate::run) fn iter(&self, value: &Value) -> Result<Value> {
        let row = match value.kind() {
            Kind::List => Row::List,
            Kind::Tuple => Row::Tuple,
            Kind::Str => Row::Str,
            Kind::Bytes => Row::Bytes,
            Kind::Iterator => return Ok(value.clone()),
            Kind::Generator if is_generator(value) => return Ok(value.clone()),
            Kind::Range => {
                let Some(range) = value.get::<Range>() else { return self.iter_by_class(value) };
                return self.range_iterator(*range);
            }
            Kind::Dict => return self.dict_iterator(value, Part::Keys),
            Kind::DictView => {
                let Some(view) = value.get::<DictView>() else { return self.iter_by_class(value) };
                return self.dict_iterator(view.object(), view.part());
            }
            Kind::Set | Kind::FrozenSet => return self.set_iterator(value),
            _ => return self.iter_by_class(value),
        };
        self.row_iterator(value, row)
    }

    /// The iterator that the class of `value` knows to make.
    fn iter_by_class(&self, value: &Value) -> Result<Value> {
        let class = self.class_of(value);
        match self.type_lookup(&class, "__iter__") {
            Some(method) if self.is_none(&method) => {}
            Some(_) => {
                let made = self.call_special(value, "__iter__", Args::none())?;
                let Some(iterator) = made else { return Err(self.not_iterable(value)) };
                if self.is_iterator(&iterator) {
                    return Ok(iterator);
                }
                let name = self.class_name(&iterator);
                return Err(
                    self.type_error(format!("iter() returned non-iterator of type '{name}'"))
                );
            }
            None if self.type_lookup(&class, "__getitem__").is_some() => {
                return self.row_iterator(value, Row::Items);
            }
            None => {}
        }
        Err(self.not_iterable(value))
    }

    fn not_iterable(&self, value: &Value) -> super::raise::Raised {
        self.type_error(format!("'{}' object is not iterable", self.class_name(value)))
    }

    /// Whether the class of `value` has `__next__`.
    pub(in crate::run) fn is_iterator(&self, value: &Value) -> bool {
        match value.kind() {
            Kind::Iterator => true,
            Kind::Generator => is_generator(value),
            _ => self.special(value, "__next__").is_some_and(|method| !self.is_none(&method)),
        }
    }

    /// The next value of an iterator, or nothing at its end.
    ///
    /// # Errors
    /// `TypeError` when it is no iterator, and what it raises.
    #[inline]
    pub(in crate::run) fn next(&self, iterator: &Value) -> Result<Option<Value>> {
        if let Some(iter) = iterator.get::<Iter>() {
            return iter.step(self);
        }
        if let Some(generator) = iterator.as_gc::<Generator>()
            && generator.routine() == Routine::Generator
        {
            return self.generator_next(generator);
        }
        self.next_by_class(iterator)
    }

    fn next_by_class(&self, iterator: &Value) -> Result<Option<Value>> {
        let answer = self.call_special(iterator, "__next__", Args::none());
        match self.stop_to_none(answer)? {
            None => Ok(None),
            Some(Some(value)) => Ok(Some(value)),
            Some(None) => {
                let name = self.class_name(iterator);
                Err(self.type_error(format!("'{name}' object is not an iterator")))
            }
        }
    }

    /// Hands every value of an iterable to `f`, until it fails.
    ///
    /// # Errors
    /// What the iterable raises, and what `f` answers.
    pub(in crate::run) fn for_each(
        &self,
        iterable: &Value,
        mut f: impl FnMut(Value) -> Result<()>,
    ) -> Result<()> {
        let iterator = self.iter(iterable)?;
        while let Some(value) = self.next(&iterator)? {
            f(value)?;
        }
        Ok(())
    }

    /// Every value of an iterable. An object that tells its length is asked for it, as when a
    /// list is made of it.
    ///
    /// # Errors
    /// What the iterable raises.
    pub(in crate::run) fn collect(&self, iterable: &Value) -> Result<Vec<Value>> {
        if let Some(list) = iterable.get::<List>() {
            return Ok(list.to_vec());
        }
        if let Some(tuple) = iterable.get::<Tuple>() {
            return Ok(tuple.items().to_vec());
        }
        let iterator = self.iter(iterable)?;
        // The answer is a guess that saves no work here, but programs see the question.
        self.length_hint(iterable)?;
        let mut values = Vec::new();
        while let Some(value) = self.next(&iterator)? {
            values.push(value);
        }
        Ok(values)
    }

    /// A new object for an iterator of a built-in kind.
    fn new_iterator(&self, iter: impl Into<Iter>) -> Result<Value> {
        let iter = iter.into();
        let is_tracked = !matches!(iter, Iter::Range(_));
        let iter = self.heap.alloc_untracked(iter)?;
        if is_tracked {
            iter.track()?;
        }
        Ok(iter.into_value())
    }
}

/// Whether the value is a generator, neither a coroutine nor an asynchronous generator.
fn is_generator(value: &Value) -> bool {
    value.get::<Generator>().is_some_and(|g| g.routine() == Routine::Generator)
}
