//! `sys.getsizeof`: what CPython 3.13 would answer.
//!
//! Programs print these numbers, so they are CPython's and not this heap's; what an object really
//! takes here is [`Value::size`](crate::Value::size). Both count the collector's head of an
//! object. The size of a dict is that of one which has only grown.
//!
//! # Source
//! The `__sizeof__` methods under `Objects/`, for 64-bit machines.

use crate::object::{
    Class, Dict, Exception, FrozenSet, Function, Instance, Int, Kind, List, Set, Str, Tuple,
};
use crate::run::interp::Interp;
use crate::run::modules::array::Array;
use crate::run::native::{Args, Descriptor, base_of};
use crate::run::raise::Result;
use crate::run::types::bytearray::ByteArray;
use crate::run::types::memoryview::MemoryView;
use crate::{Trace, Value};

/// The collector's head of an object, in bytes.
const HEAD: usize = 16;

/// `sys.getsizeof(object, default=...)`
pub(super) fn get_size_of(interp: &Interp, args: Args) -> Result<Value> {
    interp.count_argument_tuple(args.len());
    let [object, default] = args.bind(interp, "getsizeof", ["object", "default"], 1)?;
    let Some(object) = object else { return Ok(interp.none()) };
    match size_of(interp, &object) {
        Err(raised) if interp.is_raised(&raised, "TypeError") => default.ok_or(raised),
        answer => answer,
    }
}

fn size_of(interp: &Interp, object: &Value) -> Result<Value> {
    if let Some(method) = interp.special(object, "__sizeof__")
        && method.is_a::<Function>()
    {
        let size = interp.call_special(object, "__sizeof__", Args::none())?;
        let size = size.and_then(|size| size.get::<Int>()?.as_i64());
        let Some(size) = size else { return Err(interp.type_error("an integer is required")) };
        let Ok(size) = usize::try_from(size) else {
            return Err(interp.value_error("__sizeof__() should return >= 0"));
        };
        return interp.size(size.saturating_add(head(object)));
    }
    interp.size(size_of_object(interp, object))
}

/// `object.__sizeof__()`: what `sys.getsizeof` answers, less what stands in front of the object.
pub(in crate::run) fn size_without_head(interp: &Interp, object: &Value) -> usize {
    size_of_object(interp, object).saturating_sub(head(object))
}

/// What stands in front of an object: the collector's two words, and two for the namespace and the
/// weak references of an object of a class that has them there.
fn head(object: &Value) -> usize {
    let collected = if object.is_collectable() { HEAD } else { 0 };
    match object.get::<Instance>() {
        Some(instance) if instance.class().has_dict => collected + HEAD,
        _ => collected,
    }
}

fn size_of_object(interp: &Interp, object: &Value) -> usize {
    match object.kind() {
        Kind::None | Kind::Ellipsis | Kind::NotImplemented => 16,
        Kind::Bool => 28,
        Kind::Int => object.get::<Int>().map_or(28, int),
        Kind::Float => 24,
        Kind::Str => object.get::<Str>().map_or(41, |text| string(text.as_str())),
        Kind::Bytes => base_of::<crate::object::Bytes>(object).map_or(33, |b| 33 + b.len()),
        Kind::Tuple => object.get::<Tuple>().map_or(40, |tuple| 40 + 8 * tuple.len()),
        Kind::List => object.get::<List>().map_or(56, |list| 56 + list.extra_size()),
        Kind::Dict => object.get::<Dict>().map_or(64, dict),
        Kind::Set => object.get::<Set>().map_or(216, |set| members(set.positions())),
        Kind::FrozenSet => object.get::<FrozenSet>().map_or(216, |set| members(set.positions())),
        Kind::Range => 48,
        Kind::Slice | Kind::Super => 56,
        Kind::Function => 160,
        Kind::Builtin if interp.class_of(object).name() == "method-wrapper" => 48,
        Kind::Builtin | Kind::Module => 72,
        Kind::Method | Kind::Traceback => 64,
        Kind::Iterator => iterator(&interp.class_of(object).name()),
        Kind::Cell | Kind::DictView | Kind::MappingProxy => 40,
        Kind::WeakRef | Kind::WeakProxy => 80,
        Kind::Descriptor => descriptor(object),
        Kind::Exception => exception(interp, object),
        Kind::Generator => 192,
        Kind::Class => {
            object.get::<Class>().map_or(1712, |c| if c.is_builtin { 416 } else { 1712 })
        }
        Kind::Instance => instance(interp, object),
        Kind::Native if object.is_a::<ByteArray>() => {
            object.get::<ByteArray>().map_or(56, |bytes| 56 + bytes.room())
        }
        Kind::Native if object.is_a::<Array>() => {
            object.get::<Array>().map_or(80, |array| 80 + array.bytes().len())
        }
        Kind::Native if object.is_a::<MemoryView>() => 184,
        Kind::Native if interp.class_of(object).name() == "deque" => deque(interp, object),
        Kind::Code | Kind::Frame | Kind::Native => object.size(),
    }
}

fn iterator(class: &str) -> usize {
    match class {
        "range_iterator" => 40,
        "set_iterator" | "zip" => 64,
        "enumerate" => 72,
        _ if class.starts_with("dict_") => 72,
        _ => 48,
    }
}

