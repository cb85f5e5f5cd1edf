//! `bytes`: its constructor, its special methods, and how its methods find their bytes.
//!
//! # Source
//! `Objects/bytesobject.c`, `Objects/bytes_methods.c`.

mod change;
mod find;
mod hex;
mod split;

pub(super) use change::make_table;
pub(super) use hex::from_hex;

use std::borrow::Cow;

use super::bytearray::ByteArray;
use super::memoryview::MemoryView;
use super::{dunder, text};
use crate::object::{Bytes, Kind, Str};
use crate::run::builtins::arguments::{method, receiver};
use crate::run::interp::Interp;
use crate::run::iterate::Row;
use crate::run::modules::array::Array;
use crate::run::native::{Args, Native, base_gc, base_of};
use crate::run::raise::Result;
use crate::{Gc, Value};

/// `self` and between `least` and `N` arguments.
fn take<const N: usize>(
    interp: &Interp,
    args: Args,
    function: &str,
    least: usize,
) -> Result<(Gc<Bytes>, [Option<Value>; N])> {
    let (this, rest) = method(interp, args, function, least)?;
    Ok((receiver::<Bytes>(interp, &this, function)?.clone(), rest))
}

/// A bytes object.
fn new(interp: &Interp, bytes: &[u8]) -> Result<Value> {
    interp.bytes(bytes)
}

/// The bytes of a `bytes`, a `bytearray`, an `array` or a `memoryview`.
pub(in crate::run) fn bytes_like(value: &Value) -> Option<Cow<'_, [u8]>> {
    if let Some(bytes) = base_of::<Bytes>(value) {
        return Some(Cow::Borrowed(bytes.items()));
    }
    if let Some(view) = value.get::<MemoryView>() {
        return Some(Cow::Owned(view.to_vec()));
    }
    if let Some(array) = base_of::<Array>(value) {
        return Some(Cow::Owned(array.bytes().to_vec()));
    }
    base_of::<ByteArray>(value).map(|array| Cow::Owned(array.to_vec()))
}

/// The bytes of an argument.
///
/// # Errors
/// `TypeError` when it has none.
pub(super) fn bytes_of<'a>(interp: &Interp, value: &'a Value) -> Result<Cow<'a, [u8]>> {
    bytes_like(value).ok_or_else(|| {
        let name = interp.class_name(value);
        interp.type_error(format!("a bytes-like object is required, not '{name}'"))
    })
}

/// `bytes(source=b'', encoding, errors)`.
fn construct(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = dunder::class_argument(interp, &mut args, &interp.types.bytes)?;
    let exact = class.is(interp.types.bytes.as_value());
    let [source, encoding, errors] =
        args.bind(interp, "bytes", ["source", "encoding", "errors"], 0)?;
    if exact
        && let (Some(source), None, None) = (&source, &encoding, &errors)
        && source.kind() == Kind::Bytes
    {
        return Ok(source.clone());
    }
    let bytes = content(interp, source.as_ref(), encoding.as_ref(), errors.as_ref(), "bytes")?;
    interp.wrap(&class, new(interp, &bytes)?)
}

