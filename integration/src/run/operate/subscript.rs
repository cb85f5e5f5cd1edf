//! `o[k]`: items and slices.
//!
//! Source: `PyObject_GetItem` in `Objects/abstract.c`, `list_subscript`, `tuplesubscript`,
//! `unicode_subscript`, `range_subscript`, `bytes_subscript`.

use super::super::interp::Interp;
use super::super::raise::{Raised, Result};
use super::peel;
use crate::Value;
use crate::object::{Bytes, Class, Indices, Int, Kind, List, Range, Slice, Str, Tuple};

impl Interp {
    /// `o[k]`.
    ///
    /// # Errors
    /// `IndexError`, `KeyError`, `TypeError`, and whatever `__getitem__` raises.
    #[inline]
    pub fn get_item(&self, o: &Value, k: &Value) -> Result<Value> {
        if let (Some(list), Some(index)) = (o.get::<List>(), k.get::<Int>().and_then(Int::as_i64)) {
            let place = place(index, list.len()).and_then(|place| list.get(place));
            return place.ok_or_else(|| self.index_error("list index out of range"));
        }
        match o.kind() {
            Kind::Dict => self.dict_item(o, k),
            Kind::List | Kind::Tuple | Kind::Str | Kind::Bytes | Kind::Range => {
                self.native_get_item(o, k)
            }
            Kind::Class => self.class_get_item(o, k),
            _ => match self.call_special(o, "__getitem__", [k.clone()])? {
                Some(item) => Ok(item),
                None => {
                    let name = self.class_name(o);
                    Err(self.type_error(format!("'{name}' object is not subscriptable")))
                }
            },
        }
    }

    /// `Class[k]`: the metaclass is asked first, then `__class_getitem__`.
    fn class_get_item(&self, o: &Value, k: &Value) -> Result<Value> {
        if let Some(item) = self.call_special(o, "__getitem__", [k.clone()])? {
            return Ok(item);
        }
        if o.is(self.types.type_.as_value()) {
            return self.generic_alias(o.clone(), k.clone());
        }
        if let Some(method) = self.lookup_attr(o, "__class_getitem__")? {
            return self.call(&method, [k.clone()]);
        }
        let name = o.get::<Class>().map(Class::name).unwrap_or_default();
        Err(self.type_error(format!("type '{name}' is not subscriptable")))
    }

    /// An item or a slice of a built-in sequence.
    ///
    /// # Errors
    /// `IndexError`, `TypeError`, and whatever `__index__` raises.
    pub(crate) fn native_get_item(&self, o: &Value, k: &Value) -> Result<Value> {
        if let Some(slice) = k.get::<Slice>() {
            return self.get_slice(o, slice);
        }
        let Some(index) = self.index_or_none(k)? else { return Err(self.bad_index(o, k)) };
        if (index == i64::MIN || index == i64::MAX)
            && peel(k).get::<Int>().is_some_and(|n| n.as_i64().is_none())
        {
            let name = self.class_name(k);
            let error = format!("cannot fit '{name}' into an index-sized integer");
            return Err(self.index_error(error));
        }
        let len = super::truth::native_len(o).unwrap_or_default();
        let found = match (place(index, len), o.kind()) {
            (None, _) => None,
            (Some(at), Kind::List) => o.get::<List>().and_then(|list| list.get(at)),
            (Some(at), Kind::Tuple) => o.get::<Tuple>().and_then(|t| t.items().get(at).cloned()),
            (Some(at), Kind::Str) => {
                let text = o.get::<Str>().and_then(|text| char_at(text, at));
                text.map(|c| self.char(c)).transpose()?
            }
            (Some(at), Kind::Bytes) => {
                let byte = o.get::<Bytes>().and_then(|bytes| bytes.items().get(at).copied());
                byte.map(|byte| self.int(i64::from(byte))).transpose()?
            }
            (Some(at), _) => {
                let n = o.get::<Range>().and_then(|range| range.get(at as u64));
                n.map(|n| self.int(n)).transpose()?
            }
        };
        found.ok_or_else(|| {
            self.index_error(match o.kind() {
                Kind::Str => "string index out of range",
                Kind::Tuple => "tuple index out of range",
                Kind::Bytes => "index out of range",
                Kind::Range => "range object index out of range",
                _ => "list index out of range",
            })
        })
    }

