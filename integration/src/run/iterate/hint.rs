//! How many values an iterable is expected to give.
//!
//! # Source
//! `PyObject_LengthHint` in `Objects/abstract.c`.

use super::Iter;
use crate::Value;
use crate::object::{Int, Kind};
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::Result;

impl Interp {
    /// What `__len__`, or else `__length_hint__`, says; nothing where neither knows.
    ///
    /// # Errors
    /// What they raise, `TypeError` apart; `TypeError` and `ValueError` for an answer that is no
    /// length.
    pub(in crate::run) fn length_hint(&self, iterable: &Value) -> Result<Option<usize>> {
        if let Some(iter) = iterable.get::<Iter>() {
            return iter.left(self);
        }
        if iterable.kind() == Kind::Generator {
            return Ok(None);
        }
        if self.special(iterable, "__len__").is_some() {
            match self.len(iterable) {
                Ok(len) => return Ok(Some(len)),
                Err(raised) if self.is_raised(&raised, "TypeError") => drop(raised),
                Err(raised) => return Err(raised),
            }
        }
        let hint = match self.call_special(iterable, "__length_hint__", Args::none()) {
            Ok(Some(hint)) if hint.kind() != Kind::NotImplemented => hint,
            Ok(_) => return Ok(None),
            Err(raised) if self.is_raised(&raised, "TypeError") => return Ok(None),
            Err(raised) => return Err(raised),
        };
        let Some(number) = base_of::<Int>(&hint) else {
            let name = self.class_name(&hint);
            return Err(self.type_error(format!("__length_hint__ must be an integer, not {name}")));
        };
        if number.is_negative() {
            return Err(self.value_error("__length_hint__() should return >= 0"));
        }
        Ok(number.as_i64().and_then(|n| usize::try_from(n).ok()))
    }
}
