//! Marking what the roots reach, before a full collection proves anything of the rest.
//!
//! ```text
//!   queue   | done | being traversed | items hinted | headers hinted | visited, untouched |
//!                    front             + ITEMS        + HEADERS
//! ```
//! What is visited for the first time (its bit in the set of marks tells) joins a queue. The
//! queue's members are touched in order, so the processor can be told well before; an object that
//! is visited again is not touched at all. Nothing is written to any object: when memory runs out,
//! the marks are dropped and trial deletion does the work.
//!
//! Marks say that something is alive, not that anything is dead: which objects are garbage does
//! not depend on which roots are known.
//!
//! # Invariants
//! 1. When marking ends, everything that a marked and tracked object refers to is marked.
//!
//! Source: `Python/gc_free_threading.c` (`gc_mark_alive_from_roots`).

use core::ffi::{c_int, c_void};
use core::ptr;
use std::collections::VecDeque;

use pyo3_ffi as ffi;

use crate::address_set::AddressSet;
use crate::object::Object;
use crate::prefetch::hint;
use crate::roots::Roots;

/// How many places before its turn an object's header is asked for.
const HEADERS: usize = 24;
/// How many places before its turn what an object holds outside of itself is asked for.
const ITEMS: usize = 10;

/// Marks everything that `roots` reach. False: there was no memory, and nothing is marked.
pub(crate) fn mark_from(roots: Roots, marks: &mut AddressSet) -> bool {
    let mut marker = Marker { marks, queue: VecDeque::new(), failed: false };
    roots.visit(&mut |object| marker.visit(object));
    marker.run();
    let complete = !marker.failed;
    if !complete {
        marks.clear();
    }
    complete
}

struct Marker<'a> {
    marks: &'a mut AddressSet,
    queue: VecDeque<Object>,
    failed: bool,
}

impl Marker<'_> {
    #[inline]
    fn visit(&mut self, object: Object) {
        if self.marks.insert(object) {
            if self.queue.len() == self.queue.capacity() && self.queue.try_reserve(1).is_err() {
                self.failed = true;
                return;
            }
            self.queue.push_back(object);
        }
    }

    fn run(&mut self) {
        while let Some(object) = self.queue.pop_front() {
            if let Some(later) = self.queue.get(HEADERS) {
                hint(later.header_address());
            }
            if let Some(soon) = self.queue.get(ITEMS) {
                hint_items(*soon);
            }
            self.expand(object);
            if self.failed {
                return;
            }
        }
    }

    #[inline]
    fn expand(&mut self, object: Object) {
        if object.is_exactly_list() {
            self.visit_all(object.list_items());
        } else if object.is_exactly_tuple() {
            self.visit_all(object.tuple_items());
        } else if object.is_gc() {
            if object.node().is_tracked() {
                object.traverse(visit, ptr::from_mut(self).cast());
            }
        } else {
            crate::roots::visit_static_type(object, &mut |part| self.visit(part));
        }
    }

    #[inline]
    fn visit_all(&mut self, items: &[*mut ffi::PyObject]) {
        for item in items {
            // SAFETY: a list or tuple owns its items.
            if let Some(item) = unsafe { Object::from_ptr(*item) } {
                self.visit(item);
            }
        }
    }
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

extern "C" fn visit(object: *mut ffi::PyObject, marker: *mut c_void) -> c_int {
    // SAFETY: `expand` passes itself as the argument, and is not used while it waits.
    let marker = unsafe { &mut *marker.cast::<Marker<'_>>() };
    // SAFETY: an object that is traversed owns what it visits.
    if let Some(object) = unsafe { Object::from_ptr(object) } {
        marker.visit(object);
    }
    0
}
