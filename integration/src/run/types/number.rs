//! What `int` and `float` have in common: the special methods of operators, by name.
//!
//! Source: `long_as_number` in `Objects/longobject.c`, `float_as_number` in
//! `Objects/floatobject.c`.

use super::super::builtins::arguments::{special, wrong_receiver};
use super::super::code::{BinaryKind, CompareKind, UnaryKind};
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::operate::float::Number;
use super::super::operate::integer::Integer;
use super::super::operate::names;
use super::super::operate::{number, peel};
use super::super::raise::Result;
use crate::Value;
use crate::object::Float;

/// The number a method is called on.
///
/// # Errors
/// `TypeError` when it is none of the class in front of the method's name.
pub(super) fn receiver<'a>(interp: &Interp, this: &'a Value, function: &str) -> Result<Number<'a>> {
    let number = if function.starts_with("int.") {
        Integer::of(this).map(Number::Integer)
    } else {
        peel(this).get::<Float>().map(|x| Number::Float(x.0))
    };
    number.ok_or_else(|| wrong_receiver(interp, this, function))
}

/// Whether a class knows the other operand: an integer does not know floats.
fn knows(function: &str, other: &Value) -> bool {
    if function.starts_with("int.") {
        Integer::of(other).is_some()
    } else {
        Number::of(other).is_some()
    }
}

/// `this op other`, or `other op this`.
fn operator(
    interp: &Interp,
    args: Args,
    function: &str,
    kind: BinaryKind,
    reflected: bool,
) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    if !knows(function, &other) {
        return Ok(interp.not_implemented.clone());
    }
    let (a, b) = if reflected { (&other, &this) } else { (&this, &other) };
    let result = number::binary(interp, kind, peel(a), peel(b))?;
    Ok(result.unwrap_or_else(|| interp.not_implemented.clone()))
}

fn comparison(interp: &Interp, args: Args, function: &str, kind: CompareKind) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    let number = receiver(interp, &this, function)?;
    if !knows(function, &other) {
        return Ok(interp.not_implemented.clone());
    }
    let order = Number::of(&other).and_then(|other| number.order(&other));
    let answer = order.map_or(kind == CompareKind::Ne, |order| names::holds(kind, order));
    Ok(interp.bool(answer))
}

fn unary(interp: &Interp, args: Args, function: &str, kind: UnaryKind) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    let result = number::unary(interp, kind, peel(&this))?;
    Ok(result.unwrap_or_else(|| interp.not_implemented.clone()))
}

fn absolute(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    interp.absolute(peel(&this))
}

fn divmod(interp: &Interp, args: Args, function: &str, reflected: bool) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    if !knows(function, &other) {
        return Ok(interp.not_implemented.clone());
    }
    let (a, b) = if reflected { (&other, &this) } else { (&this, &other) };
    interp.divmod(peel(a), peel(b))
}

/// `a ** b`, and `pow(a, b, modulus)` with a third argument.
fn power(interp: &Interp, mut args: Args, function: &str) -> Result<Value> {
    if args.len() == 3
        && let Some(modulus) = args.positional.pop()
        && !interp.is_none(&modulus)
    {
        let (this, [other]) = special(interp, args, function)?;
        receiver(interp, &this, function)?;
        if function.starts_with("int.") && knows(function, &other) && knows(function, &modulus) {
            return interp.power(peel(&this), peel(&other), Some(peel(&modulus)));
        }
        return Ok(interp.not_implemented.clone());
    }
    operator(interp, args, function, BinaryKind::Pow, false)
}

fn truth(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    Ok(interp.bool(interp.truth(peel(&this))?))
}

fn hash(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    interp.int(interp.hash(peel(&this))?)
}

fn repr(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    interp.str(&interp.repr(peel(&this))?)
}

fn format(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, [spec]) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    let Some(text) = peel(&spec).get::<crate::object::Str>() else {
        let name = interp.class_name(&spec);
        return Err(interp.type_error(format!("__format__() argument must be str, not {name}")));
    };
    let text = text.as_str();
    // A derived class may show itself in its own way when nothing is specified.
    let value = if text.is_empty() && !peel(&this).is(&this) {
        return interp.str(&interp.to_str(&this)?);
    } else {
        peel(&this)
    };
    interp.str(&interp.format(value, text)?)
}

