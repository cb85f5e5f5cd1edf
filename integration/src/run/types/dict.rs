//! `dict`: construction, its methods, and its special methods.
//!
//! Access by key is in `lookup.rs`; the operators are in `dict/operators.rs`. An object of a
//! subclass wraps a dict, and every method here works on what `self` is or wraps.
//!
//! # Source
//! `Objects/dictobject.c`.

mod operators;

use super::super::builtins::arguments::{method, positional, receiver, special};
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::raise::Result;
use super::dict_views::Part;
use crate::object::{Class, Dict, Kind, Str};
use crate::{FreeList, Gc, Value};

/// Marks a class whose objects cannot be hashed.
pub(super) fn unhashable(interp: &Interp, class: &Gc<Class>) -> Result<()> {
    let name = interp.intern("__hash__")?;
    drop(Dict::set_str(&class.dict, &name, interp.none())?);
    Ok(())
}

fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "dict.__new__")?;
    let dict = interp.heap.past_free_lists(|| interp.heap.dict())?;
    interp.wrap(&class, dict.into_value())
}

fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let keywords = core::mem::take(&mut args.keywords);
    let this = args.take_self(interp, "dict.__init__")?;
    let [other] = positional(interp, args, "dict", 0)?;
    fill(interp, receiver::<Dict>(interp, &this, "dict.__init__")?, other, keywords)?;
    Ok(interp.none())
}

fn update(interp: &Interp, mut args: Args) -> Result<Value> {
    let keywords = core::mem::take(&mut args.keywords);
    interp.count_argument_tuple(args.len().saturating_sub(1));
    if !keywords.is_empty() {
        interp.heap.count_temporary(FreeList::DICT);
    }
    let (this, [other]) = method(interp, args, "dict.update", 0)?;
    fill(interp, receiver::<Dict>(interp, &this, "dict.update")?, other, keywords)?;
    Ok(interp.none())
}

/// What a call of `dict` and of `update` have in common.
fn fill(
    interp: &Interp,
    dict: &Gc<Dict>,
    other: Option<Value>,
    keywords: Vec<(Gc<Str>, Value)>,
) -> Result<()> {
    if let Some(other) = other {
        interp.dict_update(dict, &other)?;
    }
    for (name, value) in keywords {
        interp.dict_set(dict, name.into_value(), value)?;
    }
    Ok(())
}

fn fromkeys(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "dict.fromkeys")?;
    let [keys, value] = positional(interp, args, "dict.fromkeys", 1)?;
    let keys = keys.unwrap_or_else(|| interp.none());
    let value = value.unwrap_or_else(|| interp.none());
    let made = interp.call(&class, Args::none())?;
    match made.as_gc::<Dict>() {
        // Keys of dicts and sets are not hashed again.
        Some(dict) if matches!(keys.kind(), Kind::Dict | Kind::Set | Kind::FrozenSet) => interp
            .each_hashed(&keys, |hash, key| interp.put_hashed(dict, hash, key, value.clone()))?,
        Some(dict) => interp.for_each(&keys, |key| interp.dict_set(dict, key, value.clone()))?,
        None => interp.for_each(&keys, |key| interp.set_item(&made, &key, value.clone()))?,
    }
    Ok(made)
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "dict.__len__")?;
    interp.size(receiver::<Dict>(interp, &this, "dict.__len__")?.len())
}

fn iter(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "dict.__iter__")?;
    interp.iter(receiver::<Dict>(interp, &this, "dict.__iter__")?.as_value())
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "dict.__repr__")?;
    interp.str(&interp.repr(receiver::<Dict>(interp, &this, "dict.__repr__")?.as_value())?)
}

fn contains(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = args.method(interp, "dict.__contains__")?;
    let dict = receiver::<Dict>(interp, &this, "dict.__contains__")?;
    Ok(interp.bool(interp.dict_get(dict, &key)?.is_some()))
}

fn getitem(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = args.method(interp, "dict.__getitem__")?;
    interp.dict_item(&this, &key)
}

