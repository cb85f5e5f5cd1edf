//! `array[k]`, `array[k] = v`, `del array[k]`.
//!
//! # Source
//! `bytearray_subscript`, `bytearray_ass_subscript` in `Objects/bytearrayobject.c`.

use super::{ByteArray, byte, change, contents, of};
use crate::object::{Indices, Slice};
use crate::run::builtins::arguments::{receiver, special};
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;
use crate::{Gc, Value};

pub(super) const METHODS: &[(&str, Native)] =
    &[("__getitem__", get), ("__setitem__", set), ("__delitem__", delete)];

/// The place that an index means.
fn place(interp: &Interp, array: &ByteArray, key: &Value) -> Result<usize> {
    let Some(index) = interp.index_or_none(key)? else {
        let name = interp.class_name(key);
        return Err(
            interp.type_error(format!("bytearray indices must be integers or slices, not {name}"))
        );
    };
    let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
    let index = if index < 0 { index.saturating_add(len) } else { index };
    usize::try_from(index)
        .ok()
        .filter(|place| *place < array.len())
        .ok_or_else(|| interp.index_error("bytearray index out of range"))
}

fn get(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "bytearray.__getitem__")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.__getitem__")?;
    if let Some(slice) = key.get::<Slice>() {
        let places = interp.slice_indices(slice, array.len())?;
        let bytes: Vec<u8> = places.iter().filter_map(|place| array.get(place)).collect();
        return of(interp, &bytes);
    }
    let place = place(interp, array, &key)?;
    interp.int(array.get(place).map_or(0, i64::from))
}

fn set(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, value]) = special(interp, args, "bytearray.__setitem__")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.__setitem__")?;
    if let Some(slice) = key.get::<Slice>() {
        set_slice(interp, array, slice, &value)?;
        return Ok(interp.none());
    }
    let place = place(interp, array, &key)?;
    let byte = byte(interp, &value)?;
    if array.set(place, byte) {
        Ok(interp.none())
    } else {
        Err(interp.index_error("bytearray index out of range"))
    }
}

fn set_slice(interp: &Interp, array: &Gc<ByteArray>, slice: &Slice, value: &Value) -> Result<()> {
    let new = contents(interp, value, || {
        "can assign only bytes, buffers, or iterables of ints in range(0, 256)".to_owned()
    })?;
    let places = interp.slice_indices(slice, array.len())?;
    if places.step == 1 {
        let start = usize::try_from(places.start).unwrap_or_default();
        return change(interp, array, start..start + places.count, &new);
    }
    if new.is_empty() {
        return remove(interp, array, places);
    }
    if new.len() != places.count {
        return Err(interp.value_error(format!(
            "attempt to assign bytes of size {} to extended slice of size {}",
            new.len(),
            places.count
        )));
    }
    for (place, byte) in places.iter().zip(new) {
        array.set(place, byte);
    }
    Ok(())
}

fn delete(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "bytearray.__delitem__")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.__delitem__")?;
    if let Some(slice) = key.get::<Slice>() {
        let places = interp.slice_indices(slice, array.len())?;
        remove(interp, array, places)?;
    } else {
        let place = place(interp, array, &key)?;
        change(interp, array, place..place + 1, b"")?;
    }
    Ok(interp.none())
}

fn remove(interp: &Interp, array: &ByteArray, places: Indices) -> Result<()> {
    if places.step == 1 {
        let start = usize::try_from(places.start).unwrap_or_default();
        return change(interp, array, start..start + places.count, b"");
    }
    let mut bytes: Vec<Option<u8>> = array.to_vec().into_iter().map(Some).collect();
    for place in places.iter() {
        if let Some(byte) = bytes.get_mut(place) {
            *byte = None;
        }
    }
    let kept: Vec<u8> = bytes.into_iter().flatten().collect();
    change(interp, array, 0..array.len(), &kept)
}
