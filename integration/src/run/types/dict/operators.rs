//! `==`, `|` and `|=` of dicts.
//!
//! # Source
//! `Objects/dictobject.c`: `dict_equal`, `dict_or`, `dict_ior`.

use super::super::super::builtins::arguments::{receiver, special};
use super::super::super::interp::Interp;
use super::super::super::native::{Args, Native, base_gc};
use super::super::super::raise::Result;
use crate::object::Dict;
use crate::{Gc, Value};

/// The operators of dicts.
pub(super) const METHODS: &[(&str, Native)] = &[
    ("__eq__", |interp, args| compare(interp, args, "dict.__eq__", true)),
    ("__ne__", |interp, args| compare(interp, args, "dict.__ne__", false)),
    ("__or__", |interp, args| merge(interp, args, "dict.__or__", false)),
    ("__ror__", |interp, args| merge(interp, args, "dict.__ror__", true)),
    ("__ior__", merge_in_place),
];

impl Interp {
    /// Whether two dicts have equal keys with equal values.
    ///
    /// # Errors
    /// Those of `__hash__` and `__eq__`.
    pub(crate) fn dict_eq(&self, left: &Gc<Dict>, right: &Gc<Dict>) -> Result<bool> {
        if left.len() != right.len() {
            return Ok(false);
        }
        let mut at = 0;
        while let Some((next, key, value)) = left.next_entry(at) {
            let hash = left.hash_at(next - 1).map_or_else(|| self.hash(&key), Ok)?;
            match right.get(hash, &key, &mut |a: &Value, b: &Value| self.eq(a, b))? {
                Some(other) if self.eq(&value, &other)? => {}
                _ => return Ok(false),
            }
            at = next;
        }
        Ok(true)
    }
}

fn compare(interp: &Interp, args: Args, function: &str, equal: bool) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    let left = receiver::<Dict>(interp, &this, function)?;
    let Some(right) = base_gc::<Dict>(&other) else {
        return Ok(interp.not_implemented.clone());
    };
    Ok(interp.bool(interp.dict_eq(left, right)? == equal))
}

fn merge(interp: &Interp, args: Args, function: &str, reflected: bool) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    receiver::<Dict>(interp, &this, function)?;
    let (left, right) = if reflected { (&other, &this) } else { (&this, &other) };
    let (Some(left), Some(_)) = (base_gc::<Dict>(left), base_gc::<Dict>(right)) else {
        return Ok(interp.not_implemented.clone());
    };
    let merged = left.copy(&interp.heap)?;
    interp.dict_update(&merged, right)?;
    Ok(merged.into_value())
}

fn merge_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "dict.__ior__")?;
    interp.dict_update(receiver::<Dict>(interp, &this, "dict.__ior__")?, &other)?;
    Ok(this)
}
