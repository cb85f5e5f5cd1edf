//! Comparisons between values of built-in kinds.
//!
//! Items of lists and tuples are compared through [`Interp::eq`], which may run any code: a list
//! is read item by item and not borrowed meanwhile.
//!
//! Source: `list_richcompare`, `tuplerichcompare`, `range_equals`, `slice_richcompare`,
//! `method_richcompare`.

use super::super::code::CompareKind;
use super::super::interp::Interp;
use super::super::raise::Result;
use super::float::Number;
use super::names;
use crate::Value;
use crate::object::{Bytes, Dict, Int, Kind, List, Method, Range, Slice, Str, Tuple};

/// Kinds whose comparison runs no other code.
#[inline]
pub(super) fn is_simple(kind: Kind) -> bool {
    matches!(kind, Kind::Int | Kind::Str | Kind::Float | Kind::Bool)
}

/// Kinds that [`compare`] decides about.
pub(super) fn is_native(kind: Kind) -> bool {
    is_simple(kind)
        || matches!(
            kind,
            Kind::Bytes
                | Kind::List
                | Kind::Tuple
                | Kind::Dict
                | Kind::Range
                | Kind::Slice
                | Kind::Method
                | Kind::None
                | Kind::Ellipsis
                | Kind::NotImplemented
        )
}

/// Compares values of simple kinds; nothing when they do not know each other.
#[inline]
pub(super) fn simple(kind: CompareKind, a: &Value, b: &Value) -> Option<bool> {
    if let (Some(a), Some(b)) = (a.get::<Int>(), b.get::<Int>()) {
        return Some(match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => names::holds(kind, a.cmp(&b)),
            _ => names::holds(kind, a.cmp(b)),
        });
    }
    if let (Some(x), Some(y)) = (a.get::<Str>(), b.get::<Str>()) {
        return Some(match kind {
            CompareKind::Eq => x == y,
            CompareKind::Ne => x != y,
            _ => names::holds(kind, x.as_str().cmp(y.as_str())),
        });
    }
    let (a, b) = (Number::of(a)?, Number::of(b)?);
    Some(match a.order(&b) {
        Some(order) => names::holds(kind, order),
        None => kind == CompareKind::Ne,
    })
}

/// Compares two values; nothing when they do not know each other.
pub(super) fn compare(
    interp: &Interp,
    kind: CompareKind,
    a: &Value,
    b: &Value,
) -> Result<Option<Value>> {
    let result = match a.kind() {
        simple_kind if is_simple(simple_kind) => simple(kind, a, b),
        Kind::Bytes => match (a.get::<Bytes>(), b.get::<Bytes>()) {
            (Some(a), Some(b)) => Some(names::holds(kind, a.items().cmp(b.items()))),
            _ => None,
        },
        Kind::List => {
            let (Some(a), Some(b)) = (a.get::<List>(), b.get::<List>()) else { return Ok(None) };
            return rows(interp, kind, &|i| a.get(i), &|i| b.get(i), a.len(), b.len()).map(Some);
        }
        Kind::Tuple => {
            let (Some(a), Some(b)) = (a.get::<Tuple>(), b.get::<Tuple>()) else {
                return Ok(None);
            };
            let (a, b) = (a.items(), b.items());
            return tuples(interp, kind, a, b).map(Some);
        }
        Kind::Dict => match (a.as_gc::<Dict>(), b.as_gc::<Dict>()) {
            (Some(a), Some(b)) if matches!(kind, CompareKind::Eq | CompareKind::Ne) => {
                equality(kind, interp.dict_eq(a, b)?)
            }
            _ => None,
        },
        Kind::Range => match (a.get::<Range>(), b.get::<Range>()) {
            (Some(a), Some(b)) => equality(kind, same_range(a, b)),
            _ => None,
        },
        Kind::Slice => {
            let (Some(a), Some(b)) = (a.get::<Slice>(), b.get::<Slice>()) else {
                return Ok(None);
            };
            let parts = |s: &Slice| [s.start.clone(), s.stop.clone(), s.step.clone()];
            return tuples(interp, kind, &parts(a), &parts(b)).map(Some);
        }
        Kind::Method => match (a.get::<Method>(), b.get::<Method>()) {
            (Some(a), Some(b)) => equality(kind, same_method(interp, a, b)?),
            _ => None,
        },
        _ => (a.is(b)).then(|| equality(kind, true)).flatten(),
    };
    Ok(result.map(|result| interp.bool(result)))
}

fn equality(kind: CompareKind, equal: bool) -> Option<bool> {
    match kind {
        CompareKind::Eq => Some(equal),
        CompareKind::Ne => Some(!equal),
        _ => None,
    }
}

/// Ranges are equal when they yield the same numbers.
fn same_range(a: &Range, b: &Range) -> bool {
    let len = a.len();
    len == b.len() && (len == 0 || (a.start == b.start && (len == 1 || a.step == b.step)))
}

/// Methods are equal when they bind equal functions to the same object.
fn same_method(interp: &Interp, a: &Method, b: &Method) -> Result<bool> {
    let same_this = match (a.this(), b.this()) {
        (Some(a), Some(b)) => a.is(&b),
        (a, b) => a.is_none() && b.is_none(),
    };
    match (a.function(), b.function()) {
        (Some(a), Some(b)) if same_this => interp.eq(&a, &b),
        _ => Ok(false),
    }
}

fn tuples(interp: &Interp, kind: CompareKind, a: &[Value], b: &[Value]) -> Result<Value> {
    let item = |items: &[Value], i: usize| items.get(i).cloned();
    rows(interp, kind, &|i| item(a, i), &|i| item(b, i), a.len(), b.len())
}

type ItemAt<'a> = &'a dyn Fn(usize) -> Option<Value>;

/// Compares two rows by their first items that differ, else by their lengths. The lengths given
/// count for a first look only: a list may change while its items are compared.
fn rows(
    interp: &Interp,
    kind: CompareKind,
    a: ItemAt<'_>,
    b: ItemAt<'_>,
    len_a: usize,
    len_b: usize,
) -> Result<Value> {
    if len_a != len_b && matches!(kind, CompareKind::Eq | CompareKind::Ne) {
        return Ok(interp.bool(kind == CompareKind::Ne));
    }
    let mut index = 0;
    loop {
        match (a(index), b(index)) {
            (Some(x), Some(y)) => {
                if interp.eq(&x, &y)? {
                    index += 1;
                    continue;
                }
                // The comparison may have shortened the rows: then their lengths decide.
                let (longer_a, longer_b) = (a(index).is_some(), b(index).is_some());
                if !(longer_a && longer_b) {
                    return Ok(interp.bool(names::holds(kind, longer_a.cmp(&longer_b))));
                }
                return match kind {
                    CompareKind::Eq => Ok(interp.bool(false)),
                    CompareKind::Ne => Ok(interp.bool(true)),
                    _ => interp.compare(kind, &x, &y),
                };
            }
            (x, y) => {
                return Ok(interp.bool(names::holds(kind, x.is_some().cmp(&y.is_some()))));
            }
        }
    }
}
