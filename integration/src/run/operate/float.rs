//! Arithmetic of floats, alone and with integers.
//!
//! Source: `Objects/floatobject.c`.

use core::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use super::super::code::BinaryKind;
use super::super::interp::Interp;
use super::super::raise::Result;
use super::integer::Integer;
use super::peel;
use crate::Value;
use crate::object::Float;

/// A number: what arithmetic mixes.
#[derive(Clone, Debug)]
pub(crate) enum Number<'a> {
    /// An integer or a bool.
    Integer(Integer<'a>),
    /// A float.
    Float(f64),
}

impl<'a> Number<'a> {
    /// The number an operand is, if it is one.
    #[inline]
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        if let Some(x) = peel(value).get::<Float>() {
            return Some(Self::Float(x.0));
        }
        Integer::of(value).map(Self::Integer)
    }

    /// As a float.
    ///
    /// # Errors
    /// `OverflowError`.
    pub(crate) fn to_float(&self, interp: &Interp) -> Result<f64> {
        match self {
            Self::Integer(n) => n.to_float(interp),
            Self::Float(x) => Ok(*x),
        }
    }

    /// The exact order of two numbers; none when one is not a number.
    pub(crate) fn order(&self, other: &Number<'_>) -> Option<Ordering> {
        match (self, other) {
            (Self::Integer(a), Number::Integer(b)) => Some(a.order(b)),
            (Self::Float(a), Number::Float(b)) => a.partial_cmp(b),
            (Self::Integer(a), Number::Float(b)) => order_mixed(a, *b),
            (Self::Float(a), Number::Integer(b)) => order_mixed(b, *a).map(Ordering::reverse),
        }
    }
}

/// The order of an integer and a float, without rounding either.
fn order_mixed(a: &Integer<'_>, b: f64) -> Option<Ordering> {
    if b.is_nan() {
        return None;
    }
    if let Integer::Small(n) = a
        && n.unsigned_abs() <= 1 << 53
    {
        #[expect(clippy::cast_precision_loss, reason = "the integer is exact")]
        return (*n as f64).partial_cmp(&b);
    }
    let Some(whole) = BigInt::from_f64(b.trunc()) else {
        return Some(if b > 0.0 { Ordering::Less } else { Ordering::Greater });
    };
    let order = (*a.clone().into_big()).cmp(&whole);
    Some(order.then_with(|| 0.0.partial_cmp(&b.fract()).unwrap_or(Ordering::Equal)))
}

/// An operator on two numbers of which one is a float; nothing where floats have none.
pub(super) fn binary(interp: &Interp, kind: BinaryKind, a: f64, b: f64) -> Result<Option<Value>> {
    let x = match kind {
        BinaryKind::Add => a + b,
        BinaryKind::Sub => a - b,
        BinaryKind::Mul => a * b,
        BinaryKind::Div if b == 0.0 => {
            return Err(interp.zero_division_error("float division by zero"));
        }
        BinaryKind::Div => a / b,
        BinaryKind::FloorDiv if b == 0.0 => {
            return Err(interp.zero_division_error("float floor division by zero"));
        }
        BinaryKind::FloorDiv => divide(a, b).0,
        BinaryKind::Mod if b == 0.0 => {
            return Err(interp.zero_division_error("float modulo by zero"));
        }
        BinaryKind::Mod => divide(a, b).1,
        BinaryKind::Pow => power(interp, a, b)?,
        _ => return Ok(None),
    };
    interp.float(x).map(Some)
}

/// Quotient and remainder, the quotient rounded down.
fn divide(a: f64, b: f64) -> (f64, f64) {
    let mut rest = a % b;
    let mut quotient = (a - rest) / b;
    if rest == 0.0 {
        rest = 0f64.copysign(b);
    } else if (b < 0.0) != (rest < 0.0) {
        rest += b;
        quotient -= 1.0;
    }
    if quotient == 0.0 {
        return (0f64.copysign(a / b), rest);
    }
    let floor = quotient.floor();
    (if quotient - floor > 0.5 { floor + 1.0 } else { floor }, rest)
}

/// `divmod(a, b)`.
///
/// # Errors
/// `ZeroDivisionError`.
pub(crate) fn divmod(interp: &Interp, a: f64, b: f64) -> Result<Value> {
    if b == 0.0 {
        return Err(interp.zero_division_error("float divmod()"));
    }
    let (quotient, rest) = divide(a, b);
    interp.tuple([interp.float(quotient)?, interp.float(rest)?].into_iter())
}

/// `a ** b`.
pub(super) fn power(interp: &Interp, a: f64, b: f64) -> Result<f64> {
    if a == 0.0 && b < 0.0 {
        return Err(interp.zero_division_error("0.0 cannot be raised to a negative power"));
    }
    if a.is_finite() && b.is_finite() && a < 0.0 && b.fract() != 0.0 {
        // The result is complex, and there are no complex numbers here.
        return Err(interp.value_error("negative number cannot be raised to a fractional power"));
    }
    let x = a.powf(b);
    if x.is_infinite() && a.is_finite() && b.is_finite() {
        let args = [interp.int(34)?, interp.str("Numerical result out of range")?];
        return Err(interp.raise_with("OverflowError", &args));
    }
    Ok(x)
}