fn to_integer(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    receiver(interp, &this, function)?;
    interp.to_integer(peel(&this))
}

fn to_float(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    let x = receiver(interp, &this, function)?.to_float(interp)?;
    if this.is_a::<Float>() {
        return Ok(this);
    }
    interp.float(x)
}

macro_rules! common {
    ($name:ident, $class:literal) => {
        /// The special methods of the class.
        pub(super) const $name: &[(&str, Native)] = common!(@table $class;
            Add "__add__" "__radd__", Sub "__sub__" "__rsub__", Mul "__mul__" "__rmul__",
            Div "__truediv__" "__rtruediv__", FloorDiv "__floordiv__" "__rfloordiv__",
            Mod "__mod__" "__rmod__";
            Lt "__lt__", Le "__le__", Eq "__eq__", Ne "__ne__", Gt "__gt__", Ge "__ge__";
        );
    };
    (@table $class:literal;
        $($kind:ident $plain:literal $reflected:literal),*;
        $($compare:ident $method:literal),*;
    ) => {
        &[
            $(
                ($plain, |i, a| {
                    operator(i, a, concat!($class, ".", $plain), BinaryKind::$kind, false)
                }),
                ($reflected, |i, a| {
                    operator(i, a, concat!($class, ".", $reflected), BinaryKind::$kind, true)
                }),
            )*
            $(
                ($method, |i, a| {
                    comparison(i, a, concat!($class, ".", $method), CompareKind::$compare)
                }),
            )*
            ("__pow__", |i, a| power(i, a, concat!($class, ".__pow__"))),
            ("__rpow__", |i, a| {
                operator(i, a, concat!($class, ".__rpow__"), BinaryKind::Pow, true)
            }),
            ("__divmod__", |i, a| divmod(i, a, concat!($class, ".__divmod__"), false)),
            ("__rdivmod__", |i, a| divmod(i, a, concat!($class, ".__rdivmod__"), true)),
            ("__neg__", |i, a| unary(i, a, concat!($class, ".__neg__"), UnaryKind::Neg)),
            ("__pos__", |i, a| unary(i, a, concat!($class, ".__pos__"), UnaryKind::Pos)),
            ("__abs__", |i, a| absolute(i, a, concat!($class, ".__abs__"))),
            ("__bool__", |i, a| truth(i, a, concat!($class, ".__bool__"))),
            ("__hash__", |i, a| hash(i, a, concat!($class, ".__hash__"))),
            ("__repr__", |i, a| repr(i, a, concat!($class, ".__repr__"))),
            ("__format__", |i, a| format(i, a, concat!($class, ".__format__"))),
            ("__int__", |i, a| to_integer(i, a, concat!($class, ".__int__"))),
            ("__trunc__", |i, a| to_integer(i, a, concat!($class, ".__trunc__"))),
            ("__float__", |i, a| to_float(i, a, concat!($class, ".__float__"))),
        ]
    };
}

common!(INT, "int");
common!(FLOAT, "float");

macro_rules! integers_only {
    ($($kind:ident $plain:literal $reflected:literal),*) => {
        /// The special methods that floats have not.
        pub(super) const BITS: &[(&str, Native)] = &[
            $(
                ($plain, |i, a| {
                    operator(i, a, concat!("int.", $plain), BinaryKind::$kind, false)
                }),
                ($reflected, |i, a| {
                    operator(i, a, concat!("int.", $reflected), BinaryKind::$kind, true)
                }),
            )*
            ("__invert__", |i, a| unary(i, a, "int.__invert__", UnaryKind::Invert)),
            ("__index__", |i, a| to_integer(i, a, "int.__index__")),
        ];
    };
}

integers_only!(
    And "__and__" "__rand__", Or "__or__" "__ror__", Xor "__xor__" "__rxor__",
    LShift "__lshift__" "__rlshift__", RShift "__rshift__" "__rrshift__"
);