fn setitem(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, value]) = special(interp, args, "dict.__setitem__")?;
    interp.dict_set(receiver::<Dict>(interp, &this, "dict.__setitem__")?, key, value)?;
    Ok(interp.none())
}

fn delitem(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "dict.__delitem__")?;
    match interp.dict_take(receiver::<Dict>(interp, &this, "dict.__delitem__")?, &key)? {
        Some(_) => Ok(interp.none()),
        None => Err(interp.key_error(&key)),
    }
}

fn get(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, default]) = method(interp, args, "dict.get", 1)?;
    let dict = receiver::<Dict>(interp, &this, "dict.get")?;
    let key = key.unwrap_or_else(|| interp.none());
    let found = interp.dict_get(dict, &key)?;
    Ok(found.or(default).unwrap_or_else(|| interp.none()))
}

fn setdefault(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, default]) = method(interp, args, "dict.setdefault", 1)?;
    let dict = receiver::<Dict>(interp, &this, "dict.setdefault")?;
    let key = key.unwrap_or_else(|| interp.none());
    let hash = interp.hash(&key)?;
    if let Some(found) = dict.get(hash, &key, &mut |a: &Value, b: &Value| interp.eq(a, b))? {
        return Ok(found);
    }
    let value = default.unwrap_or_else(|| interp.none());
    // No key was equal a moment ago, and nothing has run since: nobody is asked again.
    let mut never = |_: &Value, _: &Value| -> Result<bool> { Ok(false) };
    Dict::insert(dict, hash, key, value.clone(), &mut never)?;
    Ok(value)
}

fn pop(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, default]) = method(interp, args, "dict.pop", 1)?;
    let dict = receiver::<Dict>(interp, &this, "dict.pop")?;
    let key = key.unwrap_or_else(|| interp.none());
    match interp.dict_take(dict, &key)? {
        Some((_, value)) => Ok(value),
        None => default.ok_or_else(|| interp.key_error(&key)),
    }
}

fn popitem(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "dict.popitem")?;
    match receiver::<Dict>(interp, &this, "dict.popitem")?.pop_last() {
        Some((key, value)) => interp.tuple([key, value].into_iter()),
        None => Err(interp.raise("KeyError", "popitem(): dictionary is empty")),
    }
}

fn clear(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "dict.clear")?;
    receiver::<Dict>(interp, &this, "dict.clear")?.clear();
    Ok(interp.none())
}

fn copy(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "dict.copy")?;
    Ok(receiver::<Dict>(interp, &this, "dict.copy")?.copy(&interp.heap)?.into_value())
}

fn view(interp: &Interp, args: Args, function: &str, part: Part) -> Result<Value> {
    let (this, []) = args.method(interp, function)?;
    receiver::<Dict>(interp, &this, function)?;
    interp.dict_view(&this, part)
}

fn reversed(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "dict.__reversed__")?;
    receiver::<Dict>(interp, &this, "dict.__reversed__")?;
    interp.dict_reversed(&this, Part::Keys)
}

const METHODS: &[(&str, Native)] = &[
    ("__init__", init),
    ("__len__", len),
    ("__iter__", iter),
    ("__repr__", repr),
    ("__contains__", contains),
    ("__getitem__", getitem),
    ("__setitem__", setitem),
    ("__delitem__", delitem),
    ("__reversed__", reversed),
    ("get", get),
    ("setdefault", setdefault),
    ("pop", pop),
    ("popitem", popitem),
    ("update", update),
    ("clear", clear),
    ("copy", copy),
    ("keys", |interp, args| view(interp, args, "dict.keys", Part::Keys)),
    ("values", |interp, args| view(interp, args, "dict.values", Part::Values)),
    ("items", |interp, args| view(interp, args, "dict.items", Part::Items)),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.dict;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_class_methods(class, &[("fromkeys", fromkeys)])?;
    interp.add_methods(class, METHODS)?;
    interp.add_methods(class, operators::METHODS)?;
    unhashable(interp, class)
}
