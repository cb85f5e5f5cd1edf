//! The state of the built-in collector, which ours works on and keeps right.
//!
//! Sharing it makes everything in the module `gc` that only looks or counts (`get_count`,
//! `get_objects`, `freeze`, `get_stats` ...) answer for our collections, and makes uninstalling a
//! matter of not being called any more.
//!
//! No offset within the interpreter is known beforehand. The thresholds are set to three unusual
//! numbers; an object that has just been tracked is the last of the youngest generation, so its
//! list leads to that generation's head, which is known by the three numbers beside it. What must
//! stand around the head is then compared with what the module `gc` answers. An interpreter that
//! is laid out otherwise is refused.
//!
//! Source: `Include/internal/pycore_gc.h` (`struct _gc_runtime_state`).

use core::cell::Cell;
use core::ffi::{c_int, c_long};
use core::ptr::NonNull;

use collector::Generation;
use pyo3_ffi as ffi;

use crate::call::{Owned, PythonError};
use crate::ring::{Head, List, Node};

/// One generation.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Slot {
    head: Head,
    pub(crate) threshold: Cell<c_int>,
    pub(crate) count: Cell<c_int>,
}

/// The totals of one generation.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Totals {
    pub(crate) collections: Cell<isize>,
    pub(crate) collected: Cell<isize>,
    pub(crate) uncollectable: Cell<isize>,
}

/// What the interpreter keeps for its collector, from its debug flags on.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) debug: Cell<c_int>,
    generations: [Slot; 3],
    youngest: Cell<*const Head>,
    permanent: Slot,
    pub(crate) stats: [Totals; 3],
    pub(crate) collecting: Cell<c_int>,
    pub(crate) garbage: Cell<*mut ffi::PyObject>,
    pub(crate) callbacks: Cell<*mut ffi::PyObject>,
    pub(crate) long_lived_total: Cell<isize>,
    pub(crate) long_lived_pending: Cell<isize>,
}

const _: () = assert!(size_of::<Slot>() == 24);
const _: () = assert!(core::mem::offset_of!(State, generations) == 8);
const _: () = assert!(core::mem::offset_of!(State, stats) == 8 + 72 + 8 + 24);

/// Three thresholds that nobody sets.
const TRIPLE: [c_int; 3] = [1_618_033_988, 1_414_213_562, 1_732_050_807];

/// How many members of a list are walked in search of its head.
const LONGEST_WALK: usize = 1 << 20;

impl State {
    pub(crate) fn slot(&self, generation: Generation) -> &Slot {
        &self.generations[generation.index()]
    }

    pub(crate) fn list(&self, generation: Generation) -> List<'_> {
        List::existing(&self.slot(generation).head)
    }

    pub(crate) fn permanent(&self) -> List<'_> {
        List::existing(&self.permanent.head)
    }

    pub(crate) fn counts(&self) -> [c_int; 3] {
        self.generations.each_ref().map(|slot| slot.count.get())
    }

    pub(crate) fn set_counts(&self, counts: [c_int; 3]) {
        for (slot, count) in self.generations.iter().zip(counts) {
            slot.count.set(count);
        }
    }

    /// Finds the state of the running interpreter.
    ///
    /// # Errors
    /// `RuntimeError`, saying what is not as it should be.
    pub(crate) fn locate(gc: &Owned) -> Result<&'static Self, PythonError> {
        let thresholds = gc.call("get_threshold", &[])?;
        let [first, second, third] = TRIPLE.map(c_long::from).map(Owned::long);
        gc.call("set_threshold", &[&first?, &second?, &third?])?;
        let found = find_head();
        gc.call_with("set_threshold", &thresholds)?;
        let Some(head) = found? else {
            return Err(PythonError::runtime(
                "the generations were not found: no list of tracked objects leads to their thresholds",
            ));
        };
        let state = head
            .as_ptr()
            .wrapping_byte_sub(core::mem::offset_of!(State, generations))
            .cast::<Self>();
        // SAFETY: the head is that of the youngest generation, and `verify` compares what follows
        // it before anything is changed. The interpreter's state outlives the extension.
        let state = unsafe { &*state };
        state.verify(gc, &thresholds)?;
        Ok(state)
    }

    /// Compares the state with what the module `gc` answers.
    fn verify(&self, gc: &Owned, thresholds: &Owned) -> Result<(), PythonError> {
        let wrong = |what: &str| {
            Err(PythonError::runtime(&format!(
                "the collector's state of this interpreter is laid out otherwise: {what}"
            )))
        };
        if !core::ptr::eq(self.youngest.get(), &raw const self.generations[0].head) {
            return wrong("the youngest generation");
        }
        for list in [
            self.list(Generation::Young),
            self.list(Generation::Middle),
            self.list(Generation::Old),
            self.permanent(),
        ] {
            let end = Node::of_list(list);
            if !end.is_tracked() || end.next().prev() != end || end.prev().next() != end {
                return wrong("the lists of the generations");
            }
        }
        if !thresholds.are_longs(
            &self.generations.each_ref().map(|slot| c_long::from(slot.threshold.get())),
        )? {
            return wrong("the thresholds");
        }
        if gc.call("get_debug", &[])?.as_long()? != c_long::from(self.debug.get()) {
            return wrong("the debug flags");
        }
        if self.collecting.get() != 0 {
            return wrong("a collection is running");
        }
        if gc.attribute("garbage")?.as_ptr() != self.garbage.get() {
            return wrong("the list of garbage");
        }
        if gc.attribute("callbacks")?.as_ptr() != self.callbacks.get() {
            return wrong("the list of callbacks");
        }
        Ok(())
    }
}

/// The head of the list that a new object joins, if the three thresholds stand beside it.
fn find_head() -> Result<Option<NonNull<Head>>, PythonError> {
    // SAFETY: the GIL is held.
    let fresh = Owned::new(unsafe { ffi::PyList_New(0) })?;
    let start = fresh.object().node();
    let mut node = start;
    for _ in 0..LONGEST_WALK {
        if !node.is_tracked() {
            return Ok(None);
        }
        node = node.next();
        if node == start {
            return Ok(None);
        }
        if is_youngest(node.as_ptr()) {
            return Ok(Some(node.as_ptr()));
        }
    }
    Ok(None)
}

/// Whether the thresholds stand where those of the youngest generation would.
fn is_youngest(head: NonNull<Head>) -> bool {
    TRIPLE.iter().enumerate().all(|(index, threshold)| {
        let slot = head.as_ptr().cast::<Slot>().wrapping_add(index);
        let place = slot.wrapping_byte_add(core::mem::offset_of!(Slot, threshold)).cast::<c_int>();
        // SAFETY: behind the two words of any member of a list lie its count and more; the next
        // place is read only if the first number is there, which is so beside a generation alone.
        unsafe { place.read() == *threshold }
    })
}
