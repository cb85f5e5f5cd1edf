//! `repr()`, `str()` and `ascii()`.
//!
//! Source: `PyObject_Repr`, `PyObject_Str` in `Objects/object.c`, `list_repr`, `dict_repr`,
//! `set_repr`.

use core::borrow::Borrow;

use super::super::interp::Interp;
use super::super::raise::Result;
use super::integer::Integer;
use super::quote::{quote_ascii, quote_bytes, quote_text};
use super::shown::Shown;
use crate::Value;
use crate::object::{
    Bool, Bytes, Dict, Float, Int, Kind, List, Range, Slice, Str, Tuple, repr_float,
};

impl Interp {
    /// `repr(value)`.
    ///
    /// # Errors
    /// Whatever `__repr__` raises, and `TypeError` when it answers no string.
    pub fn repr(&self, value: &Value) -> Result<String> {
        if let Some(text) = self.native_repr(value)? {
            return Ok(text);
        }
        let _nested = self.enter_native(" while getting the repr of an object")?;
        match self.special(value, "__repr__") {
            Some(method) if !self.is_object_method(&method) => {
                let result = self.call_unbound(method, value, [].into())?;
                self.text_of(&result, "__repr__")
            }
            _ => self.describe(value),
        }
    }

    fn text_of(&self, result: &Value, method: &str) -> Result<String> {
        match super::peel(result).get::<Str>() {
            Some(text) => Ok(text.as_str().to_owned()),
            None => {
                let name = self.class_name(result);
                Err(self.type_error(format!("{method} returned non-string (type {name})")))
            }
        }
    }

    /// The `repr` of a value of a built-in kind; nothing for other kinds.
    ///
    /// # Errors
    /// Those of the items.
    pub(crate) fn native_repr(&self, value: &Value) -> Result<Option<String>> {
        let text = match value.kind() {
            Kind::None => "None".to_owned(),
            Kind::Ellipsis => "Ellipsis".to_owned(),
            Kind::NotImplemented => "NotImplemented".to_owned(),
            Kind::Bool => {
                let yes = value.get::<Bool>().is_some_and(|b| b.0);
                if yes { "True".to_owned() } else { "False".to_owned() }
            }
            Kind::Int => match value.get::<Int>().and_then(Int::as_i64) {
                Some(n) => n.to_string(),
                None => match Integer::of(value) {
                    Some(n) => n.to_decimal(self)?,
                    None => return Ok(None),
                },
            },
            Kind::Float => repr_float(value.get::<Float>().map(|x| x.0).unwrap_or_default()),
            Kind::Str => quote_text(value.get::<Str>().map(Str::as_str).unwrap_or_default()),
            Kind::Bytes => quote_bytes(value.get::<Bytes>().map(Bytes::items).unwrap_or_default()),
            Kind::List => {
                let Some(list) = value.get::<List>() else { return Ok(None) };
                if list.is_empty() {
                    return Ok(Some("[]".to_owned()));
                }
                self.row_repr(value, ["[", "]", "[...]"], (0..).map_while(|i| list.get(i)))?
            }
            Kind::Tuple => {
                let Some(tuple) = value.get::<Tuple>() else { return Ok(None) };
                if tuple.is_empty() {
                    return Ok(Some("()".to_owned()));
                }
                let close = if tuple.len() == 1 { ",)" } else { ")" };
                self.row_repr(value, ["(", close, "(...)"], tuple.items().iter())?
            }
            Kind::Dict => self.dict_repr(value)?,
            Kind::Set | Kind::FrozenSet => self.set_repr(value)?,
            Kind::Range => {
                let Some(range) = value.get::<Range>() else { return Ok(None) };
                if range.step == 1 {
                    format!("range({}, {})", range.start, range.stop)
                } else {
                    format!("range({}, {}, {})", range.start, range.stop, range.step)
                }
            }
            Kind::Slice => {
                let Some(slice) = value.get::<Slice>() else { return Ok(None) };
                let parts =
                    [self.repr(&slice.start)?, self.repr(&slice.stop)?, self.repr(&slice.step)?];
                format!("slice({})", parts.join(", "))
            }
            _ => return Ok(None),
        };
        Ok(Some(text))
    }

