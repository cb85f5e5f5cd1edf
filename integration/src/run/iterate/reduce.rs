//! How an iterator is taken apart to be copied or pickled, and put back to its place.
//!
//! One over a row is the function that makes it, the row and a place; one over a range that range,
//! cut. One over a dict or a set is one over the list of what is left.
//!
//! # Source
//! `listiter_reduce_general` in `Objects/listobject.c`, `rangeiter_reduce` in
//! `Objects/rangeobject.c`, `dictiter_reduce` in `Objects/dictobject.c`.

use super::Iter;
use super::sequence::RowIter;
use crate::Value;
use crate::run::interp::Interp;
use crate::run::raise::Result;

impl Interp {
    /// `iterator.__reduce__()`
    ///
    /// # Errors
    /// `TypeError` for iterators that call other code; what the iteration over a dict raises.
    pub(in crate::run) fn reduce_iterator(&self, iter: &Iter) -> Result<Value> {
        let (maker, row, place) = match iter {
            Iter::Row(iter) => return self.reduce_row(iter),
            Iter::Range(iter) => {
                let rest = self.heap.alloc(iter.rest())?.into_value();
                ("iter", rest, Some(self.none()))
            }
            Iter::Dict(iter) => ("iter", self.rest_of(iter.twin())?, None),
            Iter::Set(iter) => ("iter", self.rest_of(iter.twin())?, None),
            _ => {
                let name = iter.class_name();
                return Err(self.type_error(format!("cannot pickle '{name}' object")));
            }
        };
        self.parts(maker, row, place)
    }

    fn reduce_row(&self, iter: &RowIter) -> Result<Value> {
        let maker = if iter.is_reversed() { "reversed" } else { "iter" };
        match iter.place() {
            Some((row, place)) => self.parts(maker, row, Some(self.int(place)?)),
            None => self.parts("iter", self.list(Vec::new())?, None),
        }
    }

    /// The list of what another iterator at the same place gives.
    fn rest_of(&self, twin: impl Into<Iter>) -> Result<Value> {
        let (twin, mut rest) = (twin.into(), Vec::new());
        while let Some(value) = twin.step(self)? {
            rest.push(value);
        }
        self.list(rest)
    }

    /// `(maker, (row,), place)`
    fn parts(&self, maker: &str, row: Value, place: Option<Value>) -> Result<Value> {
        let maker = self.builtins.get_str(maker).unwrap_or_else(|| self.none());
        let args = self.tuple([row].into_iter())?;
        let parts: Vec<Value> = [maker, args].into_iter().chain(place).collect();
        self.tuple(parts.into_iter())
    }

    /// `iterator.__setstate__(place)`
    ///
    /// # Errors
    /// `TypeError` when the place is no integer.
    pub(in crate::run) fn put_iterator(&self, iter: &Iter, place: &Value) -> Result<()> {
        if let Iter::Row(iter) = iter {
            iter.put(self.index(place)?);
        }
        Ok(())
    }
}
