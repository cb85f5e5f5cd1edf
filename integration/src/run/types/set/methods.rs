//! The named methods of sets; those that combine sets take any iterables.

use super::super::super::interp::Interp;
use super::super::super::lookup::sets::body;
use super::super::super::native::{Args, Native, base_of};
use super::super::super::raise::Result;
use super::{Flavour, Mutable, all_of, method_of};
use crate::Value;
use crate::object::{FrozenSet, Set, SetBody};

/// The methods of both classes.
pub(super) const fn common<F: Flavour>() -> [(&'static str, Native); 8] {
    [
        ("copy", copy::<F>),
        ("union", union::<F>),
        ("intersection", intersection::<F>),
        ("difference", difference::<F>),
        ("symmetric_difference", symmetric_difference::<F>),
        ("isdisjoint", isdisjoint::<F>),
        ("issubset", issubset::<F>),
        ("issuperset", issuperset::<F>),
    ]
}

/// The methods that change a set.
pub(super) const MUTABLE: &[(&str, Native)] = &[
    ("add", add),
    ("clear", clear),
    ("discard", discard),
    ("remove", remove),
    ("pop", pop),
    ("update", update),
    ("intersection_update", intersection_update),
    ("difference_update", difference_update),
    ("symmetric_difference_update", symmetric_difference_update),
];

fn copy<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = method_of::<F, 0>(interp, args, "copy")?;
    if this.is_a::<FrozenSet>() {
        return Ok(this);
    }
    interp.set_copy(&this)
}

fn union<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, others) = all_of::<F>(interp, args, "union")?;
    interp.set_like(&this, |interp, set| {
        interp.set_update(set, &this)?;
        others.iter().filter(|other| !other.is(&this)).try_for_each(|o| interp.set_update(set, o))
    })
}

fn intersection<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, others) = all_of::<F>(interp, args, "intersection")?;
    if others.is_empty() {
        return interp.set_copy(&this);
    }
    let mut result = None;
    for other in &others {
        let both = interp.set_intersection(result.as_ref().unwrap_or(&this), other)?;
        result = Some(both);
    }
    Ok(result.unwrap_or(this))
}

fn difference<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, others) = all_of::<F>(interp, args, "difference")?;
    let Some((first, rest)) = others.split_first() else { return interp.set_copy(&this) };
    interp.set_like(&this, |interp, set| {
        interp.set_add_difference(set, &this, first)?;
        rest.iter().try_for_each(|other| interp.set_subtract(set, other))
    })
}

fn symmetric_difference<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = method_of::<F, 1>(interp, args, "symmetric_difference")?;
    interp.set_symmetric_difference(&this, &other)
}

fn isdisjoint<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = method_of::<F, 1>(interp, args, "isdisjoint")?;
    if this.is(&other) {
        return Ok(interp.bool(body(&this).is_none_or(SetBody::is_empty)));
    }
    let (asked, items) = match (body(&this), body(&other)) {
        (Some(a), Some(b)) if b.len() > a.len() => (&other, &this),
        _ => (&this, &other),
    };
    let iterator = interp.iter(items)?;
    while let Some(item) = interp.next(&iterator)? {
        if interp.set_contains_item(asked, &item)? {
            return Ok(interp.bool(false));
        }
    }
    Ok(interp.bool(true))
}

fn issubset<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = method_of::<F, 1>(interp, args, "issubset")?;
    if body(&other).is_some() {
        return Ok(interp.bool(interp.set_is_subset(&this, &other)?));
    }
    let both = interp.set_intersection(&this, &other)?;
    let lengths = [&this, &both].map(|set| body(set).map(SetBody::len));
    Ok(interp.bool(lengths[0] == lengths[1]))
}

fn issuperset<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = method_of::<F, 1>(interp, args, "issuperset")?;
    if body(&other).is_some() {
        return Ok(interp.bool(interp.set_is_subset(&other, &this)?));
    }
    let iterator = interp.iter(&other)?;
    while let Some(item) = interp.next(&iterator)? {
        if !interp.set_contains_item(&this, &item)? {
            return Ok(interp.bool(false));
        }
    }
    Ok(interp.bool(true))
}

fn add(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = method_of::<Mutable, 1>(interp, args, "add")?;
    interp.set_add(&this, item)?;
    Ok(interp.none())
}

fn clear(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = method_of::<Mutable, 0>(interp, args, "clear")?;
    if let Some(set) = base_of::<Set>(&this) {
        set.clear();
    }
    Ok(interp.none())
}

fn discard(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = method_of::<Mutable, 1>(interp, args, "discard")?;
    interp.set_discard(&this, &item)?;
    Ok(interp.none())
}

fn remove(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = method_of::<Mutable, 1>(interp, args, "remove")?;
    if interp.set_discard(&this, &item)? {
        return Ok(interp.none());
    }
    Err(interp.key_error(&item))
}

fn pop(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = method_of::<Mutable, 0>(interp, args, "pop")?;
    interp.set_pop(&this)?.ok_or_else(|| interp.raise("KeyError", "pop from an empty set"))
}

fn update(interp: &Interp, args: Args) -> Result<Value> {
    let (this, others) = all_of::<Mutable>(interp, args, "update")?;
    others.iter().try_for_each(|other| interp.set_update(&this, other))?;
    Ok(interp.none())
}

fn intersection_update(interp: &Interp, args: Args) -> Result<Value> {
    let (this, others) = all_of::<Mutable>(interp, args, "intersection_update")?;
    for other in &others {
        interp.set_intersect(&this, other)?;
    }
    Ok(interp.none())
}

fn difference_update(interp: &Interp, args: Args) -> Result<Value> {
    let (this, others) = all_of::<Mutable>(interp, args, "difference_update")?;
    others.iter().try_for_each(|other| interp.set_subtract(&this, other))?;
    Ok(interp.none())
}

fn symmetric_difference_update(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = method_of::<Mutable, 1>(interp, args, "symmetric_difference_update")?;
    interp.set_exclusive(&this, &other)?;
    Ok(interp.none())
}
