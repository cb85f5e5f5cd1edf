//! Weak references to and among the unreachable objects.
//!
//! All of them are cleared before any of their callbacks runs. The callbacks of those that are
//! reachable themselves are called, newest first for each object; the others never are.
//!
//! Source: `Python/gc.c` (`handle_weakrefs`), `Objects/weakrefobject.c`.

use core::ptr;

use pyo3_ffi as ffi;

use crate::call::{Owned, PythonError};
use crate::object::Object;
use crate::ring::{Head, List};

/// A weak reference object (`Include/cpython/weakrefobject.h`).
#[repr(C)]
struct WeakReference {
    base: ffi::PyObject,
    object: *mut ffi::PyObject,
    callback: *mut ffi::PyObject,
}

unsafe extern "C" {
    fn _PyWeakref_ClearRef(reference: *mut WeakReference);
}

/// What has been done to weak references.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cleared {
    /// Callbacks called.
    pub(crate) called: usize,
    /// Weak reference objects that were freed by it.
    pub(crate) freed: usize,
}

/// Clears the weak references and calls the callbacks. Weak references that survive their callback
/// join `old`.
pub(crate) fn clear(unreachable: List<'_>, old: List<'_>) -> Cleared {
    let head = Head::new();
    let waiting = List::new(&head);
    for node in unreachable.iter() {
        let object = node.object();
        // SAFETY: the object is alive.
        if unsafe { ffi::PyWeakref_Check(object.as_ptr()) } != 0 {
            // SAFETY: it is a weak reference.
            unsafe { _PyWeakref_ClearRef(object.as_ptr().cast()) };
        }
        let offset = object.kind().tp_weaklistoffset;
        if offset == 0 || (offset < 0 && cfg!(not(Py_3_12))) {
            continue;
        }
        let list = object.as_ptr().wrapping_byte_offset(offset).cast::<*mut WeakReference>();
        clear_list(list, waiting);
    }
    call(waiting, old)
}

/// Clears the weak references of one object.
fn clear_list(list: *const *mut WeakReference, waiting: List<'_>) {
    loop {
        // SAFETY: an object of a type that supports them keeps the list of its weak references
        // there.
        let reference = unsafe { *list };
        // SAFETY: the list names live weak references.
        let Some(object) = (unsafe { Object::from_ptr(reference.cast()) }) else { return };
        // SAFETY: as above; it leaves the list.
        unsafe { _PyWeakref_ClearRef(reference) };
        // SAFETY: clearing frees nothing.
        let callback = unsafe { (*reference).callback };
        let node = object.node();
        if !callback.is_null() && !node.is_collecting() {
            // It must be there when its turn comes.
            object.incref();
            waiting.take(node);
        }
    }
}

fn call(waiting: List<'_>, old: List<'_>) -> Cleared {
    let mut cleared = Cleared::default();
    while let Some(node) = waiting.first() {
        let reference = node.object();
        // SAFETY: we own a reference to the weak reference, which owns its callback.
        let callback = unsafe { (*reference.as_ptr().cast::<WeakReference>()).callback };
        // SAFETY: as above.
        if let Some(callback) = unsafe { Object::from_ptr(callback) } {
            let arguments = [reference.as_ptr()];
            // SAFETY: one live argument is passed, without keywords.
            let answer = Owned::new(unsafe {
                ffi::PyObject_Vectorcall(callback.as_ptr(), arguments.as_ptr(), 1, ptr::null_mut())
            });
            if let Err(error) = answer {
                PythonError::report(error, callback);
            }
            cleared.called += 1;
        }
        reference.decref();
        if waiting.first() == Some(node) {
            old.take(node);
        } else {
            cleared.freed += 1;
        }
    }
    cleared
}
