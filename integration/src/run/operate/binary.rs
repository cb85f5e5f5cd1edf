//! Binary operators: whose method is asked, and in which order.
//!
//! ```text
//!   numbers                    computed at once
//!   type(b) derives from       b.__radd__(a) if it is another function than that of type(a)
//!     type(a)
//!   otherwise                  a.__add__(b), then b.__radd__(a) if the types differ
//!   at last                    concatenation and repetition of built-in sequences
//! ```
//! A method that answers `NotImplemented` passes the question on.
//!
//! Source: `binary_op1` and `PyNumber_Add` in `Objects/abstract.c`, `SLOT1BINFULL` in
//! `Objects/typeobject.c`.

use super::super::code::BinaryKind;
use super::super::interp::Interp;
use super::super::raise::Result;
use super::float::{self, Number};
use super::integer::{self, Integer};
use super::names::{self, BinaryNames};
use super::{number, peel, sequence};
use crate::object::{Bytes, Class, Kind, List, Str};
use crate::{Gc, Value};

impl Interp {
    /// `a op b`.
    ///
    /// # Errors
    /// `TypeError` when neither operand knows the other, and whatever their methods raise.
    #[inline]
    pub fn binary(&self, kind: BinaryKind, a: &Value, b: &Value) -> Result<Value> {
        if number::is_number(a)
            && number::is_number(b)
            && let Some(result) = number::binary(self, kind, a, b)?
        {
            return Ok(result);
        }
        let names = names::of_binary(kind);
        match self.dispatch(kind, names, a, b)? {
            Some(result) => Ok(result),
            None => Err(self.unsupported(names.symbol, a, b)),
        }
    }

    /// `a op= b`. A list is extended in place, an object may have an in-place method; everything
    /// else is computed as `a op b`.
    ///
    /// # Errors
    /// As [`Interp::binary`].
    pub fn in_place(&self, kind: BinaryKind, a: Value, b: &Value) -> Result<Value> {
        if number::is_number(&a)
            && number::is_number(b)
            && let Some(result) = number::binary(self, kind, &a, b)?
        {
            return Ok(result);
        }
        let names = names::of_binary(kind);
        match a.kind() {
            Kind::List if matches!(kind, BinaryKind::Add | BinaryKind::Mul) => {
                if self.list_in_place(kind, &a, b)? {
                    return Ok(a);
                }
            }
            // Kinds without in-place methods.
            Kind::Int | Kind::Float | Kind::Bool | Kind::Str | Kind::Tuple | Kind::List => {}
            _ => {
                if let Some(result) = self.call_special(&a, names.in_place, [b.clone()])?
                    && result.kind() != Kind::NotImplemented
                {
                    return Ok(result);
                }
            }
        }
        match self.dispatch(kind, names, &a, b)? {
            Some(result) => Ok(result),
            None => Err(self.unsupported(names.augmented, &a, b)),
        }
    }

    /// `list += b` and `list *= b`; `false` when the right operand is to decide.
    fn list_in_place(&self, kind: BinaryKind, a: &Value, b: &Value) -> Result<bool> {
        let Some(list) = a.as_gc::<List>() else { return Ok(false) };
        if kind == BinaryKind::Mul {
            if self.index_or_none(b)?.is_none() {
                return Ok(false);
            }
            sequence::repeat_in_place(self, list, b)?;
        } else {
            sequence::extend(self, list, b)?;
        }
        Ok(true)
    }

    fn unsupported(&self, symbol: &str, a: &Value, b: &Value) -> super::super::raise::Raised {
        let (a, b) = (self.class_name(a), self.class_name(b));
        self.type_error(format!("unsupported operand type(s) for {symbol}: '{a}' and '{b}'"))
    }

    /// Asks the operands' methods; nothing when none has an answer.
    fn dispatch(
        &self,
        kind: BinaryKind,
        names: BinaryNames,
        a: &Value,
        b: &Value,
    ) -> Result<Option<Value>> {
        let (left, right) = (self.class_of(a), self.class_of(b));
        let same = Gc::ptr_eq(&left, &right);
        let right_first = !same
            && right.is_subclass_of(&left)
            && self.is_overloaded(&left, &right, names.reflected);
        if right_first && let Some(result) = self.ask(kind, names.reflected, b, a, true)? {
            return Ok(Some(result));
        }
        if let Some(result) = self.ask(kind, names.plain, a, b, false)? {
            return Ok(Some(result));
        }
        if !same
            && !right_first
            && let Some(result) = self.ask(kind, names.reflected, b, a, true)?
        {
            return Ok(Some(result));
        }
        self.sequences(kind, names, a, b, &left, &right)
    }

    /// Whether a class has another method of this name than one of its bases.
    pub(in crate::run) fn is_overloaded(
        &self,
        base: &Gc<Class>,
        derived: &Gc<Class>,
        name: &str,
    ) -> bool {
        match (self.type_lookup(base, name), self.type_lookup(derived, name)) {
            (Some(a), Some(b)) => !a.is(&b),
            (None, found) => found.is_some(),
            (Some(_), None) => false,
        }
    }

