//! `_tracemalloc`: how many bytes the program's objects take.
//!
//! # Source
//! `Modules/_tracemalloc.c`.

use super::add_functions;
use crate::Value;
use crate::run::interp::Interp;
use crate::run::raise::Result;

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_tracemalloc")?;
    add_functions(
        interp,
        &dict,
        &[("memory", |interp, args| {
            args.exactly::<0>(interp, "memory")?;
            let memory = interp.heap.memory();
            interp.size(memory.bytes_in_use() + memory.large_bytes)
        })],
    )?;
    Ok(module)
}