/// Wrapped functions have a namespace of their own.
fn descriptor(object: &Value) -> usize {
    match object.get::<Descriptor>() {
        Some(Descriptor::Static(_) | Descriptor::ClassMethod(_)) => 48,
        _ => 80,
    }
}

/// An exception has room for what its class tells beyond the arguments.
fn exception(interp: &Interp, object: &Value) -> usize {
    let is = |name| {
        object
            .get::<Exception>()
            .is_some_and(|e| e.class().is_subclass_of(&interp.types.exception(name)))
    };
    let own = [
        (64, "SyntaxError"),
        (40, "UnicodeError"),
        (40, "OSError"),
        (32, "ImportError"),
        (16, "NameError"),
        (16, "AttributeError"),
        (8, "StopIteration"),
        (8, "SystemExit"),
        (16, "BaseExceptionGroup"),
    ];
    88 + own.into_iter().find(|(_, name)| is(name)).map_or(0, |(size, _)| size)
}

/// A deque has blocks of 64 items, and one that is made of a row begins with the second place.
fn deque(interp: &Interp, object: &Value) -> usize {
    let len = interp.len(object).unwrap_or_default();
    232 + 528 * (1 + len).div_ceil(64)
}

/// Digits of 30 bits, at least one.
fn int(int: &Int) -> usize {
    let bits = match int.as_i64() {
        Some(small) => 64 - u64::from(small.unsigned_abs().leading_zeros()),
        None => int.to_big().bits(),
    };
    24 + 4 * usize::try_from(bits.div_ceil(30).max(1)).unwrap_or(1)
}

/// One, two or four bytes a character, as the widest of them needs.
fn string(text: &str) -> usize {
    if text.is_ascii() {
        return 41 + text.len();
    }
    let (mut count, mut widest) = (0, '\0');
    for character in text.chars() {
        count += 1;
        widest = widest.max(character);
    }
    if count == 1 && u32::from(widest) < 0x100 {
        // It exists once, and keeps its encoding of two bytes.
        return 61;
    }
    let width = match u32::from(widest) {
        0..0x100 => 1,
        0x100..0x1_0000 => 2,
        _ => 4,
    };
    56 + width * (count + 1)
}

/// Text of a derived class has its characters in a block of their own.
fn derived_string(text: &str) -> usize {
    let in_one = string(text);
    if text.is_ascii() { in_one + 24 } else { in_one + 8 }
}

fn dict(dict: &Dict) -> usize {
    let entries = dict.entries();
    let names_only = entries.iter().all(|(key, _)| key.is_a::<Str>());
    if entries.is_empty() { 64 } else { 64 + keys(entries.len(), names_only) }
}

/// The table of the keys of a dict with `n` entries.
fn keys(n: usize, names_only: bool) -> usize {
    let mut slots: usize = 8;
    while slots * 2 / 3 < n {
        slots *= 2;
    }
    let index = match slots {
        0..=0x80 => 1,
        0x81..=0x8000 => 2,
        _ => 4,
    };
    32 + slots * index + slots * 2 / 3 * if names_only { 16 } else { 24 }
}

/// A set with that many slots: the first eight are a part of it.
fn members(slots: usize) -> usize {
    if slots == 8 { 216 } else { 216 + 16 * slots }
}

/// An object of a class: two words, its slots, the words of its namespace and weak references in
/// front; or what it wraps, with its own.
fn instance(interp: &Interp, object: &Value) -> usize {
    let Some(instance) = object.get::<Instance>() else { return object.size() };
    let class = instance.class();
    let front = if class.has_dict { HEAD } else { 0 };
    let slots = 8 * class.slots.len();
    match instance.base() {
        Some(base) => {
            // Kinds without references have no head of the collector, what derives from them has.
            let is_plain = matches!(base.kind(), Kind::Int | Kind::Float | Kind::Str | Kind::Bytes);
            let head = if is_plain && slots + front > 0 { HEAD } else { 0 };
            let size = match base.get::<Str>() {
                Some(text) => derived_string(text.as_str()),
                None => size_of_object(interp, base),
            };
            size + head + slots + front
        }
        None if class.is_builtin && !class.has_dict => 16,
        None => {
            let weakrefs = if class.has_weakrefs && !class.has_dict { HEAD } else { 0 };
            16 + HEAD + front + slots + weakrefs
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_of_keys_grow_as_in_cpython() {
        let sizes = [1, 5, 6, 10, 11, 22, 85, 86].map(|n| 64 + keys(n, true));
        assert_eq!(sizes, [184, 184, 272, 272, 464, 832, 1584, 3328]);
        assert_eq!(64 + keys(1, false), 224);
    }

    #[test]
    fn the_first_slots_of_a_set_are_part_of_it() {
        assert_eq!([8, 32, 128, 512].map(members), [216, 728, 2264, 8408]);
    }

    #[test]
    fn text_is_as_wide_as_its_widest_character() {
        assert_eq!(
            ["", "abc", "\u{e9}", "\u{20ac}", "\u{1f600}"].map(string),
            [41, 44, 61, 60, 64]
        );
    }
}
