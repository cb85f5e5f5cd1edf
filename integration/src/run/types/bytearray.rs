//! `bytearray`: its constructor, the methods that change it, and those of `bytes`, which work on a
//! copy and give bytearrays back.
//!
//! # Source
//! `Objects/bytearrayobject.c`.

mod items;
mod payload;

pub(in crate::run) use payload::ByteArray;

use core::ops::Range;
use std::borrow::Cow;

use super::bytes::{bytes_like, bytes_of, content, make_table};
use super::dunder;
use crate::Value;
use crate::object::{Bytes, Dict, Int, List, Str, Tuple};
use crate::run::builtins::arguments::{exactly, method, receiver, special};
use crate::run::code::CompareKind;
use crate::run::interp::Interp;
use crate::run::iterate::Row;
use crate::run::modules::{ClassSpec, class_of_payload, registered};
use crate::run::native::{Args, Native, base_of};
use crate::run::operate::names::holds;
use crate::run::raise::Result;

/// A bytearray object.
fn of(interp: &Interp, bytes: &[u8]) -> Result<Value> {
    Ok(ByteArray::of(&interp.heap, bytes)?.into_value())
}

/// Puts `new` in the place of a range of a bytearray.
///
/// # Errors
/// `BufferError` when the length would change while there are views of the bytes.
fn change(interp: &Interp, array: &ByteArray, range: Range<usize>, new: &[u8]) -> Result<()> {
    if array.is_exported() && range.len() != new.len() {
        let text = "Existing exports of data: object cannot be re-sized";
        return Err(interp.raise("BufferError", text));
    }
    Ok(array.splice(range, new)?)
}

/// The byte that a number means.
fn byte(interp: &Interp, value: &Value) -> Result<u8> {
    u8::try_from(interp.index(value)?)
        .map_err(|_| interp.value_error("byte must be in range(0, 256)"))
}

/// The bytes of a bytes-like object, or of an iterable of numbers.
fn contents(interp: &Interp, value: &Value, refuse: impl FnOnce() -> String) -> Result<Vec<u8>> {
    if let Some(bytes) = bytes_like(value) {
        return Ok(bytes.into_owned());
    }
    if base_of::<Str>(value).is_some() || !dunder::is_iterable(interp, value) {
        return Err(interp.type_error(refuse()));
    }
    let mut bytes = Vec::new();
    interp.for_each(value, |item| {
        bytes.push(byte(interp, &item)?);
        Ok(())
    })?;
    Ok(bytes)
}

/// `bytearray.__new__`: no bytes, whatever the arguments; they are for `__init__`.
fn construct(interp: &Interp, mut args: Args) -> Result<Value> {
    let own = registered::<ByteArray>(interp);
    let class = dunder::class_argument(interp, &mut args, &own)?;
    interp.wrap(&class, ByteArray::empty(&interp.heap)?.into_value())
}

/// `bytearray(source=b'', encoding, errors)`.
fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "bytearray.__init__")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.__init__")?;
    let [source, encoding, errors] =
        args.bind(interp, "bytearray", ["source", "encoding", "errors"], 0)?;
    change(interp, array, 0..array.len(), b"")?;
    let source = source.as_ref();
    let bytes = content(interp, source, encoding.as_ref(), errors.as_ref(), "bytearray")?;
    change(interp, array, 0..array.len(), &bytes)?;
    Ok(interp.none())
}

fn append(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = args.method(interp, "bytearray.append")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.append")?;
    let byte = byte(interp, &item)?;
    change(interp, array, array.len()..array.len(), &[byte])?;
    Ok(interp.none())
}

fn extend(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [iterable]) = args.method(interp, "bytearray.extend")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.extend")?;
    let bytes = contents(interp, &iterable, || {
        let name = interp.class_name(&iterable);
        if base_of::<Str>(&iterable).is_some() {
            format!("expected iterable of integers; got: '{name}'")
        } else {
            format!("can't extend bytearray with {name}")
        }
    })?;
    change(interp, array, array.len()..array.len(), &bytes)?;
    Ok(interp.none())
}

fn insert(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "bytearray.insert")?;
    let [index, item] = exactly(interp, args, "bytearray.insert")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.insert")?;
    let index = interp.index(&index)?;
    let byte = byte(interp, &item)?;
    let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
    let place = if index < 0 { index.saturating_add(len).max(0) } else { index.min(len) };
    let place = usize::try_from(place).unwrap_or_default();
    change(interp, array, place..place, &[byte])?;
    Ok(interp.none())
}

