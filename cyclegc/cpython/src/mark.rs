//! Marking what the roots reach, before a full collection proves anything of the rest.
//!
//! What is visited for the first time (its bit in the set of marks tells) joins a queue, whose
//! members are touched when the processor has had time to fetch them. An object that is visited
//! again is not touched at all. Nothing is written to any object: when memory runs out, the marks
//! are dropped and trial deletion does the work.
//!
//! The items of a long list or tuple do not join the queue, which would take 8 bytes for each: they
//! are marked together, a bit for each remembers which were new, and those are expanded in the
//! order in which they stand, which is mostly that of memory.
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
use crate::prefetch;
use crate::queue::Queue;
use crate::roots::Roots;

/// Marks everything that `roots` reach. False: there was no memory, and nothing is marked.
pub(crate) fn mark_from(roots: Roots, marks: &mut AddressSet, queue: &mut Queue) -> bool {
    let mut marker = Marker { marks, queue, fresh: Vec::new(), batch: Vec::new() };
    roots.visit(&mut |object| marker.visit(object));
    marker.run();
    let complete = !marker.queue.failed;
    queue.reset();
    if !complete {
        marks.clear();
    }
    complete
}

/// A row of more items than this is expanded in its own turn.
const LONG: usize = 256;
/// How many places before its turn an item's header is asked for, and what it holds.
const HEADERS: usize = 24;
const ITEMS: usize = 10;
/// How many items are taken up at a time, in words of 64.
const WORDS: usize = 32;

struct Marker<'a> {
    marks: &'a mut AddressSet,
    queue: &'a mut Queue,
    /// Which items of the long row that is expanded were new.
    fresh: Vec<u64>,
    /// Some of them.
    batch: Vec<Object>,
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
            match object.items() {
                Some(items) if items.len() > LONG && self.make_room(items.len()) => {
                    self.expand_long(items);
                }
                _ => self.expand(object),
            }
            if self.queue.failed {
                return;
            }
        }
    }

    fn make_room(&mut self, items: usize) -> bool {
        self.fresh.clear();
        self.batch.clear();
        self.fresh.try_reserve_exact(items.div_ceil(64)).is_ok()
            && self.batch.try_reserve_exact(64 * WORDS).is_ok()
    }

    /// Marks all items of a row, then expands those that were new.
    #[inline(never)]
    fn expand_long(&mut self, items: &[*mut ffi::PyObject]) {
        for part in items.chunks(64) {
            let mut bits = 0;
            for (place, item) in part.iter().enumerate() {
                // SAFETY: the list or tuple owns its items.
                if let Some(item) = unsafe { Object::from_ptr(*item) } {
                    bits |= u64::from(self.marks.insert(item)) << place;
                }
            }
            self.fresh.push(bits);
        }
        let fresh = core::mem::take(&mut self.fresh);
        let mut batch = core::mem::take(&mut self.batch);
        for (items, fresh) in items.chunks(64 * WORDS).zip(fresh.chunks(WORDS)) {
            batch.clear();
            for (items, bits) in items.chunks(64).zip(fresh) {
                let mut left = *bits;
                while left != 0 {
                    // SAFETY: as above.
                    batch
                        .extend(unsafe { Object::from_ptr(items[left.trailing_zeros() as usize]) });
                    left &= left - 1;
                }
            }
            for (index, item) in batch.iter().enumerate() {
                if let Some(later) = batch.get(index + HEADERS) {
                    prefetch::hint(later.header_address());
                }
                if let Some(soon) = batch.get(index + ITEMS) {
                    prefetch::hint_items(*soon);
                }
                if item.items().is_some_and(|items| items.len() > LONG) {
                    self.queue.push(*item);
                } else {
                    self.expand(*item);
                }
            }
        }
        self.batch = batch;
        self.fresh = fresh;
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