    /// Asks the method of one operand.
    fn ask(
        &self,
        kind: BinaryKind,
        name: &str,
        this: &Value,
        other: &Value,
        reflected: bool,
    ) -> Result<Option<Value>> {
        let result = match this.kind() {
            Kind::Int | Kind::Float | Kind::Bool => {
                // An object around a float answers for itself: an integer does not know floats.
                if other.kind() == Kind::Instance
                    && this.kind() != Kind::Float
                    && peel(other).kind() == Kind::Float
                {
                    return Ok(None);
                }
                let (a, b) = if reflected { (other, this) } else { (this, other) };
                return number::binary(self, kind, peel(a), peel(b));
            }
            Kind::Str if kind == BinaryKind::Mod => {
                if reflected {
                    return Ok(None);
                }
                let text = this.get::<Str>().map(Str::as_str).unwrap_or_default();
                if text == "%s" && other.kind() == Kind::Str {
                    return Ok(Some(other.clone()));
                }
                return self.str(&self.percent_format(text, other)?).map(Some);
            }
            Kind::Bytes if kind == BinaryKind::Mod => {
                if reflected {
                    return Ok(None);
                }
                let template = this.get::<Bytes>().map(Bytes::items).unwrap_or_default();
                let bytes = self.percent_format_bytes(template, other)?;
                return Ok(Some(self.heap.bytes(&bytes)?.into_value()));
            }
            Kind::Str | Kind::Tuple | Kind::List | Kind::None => return Ok(None),
            _ => {
                let Some(method) = self.special(this, name) else { return Ok(None) };
                // Sequences come last, since their answer to a stranger is an error.
                if matches!(kind, BinaryKind::Add | BinaryKind::Mul)
                    && method.kind() == Kind::Builtin
                    && sequence::is_sequence(peel(this).kind())
                {
                    return Ok(None);
                }
                self.call_unbound(method, this, [other.clone()].into())?
            }
        };
        Ok(Some(result).filter(|result| result.kind() != Kind::NotImplemented))
    }

    /// Concatenation and repetition, where a class did not replace the built-in method.
    fn sequences(
        &self,
        kind: BinaryKind,
        names: BinaryNames,
        a: &Value,
        b: &Value,
        left: &Gc<Class>,
        right: &Gc<Class>,
    ) -> Result<Option<Value>> {
        let untouched = |value: &Value, class: &Gc<Class>, name: &str| {
            sequence::is_sequence(peel(value).kind())
                && (value.kind() != Kind::Instance
                    || self.type_lookup(class, name).is_some_and(|m| m.kind() == Kind::Builtin))
        };
        match kind {
            BinaryKind::Add if untouched(a, left, names.plain) => {
                sequence::concat(self, a, b).map(Some)
            }
            BinaryKind::Mul if untouched(a, left, names.plain) => {
                sequence::repeat(self, a, b).map(Some)
            }
            BinaryKind::Mul if untouched(b, right, names.reflected) => {
                sequence::repeat(self, b, a).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// `pow(a, b, modulus)`.
    ///
    /// # Errors
    /// As [`Interp::binary`], and `ValueError` for a modulus of zero.
    pub fn power(&self, a: &Value, b: &Value, modulus: Option<&Value>) -> Result<Value> {
        let Some(modulus) = modulus.filter(|m| !self.is_none(m)) else {
            return self.binary(BinaryKind::Pow, a, b);
        };
        if let (Some(x), Some(y), Some(z)) = (Integer::of(a), Integer::of(b), Integer::of(modulus))
        {
            return integer::power_modulo(self, x, y, z);
        }
        if [a, b, modulus].iter().all(|v| number::is_number(v)) {
            let error = "pow() 3rd argument not allowed unless all arguments are integers";
            return Err(self.type_error(error));
        }
        if let Some(result) = self.call_special(a, "__pow__", [b.clone(), modulus.clone()])?
            && result.kind() != Kind::NotImplemented
        {
            return Ok(result);
        }
        let names = [a, b, modulus].map(|v| self.class_name(v));
        Err(self.type_error(format!(
            "unsupported operand type(s) for ** or pow(): '{}', '{}', '{}'",
            names[0], names[1], names[2]
        )))
    }

    /// `divmod(a, b)`.
    ///
    /// # Errors
    /// As [`Interp::binary`].
    pub fn divmod(&self, a: &Value, b: &Value) -> Result<Value> {
        if number::is_number(a)
            && number::is_number(b)
            && let (Some(x), Some(y)) = (Number::of(a), Number::of(b))
        {
            return match (x, y) {
                (Number::Integer(x), Number::Integer(y)) => integer::divmod(self, &x, &y),
                (x, y) => float::divmod(self, x.to_float(self)?, y.to_float(self)?),
            };
        }
        for (this, other, name) in [(a, b, "__divmod__"), (b, a, "__rdivmod__")] {
            if let Some(result) = self.call_special(this, name, [other.clone()])?
                && result.kind() != Kind::NotImplemented
            {
                return Ok(result);
            }
        }
        Err(self.unsupported("divmod()", a, b))
    }
}
