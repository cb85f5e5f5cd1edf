//! Marking what the roots reach, before a full collection proves anything of the rest.
//!
//! What is visited for the first time (its bit in the set of marks tells) joins a queue, whose
//! members are touched when the processor has had time to fetch them. An object that is visited
//! again is not touched at all. Nothing is written to any object: when memory runs out, the marks
//! are dropped and trial deletion does the work.
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

use pyo3_ffi as ffi;

use crate::address_set::AddressSet;
use crate::object::Object;
use crate::queue::Queue;
use crate::roots::Roots;

/// Marks everything that `roots` reach. False: there was no memory, and nothing is marked.
pub(crate) fn mark_from(roots: Roots, marks: &mut AddressSet, queue: &mut Queue) -> bool {
    let mut marker = Marker { marks, queue };
    roots.visit(&mut |object| marker.visit(object));
    marker.run();
    let complete = !marker.queue.failed;
    queue.reset();
    if !complete {
        marks.clear();
    }
    complete
}

struct Marker<'a> {
    marks: &'a mut AddressSet,
    queue: &'a mut Queue,
}

impl Marker<'_> {
    #[inline(always)]
    fn visit(&mut self, object: Object) {
        if self.marks.insert(object) {
            self.queue.push(object);
        }
    }

    /// Visits an item that may be null.
    #[inline(always)]
    fn visit_item(&mut self, item: *mut ffi::PyObject) {
        // SAFETY: the list or tuple owns its items.
        if let Some(item) = unsafe { Object::from_ptr(item) } {
            self.visit(item);
        }
    }

    fn run(&mut self) {
        while let Some(object) = self.queue.pop() {
            self.expand(object);
            if self.queue.failed {
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
            self.visit_item(*item);
        }
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
