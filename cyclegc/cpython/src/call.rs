//! Calls into the interpreter, with exceptions as errors.
//!
//! The GIL is held wherever this crate works; nothing here takes or releases it.
//!
//! # Invariants
//! 1. An [`Owned`] owns one reference.
//! 2. Where a [`PythonError`] is answered, an exception is set in the current thread.

use core::ffi::{CStr, c_long};
use core::mem;
use core::ptr::NonNull;
use std::ffi::CString;

use pyo3_ffi as ffi;

use crate::object::Object;

/// An exception has been set.
#[derive(Debug)]
#[must_use]
pub(crate) struct PythonError(());

impl PythonError {
    /// The exception that a call has just set.
    pub(crate) const fn set() -> Self {
        Self(())
    }

    /// Sets a `RuntimeError`.
    pub(crate) fn runtime(text: &str) -> Self {
        // SAFETY: the exceptions of the interpreter live as long as it does.
        Self::of_kind(unsafe { ffi::PyExc_RuntimeError }, text)
    }

    /// Sets a `ValueError`.
    pub(crate) fn value(text: &str) -> Self {
        // SAFETY: as above.
        Self::of_kind(unsafe { ffi::PyExc_ValueError }, text)
    }

    /// Sets a `TypeError`.
    pub(crate) fn kind(text: &str) -> Self {
        // SAFETY: as above.
        Self::of_kind(unsafe { ffi::PyExc_TypeError }, text)
    }

    fn of_kind(kind: *mut ffi::PyObject, text: &str) -> Self {
        let text = CString::new(text.replace('\0', "?")).unwrap_or_default();
        // SAFETY: the text ends with a zero and is copied.
        unsafe { ffi::PyErr_SetString(kind, text.as_ptr()) };
        Self(())
    }

    /// Hands the exception to `sys.unraisablehook`.
    #[expect(clippy::unused_self, reason = "the exception is spent")]
    pub(crate) fn report(self, place: Object) {
        // SAFETY: invariant 2.
        unsafe { ffi::PyErr_WriteUnraisable(place.as_ptr()) };
    }

    /// Forgets the exception.
    #[expect(clippy::unused_self, reason = "the exception is spent")]
    pub(crate) fn forget(self) {
        // SAFETY: the GIL is held.
        unsafe { ffi::PyErr_Clear() };
    }
}

/// A reference of our own.
#[derive(Debug)]
pub(crate) struct Owned(NonNull<ffi::PyObject>);

impl Owned {
    /// Takes over a new reference; null stands for an exception.
    pub(crate) fn new(object: *mut ffi::PyObject) -> Result<Self, PythonError> {
        NonNull::new(object).map(Self).ok_or(PythonError::set())
    }

    /// One more reference to `object`.
    pub(crate) fn to(object: Object) -> Self {
        object.incref();
        // SAFETY: an object's address is not null.
        Self(unsafe { NonNull::new_unchecked(object.as_ptr()) })
    }

    pub(crate) fn long(number: c_long) -> Result<Self, PythonError> {
        // SAFETY: the GIL is held.
        Self::new(unsafe { ffi::PyLong_FromLong(number) })
    }

    pub(crate) fn import(name: &CStr) -> Result<Self, PythonError> {
        // SAFETY: the GIL is held and the name ends with a zero.
        Self::new(unsafe { ffi::PyImport_ImportModule(name.as_ptr()) })
    }

    pub(crate) fn object(&self) -> Object {
        // SAFETY: invariant 1.
        unsafe { Object::new(self.0) }
    }

    pub(crate) const fn as_ptr(&self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    /// Gives the reference away.
    pub(crate) fn into_ptr(self) -> *mut ffi::PyObject {
        let pointer = self.as_ptr();
        mem::forget(self);
        pointer
    }

    pub(crate) fn attribute(&self, name: &str) -> Result<Self, PythonError> {
        let name = CString::new(name).unwrap_or_default();
        // SAFETY: invariant 1; the name ends with a zero.
        Self::new(unsafe { ffi::PyObject_GetAttrString(self.as_ptr(), name.as_ptr()) })
    }

    /// Calls the method `name`.
    pub(crate) fn call(&self, name: &str, arguments: &[&Self]) -> Result<Self, PythonError> {
        let function = self.attribute(name)?;
        let pointers: Vec<_> = arguments.iter().map(|argument| argument.as_ptr()).collect();
        // SAFETY: as many live arguments are passed as is said, without keywords.
        Self::new(unsafe {
            ffi::PyObject_Vectorcall(
                function.as_ptr(),
                pointers.as_ptr(),
                pointers.len(),
                core::ptr::null_mut(),
            )
        })
    }

    /// Calls the method `name` with the items of a tuple.
    pub(crate) fn call_with(&self, name: &str, tuple: &Self) -> Result<Self, PythonError> {
        let function = self.attribute(name)?;
        // SAFETY: invariant 1.
        Self::new(unsafe { ffi::PyObject_CallObject(function.as_ptr(), tuple.as_ptr()) })
    }

    pub(crate) fn as_long(&self) -> Result<c_long, PythonError> {
        long(self.object())
    }

    /// Whether it is a tuple of these numbers.
    pub(crate) fn are_longs(&self, numbers: &[c_long]) -> Result<bool, PythonError> {
        let object = self.object();
        if !object.is_exactly_tuple() || object.tuple_items().len() != numbers.len() {
            return Ok(false);
        }
        for (item, number) in object.tuple_items().iter().zip(numbers) {
            // SAFETY: the tuple owns its items.
            let item = unsafe { Object::from_ptr(*item) };
            if item.map(long).transpose()? != Some(*number) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Drop for Owned {
    fn drop(&mut self) {
        self.object().decref();
    }
}

/// The value of an `int`.
pub(crate) fn long(object: Object) -> Result<c_long, PythonError> {
    // SAFETY: the GIL is held.
    let number = unsafe { ffi::PyLong_AsLong(object.as_ptr()) };
    if number == -1 && is_exception_set() { Err(PythonError::set()) } else { Ok(number) }
}

/// Whether an exception is set in the current thread.
pub(crate) fn is_exception_set() -> bool {
    // SAFETY: the GIL is held.
    !unsafe { ffi::PyErr_Occurred() }.is_null()
}
