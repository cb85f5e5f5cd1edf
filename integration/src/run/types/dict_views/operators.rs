//! `&`, `|`, `-`, `^` of views: the result is a new set, the other operand any iterable.

use super::super::super::builtins::arguments::special;
use super::super::super::interp::Interp;
use super::super::super::native::{Args, Native};
use super::super::super::raise::Result;
use super::{DictView, Part};
use crate::object::{Dict, Set};
use crate::{Gc, Value};

/// The operators that views of keys and of items have, each for the view on either side.
pub(super) const METHODS: &[(&str, Native)] = &[
    ("__and__", |interp, args| run(interp, args, "__and__", false, intersection)),
    ("__rand__", |interp, args| run(interp, args, "__rand__", true, intersection)),
    ("__or__", |interp, args| run(interp, args, "__or__", false, union)),
    ("__ror__", |interp, args| run(interp, args, "__ror__", true, union)),
    ("__sub__", |interp, args| run(interp, args, "__sub__", false, difference)),
    ("__rsub__", |interp, args| run(interp, args, "__rsub__", true, difference)),
    ("__xor__", |interp, args| run(interp, args, "__xor__", false, exclusive)),
    ("__rxor__", |interp, args| run(interp, args, "__rxor__", true, exclusive)),
];

type Operator = fn(&Interp, &Value, &Value) -> Result<Value>;

fn run(
    interp: &Interp,
    args: Args,
    name: &str,
    reflected: bool,
    operator: Operator,
) -> Result<Value> {
    let (this, [other]) = special(interp, args, &format!("dict_keys.{name}"))?;
    if reflected { operator(interp, &other, &this) } else { operator(interp, &this, &other) }
}

fn set_of(interp: &Interp, items: &Value) -> Result<Gc<Set>> {
    let set = interp.heap.set()?;
    // A view of keys is as good as its dict, which tells its length.
    let keys = items.get::<DictView>().filter(|view| view.part() == Part::Keys);
    let dict = keys.and_then(DictView::dict).map(crate::Gc::as_value);
    interp.set_update(set.as_value(), dict.unwrap_or(items))?;
    Ok(set)
}

fn union(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    let set = set_of(interp, left)?;
    interp.set_update(set.as_value(), right)?;
    Ok(set.into_value())
}

fn difference(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    let set = set_of(interp, left)?;
    interp.set_subtract(set.as_value(), right)?;
    Ok(set.into_value())
}

fn intersection(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    // The view is asked, the other operand iterated over; of two views the larger is asked.
    let (view, other) = match (left.get::<DictView>(), right.get::<DictView>()) {
        (Some(a), Some(b)) if b.part() != Part::Values && b.len() > a.len() => (right, left),
        (Some(_), _) => (left, right),
        (None, _) => (right, left),
    };
    let set = interp.heap.set()?;
    let Some(payload) = view.get::<DictView>() else { return Ok(set.into_value()) };
    interp.for_each(other, |item| {
        if interp.view_contains(payload, &item)? {
            interp.set_add(set.as_value(), item)?;
        }
        Ok(())
    })?;
    Ok(set.into_value())
}

fn exclusive(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    if let (Some(a), Some(b)) = (items_of(left), items_of(right)) {
        return exclusive_items(interp, a, b);
    }
    let set = set_of(interp, left)?;
    interp.set_exclusive(set.as_value(), right)?;
    Ok(set.into_value())
}

fn items_of(value: &Value) -> Option<&Gc<Dict>> {
    value.get::<DictView>().filter(|view| view.part() == Part::Items)?.dict()
}

/// Of two views of items: equal entries are left out without being hashed.
fn exclusive_items(interp: &Interp, left: &Gc<Dict>, right: &Gc<Dict>) -> Result<Value> {
    let set = interp.heap.set()?;
    for (from, against) in [(left, right), (right, left)] {
        let mut at = 0;
        while let Some((next, key, value)) = from.next_entry(at) {
            at = next;
            let same = match interp.dict_get(against, &key)? {
                Some(other) => interp.eq(&value, &other)?,
                None => false,
            };
            if !same {
                let pair = interp.tuple([key, value].into_iter())?;
                interp.set_add(set.as_value(), pair)?;
            }
        }
    }
    Ok(set.into_value())
}
