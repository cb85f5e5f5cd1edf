//! `sys.getsizeof`: what CPython 3.13 would answer.
//!
//! Programs print these numbers, so they are CPython's and not this heap's; what an object really
//! takes here is [`Value::size`](crate::Value::size). Both count the collector's head of an
//! object. The size of a dict is that of one which has only grown.
//!
//! # Source
//! The `__sizeof__` methods under `Objects/`, for 64-bit machines.

use crate::object::{
    Builtin, Class, Dict, FrozenSet, Function, Instance, Int, Kind, List, Set, Str, Tuple,
};
use crate::run::interp::Interp;
use crate::run::modules::array::Array;
use crate::run::native::{Args, Native, base_of};
use crate::run::raise::Result;
use crate::run::types::bytearray::ByteArray;
use crate::run::types::memoryview::MemoryView;
use crate::{Trace, Value};

/// The collector's head of an object, in bytes.
const HEAD: usize = 16;

/// `sys.getsizeof(object, default=...)`
pub(super) fn get_size_of(interp: &Interp, args: Args) -> Result<Value> {
    interp.count_argument_tuple(args.len());
    let [object, _default] = args.bind(interp, "getsizeof", ["object", "default"], 1)?;
    let Some(object) = object else { return Ok(interp.none()) };
    if let Some(method) = interp.special(&object, "__sizeof__")
        && method.is_a::<Function>()
    {
        let size = interp.call_special(&object, "__sizeof__", Args::none())?;
        let size = size.map_or(Ok(0), |size| interp.index(&size))?;
        if size < 0 {
            return Err(interp.value_error("__sizeof__() should return >= 0"));
        }
        let head = if object.is_a::<Instance>() { 2 * HEAD } else { 0 };
        return interp.int(size.saturating_add(i64::try_from(head).unwrap_or(0)));
    }
    interp.size(size_of_object(interp, &object))
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
        Kind::Range | Kind::MappingProxy | Kind::Super => 48,
        Kind::Slice => 56,
        Kind::Function => 160,
        Kind::Builtin if is_slot_of_object(object) => 48,
        Kind::Builtin | Kind::Module => 72,
        Kind::Method | Kind::Traceback => 64,
        Kind::Iterator => iterator(&interp.class_of(object).name()),
        Kind::Cell | Kind::DictView => 40,
        Kind::WeakRef | Kind::WeakProxy | Kind::Descriptor => 80,
        Kind::Exception => 88,
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

/// Whether it is a special method of an object that is no class and no module.
fn is_slot_of_object(object: &Value) -> bool {
    let Some(builtin) = object.get::<Builtin<Native>>() else { return false };
    let this = builtin.this.borrow();
    builtin.name.starts_with("__")
        && this.as_ref().is_some_and(|this| !matches!(this.kind(), Kind::Class | Kind::Module))
}

fn iterator(class: &str) -> usize {
    if class.starts_with("dict_") || class == "enumerate" {
        72
    } else if class.ends_with("_iterator") && class != "range_iterator" {
        48
    } else {
        64
    }
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
            [41, 44, 58, 60, 64]
        );
    }
}