    fn bad_index(&self, o: &Value, k: &Value) -> Raised {
        let (kind, name) = (o.kind().name(), self.class_name(k));
        self.type_error(match o.kind() {
            Kind::Str => format!("string indices must be integers, not '{name}'"),
            Kind::Bytes => format!("byte indices must be integers or slices, not {name}"),
            _ => format!("{kind} indices must be integers or slices, not {name}"),
        })
    }

    /// The places a slice means in a row of `len` items.
    ///
    /// # Errors
    /// `TypeError` when a part is no index, `ValueError` for a step of zero.
    pub(crate) fn slice_indices(&self, slice: &Slice, len: usize) -> Result<Indices> {
        let step = self.slice_part(&slice.step)?;
        if step == Some(0) {
            return Err(self.value_error("slice step cannot be zero"));
        }
        let from = self.slice_part(&slice.start)?;
        let to = self.slice_part(&slice.stop)?;
        Indices::adjust(from, to, step, len)
            .ok_or_else(|| self.value_error("slice step cannot be zero"))
    }

    fn slice_part(&self, part: &Value) -> Result<Option<i64>> {
        if self.is_none(part) {
            return Ok(None);
        }
        match self.index_or_none(part)? {
            Some(n) => Ok(Some(n)),
            None => Err(self
                .type_error("slice indices must be integers or None or have an __index__ method")),
        }
    }

    fn get_slice(&self, o: &Value, slice: &Slice) -> Result<Value> {
        // The parts may run code that changes the list: its length counts afterwards.
        let indices = self.slice_indices(slice, super::truth::native_len(o).unwrap_or_default())?;
        let whole = indices.step == 1 && Some(indices.count) == super::truth::native_len(o);
        match o.kind() {
            Kind::List => {
                let Some(list) = o.get::<List>() else { return Ok(self.none()) };
                self.list(indices.iter().filter_map(|i| list.get(i)).collect())
            }
            Kind::Tuple | Kind::Str | Kind::Bytes if whole => Ok(o.clone()),
            Kind::Tuple => {
                let items = o.get::<Tuple>().map(Tuple::items).unwrap_or_default();
                let picked: Vec<Value> =
                    indices.iter().filter_map(|i| items.get(i).cloned()).collect();
                self.tuple(picked.into_iter())
            }
            Kind::Str => {
                let text = o.get::<Str>().map(|text| slice_text(text, &indices));
                self.str(&text.unwrap_or_default())
            }
            Kind::Bytes => {
                let bytes = o.get::<Bytes>().map(Bytes::items).unwrap_or_default();
                let picked: Vec<u8> =
                    indices.iter().filter_map(|i| bytes.get(i).copied()).collect();
                Ok(self.bytes(&picked)?)
            }
            _ => {
                let Some(range) = o.get::<Range>() else { return Ok(self.none()) };
                let at = |i: i64| range.start.saturating_add(i.saturating_mul(range.step));
                let part = Range {
                    start: at(indices.start),
                    stop: at(indices.stop),
                    step: range.step.saturating_mul(indices.step),
                };
                Ok(self.heap.alloc(part)?.into_value())
            }
        }
    }
}

/// The place an index means in a row of `len` items, if it is inside.
#[inline]
pub(crate) fn place(index: i64, len: usize) -> Option<usize> {
    let len_signed = i64::try_from(len).ok()?;
    let index = if index < 0 { index.checked_add(len_signed)? } else { index };
    usize::try_from(index).ok().filter(|index| *index < len)
}

fn char_at(text: &Str, at: usize) -> Option<char> {
    if text.is_ascii() {
        return text.items().get(at).map(|byte| char::from(*byte));
    }
    text.as_str().chars().nth(at)
}

fn slice_text(text: &Str, indices: &Indices) -> String {
    if text.is_ascii() && indices.step == 1 {
        let start = usize::try_from(indices.start).unwrap_or_default();
        let part = text.as_str().get(start..start + indices.count);
        return part.unwrap_or_default().to_owned();
    }
    let chars: Vec<char> = text.as_str().chars().collect();
    indices.iter().filter_map(|i| chars.get(i).copied()).collect()
}
