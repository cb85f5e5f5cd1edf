//! Functions of `math` that take several floats, or a row of them.

use super::super::super::builtins::arguments;
use super::float;
use crate::Value;
use crate::run::code::BinaryKind;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::operate::float::Number;
use crate::run::operate::integer::Integer;
use crate::run::raise::{Raised, Result};

/// The functions.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("atan2", |interp, args| two(interp, args, "atan2", |_, y, x| Ok(y.atan2(x)))),
    ("copysign", |interp, args| two(interp, args, "copysign", |_, x, y| Ok(x.copysign(y)))),
    ("dist", dist),
    ("fma", fma),
    ("fmod", |interp, args| two(interp, args, "fmod", fmod)),
    ("fsum", fsum),
    ("hypot", hypot),
    ("isclose", isclose),
    ("log", log),
    ("log10", |interp, args| one_log(interp, args, "log10", f64::log10)),
    ("log2", |interp, args| one_log(interp, args, "log2", f64::log2)),
    ("nextafter", |interp, args| two(interp, args, "nextafter", |_, x, y| Ok(next_after(x, y)))),
    ("pow", |interp, args| two(interp, args, "pow", pow)),
    ("prod", prod),
    ("remainder", |interp, args| two(interp, args, "remainder", remainder)),
    ("sumprod", sumprod),
];

/// A function of two floats.
fn two(
    interp: &Interp,
    args: Args,
    name: &str,
    f: fn(&Interp, f64, f64) -> Result<f64>,
) -> Result<Value> {
    let [x, y] = arguments::exactly(interp, args, name)?;
    let (x, y) = (float(interp, &x)?, float(interp, &y)?);
    interp.float(f(interp, x, y)?)
}

fn domain(interp: &Interp) -> Raised {
    interp.value_error("math domain error")
}

fn fmod(interp: &Interp, x: f64, y: f64) -> Result<f64> {
    if (x.is_infinite() && !y.is_nan()) || (y == 0.0 && !x.is_nan()) {
        return Err(domain(interp));
    }
    Ok(x % y)
}

/// `math.fma(x, y, z)`: `x * y + z`, rounded once.
fn fma(interp: &Interp, args: Args) -> Result<Value> {
    let [x, y, z] = arguments::exactly(interp, args, "fma")?;
    let (x, y, z) = (float(interp, &x)?, float(interp, &y)?, float(interp, &z)?);
    let result = x.mul_add(y, z);
    if result.is_nan() && !(x.is_nan() || y.is_nan() || z.is_nan()) {
        return Err(interp.value_error("invalid operation in fma"));
    }
    if result.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(interp.overflow_error("overflow in fma"));
    }
    interp.float(result)
}

fn pow(interp: &Interp, x: f64, y: f64) -> Result<f64> {
    let result = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if result.is_nan() || (x == 0.0 && y < 0.0) {
            return Err(domain(interp));
        }
        if result.is_infinite() {
            return Err(interp.overflow_error("math range error"));
        }
    }
    Ok(result)
}

/// What is left after the nearest whole multiple, ties to even.
fn remainder(interp: &Interp, x: f64, y: f64) -> Result<f64> {
    if x.is_nan() || y.is_nan() {
        return Ok(x + y);
    }
    if x.is_infinite() || y == 0.0 {
        return Err(domain(interp));
    }
    if y.is_infinite() {
        return Ok(x);
    }
    let (size, step) = (x.abs(), y.abs());
    let low = size % step;
    let high = step - low;
    let rest = if low < high {
        low
    } else if low > high {
        -high
    } else {
        low - 2.0 * ((0.5 * (size - low)) % step)
    };
    Ok(1f64.copysign(x) * rest)
}

fn next_after(x: f64, y: f64) -> f64 {
    if x.is_nan() || y.is_nan() {
        f64::NAN
    } else if x < y {
        x.next_up()
    } else if x > y {
        x.next_down()
    } else {
        y
    }
}

/// A logarithm; of integers too large for a float as well.
fn logarithm(interp: &Interp, value: &Value, f: fn(f64) -> f64) -> Result<f64> {
    if let Some(Integer::Big(big)) = Integer::of(value) {
        if big.sign() == num_bigint::Sign::Minus {
            return Err(domain(interp));
        }
        let whole = num_traits::ToPrimitive::to_f64(&*big).unwrap_or(f64::INFINITY);
        if whole.is_finite() {
            return Ok(f(whole));
        }
        // As a fraction from 0.5 up to 1 and a power of two.
        let bits = big.bits();
        let top = num_traits::ToPrimitive::to_f64(&(&*big >> (bits - 512))).unwrap_or(0.0);
        #[expect(clippy::cast_precision_loss, reason = "no memory holds that many bits")]
        return Ok(f(top / 2f64.powi(512)) + f(2.0) * bits as f64);
    }
    let x = float(interp, value)?;
    if x <= 0.0 {
        return Err(domain(interp));
    }
    Ok(f(x))
}

