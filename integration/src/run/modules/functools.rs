//! The module `_functools`: what `functools` has in Rust.
//!
//! `partial` and the wrapper of `lru_cache` have a namespace of their own, so the classes that
//! programs see derive in Python from the two here.
//!
//! # Source
//! `Modules/_functoolsmodule.c`.

mod key;
mod lru;
mod partial;

use super::super::builtins::arguments;
use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::{add_functions, set};
use crate::Value;

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_functools")?;
    set(interp, &dict, "partial", partial::install(interp)?.into_value())?;
    set(interp, &dict, "lru_cache_wrapper", lru::install(interp)?.into_value())?;
    key::install(interp)?;
    add_functions(interp, &dict, &[("cmp_to_key", key::cmp_to_key), ("reduce", reduce)])?;
    Ok(module)
}

/// `functools.reduce(function, iterable, initial)`
fn reduce(interp: &Interp, args: Args) -> Result<Value> {
    let _tuple = interp.hold_argument_tuple(args.len());
    let _pair = interp.hold_argument_tuple(2);
    let [function, iterable, initial] = arguments::positional(interp, args, "reduce", 2)?;
    let (Some(function), Some(iterable)) = (function, iterable) else { return Ok(interp.none()) };
    let iterator = interp.iter(&iterable).map_err(|raised| {
        if interp.is_raised(&raised, "TypeError") {
            return interp.type_error("reduce() arg 2 must support iteration");
        }
        raised
    })?;
    drop(iterable);
    let mut result = initial;
    while let Some(value) = interp.next(&iterator)? {
        result = Some(match result {
            None => value,
            Some(result) => interp.call(&function, [result, value])?,
        });
    }
    result.ok_or_else(|| interp.type_error("reduce() of empty iterable with no initial value"))
}
