//! A very long list or tuple that several threads expand.
//!
//! They claim its parts one by one, first to mark the items, then to expand those that were new.
//! Nobody waits: a part whose turn to be expanded comes before it is marked is left to the thread
//! that marks it.
//!
//! ```text
//!   row      | part 0     | part 1     | part 2     | part 3     |
//!   marked    1: marked    1: marked    2: ...       not claimed
//!   expanded  2: ...       not claimed
//! ```
//!
//! # Invariants
//! 1. Each part is marked by one thread, and expanded by one: by whichever comes second, marking or
//!    passing it.

use core::sync::atomic::{
    AtomicU8, AtomicU64, AtomicUsize,
    Ordering::{AcqRel, Relaxed},
};

use pyo3_ffi as ffi;

use crate::mark::{PART, WORDS};

/// A very long list or tuple that all threads expand.
pub(crate) struct Row {
    items: *const [*mut ffi::PyObject],
    states: Box<[Part]>,
    /// How many parts have been claimed, to mark them and to expand them.
    marked: AtomicUsize,
    expanded: AtomicUsize,
}

// SAFETY: the items are only read, and stay where they are as long as the collection marks.
unsafe impl Send for Row {}
// SAFETY: as above.
unsafe impl Sync for Row {}

/// What is known of a part of a row.
pub(crate) struct Part {
    /// Which items were new, once it is marked.
    fresh: [AtomicU64; WORDS],
    state: AtomicU8,
}

const UNMARKED: u8 = 0;
const MARKED: u8 = 1;
/// A thread that was to expand it has come too early, and has left that to the one that marks it.
const PASSED: u8 = 2;

impl Row {
    /// `None`: there is no memory.
    pub(crate) fn new(items: &[*mut ffi::PyObject]) -> Option<Self> {
        let parts = items.len().div_ceil(PART);
        let mut states = Vec::new();
        states.try_reserve_exact(parts).ok()?;
        states.resize_with(parts, || Part {
            fresh: [const { AtomicU64::new(0) }; WORDS],
            state: AtomicU8::new(UNMARKED),
        });
        let states = states.into_boxed_slice();
        let (marked, expanded) = (AtomicUsize::new(0), AtomicUsize::new(0));
        Some(Self { items, states, marked, expanded })
    }

    /// Claims a part to mark it.
    pub(crate) fn to_mark(&self) -> Option<usize> {
        self.claim(&self.marked)
    }

    /// Claims a part to expand it.
    pub(crate) fn to_expand(&self) -> Option<usize> {
        self.claim(&self.expanded)
    }

    fn claim(&self, next: &AtomicUsize) -> Option<usize> {
        let part = next.fetch_add(1, Relaxed);
        (part < self.states.len()).then_some(part)
    }

    pub(crate) fn state(&self, part: usize) -> &Part {
        &self.states[part]
    }

    pub(crate) fn items(&self, part: usize) -> &[*mut ffi::PyObject] {
        // SAFETY: the list or tuple is alive, and does not change while the collection marks.
        let items = unsafe { &*self.items };
        &items[part * PART..items.len().min((part + 1) * PART)]
    }
}

impl Part {
    /// The items have been marked. Answers whether to expand them as well.
    pub(crate) fn set(&self, fresh: &[u64; WORDS]) -> bool {
        for (word, bits) in self.fresh.iter().zip(fresh) {
            word.store(*bits, Relaxed);
        }
        self.state.swap(MARKED, AcqRel) == PASSED
    }

    /// The items are to be expanded. Answers which, if they have been marked.
    pub(crate) fn pass(&self) -> Option<[u64; WORDS]> {
        (self.state.swap(PASSED, AcqRel) == MARKED)
            .then(|| self.fresh.each_ref().map(|word| word.load(Relaxed)))
    }
}
