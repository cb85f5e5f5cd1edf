//! `list`: its constructor and methods.
//!
//! A list that is looked through is asked for its items one at a time, since comparing them may
//! change it. What leaves the list dies after the change.
//!
//! # Source
//! `Objects/listobject.c`.

mod sort;
mod timsort;

use super::dunder;
use super::slice::bounds;
use crate::Value;
use crate::object::List;
use crate::run::builtins::arguments::{exactly, method, positional, receiver, special};
use crate::run::interp::Interp;
use crate::run::iterate::Row;
use crate::run::native::{Args, Native};
use crate::run::operate::sequence;
use crate::run::raise::Result;

/// `list.__new__`: an empty list, whatever the arguments; they are for `__init__`.
fn construct(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = dunder::class_argument(interp, &mut args, &interp.types.list)?;
    let list = interp.heap.past_free_lists(|| interp.heap.list(core::iter::empty()))?;
    interp.wrap(&class, list.into_value())
}

/// `list(iterable=())`: also of a list that has items, which die then.
fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let (this, []) = special(interp, first(&mut args), "list.__init__")?;
    let list = receiver::<List>(interp, &this, "list.__init__")?;
    let class = interp.class_of(&this);
    dunder::keywords_for(
        interp,
        &mut args,
        "list",
        class.as_value(),
        &interp.types.list,
        "__new__",
    )?;
    let [iterable] = positional(interp, args, "list", 0)?;
    list.clear();
    if let Some(iterable) = iterable {
        sequence::extend(interp, list, &iterable)?;
    }
    Ok(interp.none())
}

/// The first argument alone, taken out of the others.
fn first(args: &mut Args) -> Args {
    let first: Vec<Value> = args.positional.drain(..args.len().min(1)).collect();
    first.into()
}

fn append(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = args.method(interp, "list.append")?;
    receiver::<List>(interp, &this, "list.append")?.push(item)?;
    Ok(interp.none())
}

fn extend(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [iterable]) = args.method(interp, "list.extend")?;
    sequence::extend(interp, receiver::<List>(interp, &this, "list.extend")?, &iterable)?;
    Ok(interp.none())
}

fn insert(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "list.insert")?;
    let [index, item] = exactly(interp, args, "list.insert")?;
    let list = receiver::<List>(interp, &this, "list.insert")?;
    let index = interp.index(&index)?;
    let len = i64::try_from(list.len()).unwrap_or(i64::MAX);
    let place = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) };
    list.insert(usize::try_from(place).unwrap_or_default(), item)?;
    Ok(interp.none())
}

fn pop(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [index]) = method(interp, args, "list.pop", 0)?;
    let list = receiver::<List>(interp, &this, "list.pop")?;
    let index = index.map_or(Ok(-1), |index| interp.index(&index))?;
    let len = list.len();
    if len == 0 {
        return Err(interp.index_error("pop from empty list"));
    }
    let signed = i64::try_from(len).unwrap_or(i64::MAX);
    let place = if index < 0 { index.saturating_add(signed) } else { index };
    usize::try_from(place)
        .ok()
        .and_then(|place| if place + 1 == len { list.pop() } else { list.remove(place) })
        .ok_or_else(|| interp.index_error("pop index out of range"))
}

/// The place of the first item of a range that equals `wanted`.
fn find(
    interp: &Interp,
    list: &List,
    wanted: &Value,
    range: core::ops::Range<usize>,
) -> Result<Option<usize>> {
    for index in range {
        let Some(item) = list.get(index) else { break };
        if interp.eq(&item, wanted)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn remove(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "list.remove")?;
    let list = receiver::<List>(interp, &this, "list.remove")?;
    match find(interp, list, &wanted, 0..usize::MAX)? {
        Some(index) => {
            drop(list.remove(index));
            Ok(interp.none())
        }
        None => Err(interp.value_error("list.remove(x): x not in list")),
    }
}

fn index(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted, start, stop]) = method(interp, args, "list.index", 1)?;
    let list = receiver::<List>(interp, &this, "list.index")?;
    let wanted = wanted.unwrap_or_else(|| interp.none());
    let range = bounds(interp, start.as_ref(), stop.as_ref(), list.len())?;
    // Without an end, items that a comparison adds are looked at too.
    let range = range.map(|range| range.start..if stop.is_none() { usize::MAX } else { range.end });
    let found = range.map_or(Ok(None), |range| find(interp, list, &wanted, range))?;
    if let Some(index) = found {
        return interp.size(index);
    }
    let shown = interp.repr(&wanted)?;
    Err(interp.value_error(format!("{shown} is not in list")))
}

