//! `text += more`: appending to a long text that only a local variable holds.
//!
//! # Source
//! `BINARY_OP_INPLACE_ADD_UNICODE` in `Python/bytecodes.c`.

use super::super::code::Op;
use super::super::raise::Result;
use super::Machine;
use crate::Value;
use crate::object::{Kind, Str};

/// Shorter texts are copied: their bytes may stand right behind their heads.
const LONG: usize = 512;

impl Machine<'_> {
    /// Appends `right` to `left`, if both are texts and the next op stores the sum in the local
    /// variable that is the only other owner of `left`. Answers whether it did.
    ///
    /// # Errors
    /// Out of memory; the variable is unbound then.
    #[inline]
    pub(super) fn append(&self, left: &mut Value, right: &Value) -> Result<bool> {
        if left.kind() != Kind::Str || right.kind() != Kind::Str || left.owners() != 2 {
            return Ok(false);
        }
        self.append_text(left, right)
    }

    fn append_text(&self, left: &mut Value, right: &Value) -> Result<bool> {
        let next = self.frame.ip.get() as usize + 1;
        let Some(Op::StoreFast(index)) = self.code.code.ops.get(next) else { return Ok(false) };
        let Some(more) = right.get::<Str>() else { return Ok(false) };
        if left.get::<Str>().is_none_or(|text| text.len() < LONG) {
            return Ok(false);
        }
        let variable = {
            let mut locals = self.frame.locals.borrow_mut();
            let local = &mut locals[*index as usize];
            if !local.as_ref().is_some_and(|value| value.is(left)) {
                return Ok(false);
            }
            local.take()
        };
        drop(variable);
        let whole = core::mem::replace(left, self.interp.none());
        let Ok(mut text) = whole.downcast::<Str>() else { return Ok(false) };
        let appended = text.append(more.as_str())?;
        *left = text.into_value();
        Ok(appended)
    }
}