    /// `[open, close, what stands for the row inside itself]`
    fn row_repr(
        &self,
        value: &Value,
        [open, close, inside]: [&str; 3],
        items: impl Iterator<Item = impl Borrow<Value>>,
    ) -> Result<String> {
        let Some(_shown) = Shown::enter(self, value)? else { return Ok(inside.to_owned()) };
        let _nested = self.enter_native(" while getting the repr of an object")?;
        let mut text = open.to_owned();
        for (index, item) in items.enumerate() {
            if index > 0 {
                text.push_str(", ");
            }
            text.push_str(&self.repr(item.borrow())?);
        }
        text.push_str(close);
        Ok(text)
    }

    fn dict_repr(&self, value: &Value) -> Result<String> {
        let Some(dict) = value.get::<Dict>() else { return Ok(String::new()) };
        let Some(_shown) = Shown::enter(self, value)? else { return Ok("{...}".to_owned()) };
        let _nested = self.enter_native(" while getting the repr of an object")?;
        let mut text = "{".to_owned();
        let mut from = 0;
        while let Some((next, key, value)) = dict.next_entry(from) {
            if text.len() > 1 {
                text.push_str(", ");
            }
            text.push_str(&self.repr(&key)?);
            text.push_str(": ");
            text.push_str(&self.repr(&value)?);
            from = next;
        }
        text.push('}');
        Ok(text)
    }

    /// `{1, 2}` of a set; of a frozenset and of an object of a derived class with its name around.
    ///
    /// # Errors
    /// As [`Interp::repr`].
    pub(in super::super) fn set_repr(&self, value: &Value) -> Result<String> {
        let name = self.class_name(value);
        let Some(_shown) = Shown::enter(self, value)? else { return Ok(format!("{name}(...)")) };
        let Some(set) = super::super::lookup::sets::body(value) else { return Ok(String::new()) };
        if set.is_empty() {
            return Ok(format!("{name}()"));
        }
        let _nested = self.enter_native(" while getting the repr of an object")?;
        let mut items = Vec::new();
        for item in set.to_vec() {
            items.push(self.repr(&item)?);
        }
        let items = items.join(", ");
        Ok(match value.kind() {
            Kind::Set => format!("{{{items}}}"),
            _ => format!("{name}({{{items}}})"),
        })
    }

    /// `str(value)`, as Rust text.
    ///
    /// # Errors
    /// As [`Interp::to_str_value`].
    pub fn to_str(&self, value: &Value) -> Result<String> {
        if let Some(text) = value.get::<Str>() {
            return Ok(text.as_str().to_owned());
        }
        if let Some(text) = self.native_repr(value)? {
            return Ok(text);
        }
        let result = self.to_str_value(value)?;
        self.text_of(&result, "__str__")
    }

    /// `str(value)`: the object itself when it is a `str`.
    ///
    /// # Errors
    /// Whatever `__str__` raises, and `TypeError` when it answers no string.
    pub fn to_str_value(&self, value: &Value) -> Result<Value> {
        if value.kind() == Kind::Str {
            return Ok(value.clone());
        }
        if let Some(text) = self.native_repr(value)? {
            return self.str(&text);
        }
        let _nested = self.enter_native(" while getting the str of an object")?;
        match self.special(value, "__str__") {
            Some(method) if !self.is_object_method(&method) => {
                let result = self.call_unbound(method, value, [].into())?;
                if super::peel(&result).kind() == Kind::Str {
                    return Ok(result);
                }
                let name = self.class_name(&result);
                Err(self.type_error(format!("__str__ returned non-string (type {name})")))
            }
            _ => self.str(&self.repr(value)?),
        }
    }

    /// `ascii(value)`.
    ///
    /// # Errors
    /// As [`Interp::repr`].
    pub fn ascii(&self, value: &Value) -> Result<String> {
        Ok(quote_ascii(&self.repr(value)?))
    }
}
