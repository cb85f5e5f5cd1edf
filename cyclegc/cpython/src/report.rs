//! What a collection tells: CPython's debug lines, and events for the log.
//!
//! The events are those of the crate `cyclegc`: target `cyclegc`, one INFO event at the end of a
//! collection, a DEBUG event per phase.

use core::ffi::CStr;

use collector::Generation;
use pyo3_ffi as ffi;

use crate::collect::Outcome;
use crate::ring::List;
use crate::state::State;

/// The lines of `gc.DEBUG_STATS` at the start.
pub(crate) fn start(state: &State, generation: Generation) {
    let sizes = Generation::ALL.map(|each| state.list(each).iter().count());
    let [young, middle, old] = sizes;
    let permanent = state.permanent().iter().count();
    write(&format!(
        "gc: collecting generation {generation}...\n\
         gc: objects in each generation: {young} {middle} {old}\n\
         gc: objects in permanent generation: {permanent}\n"
    ));
}

/// The line of `gc.DEBUG_STATS` at the end.
pub(crate) fn done(outcome: &Outcome) {
    let found = outcome.collected + outcome.uncollectable;
    let uncollectable = outcome.uncollectable;
    #[expect(clippy::cast_precision_loss, reason = "four decimals are printed")]
    let seconds = outcome.micros as f64 / 1e6;
    write(&format!(
        "gc: done, {found} unreachable, {uncollectable} uncollectable, {seconds:.4}s elapsed\n"
    ));
}

/// One line for each object of `list`.
pub(crate) fn each(what: &str, list: List<'_>) {
    for node in list.iter() {
        let object = node.object();
        let name = object.kind_name().to_string_lossy();
        write(&format!("gc: {what} <{name} {:p}>\n", object.as_ptr()));
    }
}

/// Writes to `sys.stderr`.
fn write(text: &str) {
    const FORMAT: &CStr = c"%s";
    let text = std::ffi::CString::new(text).unwrap_or_default();
    // SAFETY: the format takes one string, which ends with a zero.
    unsafe { ffi::PySys_WriteStderr(FORMAT.as_ptr(), text.as_ptr()) };
}

/// A phase is over; it concerned that many objects.
pub(crate) fn phase(name: &'static str, objects: usize) {
    tracing::debug!(target: "cyclegc", phase = name, objects);
}

/// The collection is over.
pub(crate) fn collected(outcome: &Outcome) {
    tracing::info!(
        target: "cyclegc",
        examined = outcome.examined,
        marked = outcome.marked,
        unreachable = outcome.unreachable,
        finalized = outcome.finalized,
        resurrected = outcome.resurrected,
        collected = outcome.collected,
        uncollectable = outcome.uncollectable,
        freed = outcome.freed,
        micros = outcome.micros,
        "collected"
    );
}
