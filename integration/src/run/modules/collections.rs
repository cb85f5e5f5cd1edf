//! The module `_collections`: what `collections` has in Rust, which is `deque`.
//!
//! # Source
//! `Modules/_collectionsmodule.c`.

mod deque;
mod iterator;
mod methods;
mod operators;

use super::super::interp::Interp;
use super::super::raise::Result;
use super::set;
use crate::Value;

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_collections")?;
    let class = methods::install(interp)?;
    operators::install(interp, &class)?;
    iterator::install(interp)?;
    set(interp, &dict, "deque", class.into_value())?;
    Ok(module)
}