fn count(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "list.count")?;
    let list = receiver::<List>(interp, &this, "list.count")?;
    let mut count = 0;
    let mut index = 0;
    while let Some(item) = list.get(index) {
        count += usize::from(interp.eq(&item, &wanted)?);
        index += 1;
    }
    interp.size(count)
}

fn clear(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "list.clear")?;
    receiver::<List>(interp, &this, "list.clear")?.clear();
    Ok(interp.none())
}

fn copy(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "list.copy")?;
    interp.list(receiver::<List>(interp, &this, "list.copy")?.to_vec())
}

fn reverse(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "list.reverse")?;
    receiver::<List>(interp, &this, "list.reverse")?.reverse();
    Ok(interp.none())
}

fn reversed(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "list.__reversed__")?;
    let len = receiver::<List>(interp, &this, "list.__reversed__")?.len();
    interp.row_iterator_at(&this, Row::ListReversed, len)
}

fn set_item(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, value]) = special(interp, args, "list.__setitem__")?;
    interp.list_set_item(receiver::<List>(interp, &this, "list.__setitem__")?, &key, value)?;
    Ok(interp.none())
}

fn del_item(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "list.__delitem__")?;
    interp.list_del_item(receiver::<List>(interp, &this, "list.__delitem__")?, &key)?;
    Ok(interp.none())
}

fn add_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [iterable]) = special(interp, args, "list.__iadd__")?;
    sequence::extend(interp, receiver::<List>(interp, &this, "list.__iadd__")?, &iterable)?;
    Ok(this)
}

fn times_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [count]) = special(interp, args, "list.__imul__")?;
    let list = receiver::<List>(interp, &this, "list.__imul__")?;
    let count = interp.int(interp.index(&count)?)?;
    sequence::repeat_in_place(interp, list, &count)?;
    Ok(this)
}

const METHODS: &[(&str, Native)] = &[
    ("append", append),
    ("clear", clear),
    ("copy", copy),
    ("count", count),
    ("extend", extend),
    ("index", index),
    ("insert", insert),
    ("pop", pop),
    ("remove", remove),
    ("reverse", reverse),
    ("sort", sort::sort),
    ("__init__", init),
    ("__len__", |i, a| dunder::len::<List>(i, a, "list.__len__", List::len)),
    ("__iter__", |i, a| dunder::iter::<List>(i, a, "list.__iter__", Row::List)),
    ("__reversed__", reversed),
    ("__getitem__", |i, a| dunder::item::<List>(i, a, "list.__getitem__")),
    ("__setitem__", set_item),
    ("__delitem__", del_item),
    ("__contains__", |i, a| dunder::contains::<List>(i, a, "list.__contains__")),
    ("__add__", |i, a| dunder::add::<List>(i, a, "list.__add__")),
    ("__iadd__", add_in_place),
    ("__mul__", |i, a| dunder::times::<List>(i, a, "list.__mul__")),
    ("__rmul__", |i, a| dunder::times::<List>(i, a, "list.__rmul__")),
    ("__imul__", times_in_place),
    ("__repr__", |i, a| dunder::repr::<List>(i, a, "list.__repr__")),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.list;
    interp.add_static(class, &[("__new__", construct)])?;
    interp.add_methods(class, METHODS)?;
    interp.add_methods(class, dunder::compares!(List, "list"))?;
    super::dict::unhashable(interp, class)
}
