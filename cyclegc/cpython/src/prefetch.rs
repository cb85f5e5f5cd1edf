//! Hints to the processor, which never fault.

pub(crate) use collector::prefetch as hint;
use pyo3_ffi as ffi;

use crate::object::Object;

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