fn pop(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [index]) = method(interp, args, "bytearray.pop", 0)?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.pop")?;
    let index = index.map_or(Ok(-1), |index| interp.index(&index))?;
    let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
    if len == 0 {
        return Err(interp.index_error("pop from empty bytearray"));
    }
    let place = usize::try_from(if index < 0 { index.saturating_add(len) } else { index }).ok();
    let Some((place, byte)) = place.and_then(|place| Some((place, array.get(place)?))) else {
        return Err(interp.index_error("pop index out of range"));
    };
    change(interp, array, place..place + 1, b"")?;
    interp.int(i64::from(byte))
}

fn remove(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [value]) = args.method(interp, "bytearray.remove")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.remove")?;
    let byte = byte(interp, &value)?;
    let Some(place) = array.to_vec().iter().position(|b| *b == byte) else {
        return Err(interp.value_error("value not found in bytearray"));
    };
    change(interp, array, place..place + 1, b"")?;
    Ok(interp.none())
}

fn clear(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "bytearray.clear")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.clear")?;
    change(interp, array, 0..array.len(), b"")?;
    Ok(interp.none())
}

fn reverse(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "bytearray.reverse")?;
    receiver::<ByteArray>(interp, &this, "bytearray.reverse")?.reverse();
    Ok(interp.none())
}

fn copy(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "bytearray.copy")?;
    of(interp, &receiver::<ByteArray>(interp, &this, "bytearray.copy")?.to_vec())
}

fn room(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "bytearray.__alloc__")?;
    interp.size(receiver::<ByteArray>(interp, &this, "bytearray.__alloc__")?.room())
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "bytearray.__repr__")?;
    let bytes = receiver::<ByteArray>(interp, &this, "bytearray.__repr__")?.to_vec();
    let inner = interp.repr(interp.heap.bytes(&bytes)?.as_value())?;
    let class = interp.class_name(&this);
    interp.str(&format!("{class}({inner})"))
}

/// The bytes of the right operand of `+`.
fn added(interp: &Interp, other: &Value) -> Result<Vec<u8>> {
    bytes_like(other).map(Cow::into_owned).ok_or_else(|| {
        let name = interp.class_name(other);
        interp.type_error(format!("can't concat {name} to bytearray"))
    })
}

fn add(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "bytearray.__add__")?;
    let mut bytes = receiver::<ByteArray>(interp, &this, "bytearray.__add__")?.to_vec();
    bytes.extend(added(interp, &other)?);
    of(interp, &bytes)
}

fn add_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "bytearray.__iadd__")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.__iadd__")?;
    let more = added(interp, &other)?;
    change(interp, array, array.len()..array.len(), &more)?;
    Ok(this)
}

/// The bytes of the array, so many times.
fn repeated(interp: &Interp, array: &ByteArray, count: &Value) -> Result<Vec<u8>> {
    let count = usize::try_from(interp.index(count)?).unwrap_or(0);
    let len = array.len().checked_mul(count).ok_or(crate::OutOfMemory)?;
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(len).map_err(|_| crate::OutOfMemory)?;
    for _ in 0..if array.len() == 0 { 0 } else { count } {
        bytes.extend_from_slice(&array.to_vec());
    }
    Ok(bytes)
}

fn times(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [count]) = special(interp, args, "bytearray.__mul__")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.__mul__")?;
    of(interp, &repeated(interp, array, &count)?)
}

fn times_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [count]) = special(interp, args, "bytearray.__imul__")?;
    let array = receiver::<ByteArray>(interp, &this, "bytearray.__imul__")?;
    let bytes = repeated(interp, array, &count)?;
    change(interp, array, 0..array.len(), &bytes)?;
    Ok(this)
}

fn contains(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = special(interp, args, "bytearray.__contains__")?;
    let bytes = receiver::<ByteArray>(interp, &this, "bytearray.__contains__")?.to_vec();
    if base_of::<Int>(&item).is_some() {
        return Ok(interp.bool(bytes.contains(&byte(interp, &item)?)));
    }
    let part = bytes_of(interp, &item)?;
    let inside = part.is_empty() || bytes.windows(part.len()).any(|window| window == &*part);
    Ok(interp.bool(inside))
}

fn compare(interp: &Interp, args: Args, name: &str, kind: CompareKind) -> Result<Value> {
    let (this, [other]) = special(interp, args, name)?;
    let bytes = receiver::<ByteArray>(interp, &this, name)?.to_vec();
    Ok(match bytes_like(&other) {
        Some(other) => interp.bool(holds(kind, bytes.as_slice().cmp(&*other))),
        None => interp.not_implemented.clone(),
    })
}

