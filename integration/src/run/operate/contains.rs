//! `in`.
//!
//! Source: `PySequence_Contains` in `Objects/abstract.c`, `slot_sq_contains` in
//! `Objects/typeobject.c`.

use super::super::interp::Interp;
use super::super::raise::Result;
use super::integer::Integer;
use super::peel;
use crate::Value;
use crate::object::{Bytes, Dict, Kind, List, Range, Str, Tuple};

impl Interp {
    /// `item in container`.
    ///
    /// # Errors
    /// `TypeError` for an object that contains nothing, and whatever the comparisons raise.
    pub fn contains(&self, container: &Value, item: &Value) -> Result<bool> {
        if let Some(answer) = self.native_contains(container, item)? {
            return Ok(answer);
        }
        match self.special(container, "__contains__") {
            Some(method) if self.is_none(&method) => {
                let name = self.class_name(container);
                Err(self.type_error(format!("'{name}' object is not a container")))
            }
            Some(method) => {
                let answer = self.call_unbound(method, container, [item.clone()].into())?;
                self.truth(&answer)
            }
            None => self.found_by_iteration(container, item),
        }
    }

    /// Looks into a value of a built-in kind; nothing for other kinds.
    ///
    /// # Errors
    /// As [`Interp::contains`].
    pub(crate) fn native_contains(&self, container: &Value, item: &Value) -> Result<Option<bool>> {
        let answer = match container.kind() {
            Kind::Dict => match container.as_gc::<Dict>() {
                Some(dict) => self.dict_get(dict, item)?.is_some(),
                None => false,
            },
            Kind::Set | Kind::FrozenSet => self.set_contains(container, item)?,
            Kind::List => {
                let Some(list) = container.get::<List>() else { return Ok(None) };
                let mut index = 0;
                while let Some(found) = list.get(index) {
                    if self.eq(&found, item)? {
                        return Ok(Some(true));
                    }
                    index += 1;
                }
                false
            }
            Kind::Tuple => {
                let Some(tuple) = container.get::<Tuple>() else { return Ok(None) };
                for found in tuple.items() {
                    if self.eq(found, item)? {
                        return Ok(Some(true));
                    }
                }
                false
            }
            Kind::Str => {
                let Some(part) = peel(item).get::<Str>() else {
                    let name = self.class_name(item);
                    return Err(self.type_error(format!(
                        "'in <string>' requires string as left operand, not {name}"
                    )));
                };
                container.get::<Str>().is_some_and(|text| text.as_str().contains(part.as_str()))
            }
            Kind::Bytes => self.bytes_contain(container, item)?,
            Kind::Range => {
                let Some(range) = container.get::<Range>() else { return Ok(None) };
                match Integer::of(item) {
                    Some(Integer::Small(n)) => range.contains(n),
                    Some(Integer::Big(_)) => false,
                    None => self.found_by_iteration(container, item)?,
                }
            }
            _ => return Ok(None),
        };
        Ok(Some(answer))
    }

    fn bytes_contain(&self, container: &Value, item: &Value) -> Result<bool> {
        let Some(bytes) = container.get::<Bytes>() else { return Ok(false) };
        if let Some(part) = peel(item).get::<Bytes>() {
            let part = part.items();
            return Ok(part.is_empty() || bytes.items().windows(part.len()).any(|w| w == part));
        }
        let Some(n) = self.index_or_none(item)? else {
            let name = self.class_name(item);
            let error = format!("a bytes-like object is required, not '{name}'");
            return Err(self.type_error(error));
        };
        let byte =
            u8::try_from(n).map_err(|_| self.value_error("byte must be in range(0, 256)"))?;
        Ok(bytes.items().contains(&byte))
    }

    fn found_by_iteration(&self, container: &Value, item: &Value) -> Result<bool> {
        let iterator = match self.iter(container) {
            Err(raised) if self.is_raised(&raised, "TypeError") => {
                let name = self.class_name(container);
                return Err(self.type_error(format!("argument of type '{name}' is not iterable")));
            }
            iterator => iterator?,
        };
        while let Some(found) = self.next(&iterator)? {
            if self.eq(&found, item)? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
