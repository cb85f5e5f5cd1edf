//! The classes of iterators: `__iter__`, `__next__`, and the constructors of those that programs
//! make by name: `enumerate`, `zip`, `map`, `filter`, `reversed`.
//!
//! # Source
//! `Objects/iterobject.c`, `Objects/enumobject.c`, `Python/bltinmodule.c`.

use super::dunder::class_argument;
use crate::Value;
use crate::object::{Class, Kind};
use crate::run::builtins::arguments::{positional, wrong_receiver};
use crate::run::interp::Interp;
use crate::run::iterate::{self, Iter, Row};
use crate::run::native::{Args, Native, base_gc};
use crate::run::raise::Result;

/// `enumerate(iterable, start=0)`.
fn new_enumerate(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = class_argument(interp, &mut args, &interp.types.iterator("enumerate"))?;
    if args.is_empty() && !args.keywords.iter().any(|(name, _)| name.as_str() == "iterable") {
        return Err(interp.type_error("enumerate() missing required argument 'iterable'"));
    }
    let [iterable, start] = args.bind(interp, "enumerate", ["iterable", "start"], 1)?;
    let iterable = iterable.unwrap_or_else(|| interp.none());
    let made = iterate::new_enumerate(interp, &iterable, start.as_ref())?;
    interp.wrap(&class, made)
}

/// `zip(*iterables, strict=False)`.
fn new_zip(interp: &Interp, mut args: Args) -> Result<Value> {
    let own = interp.types.iterator("zip");
    let class = class_argument(interp, &mut args, &own)?;
    let strict = match args.keyword("strict") {
        Some(strict) => interp.truth(&strict)?,
        None => false,
    };
    if class.is(own.as_value())
        && let Some((name, _)) = args.keywords.first()
    {
        let name = name.as_str();
        return Err(interp.type_error(format!("zip() got an unexpected keyword argument '{name}'")));
    }
    let made = iterate::new_zip(interp, &args.positional, strict)?;
    interp.wrap(&class, made)
}

/// `map(function, iterable, *iterables)`.
fn new_map(interp: &Interp, mut args: Args) -> Result<Value> {
    let own = interp.types.iterator("map");
    let class = class_argument(interp, &mut args, &own)?;
    if class.is(own.as_value()) {
        args.no_keywords(interp, "map")?;
    }
    if args.len() < 2 {
        return Err(interp.type_error("map() must have at least two arguments."));
    }
    let function = args.positional.remove(0);
    let made = iterate::new_map(interp, function, &args.positional)?;
    interp.wrap(&class, made)
}

/// `filter(function, iterable)`.
fn new_filter(interp: &Interp, mut args: Args) -> Result<Value> {
    let own = interp.types.iterator("filter");
    let class = class_argument(interp, &mut args, &own)?;
    if !class.is(own.as_value()) {
        args.keywords.clear();
    }
    let [function, iterable] = positional(interp, args, "filter", 2)?;
    let none = || interp.none();
    let (function, iterable) = (function.unwrap_or_else(none), iterable.unwrap_or_else(none));
    let made = iterate::new_filter(interp, function, &iterable)?;
    interp.wrap(&class, made)
}

/// `reversed(sequence)`: what `__reversed__` answers, else a row read from its end.
fn new_reversed(interp: &Interp, mut args: Args) -> Result<Value> {
    let own = interp.types.iterator("reversed");
    let class = class_argument(interp, &mut args, &own)?;
    if !class.is(own.as_value()) {
        args.keywords.clear();
    }
    let [row] = positional(interp, args, "reversed", 1)?;
    let row = row.unwrap_or_else(|| interp.none());
    let not_reversible =
        || interp.type_error(format!("'{}' object is not reversible", interp.class_name(&row)));
    match interp.special(&row, "__reversed__") {
        Some(method) if interp.is_none(&method) => return Err(not_reversible()),
        Some(_) => {
            let made = interp.call_special(&row, "__reversed__", Args::none())?;
            return made.ok_or_else(not_reversible);
        }
        None => {}
    }
    let is_row = interp.special(&row, "__getitem__").is_some()
        && !matches!(row.kind(), Kind::Dict | Kind::MappingProxy);
    if !is_row {
        return Err(not_reversible());
    }
    let len = interp.len(&row)?;
    let made = interp.row_iterator_at(&row, Row::ItemsReversed, len)?;
    interp.wrap(&class, made)
}

