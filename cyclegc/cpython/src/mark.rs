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
//! A marker works alone, or together with others on threads of their own (`together`): it then marks
//! by atomic operations, and hands over what its thread must not traverse.
//!
//! # Invariants
//! 1. When marking ends, everything that a marked and tracked object refers to is marked.
//! 2. Of markers that work together, one alone marks an object, and expands it or hands it over.
//!
//! Source: `Python/gc_free_threading.c` (`gc_mark_alive_from_roots`).

use core::ffi::{c_int, c_void};
use core::ptr;
use core::sync::atomic::Ordering::Relaxed;

use pyo3_ffi as ffi;

use crate::address_set::{AddressSet, Near, Place};
use crate::object::Object;
use crate::prefetch;
use crate::queue::Queue;
use crate::roots::{Roots, is_static_type, visit_static_type};

/// What marking has done.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marked {
    /// How many objects it has marked, those included that are not the collector's.
    pub(crate) met: usize,
    /// How many threads have had a part in it.
    pub(crate) threads: usize,
}

/// Marks everything that `roots` reach. `None`: there was no memory, and nothing is marked.
pub(crate) fn mark_from(roots: Roots, marks: &mut AddressSet, queue: &mut Queue) -> Option<Marked> {
    let mut marker = Marker::new(marks, queue, Alone);
    roots.visit(&mut |object| marker.visit(object));
    marker.run();
    let done = Marked { met: marker.met, threads: 1 };
    let failed = queue.failed;
    queue.reset();
    if failed {
        marks.clear();
    }
    (!failed).then_some(done)
}

/// How a marker works with others.
pub(crate) trait Way: Sized {
    /// Others mark at once.
    const TOGETHER: bool;

    /// Whether this thread may ask `object` whether it has a header, and traverse it.
    fn may_traverse(&self, object: Object) -> bool;

    /// Whether this thread may look at the parts of static types.
    fn may_ask_interpreter(&self) -> bool;

    /// Hands over what this thread must not traverse.
    fn hand_over(&mut self, object: Object);

    /// Is called now and then while there is something to do. False: the marker is to stop.
    fn look_around(marker: &mut Marker<'_, Self>) -> bool;

    /// Expands a row together with others. False: it is too short, or there is no memory.
    fn share_row(marker: &mut Marker<'_, Self>, items: &[*mut ffi::PyObject]) -> bool;
}

/// The way of a marker without others, which holds the GIL.
pub(crate) struct Alone;

impl Way for Alone {
    const TOGETHER: bool = false;

    fn may_traverse(&self, _: Object) -> bool {
        true
    }

    fn may_ask_interpreter(&self) -> bool {
        true
    }

    fn hand_over(&mut self, _: Object) {}

    fn look_around(_: &mut Marker<'_, Self>) -> bool {
        true
    }

    fn share_row(_: &mut Marker<'_, Self>, _: &[*mut ffi::PyObject]) -> bool {
        false
    }
}

/// A row of more items than this is expanded in its own turn.
const LONG: usize = 256;
/// How many places before its turn an item's header is asked for, and what it holds.
const HEADERS: usize = 24;
const ITEMS: usize = 10;
/// How many items are taken up at a time, and in words of 64.
pub(crate) const PART: usize = 64 * WORDS;
pub(crate) const WORDS: usize = 32;
/// How many objects leave the queue between two looks around.
const TURNS: u32 = 64;

/// One thread's part in marking.
pub(crate) struct Marker<'a, W> {
    marks: Near<'a>,
    pub(crate) queue: &'a mut Queue,
    pub(crate) way: W,
    /// How many objects it has marked.
    pub(crate) met: usize,
    /// Which items of the long row that is expanded were new.
    fresh: Vec<u64>,
    /// Some of them.
    batch: Vec<Object>,
}

impl<'a, W: Way> Marker<'a, W> {
    pub(crate) fn new(marks: &'a AddressSet, queue: &'a mut Queue, way: W) -> Self {
        Self { marks: marks.near(), queue, way, met: 0, fresh: Vec::new(), batch: Vec::new() }
    }