/// The bytes that the arguments of the constructor describe.
pub(super) fn content(
    interp: &Interp,
    source: Option<&Value>,
    encoding: Option<&Value>,
    errors: Option<&Value>,
    class: &str,
) -> Result<Vec<u8>> {
    let text = source.and_then(base_gc::<Str>);
    if encoding.is_some() || errors.is_some() {
        let Some(text) = text else {
            for (name, value) in [("encoding", encoding), ("errors", errors)] {
                if let Some(value) = value.filter(|value| base_gc::<Str>(value).is_none()) {
                    let other = interp.class_name(value);
                    return Err(interp.type_error(format!(
                        "{class}() argument '{name}' must be str, not {other}"
                    )));
                }
            }
            let name = if encoding.is_some() { "encoding" } else { "errors" };
            return Err(interp.type_error(format!("{name} without a string argument")));
        };
        return text::encode(interp, text, encoding, errors, class);
    }
    let Some(source) = source else { return Ok(Vec::new()) };
    if text.is_some() {
        return Err(interp.type_error("string argument without an encoding"));
    }
    if let Some(made) = interp.call_special(source, "__bytes__", Args::none())? {
        if let Some(bytes) = base_of::<Bytes>(&made) {
            return Ok(bytes.items().to_vec());
        }
        let name = interp.class_name(&made);
        return Err(interp.type_error(format!("__bytes__ returned non-bytes (type {name})")));
    }
    if let Some(bytes) = bytes_like(source) {
        return Ok(bytes.into_owned());
    }
    if let Some(count) = interp.index_or_none(source)? {
        let count = usize::try_from(count).map_err(|_| interp.value_error("negative count"))?;
        let mut zeros = Vec::new();
        zeros.try_reserve_exact(count).map_err(|_| crate::OutOfMemory)?;
        zeros.resize(count, 0);
        return Ok(zeros);
    }
    if !dunder::is_iterable(interp, source) {
        let name = interp.class_name(source);
        return Err(interp.type_error(format!("cannot convert '{name}' object to {class}")));
    }
    let mut bytes = Vec::new();
    interp.for_each(source, |item| {
        let byte = u8::try_from(interp.index(&item)?).map_err(|_| {
            let name = if class == "bytes" { class } else { "byte" };
            interp.value_error(format!("{name} must be in range(0, 256)"))
        })?;
        bytes.push(byte);
        Ok(())
    })?;
    Ok(bytes)
}

fn decode(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "bytes.decode")?;
    let [encoding, errors] = args.bind(interp, "decode", ["encoding", "errors"], 0)?;
    let bytes = receiver::<Bytes>(interp, &this, "bytes.decode")?;
    let decoded =
        text::decode(interp, bytes.items(), encoding.as_ref(), errors.as_ref(), "decode")?;
    text::new(interp, &decoded)
}

fn join(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [iterable]) = args.method(interp, "bytes.join")?;
    let separator = receiver::<Bytes>(interp, &this, "bytes.join")?;
    if !dunder::is_iterable(interp, &iterable) {
        return Err(interp.type_error("can only join an iterable"));
    }
    let mut joined = Vec::new();
    for (index, item) in interp.collect(&iterable)?.iter().enumerate() {
        let Some(piece) = bytes_like(item) else {
            let name = interp.class_name(item);
            return Err(interp.type_error(format!(
                "sequence item {index}: expected a bytes-like object, {name} found"
            )));
        };
        if index > 0 {
            joined.extend_from_slice(separator.items());
        }
        joined.extend_from_slice(&piece);
    }
    new(interp, &joined)
}

const METHODS: &[(&str, Native)] = &[
    ("decode", decode),
    ("join", join),
    ("__bytes__", |interp, args| {
        let (this, []) = args.method(interp, "bytes.__bytes__")?;
        Ok(receiver::<Bytes>(interp, &this, "bytes.__bytes__")?.to_value())
    }),
    ("__len__", |i, a| dunder::len::<Bytes>(i, a, "bytes.__len__", Bytes::len)),
    ("__iter__", |i, a| dunder::iter::<Bytes>(i, a, "bytes.__iter__", Row::Bytes)),
    ("__getitem__", |i, a| dunder::item::<Bytes>(i, a, "bytes.__getitem__")),
    ("__contains__", |i, a| dunder::contains::<Bytes>(i, a, "bytes.__contains__")),
    ("__add__", |i, a| dunder::add::<Bytes>(i, a, "bytes.__add__")),
    ("__mul__", |i, a| dunder::times::<Bytes>(i, a, "bytes.__mul__")),
    ("__rmul__", |i, a| dunder::times::<Bytes>(i, a, "bytes.__rmul__")),
    ("__repr__", |i, a| dunder::repr::<Bytes>(i, a, "bytes.__repr__")),
    ("__hash__", |i, a| dunder::hash::<Bytes>(i, a, "bytes.__hash__")),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.bytes;
    interp.add_static(class, &[("__new__", construct), ("maketrans", change::make_table)])?;
    interp.add_class_methods(class, &[("fromhex", hex::from_hex)])?;
    for methods in [
        METHODS,
        dunder::compares!(Bytes, "bytes"),
        change::METHODS,
        find::METHODS,
        hex::METHODS,
        split::METHODS,
    ] {
        interp.add_methods(class, methods)?;
    }
    Ok(())
}
