//! `int`: an integer of any size.
//!
//! Numbers of 64 bits stand in the object; larger ones in a boxed big integer.
//!
//! # Invariants
//! 1. A number that fits 64 bits is never boxed, so equal numbers have one form.

use core::cmp::Ordering;
use core::fmt;
use std::borrow::Cow;

use num_bigint::{BigInt, Sign};
use num_traits::ToPrimitive;

use super::{Kind, hash};
use crate::{Trace, Tracer};

/// The payload of an `int`.
///
/// # Examples
/// ```
/// use integration::object::Int;
/// use num_bigint::BigInt;
///
/// let small = Int::from(42);
/// assert_eq!(small.as_i64(), Some(42));
///
/// let large = Int::from_big(BigInt::from(i64::MAX) + 1);
/// assert_eq!(large.as_i64(), None);
/// assert_eq!(large.to_string(), "9223372036854775808");
/// assert_eq!(Int::from_big(BigInt::from(42)), small);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Int(Form);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// A number of 64 bits.
    Small(i64),
    /// Any other number.
    Big(Box<BigInt>),
}

const _: () = assert!(size_of::<Int>() == 16);

impl Int {
    /// The integer equal to `n`.
    pub fn from_big(n: BigInt) -> Self {
        match n.to_i64() {
            Some(small) => Self(Form::Small(small)),
            None => Self(Form::Big(Box::new(n))),
        }
    }

    /// The number, if it fits 64 bits.
    #[inline]
    pub fn as_i64(&self) -> Option<i64> {
        match self.0 {
            Form::Small(n) => Some(n),
            Form::Big(_) => None,
        }
    }

    /// The number as a big integer.
    pub fn to_big(&self) -> Cow<'_, BigInt> {
        match &self.0 {
            Form::Small(n) => Cow::Owned(BigInt::from(*n)),
            Form::Big(n) => Cow::Borrowed(n),
        }
    }

    /// The float nearest to the number; infinite when there is none that large.
    #[expect(clippy::cast_precision_loss, reason = "rounding is what the conversion does")]
    pub fn to_f64(&self) -> f64 {
        match &self.0 {
            Form::Small(n) => *n as f64,
            Form::Big(n) => n.to_f64().unwrap_or(f64::NAN),
        }
    }

    /// Whether the number is below zero.
    #[inline]
    pub fn is_negative(&self) -> bool {
        match &self.0 {
            Form::Small(n) => *n < 0,
            Form::Big(n) => n.sign() == Sign::Minus,
        }
    }

    /// Whether the number is zero.
    #[inline]
    pub fn is_zero(&self) -> bool {
        self.as_i64() == Some(0)
    }

    /// Python's `hash()` of the number.
    #[inline]
    pub fn hash(&self) -> i64 {
        match &self.0 {
            Form::Small(n) => hash::int(*n),
            Form::Big(n) => hash::big(n),
        }
    }
}

impl From<i64> for Int {
    #[inline]
    fn from(n: i64) -> Self {
        Self(Form::Small(n))
    }
}

impl From<BigInt> for Int {
    fn from(n: BigInt) -> Self {
        Self::from_big(n)
    }
}

impl Ord for Int {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Form::Small(a), Form::Small(b)) => a.cmp(b),
            (Form::Big(a), Form::Big(b)) => a.cmp(b),
            // A boxed number is farther from zero than any other of its sign.
            (Form::Small(_), Form::Big(b)) if b.sign() == Sign::Minus => Ordering::Greater,
            (Form::Small(_), Form::Big(_)) => Ordering::Less,
            (Form::Big(_), Form::Small(_)) => other.cmp(self).reverse(),
        }
    }
}

impl PartialOrd for Int {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Int {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Small(n) => n.fmt(f),
            Form::Big(n) => n.fmt(f),
        }
    }
}

impl Trace for Int {
    const KIND: Kind = Kind::Int;
    const COLLECTABLE: bool = false;

    fn trace(&self, _: &mut Tracer<'_>) {}

    fn extra_size(&self) -> usize {
        match &self.0 {
            Form::Small(_) => 0,
            Form::Big(n) => {
                let digits = n.bits().div_ceil(64) * 8;
                size_of::<BigInt>() + usize::try_from(digits).unwrap_or(usize::MAX)
            }
        }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Small(n) => write!(f, "int {n}"),
            // Printing takes quadratic time, and a log line has an end.
            Form::Big(n) => write!(f, "int of {} bits", n.bits()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Heap;

    #[test]
    fn a_number_of_64_bits_is_never_boxed() {
        for n in [0, 1, -1, i64::MAX, i64::MIN] {
            let int = Int::from_big(BigInt::from(n));
            assert_eq!(int.as_i64(), Some(n));
            assert_eq!(int, Int::from(n));
            assert_eq!(int.to_big().as_ref(), &BigInt::from(n));
        }
        assert_eq!(Int::from_big(BigInt::from(i64::MIN) - 1).as_i64(), None);
    }

    #[test]
    fn order_and_sign_hold_across_both_forms() {
        let past: BigInt = BigInt::from(i64::MAX) + 1;
        let row = [
            Int::from_big(-past.clone() * 2),
            Int::from(i64::MIN),
            Int::from(-1),
            Int::from(0),
            Int::from(i64::MAX),
            Int::from_big(past.clone()),
            Int::from_big(past * 3),
        ];
        for (i, a) in row.iter().enumerate() {
            assert_eq!(a.is_negative(), i < 3);
            assert_eq!(a.is_zero(), i == 3);
            for (j, b) in row.iter().enumerate() {
                assert_eq!(a.cmp(b), i.cmp(&j), "{a} against {b}");
            }
        }
    }

    #[test]
    fn prints_decimal_and_counts_the_bytes_of_big_numbers() -> Result<(), crate::OutOfMemory> {
        let heap = Heap::new();
        let small = heap.alloc(Int::from(-7))?.into_value();
        assert_eq!(small.label().to_string(), "int -7");
        assert_eq!(small.size(), 32);
        let big = heap.alloc(Int::from_big(BigInt::from(1) << 200_u32))?;
        assert_eq!(big.to_string(), (BigInt::from(1) << 200_u32).to_string());
        assert_eq!(big.as_value().label().to_string(), "int of 201 bits");
        assert_eq!(big.as_value().size(), 32 + 32 + 4 * 8);
        assert!((big.to_f64() / 2_f64.powi(200) - 1.0).abs() < 1e-12);
        Ok(())
    }
}
