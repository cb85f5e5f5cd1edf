//! Concatenation and repetition of strings, bytes, tuples and lists.
//!
//! Source: `list_concat` in `Objects/listobject.c`, `sequence_repeat` in `Objects/abstract.c`.

use super::super::interp::Interp;
use super::super::raise::{Raised, Result};
use super::super::types::bytes_like;
use super::peel;
use crate::object::{Bytes, Kind, List, Str, Tuple};
use crate::{Gc, Value};

/// Whether objects of this kind can be concatenated and repeated.
#[inline]
pub(super) fn is_sequence(kind: Kind) -> bool {
    matches!(kind, Kind::Str | Kind::Bytes | Kind::Tuple | Kind::List)
}

/// `a + b` of a sequence `a`, which may stand in an object of a derived class.
pub(crate) fn concat(interp: &Interp, a: &Value, b: &Value) -> Result<Value> {
    let (left, right) = (peel(a), peel(b));
    if let (Some(x), Some(y)) = (left.get::<Str>(), right.get::<Str>()) {
        if x.is_empty() && right.is(b) {
            return Ok(b.clone());
        }
        if y.is_empty() && left.is(a) {
            return Ok(a.clone());
        }
        let (a, b) = (x, y);
        let mut text = String::new();
        reserve_text(&mut text, a.len().saturating_add(b.len()))?;
        text.push_str(a.as_str());
        text.push_str(b.as_str());
        return interp.str(&text);
    }
    if let (Some(a), Some(b)) = (left.get::<List>(), right.get::<List>()) {
        let mut items = a.to_vec();
        items.extend(b.to_vec());
        return interp.list(items);
    }
    if let (Some(x), Some(y)) = (left.get::<Tuple>(), right.get::<Tuple>()) {
        // An empty side gives the other one itself, unless that is of a derived class.
        if x.is_empty() && right.is(b) {
            return Ok(b.clone());
        }
        if y.is_empty() && left.is(a) {
            return Ok(a.clone());
        }
        let items: Vec<Value> = x.items().iter().chain(y.items()).cloned().collect();
        return interp.tuple(items.into_iter());
    }
    if let (Some(x), Some(y)) = (left.get::<Bytes>(), right.get::<Bytes>()) {
        if x.is_empty() && right.is(b) {
            return Ok(b.clone());
        }
        if y.is_empty() && left.is(a) {
            return Ok(a.clone());
        }
    }
    if let (Some(a), Some(b)) = (left.get::<Bytes>(), bytes_like(right)) {
        return interp.bytes(&[a.items(), &*b].concat());
    }
    let (name, other) = (left.kind().name(), interp.class_name(b));
    Err(interp.type_error(match left.kind() {
        Kind::Bytes => format!("can't concat {other} to bytes"),
        _ => format!("can only concatenate {name} (not \"{other}\") to {name}"),
    }))
}

/// `sequence * count`.
pub(crate) fn repeat(interp: &Interp, sequence: &Value, count: &Value) -> Result<Value> {
    let Some(times) = interp.index_or_none(count)? else {
        let name = interp.class_name(count);
        let error = format!("can't multiply sequence by non-int of type '{name}'");
        return Err(interp.type_error(error));
    };
    let times = usize::try_from(times).unwrap_or_default();
    let base = peel(sequence);
    let is_text = matches!(sequence.kind(), Kind::Str | Kind::Bytes);
    if times == 1 && is_text && base.is(sequence) {
        return Ok(sequence.clone());
    }
    if let Some(text) = base.get::<Str>() {
        let mut repeated = String::new();
        reserve_text(&mut repeated, text.len().saturating_mul(times))?;
        for _ in 0..times {
            repeated.push_str(text.as_str());
        }
        return interp.str(&repeated);
    }
    if let Some(list) = base.get::<List>() {
        return interp.list(repeated(&list.to_vec(), times)?);
    }
    if let Some(tuple) = base.get::<Tuple>() {
        if base.is(sequence) && (times == 1 || tuple.is_empty()) {
            return Ok(sequence.clone());
        }
        return interp.tuple(repeated(tuple.items(), times)?.into_iter());
    }
    let Some(bytes) = base.get::<Bytes>() else { return Ok(interp.not_implemented.clone()) };
    interp.bytes(&repeated(bytes.items(), times)?)
}

fn repeated<T: Clone>(items: &[T], times: usize) -> Result<Vec<T>> {
    let mut all = Vec::new();
    let len = items.len().checked_mul(times).ok_or(Raised::OutOfMemory)?;
    all.try_reserve_exact(len).map_err(|_| Raised::OutOfMemory)?;
    for _ in 0..if items.is_empty() { 0 } else { times } {
        all.extend_from_slice(items);
    }
    Ok(all)
}

/// Fails when there cannot be memory for so many bytes.
pub(crate) fn room_for(bytes: usize) -> Result<()> {
    reserve_text(&mut String::new(), bytes)
}

fn reserve_text(text: &mut String, bytes: usize) -> Result<()> {
    text.try_reserve_exact(bytes).map_err(|_| Raised::OutOfMemory)
}

/// `list += iterable`, which is `list.extend(iterable)`. Items that came before an error stay.
pub(crate) fn extend(interp: &Interp, list: &Gc<List>, iterable: &Value) -> Result<()> {
    if let Some(other) = iterable.get::<List>() {
        return Ok(list.extend(other.to_vec())?);
    }
    if let Some(other) = iterable.get::<Tuple>() {
        return Ok(list.extend(other.items().to_vec())?);
    }
    let iterator = interp.iter(iterable)?;
    match iterable.kind() {
        Kind::Dict | Kind::Set | Kind::FrozenSet | Kind::DictView => {
            list.grow(interp.len(iterable)?)?;
        }
        _ => {
            let more = interp.length_hint(iterable)?.unwrap_or(GUESS);
            // A hint that no list could follow is left alone.
            if list.len().checked_add(more).is_some_and(|len| isize::try_from(len).is_ok()) {
                list.reserve(more)?;
            }
        }
    }
    while let Some(item) = interp.next(&iterator)? {
        list.push(item)?;
    }
    list.cut_back();
    Ok(())
}

/// How many items an iterable is expected to give that does not tell.
const GUESS: usize = 8;

/// `list *= count`.
pub(crate) fn repeat_in_place(interp: &Interp, list: &Gc<List>, count: &Value) -> Result<()> {
    let Some(times) = interp.index_or_none(count)? else {
        let name = interp.class_name(count);
        let error = format!("can't multiply sequence by non-int of type '{name}'");
        return Err(interp.type_error(error));
    };
    match usize::try_from(times).unwrap_or_default() {
        0 => list.clear(),
        times => list.extend(repeated(&list.to_vec(), times - 1)?)?,
    }
    Ok(())
}
