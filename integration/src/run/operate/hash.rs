//! `hash()`: of built-in kinds, and through `__hash__`.
//!
//! Source: `PyObject_Hash` in `Objects/object.c`, `slot_tp_hash` in `Objects/typeobject.c`.

use super::super::interp::Interp;
use super::super::raise::{Raised, Result};
use super::peel;
use crate::Value;
use crate::object::{Bytes, FrozenSet, Int, Kind, Method, Range, Slice, Tuple, hash as hashes};

impl Interp {
    /// `hash(value)`.
    ///
    /// # Errors
    /// `TypeError` for an object that has no hash, and whatever `__hash__` raises.
    #[inline]
    pub fn hash(&self, value: &Value) -> Result<i64> {
        match value.kind() {
            Kind::Str | Kind::Int | Kind::Bool | Kind::Float | Kind::None => {
                Ok(hashes::natural(value))
            }
            _ => self.hash_slow(value),
        }
    }

    fn hash_slow(&self, value: &Value) -> Result<i64> {
        match value.kind() {
            Kind::List | Kind::Dict | Kind::Set => Err(self.unhashable(value)),
            Kind::Tuple
            | Kind::Bytes
            | Kind::FrozenSet
            | Kind::Range
            | Kind::Slice
            | Kind::Method
            | Kind::Function
            | Kind::Builtin
            | Kind::Ellipsis
            | Kind::NotImplemented
            | Kind::Generator
            | Kind::Module
            | Kind::Code => self.native_hash(value),
            _ => {
                let Some(method) = self.special(value, "__hash__") else {
                    return Ok(hashes::natural(value));
                };
                if self.is_none(&method) {
                    return Err(self.unhashable(value));
                }
                if self.is_object_method(&method) {
                    return Ok(hashes::natural(value));
                }
                let result = self.call_unbound(method, value, [].into())?;
                match peel(&result).get::<Int>() {
                    Some(n) => Ok(match n.as_i64() {
                        Some(-1) => -2,
                        Some(n) => n,
                        None => n.hash(),
                    }),
                    None if result.kind() == Kind::Bool => Ok(hashes::natural(&result)),
                    None => Err(self.type_error("__hash__ method should return an integer")),
                }
            }
        }
    }

    /// The hash of a value of a built-in kind.
    ///
    /// # Errors
    /// `TypeError` for a kind without a hash, and those of its items.
    pub(crate) fn native_hash(&self, value: &Value) -> Result<i64> {
        if let Some(tuple) = value.get::<Tuple>() {
            return self.hash_row(tuple.items());
        }
        if let Some(slice) = value.get::<Slice>() {
            return self.hash_row(&[slice.start.clone(), slice.stop.clone(), slice.step.clone()]);
        }
        if let Some(bytes) = value.get::<Bytes>() {
            return Ok(bytes.hash());
        }
        if let Some(set) = value.get::<FrozenSet>() {
            return Ok(set.hash());
        }
        if let Some(range) = value.get::<Range>() {
            return self.hash_range(range);
        }
        if let Some(method) = value.get::<Method>() {
            let this = method.this().map_or(0, |this| hashes::pointer(this.id()));
            let function = method.function().map_or(Ok(0), |f| self.hash(&f))?;
            return Ok(if this ^ function == -1 { -2 } else { this ^ function });
        }
        if matches!(value.kind(), Kind::List | Kind::Dict | Kind::Set) {
            return Err(self.unhashable(value));
        }
        Ok(hashes::natural(value))
    }

    fn hash_row(&self, items: &[Value]) -> Result<i64> {
        let _nested = self.enter_native("")?;
        let hashes: Vec<i64> = items.iter().map(|item| self.hash(item)).collect::<Result<_>>()?;
        Ok(hashes::tuple(hashes))
    }

    /// Ranges that yield the same numbers hash alike: by length, first number and step.
    fn hash_range(&self, range: &Range) -> Result<i64> {
        let len = range.len();
        let (len_hash, none) = (hashes::int(i64::try_from(len).unwrap_or(i64::MAX)), hashes::NONE);
        let first = if len == 0 { none } else { hashes::int(range.start) };
        let step = if len <= 1 { none } else { hashes::int(range.step) };
        Ok(hashes::tuple([len_hash, first, step]))
    }

    fn unhashable(&self, value: &Value) -> Raised {
        self.type_error(format!("unhashable type: '{}'", self.class_name(value)))
    }
}
