//! Objects with a finalizer that may not run in a cycle (`tp_del`).
//!
//! They, and what they reach among the unreachable objects, are not collected; they themselves are
//! kept in `gc.garbage`.
//!
//! Source: `Python/gc.c` (`move_legacy_finalizers`, `handle_legacy_finalizers`).

use core::ffi::{c_int, c_void};
use core::ptr;

use pyo3_ffi as ffi;

use crate::finalize::append;
use crate::object::Object;
use crate::ring::List;

pub(crate) fn has_finalizer(object: Object) -> bool {
    object.kind().tp_del.is_some()
}

/// Moves the uncollectable objects from `unreachable` to `legacy`.
pub(crate) fn set_apart(unreachable: List<'_>, legacy: List<'_>) {
    for node in unreachable.iter_losing() {
        if has_finalizer(node.object()) {
            node.clear_collecting();
            legacy.take(node);
        }
    }
    // The list grows while it is walked.
    for node in legacy.iter() {
        let mut list = legacy;
        node.object().traverse(visit, ptr::from_mut(&mut list).cast());
    }
}

extern "C" fn visit(object: *mut ffi::PyObject, legacy: *mut c_void) -> c_int {
    // SAFETY: `set_apart` passes its list as the argument.
    let legacy = unsafe { *legacy.cast::<List<'_>>() };
    // SAFETY: an object that is traversed owns what it visits.
    if let Some(object) = unsafe { Object::from_ptr(object) }
        && object.is_gc()
        && object.node().is_collecting()
    {
        object.node().clear_collecting();
        legacy.take(object.node());
    }
    0
}

/// Appends the objects with such a finalizer to `garbage`, with `all` every one, and moves them to
/// `old`.
pub(crate) fn keep(legacy: List<'_>, old: List<'_>, garbage: Object, all: bool) {
    for node in legacy.iter() {
        if all || has_finalizer(node.object()) {
            append(garbage, node.object());
        }
    }
    old.take_all(legacy);
}
