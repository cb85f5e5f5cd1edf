//! The operators and comparisons of sets, which take sets only.

use super::super::super::code::CompareKind;
use super::super::super::interp::Interp;
use super::super::super::lookup::sets::body;
use super::super::super::native::{Args, Native};
use super::super::super::raise::Result;
use super::{Flavour, Mutable, special_of};
use crate::Value;

/// The operators of both classes.
pub(super) const fn common<F: Flavour>() -> [(&'static str, Native); 14] {
    [
        ("__or__", |interp, args| binary::<F>(interp, args, "__or__", false, or)),
        ("__ror__", |interp, args| binary::<F>(interp, args, "__ror__", true, or)),
        ("__and__", |interp, args| binary::<F>(interp, args, "__and__", false, and)),
        ("__rand__", |interp, args| binary::<F>(interp, args, "__rand__", true, and)),
        ("__sub__", |interp, args| binary::<F>(interp, args, "__sub__", false, sub)),
        ("__rsub__", |interp, args| binary::<F>(interp, args, "__rsub__", true, sub)),
        ("__xor__", |interp, args| binary::<F>(interp, args, "__xor__", false, xor)),
        ("__rxor__", |interp, args| binary::<F>(interp, args, "__rxor__", true, xor)),
        ("__eq__", |interp, args| compare::<F>(interp, args, "__eq__", CompareKind::Eq)),
        ("__ne__", |interp, args| compare::<F>(interp, args, "__ne__", CompareKind::Ne)),
        ("__lt__", |interp, args| compare::<F>(interp, args, "__lt__", CompareKind::Lt)),
        ("__le__", |interp, args| compare::<F>(interp, args, "__le__", CompareKind::Le)),
        ("__gt__", |interp, args| compare::<F>(interp, args, "__gt__", CompareKind::Gt)),
        ("__ge__", |interp, args| compare::<F>(interp, args, "__ge__", CompareKind::Ge)),
    ]
}

/// The operators that change the set on the left.
pub(super) const MUTABLE: &[(&str, Native)] = &[
    ("__ior__", |interp, args| in_place(interp, args, "__ior__", Interp::set_update)),
    ("__iand__", |interp, args| in_place(interp, args, "__iand__", Interp::set_intersect)),
    ("__isub__", |interp, args| in_place(interp, args, "__isub__", Interp::set_subtract)),
    ("__ixor__", |interp, args| in_place(interp, args, "__ixor__", Interp::set_exclusive)),
];

fn or(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    interp.set_like(left, |interp, set| {
        interp.set_update(set, left)?;
        if left.is(right) { Ok(()) } else { interp.set_update(set, right) }
    })
}

fn and(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    interp.set_intersection(left, right)
}

fn sub(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    interp.set_like(left, |interp, set| interp.set_add_difference(set, left, right))
}

fn xor(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    interp.set_symmetric_difference(left, right)
}

fn binary<F: Flavour>(
    interp: &Interp,
    args: Args,
    name: &str,
    reflected: bool,
    operator: fn(&Interp, &Value, &Value) -> Result<Value>,
) -> Result<Value> {
    let (this, [other]) = special_of::<F, 1>(interp, args, name)?;
    if body(&other).is_none() {
        return Ok(interp.not_implemented.clone());
    }
    if reflected { operator(interp, &other, &this) } else { operator(interp, &this, &other) }
}

fn in_place(
    interp: &Interp,
    args: Args,
    name: &str,
    operator: fn(&Interp, &Value, &Value) -> Result<()>,
) -> Result<Value> {
    let (this, [other]) = special_of::<Mutable, 1>(interp, args, name)?;
    if body(&other).is_none() {
        return Ok(interp.not_implemented.clone());
    }
    operator(interp, &this, &other)?;
    Ok(this)
}

impl Interp {
    /// Compares two sets: equality and inclusion. Answers nothing when one of them is no set.
    ///
    /// # Errors
    /// Those of `__hash__` and `__eq__`.
    pub(crate) fn set_compare(
        &self,
        kind: CompareKind,
        left: &Value,
        right: &Value,
    ) -> Result<Option<bool>> {
        let (Some(a), Some(b)) = (body(left), body(right)) else { return Ok(None) };
        let (a, b) = (a.len(), b.len());
        Ok(Some(match kind {
            CompareKind::Eq => a == b && self.set_is_subset(left, right)?,
            CompareKind::Ne => a != b || !self.set_is_subset(left, right)?,
            CompareKind::Lt => a < b && self.set_is_subset(left, right)?,
            CompareKind::Le => self.set_is_subset(left, right)?,
            CompareKind::Gt => a > b && self.set_is_subset(right, left)?,
            CompareKind::Ge => self.set_is_subset(right, left)?,
        }))
    }
}

fn compare<F: Flavour>(
    interp: &Interp,
    args: Args,
    name: &str,
    kind: CompareKind,
) -> Result<Value> {
    let (this, [other]) = special_of::<F, 1>(interp, args, name)?;
    Ok(match interp.set_compare(kind, &this, &other)? {
        Some(answer) => interp.bool(answer),
        None => interp.not_implemented.clone(),
    })
}
