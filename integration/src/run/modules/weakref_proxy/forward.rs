//! The operators of proxies.
//!
//! Each method puts the referents in the places of the proxies and applies the operator again.
//!
//! # Source
//! The `WRAP_` macros of `Objects/weakrefobject.c`.

use super::{referent, unwrap};
use crate::object::Class;
use crate::run::builtins::arguments::positional;
use crate::run::code::{BinaryKind, CompareKind, UnaryKind};
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;
use crate::{Gc, Value};

macro_rules! binary {
    ($($kind:ident $name:literal,)*) => {
        &[$(
            (concat!("__", $name, "__"), |interp, args| {
                let [a, b] = both(interp, args)?;
                interp.binary(BinaryKind::$kind, &a, &b)
            }),
            (concat!("__r", $name, "__"), |interp, args| {
                let [a, b] = both(interp, args)?;
                interp.binary(BinaryKind::$kind, &b, &a)
            }),
            (concat!("__i", $name, "__"), |interp, args| {
                let [a, b] = both(interp, args)?;
                interp.in_place(BinaryKind::$kind, a, &b)
            }),
        )*]
    };
}

const BINARY: &[(&str, Native)] = binary! {
    Add "add", Sub "sub", Mul "mul", MatMul "matmul", Div "truediv", FloorDiv "floordiv",
    Mod "mod", Pow "pow", LShift "lshift", RShift "rshift", And "and", Or "or", Xor "xor",
};

macro_rules! compare {
    ($($kind:ident $name:literal,)*) => {
        &[$(($name, |interp, args| {
            let [a, b] = both(interp, args)?;
            interp.compare(CompareKind::$kind, &a, &b)
        }),)*]
    };
}

const COMPARE: &[(&str, Native)] = compare! {
    Lt "__lt__", Le "__le__", Eq "__eq__", Ne "__ne__", Gt "__gt__", Ge "__ge__",
};

macro_rules! unary {
    ($($name:literal |$interp:ident, $value:ident| $body:expr;)*) => {
        &[$(($name, |$interp, args| {
            let [this] = args.exactly($interp, $name)?;
            let $value = referent($interp, &this)?;
            $body
        }),)*]
    };
}

const UNARY: &[(&str, Native)] = unary! {
    "__neg__" |interp, value| interp.unary(UnaryKind::Neg, &value);
    "__pos__" |interp, value| interp.unary(UnaryKind::Pos, &value);
    "__invert__" |interp, value| interp.unary(UnaryKind::Invert, &value);
    "__abs__" |interp, value| interp.absolute(&value);
    "__bool__" |interp, value| Ok(interp.bool(interp.truth(&value)?));
    "__str__" |interp, value| interp.to_str_value(&value);
    "__len__" |interp, value| interp.size(interp.len(&value)?);
    "__iter__" |interp, value| interp.iter(&value);
    "__int__" |interp, value| interp.call(interp.types.int.as_value(), [value]);
    "__float__" |interp, value| interp.call(interp.types.float.as_value(), [value]);
    "__index__" |interp, value| interp.int(interp.index(&value)?);
    "__bytes__" |interp, value| interp.call_method(&value, "__bytes__", []);
    "__reversed__" |interp, value| interp.call_method(&value, "__reversed__", []);
};

/// Puts all of them into a class.
pub(super) fn install(interp: &Interp, class: &Gc<Class>) -> Result<()> {
    interp.add_methods(class, BINARY)?;
    interp.add_methods(class, COMPARE)?;
    interp.add_methods(class, UNARY)?;
    interp.add_methods(
        class,
        &[
            ("__repr__", repr),
            ("__next__", next),
            ("__contains__", contains),
            ("__getitem__", get_item),
            ("__setitem__", set_item),
            ("__delitem__", del_item),
            ("__divmod__", divmod),
            ("__pow__", power),
        ],
    )?;
    interp.set_member(class, "__hash__", interp.none())
}

/// The two operands, without proxies.
fn both(interp: &Interp, args: Args) -> Result<[Value; 2]> {
    let [a, b] = args.exactly(interp, "operator")?;
    Ok([unwrap(interp, &a)?, unwrap(interp, &b)?])
}

/// `<weakproxy at 0x...; to 'C' at 0x...>`
fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let at = this.id();
    interp.str(&match referent(interp, &this) {
        Ok(value) => {
            let class = interp.class_name(&value);
            format!("<weakproxy at {at:#x}; to '{class}' at {:#x}>", value.id())
        }
        Err(_) => format!("<weakproxy at {at:#x}; dead>"),
    })
}

fn next(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__next__")?;
    let value = referent(interp, &this)?;
    if !interp.is_iterator(&value) {
        return Err(interp.type_error(format!(
            "Weakref proxy referenced a non-iterator '{}' object",
            interp.class_name(&value)
        )));
    }
    interp.next(&value)?.ok_or_else(|| interp.stop_iteration(None))
}

fn contains(interp: &Interp, args: Args) -> Result<Value> {
    let [this, item] = args.exactly(interp, "__contains__")?;
    let value = referent(interp, &this)?;
    Ok(interp.bool(interp.contains(&value, &item)?))
}

fn get_item(interp: &Interp, args: Args) -> Result<Value> {
    let [this, key] = args.exactly(interp, "__getitem__")?;
    interp.get_item(&referent(interp, &this)?, &key)
}

fn set_item(interp: &Interp, args: Args) -> Result<Value> {
    let [this, key, value] = args.exactly(interp, "__setitem__")?;
    interp.set_item(&referent(interp, &this)?, &key, value)?;
    Ok(interp.none())
}

fn del_item(interp: &Interp, args: Args) -> Result<Value> {
    let [this, key] = args.exactly(interp, "__delitem__")?;
    interp.del_item(&referent(interp, &this)?, &key)?;
    Ok(interp.none())
}

/// `pow(proxy, exponent, modulus=None)`
fn power(interp: &Interp, args: Args) -> Result<Value> {
    let [base, exponent, modulus] = positional(interp, args, "__pow__", 2)?;
    let mut operands = Vec::with_capacity(3);
    for operand in [base, exponent, modulus].into_iter().flatten() {
        operands.push(unwrap(interp, &operand)?);
    }
    interp.power(&operands[0], &operands[1], operands.get(2))
}

fn divmod(interp: &Interp, args: Args) -> Result<Value> {
    let [a, b] = both(interp, args)?;
    interp.divmod(&a, &b)
}
