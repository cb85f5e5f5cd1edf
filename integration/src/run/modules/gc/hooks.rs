//! What the collector tells the program: `gc.callbacks`, `gc.garbage`, lines for `sys.stderr`.
//!
//! # Source
//! `invoke_gc_callback`, `delete_garbage` in `Python/gc.c`.

use cyclegc::{Generation, Outcome};

use super::set;
use crate::Value;
use crate::run::interp::Interp;
use crate::run::raise::Result;

/// Tells `gc.callbacks` that a collection starts.
pub(in crate::run) fn collection_started(interp: &Interp, generation: Generation) {
    tell(interp, "start", generation, 0, 0);
}

/// Tells `gc.callbacks` that a collection is over.
pub(in crate::run) fn collection_stopped(interp: &Interp, outcome: &Outcome) {
    tell(interp, "stop", outcome.generation, outcome.collected, outcome.uncollectable);
}

fn tell(
    interp: &Interp,
    phase: &str,
    generation: Generation,
    collected: usize,
    uncollectable: usize,
) {
    let callbacks = interp.state.callbacks.borrow().clone();
    let Some(callbacks) = callbacks else { return };
    if callbacks.is_empty() || interp.finalizing.get() {
        return;
    }
    let made = make_arguments(interp, phase, generation, collected, uncollectable);
    let (phase, info) = match made {
        Ok(made) => made,
        Err(raised) => {
            return interp.unraisable(raised, "Exception ignored on calling GC callbacks", None);
        }
    };
    // Read by index each time: callbacks may change the list.
    let mut index = 0;
    while let Some(callback) = callbacks.get(index) {
        if let Err(raised) = interp.call(&callback, [phase.clone(), info.clone()]) {
            interp.unraisable(raised, "Exception ignored in", Some(&callback));
        }
        index += 1;
    }
}

fn make_arguments(
    interp: &Interp,
    phase: &str,
    generation: Generation,
    collected: usize,
    uncollectable: usize,
) -> Result<(Value, Value)> {
    let info = interp.heap.dict()?;
    set(interp, &info, "generation", interp.size(generation.index())?)?;
    set(interp, &info, "collected", interp.size(collected)?)?;
    set(interp, &info, "uncollectable", interp.size(uncollectable)?)?;
    Ok((interp.intern(phase)?.into_value(), info.into_value()))
}

/// Puts an object into `gc.garbage`; `false` when it could not be.
pub(in crate::run) fn save_garbage(interp: &Interp, object: &Value) -> bool {
    let garbage = interp.state.garbage.borrow().clone();
    garbage.is_some_and(|garbage| garbage.push(object.clone()).is_ok())
}

/// Writes a line of the collector's debug output.
pub(in crate::run) fn debug_line(interp: &Interp, line: &str) {
    interp.write_error(&format!("{line}\n"));
}
