//! `a[k]`, `a[k] = v`, `del a[k]`.
//!
//! # Source
//! `array_subscr`, `array_ass_subscr` in `Modules/arraymodule.c`.

use super::{Array, of};
use crate::Value;
use crate::object::{Indices, Slice};
use crate::run::builtins::arguments::special;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_of};
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] =
    &[("__getitem__", get), ("__setitem__", set), ("__delitem__", delete)];

/// The place that an index means.
fn place(interp: &Interp, array: &Array, key: &Value, what: &str) -> Result<usize> {
    let Some(index) = interp.index_or_none(key)? else {
        return Err(interp.type_error("array indices must be integers"));
    };
    let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
    let index = if index < 0 { index.saturating_add(len) } else { index };
    let place = usize::try_from(index).ok().filter(|place| *place < array.len());
    place.ok_or_else(|| interp.index_error(format!("array {what}index out of range")))
}

/// The places that a slice means. Its parts may run code that changes the array: they are made
/// numbers first, so that the length counts which the array has afterwards.
fn places(interp: &Interp, array: &Array, slice: &Slice) -> Result<Indices> {
    let number = |part: &Value| -> Result<Value> {
        let number = if interp.is_none(part) { None } else { interp.index_integer(part)? };
        Ok(number.unwrap_or_else(|| part.clone()))
    };
    let (step, start) = (number(&slice.step)?, number(&slice.start)?);
    let numbers = Slice { start, stop: number(&slice.stop)?, step };
    interp.slice_indices(&numbers, array.len())
}

fn get(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "array.__getitem__")?;
    let array = of(interp, &this, "__getitem__")?;
    let Some(slice) = key.get::<Slice>() else {
        let found = array.get(interp, place(interp, array, &key, "")?)?;
        return found.ok_or_else(|| interp.index_error("array index out of range"));
    };
    let places = places(interp, array, slice)?;
    let bytes = array.bytes.to_vec();
    let picked: Vec<u8> =
        places.iter().flat_map(|i| &bytes[array.range(&(i..i + 1))]).copied().collect();
    array.like(interp, &picked)
}

fn set(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, value]) = special(interp, args, "array.__setitem__")?;
    let array = of(interp, &this, "__setitem__")?;
    let Some(slice) = key.get::<Slice>() else {
        let at = place(interp, array, &key, "assignment ")?;
        let bytes = array.pack(interp, &value)?;
        if at >= array.len() {
            // What makes a number of the value has made the array shorter.
            return Err(interp.index_error("array assignment index out of range"));
        }
        array.splice(interp, &(at..at + 1), &bytes)?;
        return Ok(interp.none());
    };
    let places = places(interp, array, slice)?;
    let Some(other) = base_of::<Array>(&value) else {
        let given = interp.class_name(&value);
        let message = format!("can only assign array (not \"{given}\") to array slice");
        return Err(interp.type_error(message));
    };
    if other.code != array.code {
        return Err(interp.type_error("bad argument type for built-in operation"));
    }
    let new = other.bytes.to_vec();
    if places.step == 1 {
        let start = usize::try_from(places.start).unwrap_or_default();
        array.splice(interp, &(start..start + places.count), &new)?;
        return Ok(interp.none());
    }
    if other.len() != places.count {
        let (given, expected) = (other.len(), places.count);
        return Err(interp.value_error(format!(
            "attempt to assign array of size {given} to extended slice of size {expected}"
        )));
    }
    for (place, item) in places.iter().zip(new.chunks(array.item.size())) {
        array.splice(interp, &(place..place + 1), item)?;
    }
    Ok(interp.none())
}

fn delete(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "array.__delitem__")?;
    let array = of(interp, &this, "__delitem__")?;
    let Some(slice) = key.get::<Slice>() else {
        let at = place(interp, array, &key, "assignment ")?;
        array.splice(interp, &(at..at + 1), &[])?;
        return Ok(interp.none());
    };
    let mut places: Vec<usize> = places(interp, array, slice)?.iter().collect();
    places.sort_unstable();
    for place in places.into_iter().rev() {
        array.splice(interp, &(place..place + 1), &[])?;
    }
    Ok(interp.none())
}
