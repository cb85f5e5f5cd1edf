//! The steps that give unreachable objects to the interpreter: finalizing and clearing them.
//!
//! Objects vanish from the lists while this runs. Every loop takes the first member, moves it on
//! before it calls out, and tells by the list whether it is still there.
//!
//! Source: `Python/gc.c` (`finalize_garbage`, `delete_garbage`), PEP 442.

use pyo3_ffi as ffi;

use crate::call::{PythonError, is_exception_set};
use crate::object::Object;
use crate::ring::{Head, List};

/// Calls the finalizers, each once in the life of its object. Answers how many.
pub(crate) fn finalize(unreachable: List<'_>) -> usize {
    let head = Head::new();
    let seen = List::new(&head);
    let mut called = 0;
    while let Some(node) = unreachable.first() {
        seen.take(node);
        let object = node.object();
        let Some(finalize) = object.kind().tp_finalize else { continue };
        if node.is_finalized() {
            continue;
        }
        node.set_finalized();
        object.incref();
        // SAFETY: the slot belongs to the object's own type, and we own a reference.
        unsafe { finalize(object.as_ptr()) };
        object.decref();
        called += 1;
    }
    unreachable.take_all(seen);
    called
}

/// Clears the garbage; with `save`, appends it to that list instead. What is still alive when all
/// has been cleared joins `old`. Answers how many those are.
pub(crate) fn clear(garbage: List<'_>, old: List<'_>, save: Option<Object>) -> usize {
    let head = Head::new();
    let cleared = List::new(&head);
    while let Some(node) = garbage.first() {
        let object = node.object();
        if let Some(list) = save {
            append(list, object);
        } else if let Some(clear) = object.kind().tp_clear {
            object.incref();
            // SAFETY: the slot belongs to the object's own type, and we own a reference.
            unsafe { clear(object.as_ptr()) };
            if is_exception_set() {
                PythonError::set().report(object);
            }
            object.decref();
        }
        if garbage.first() == Some(node) {
            node.clear_collecting();
            cleared.take(node);
        }
    }
    let alive = cleared.iter().count();
    old.take_all(cleared);
    alive
}

/// Appends to a list; an exception is forgotten.
pub(crate) fn append(list: Object, object: Object) {
    // SAFETY: both are alive, and the first is a list.
    if unsafe { ffi::PyList_Append(list.as_ptr(), object.as_ptr()) } < 0 {
        PythonError::set().forget();
    }
}
