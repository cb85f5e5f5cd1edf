//! One object of the interpreter.
//!
//! The GIL is held wherever this crate works, so nothing about an object changes but by the code
//! that runs. An [`Object`] owns no reference.
//!
//! # Invariants
//! 1. An [`Object`] is alive, and its type is.
//!
//! Source: `Include/object.h`, `Include/cpython/object.h`.

use core::ffi::{CStr, c_int, c_void};
use core::ptr::NonNull;

use pyo3_ffi as ffi;

use crate::ring::{Head, Node};

/// A live object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Object(NonNull<ffi::PyObject>);

impl Object {
    /// # Safety
    /// Invariant 1 must hold as long as this is used.
    #[inline]
    pub(crate) const unsafe fn new(object: NonNull<ffi::PyObject>) -> Self {
        Self(object)
    }

    /// As `new`, of a pointer that may be null.
    ///
    /// # Safety
    /// Unless it is null, invariant 1 must hold as long as this is used.
    pub(crate) unsafe fn from_ptr(object: *mut ffi::PyObject) -> Option<Self> {
        NonNull::new(object).map(Self)
    }

    #[inline]
    pub(crate) const fn as_ptr(self) -> *mut ffi::PyObject {
        self.0.as_ptr()
    }

    #[inline]
    pub(crate) fn kind(&self) -> &ffi::PyTypeObject {
        // SAFETY: invariant 1.
        let kind = unsafe { ffi::Py_TYPE(self.as_ptr()) };
        // SAFETY: invariant 1.
        unsafe { &*kind }
    }

    /// Whether its type is exactly `kind`.
    #[inline]
    pub(crate) fn is_exactly(self, kind: *const ffi::PyTypeObject) -> bool {
        core::ptr::eq(self.kind(), kind)
    }

    #[inline]
    pub(crate) fn is_exactly_list(self) -> bool {
        self.is_exactly(&raw const ffi::PyList_Type)
    }

    #[inline]
    pub(crate) fn is_exactly_tuple(self) -> bool {
        self.is_exactly(&raw const ffi::PyTuple_Type)
    }

    #[inline]
    pub(crate) fn is_exactly_dict(self) -> bool {
        self.is_exactly(&raw const ffi::PyDict_Type)
    }

    /// How many references own it. Immortal objects answer some number.
    #[inline]
    pub(crate) fn owners(self) -> u32 {
        // SAFETY: invariant 1.
        let owners = unsafe { ffi::Py_REFCNT(self.as_ptr()) };
        u32::try_from(owners).unwrap_or(u32::MAX)
    }

    /// Whether it is never freed (PEP 683). False before 3.12, which knows no such objects.
    #[inline]
    pub(crate) fn is_immortal(self) -> bool {
        cfg!(Py_3_12) && self.owners() >= 1 << 31
    }

    /// Whether there is a header of the collector's in front of it.
    #[inline]
    pub(crate) fn is_gc(self) -> bool {
        let kind = self.kind();
        if kind.tp_flags & ffi::Py_TPFLAGS_HAVE_GC == 0 {
            return false;
        }
        let Some(is_gc) = kind.tp_is_gc else { return true };
        // SAFETY: invariant 1; the slot belongs to the object's own type.
        unsafe { is_gc(self.as_ptr()) != 0 }
    }

    /// The header of an object that has one, see [`is_gc`](Self::is_gc).
    #[inline]
    pub(crate) fn node(self) -> Node {
        // SAFETY: the header lies directly in front of the object.
        let head = unsafe { self.0.cast::<Head>().sub(1) };
        // SAFETY: invariant 1 of this file gives that of `ring`.
        unsafe { Node::new(head) }
    }

    /// Where the header is if the object has one.
    #[inline]
    pub(crate) fn header_address(self) -> *const u8 {
        self.as_ptr().cast::<u8>().wrapping_sub(size_of::<Head>())
    }

    /// Whether the collector may come to track it (`_PyObject_GC_MAY_BE_TRACKED`).
    pub(crate) fn may_be_tracked(self) -> bool {
        self.is_gc() && (!self.is_exactly_tuple() || self.node().is_tracked())
    }

    /// The items of an exact list. A slot may be null.
    #[inline]
    pub(crate) fn list_items(&self) -> &[*mut ffi::PyObject] {
        debug_assert!(self.is_exactly_list());
        // SAFETY: the caller has asked for the type.
        let list = unsafe { self.0.cast::<ffi::PyListObject>().as_ref() };
        if list.ob_item.is_null() {
            return &[];
        }
        // SAFETY: a list holds `ob_size` items at `ob_item`, and nothing runs that changes it.
        unsafe { core::slice::from_raw_parts(list.ob_item, list.ob_base.ob_size.cast_unsigned()) }
    }

    /// The items of an exact tuple. A slot may be null.
    #[inline]
    pub(crate) fn tuple_items(&self) -> &[*mut ffi::PyObject] {
        debug_assert!(self.is_exactly_tuple());
        let tuple = self.0.cast::<ffi::PyTupleObject>();
        // SAFETY: the caller has asked for the type.
        let items = unsafe { &raw const (*tuple.as_ptr()).ob_item };
        // SAFETY: as above.
        let size = unsafe { (*tuple.as_ptr()).ob_base.ob_size };
        // SAFETY: a tuple holds `ob_size` items at its end and does not change.
        unsafe { core::slice::from_raw_parts(items.cast(), size.cast_unsigned()) }
    }

    /// The items of an exact list or tuple. A slot may be null.
    #[inline]
    pub(crate) fn items(&self) -> Option<&[*mut ffi::PyObject]> {
        if self.is_exactly_list() {
            Some(self.list_items())
        } else if self.is_exactly_tuple() {
            Some(self.tuple_items())
        } else {
            None
        }
    }

    /// Calls the type's `tp_traverse`.
    #[inline]
    pub(crate) fn traverse(
        self,
        visit: extern "C" fn(*mut ffi::PyObject, *mut c_void) -> c_int,
        argument: *mut c_void,
    ) {
        if let Some(traverse) = self.kind().tp_traverse {
            // SAFETY: the slot belongs to the object's own type and runs no Python code.
            unsafe { traverse(self.as_ptr(), visit, argument) };
        }
    }

    pub(crate) fn incref(self) {
        // SAFETY: invariant 1.
        unsafe { ffi::Py_INCREF(self.as_ptr()) };
    }

    /// Gives a reference back. The object may be gone afterwards.
    pub(crate) fn decref(self) {
        // SAFETY: the caller gives up a reference that it has taken.
        unsafe { ffi::Py_DECREF(self.as_ptr()) };
    }

    /// The name of its type.
    pub(crate) fn kind_name(&self) -> &CStr {
        // SAFETY: the name of a type ends with a zero and lives as long as the type.
        unsafe { CStr::from_ptr(self.kind().tp_name) }
    }
}
