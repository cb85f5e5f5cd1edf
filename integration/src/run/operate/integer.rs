//! Arithmetic of integers of any size.
//!
//! Two 64-bit operands are computed without a big integer while the result fits. Division and
//! remainder round towards minus infinity.
//!
//! Source: `Objects/longobject.c`.

use std::borrow::Cow;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::{One, Pow, Signed, ToPrimitive, Zero};

use super::super::code::BinaryKind;
use super::super::interp::Interp;
use super::super::raise::{Raised, Result};
use super::peel;
use crate::Value;
use crate::object::{Bool, Int};

/// The longest result in bits that a shift or a power may have: 512 MiB.
const MAX_BITS: u64 = 1 << 32;

/// An operand that is an integer: an `int`, a `bool`, or an object of a class derived from `int`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Integer<'a> {
    /// One that fits 64 bits.
    Small(i64),
    /// One that does not.
    Big(Cow<'a, BigInt>),
}

impl<'a> Integer<'a> {
    /// The integer of an operand that is one.
    #[inline]
    pub(crate) fn of(value: &'a Value) -> Option<Self> {
        let value = peel(value);
        if let Some(int) = value.get::<Int>() {
            return Some(match int.as_i64() {
                Some(n) => Self::Small(n),
                None => Self::Big(int.to_big()),
            });
        }
        value.get::<Bool>().map(|b| Self::Small(i64::from(b.0)))
    }

    /// As a big integer.
    pub(crate) fn into_big(self) -> Cow<'a, BigInt> {
        match self {
            Self::Small(n) => Cow::Owned(BigInt::from(n)),
            Self::Big(n) => n,
        }
    }

    /// Whether it is zero.
    pub(crate) fn is_zero(&self) -> bool {
        matches!(self, Self::Small(0))
    }

    /// Whether it is below zero.
    pub(crate) fn is_negative(&self) -> bool {
        match self {
            Self::Small(n) => *n < 0,
            Self::Big(n) => n.is_negative(),
        }
    }

    /// The order of two integers.
    pub(crate) fn order(&self, other: &Integer<'_>) -> core::cmp::Ordering {
        match (self, other) {
            (Self::Small(a), Integer::Small(b)) => a.cmp(b),
            (Self::Big(a), Integer::Big(b)) => a.cmp(b),
            (Self::Small(_), Integer::Big(b)) => {
                if b.is_negative() {
                    core::cmp::Ordering::Greater
                } else {
                    core::cmp::Ordering::Less
                }
            }
            (Self::Big(a), Integer::Small(_)) => {
                if a.is_negative() {
                    core::cmp::Ordering::Less
                } else {
                    core::cmp::Ordering::Greater
                }
            }
        }
    }

    /// The nearest float, ties to even.
    ///
    /// # Errors
    /// `OverflowError`.
    pub(crate) fn to_float(&self, interp: &Interp) -> Result<f64> {
        #[expect(clippy::cast_precision_loss, reason = "the nearest float is asked for")]
        match self {
            Self::Small(n) => Ok(*n as f64),
            Self::Big(n) => n
                .to_f64()
                .filter(|x| x.is_finite())
                .ok_or_else(|| interp.overflow_error("int too large to convert to float")),
        }
    }

    /// The decimal digits, if they are not too many.
    ///
    /// # Errors
    /// `ValueError` above the limit of `sys.set_int_max_str_digits()`.
    pub(crate) fn to_decimal(&self, interp: &Interp) -> Result<String> {
        let n = match self {
            Self::Small(n) => return Ok(n.to_string()),
            Self::Big(n) => n,
        };
        let text = if n.bits() > 20_000 { String::new() } else { n.to_string() };
        if text.is_empty() || text.trim_start_matches('-').len() > super::MAX_DIGITS {
            return Err(interp.value_error(format!(
                "Exceeds the limit ({} digits) for integer string conversion; use \
                 sys.set_int_max_str_digits() to increase the limit",
                super::MAX_DIGITS
            )));
        }
        Ok(text)
    }
}

impl Interp {
    /// The object of an integer.
    ///
    /// # Errors
    /// Out of memory.
    pub(crate) fn integer(&self, n: Integer<'_>) -> Result<Value> {
        match n {
            Integer::Small(n) => self.int(n),
            Integer::Big(n) => self.big_int(n.into_owned()),
        }
    }
}

