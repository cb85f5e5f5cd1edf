//! `float`: construction, methods and attributes.
//!
//! Source: `Objects/floatobject.c`.

use num_bigint::BigInt;
use num_traits::{FromPrimitive, Pow, ToPrimitive};

use super::super::builtins::arguments::{method, positional, special};
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::operate::peel;
use super::super::raise::Result;
use super::dunder::class_argument;
use super::int::to_multiple;
use super::number;
use crate::Value;
use crate::object::Float;

/// The float a method is called on.
fn receiver(interp: &Interp, this: &Value, function: &str) -> Result<f64> {
    number::receiver(interp, this, function)?;
    Ok(peel(this).get::<Float>().map(|x| x.0).unwrap_or_default())
}

/// `float(x=0.0)`
fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = class_argument(interp, &mut args, &interp.types.float)?;
    let [x] = positional(interp, args, "float", 0)?;
    let exact = class.is(interp.types.float.as_value());
    let value = match x {
        None => interp.float(0.0)?,
        Some(x) if exact && x.is_a::<Float>() => x,
        Some(x) => interp.float(interp.to_float(&x)?)?,
    };
    interp.wrap(&class, value)
}

/// `float.__round__(digits)`: an integer without digits, a float with them; ties to even.
fn round(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [digits]) = method(interp, args, "float.__round__", 0)?;
    let x = receiver(interp, &this, "float.__round__")?;
    let Some(digits) = digits.filter(|d| !interp.is_none(d)) else {
        return interp.truncate(x.round_ties_even());
    };
    let digits = interp.index(&digits)?;
    let rounded = round_to(x, digits);
    if rounded.is_infinite() && x.is_finite() {
        return Err(interp.overflow_error("rounded value too large to represent"));
    }
    interp.float(rounded)
}

/// `x` with `digits` digits after the point, where a negative number means digits before it.
fn round_to(x: f64, digits: i64) -> f64 {
    // A float has no digit beyond these places.
    if !x.is_finite() || x == 0.0 || digits > 323 {
        return x;
    }
    if let Ok(digits) = usize::try_from(digits) {
        return format!("{x:.digits$}").parse().unwrap_or(x);
    }
    let Some(places) = u32::try_from(-digits).ok().filter(|places| *places <= 308) else {
        return 0f64.copysign(x);
    };
    let Some(whole) = BigInt::from_f64(x.trunc()) else { return x };
    let unit = Pow::pow(BigInt::from(10), places);
    let rounded = to_multiple(&whole, &unit, x.fract() != 0.0);
    rounded.to_f64().unwrap_or(f64::INFINITY).abs().copysign(x)
}

fn to_whole(interp: &Interp, args: Args, function: &str, round: fn(f64) -> f64) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    interp.truncate(round(receiver(interp, &this, function)?))
}

fn is_integer(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "float.is_integer")?;
    let x = receiver(interp, &this, "float.is_integer")?;
    Ok(interp.bool(x.is_finite() && x.fract() == 0.0))
}

fn as_integer_ratio(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "float.as_integer_ratio")?;
    let x = receiver(interp, &this, "float.as_integer_ratio")?;
    if x.is_nan() {
        return Err(interp.value_error("cannot convert NaN to integer ratio"));
    }
    if x.is_infinite() {
        return Err(interp.overflow_error("cannot convert Infinity to integer ratio"));
    }
    let (mantissa, exponent) = parts(x);
    let mut numerator = BigInt::from(mantissa);
    let mut denominator = BigInt::from(1);
    match u32::try_from(exponent) {
        Ok(up) => numerator <<= up,
        Err(_) => denominator <<= exponent.unsigned_abs(),
    }
    if x < 0.0 {
        numerator = -numerator;
    }
    interp.tuple([interp.big_int(numerator)?, interp.big_int(denominator)?].into_iter())
}

/// The magnitude as `mantissa * 2**exponent`, the mantissa odd or zero.
fn parts(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = i32::try_from((bits >> 52) & 0x7ff).unwrap_or_default();
    let (mantissa, exponent) =
        if biased == 0 { (fraction, -1074) } else { (fraction | (1 << 52), biased - 1075) };
    if mantissa == 0 {
        return (0, 0);
    }
    let zeros = mantissa.trailing_zeros();
    (mantissa >> zeros, exponent + zeros.cast_signed())
}

fn hex(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "float.hex")?;
    interp.str(&to_hex(receiver(interp, &this, "float.hex")?))
}

fn to_hex(x: f64) -> String {
    if !x.is_finite() {
        return crate::object::repr_float(x);
    }
    let sign = if x.is_sign_negative() { "-" } else { "" };
    if x == 0.0 {
        return format!("{sign}0x0.0p+0");
    }
    let bits = x.to_bits();
    let fraction = bits & ((1 << 52) - 1);
    let biased = i32::try_from((bits >> 52) & 0x7ff).unwrap_or_default();
    let (first, exponent) = if biased == 0 { (0, -1022) } else { (1, biased - 1023) };
    format!("{sign}0x{first}.{fraction:013x}p{exponent:+}")
}

/// Methods that answer the float itself.
fn itself(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    let x = receiver(interp, &this, function)?;
    if this.is_a::<Float>() { Ok(this) } else { interp.float(x) }
}

fn getnewargs(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "float.__getnewargs__")?;
    let x = receiver(interp, &this, "float.__getnewargs__")?;
    interp.tuple([interp.float(x)?].into_iter())
}

const METHODS: &[(&str, Native)] = &[
    ("is_integer", is_integer),
    ("as_integer_ratio", as_integer_ratio),
    ("hex", hex),
    ("conjugate", |i, a| itself(i, a, "float.conjugate")),
    ("__floor__", |i, a| to_whole(i, a, "float.__floor__", f64::floor)),
    ("__ceil__", |i, a| to_whole(i, a, "float.__ceil__", f64::ceil)),
    ("__round__", round),
    ("__getnewargs__", getnewargs),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.float;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_methods(class, number::FLOAT)?;
    interp.add_methods(class, METHODS)?;
    let real = |interp: &Interp, this: &Value| {
        if this.is_a::<Float>() {
            return Ok(this.clone());
        }
        interp.float(receiver(interp, this, "float.real")?)
    };
    interp.add_computed(class, "real", real, None)?;
    interp.add_computed(class, "imag", |interp, _| interp.float(0.0), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "rounding is exact")]
    fn rounding_looks_at_the_exact_value() {
        assert_eq!(round_to(2.675, 2), 2.67);
        assert_eq!(round_to(0.5, 0), 0.0);
        assert_eq!(round_to(1.5, 0), 2.0);
        assert_eq!(round_to(1250.0, -2), 1200.0);
        assert_eq!(round_to(1250.5, -2), 1300.0);
        assert_eq!(round_to(55.0, -2), 100.0);
        assert_eq!(round_to(-4.0, -1), 0.0);
        assert_eq!(round_to(1e300, 400), 1e300);
    }

    #[test]
    fn hexadecimal_shows_all_bits() {
        assert_eq!(to_hex(1.5), "0x1.8000000000000p+0");
        assert_eq!(to_hex(-0.1), "-0x1.999999999999ap-4");
        assert_eq!(to_hex(5e-324), "0x0.0000000000001p-1022");
    }

    #[test]
    fn the_mantissa_is_odd() {
        assert_eq!(parts(12.0), (3, 2));
        assert_eq!(parts(0.1), (3_602_879_701_896_397, -55));
        assert_eq!(parts(0.0), (0, 0));
    }
}
