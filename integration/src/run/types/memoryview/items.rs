//! Items of a `memoryview`: `view[k]`, `view[i:j]`, `view[k] = v`, and `cast`.
//!
//! # Source
//! `memory_subscript`, `memory_ass_sub`, `memory_cast` in `Objects/memoryobject.c`.

use super::{ByteArray, MemoryView, changeable, held, of, view};
use crate::object::{Slice, Str};
use crate::run::builtins::arguments::{method, special};
use crate::run::interp::Interp;
use crate::run::modules::struct_::item::{Item, Order};
use crate::run::native::{Args, Native, base_of};
use crate::run::operate::float::Number;
use crate::run::raise::Result;
use crate::run::types::bytes_like;
use crate::{Gc, Value};

pub(super) const METHODS: &[(&str, Native)] =
    &[("__getitem__", get), ("__setitem__", set), ("cast", cast)];

/// The place in the object that an index means.
fn place(interp: &Interp, view: &MemoryView, key: &Value) -> Result<usize> {
    let Some(index) = interp.index_or_none(key)? else {
        return Err(interp.type_error("memoryview: invalid slice key"));
    };
    let count = i64::try_from(view.count).unwrap_or(i64::MAX);
    let index = if index < 0 { index.saturating_add(count) } else { index };
    let index = usize::try_from(index).ok().filter(|index| *index < view.count);
    index
        .and_then(|index| view.places().nth(index))
        .ok_or_else(|| interp.index_error("index out of bounds on dimension 1"))
}

fn get(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "memoryview.__getitem__")?;
    let found = of(interp, &this, "__getitem__")?;
    let object = held(interp, found)?;
    if let Some(slice) = key.get::<Slice>() {
        return Ok(sliced(interp, found, slice)?.into_value());
    }
    let place = place(interp, found, &key)?;
    let range = place..place + found.item.size();
    let bytes = match changeable(&object) {
        Some(array) => range.map(|place| array.get(place)).collect(),
        None => bytes_like(&object).and_then(|bytes| bytes.get(range).map(<[u8]>::to_vec)),
    };
    match bytes {
        Some(bytes) => found.item.get(interp, Order::Native, &bytes),
        None => Err(interp.index_error("index out of bounds on dimension 1")),
    }
}

fn sliced(interp: &Interp, from: &MemoryView, slice: &Slice) -> Result<Gc<MemoryView>> {
    let places = interp.slice_indices(slice, from.count)?;
    let first = places.iter().next().and_then(|first| from.places().nth(first));
    let step = isize::try_from(places.step).unwrap_or(1).saturating_mul(from.step);
    let object = held(interp, from)?;
    let places = (first.unwrap_or(from.start), step, places.count);
    view(interp, object, places, (from.item, from.format))
}

fn set(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, value]) = special(interp, args, "memoryview.__setitem__")?;
    let found = of(interp, &this, "__setitem__")?;
    let object = held(interp, found)?;
    let Some(array) = changeable(&object) else {
        return Err(interp.type_error("cannot modify read-only memory"));
    };
    if let Some(slice) = key.get::<Slice>() {
        let target = sliced(interp, found, slice)?;
        let Some(new) = bytes_like(&value).map(std::borrow::Cow::into_owned) else {
            let name = interp.class_name(&value);
            return Err(interp.type_error(format!("a bytes-like object is required, not '{name}'")));
        };
        if new.len() != target.size() {
            return Err(interp.value_error(
                "memoryview assignment: lvalue and rvalue have different structures",
            ));
        }
        for (place, item) in target.places().zip(new.chunks(target.item.size())) {
            put(array, place, item);
        }
        return Ok(interp.none());
    }
    let place = place(interp, found, &key)?;
    let mut bytes = vec![0; found.item.size()];
    if found.item.put(interp, Order::Native, &value, &mut bytes)?.is_err() {
        let format = found.format;
        return Err(if Number::of(&value).is_some() {
            interp.value_error(format!("memoryview: invalid value for format '{format}'"))
        } else {
            interp.type_error(format!("memoryview: invalid type for format '{format}'"))
        });
    }
    put(array, place, &bytes);
    Ok(interp.none())
}

fn put(array: &ByteArray, place: usize, bytes: &[u8]) {
    for (place, byte) in (place..).zip(bytes) {
        array.set(place, *byte);
    }
}

/// `cast(format)`: the same bytes as other items.
fn cast(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [format, _]) = method(interp, args, "memoryview.cast", 1)?;
    let found = of(interp, &this, "cast")?;
    let letter =
        format.as_ref().and_then(base_of::<Str>).map(|f| f.as_str().trim_start_matches('@'));
    let letter = letter.and_then(|f| f.chars().next().filter(|_| f.len() == 1));
    let known = letter.and_then(|f| Some((Item::of(f, Order::Native)?, f)));
    let Some((item, format)) = known.filter(|(_, f)| !"xsp".contains(*f)) else {
        return Err(interp.value_error(
            "memoryview: destination format must be a native single character format prefixed \
             with an optional '@'",
        ));
    };
    if found.item.size() != 1 && item.size() != 1 {
        let message = "memoryview: cannot cast between two non-byte formats";
        return Err(interp.type_error(message));
    }
    if found.step != found.item.size().cast_signed() {
        let message = "memoryview: casts are restricted to C-contiguous views";
        return Err(interp.type_error(message));
    }
    if !found.size().is_multiple_of(item.size()) {
        let message = "memoryview: length is not a multiple of itemsize";
        return Err(interp.type_error(message));
    }
    let places = (found.start, item.size().cast_signed(), found.size() / item.size());
    Ok(view(interp, held(interp, found)?, places, (item, format))?.into_value())
}