/// An operator on two integers; nothing where integers have no such operator.
pub(super) fn binary(
    interp: &Interp,
    kind: BinaryKind,
    a: Integer<'_>,
    b: Integer<'_>,
) -> Result<Option<Value>> {
    if let (Integer::Small(a), Integer::Small(b)) = (&a, &b)
        && let Some(n) = small(kind, *a, *b)
    {
        return interp.int(n).map(Some);
    }
    match kind {
        BinaryKind::MatMul => return Ok(None),
        BinaryKind::Div => return true_division(interp, &a, &b).map(Some),
        BinaryKind::Pow => return power(interp, a, b).map(Some),
        BinaryKind::LShift | BinaryKind::RShift => return shift(interp, kind, a, b).map(Some),
        BinaryKind::FloorDiv if b.is_zero() => {
            return Err(interp.zero_division_error("integer division or modulo by zero"));
        }
        BinaryKind::Mod if b.is_zero() => {
            return Err(interp.zero_division_error("integer modulo by zero"));
        }
        _ => {}
    }
    let (a, b) = (a.into_big(), b.into_big());
    let result = match kind {
        BinaryKind::Add => &*a + &*b,
        BinaryKind::Sub => &*a - &*b,
        BinaryKind::Mul => &*a * &*b,
        BinaryKind::FloorDiv => a.div_floor(&b),
        BinaryKind::Mod => a.mod_floor(&b),
        BinaryKind::And => &*a & &*b,
        BinaryKind::Or => &*a | &*b,
        _ => &*a ^ &*b,
    };
    interp.big_int(result).map(Some)
}

/// The result, while it needs no big integer and nothing is wrong with the operands.
#[inline]
fn small(kind: BinaryKind, a: i64, b: i64) -> Option<i64> {
    match kind {
        BinaryKind::Add => a.checked_add(b),
        BinaryKind::Sub => a.checked_sub(b),
        BinaryKind::Mul => a.checked_mul(b),
        BinaryKind::FloorDiv => {
            let quotient = a.checked_div(b)?;
            Some(if a % b != 0 && (a < 0) != (b < 0) { quotient - 1 } else { quotient })
        }
        BinaryKind::Mod => {
            let rest = a.checked_rem(b)?;
            Some(if rest != 0 && (rest < 0) != (b < 0) { rest + b } else { rest })
        }
        BinaryKind::Pow => a.checked_pow(u32::try_from(b).ok()?),
        BinaryKind::And => Some(a & b),
        BinaryKind::Or => Some(a | b),
        BinaryKind::Xor => Some(a ^ b),
        BinaryKind::LShift => {
            let bits = u32::try_from(b).ok().filter(|bits| *bits < 63)?;
            (a.unsigned_abs().leading_zeros() > bits + 1).then(|| a << bits)
        }
        BinaryKind::RShift => Some(a >> u32::try_from(b).ok()?.min(63)),
        BinaryKind::Div | BinaryKind::MatMul => None,
    }
}

/// `a / b`, correctly rounded.
fn true_division(interp: &Interp, a: &Integer<'_>, b: &Integer<'_>) -> Result<Value> {
    if b.is_zero() {
        return Err(interp.zero_division_error("division by zero"));
    }
    if let (Integer::Small(a), Integer::Small(b)) = (a, b)
        && a.unsigned_abs() <= 1 << 53
        && b.unsigned_abs() <= 1 << 53
    {
        #[expect(clippy::cast_precision_loss, reason = "both are exact")]
        return interp.float(*a as f64 / *b as f64);
    }
    let negative = a.is_negative() != b.is_negative();
    let (a, b) = (a.clone().into_big().abs(), b.clone().into_big().abs());
    // The quotient is computed with at least 64 bits, the last of which gathers the remainder.
    let scale = i64::try_from(b.bits()).unwrap_or(i64::MAX) + 66
        - i64::try_from(a.bits()).unwrap_or(i64::MAX);
    // A quotient below the smallest normal float keeps fewer bits: it is rounded only once.
    let scale = scale.clamp(-1100, 1074 + 2);
    let (quotient, rest) =
        if scale >= 0 { (a << scale).div_rem(&b) } else { a.div_rem(&(b << -scale)) };
    let gathered = (quotient << 1_u8) + BigInt::from(u8::from(!rest.is_zero()));
    let x = scaled(&gathered, -scale - 1);
    if !x.is_finite() {
        return Err(interp.overflow_error("integer division result too large for a float"));
    }
    interp.float(if negative { -x } else { x })
}

