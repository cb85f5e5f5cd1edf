//! Comparisons: whose method is asked, and in which order.
//!
//! The method of the left operand is asked first, unless the type of the right one derives from
//! the type of the left one and has the swapped method. When both decline, `==` and `!=` compare
//! identities and the others are errors.
//!
//! Source: `do_richcompare` in `Objects/object.c`.

use super::super::code::CompareKind;
use super::super::interp::Interp;
use super::super::raise::Result;
use super::{compare_native, names, peel};
use crate::object::{Bool, Kind};
use crate::{Gc, Value};

impl Interp {
    /// `a op b`; the result need not be a bool.
    ///
    /// # Errors
    /// `TypeError` when there is no order between the operands, and whatever their methods raise.
    #[inline]
    pub fn compare(&self, kind: CompareKind, a: &Value, b: &Value) -> Result<Value> {
        if compare_native::is_simple(a.kind())
            && compare_native::is_simple(b.kind())
            && let Some(result) = compare_native::simple(kind, a, b)
        {
            return Ok(self.bool(result));
        }
        self.compare_slow(kind, a, b)
    }

    fn compare_slow(&self, kind: CompareKind, a: &Value, b: &Value) -> Result<Value> {
        let _nested = self.enter_native(" in comparison")?;
        let swapped = names::swapped(kind);
        let mut right_asked = false;
        if a.kind() == Kind::Instance || b.kind() == Kind::Instance {
            let (left, right) = (self.class_of(a), self.class_of(b));
            right_asked = !Gc::ptr_eq(&left, &right) && right.is_subclass_of(&left);
            if right_asked && let Some(result) = self.ask_compare(swapped, b, a)? {
                return Ok(result);
            }
        }
        if let Some(result) = self.ask_compare(kind, a, b)? {
            return Ok(result);
        }
        if !right_asked && let Some(result) = self.ask_compare(swapped, b, a)? {
            return Ok(result);
        }
        match kind {
            CompareKind::Eq => Ok(self.bool(a.is(b))),
            CompareKind::Ne => Ok(self.bool(!a.is(b))),
            _ => {
                let (a, b) = (self.class_name(a), self.class_name(b));
                Err(self.type_error(format!(
                    "'{}' not supported between instances of '{a}' and '{b}'",
                    names::symbol(kind)
                )))
            }
        }
    }

    /// Asks the method of one operand; nothing when it declines.
    pub(super) fn ask_compare(
        &self,
        kind: CompareKind,
        this: &Value,
        other: &Value,
    ) -> Result<Option<Value>> {
        if compare_native::is_native(this.kind()) {
            return compare_native::compare(self, kind, this, peel(other));
        }
        let name = names::of_compare(kind);
        let Some(method) = self.special(this, name) else { return Ok(None) };
        if self.is_object_method(&method) {
            return self.default_compare(kind, this, other);
        }
        let result = self.call_unbound(method, this, [other.clone()].into())?;
        Ok(Some(result).filter(|result| result.kind() != Kind::NotImplemented))
    }

    /// The comparison that every object has: identity for `==`, the opposite of `__eq__` for
    /// `!=`, no answer for the others.
    pub(crate) fn default_compare(
        &self,
        kind: CompareKind,
        this: &Value,
        other: &Value,
    ) -> Result<Option<Value>> {
        match kind {
            CompareKind::Eq => Ok(this.is(other).then(|| self.bool(true))),
            CompareKind::Ne => match self.ask_compare(CompareKind::Eq, this, other)? {
                Some(equal) => Ok(Some(self.bool(!self.truth(&equal)?))),
                None => Ok(None),
            },
            _ => Ok(None),
        }
    }

    /// Whether two objects are the same or compare equal.
    ///
    /// # Errors
    /// Whatever `__eq__` raises.
    #[inline]
    pub fn eq(&self, a: &Value, b: &Value) -> Result<bool> {
        if a.is(b) {
            return Ok(true);
        }
        let result = self.compare(CompareKind::Eq, a, b)?;
        match result.get::<Bool>() {
            Some(result) => Ok(result.0),
            None => self.truth(&result),
        }
    }

    /// `a < b`, as a condition.
    ///
    /// # Errors
    /// As [`Interp::compare`].
    pub fn less(&self, a: &Value, b: &Value) -> Result<bool> {
        let result = self.compare(CompareKind::Lt, a, b)?;
        self.truth(&result)
    }
}
