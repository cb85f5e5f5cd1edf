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
        // SAFETY: the GIL is held; the answers are borrowed from the interpreter's state.
        let dicts = unsafe { [ffi::PyImport_GetModuleDict(), ffi::PyEval_GetBuiltins()] };
        for dict in dicts {
            // SAFETY: the interpreter owns them.
            if let Some(dict) = unsafe { Object::from_ptr(dict) } {
                visit(dict);
            }
        }
        // SAFETY: `object` is the base of all types.
        let object = unsafe { Object::from_ptr((&raw mut ffi::PyBaseObject_Type).cast()) };
        object.into_iter().for_each(&mut *visit);
        if let Some(frames) = self.frames {
            frames.visit(visit);
        }
    }
}

/// Visits the parts of a type that is not on the heap, which the interpreter never frees. Does
/// nothing for other objects without a header.
pub(crate) fn visit_static_type(object: Object, visit: &mut impl FnMut(Object)) {
    if object.kind().tp_flags & ffi::Py_TPFLAGS_TYPE_SUBCLASS == 0 {
        return;
    }
    let kind = object.as_ptr().cast::<ffi::PyTypeObject>();
    // SAFETY: the flag says that it is a type.
    let parts = unsafe { [(*kind).tp_bases, (*kind).tp_mro, dict_of(kind)] };
    for part in parts {
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
