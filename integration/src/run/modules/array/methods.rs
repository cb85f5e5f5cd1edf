//! The class `array.array` and its methods.

use super::super::kind::{ClassSpec, class_of_payload, fill};
use super::{Array, CODES, items, of};
use crate::object::{Class, List, Str};
use crate::run::builtins::arguments::{method, special};
use crate::run::code::CompareKind;
use crate::run::interp::Interp;
use crate::run::iterate::Row;
use crate::run::native::{Args, base_of};
use crate::run::raise::Result;
use crate::run::types::bytes_like;
use crate::{Gc, OutOfMemory, Value};

/// Makes the class.
pub(super) fn install(interp: &Interp) -> Result<Gc<Class>> {
    let class = class_of_payload::<Array>(interp, &ClassSpec::native("array", "array").weak())?;
    fill(
        interp,
        &class,
        &[("__new__", new)],
        &[
            ("__add__", add),
            ("__contains__", contains),
            ("__copy__", copy),
            ("__deepcopy__", copy),
            ("__eq__", |i, a| compare(i, a, "__eq__", CompareKind::Eq)),
            ("__ge__", |i, a| compare(i, a, "__ge__", CompareKind::Ge)),
            ("__gt__", |i, a| compare(i, a, "__gt__", CompareKind::Gt)),
            ("__iadd__", add_in_place),
            ("__imul__", |i, a| times(i, a, "__imul__", true)),
            ("__iter__", iterate),
            ("__le__", |i, a| compare(i, a, "__le__", CompareKind::Le)),
            ("__len__", len),
            ("__lt__", |i, a| compare(i, a, "__lt__", CompareKind::Lt)),
            ("__mul__", |i, a| times(i, a, "__mul__", false)),
            ("__ne__", |i, a| compare(i, a, "__ne__", CompareKind::Ne)),
            ("__reduce__", reduce),
            ("__reduce_ex__", reduce),
            ("__repr__", repr),
            ("__rmul__", |i, a| times(i, a, "__rmul__", false)),
            ("__sizeof__", size),
            ("append", append),
            ("buffer_info", buffer_info),
            ("byteswap", swap_bytes),
            ("clear", clear),
            ("count", count),
            ("extend", extend),
            ("frombytes", from_bytes),
            ("fromlist", from_list),
            ("index", index),
            ("insert", insert),
            ("pop", pop),
            ("remove", remove),
            ("reverse", reverse),
            ("tobytes", to_bytes),
            ("tolist", to_list),
        ],
    )?;
    interp.add_methods(&class, items::METHODS)?;
    let code = |i: &Interp, v: &Value| i.str(of(i, v, "typecode")?.code.encode_utf8(&mut [0; 4]));
    interp.add_computed(&class, "typecode", code, None)?;
    let item_size = |i: &Interp, v: &Value| i.size(of(i, v, "itemsize")?.item.size());
    interp.add_computed(&class, "itemsize", item_size, None)?;
    interp.set_member(&class, "__hash__", interp.none())?;
    Ok(class)
}

/// `array(typecode, initializer=())`
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let (class, [code, items]) = method(interp, args, "array.array", 1)?;
    let code = code.unwrap_or_else(|| interp.none());
    let mut letters = match base_of::<Str>(&code) {
        Some(text) => text.as_str().chars(),
        None => "".chars(),
    };
    let (Some(code), None) = (letters.next(), letters.next()) else {
        let given = interp.class_name(&code);
        let message = format!("array() argument 1 must be a unicode character, not {given}");
        return Err(interp.type_error(message));
    };
    let Some(made) = Array::made(interp, code, &[])? else {
        let known: Vec<String> = CODES.chars().map(String::from).collect();
        let message = format!("bad typecode (must be {})", known.join(", "));
        return Err(interp.value_error(message));
    };
    if let Some(items) = items {
        let array = of(interp, &made, "__new__")?;
        if items.is_a::<Str>() {
            return Err(interp.type_error(format!(
                "cannot use a str to initialize an array with typecode '{code}'"
            )));
        }
        match bytes_like(&items).filter(|_| base_of::<Array>(&items).is_none()) {
            Some(bytes) => put_bytes(interp, array, &bytes)?,
            None => put_all(interp, array, &items)?,
        }
    }
    interp.wrap(&class, made)
}

fn put_bytes(interp: &Interp, array: &Array, bytes: &[u8]) -> Result<()> {
    if !bytes.len().is_multiple_of(array.item.size()) {
        return Err(interp.value_error("bytes length not a multiple of item size"));
    }
    array.splice(interp, &(array.len()..array.len()), bytes)
}

fn put_all(interp: &Interp, array: &Array, items: &Value) -> Result<()> {
    interp.for_each(items, |item| {
        let bytes = array.pack(interp, &item)?;
        array.splice(interp, &(array.len()..array.len()), &bytes)
    })
}

fn append(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = args.method(interp, "array.append")?;
    let array = of(interp, &this, "append")?;
    let bytes = array.pack(interp, &item)?;
    array.splice(interp, &(array.len()..array.len()), &bytes)?;
    Ok(interp.none())
}