/// `n * 2**exponent`, rounded once; the last bit of `n` stands for everything below it.
fn scaled(n: &BigInt, exponent: i64) -> f64 {
    if n.is_zero() {
        return 0.0;
    }
    let bits = i64::try_from(n.bits()).unwrap_or(i64::MAX);
    // Keep 53 bits, fewer where the result is subnormal.
    let lowest = (bits + exponent - 53).max(-1074);
    let cut = lowest - exponent;
    if cut <= 0 {
        return whole(&(n << -cut)) * power_of_two(lowest);
    }
    let mut kept = n >> cut;
    let half = BigInt::one() << (cut - 1);
    let rest = n - (&kept << cut);
    if rest > half || (rest == half && kept.is_odd()) {
        kept += 1;
    }
    whole(&kept) * power_of_two(lowest)
}

/// A number of at most 53 bits as a float.
fn whole(n: &BigInt) -> f64 {
    n.to_f64().unwrap_or(f64::INFINITY)
}

/// `2**exponent` for any exponent of a float, subnormal ones included.
fn power_of_two(exponent: i64) -> f64 {
    let exponent = i32::try_from(exponent).unwrap_or(i32::MAX);
    2f64.powi(exponent / 2) * 2f64.powi(exponent - exponent / 2)
}

fn power(interp: &Interp, a: Integer<'_>, b: Integer<'_>) -> Result<Value> {
    if b.is_negative() {
        let x = a.to_float(interp)?;
        let y = b.to_float(interp)?;
        return interp.float(super::float::power(interp, x, y)?);
    }
    let base = a.into_big();
    if base.is_zero() || base.is_one() {
        let one = b.is_zero() || base.is_one();
        return interp.int(i64::from(one));
    }
    let Integer::Small(exponent) = b else { return Err(Raised::OutOfMemory) };
    let exponent = exponent.unsigned_abs();
    if base.magnitude().is_one() {
        return interp.int(if exponent.is_even() { 1 } else { -1 });
    }
    if base.bits().saturating_sub(1).saturating_mul(exponent) > MAX_BITS {
        return Err(Raised::OutOfMemory);
    }
    interp.big_int(Pow::pow(&*base, exponent))
}

fn shift(interp: &Interp, kind: BinaryKind, a: Integer<'_>, b: Integer<'_>) -> Result<Value> {
    if b.is_negative() {
        return Err(interp.value_error("negative shift count"));
    }
    let left = kind == BinaryKind::LShift;
    if a.is_zero() {
        return interp.int(0);
    }
    let Integer::Small(bits) = b else {
        if left {
            return Err(interp.overflow_error("too many digits in integer"));
        }
        return interp.int(if a.is_negative() { -1 } else { 0 });
    };
    let bits = bits.unsigned_abs();
    let a = a.into_big();
    if left && a.bits().saturating_add(bits) > MAX_BITS {
        return Err(Raised::OutOfMemory);
    }
    interp.big_int(if left { &*a << bits } else { &*a >> bits })
}

/// `pow(base, exponent, modulus)`.
///
/// # Errors
/// `ValueError` for a modulus of zero, and for a negative exponent of a base without an inverse.
pub(crate) fn power_modulo(
    interp: &Interp,
    base: Integer<'_>,
    exponent: Integer<'_>,
    modulus: Integer<'_>,
) -> Result<Value> {
    if modulus.is_zero() {
        return Err(interp.value_error("pow() 3rd argument cannot be 0"));
    }
    let (mut base, mut exponent) = (base.into_big(), exponent.into_big());
    let modulus = modulus.into_big();
    let positive = modulus.abs();
    if exponent.sign() == Sign::Minus {
        let found = base.mod_floor(&positive).extended_gcd(&positive);
        if !found.gcd.is_one() {
            return Err(interp.value_error("base is not invertible for the given modulus"));
        }
        base = Cow::Owned(found.x.mod_floor(&positive));
        exponent = Cow::Owned(-&*exponent);
    }
    let result = base.mod_floor(&positive).modpow(&exponent, &positive);
    interp.big_int(result.mod_floor(&modulus))
}

/// `divmod(a, b)`.
///
/// # Errors
/// `ZeroDivisionError`.
pub(crate) fn divmod(interp: &Interp, a: &Integer<'_>, b: &Integer<'_>) -> Result<Value> {
    if b.is_zero() {
        return Err(interp.zero_division_error("integer division or modulo by zero"));
    }
    let (quotient, rest) = match (a, b) {
        (Integer::Small(x), Integer::Small(y)) if *x != i64::MIN => (
            interp.int(small(BinaryKind::FloorDiv, *x, *y).unwrap_or_default())?,
            interp.int(small(BinaryKind::Mod, *x, *y).unwrap_or_default())?,
        ),
        _ => {
            let (q, r) = a.clone().into_big().div_mod_floor(&b.clone().into_big());
            (interp.big_int(q)?, interp.big_int(r)?)
        }
    };
    interp.tuple([quotient, rest].into_iter())
}
