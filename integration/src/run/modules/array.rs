//! `array.array`: a row of numbers of one C type, packed into bytes.
//!
//! The bytes are those of a `bytearray` of its own, which counts the views of them; what a type
//! code means is shared with `struct`. Subscripts are in `array/items.rs`, the class and its other
//! methods in `array/methods.rs`. The type codes `u` and `w` are missing.
//!
//! # Source
//! `Modules/arraymodule.c`.

mod items;
mod methods;

use core::fmt;
use core::ops::Range;

use super::kind::receiver;
use super::set;
use super::struct_::item::{Item, Order, limits};
use crate::heap::trace_fields;
use crate::run::interp::Interp;
use crate::run::operate::integer::Integer;
use crate::run::raise::Result;
use crate::run::types::bytearray::ByteArray;
use crate::{Gc, Trace, Value};

/// The payload of an `array`.
pub(in crate::run) struct Array {
    code: char,
    item: Item,
    bytes: Gc<ByteArray>,
}

impl Trace for Array {
    trace_fields!(bytes);

    fn extra_size(&self) -> usize {
        self.bytes.len()
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "array[{}]", self.len())
    }
}

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("array")?;
    let class = methods::install(interp)?.into_value();
    set(interp, &dict, "array", class.clone())?;
    set(interp, &dict, "ArrayType", class)?;
    set(interp, &dict, "typecodes", interp.str(CODES)?)?;
    Ok(module)
}

/// The type codes.
const CODES: &str = "bBhHiIlLqQfd";

impl Array {
    /// An array of these bytes, which are whole items; nothing for a type code that is none.
    fn made(interp: &Interp, code: char, bytes: &[u8]) -> Result<Option<Value>> {
        let item = Item::of(code, Order::Native).filter(|_| CODES.contains(code));
        let Some(item) = item else { return Ok(None) };
        let bytes = ByteArray::of(&interp.heap, bytes)?;
        Ok(Some(interp.heap.alloc(Self { code, item, bytes })?.into_value()))
    }

    /// An array of the same type.
    fn like(&self, interp: &Interp, bytes: &[u8]) -> Result<Value> {
        let made = Self::made(interp, self.code, bytes)?;
        Ok(made.unwrap_or_else(|| interp.none()))
    }

    /// The bytes.
    pub(in crate::run) fn bytes(&self) -> &Gc<ByteArray> {
        &self.bytes
    }

    /// The type code.
    pub(in crate::run) fn code(&self) -> char {
        self.code
    }

    fn len(&self) -> usize {
        self.bytes.len() / self.item.size()
    }

    /// The bytes of the items of a range.
    fn range(&self, items: &Range<usize>) -> Range<usize> {
        items.start * self.item.size()..items.end * self.item.size()
    }

    fn get(&self, interp: &Interp, place: usize) -> Result<Option<Value>> {
        if place >= self.len() {
            return Ok(None);
        }
        let bytes: Vec<u8> =
            self.range(&(place..place + 1)).filter_map(|i| self.bytes.get(i)).collect();
        self.item.get(interp, Order::Native, &bytes).map(Some)
    }

    /// All items as objects.
    fn to_list(&self, interp: &Interp) -> Result<Vec<Value>> {
        let bytes = self.bytes.to_vec();
        bytes.chunks(self.item.size()).map(|b| self.item.get(interp, Order::Native, b)).collect()
    }

    /// The bytes of a number, which must be of the type of the array.
    fn pack(&self, interp: &Interp, value: &Value) -> Result<Vec<u8>> {
        let mut bytes = vec![0; self.item.size()];
        if let (Item::Int { size, signed, .. }, Some(number)) = (self.item, Integer::of(value)) {
            let (least, most) = limits(size, signed);
            let number = number.into_big();
            if *number < least || *number > most {
                return Err(interp.overflow_error(self.out_of_range(*number < least, size)));
            }
        }
        match self.item.put(interp, Order::Native, value, &mut bytes)? {
            Ok(()) => Ok(bytes),
            Err(_) => {
                let given = interp.class_name(value);
                Err(interp.type_error(match self.item {
                    Item::Float(_) => format!("must be real number, not {given}"),
                    _ => format!("'{given}' object cannot be interpreted as an integer"),
                }))
            }
        }
    }

    /// The words of CPython's errors, which differ from type to type.
    fn out_of_range(&self, below: bool, size: usize) -> String {
        let bound = if below { "less than minimum" } else { "greater than maximum" };
        let kind = match self.code {
            'b' => "signed char",
            'B' => "unsigned byte integer",
            'h' => "signed short integer",
            'H' => "unsigned short",
            'i' => "signed integer",
            'I' => "unsigned int",
            _ if below && self.code.is_ascii_uppercase() => {
                return "can't convert negative value to unsigned int".to_owned();
            }
            _ => return format!("int too large to convert to C {size} bytes"),
        };
        format!("{kind} is {bound}")
    }

    /// Puts bytes in the place of the items of a range.
    fn splice(&self, interp: &Interp, items: &Range<usize>, new: &[u8]) -> Result<()> {
        let range = self.range(items);
        if self.bytes.is_exported() && range.len() != new.len() {
            let message = "cannot resize an array that is exporting buffers";
            return Err(interp.raise("BufferError", message));
        }
        Ok(self.bytes.splice(range, new)?)
    }
}

/// The array that `self` is.
fn of<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a Array> {
    receiver::<Array>(interp, this, method, "array.array")
}
