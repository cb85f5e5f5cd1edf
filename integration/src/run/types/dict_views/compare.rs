//! Comparisons of views with views and sets: equality and inclusion.

use super::super::super::builtins::arguments::special;
use super::super::super::code::CompareKind;
use super::super::super::interp::Interp;
use super::super::super::native::{Args, Native, base_of};
use super::super::super::raise::Result;
use super::{DictView, Part, view};
use crate::Value;
use crate::object::{FrozenSet, Set};

/// The comparisons that views of keys and of items have.
pub(super) const METHODS: &[(&str, Native)] = &[
    ("__eq__", |interp, args| run(interp, args, "__eq__", CompareKind::Eq)),
    ("__ne__", |interp, args| run(interp, args, "__ne__", CompareKind::Ne)),
    ("__lt__", |interp, args| run(interp, args, "__lt__", CompareKind::Lt)),
    ("__le__", |interp, args| run(interp, args, "__le__", CompareKind::Le)),
    ("__gt__", |interp, args| run(interp, args, "__gt__", CompareKind::Gt)),
    ("__ge__", |interp, args| run(interp, args, "__ge__", CompareKind::Ge)),
];

/// Whether it is a set, or a view that acts as one.
fn is_set_like(value: &Value) -> bool {
    base_of::<Set>(value).is_some()
        || base_of::<FrozenSet>(value).is_some()
        || value.get::<DictView>().is_some_and(|view| view.part() != Part::Values)
}

fn all_in(interp: &Interp, items: &Value, container: &Value) -> Result<bool> {
    let iterator = interp.iter(items)?;
    while let Some(item) = interp.next(&iterator)? {
        if !interp.contains(container, &item)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn run(interp: &Interp, args: Args, name: &str, kind: CompareKind) -> Result<Value> {
    let (this, [other]) = special(interp, args, &format!("dict_keys.{name}"))?;
    let own = view(interp, &this, name)?.len();
    if !is_set_like(&other) {
        return Ok(interp.not_implemented.clone());
    }
    let others = interp.len(&other)?;
    let answer = match kind {
        CompareKind::Eq => own == others && all_in(interp, &this, &other)?,
        CompareKind::Ne => own != others || !all_in(interp, &this, &other)?,
        CompareKind::Lt => own < others && all_in(interp, &this, &other)?,
        CompareKind::Le => own <= others && all_in(interp, &this, &other)?,
        CompareKind::Gt => own > others && all_in(interp, &other, &this)?,
        CompareKind::Ge => own >= others && all_in(interp, &other, &this)?,
    };
    Ok(interp.bool(answer))
}
