//! Functions of `math` on integers of any size.

use num_bigint::{BigInt, BigUint, Sign};
use num_traits::{One, Signed, ToPrimitive, Zero};

use super::super::super::builtins::arguments;
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::operate::integer::Integer;
use crate::run::raise::Result;

/// The functions.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("comb", comb),
    ("factorial", factorial),
    ("gcd", |interp, args| fold(interp, args, "gcd", 0, num_integer::Integer::gcd)),
    ("isqrt", isqrt),
    ("lcm", |interp, args| fold(interp, args, "lcm", 1, num_integer::Integer::lcm)),
    ("perm", perm),
];

/// An integer argument.
fn integer(interp: &Interp, value: &Value) -> Result<BigInt> {
    if let Some(integer) = Integer::of(value) {
        return Ok(integer.into_big().into_owned());
    }
    if let Some(integer) = interp.index_integer(value)?
        && let Some(integer) = Integer::of(&integer)
    {
        return Ok(integer.into_big().into_owned());
    }
    Err(interp.type_error(format!(
        "'{}' object cannot be interpreted as an integer",
        interp.class_name(value)
    )))
}

fn fold(
    interp: &Interp,
    args: Args,
    name: &str,
    empty: i64,
    f: fn(&BigInt, &BigInt) -> BigInt,
) -> Result<Value> {
    args.no_keywords(interp, &format!("math.{name}"))?;
    let mut result = BigInt::from(empty);
    for value in &args.positional {
        result = f(&result, &integer(interp, value)?);
    }
    interp.big_int(result.abs())
}

fn isqrt(interp: &Interp, args: Args) -> Result<Value> {
    let [n] = args.exactly(interp, "math.isqrt")?;
    let n = integer(interp, &n)?;
    if n.is_negative() {
        return Err(interp.value_error("isqrt() argument must be nonnegative"));
    }
    interp.big_int(n.sqrt())
}

/// The product of `low + 1` to `high`, by halves so that the factors are of like size.
fn product(low: u64, high: u64) -> BigUint {
    match high.saturating_sub(low) {
        0 => BigUint::one(),
        1 => BigUint::from(high),
        count => {
            let middle = low + count / 2;
            product(low, middle) * product(middle, high)
        }
    }
}

fn factorial(interp: &Interp, args: Args) -> Result<Value> {
    let [n] = args.exactly(interp, "math.factorial")?;
    let n = integer(interp, &n)?;
    if n.is_negative() {
        return Err(interp.value_error("factorial() not defined for negative values"));
    }
    let Some(n) = n.to_i64() else {
        return Err(
            interp.overflow_error(format!("factorial() argument should not exceed {}", i64::MAX))
        );
    };
    interp.big_int(BigInt::from(product(0, n.unsigned_abs())))
}

/// `n` and `k`, neither below zero.
fn counts(interp: &Interp, n: &Value, k: &Value) -> Result<(BigInt, BigInt)> {
    let (n, k) = (integer(interp, n)?, integer(interp, k)?);
    for (name, number) in [("n", &n), ("k", &k)] {
        if number.is_negative() {
            return Err(interp.value_error(format!("{name} must be a non-negative integer")));
        }
    }
    Ok((n, k))
}

/// `n * (n - 1) * ...`, `k` factors; divided by `k!` if asked.
fn falling(interp: &Interp, n: &BigInt, k: &BigInt, divide: bool) -> Result<Value> {
    if k > n {
        return interp.int(0);
    }
    let Some(k) = k.to_u64() else {
        return Err(interp.overflow_error(format!("k must not exceed {}", i64::MAX)));
    };
    let mut result = BigInt::one();
    for i in 0..k {
        result *= n - i;
        if divide {
            result /= i + 1;
        }
    }
    interp.big_int(result)
}

fn perm(interp: &Interp, args: Args) -> Result<Value> {
    let [n, k] = arguments::positional(interp, args, "perm", 1)?;
    let (Some(n), k) = (n, k.filter(|k| !interp.is_none(k))) else { return Ok(interp.none()) };
    let Some(k) = k else { return factorial(interp, [n].into()) };
    let (n, k) = counts(interp, &n, &k)?;
    falling(interp, &n, &k, false)
}

fn comb(interp: &Interp, args: Args) -> Result<Value> {
    let [n, k] = arguments::exactly(interp, args, "comb")?;
    let (n, k) = counts(interp, &n, &k)?;
    let other = &n - &k;
    let k = if other.sign() != Sign::Minus && other < k { other } else { k };
    if k.is_zero() {
        return interp.int(1);
    }
    falling(interp, &n, &k, true)
}
