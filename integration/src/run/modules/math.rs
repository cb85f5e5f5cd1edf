//! The module `math`.
//!
//! Functions of one float are a table of the machine's own; those of integers are exact, in
//! `integer`, and those of several floats in `several`.
//!
//! # Source
//! `Modules/mathmodule.c`.

mod integer;
mod several;

use num_bigint::BigInt;
use num_traits::{FromPrimitive, ToPrimitive};

use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::operate::float::Number;
use super::super::operate::integer::Integer;
use super::super::raise::Result;
use super::{add_functions, set};
use crate::Value;

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("math")?;
    for (name, number) in [
        ("pi", core::f64::consts::PI),
        ("e", core::f64::consts::E),
        ("tau", core::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        set(interp, &dict, name, interp.float(number)?)?;
    }
    add_functions(interp, &dict, ONE_FLOAT)?;
    add_functions(interp, &dict, TESTS)?;
    add_functions(
        interp,
        &dict,
        &[
            ("ceil", |interp, args| rounded(interp, args, "ceil", f64::ceil)),
            ("floor", |interp, args| rounded(interp, args, "floor", f64::floor)),
            ("trunc", |interp, args| rounded(interp, args, "trunc", f64::trunc)),
            ("frexp", frexp),
            ("ldexp", ldexp),
            ("modf", modf),
        ],
    )?;
    add_functions(interp, &dict, several::FUNCTIONS)?;
    add_functions(interp, &dict, integer::FUNCTIONS)?;
    Ok(module)
}

/// A float argument.
fn float(interp: &Interp, value: &Value) -> Result<f64> {
    if let Some(number) = Number::of(value) {
        return number.to_float(interp);
    }
    if let Some(float) = interp.call_special(value, "__float__", Args::none())?
        && let Some(number) = Number::of(&float)
    {
        return number.to_float(interp);
    }
    if interp.special(value, "__index__").is_some() {
        let number = interp.index_integer(value)?;
        if let Some(number) = number.as_ref().and_then(Number::of) {
            return number.to_float(interp);
        }
    }
    Err(interp.type_error(format!("must be real number, not {}", interp.class_name(value))))
}

macro_rules! one_float {
    ($($name:literal $f:expr;)*) => {
        &[$(($name, |interp, args| {
            let [x] = args.exactly(interp, concat!("math.", $name))?;
            let x = float(interp, &x)?;
            let f: fn(f64) -> f64 = $f;
            checked(interp, f(x), x)
        }),)*]
    };
}

const ONE_FLOAT: &[(&str, Native)] = one_float! {
    "acos" f64::acos;
    "acosh" f64::acosh;
    "asin" f64::asin;
    "asinh" f64::asinh;
    "atan" f64::atan;
    "atanh" atanh;
    "cbrt" f64::cbrt;
    "cos" f64::cos;
    "cosh" f64::cosh;
    "degrees" |x| x * (180.0 / core::f64::consts::PI);
    "exp" f64::exp;
    "exp2" f64::exp2;
    "expm1" f64::exp_m1;
    "fabs" f64::abs;
    "log1p" log1p;
    "radians" |x| x * (core::f64::consts::PI / 180.0);
    "sin" f64::sin;
    "sinh" f64::sinh;
    "sqrt" f64::sqrt;
    "tan" f64::tan;
    "tanh" f64::tanh;
    "ulp" ulp;
};

/// The poles of these two are errors of the domain, not infinities.
fn atanh(x: f64) -> f64 {
    if x.abs() >= 1.0 { f64::NAN } else { x.atanh() }
}

fn log1p(x: f64) -> f64 {
    if x <= -1.0 { f64::NAN } else { x.ln_1p() }
}

fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let above = x.next_up();
    if above.is_infinite() { x - x.next_down() } else { above - x }
}

/// The result of a function at `x`: not a number where `x` was one is an error of the domain, an
/// infinity where `x` was none is one of the range.
fn checked(interp: &Interp, result: f64, x: f64) -> Result<Value> {
    if result.is_nan() && !x.is_nan() {
        return Err(interp.value_error("math domain error"));
    }
    if result.is_infinite() && x.is_finite() {
        return Err(interp.overflow_error("math range error"));
    }
    interp.float(result)
}

