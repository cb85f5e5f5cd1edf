//! `float`: a double, and how Python writes one.
//!
//! # Source
//! `float_repr_style` "short" in `Objects/floatobject.c`, `format_float_short` in
//! `Python/pystrtod.c`.

use core::fmt;

use super::Kind;
use crate::{Trace, Tracer};

/// The payload of a `float`.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Float(pub f64);

impl Trace for Float {
    const KIND: Kind = Kind::Float;
    const COLLECTABLE: bool = false;

    fn trace(&self, _: &mut Tracer<'_>) {}

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "float {self}")
    }
}

impl fmt::Display for Float {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&repr_float(self.0))
    }
}

/// Python's `repr()` of a float: the shortest digits that read back as the same number, with an
/// exponent below 1e-4 and from 1e16.
///
/// # Examples
/// ```
/// use integration::object::repr_float;
///
/// assert_eq!(repr_float(1.0), "1.0");
/// assert_eq!(repr_float(0.1), "0.1");
/// assert_eq!(repr_float(1e16), "1e+16");
/// assert_eq!(repr_float(0.00001), "1e-05");
/// assert_eq!(repr_float(f64::NEG_INFINITY), "-inf");
/// ```
pub fn repr_float(x: f64) -> String {
    if x.is_nan() {
        return String::from("nan");
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x.is_infinite() {
        return format!("{sign}inf");
    }
    // Rust's exponent form has the shortest digits too; only the layout differs.
    let shortest = format!("{:e}", x.abs());
    let (mantissa, exponent) = shortest.split_once('e').unwrap_or((&shortest, "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    if !(-4..16).contains(&exponent) {
        let direction = if exponent < 0 { '-' } else { '+' };
        return format!("{sign}{mantissa}e{direction}{:02}", exponent.unsigned_abs());
    }
    let digits: String = mantissa.chars().filter(|c| *c != '.').collect();
    let Ok(point) = usize::try_from(exponent + 1) else {
        let zeros = "0".repeat((exponent + 1).unsigned_abs() as usize);
        return format!("{sign}0.{zeros}{digits}");
    };
    if point == 0 {
        format!("{sign}0.{digits}")
    } else if digits.len() <= point {
        format!("{sign}{digits:0<point$}.0")
    } else {
        let (whole, fraction) = digits.split_at(point);
        format!("{sign}{whole}.{fraction}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repr_is_that_of_python() {
        for (x, expected) in [
            (0.0, "0.0"),
            (-0.0, "-0.0"),
            (1.0, "1.0"),
            (-1.5, "-1.5"),
            (100.0, "100.0"),
            (123.456, "123.456"),
            (0.1, "0.1"),
            (0.1 + 0.2, "0.30000000000000004"),
            (1.0 / 3.0, "0.3333333333333333"),
            (0.01, "0.01"),
            (0.0001, "0.0001"),
            (0.000_123_45, "0.00012345"),
            (1e-5, "1e-05"),
            (1.5e-7, "1.5e-07"),
            (1e15, "1000000000000000.0"),
            (9_999_999_999_999_998.0, "9999999999999998.0"),
            (1e16, "1e+16"),
            (123_456_789_012_345_680.0, "1.2345678901234568e+17"),
            (9_007_199_254_740_993.0, "9007199254740992.0"),
            (1e22, "1e+22"),
            (1e100, "1e+100"),
            (5e-324, "5e-324"),
            (f64::MAX, "1.7976931348623157e+308"),
            (f64::INFINITY, "inf"),
            (f64::NEG_INFINITY, "-inf"),
            (f64::NAN, "nan"),
        ] {
            assert_eq!(repr_float(x), expected);
        }
    }

    #[test]
    fn repr_reads_back_as_the_same_number() {
        let mut bits = 0x9e37_79b9_7f4a_7c15_u64;
        for _ in 0..2000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let x = f64::from_bits(bits);
            if x.is_finite() {
                let back: f64 = repr_float(x).parse().unwrap_or(f64::NAN);
                assert_eq!(back.to_bits(), x.to_bits(), "{}", repr_float(x));
            }
        }
    }
}