/// The iterator that `this` is or wraps.
fn iterator<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a Value> {
    base_gc::<Iter>(this)
        .map(crate::Gc::as_value)
        .ok_or_else(|| wrong_receiver(interp, this, &format!("iterator.{method}")))
}

/// Programs get iterators of this class from other objects only.
fn refuse(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "__new__")?;
    let name = class.get::<Class>().map(Class::name).unwrap_or_default();
    Err(interp.type_error(format!("cannot create '{name}' instances")))
}

fn iter(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__iter__")?;
    iterator(interp, &this, "__iter__")?;
    Ok(this)
}

fn next(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__next__")?;
    match interp.next(iterator(interp, &this, "__next__")?)? {
        Some(value) => Ok(value),
        None => Err(interp.stop_iteration(None)),
    }
}

fn length_hint(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__length_hint__")?;
    match interp.length_hint(iterator(interp, &this, "__length_hint__")?)? {
        Some(left) => interp.size(left),
        None => Ok(interp.not_implemented.clone()),
    }
}

fn reduce(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__reduce__")?;
    match iterator(interp, &this, "__reduce__")?.get::<Iter>() {
        Some(iter) => interp.reduce_iterator(iter),
        None => Ok(interp.none()),
    }
}

fn set_state(interp: &Interp, args: Args) -> Result<Value> {
    let [this, place] = args.exactly(interp, "__setstate__")?;
    if let Some(iter) = iterator(interp, &this, "__setstate__")?.get::<Iter>() {
        interp.put_iterator(iter, &place)?;
    }
    Ok(interp.none())
}

/// The iterators that programs get from other objects only, and that know how much is left.
const OVER_ROWS: &[&str] = &[
    "list_iterator",
    "list_reverseiterator",
    "tuple_iterator",
    "range_iterator",
    "str_iterator",
    "str_ascii_iterator",
    "bytes_iterator",
    "bytearray_iterator",
    "set_iterator",
    "dict_keyiterator",
    "dict_valueiterator",
    "dict_itemiterator",
    "dict_reversekeyiterator",
    "dict_reversevalueiterator",
    "dict_reverseitemiterator",
    "iterator",
    "reversed",
];

const METHODS: &[(&str, Native)] = &[("__iter__", iter), ("__next__", next)];

const CONSTRUCTORS: &[(&str, Native)] = &[
    ("enumerate", new_enumerate),
    ("zip", new_zip),
    ("map", new_map),
    ("filter", new_filter),
    ("reversed", new_reversed),
];

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    for name in OVER_ROWS {
        let class = interp.types.iterator(name);
        interp.add_methods(&class, METHODS)?;
        interp.add_static(&class, &[("__new__", refuse)])?;
        interp.add_methods(&class, &[("__length_hint__", length_hint), ("__reduce__", reduce)])?;
        if !name.starts_with("set") && !name.starts_with("dict") {
            interp.add_methods(&class, &[("__setstate__", set_state)])?;
        }
    }
    let class = interp.types.iterator("callable_iterator");
    interp.add_static(&class, &[("__new__", refuse)])?;
    interp.add_methods(&class, METHODS)?;
    for &(name, construct) in CONSTRUCTORS {
        let class = interp.types.iterator(name);
        interp.add_static(&class, &[("__new__", construct)])?;
        interp.add_methods(&class, METHODS)?;
    }
    Ok(())
}
