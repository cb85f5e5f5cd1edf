//! Unary operators, `abs()` and `round()`.
//!
//! Source: `PyNumber_Negative` and its like in `Objects/abstract.c`.

use super::super::code::UnaryKind;
use super::super::interp::Interp;
use super::super::raise::Result;
use super::float::Number;
use super::integer::Integer;
use super::number;
use crate::Value;
use crate::object::Int;

impl Interp {
    /// `op value`.
    ///
    /// # Errors
    /// `TypeError` when there is no such operator, and whatever its method raises.
    pub fn unary(&self, kind: UnaryKind, value: &Value) -> Result<Value> {
        if kind == UnaryKind::Not {
            return Ok(self.bool(!self.truth(value)?));
        }
        if number::is_number(value)
            && let Some(result) = number::unary(self, kind, value)?
        {
            return Ok(result);
        }
        let (name, symbol) = match kind {
            UnaryKind::Neg => ("__neg__", "-"),
            UnaryKind::Pos => ("__pos__", "+"),
            _ => ("__invert__", "~"),
        };
        // A float has no `~`, but no method of that name either.
        match self.call_special(value, name, [])? {
            Some(result) => Ok(result),
            None => {
                let class = self.class_name(value);
                Err(self.type_error(format!("bad operand type for unary {symbol}: '{class}'")))
            }
        }
    }

    /// `abs(value)`.
    ///
    /// # Errors
    /// `TypeError` when there is no `__abs__`, and whatever it raises.
    pub fn absolute(&self, value: &Value) -> Result<Value> {
        if number::is_number(value)
            && let Some(number) = Number::of(value)
        {
            return match number {
                Number::Float(x) => self.float(x.abs()),
                Number::Integer(n) if n.is_negative() => self.unary(UnaryKind::Neg, value),
                Number::Integer(_) if value.is_a::<Int>() => Ok(value.clone()),
                Number::Integer(Integer::Small(n)) => self.int(n),
                Number::Integer(_) => Ok(value.clone()),
            };
        }
        match self.call_special(value, "__abs__", [])? {
            Some(result) => Ok(result),
            None => {
                let class = self.class_name(value);
                Err(self.type_error(format!("bad operand type for abs(): '{class}'")))
            }
        }
    }
}
