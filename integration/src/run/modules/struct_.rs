//! `_struct`: values as bytes and back, by a format such as `"<I3sh"`.
//!
//! A format begins with the order of bytes; without one, or with `@`, items are aligned as C
//! aligns them. What one item is made of stands in `struct_/item.rs`.
//!
//! # Source
//! `Modules/_struct.c`.

pub(in crate::run) mod item;

use item::{Item, Order};

use super::{add_functions, set};
use crate::object::Str;
use crate::run::builtins::arguments::exactly;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::{Raised, Result};
use crate::run::types::bytes_like;
use crate::{OutOfMemory, Value};

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_struct")?;
    add_functions(interp, &dict, &[("calcsize", size), ("pack", pack), ("unpack", unpack)])?;
    let base = interp.types.exception("Exception").into_value();
    let bases = interp.tuple([base].into_iter())?;
    let namespace = interp.heap.dict()?;
    set(interp, &namespace, "__module__", interp.str("struct")?)?;
    let arguments = [interp.str("error")?, bases, namespace.into_value()];
    let error = interp.call(interp.types.type_.as_value(), arguments)?;
    set(interp, &dict, "error", error)?;
    Ok(module)
}

/// A `struct.error`.
fn error(interp: &Interp, message: &str) -> Raised {
    let made = || {
        let class = interp.get_attr_str(&interp.import("_struct")?, "error")?;
        interp.call(&class, [interp.str(message)?])
    };
    made().map_or_else(|raised| raised, Raised::Exception)
}

/// One part of a format: an item and how often it stands there.
struct Part {
    item: Item,
    count: usize,
    /// Where its first byte is.
    start: usize,
}

/// A format taken apart.
struct Format {
    order: Order,
    parts: Vec<Part>,
    size: usize,
}

impl Format {
    fn parse(interp: &Interp, text: &Value) -> Result<Self> {
        let bytes = bytes_like(text).map(|b| String::from_utf8_lossy(&b).into_owned());
        let text = match (base_of::<Str>(text), bytes) {
            (Some(text), _) => text.as_str().to_owned(),
            (None, Some(text)) => text,
            (None, None) => {
                let given = interp.class_name(text);
                let message =
                    format!("Struct() argument 1 must be a str or bytes object, not {given}");
                return Err(interp.type_error(message));
            }
        };
        let order = text.chars().next().and_then(Order::of);
        let mut rest = text.chars().skip(usize::from(order.is_some())).peekable();
        let order = order.unwrap_or(Order::Native);
        let (mut parts, mut end) = (Vec::new(), 0_usize);
        while let Some(next) = rest.next() {
            if next.is_whitespace() {
                continue;
            }
            let mut code = next;
            let mut count = None;
            while let Some(digit) = code.to_digit(10) {
                count = Some(
                    count.unwrap_or(0_usize).saturating_mul(10).saturating_add(digit as usize),
                );
                let Some(following) = rest.next() else {
                    return Err(error(interp, "repeat count given without format specifier"));
                };
                code = following;
            }
            let Some(item) = Item::of(code, order) else {
                return Err(error(interp, "bad char in struct format"));
            };
            let align = if order == Order::Native { item.align() } else { 1 };
            let count = count.unwrap_or(1);
            let start = end.checked_next_multiple_of(align);
            let after =
                start.zip(item.size().checked_mul(count)).and_then(|(a, b)| a.checked_add(b));
            let after = after.filter(|after| isize::try_from(*after).is_ok());
            let Some((start, after)) = start.zip(after) else {
                return Err(error(interp, "total struct size too long"));
            };
            end = after;
            parts.push(Part { item, count, start });
        }
        Ok(Self { order, parts, size: end })
    }

    /// How many values are packed.
    fn values(&self) -> usize {
        let values = |part: &Part| match part.item {
            Item::Padding => 0,
            Item::Text | Item::Pascal => 1,
            _ => part.count,
        };
        self.parts.iter().map(values).sum()
    }
}

/// `calcsize(format)`
fn size(interp: &Interp, args: Args) -> Result<Value> {
    let [format] = exactly(interp, args, "calcsize")?;
    interp.size(Format::parse(interp, &format)?.size)
}

/// `pack(format, *values)`
fn pack(interp: &Interp, mut args: Args) -> Result<Value> {
    args.no_keywords(interp, "_struct.pack")?;
    if args.is_empty() {
        return Err(interp.type_error("pack expected at least 1 argument, got 0"));
    }
    let format = Format::parse(interp, &args.positional.remove(0))?;
    let (expected, given) = (format.values(), args.len());
    if given != expected {
        let message = format!("pack expected {expected} items for packing (got {given})");
        return Err(error(interp, &message));
    }
    let mut bytes = Vec::new();
    bytes.try_reserve_exact(format.size).map_err(|_| OutOfMemory)?;
    bytes.resize(format.size, 0);
    let mut values = args.positional.iter();
    for part in &format.parts {
        let size = part.item.size();
        match part.item {
            Item::Padding => {}
            Item::Text | Item::Pascal => {
                let Some(text) = values.next().and_then(bytes_like) else {
                    let code = if part.item == Item::Text { 's' } else { 'p' };
                    let message = format!("argument for '{code}' must be a bytes object");
                    return Err(error(interp, &message));
                };
                part.item.put_text(&mut bytes[part.start..part.start + part.count], &text);
            }
            item => {
                let place = &mut bytes[part.start..part.start + size * part.count];
                for (place, value) in place.chunks_mut(size).zip(&mut values) {
                    item.put(interp, format.order, value, place)?.map_err(|m| error(interp, &m))?;
                }
            }
        }
    }
    interp.bytes(&bytes)
}

/// `unpack(format, buffer)`
fn unpack(interp: &Interp, args: Args) -> Result<Value> {
    let [format, buffer] = exactly(interp, args, "unpack")?;
    let format = Format::parse(interp, &format)?;
    let Some(bytes) = bytes_like(&buffer) else {
        let given = interp.class_name(&buffer);
        return Err(interp.type_error(format!("a bytes-like object is required, not '{given}'")));
    };
    if bytes.len() != format.size {
        let message = format!("unpack requires a buffer of {} bytes", format.size);
        return Err(error(interp, &message));
    }
    let mut values = Vec::new();
    for part in &format.parts {
        let size = part.item.size();
        match part.item {
            Item::Padding => {}
            Item::Text => values.push(interp.bytes(&bytes[part.start..part.start + part.count])?),
            Item::Pascal => {
                let text = &bytes[part.start..part.start + part.count];
                let len = text
                    .first()
                    .map_or(0, |len| usize::from(*len))
                    .min(text.len().saturating_sub(1));
                values.push(interp.bytes(text.get(1..=len).unwrap_or_default())?);
            }
            item => {
                for place in bytes[part.start..part.start + size * part.count].chunks(size) {
                    values.push(item.get(interp, format.order, place)?);
                }
            }
        }
    }
    interp.tuple(values.into_iter())
}