fn one_log(interp: &Interp, args: Args, name: &str, f: fn(f64) -> f64) -> Result<Value> {
    let [x] = args.exactly(interp, &format!("math.{name}"))?;
    interp.float(logarithm(interp, &x, f)?)
}

/// `math.log(x, base=e)`
fn log(interp: &Interp, args: Args) -> Result<Value> {
    let [x, base] = arguments::positional(interp, args, "log", 1)?;
    let Some(x) = x else { return Ok(interp.none()) };
    let result = logarithm(interp, &x, f64::ln)?;
    let Some(base) = base else { return interp.float(result) };
    let base = logarithm(interp, &base, f64::ln)?;
    if base == 0.0 {
        return Err(interp.zero_division_error("division by zero"));
    }
    interp.float(result / base)
}

fn floats(interp: &Interp, iterable: &Value) -> Result<Vec<f64>> {
    interp.collect(iterable)?.iter().map(|value| float(interp, value)).collect()
}

/// The length of a vector, scaled so that no square overflows.
fn length(vector: &[f64]) -> f64 {
    if vector.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    match vector {
        [x] => return x.abs(),
        [x, y] => return x.hypot(*y),
        _ => {}
    }
    let largest = vector.iter().fold(0.0, |a: f64, x| a.max(x.abs()));
    if largest == 0.0 || vector.iter().any(|x| x.is_nan()) {
        return vector.iter().sum::<f64>().abs();
    }
    // Scaled by a power of two, so that nothing is lost by it.
    let (_, exponent) = super::split(largest);
    let scale = 2f64.powi(i32::try_from(exponent).unwrap_or(0).clamp(-1000, 1000));
    let square = |x: f64| [x * x, x.mul_add(x, -(x * x))];
    let squares: Vec<f64> = vector.iter().flat_map(|x| square(x / scale)).collect();
    let root = exact_sum(squares.iter().copied()).sqrt();
    // What the root is off by, to first order.
    let [high, low] = square(root);
    let rest = exact_sum(squares.into_iter().chain([-high, -low]));
    scale * (root + rest / (2.0 * root))
}

fn hypot(interp: &Interp, args: Args) -> Result<Value> {
    args.no_keywords(interp, "math.hypot")?;
    let vector = args.positional.iter().map(|x| float(interp, x)).collect::<Result<Vec<_>>>()?;
    interp.float(length(&vector))
}

fn dist(interp: &Interp, args: Args) -> Result<Value> {
    let [p, q] = arguments::exactly(interp, args, "dist")?;
    let (p, q) = (floats(interp, &p)?, floats(interp, &q)?);
    if p.len() != q.len() {
        return Err(interp.value_error("both points must have the same number of dimensions"));
    }
    let vector: Vec<f64> = p.iter().zip(&q).map(|(p, q)| p - q).collect();
    interp.float(length(&vector))
}

