//! How functions written in Rust take their arguments apart, in the words of CPython's errors.
//!
//! A function is named as its errors name it: `len`, or `dict.get` for a method, of which errors
//! about the number of arguments only show `get`.
//!
//! # Source
//! `Python/getargs.c`: `_PyArg_CheckPositional`; `Objects/descrobject.c`: `descr_check`,
//! `wrapperdescr_call`.

use super::super::interp::Interp;
use super::super::native::{Args, base_gc};
use super::super::raise::{Raised, Result};
use crate::{Gc, Trace, Value};

/// Between `least` and `N` arguments by position, and none by keyword. Missing ones are `None`.
///
/// # Errors
/// `TypeError` in Python's words.
pub(in crate::run) fn positional<const N: usize>(
    interp: &Interp,
    args: Args,
    function: &str,
    least: usize,
) -> Result<[Option<Value>; N]> {
    args.no_keywords(interp, function)?;
    let given = args.len();
    if given < least || given > N {
        return Err(wrong_count(interp, short(function), least, N, given));
    }
    let mut values = args.positional.into_iter();
    Ok(core::array::from_fn(|_| values.next()))
}

/// Exactly `N` arguments by position: as [`positional`], without the options.
///
/// # Errors
/// `TypeError` in Python's words.
pub(in crate::run) fn exactly<const N: usize>(
    interp: &Interp,
    args: Args,
    function: &str,
) -> Result<[Value; N]> {
    args.no_keywords(interp, function)?;
    args.positional
        .try_into()
        .map_err(|given: Vec<Value>| wrong_count(interp, short(function), N, N, given.len()))
}

/// As [`positional`], with `self` in front.
///
/// # Errors
/// `TypeError` in Python's words.
pub(in crate::run) fn method<const N: usize>(
    interp: &Interp,
    mut args: Args,
    function: &str,
    least: usize,
) -> Result<(Value, [Option<Value>; N])> {
    let this = args.take_self(interp, function)?;
    Ok((this, positional(interp, args, function, least)?))
}

/// `self` and `N` arguments of a special method such as `dict.__eq__`.
///
/// # Errors
/// `TypeError` in Python's words.
pub(in crate::run) fn special<const N: usize>(
    interp: &Interp,
    mut args: Args,
    function: &str,
) -> Result<(Value, [Value; N])> {
    let name = short(function);
    if args.is_empty() {
        let class = function.split('.').next().unwrap_or_default();
        return Err(
            interp.type_error(format!("descriptor '{name}' of '{class}' object needs an argument"))
        );
    }
    if !args.keywords.is_empty() {
        return Err(interp.type_error(format!("wrapper {name}() takes no keyword arguments")));
    }
    let this = args.positional.remove(0);
    let given = args.len();
    let values = args.positional.try_into().map_err(|_| {
        // Of two arguments CPython takes apart a tuple whose name is empty, and shows the name.
        let (name, s) = if N > 1 { (" ", "s") } else { ("", if N == 1 { "" } else { "s" }) };
        interp.type_error(format!("{name}expected {N} argument{s}, got {given}"))
    })?;
    Ok((this, values))
}

/// The value of a built-in kind that `this` is or wraps.
///
/// # Errors
/// `TypeError` when it is of another kind.
pub(in crate::run) fn receiver<'a, T: Trace>(
    interp: &Interp,
    this: &'a Value,
    function: &str,
) -> Result<&'a Gc<T>> {
    base_gc::<T>(this).ok_or_else(|| wrong_receiver(interp, this, function))
}

/// The error of a method called with a `self` of another kind.
pub(in crate::run) fn wrong_receiver(interp: &Interp, this: &Value, function: &str) -> Raised {
    let (class, name) = function.split_once('.').unwrap_or(("object", function));
    let given = interp.class_name(this);
    if name.starts_with("__") {
        interp.type_error(format!(
            "descriptor '{name}' requires a '{class}' object but received a '{given}'"
        ))
    } else {
        interp.type_error(format!(
            "descriptor '{name}' for '{class}' objects doesn't apply to a '{given}' object"
        ))
    }
}

fn short(function: &str) -> &str {
    function.rsplit('.').next().unwrap_or(function)
}

fn wrong_count(interp: &Interp, name: &str, least: usize, most: usize, given: usize) -> Raised {
    let (bound, expected) = match (least == most, given < least) {
        (true, _) => ("", most),
        (false, true) => ("at least ", least),
        (false, false) => ("at most ", most),
    };
    let s = if expected == 1 { "" } else { "s" };
    interp.type_error(format!("{name} expected {bound}{expected} argument{s}, got {given}"))
}
