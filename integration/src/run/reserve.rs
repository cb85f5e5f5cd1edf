//! Memory kept back for programs that run out of it.
//!
//! A program that catches `MemoryError` needs a little memory to do so: a traceback, an integer.
//! So a heap with a limit runs with one arena less than the limit; the first refusal opens the
//! rest, and it is closed again when the exception has been handled and enough has become free.

use core::cell::Cell;

use super::interp::Interp;

/// What is kept back: one arena.
const KEPT: usize = pymalloc::ARENA_SIZE;

/// The smallest limit that something can be kept back from.
const SMALLEST: usize = 4 * KEPT;

/// Whether the memory kept back is open.
#[derive(Debug, Default)]
pub struct Reserve {
    limit: Option<usize>,
    is_open: Cell<bool>,
}

impl Reserve {
    /// The reserve of a heap with this limit.
    pub fn new(limit: Option<usize>) -> Self {
        let limit = limit.filter(|limit| *limit >= SMALLEST);
        Self { limit, is_open: Cell::new(limit.is_some()) }
    }
}

impl Interp {
    /// Opens what is kept back, since memory has been refused.
    pub(super) fn open_reserve(&self) {
        if let Some(limit) = self.reserve.limit
            && !self.reserve.is_open.replace(true)
        {
            self.heap.set_budget(limit);
        }
    }

    /// Closes it again, if enough is free.
    #[inline]
    pub(super) fn close_reserve(&self) {
        if self.reserve.is_open.get() {
            self.close_if_free();
        }
    }

    #[cold]
    fn close_if_free(&self) {
        if let Some(limit) = self.reserve.limit
            && self.heap.budget_used() <= limit - KEPT
        {
            self.heap.set_budget(limit - KEPT);
            self.reserve.is_open.set(false);
        }
    }
}