/// The sum of floats as if it were rounded once.
///
/// The partial sums do not overlap, as in Shewchuk's algorithm.
fn exact_sum(values: impl Iterator<Item = f64>) -> f64 {
    let mut partials: Vec<f64> = Vec::new();
    let mut special = 0.0;
    for mut x in values {
        if !x.is_finite() {
            special += x;
            continue;
        }
        let mut kept = 0;
        for index in 0..partials.len() {
            let mut y = partials[index];
            if x.abs() < y.abs() {
                core::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        partials.push(x);
    }
    if special != 0.0 || f64::is_nan(special) {
        return special;
    }
    round_once(&partials)
}

/// The rounded sum of parts that do not overlap, smallest first.
fn round_once(partials: &[f64]) -> f64 {
    let Some((&last, mut rest)) = partials.split_last() else { return 0.0 };
    let (mut high, mut low) = (last, 0.0);
    while let Some((&next, before)) = rest.split_last() {
        let sum = high + next;
        low = next - (sum - high);
        high = sum;
        rest = before;
        if low != 0.0 {
            break;
        }
    }
    // A tie is decided by the part behind it.
    if let Some(&behind) = rest.last()
        && ((low < 0.0 && behind < 0.0) || (low > 0.0 && behind > 0.0))
    {
        let twice = low * 2.0;
        let other = high + twice;
        #[expect(clippy::float_cmp, reason = "the question is whether nothing was lost")]
        if twice == other - high {
            return other;
        }
    }
    high
}

fn fsum(interp: &Interp, args: Args) -> Result<Value> {
    let [row] = args.exactly(interp, "math.fsum")?;
    let row = floats(interp, &row)?;
    interp.float(exact_sum(row.into_iter()))
}

/// `math.prod(iterable, *, start=1)`
fn prod(interp: &Interp, mut args: Args) -> Result<Value> {
    let mut product = match args.keyword("start") {
        Some(start) => start,
        None => interp.int(1)?,
    };
    let [row] = args.exactly(interp, "prod")?;
    interp.for_each(&row, |factor| {
        product = interp.binary(BinaryKind::Mul, &product, &factor)?;
        Ok(())
    })?;
    Ok(product)
}

/// `math.sumprod(p, q)`
fn sumprod(interp: &Interp, args: Args) -> Result<Value> {
    let [p, q] = arguments::exactly(interp, args, "sumprod")?;
    let (p, q) = (interp.collect(&p)?, interp.collect(&q)?);
    if p.len() != q.len() {
        return Err(interp.value_error("Inputs are not the same length"));
    }
    let is_float = |value: &Value| matches!(Number::of(value), Some(Number::Float(_)));
    if p.iter().chain(&q).any(is_float) && p.iter().chain(&q).all(|v| Number::of(v).is_some()) {
        let mut products = Vec::with_capacity(p.len() * 2);
        for (a, b) in p.iter().zip(&q) {
            let (a, b) = (float(interp, a)?, float(interp, b)?);
            // The product and what its rounding lost.
            products.push(a * b);
            products.push(a.mul_add(b, -(a * b)));
        }
        return interp.float(exact_sum(products.into_iter()));
    }
    let mut sum = interp.int(0)?;
    for (a, b) in p.iter().zip(&q) {
        let product = interp.binary(BinaryKind::Mul, a, b)?;
        sum = interp.binary(BinaryKind::Add, &sum, &product)?;
    }
    Ok(sum)
}

/// `math.isclose(a, b, *, rel_tol=1e-09, abs_tol=0.0)`
fn isclose(interp: &Interp, mut args: Args) -> Result<Value> {
    let relative = args.keyword("rel_tol").map_or(Ok(1e-9), |x| float(interp, &x))?;
    let absolute = args.keyword("abs_tol").map_or(Ok(0.0), |x| float(interp, &x))?;
    let [a, b] = args.bind(interp, "isclose", ["a", "b"], 2)?;
    let (Some(a), Some(b)) = (a, b) else { return Ok(interp.none()) };
    let (a, b) = (float(interp, &a)?, float(interp, &b)?);
    if relative < 0.0 || absolute < 0.0 {
        return Err(interp.value_error("tolerances must be non-negative"));
    }
    #[expect(clippy::float_cmp, reason = "equal numbers are close whatever the tolerance")]
    let close = a == b
        || (a.is_finite() && b.is_finite() && {
            let difference = (a - b).abs();
            difference <= relative * a.abs().max(b.abs()) || difference <= absolute
        });
    Ok(interp.bool(close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "the results are exact")]
    fn a_sum_is_rounded_once() {
        assert_eq!(exact_sum([0.1; 10].into_iter()), 1.0);
        assert_eq!(exact_sum([1e16, 1.0, -1e16].into_iter()), 1.0);
        assert_eq!(
            exact_sum([1.0, 2f64.powi(-53), 2f64.powi(-106)].into_iter()),
            1.0 + f64::EPSILON
        );
        assert_eq!(exact_sum([f64::INFINITY, 1.0].into_iter()), f64::INFINITY);
        assert_eq!(exact_sum(core::iter::empty()), 0.0);
    }

    #[test]
    #[expect(clippy::float_cmp, reason = "the results are exact")]
    fn a_length_neither_overflows_nor_vanishes() {
        let (huge, tiny) = (2f64.powi(900), 2f64.powi(-900));
        assert_eq!(length(&[2.0 * huge, 3.0 * huge, 6.0 * huge]), 7.0 * huge);
        assert_eq!(length(&[2.0 * tiny, 3.0 * tiny, 6.0 * tiny]), 7.0 * tiny);
        assert_eq!(length(&[2.0, 3.0, 6.0]), 7.0);
        assert_eq!(length(&[f64::NAN, f64::INFINITY, 1.0]), f64::INFINITY);
    }
}
