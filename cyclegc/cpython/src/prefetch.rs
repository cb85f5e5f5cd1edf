//! Hints to the processor. They never fault, and do nothing on processors not named here.

use pyo3_ffi as ffi;

use crate::object::Object;

/// Asks for the cache line at `pointer`.
#[inline]
pub(crate) fn hint<T>(pointer: *const T) {
    #[cfg(target_arch = "x86_64")]
    {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch reads no memory that the program can observe and never faults; SSE,
        // which it needs, is part of every x86-64 processor.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(pointer.cast()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = pointer;
}

/// Asks for the first of what the object holds outside of itself.
#[inline]
pub(crate) fn hint_items(object: Object) {
    if object.is_exactly_list() {
        hint(object.list_items().as_ptr());
    } else if object.is_exactly_dict() {
        let dict = object.as_ptr().cast::<ffi::PyDictObject>();
        // SAFETY: the type has been asked for.
        hint(unsafe { (*dict).ma_keys });
        // SAFETY: as above.
        hint(unsafe { (*dict).ma_values });
    }
}
