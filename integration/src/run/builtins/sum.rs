//! `sum`.
//!
//! Integers are added up in 64 bits while they fit. Floats are added up with a correction for
//! what each addition loses, so `sum([0.1] * 10)` is `1.0`. From the first item of another kind
//! on, `+` does the work.
//!
//! # Source
//! `builtin_sum_impl` and `cs_add` in `Python/bltinmodule.c`.

use super::super::code::BinaryKind;
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::raise::Result;
use crate::Value;
use crate::object::{Bool, Float, Int, Kind};

/// The function.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[("sum", sum)];

/// A sum of floats, and what was lost to rounding.
#[derive(Clone, Copy, Debug)]
struct Compensated {
    high: f64,
    low: f64,
}

impl Compensated {
    fn new(start: f64) -> Self {
        Self { high: start, low: 0.0 }
    }

    fn add(&mut self, x: f64) {
        let total = self.high + x;
        self.low += if self.high.abs() >= x.abs() {
            (self.high - total) + x
        } else {
            (x - total) + self.high
        };
        self.high = total;
    }

    fn total(self) -> f64 {
        if self.low != 0.0 && self.low.is_finite() { self.high + self.low } else { self.high }
    }
}

/// What has been added up so far.
enum Total {
    Int(i64),
    Float(Compensated),
    Object(Value),
}

impl Total {
    fn of(value: Value) -> Self {
        match value.kind() {
            Kind::Int => match value.get::<Int>().and_then(Int::as_i64) {
                Some(n) => Self::Int(n),
                None => Self::Object(value),
            },
            Kind::Float => match value.get::<Float>() {
                Some(x) => Self::Float(Compensated::new(x.0)),
                None => Self::Object(value),
            },
            _ => Self::Object(value),
        }
    }

    fn into_value(self, interp: &Interp) -> Result<Value> {
        match self {
            Self::Int(n) => interp.int(n),
            Self::Float(sum) => interp.float(sum.total()),
            Self::Object(value) => Ok(value),
        }
    }

    fn add(self, interp: &Interp, item: &Value) -> Result<Self> {
        match (self, small(item), item.get::<Float>()) {
            (Self::Int(n), Some(m), _) if n.checked_add(m).is_some() => Ok(Self::Int(n + m)),
            (Self::Float(mut sum), _, Some(x)) => {
                sum.add(x.0);
                Ok(Self::Float(sum))
            }
            (Self::Float(mut sum), Some(n), _) => {
                #[expect(clippy::cast_precision_loss, reason = "rounded as in float(n)")]
                let x = n as f64;
                sum.high += x;
                Ok(Self::Float(sum))
            }
            (total, ..) => {
                let total = total.into_value(interp)?;
                let sum = interp.binary(BinaryKind::Add, &total, item)?;
                drop(total);
                Ok(if matches!(sum.kind(), Kind::Float) {
                    Self::of(sum)
                } else {
                    Self::Object(sum)
                })
            }
        }
    }
}

/// A small integer or a bool.
fn small(value: &Value) -> Option<i64> {
    match value.get::<Int>() {
        Some(int) => int.as_i64(),
        None => value.get::<Bool>().map(|b| i64::from(b.0)),
    }
}

fn sum(interp: &Interp, mut args: Args) -> Result<Value> {
    if args.is_empty() {
        return Err(interp.type_error("sum() takes at least 1 positional argument (0 given)"));
    }
    let given = args.len() + args.keywords.len();
    if given > 2 {
        return Err(interp.type_error(format!("sum() takes at most 2 arguments ({given} given)")));
    }
    let start = match args.keyword("start") {
        Some(start) => Some(start),
        None if args.len() == 2 => args.positional.pop(),
        None => None,
    };
    if let Some((unknown, _)) = args.keywords.first() {
        let unknown = unknown.as_str();
        return Err(
            interp.type_error(format!("sum() got an unexpected keyword argument '{unknown}'"))
        );
    }
    match start.as_ref().map(Value::kind) {
        Some(Kind::Str) => {
            return Err(interp.type_error("sum() can't sum strings [use ''.join(seq) instead]"));
        }
        Some(Kind::Bytes) => {
            return Err(interp.type_error("sum() can't sum bytes [use b''.join(seq) instead]"));
        }
        _ => {}
    }
    let iterator = interp.iter(&args.positional[0])?;
    let mut total = start.map_or(Total::Int(0), Total::of);
    while let Some(item) = interp.next(&iterator)? {
        total = total.add(interp, &item)?;
    }
    total.into_value(interp)
}

#[cfg(test)]
mod tests {
    use super::Compensated;

    fn total(items: &[f64]) -> f64 {
        let mut sum = Compensated::new(0.0);
        for x in items {
            sum.add(*x);
        }
        sum.total()
    }

    #[test]
    fn rounding_errors_of_ten_tenths_cancel() {
        assert_eq!(total(&[0.1; 10]).to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn a_small_item_between_large_ones_is_not_lost() {
        assert_eq!(total(&[1e100, 1.0, -1e100]).to_bits(), 1.0_f64.to_bits());
    }

    #[test]
    fn an_infinity_stays_one() {
        assert_eq!(total(&[f64::INFINITY, 1.0]).to_bits(), f64::INFINITY.to_bits());
    }
}