fn extend(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [items]) = args.method(interp, "array.extend")?;
    let array = of(interp, &this, "extend")?;
    match base_of::<Array>(&items) {
        Some(other) if other.code != array.code => {
            return Err(interp.type_error("can only extend with array of same kind"));
        }
        Some(other) => put_bytes(interp, array, &other.bytes.to_vec())?,
        None => put_all(interp, array, &items)?,
    }
    Ok(interp.none())
}

/// `array.fromlist(list)`: all of it or, if an item does not fit, nothing.
fn from_list(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [items]) = args.method(interp, "array.fromlist")?;
    let Some(list) = base_of::<List>(&items) else {
        return Err(interp.type_error("arg must be list"));
    };
    let array = of(interp, &this, "fromlist")?;
    let mut bytes = Vec::new();
    let mut place = 0;
    while let Some(item) = list.get(place) {
        bytes.extend(array.pack(interp, &item)?);
        place += 1;
    }
    put_bytes(interp, array, &bytes)?;
    Ok(interp.none())
}

fn clear(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "array.clear")?;
    let array = of(interp, &this, "clear")?;
    array.splice(interp, &(0..array.len()), &[])?;
    Ok(interp.none())
}

fn from_bytes(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [bytes]) = args.method(interp, "array.frombytes")?;
    let Some(bytes) = bytes_like(&bytes) else {
        let given = interp.class_name(&bytes);
        return Err(interp.type_error(format!("a bytes-like object is required, not '{given}'")));
    };
    put_bytes(interp, of(interp, &this, "frombytes")?, &bytes)?;
    Ok(interp.none())
}

fn insert(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [place, item]) = args.method(interp, "array.insert")?;
    let array = of(interp, &this, "insert")?;
    // Both may run code that changes the array.
    let (place, bytes) = (interp.index(&place)?, array.pack(interp, &item)?);
    let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
    let place = if place < 0 { (place + len).max(0) } else { place.min(len) };
    let place = usize::try_from(place).unwrap_or(0);
    array.splice(interp, &(place..place), &bytes)?;
    Ok(interp.none())
}

fn pop(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [place]) = method(interp, args, "array.pop", 0)?;
    let array = of(interp, &this, "pop")?;
    let place = place.map_or(Ok(-1), |place| interp.index(&place))?;
    let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
    if len == 0 {
        return Err(interp.index_error("pop from empty array"));
    }
    let place = usize::try_from(if place < 0 { place + len } else { place }).ok();
    let Some((place, item)) = place.zip(place.map_or(Ok(None), |p| array.get(interp, p))?) else {
        return Err(interp.index_error("pop index out of range"));
    };
    array.splice(interp, &(place..place + 1), &[])?;
    Ok(item)
}

/// All places there are.
const WHOLE: (usize, usize) = (0, usize::MAX);

/// Where an equal item stands first in a part of the array.
fn find(
    interp: &Interp,
    array: &Array,
    wanted: &Value,
    (start, stop): (usize, usize),
) -> Result<Option<usize>> {
    let mut place = start;
    while place < stop
        && let Some(item) = array.get(interp, place)?
    {
        if interp.eq(&item, wanted)? {
            return Ok(Some(place));
        }
        place += 1;
    }
    Ok(None)
}

/// `array.index(value, start=0, stop=len)`
fn index(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted, start, stop]) = method(interp, args, "array.index", 1)?;
    let wanted = wanted.unwrap_or_else(|| interp.none());
    let array = of(interp, &this, "index")?;
    // Those below zero count from the end.
    let bound = |given: Option<Value>, absent: usize| -> Result<usize> {
        let Some(given) = given else { return Ok(absent) };
        let Some(place) = interp.index_or_none(&given)? else {
            let message = "slice indices must be integers or have an __index__ method";
            return Err(interp.type_error(message));
        };
        let len = i64::try_from(array.len()).unwrap_or(i64::MAX);
        let place = if place < 0 { place.saturating_add(len).max(0) } else { place };
        Ok(usize::try_from(place).unwrap_or(0))
    };
    let part = (bound(start, 0)?, bound(stop, usize::MAX)?);
    match find(interp, array, &wanted, part)? {
        Some(place) => interp.size(place),
        None => Err(interp.value_error("array.index(x): x not in array")),
    }
}

fn remove(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "array.remove")?;
    let array = of(interp, &this, "remove")?;
    let Some(place) = find(interp, array, &wanted, WHOLE)? else {
        return Err(interp.value_error("array.remove(x): x not in array"));
    };
    array.splice(interp, &(place..place + 1), &[])?;
    Ok(interp.none())
}

fn contains(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = special(interp, args, "array.__contains__")?;
    let found = find(interp, of(interp, &this, "__contains__")?, &wanted, WHOLE)?;
    Ok(interp.bool(found.is_some()))
}

fn count(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "array.count")?;
    let mut count = 0;
    for item in of(interp, &this, "count")?.to_list(interp)? {
        count += usize::from(interp.eq(&item, &wanted)?);
    }
    interp.size(count)
}

