//! `tuple`: its constructor and methods.
//!
//! # Source
//! `Objects/tupleobject.c`.

use super::dunder;
use super::slice::bounds;
use crate::Value;
use crate::object::Tuple;
use crate::run::builtins::arguments::{method, positional, receiver};
use crate::run::interp::Interp;
use crate::run::iterate::Row;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;

/// `tuple(iterable=())`.
fn construct(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = dunder::class_argument(interp, &mut args, &interp.types.tuple)?;
    let exact = class.is(interp.types.tuple.as_value());
    dunder::keywords_for(interp, &mut args, "tuple", &class, &interp.types.tuple, "__init__")?;
    let [iterable] = positional(interp, args, "tuple", 0)?;
    let items = match &iterable {
        None => Vec::new(),
        Some(iterable) if exact && iterable.is_a::<Tuple>() => return Ok(iterable.clone()),
        Some(iterable) => interp.collect(iterable)?,
    };
    if exact {
        return interp.tuple(items.into_iter());
    }
    // An object of a derived class is the only owner of the tuple it wraps.
    interp.wrap(&class, interp.heap.tuple(items.into_iter())?.into_value())
}

fn index(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted, start, stop]) = method(interp, args, "tuple.index", 1)?;
    let tuple = receiver::<Tuple>(interp, &this, "tuple.index")?;
    let range = bounds(interp, start.as_ref(), stop.as_ref(), tuple.len())?;
    if let (Some(wanted), Some(range)) = (&wanted, range) {
        for index in range {
            if interp.eq(&tuple.items()[index], wanted)? {
                return interp.size(index);
            }
        }
    }
    Err(interp.value_error("tuple.index(x): x not in tuple"))
}

fn count(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "tuple.count")?;
    let mut count = 0;
    for item in receiver::<Tuple>(interp, &this, "tuple.count")?.items() {
        count += usize::from(interp.eq(item, &wanted)?);
    }
    interp.size(count)
}

const METHODS: &[(&str, Native)] = &[
    ("index", index),
    ("count", count),
    ("__len__", |i, a| dunder::len::<Tuple>(i, a, "tuple.__len__", Tuple::len)),
    ("__iter__", |i, a| dunder::iter::<Tuple>(i, a, "tuple.__iter__", Row::Tuple)),
    ("__getitem__", |i, a| dunder::item::<Tuple>(i, a, "tuple.__getitem__")),
    ("__contains__", |i, a| dunder::contains::<Tuple>(i, a, "tuple.__contains__")),
    ("__add__", |i, a| dunder::add::<Tuple>(i, a, "tuple.__add__")),
    ("__mul__", |i, a| dunder::times::<Tuple>(i, a, "tuple.__mul__")),
    ("__rmul__", |i, a| dunder::times::<Tuple>(i, a, "tuple.__rmul__")),
    ("__repr__", |i, a| dunder::repr::<Tuple>(i, a, "tuple.__repr__")),
    ("__hash__", |i, a| dunder::hash::<Tuple>(i, a, "tuple.__hash__")),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.tuple;
    interp.add_static(class, &[("__new__", construct)])?;
    interp.add_methods(class, METHODS)?;
    interp.add_methods(class, dunder::compares!(Tuple, "tuple"))
}
