//! Arithmetic on constants, done once by the compiler.
//!
//! What would become long is left to the program, and so is what would fail: the error belongs to
//! the line that runs. Operations whose result depends on more than the two values here, such as
//! `%` on text, are not folded either.
//!
//! Source: `Python/ast_opt.c`, `fold_binop`.

use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{ToPrimitive, Zero};
use ruff_python_ast::Operator;

use super::constant::integer;
use crate::run::code::Const;

/// The most bits of a folded product, power or shift.
const MAX_BITS: u64 = 128;
/// The most characters or bytes of a folded repetition.
const MAX_TEXT: usize = 4096;
/// The most items of a folded repetition.
const MAX_ITEMS: usize = 256;
/// The largest integer up to which all are floats, too.
const MAX_EXACT: i64 = 1 << 53;

/// The value of an operation on constants, if it is to be folded.
pub(super) fn fold(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    match (left, right) {
        (Const::Int(_) | Const::BigInt(_), Const::Int(_) | Const::BigInt(_)) => {
            integers(op, left, right)
        }
        (Const::Float(_), _) | (_, Const::Float(_)) => floats(op, float(left)?, float(right)?),
        (Const::Int(times), row) | (row, Const::Int(times)) if op == Operator::Mult => {
            repeat(row, usize::try_from(*times).unwrap_or(0))
        }
        _ if op != Operator::Add => None,
        (Const::Str(a), Const::Str(b)) => Some(Const::Str(format!("{a}{b}").into())),
        (Const::Bytes(a), Const::Bytes(b)) => Some(Const::Bytes([&a[..], &b[..]].concat().into())),
        (Const::Tuple(a), Const::Tuple(b)) => Some(Const::Tuple([&a[..], &b[..]].concat().into())),
        _ => None,
    }
}

fn integers(op: Operator, left: &Const, right: &Const) -> Option<Const> {
    let (a, b) = (big(left)?, big(right)?);
    let small = || b.to_u32().filter(|&n| u64::from(n) <= MAX_BITS);
    let is_short = |bits: u64| bits <= MAX_BITS;
    Some(integer(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult if is_short(a.bits() + b.bits()) => a * b,
        Operator::Div => return quotient(left, right),
        Operator::FloorDiv if !b.is_zero() => a.div_floor(&b),
        Operator::Mod if !b.is_zero() => a.mod_floor(&b),
        Operator::Pow => {
            let power = b.to_u32()?;
            if !is_short(a.bits().checked_mul(power.into())?) {
                return None;
            }
            a.pow(power)
        }
        Operator::LShift => {
            let by = small()?;
            if !is_short(a.bits() + u64::from(by)) {
                return None;
            }
            a << by
        }
        Operator::RShift => a >> b.to_u32()?,
        Operator::BitOr => a | b,
        Operator::BitXor => a ^ b,
        Operator::BitAnd => a & b,
        _ => return None,
    }))
}

/// The quotient of integers that are floats, too.
fn quotient(left: &Const, right: &Const) -> Option<Const> {
    floats(Operator::Div, float(left)?, float(right)?)
}

fn floats(op: Operator, a: f64, b: f64) -> Option<Const> {
    Some(Const::Float(match op {
        Operator::Add => a + b,
        Operator::Sub => a - b,
        Operator::Mult => a * b,
        Operator::Div if b != 0.0 => a / b,
        _ => return None,
    }))
}

fn repeat(row: &Const, times: usize) -> Option<Const> {
    let fits = |len: usize, most: usize| len.checked_mul(times).is_some_and(|len| len <= most);
    match row {
        Const::Str(text) if fits(text.len(), MAX_TEXT) => {
            Some(Const::Str(text.repeat(times).into()))
        }
        Const::Bytes(bytes) if fits(bytes.len(), MAX_TEXT) => {
            Some(Const::Bytes(bytes.repeat(times).into()))
        }
        Const::Tuple(items) if fits(items.len(), MAX_ITEMS) => {
            let len = items.len() * times;
            Some(Const::Tuple(items.iter().cycle().take(len).cloned().collect()))
        }
        _ => None,
    }
}

fn big(value: &Const) -> Option<BigInt> {
    match value {
        Const::Int(v) => Some(BigInt::from(*v)),
        Const::BigInt(v) => Some((**v).clone()),
        _ => None,
    }
}

/// A number as a float, if it is that exactly.
fn float(value: &Const) -> Option<f64> {
    match value {
        Const::Float(v) => Some(*v),
        Const::Int(v) if v.unsigned_abs() <= MAX_EXACT.unsigned_abs() => v.to_f64(),
        _ => None,
    }
}