fn reverse(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "array.reverse")?;
    let array = of(interp, &this, "reverse")?;
    let bytes = array.bytes.to_vec();
    let turned: Vec<u8> = bytes.chunks(array.item.size()).rev().flatten().copied().collect();
    array.splice(interp, &(0..array.len()), &turned)?;
    Ok(interp.none())
}

fn swap_bytes(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "array.byteswap")?;
    let array = of(interp, &this, "byteswap")?;
    let mut bytes = array.bytes.to_vec();
    bytes.chunks_mut(array.item.size()).for_each(<[u8]>::reverse);
    array.splice(interp, &(0..array.len()), &bytes)?;
    Ok(interp.none())
}

fn to_bytes(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "array.tobytes")?;
    interp.bytes(&of(interp, &this, "tobytes")?.bytes.to_vec())
}

fn to_list(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "array.tolist")?;
    interp.list(of(interp, &this, "tolist")?.to_list(interp)?)
}

/// `(address, length)`
fn buffer_info(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "array.buffer_info")?;
    let array = of(interp, &this, "buffer_info")?;
    let address = interp.size(array.bytes.as_value().id())?;
    interp.tuple([address, interp.size(array.len())?].into_iter())
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "array.__len__")?;
    interp.size(of(interp, &this, "__len__")?.len())
}

fn iterate(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "array.__iter__")?;
    of(interp, &this, "__iter__")?;
    interp.row_iterator(&this, Row::Items)
}

fn size(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "array.__sizeof__")?;
    interp.size(80 + of(interp, &this, "__sizeof__")?.bytes.len())
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "array.__repr__")?;
    let array = of(interp, &this, "__repr__")?;
    let (class, code) = (interp.class_of(&this).name(), array.code);
    if array.len() == 0 {
        return interp.str(&format!("{class}('{code}')"));
    }
    let items = interp.repr(&interp.list(array.to_list(interp)?)?)?;
    interp.str(&format!("{class}('{code}', {items})"))
}

fn copy(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "array.__copy__")?;
    let array = of(interp, &this, "__copy__")?;
    array.like(interp, &array.bytes.to_vec())
}

/// `(array, (typecode, items), namespace)`
fn reduce(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "array.__reduce_ex__")?;
    let array = of(interp, &this, "__reduce_ex__")?;
    let code = interp.str(array.code.encode_utf8(&mut [0; 4]))?;
    let made_of = interp.tuple([code, interp.list(array.to_list(interp)?)?].into_iter())?;
    let namespace = interp.lookup_attr(&this, "__dict__")?.unwrap_or_else(|| interp.none());
    interp.tuple([interp.class_of(&this).into_value(), made_of, namespace].into_iter())
}

fn add(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "array.__add__")?;
    let array = of(interp, &this, "__add__")?;
    let Some(other_array) = base_of::<Array>(&other) else {
        let given = interp.class_name(&other);
        let message = format!("can only append array (not \"{given}\") to array");
        return Err(interp.type_error(message));
    };
    if array.code != other_array.code {
        return Err(interp.type_error("bad argument type for built-in operation"));
    }
    array.like(interp, &[array.bytes.to_vec(), other_array.bytes.to_vec()].concat())
}

fn add_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "array.__iadd__")?;
    if base_of::<Array>(&other).is_none() {
        let given = interp.class_name(&other);
        let message = format!("can only extend with array (not \"{given}\")");
        return Err(interp.type_error(message));
    }
    drop(extend(interp, [this.clone(), other].into())?);
    Ok(this)
}

fn times(interp: &Interp, args: Args, name: &str, in_place: bool) -> Result<Value> {
    let (this, [count]) = special(interp, args, &format!("array.{name}"))?;
    let array = of(interp, &this, name)?;
    let Some(count) = interp.index_or_none(&count)? else {
        return Ok(interp.not_implemented.clone());
    };
    let once = array.bytes.to_vec();
    let count = if once.is_empty() { 0 } else { usize::try_from(count).unwrap_or(0) };
    let mut bytes = Vec::new();
    let len = once.len().checked_mul(count).ok_or(OutOfMemory)?;
    bytes.try_reserve_exact(len).map_err(|_| OutOfMemory)?;
    for _ in 0..count {
        bytes.extend_from_slice(&once);
    }
    if in_place {
        array.splice(interp, &(0..array.len()), &bytes)?;
        return Ok(this);
    }
    array.like(interp, &bytes)
}

fn compare(interp: &Interp, args: Args, name: &str, kind: CompareKind) -> Result<Value> {
    let (this, [other]) = special(interp, args, &format!("array.{name}"))?;
    let array = of(interp, &this, name)?;
    let Some(other) = base_of::<Array>(&other) else {
        return Ok(interp.not_implemented.clone());
    };
    let (a, b) = (array.to_list(interp)?, other.to_list(interp)?);
    interp.compare(kind, &interp.list(a)?, &interp.list(b)?)
}
