//! Operators on the built-in numbers.

use super::super::code::{BinaryKind, UnaryKind};
use super::super::interp::Interp;
use super::super::raise::Result;
use super::float::{self, Number};
use super::integer::{self, Integer};
use crate::Value;
use crate::object::{Bool, Float, Int, Kind};

/// Whether a value is a number itself, and not an object around one.
#[inline]
pub(super) fn is_number(value: &Value) -> bool {
    matches!(value.kind(), Kind::Int | Kind::Float | Kind::Bool)
}

/// An operator on two numbers; nothing when one is no number or there is no such operator.
pub(in super::super) fn binary(
    interp: &Interp,
    kind: BinaryKind,
    a: &Value,
    b: &Value,
) -> Result<Option<Value>> {
    if let (Some(a), Some(b)) = (a.get::<Float>(), b.get::<Float>()) {
        return float::binary(interp, kind, a.0, b.0);
    }
    if let (Some(a), Some(b)) = (a.get::<Bool>(), b.get::<Bool>()) {
        match kind {
            BinaryKind::And => return Ok(Some(interp.bool(a.0 & b.0))),
            BinaryKind::Or => return Ok(Some(interp.bool(a.0 | b.0))),
            BinaryKind::Xor => return Ok(Some(interp.bool(a.0 ^ b.0))),
            _ => {}
        }
    }
    let (Some(a), Some(b)) = (Number::of(a), Number::of(b)) else { return Ok(None) };
    match (a, b) {
        (Number::Integer(a), Number::Integer(b)) => integer::binary(interp, kind, a, b),
        // Before any conversion: what has no meaning for floats does not overflow either.
        _ if no_float(kind) => Ok(None),
        (a, b) => float::binary(interp, kind, a.to_float(interp)?, b.to_float(interp)?),
    }
}

fn no_float(kind: BinaryKind) -> bool {
    use BinaryKind::{And, LShift, MatMul, Or, RShift, Xor};
    matches!(kind, And | LShift | MatMul | Or | RShift | Xor)
}

/// A unary operator on a number; nothing when it is none or there is no such operator.
pub(in super::super) fn unary(
    interp: &Interp,
    kind: UnaryKind,
    value: &Value,
) -> Result<Option<Value>> {
    let Some(number) = Number::of(value) else { return Ok(None) };
    let result = match (kind, number) {
        (UnaryKind::Pos, Number::Integer(_)) if value.is_a::<Int>() => value.clone(),
        (UnaryKind::Pos, Number::Integer(n)) => interp.integer(n)?,
        (UnaryKind::Pos, Number::Float(_)) if value.is_a::<Float>() => value.clone(),
        (UnaryKind::Pos, Number::Float(x)) => interp.float(x)?,
        (UnaryKind::Neg, Number::Float(x)) => interp.float(-x)?,
        (UnaryKind::Neg, Number::Integer(n)) => match n {
            Integer::Small(n) if n != i64::MIN => interp.int(-n)?,
            n => interp.big_int(-&*n.into_big())?,
        },
        (UnaryKind::Invert, Number::Integer(n)) => match n {
            Integer::Small(n) => interp.int(!n)?,
            Integer::Big(n) => interp.big_int(!&*n)?,
        },
        (UnaryKind::Invert, Number::Float(_)) | (UnaryKind::Not, _) => return Ok(None),
    };
    Ok(Some(result))
}