macro_rules! tests {
    ($($name:literal $f:expr;)*) => {
        &[$(($name, |interp, args| {
            let [x] = args.exactly(interp, concat!("math.", $name))?;
            let f: fn(f64) -> bool = $f;
            Ok(interp.bool(f(float(interp, &x)?)))
        }),)*]
    };
}

const TESTS: &[(&str, Native)] = tests! {
    "isfinite" f64::is_finite;
    "isinf" f64::is_infinite;
    "isnan" f64::is_nan;
};

/// `floor`, `ceil` and `trunc`: an integer.
fn rounded(interp: &Interp, args: Args, name: &str, round: fn(f64) -> f64) -> Result<Value> {
    let [x] = args.exactly(interp, &format!("math.{name}"))?;
    if let Some(integer) = Integer::of(&x) {
        return interp.integer(integer);
    }
    if !matches!(Number::of(&x), Some(Number::Float(_)))
        && let Some(result) = interp.call_special(&x, &format!("__{name}__"), Args::none())?
    {
        return Ok(result);
    }
    if name == "trunc" && Number::of(&x).is_none() {
        let class = interp.class_name(&x);
        return Err(interp.type_error(format!("type {class} doesn't define __trunc__ method")));
    }
    whole(interp, round(float(interp, &x)?))
}

/// The integer of a float without fraction.
fn whole(interp: &Interp, x: f64) -> Result<Value> {
    if x.is_nan() {
        return Err(interp.value_error("cannot convert float NaN to integer"));
    }
    match BigInt::from_f64(x) {
        Some(big) => match big.to_i64() {
            Some(small) => interp.int(small),
            None => interp.big_int(big),
        },
        None => Err(interp.overflow_error("cannot convert float infinity to integer")),
    }
}

fn modf(interp: &Interp, args: Args) -> Result<Value> {
    let [x] = args.exactly(interp, "math.modf")?;
    let x = float(interp, &x)?;
    let fraction = if x.is_infinite() { 0f64.copysign(x) } else { x.fract().copysign(x) };
    interp.tuple([interp.float(fraction)?, interp.float(x.trunc())?].into_iter())
}

fn frexp(interp: &Interp, args: Args) -> Result<Value> {
    let [x] = args.exactly(interp, "math.frexp")?;
    let (mantissa, exponent) = split(float(interp, &x)?);
    interp.tuple([interp.float(mantissa)?, interp.int(exponent)?].into_iter())
}

/// A float as a mantissa from 0.5 up to 1 and a power of two.
fn split(x: f64) -> (f64, i64) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    // Subnormal numbers are made normal first.
    let (x, offset) = if x.is_subnormal() { (x * 2f64.powi(64), -64) } else { (x, 0) };
    let bits = x.to_bits();
    let exponent = i64::try_from((bits >> 52) & 0x7ff).unwrap_or(0) - 1022;
    let mantissa = f64::from_bits((bits & !(0x7ff << 52)) | (1022 << 52));
    (mantissa, exponent + offset)
}

fn ldexp(interp: &Interp, args: Args) -> Result<Value> {
    let [x, exponent] = super::super::builtins::arguments::exactly(interp, args, "ldexp")?;
    let x = float(interp, &x)?;
    let Some(integer) = Integer::of(&exponent) else {
        return Err(interp.type_error("Expected an int as second argument to ldexp."));
    };
    let mut exponent = match integer {
        Integer::Small(n) => n.clamp(-5000, 5000),
        big @ Integer::Big(_) => {
            if big.is_negative() {
                -5000
            } else {
                5000
            }
        }
    };
    let mut result = x;
    while exponent != 0 && result != 0.0 && result.is_finite() {
        // Only one step may lose digits: behind one of -900 that does, a hundred powers and more
        // are left, which leave nothing of the number.
        let step = if exponent < -1000 { -900 } else { exponent.min(1000) };
        result *= 2f64.powi(i32::try_from(step).unwrap_or(0));
        exponent -= step;
    }
    if result.is_infinite() && x.is_finite() {
        return Err(interp.overflow_error("math range error"));
    }
    interp.float(result)
}
