//! The namespace of the module `builtins`.
//!
//! ```text
//!   classes of all kinds, exceptions, constants   names.rs
//!   print, input                                  print.rs  input.rs
//!   getattr, isinstance, id, len, repr, ...       objects.rs
//!   iter, next, any, all, sorted, min, max        iteration.rs  order.rs
//!   sum, abs, round, pow, divmod, bin, chr, ...   sum.rs  numbers.rs
//!   dir, vars, globals, locals                    namespaces.rs
//!   exec, eval, exit, quit                        execution.rs
//! ```
//! How all of them take their arguments apart is in `arguments.rs`.
//!
//! # Source
//! `Python/bltinmodule.c`.

pub(in crate::run) mod arguments;
mod execution;
mod input;
mod iteration;
mod names;
mod namespaces;
mod numbers;
mod objects;
mod order;
mod print;
mod sum;

use super::interp::Interp;
use super::native::Native;
use super::raise::Result;
use crate::object::Dict;

/// Puts functions into the namespace.
fn add(interp: &Interp, functions: &[(&'static str, Native)]) -> Result<()> {
    for &(name, native) in functions {
        let function = interp.builtin(name, native)?;
        drop(Dict::set_str(&interp.builtins, &interp.intern(name)?, function)?);
    }
    Ok(())
}

/// Fills the namespace.
///
/// # Errors
/// Out of memory.
pub(crate) fn install(interp: &Interp) -> Result<()> {
    names::install(interp)?;
    add(interp, print::FUNCTIONS)?;
    add(interp, input::FUNCTIONS)?;
    add(interp, objects::FUNCTIONS)?;
    add(interp, iteration::FUNCTIONS)?;
    add(interp, order::FUNCTIONS)?;
    add(interp, sum::FUNCTIONS)?;
    add(interp, numbers::FUNCTIONS)?;
    add(interp, namespaces::FUNCTIONS)?;
    add(interp, execution::FUNCTIONS)
}
