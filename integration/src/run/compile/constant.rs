//! Which expressions are constants.
//!
//! Literals, signed numbers, tuples of constants, and arithmetic on them (see [`super::fold`]) are. A
//! display that is only iterated or searched becomes a tuple or a frozenset, as in CPython.
//!
//! Source: `Python/ast_opt.c`.

use std::rc::Rc;

use num_bigint::BigInt;
use ruff_python_ast::{Expr, Int, Number, UnaryOp};

use super::fold::fold;
use crate::run::code::Const;

/// The value of an expression that is constant.
pub(super) fn constant(expr: &Expr) -> Option<Const> {
    Some(match expr {
        Expr::NoneLiteral(_) => Const::None,
        Expr::EllipsisLiteral(_) => Const::Ellipsis,
        Expr::BooleanLiteral(e) => boolean(e.value),
        Expr::StringLiteral(e) => Const::from(e.value.to_str()),
        Expr::BytesLiteral(e) => Const::Bytes(e.value.bytes().collect()),
        Expr::NumberLiteral(e) => match &e.value {
            Number::Int(value) => integer(literal(value)),
            Number::Float(value) => Const::Float(*value),
            Number::Complex { imag, .. } => Const::Imaginary(*imag),
        },
        Expr::Name(e) if e.id == "__debug__" => Const::True,
        Expr::Tuple(e) => Const::Tuple(all(&e.elts)?),
        Expr::BinOp(e) => return fold(e.op, &constant(&e.left)?, &constant(&e.right)?),
        Expr::UnaryOp(e) => return signed(e.op, constant(&e.operand)?),
        _ => return None,
    })
}

/// The values of expressions that are all constant.
pub(super) fn all(exprs: &[Expr]) -> Option<Rc<[Const]>> {
    exprs.iter().map(constant).collect()
}

/// The frozenset of a set display of constants.
pub(super) fn frozenset(exprs: &[Expr]) -> Option<Const> {
    let mut items: Vec<Const> = Vec::new();
    for item in all(exprs)?.iter() {
        if !items.contains(item) {
            items.push(item.clone());
        }
    }
    Some(Const::Frozenset(items.into()))
}

/// Whether a constant expression is true.
pub(super) fn truth(expr: &Expr) -> Option<bool> {
    Some(match constant(expr)? {
        Const::None | Const::False => false,
        Const::True | Const::Ellipsis | Const::BigInt(_) | Const::Code(_) => true,
        Const::Int(v) => v != 0,
        Const::Float(v) | Const::Imaginary(v) => v != 0.0,
        Const::Str(v) => !v.is_empty(),
        Const::Bytes(v) => !v.is_empty(),
        Const::Tuple(v) | Const::Frozenset(v) => !v.is_empty(),
    })
}

fn boolean(value: bool) -> Const {
    if value { Const::True } else { Const::False }
}

fn signed(op: UnaryOp, value: Const) -> Option<Const> {
    Some(match (op, value) {
        (UnaryOp::USub, Const::Float(v)) => Const::Float(-v),
        (UnaryOp::USub, Const::Int(v)) => integer(-BigInt::from(v)),
        (UnaryOp::USub, Const::BigInt(v)) => integer(-&*v),
        (UnaryOp::Invert, Const::Int(v)) => Const::Int(!v),
        (UnaryOp::Invert, Const::BigInt(v)) => integer(!&*v),
        (UnaryOp::UAdd, number @ (Const::Int(_) | Const::BigInt(_) | Const::Float(_))) => number,
        _ => return None,
    })
}

/// The constant of an integer.
pub(super) fn integer(value: BigInt) -> Const {
    match i64::try_from(&value) {
        Ok(small) => Const::Int(small),
        Err(_) => Const::BigInt(Rc::new(value)),
    }
}

/// The value of an integer literal. The parser keeps the digits of one that exceeds 64 bits, in
/// decimal or with the prefix of another base.
fn literal(value: &Int) -> BigInt {
    if let Some(small) = value.as_u64() {
        return small.into();
    }
    let text = value.to_string().replace('_', "").to_ascii_lowercase();
    let (digits, radix) = match text.get(..2) {
        Some("0x") => (&text[2..], 16),
        Some("0o") => (&text[2..], 8),
        Some("0b") => (&text[2..], 2),
        _ => (&*text, 10),
    };
    BigInt::parse_bytes(digits.as_bytes(), radix).expect("the parser accepted the digits")
}
