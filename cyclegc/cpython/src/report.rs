//! What a collection tells under `gc.set_debug`: CPython's lines on `sys.stderr`.

use core::ffi::CStr;

use collector::{Generation, Outcome};
use pyo3_ffi as ffi;

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
    let (found, uncollectable) = (outcome.found(), outcome.uncollectable);
    let seconds = outcome.duration.unwrap_or_default().as_secs_f64();
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
