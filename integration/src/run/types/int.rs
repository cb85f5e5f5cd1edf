//! `int`: construction, methods and attributes.
//!
//! Source: `Objects/longobject.c`.

mod bytes;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;
use num_traits::Pow;

use super::super::builtins::arguments::{method, special};
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::operate::integer::Integer;
use super::super::operate::peel;
use super::super::raise::Result;
use super::dunder::class_argument;
use super::number;
use crate::Value;
use crate::object::{Bytes, Instance, Kind, Str};

/// The integer a method is called on.
fn receiver<'a>(interp: &Interp, this: &'a Value, function: &str) -> Result<Integer<'a>> {
    number::receiver(interp, this, function)?;
    Ok(Integer::of(this).unwrap_or(Integer::Small(0)))
}

/// `int(x=0, base=10)`
fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = class_argument(interp, &mut args, &interp.types.int)?;
    let given = args.len() + args.keywords.len();
    if given > 2 {
        let error = format!("int expected at most 2 arguments, got {given}");
        return Err(interp.type_error(error));
    }
    let [x, base] = args.bind(interp, "int", ["", "base"], 0)?;
    let value = match (x, base) {
        (None, None) => interp.int(0)?,
        (None, Some(_)) => return Err(interp.type_error("int() missing string argument")),
        (Some(x), None) => interp.to_integer(&x)?,
        (Some(x), Some(base)) => by_base(interp, &x, &base)?,
    };
    if class.is(interp.types.int.as_value()) {
        return Ok(value);
    }
    // The value is to be owned by its object alone: integers are shared, so another is made.
    let copy = match Integer::of(&value) {
        Some(Integer::Small(n)) => interp.heap.alloc(crate::object::Int::from(n))?,
        Some(n) => interp.heap.alloc(crate::object::Int::from(n.into_big().into_owned()))?,
        None => return Ok(value),
    };
    interp.wrap(&class, copy.into_value())
}

fn by_base(interp: &Interp, x: &Value, base: &Value) -> Result<Value> {
    let base = interp.index(base)?;
    let Some(base) = u32::try_from(base).ok().filter(|b| *b == 0 || (2..=36).contains(b)) else {
        return Err(interp.value_error("int() base must be >= 2 and <= 36, or 0"));
    };
    if let Some(text) = peel(x).get::<Str>() {
        return interp.parse_int(text.as_str(), base, x);
    }
    if let Some(bytes) = peel(x).get::<Bytes>() {
        return interp.parse_int(&String::from_utf8_lossy(bytes.items()), base, x);
    }
    Err(interp.type_error("int() can't convert non-string with explicit base"))
}

fn bit_length(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "int.bit_length")?;
    let bits = receiver(interp, &this, "int.bit_length")?.into_big().bits();
    interp.int(i64::try_from(bits).unwrap_or(i64::MAX))
}

fn bit_count(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "int.bit_count")?;
    let n = receiver(interp, &this, "int.bit_count")?.into_big();
    let ones: u32 = n.iter_u64_digits().map(u64::count_ones).sum();
    interp.int(i64::from(ones))
}

/// `int.__round__(n)`: to a power of ten, ties to even.
fn round(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [digits]) = method(interp, args, "int.__round__", 0)?;
    let n = receiver(interp, &this, "int.__round__")?;
    let digits = match digits.filter(|d| !interp.is_none(d)) {
        Some(digits) => interp.index(&digits)?,
        None => 0,
    };
    if digits >= 0 {
        return interp.to_integer(peel(&this));
    }
    let Ok(places) = u32::try_from(digits.unsigned_abs()) else { return interp.int(0) };
    if u64::from(places) > n.clone().into_big().bits() {
        return interp.int(0);
    }
    interp.big_int(to_multiple(&n.into_big(), &Pow::pow(BigInt::from(10), places), false))
}

/// The multiple of `unit` nearest to `n`, ties to even. `more` says that the number meant is a
/// little farther from zero than `n`.
pub(super) fn to_multiple(n: &BigInt, unit: &BigInt, more: bool) -> BigInt {
    let negative = n.sign() == Sign::Minus;
    let magnitude = BigInt::from(n.magnitude().clone());
    let (mut quotient, rest) = magnitude.div_rem(unit);
    let twice: BigInt = rest << 1_u8;
    if twice > *unit || (twice == *unit && (more || quotient.is_odd())) {
        quotient += 1;
    }
    let rounded = quotient * unit;
    if negative { -rounded } else { rounded }
}

/// Methods that answer the integer itself.
fn itself(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    interp.to_integer(peel(&this))
}

fn as_integer_ratio(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "int.as_integer_ratio")?;
    receiver(interp, &this, "int.as_integer_ratio")?;
    interp.tuple([interp.to_integer(peel(&this))?, interp.int(1)?].into_iter())
}

fn is_integer(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "int.is_integer")?;
    receiver(interp, &this, "int.is_integer")?;
    Ok(interp.bool(true))
}

fn getnewargs(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "int.__getnewargs__")?;
    receiver(interp, &this, "int.__getnewargs__")?;
    interp.tuple([interp.to_integer(peel(&this))?].into_iter())
}

const METHODS: &[(&str, Native)] = &[
    ("bit_length", bit_length),
    ("bit_count", bit_count),
    ("as_integer_ratio", as_integer_ratio),
    ("is_integer", is_integer),
    ("conjugate", |i, a| itself(i, a, "int.conjugate")),
    ("__floor__", |i, a| itself(i, a, "int.__floor__")),
    ("__ceil__", |i, a| itself(i, a, "int.__ceil__")),
    ("__round__", round),
    ("__getnewargs__", getnewargs),
    ("to_bytes", bytes::to_bytes),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.int;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_methods(class, number::INT)?;
    interp.add_methods(class, number::BITS)?;
    interp.add_methods(class, METHODS)?;
    interp.add_class_methods(class, &[("from_bytes", bytes::from_bytes)])?;
    for name in ["real", "numerator"] {
        interp.add_computed(class, name, |interp, this| interp.to_integer(whole(this)), None)?;
    }
    interp.add_computed(class, "imag", |interp, _| interp.int(0), None)?;
    interp.add_computed(class, "denominator", |interp, _| interp.int(1), None)
}

/// The integer an object of a derived class stands around.
fn whole(this: &Value) -> &Value {
    match this.kind() {
        Kind::Instance => this.get::<Instance>().and_then(Instance::base).unwrap_or(this),
        _ => this,
    }
}

#[cfg(test)]
mod tests {
    use num_traits::Zero as _;

    use super::*;

    #[test]
    fn ties_round_to_an_even_multiple() {
        let round = |n: i64, more| to_multiple(&BigInt::from(n), &BigInt::from(100), more);
        assert_eq!(round(1250, false), BigInt::from(1200));
        assert_eq!(round(1250, true), BigInt::from(1300));
        assert_eq!(round(-1350, false), BigInt::from(-1400));
        assert!(round(49, true).is_zero());
    }
}
