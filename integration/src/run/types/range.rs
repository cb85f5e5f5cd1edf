//! `range`, of integers that fit 64 bits.
//!
//! # Source
//! `Objects/rangeobject.c`.

use super::dunder;
use crate::Value;
use crate::object::{Kind, Range};
use crate::run::builtins::arguments::{positional, receiver, special};
use crate::run::code::CompareKind;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_of};
use crate::run::raise::Result;

/// `range(stop)`, `range(start, stop, step=1)`.
fn construct(interp: &Interp, mut args: Args) -> Result<Value> {
    dunder::class_argument(interp, &mut args, &interp.types.range)?;
    let [first, second, by] = positional(interp, args, "range", 1)?;
    let number = |value: Option<Value>, otherwise: i64| {
        value.map_or(Ok(otherwise), |value| interp.index(&value))
    };
    let (start, end) = match second {
        Some(end) => (number(first, 0)?, interp.index(&end)?),
        None => (0, number(first, 0)?),
    };
    let step = number(by, 1)?;
    if step == 0 {
        return Err(interp.value_error("range() arg 3 must not be zero"));
    }
    Ok(interp.heap.alloc(Range { start, stop: end, step })?.into_value())
}

/// The number that an argument is, if it is exactly an integer.
fn exact(interp: &Interp, value: &Value) -> Result<Option<i64>> {
    match value.kind() {
        Kind::Int | Kind::Bool => interp.index_or_none(value),
        _ => Ok(None),
    }
}

/// The place of a number, or of the first one that is equal to some other object.
fn place(interp: &Interp, range: &Range, wanted: &Value) -> Result<Option<u64>> {
    if let Some(number) = exact(interp, wanted)? {
        return Ok(range.index_of(number));
    }
    for index in 0..range.len() {
        let Some(number) = range.get(index) else { break };
        if interp.eq(&interp.int(number)?, wanted)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn index(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "range.index")?;
    let range = receiver::<Range>(interp, &this, "range.index")?;
    match place(interp, range, &wanted)? {
        Some(index) => interp.size(usize::try_from(index).unwrap_or(usize::MAX)),
        None if exact(interp, &wanted)?.is_some() => {
            let shown = interp.repr(&wanted)?;
            Err(interp.value_error(format!("{shown} is not in range")))
        }
        None => Err(interp.value_error("sequence.index(x): x not in sequence")),
    }
}

fn count(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "range.count")?;
    let range = receiver::<Range>(interp, &this, "range.count")?;
    // Numbers of a range differ, so that one at most is equal to an ordinary object.
    interp.int(i64::from(place(interp, range, &wanted)?.is_some()))
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    dunder::len::<Range>(interp, args, "range.__len__", |range| {
        usize::try_from(range.len()).unwrap_or(usize::MAX)
    })
}

fn iter(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "range.__iter__")?;
    interp.range_iterator(**receiver::<Range>(interp, &this, "range.__iter__")?)
}

fn reversed(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "range.__reversed__")?;
    interp.range_reversed(**receiver::<Range>(interp, &this, "range.__reversed__")?)
}

fn truth(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "range.__bool__")?;
    Ok(interp.bool(!receiver::<Range>(interp, &this, "range.__bool__")?.is_empty()))
}

fn part(interp: &Interp, this: &Value, of: fn(&Range) -> i64) -> Result<Value> {
    base_of::<Range>(this).map_or_else(|| Ok(interp.none()), |range| interp.int(of(range)))
}

const METHODS: &[(&str, Native)] = &[
    ("index", index),
    ("count", count),
    ("__len__", len),
    ("__iter__", iter),
    ("__reversed__", reversed),
    ("__bool__", truth),
    ("__getitem__", |i, a| dunder::item::<Range>(i, a, "range.__getitem__")),
    ("__contains__", |i, a| dunder::contains::<Range>(i, a, "range.__contains__")),
    ("__repr__", |i, a| dunder::repr::<Range>(i, a, "range.__repr__")),
    ("__hash__", |i, a| dunder::hash::<Range>(i, a, "range.__hash__")),
    ("__eq__", |i, a| dunder::compare::<Range>(i, a, "range.__eq__", CompareKind::Eq)),
    ("__ne__", |i, a| dunder::compare::<Range>(i, a, "range.__ne__", CompareKind::Ne)),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.range;
    interp.add_static(class, &[("__new__", construct)])?;
    interp.add_methods(class, METHODS)?;
    interp.add_computed(class, "start", |i, this| part(i, this, |range| range.start), None)?;
    interp.add_computed(class, "stop", |i, this| part(i, this, |range| range.stop), None)?;
    interp.add_computed(class, "step", |i, this| part(i, this, |range| range.step), None)
}
