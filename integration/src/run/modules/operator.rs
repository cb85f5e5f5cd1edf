//! The module `_operator`: the operators as functions.
//!
//! # Source
//! `Modules/_operator.c`.

use super::super::builtins::arguments;
use super::super::code::{BinaryKind, CompareKind, UnaryKind};
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::raise::Result;
use super::add_functions;
use crate::Value;

macro_rules! binary {
    ($($name:literal $kind:ident,)*) => {
        &[$(($name, |interp, args| {
            let [a, b] = arguments::exactly(interp, args, $name)?;
            interp.binary(BinaryKind::$kind, &a, &b)
        }),)*]
    };
}

const BINARY: &[(&str, Native)] = binary! {
    "add" Add, "sub" Sub, "mul" Mul, "matmul" MatMul, "truediv" Div, "floordiv" FloorDiv,
    "mod" Mod, "pow" Pow, "lshift" LShift, "rshift" RShift, "and_" And, "or_" Or, "xor" Xor,
};

macro_rules! in_place {
    ($($name:literal $kind:ident,)*) => {
        &[$(($name, |interp, args| {
            let [a, b] = arguments::exactly(interp, args, $name)?;
            interp.in_place(BinaryKind::$kind, a, &b)
        }),)*]
    };
}

const IN_PLACE: &[(&str, Native)] = in_place! {
    "iadd" Add, "isub" Sub, "imul" Mul, "imatmul" MatMul, "itruediv" Div, "ifloordiv" FloorDiv,
    "imod" Mod, "ipow" Pow, "ilshift" LShift, "irshift" RShift, "iand" And, "ior" Or, "ixor" Xor,
};

macro_rules! compare {
    ($($name:literal $kind:ident,)*) => {
        &[$(($name, |interp, args| {
            let [a, b] = arguments::exactly(interp, args, $name)?;
            interp.compare(CompareKind::$kind, &a, &b)
        }),)*]
    };
}

const COMPARE: &[(&str, Native)] = compare! {
    "lt" Lt, "le" Le, "eq" Eq, "ne" Ne, "gt" Gt, "ge" Ge,
};

macro_rules! one {
    ($($name:literal |$interp:ident, $value:ident| $body:expr;)*) => {
        &[$(($name, |$interp, args| {
            let [$value] = args.exactly($interp, concat!("_operator.", $name))?;
            $body
        }),)*]
    };
}

const ONE: &[(&str, Native)] = one! {
    "abs" |interp, value| interp.absolute(&value);
    "index" |interp, value| match interp.index_integer(&value)? {
        Some(index) => Ok(index),
        None => interp.index(&value).and_then(|index| interp.int(index)),
    };
    "inv" |interp, value| interp.unary(UnaryKind::Invert, &value);
    "invert" |interp, value| interp.unary(UnaryKind::Invert, &value);
    "neg" |interp, value| interp.unary(UnaryKind::Neg, &value);
    "not_" |interp, value| Ok(interp.bool(!interp.truth(&value)?));
    "pos" |interp, value| interp.unary(UnaryKind::Pos, &value);
    "truth" |interp, value| Ok(interp.bool(interp.truth(&value)?));
};

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_operator")?;
    for functions in [BINARY, IN_PLACE, COMPARE, ONE] {
        add_functions(interp, &dict, functions)?;
    }
    add_functions(
        interp,
        &dict,
        &[
            ("call", call),
            ("concat", |interp, args| {
                let (a, b) = rows(interp, args, "concat")?;
                interp.binary(BinaryKind::Add, &a, &b)
            }),
            ("contains", contains),
            ("countOf", count_of),
            ("delitem", delitem),
            ("getitem", getitem),
            ("iconcat", |interp, args| {
                let (a, b) = rows(interp, args, "iconcat")?;
                interp.in_place(BinaryKind::Add, a, &b)
            }),
            ("indexOf", index_of),
            ("is_", |interp, args| {
                let [a, b] = arguments::exactly(interp, args, "is_")?;
                Ok(interp.bool(a.is(&b)))
            }),
            ("is_not", |interp, args| {
                let [a, b] = arguments::exactly(interp, args, "is_not")?;
                Ok(interp.bool(!a.is(&b)))
            }),
            ("length_hint", length_hint),
            ("setitem", setitem),
        ],
    )?;
    Ok(module)
}

fn call(interp: &Interp, mut args: Args) -> Result<Value> {
    if args.is_empty() {
        return Err(interp.type_error("call expected at least 1 argument, got 0"));
    }
    let function = args.positional.remove(0);
    interp.call(&function, args)
}

/// Two arguments, of which the first is a sequence.
fn rows(interp: &Interp, args: Args, function: &str) -> Result<(Value, Value)> {
    let [a, b] = arguments::exactly(interp, args, function)?;
    if interp.special(&a, "__getitem__").is_none() {
        let class = interp.class_name(&a);
        return Err(interp.type_error(format!("'{class}' object can't be concatenated")));
    }
    Ok((a, b))
}

fn contains(interp: &Interp, args: Args) -> Result<Value> {
    let [container, item] = arguments::exactly(interp, args, "contains")?;
    Ok(interp.bool(interp.contains(&container, &item)?))
}

fn count_of(interp: &Interp, args: Args) -> Result<Value> {
    let [row, wanted] = arguments::exactly(interp, args, "countOf")?;
    let mut count = 0;
    interp.for_each(&row, |value| {
        count += usize::from(interp.eq(&value, &wanted)?);
        Ok(())
    })?;
    interp.size(count)
}

fn index_of(interp: &Interp, args: Args) -> Result<Value> {
    let [row, wanted] = arguments::exactly(interp, args, "indexOf")?;
    let iterator = interp.iter(&row)?;
    let mut index = 0;
    while let Some(value) = interp.next(&iterator)? {
        if interp.eq(&value, &wanted)? {
            return interp.size(index);
        }
        index += 1;
    }
    Err(interp.value_error("sequence.index(x): x not in sequence"))
}

fn getitem(interp: &Interp, args: Args) -> Result<Value> {
    let [container, key] = arguments::exactly(interp, args, "getitem")?;
    interp.get_item(&container, &key)
}

fn setitem(interp: &Interp, args: Args) -> Result<Value> {
    let [container, key, value] = arguments::exactly(interp, args, "setitem")?;
    interp.set_item(&container, &key, value)?;
    Ok(interp.none())
}

fn delitem(interp: &Interp, args: Args) -> Result<Value> {
    let [container, key] = arguments::exactly(interp, args, "delitem")?;
    interp.del_item(&container, &key)?;
    Ok(interp.none())
}

/// `operator.length_hint(object, default=0)`
fn length_hint(interp: &Interp, args: Args) -> Result<Value> {
    let [object, default] = arguments::positional(interp, args, "length_hint", 1)?;
    let object = object.unwrap_or_else(|| interp.none());
    if let Some(default) = &default
        && interp.index_integer(default)?.is_none()
    {
        let name = interp.class_name(default);
        let message = format!("'{name}' object cannot be interpreted as an integer");
        return Err(interp.type_error(message));
    }
    match interp.length_hint(&object)? {
        Some(hint) => interp.size(hint),
        None => default.map_or_else(|| interp.int(0), Ok),
    }
}
