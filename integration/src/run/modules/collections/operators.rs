//! The operators of `collections.deque`.

use super::deque::{Deque, End};
use super::methods::{copy_of, of};
use crate::object::Class;
use crate::run::code::CompareKind;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::Result;
use crate::{Gc, OutOfMemory, Value};

/// Puts them into the class.
pub(super) fn install(interp: &Interp, class: &Gc<Class>) -> Result<()> {
    interp.add_methods(
        class,
        &[
            ("__add__", add),
            ("__iadd__", add_in_place),
            ("__mul__", multiply),
            ("__rmul__", multiply),
            ("__imul__", multiply_in_place),
            ("__contains__", contains),
            ("__getitem__", get_item),
            ("__setitem__", set_item),
            ("__delitem__", del_item),
            ("__eq__", |interp, args| compare(interp, args, CompareKind::Eq)),
            ("__ne__", |interp, args| compare(interp, args, CompareKind::Ne)),
            ("__lt__", |interp, args| compare(interp, args, CompareKind::Lt)),
            ("__le__", |interp, args| compare(interp, args, CompareKind::Le)),
            ("__gt__", |interp, args| compare(interp, args, CompareKind::Gt)),
            ("__ge__", |interp, args| compare(interp, args, CompareKind::Ge)),
        ],
    )
}

/// The place an index names.
fn place(interp: &Interp, deque: &Deque, index: &Value) -> Result<usize> {
    if interp.special(index, "__index__").is_none() {
        let class = interp.class_name(index);
        let message = format!("sequence index must be integer, not '{class}'");
        return Err(interp.type_error(message));
    }
    let index = interp.index(index)?;
    let len = deque.len();
    let signed = i64::try_from(len).unwrap_or(i64::MAX);
    let index = if index < 0 { index + signed } else { index };
    usize::try_from(index)
        .ok()
        .filter(|index| *index < len)
        .ok_or_else(|| interp.index_error("deque index out of range"))
}

fn get_item(interp: &Interp, args: Args) -> Result<Value> {
    let [this, index] = args.exactly(interp, "__getitem__")?;
    let deque = of(interp, &this, "__getitem__")?;
    let value = deque.get(place(interp, deque, &index)?);
    Ok(value.unwrap_or_else(|| interp.none()))
}

fn set_item(interp: &Interp, args: Args) -> Result<Value> {
    let [this, index, value] = args.exactly(interp, "__setitem__")?;
    let deque = of(interp, &this, "__setitem__")?;
    let before = deque.set(place(interp, deque, &index)?, value);
    drop(before);
    Ok(interp.none())
}

fn del_item(interp: &Interp, args: Args) -> Result<Value> {
    let [this, index] = args.exactly(interp, "__delitem__")?;
    let deque = of(interp, &this, "__delitem__")?;
    let before = deque.remove(place(interp, deque, &index)?);
    drop(before);
    Ok(interp.none())
}

fn contains(interp: &Interp, args: Args) -> Result<Value> {
    let [this, wanted] = args.exactly(interp, "__contains__")?;
    let deque = of(interp, &this, "__contains__")?;
    let version = deque.version();
    let mut index = 0;
    while let Some(value) = deque.get(index) {
        let found = interp.eq(&value, &wanted)?;
        if deque.version() != version {
            return Err(interp.runtime_error("deque mutated during iteration"));
        }
        if found {
            return Ok(interp.bool(true));
        }
        index += 1;
    }
    Ok(interp.bool(false))
}

fn compare(interp: &Interp, args: Args, kind: CompareKind) -> Result<Value> {
    let [this, other] = args.exactly(interp, "__eq__")?;
    let mine = of(interp, &this, "__eq__")?;
    let Some(theirs) = base_of::<Deque>(&other) else { return Ok(interp.not_implemented.clone()) };
    let mine = interp.list(mine.to_vec())?;
    let theirs = interp.list(theirs.to_vec())?;
    interp.compare(kind, &mine, &theirs)
}

fn add(interp: &Interp, args: Args) -> Result<Value> {
    let [this, other] = args.exactly(interp, "__add__")?;
    let Some(theirs) = base_of::<Deque>(&other) else {
        let class = interp.class_name(&other);
        let message = format!("can only concatenate deque (not \"{class}\") to deque");
        return Err(interp.type_error(message));
    };
    let theirs = theirs.to_vec();
    let sum = copy_of(interp, &this)?;
    let deque = of(interp, &sum, "__add__")?;
    for value in theirs {
        deque.push(End::Right, value)?;
    }
    Ok(sum)
}

fn add_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let [this, other] = args.exactly(interp, "__iadd__")?;
    let deque = of(interp, &this, "__iadd__")?;
    if other.is(&this) {
        for value in deque.to_vec() {
            deque.push(End::Right, value)?;
        }
    } else {
        deque.extend(interp, End::Right, &other)?;
    }
    Ok(this)
}

fn multiply(interp: &Interp, args: Args) -> Result<Value> {
    let [this, times] = args.exactly(interp, "__mul__")?;
    if interp.special(&times, "__index__").is_none() {
        return Ok(interp.not_implemented.clone());
    }
    let times = interp.index(&times)?;
    let product = copy_of(interp, &this)?;
    repeat(interp, &product, times)?;
    Ok(product)
}

fn multiply_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let [this, times] = args.exactly(interp, "__imul__")?;
    if interp.special(&times, "__index__").is_none() {
        return Ok(interp.not_implemented.clone());
    }
    let times = interp.index(&times)?;
    repeat(interp, &this, times)?;
    Ok(this)
}

fn repeat(interp: &Interp, this: &Value, times: i64) -> Result<()> {
    let deque = of(interp, this, "__mul__")?;
    let once = deque.to_vec();
    if times <= 0 || once.is_empty() {
        deque.clear();
        return Ok(());
    }
    let times = usize::try_from(times).unwrap_or(usize::MAX);
    // More than the limit holds would only push the same items out again.
    let most = deque.limit().map_or(usize::MAX, |limit| limit.div_ceil(once.len()) + 1);
    let times = times.min(most);
    deque.reserve(once.len().checked_mul(times - 1).ok_or(OutOfMemory)?)?;
    for _ in 1..times {
        for value in &once {
            deque.push(End::Right, value.clone())?;
        }
    }
    Ok(())
}