    #[inline(always)]
    pub(crate) fn visit(&mut self, object: Object) {
        let Some(place) = self.marks.place(object) else { return };
        let new = if W::TOGETHER { place.claim() } else { place.insert() };
        if new {
            self.met += 1;
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

    /// Expands what is in the queue until it is empty, or memory runs out.
    pub(crate) fn run(&mut self) {
        let mut turns = 0_u32;
        while let Some(object) = self.queue.pop() {
            match object.items() {
                Some(items) if items.len() <= LONG => self.visit_all(items),
                Some(items) => {
                    if !W::share_row(self, items) {
                        self.expand_long(items);
                    }
                }
                None => self.expand(object),
            }
            turns = turns.wrapping_add(1);
            let stop = W::TOGETHER && turns.is_multiple_of(TURNS) && !W::look_around(self);
            if stop || self.queue.failed {
                return;
            }
        }
    }

    pub(crate) fn make_room(&mut self) -> bool {
        self.batch.clear();
        self.batch.try_reserve_exact(PART).is_ok()
    }

    /// Marks all items of a row, then expands those that were new.
    #[inline(never)]
    fn expand_long(&mut self, items: &[*mut ffi::PyObject]) {
        self.fresh.clear();
        let words = items.len().div_ceil(64);
        if self.fresh.try_reserve_exact(words).is_err() || !self.make_room() {
            return self.visit_all(items);
        }
        let mut fresh = core::mem::take(&mut self.fresh);
        fresh.extend(items.chunks(64).map(|items| self.claim_items(items)));
        for (items, fresh) in items.chunks(PART).zip(fresh.chunks(WORDS)) {
            self.expand_fresh(items, fresh);
        }
        self.fresh = fresh;
    }

    /// Marks up to 64 items, and tells by a bit for each which were new.
    #[inline]
    pub(crate) fn claim_items(&mut self, items: &[*mut ffi::PyObject]) -> u64 {
        let mut fresh = 0;
        let mut group: Option<Group<'a>> = None;
        for (index, item) in items.iter().enumerate() {
            // SAFETY: the list or tuple owns its items.
            let Some(item) = (unsafe { Object::from_ptr(*item) }) else { continue };
            let mut bit = group.and_then(|open| open.place.bit_of(item));
            if bit.is_none() {
                fresh |= group.map_or(0, |done| Self::close(done, items));
                group = self.marks.place(item).map(Group::new);
                bit = group.map(|open| open.place.bit());
            }
            let (Some(open), Some(bit)) = (&mut group, bit) else { continue };
            if (open.before | open.bits) & bit == 0 {
                open.bits |= bit;
                open.indices |= 1 << index;
            }
        }
        fresh | group.map_or(0, |done| Self::close(done, items))
    }

    /// Marks what has been grouped.
    #[inline]
    fn close(group: Group<'_>, items: &[*mut ffi::PyObject]) -> u64 {
        let Group { place, before, bits, mut indices } = group;
        if bits == 0 {
            return 0;
        }
        place.note_use(before);
        if !W::TOGETHER {
            place.word.store(before | bits, Relaxed);
            return indices;
        }
        // What others have marked meanwhile is theirs.
        let lost = place.word.fetch_or(bits, Relaxed) & bits;
        let mut left = if lost == 0 { 0 } else { indices };
        while left != 0 {
            let index = left.trailing_zeros();
            left &= left - 1;
            // SAFETY: as in `claim_items`.
            let item = unsafe { Object::from_ptr(items[index as usize]) };
            if item.and_then(|item| place.bit_of(item)).is_some_and(|bit| bit & lost != 0) {
                indices &= !(1 << index);
            }
        }
        indices
    }

    /// Expands those items that the bits name.
    #[inline]
    pub(crate) fn expand_fresh(&mut self, items: &[*mut ffi::PyObject], fresh: &[u64]) {
        let mut batch = core::mem::take(&mut self.batch);
        batch.clear();
        for (items, bits) in items.chunks(64).zip(fresh) {
            self.met += bits.count_ones() as usize;
            let mut left = *bits;
            while left != 0 {
                // SAFETY: the list or tuple owns its items.
                batch.extend(unsafe { Object::from_ptr(items[left.trailing_zeros() as usize]) });
                left &= left - 1;
            }
        }
        self.expand_all(&batch);
        self.batch = batch;
    }

    /// Expands objects that have been marked and are in no queue.
    pub(crate) fn expand_all(&mut self, batch: &[Object]) {
        for (index, object) in batch.iter().enumerate() {
            if let Some(later) = batch.get(index + HEADERS) {
                prefetch::hint(later.header_address());
            }
            if let Some(soon) = batch.get(index + ITEMS) {
                prefetch::hint_items(*soon);
            }
            match object.items() {
                Some(items) if items.len() <= LONG => self.visit_all(items),
                Some(_) => self.queue.push(*object),
                None => self.expand(*object),
            }
        }
    }

    /// Expands what is neither a list nor a tuple.
    fn expand(&mut self, object: Object) {
        if !self.way.may_traverse(object) {
            self.way.hand_over(object);
        } else if object.is_gc() {
            if object.node().is_tracked() {
                object.traverse(visit::<W>, ptr::from_mut(self).cast());
            }
        } else if is_static_type(object) {
            if self.way.may_ask_interpreter() {
                visit_static_type(object, &mut |part| self.visit(part));
            } else {
                self.way.hand_over(object);
            }
        }
    }

    #[inline]
    fn visit_all(&mut self, items: &[*mut ffi::PyObject]) {
        for item in items {
            self.visit_item(*item);
        }
    }
}

/// Items whose bits are in the same word.
#[derive(Clone, Copy)]
struct Group<'a> {
    place: Place<'a>,
    before: u64,
    /// The bits to be set.
    bits: u64,
    /// The indices of the items that they stand for.
    indices: u64,
}

impl<'a> Group<'a> {
    fn new(place: Place<'a>) -> Self {
        Self { place, before: place.word.load(Relaxed), bits: 0, indices: 0 }
    }
}

extern "C" fn visit<W: Way>(object: *mut ffi::PyObject, marker: *mut c_void) -> c_int {
    // SAFETY: `expand` passes itself as the argument, and is not used while it waits.
    let marker = unsafe { &mut *marker.cast::<Marker<'_, W>>() };
    // SAFETY: an object that is traversed owns what it visits.
    if let Some(object) = unsafe { Object::from_ptr(object) } {
        marker.visit(object);
    }
    0
}
