//! What is known to be alive: the modules, the builtins, the frames of all threads, static types.
//!
//! Source: `Python/gc_free_threading.c` (`gc_mark_alive_from_roots`).

use pyo3_ffi as ffi;

use crate::frames::Frames;
use crate::object::Object;

/// The roots of the running interpreter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Roots {
    pub(crate) frames: Option<Frames>,
}

impl Roots {
    /// Visits the roots.
    pub(crate) fn visit(&self, visit: &mut impl FnMut(Object)) {
        // SAFETY: the GIL is held.
        let modules = unsafe { ffi::PyImport_GetModuleDict() };
        // SAFETY: the GIL is held.
        let builtins = unsafe { ffi::PyEval_GetBuiltins() };
        let base = (&raw mut ffi::PyBaseObject_Type).cast();
        for root in [modules, builtins, base] {
            // SAFETY: the interpreter owns them as long as it runs.
            if let Some(root) = unsafe { Object::from_ptr(root) } {
                visit(root);
            }
        }
        if let Some(frames) = self.frames {
            frames.visit(visit);
        }
    }
}

/// Whether an object without a header is a type: one that is not on the heap, which the interpreter
/// never frees.
pub(crate) fn is_static_type(object: Object) -> bool {
    object.kind().tp_flags & ffi::Py_TPFLAGS_TYPE_SUBCLASS != 0
}

/// Visits the parts of a static type.
pub(crate) fn visit_static_type(object: Object, visit: &mut impl FnMut(Object)) {
    let kind = object.as_ptr().cast::<ffi::PyTypeObject>();
    // SAFETY: the caller passes a type.
    let this = unsafe { &*kind };
    for part in [this.tp_bases, this.tp_mro, dict_of(kind)] {
        // SAFETY: a type owns its parts.
        if let Some(part) = unsafe { Object::from_ptr(part) } {
            visit(part);
        }
    }
}

/// The dict of a static type, borrowed.
#[cfg(Py_3_12)]
fn dict_of(kind: *mut ffi::PyTypeObject) -> *mut ffi::PyObject {
    // SAFETY: the caller passes a type.
    let dict = unsafe { ffi::PyType_GetDict(kind) };
    if !dict.is_null() {
        // SAFETY: it is a new reference; the type keeps its dict.
        unsafe { ffi::Py_DECREF(dict) };
    }
    dict
}

/// The dict of a static type, borrowed.
#[cfg(not(Py_3_12))]
fn dict_of(kind: *mut ffi::PyTypeObject) -> *mut ffi::PyObject {
    // SAFETY: the caller passes a type.
    unsafe { (*kind).tp_dict }
}
