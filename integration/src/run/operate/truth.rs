//! Truth, length, and integers as indexes.
//!
//! Source: `PyObject_IsTrue` in `Objects/object.c`, `PyObject_Size` and `PyNumber_Index` in
//! `Objects/abstract.c`.

use super::super::interp::Interp;
use super::super::raise::Result;
use super::integer::Integer;
use super::peel;
use crate::Value;
use crate::object::{Bool, Bytes, Dict, Float, FrozenSet, Int, Kind, List, Range, Set, Str, Tuple};

impl Interp {
    /// Whether an object counts as true.
    ///
    /// # Errors
    /// Whatever `__bool__` or `__len__` raise, and `TypeError` when they answer no bool or size.
    #[inline]
    pub fn truth(&self, value: &Value) -> Result<bool> {
        match value.kind() {
            Kind::Bool => Ok(value.get::<Bool>().is_some_and(|b| b.0)),
            Kind::None => Ok(false),
            Kind::Int => Ok(value.get::<Int>().is_some_and(|n| !n.is_zero())),
            Kind::Float => Ok(value.get::<Float>().is_some_and(|x| x.0 != 0.0)),
            Kind::Function | Kind::Builtin | Kind::Method | Kind::Generator | Kind::Module => {
                Ok(true)
            }
            _ => match native_len(value) {
                Some(len) => Ok(len != 0),
                None => self.ask_truth(value),
            },
        }
    }

    fn ask_truth(&self, value: &Value) -> Result<bool> {
        if let Some(result) = self.call_special(value, "__bool__", [])? {
            return match result.get::<Bool>() {
                Some(result) => Ok(result.0),
                None => Err(self.type_error(format!(
                    "__bool__ should return bool, returned {}",
                    self.class_name(&result)
                ))),
            };
        }
        Ok(self.ask_len(value)?.is_none_or(|len| len != 0))
    }

    /// `len(value)`.
    ///
    /// # Errors
    /// `TypeError` for an object without a length, and whatever `__len__` raises.
    #[inline]
    pub fn len(&self, value: &Value) -> Result<usize> {
        if let Some(len) = native_len(value) {
            return Ok(len);
        }
        match self.ask_len(value)? {
            Some(len) => Ok(len),
            None => {
                let name = self.class_name(value);
                Err(self.type_error(format!("object of type '{name}' has no len()")))
            }
        }
    }

    fn ask_len(&self, value: &Value) -> Result<Option<usize>> {
        let Some(result) = self.call_special(value, "__len__", [])? else { return Ok(None) };
        let Some(len) = self.index_integer(&result)? else {
            let name = self.class_name(&result);
            let error = format!("'{name}' object cannot be interpreted as an integer");
            return Err(self.type_error(error));
        };
        if let Some(n) = len.get::<Int>() {
            if n.is_negative() {
                return Err(self.value_error("__len__() should return >= 0"));
            }
            if let Some(n) = n.as_i64() {
                return Ok(usize::try_from(n).ok());
            }
        }
        Err(self.overflow_error("cannot fit 'int' into an index-sized integer"))
    }

    /// The integer object an object stands for as an index; nothing when it is none.
    ///
    /// # Errors
    /// Whatever `__index__` raises, and `TypeError` when it answers no integer.
    pub fn index_integer(&self, value: &Value) -> Result<Option<Value>> {
        match peel(value).kind() {
            Kind::Int => return Ok(Some(peel(value).clone())),
            Kind::Bool => {
                let one = value.get::<Bool>().is_some_and(|b| b.0);
                return self.int(i64::from(one)).map(Some);
            }
            Kind::Float | Kind::Str | Kind::None | Kind::List | Kind::Tuple => return Ok(None),
            _ => {}
        }
        let Some(result) = self.call_special(value, "__index__", [])? else { return Ok(None) };
        match peel(&result).kind() {
            Kind::Int => Ok(Some(peel(&result).clone())),
            Kind::Bool => self.index_integer(&result),
            _ => {
                let name = self.class_name(&result);
                Err(self.type_error(format!("__index__ returned non-int (type {name})")))
            }
        }
    }

    /// An index, cut to 64 bits; nothing when the object is no integer.
    ///
    /// # Errors
    /// As [`Interp::index_integer`].
    pub fn index_or_none(&self, value: &Value) -> Result<Option<i64>> {
        if let Some(n) = value.get::<Int>().and_then(Int::as_i64) {
            return Ok(Some(n));
        }
        let Some(index) = self.index_integer(value)? else { return Ok(None) };
        Ok(Integer::of(&index).map(|n| match n {
            Integer::Small(n) => n,
            Integer::Big(n) if n.sign() == num_bigint::Sign::Minus => i64::MIN,
            Integer::Big(_) => i64::MAX,
        }))
    }

    /// The integer an object stands for: `operator.index()`.
    ///
    /// # Errors
    /// `TypeError` when it stands for none, `OverflowError` when it does not fit 64 bits.
    pub fn index(&self, value: &Value) -> Result<i64> {
        if let Some(n) = value.get::<Int>().and_then(Int::as_i64) {
            return Ok(n);
        }
        let name = self.class_name(value);
        let Some(index) = self.index_integer(value)? else {
            let error = format!("'{name}' object cannot be interpreted as an integer");
            return Err(self.type_error(error));
        };
        index.get::<Int>().and_then(Int::as_i64).ok_or_else(|| {
            self.overflow_error(format!("cannot fit '{name}' into an index-sized integer"))
        })
    }
}

/// The length of a value of a built-in kind.
#[inline]
pub(crate) fn native_len(value: &Value) -> Option<usize> {
    match value.kind() {
        Kind::Str => value.get::<Str>().map(Str::char_len),
        Kind::List => value.get::<List>().map(List::len),
        Kind::Tuple => value.get::<Tuple>().map(Tuple::len),
        Kind::Dict => value.get::<Dict>().map(Dict::len),
        Kind::Set => value.get::<Set>().map(|set| set.len()),
        Kind::FrozenSet => value.get::<FrozenSet>().map(|set| set.len()),
        Kind::Bytes => value.get::<Bytes>().map(Bytes::len),
        Kind::Range => {
            value.get::<Range>().map(|range| usize::try_from(range.len()).unwrap_or(usize::MAX))
        }
        _ => None,
    }
}
