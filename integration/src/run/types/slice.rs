//! `slice`, and the places that optional bounds of a method cut out of a row.
//!
//! # Source
//! `Objects/sliceobject.c`; `_PyEval_SliceIndex` in `Python/ceval.c`.

use core::ops::Range;

use super::dunder;
use crate::Value;
use crate::object::{Indices, Slice};
use crate::run::builtins::arguments::{positional, receiver};
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;

/// The places between two optional bounds of a row of `len` items; nothing when the first lies
/// behind the end or behind the second.
///
/// # Errors
/// `TypeError` when a bound is neither `None` nor an integer.
pub(super) fn bounds(
    interp: &Interp,
    start: Option<&Value>,
    end: Option<&Value>,
    len: usize,
) -> Result<Option<Range<usize>>> {
    let signed = i64::try_from(len).unwrap_or(i64::MAX);
    let place = |bound: Option<&Value>, otherwise: i64| -> Result<i64> {
        let index = match bound {
            Some(bound) if !interp.is_none(bound) => part(interp, bound)?,
            _ => otherwise,
        };
        Ok(if index < 0 { index.saturating_add(signed).max(0) } else { index })
    };
    let start = place(start, 0)?;
    let end = place(end, signed)?.min(signed);
    let (Ok(start), Ok(end)) = (usize::try_from(start), usize::try_from(end)) else {
        return Ok(None);
    };
    Ok((start <= end).then_some(start..end))
}

/// A part of a slice that is not `None`, cut to 64 bits.
fn part(interp: &Interp, part: &Value) -> Result<i64> {
    interp.index_or_none(part)?.ok_or_else(|| {
        interp.type_error("slice indices must be integers or None or have an __index__ method")
    })
}

/// `slice(stop)`, `slice(start, stop, step=None)`.
fn construct(interp: &Interp, mut args: Args) -> Result<Value> {
    dunder::class_argument(interp, &mut args, &interp.types.slice)?;
    interp.count_argument_tuple(args.len());
    let [first, second, by] = positional(interp, args, "slice", 1)?;
    let none = || interp.none();
    let (start, stop) = match second {
        Some(stop) => (first, Some(stop)),
        None => (None, first),
    };
    let slice = Slice {
        start: start.unwrap_or_else(none),
        stop: stop.unwrap_or_else(none),
        step: by.unwrap_or_else(none),
    };
    Ok(interp.heap.alloc(slice)?.into_value())
}

/// `slice.indices(len)`.
fn indices(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [len]) = args.method(interp, "slice.indices")?;
    let slice = receiver::<Slice>(interp, &this, "slice.indices")?;
    let len = usize::try_from(interp.index(&len)?)
        .map_err(|_| interp.value_error("length should not be negative"))?;
    let Indices { start, stop, step, .. } = interp.slice_indices(slice, len)?;
    interp.tuple([interp.int(start)?, interp.int(stop)?, interp.int(step)?].into_iter())
}

fn get(interp: &Interp, this: &Value, name: &str, of: fn(&Slice) -> &Value) -> Result<Value> {
    Ok(of(receiver::<Slice>(interp, this, name)?).clone())
}

const METHODS: &[(&str, Native)] = &[
    ("indices", indices),
    ("__repr__", |i, a| dunder::repr::<Slice>(i, a, "slice.__repr__")),
    ("__hash__", |i, a| dunder::hash::<Slice>(i, a, "slice.__hash__")),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.slice;
    interp.add_static(class, &[("__new__", construct)])?;
    interp.add_methods(class, METHODS)?;
    interp.add_methods(class, dunder::compares!(Slice, "slice"))?;
    interp.add_computed(
        class,
        "start",
        |i, this| get(i, this, "slice.start", |s| &s.start),
        None,
    )?;
    interp.add_computed(class, "stop", |i, this| get(i, this, "slice.stop", |s| &s.stop), None)?;
    interp.add_computed(class, "step", |i, this| get(i, this, "slice.step", |s| &s.step), None)
}
