//! Python's hashes of built-in values, computed without running any Python code.
//!
//! Numbers that compare equal hash equal across int, bool and float: all of them are reduced
//! modulo the Mersenne prime 2^61 - 1. Text and bytes go through `SipHash` with a fixed key, so a
//! program sees the same hashes in every run; text keeps 62 bits, since the string object stores
//! two flags beside its hash. Everything that is compared by identity hashes its address.
//!
//! -1 is never a hash: Python's C interface uses it for errors, and -2 takes its place.
//!
//! # Source
//! `Python/pyhash.c`, `Objects/longobject.c`, `tuplehash` in `Objects/tupleobject.c`,
//! `frozenset_hash` in `Objects/setobject.c`.

use core::hash::Hasher;
use std::hash::DefaultHasher;

use num_bigint::{BigInt, Sign};

use super::{Bool, Float, Int, Kind, Str};
use crate::Value;

/// The bits of the modulus of numeric hashes.
const BITS: u32 = 61;
/// The modulus of numeric hashes, a Mersenne prime.
const MODULUS: u64 = (1 << BITS) - 1;
/// The hash of positive infinity; that of negative infinity is its opposite.
const INFINITY: i64 = 314_159;
/// The hash of `None`.
pub const NONE: i64 = 0xFCA8_6420;

/// Replaces -1, which is no hash.
#[inline]
const fn not_error(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// A residue with the sign of the number it came from.
const fn signed(residue: u64, negative: bool) -> i64 {
    let residue = residue.cast_signed();
    not_error(if negative { -residue } else { residue })
}

/// The hash of an integer.
///
/// # Examples
/// ```
/// use integration::object::hash;
///
/// assert_eq!(hash::int(7), 7);
/// assert_eq!(hash::int(-1), -2);
/// assert_eq!(hash::int((1 << 61) - 1), 0);
/// assert_eq!(hash::float(7.0), Some(7));
/// ```
#[inline]
pub const fn int(n: i64) -> i64 {
    signed(n.unsigned_abs() % MODULUS, n < 0)
}

/// The hash of an integer of any size.
pub fn big(n: &BigInt) -> i64 {
    let mut residue = 0_u128;
    for digit in n.iter_u64_digits().rev() {
        residue = ((residue << 64) | u128::from(digit)) % u128::from(MODULUS);
    }
    let residue = u64::try_from(residue).unwrap_or_default();
    signed(residue, n.sign() == Sign::Minus)
}

/// The hash of a float: that of the integer it equals, if there is one. A float that is not a
/// number has none of its own; Python hashes the object's identity then.
pub fn float(x: f64) -> Option<i64> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { INFINITY } else { -INFINITY });
    }
    // x = mantissa * 2^exponent, and 2^61 is 1 modulo the prime: the exponent is a rotation.
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = i64::from(u16::try_from((bits >> 52) & 0x7ff).unwrap_or_default());
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | (1 << 52), biased - 1075) };
    let turn = u32::try_from(exponent.rem_euclid(i64::from(BITS))).unwrap_or_default();
    let residue = (u128::from(mantissa) << turn) % u128::from(MODULUS);
    Some(signed(u64::try_from(residue).unwrap_or_default(), x < 0.0))
}

/// The hash of a boolean.
pub const fn bool(b: bool) -> i64 {
    b as i64
}

fn sip(bytes: &[u8]) -> i64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish().cast_signed()
}

/// The hash of a text.
#[inline]
pub fn text(text: &str) -> i64 {
    if text.is_empty() { 0 } else { not_error(sip(text.as_bytes()) >> 2) }
}

/// The hash of bytes: that of the text with the same encoding, as in Python.
pub fn bytes(bytes: &[u8]) -> i64 {
    if bytes.is_empty() { 0 } else { not_error(sip(bytes) >> 2) }
}

/// The hash of an identity, as [`Value::id`] gives it.
#[inline]
pub const fn pointer(id: usize) -> i64 {
    // The low four bits are zero in every block; rotated away, they do not make collisions.
    not_error((id as u64).rotate_right(4).cast_signed())
}

/// The hash of a tuple from the hashes of its items, in order.
///
/// # Examples
/// ```
/// use integration::object::hash;
///
/// assert_eq!(hash::tuple([1, 2, 3]), 529_344_067_295_497_451);
/// ```
pub fn tuple(items: impl IntoIterator<Item = i64>) -> i64 {
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;
    let mut hash = P5;
    let mut len = 0_u64;
    for item in items {
        hash = hash.wrapping_add(item.cast_unsigned().wrapping_mul(P2));
        hash = hash.rotate_left(31).wrapping_mul(P1);
        len += 1;
    }
    hash = hash.wrapping_add(len ^ (P5 ^ 0x35_d373));
    if hash == u64::MAX { 1_546_275_796 } else { hash.cast_signed() }
}

/// The hash of a frozenset from the hashes of its items, in any order.
pub fn frozen_set(items: impl IntoIterator<Item = i64>) -> i64 {
    let mut hash = 0_u64;
    let mut len = 0_u64;
    for item in items {
        let item = item.cast_unsigned();
        // Spread before they are combined: sets of neighbouring numbers would cancel out.
        hash ^= ((item ^ 0x55b_4db3) ^ (item << 16)).wrapping_mul(3_644_798_167);
        len += 1;
    }
    hash ^= (len + 1).wrapping_mul(1_927_868_237);
    hash ^= (hash >> 11) ^ (hash >> 25);
    hash = hash.wrapping_mul(69_069).wrapping_add(907_133_923);
    if hash == u64::MAX { 590_923_713 } else { hash.cast_signed() }
}

/// The hash that an object has by its kind alone.
///
/// For text, numbers and `None` it is Python's `hash()`. For every other kind it is the hash of the identity, which is Python's answer unless the kind
/// or a class defines another one. It never changes while the object lives, so tables recompute
/// it where they need not store it.
#[inline]
pub fn natural(value: &Value) -> i64 {
    let known = match value.kind() {
        Kind::Str => value.get::<Str>().map(Str::hash),
        Kind::Int => value.get::<Int>().map(Int::hash),
        Kind::Bool => value.get::<Bool>().map(|b| bool(b.0)),
        Kind::Float => value.get::<Float>().and_then(|x| float(x.0)),
        Kind::None => Some(NONE),
        _ => None,
    };
    known.unwrap_or_else(|| pointer(value.id()))
}

#[cfg(test)]
mod tests;
