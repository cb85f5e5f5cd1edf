//! `a[k]`, `a[k] = v`, `del a[k]`.
//!
//! # Source
//! `array_subscr`, `array_ass_subscr` in `Modules/arraymodule.c`.

use super::{Array, of};
use crate::Value;
use crate::object::Slice;
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

fn get(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "array.__getitem__")?;
    let array = of(interp, &this, "__getitem__")?;
    let Some(slice) = key.get::<Slice>() else {
        let found = array.get(interp, place(interp, array, &key, "")?)?;
        return found.ok_or_else(|| interp.index_error("array index out of range"));
    };
    let places = interp.slice_indices(slice, array.len())?;
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
        array.splice(interp, &(at..at + 1), &bytes)?;
        return Ok(interp.none());
    };
    let Some(other) = base_of::<Array>(&value) else {
        let given = interp.class_name(&value);
        let message = format!("can only assign array (not \"{given}\") to array slice");
        return Err(interp.type_error(message));
    };
    if other.code != array.code {
        return Err(interp.type_error("bad argument type for built-in operation"));
    }
    let new = other.bytes.to_vec();
    let places = interp.slice_indices(slice, array.len())?;
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
    let mut places: Vec<usize> = interp.slice_indices(slice, array.len())?.iter().collect();
    places.sort_unstable();
    for place in places.into_iter().rev() {
        array.splice(interp, &(place..place + 1), &[])?;
    }
    Ok(interp.none())
}
