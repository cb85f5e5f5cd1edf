//! Untracking survivors that cannot be part of a cycle.
//!
//! An exact tuple whose items are all without cycles is untracked in every collection, an exact
//! dict in full ones.
//!
//! Source: `Objects/tupleobject.c` (`_PyTuple_MaybeUntrack`), `Objects/dictobject.c`
//! (`_PyDict_MaybeUntrack`).

use core::ptr;

use pyo3_ffi as ffi;

use crate::object::Object;
use crate::ring::Node;

/// Untracks an exact tuple that refers to nothing that may be tracked. Answers whether it did.
pub(crate) fn untrack_tuple(node: Node) -> bool {
    let object = node.object();
    let free = object.tuple_items().iter().all(|item| {
        // SAFETY: a tuple owns its items. An item that is still missing keeps it tracked.
        unsafe { Object::from_ptr(*item) }.is_some_and(|item| !item.may_be_tracked())
    });
    if free {
        node.untrack();
    }
    free
}

/// Untracks an exact dict that refers to nothing that may be tracked. Answers whether it did.
pub(crate) fn untrack_dict(node: Node) -> bool {
    let dict = node.object().as_ptr();
    let mut position = 0;
    let (mut key, mut value) = (ptr::null_mut(), ptr::null_mut());
    // SAFETY: it is a dict, and nothing changes it meanwhile.
    while unsafe { ffi::PyDict_Next(dict, &raw mut position, &raw mut key, &raw mut value) } != 0 {
        for part in [value, key] {
            // SAFETY: a dict owns its keys and values.
            if unsafe { Object::from_ptr(part) }.is_some_and(Object::may_be_tracked) {
                return false;
            }
        }
    }
    node.untrack();
    true
}