/// A method of `bytes`, on a copy; bytes in the result become bytearrays.
fn as_bytes(interp: &Interp, args: Args, name: &str) -> Result<Value> {
    let mut args = args;
    let function = format!("bytearray.{name}");
    let this = args.take_self(interp, &function)?;
    let bytes = receiver::<ByteArray>(interp, &this, &function)?.to_vec();
    args.prepend(interp.bytes(&bytes)?);
    let Some(method) = interp.type_lookup(&interp.types.bytes, name) else {
        return Ok(interp.none());
    };
    let result = interp.call(&method, args)?;
    if let Some(list) = result.get::<List>() {
        let items = list.to_vec();
        return interp
            .list(items.iter().map(|item| from_bytes(interp, item)).collect::<Result<_>>()?);
    }
    if let Some(tuple) = result.get::<Tuple>() {
        let items: Vec<Value> =
            tuple.items().iter().map(|item| from_bytes(interp, item)).collect::<Result<_>>()?;
        return interp.tuple(items.into_iter());
    }
    from_bytes(interp, &result)
}

fn from_bytes(interp: &Interp, value: &Value) -> Result<Value> {
    match value.get::<Bytes>() {
        Some(bytes) => of(interp, bytes.items()),
        None => Ok(value.clone()),
    }
}

/// `bytearray.fromhex(text)`.
fn from_hex(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "bytearray.fromhex")?;
    args.prepend(interp.types.bytes.to_value());
    let bytes = super::bytes::from_hex(interp, args)?;
    interp.call(&class, [bytes])
}

macro_rules! as_bytes {
    ($($name:literal)*) => {
        &[$(($name, |interp, args| as_bytes(interp, args, $name)),)*]
    };
}

const OF_BYTES: &[(&str, Native)] = as_bytes! {
    "capitalize" "center" "count" "decode" "endswith" "find" "hex" "index" "isalnum" "isalpha"
    "isascii" "isdigit" "islower" "isspace" "isupper" "join" "ljust" "lower" "lstrip" "partition"
    "removeprefix" "removesuffix" "replace" "rfind" "rindex" "rjust" "rpartition" "rsplit" "rstrip"
    "split" "splitlines" "startswith" "strip" "swapcase" "title" "translate" "upper" "zfill"
};

const METHODS: &[(&str, Native)] = &[
    ("__init__", init),
    ("append", append),
    ("clear", clear),
    ("copy", copy),
    ("extend", extend),
    ("insert", insert),
    ("pop", pop),
    ("remove", remove),
    ("reverse", reverse),
    ("__alloc__", room),
    ("__repr__", repr),
    ("__str__", repr),
    ("__len__", |i, a| dunder::len::<ByteArray>(i, a, "bytearray.__len__", ByteArray::len)),
    ("__iter__", |i, a| dunder::iter::<ByteArray>(i, a, "bytearray.__iter__", Row::ByteArray)),
    ("__contains__", contains),
    ("__add__", add),
    ("__iadd__", add_in_place),
    ("__mul__", times),
    ("__rmul__", times),
    ("__imul__", times_in_place),
    ("__eq__", |i, a| compare(i, a, "bytearray.__eq__", CompareKind::Eq)),
    ("__ne__", |i, a| compare(i, a, "bytearray.__ne__", CompareKind::Ne)),
    ("__lt__", |i, a| compare(i, a, "bytearray.__lt__", CompareKind::Lt)),
    ("__le__", |i, a| compare(i, a, "bytearray.__le__", CompareKind::Le)),
    ("__gt__", |i, a| compare(i, a, "bytearray.__gt__", CompareKind::Gt)),
    ("__ge__", |i, a| compare(i, a, "bytearray.__ge__", CompareKind::Ge)),
];

/// Makes the class, fills it and shows it to programs.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = class_of_payload::<ByteArray>(interp, &ClassSpec::native("builtins", "bytearray"))?;
    interp.add_static(&class, &[("__new__", construct), ("maketrans", make_table)])?;
    interp.add_class_methods(&class, &[("fromhex", from_hex)])?;
    for methods in [METHODS, OF_BYTES, items::METHODS] {
        interp.add_methods(&class, methods)?;
    }
    super::dict::unhashable(interp, &class)?;
    let name = interp.intern("bytearray")?;
    drop(Dict::set_str(&interp.builtins, &name, class.into_value())?);
    Ok(())
}
