//! A byte budget over the arenas and the large blocks of a heap.
//!
//! An arena costs its whole size, a large block the size of its layout. What would exceed the
//! budget is refused before the source behind is asked; what is given back can be had again.
//!
//! # Invariants
//! 1. `used` is the cost of everything that was given out and has not come back.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::NonNull;

use crate::arena_source::ArenaSource;
use crate::geometry::ARENA_SIZE;
use crate::os::OsArenas;

/// A source that refuses what does not fit into a budget of bytes.
///
/// ```
/// use core::alloc::Layout;
/// use pymalloc::{ARENA_SIZE, Heap, Limited, OsArenas};
///
/// let heap = Heap::with_source(Limited::new(OsArenas, ARENA_SIZE));
/// assert!(heap.alloc(Layout::new::<u64>()).is_some());
/// assert_eq!(heap.source().used(), ARENA_SIZE);
/// assert!(heap.alloc(Layout::new::<[u64; 1000]>()).is_none());
/// ```
#[derive(Debug)]
pub struct Limited<S = OsArenas> {
    source: S,
    budget: Cell<usize>,
    used: Cell<usize>,
}

impl<S> Limited<S> {
    /// Puts a budget of `bytes` in front of `source`.
    pub const fn new(source: S, bytes: usize) -> Self {
        Limited { source, budget: Cell::new(bytes), used: Cell::new(0) }
    }

    /// The most bytes that may be in use.
    pub fn budget(&self) -> usize {
        self.budget.get()
    }

    /// Changes the budget. Under what is in use already, everything more is refused until enough
    /// has come back.
    pub fn set_budget(&self, bytes: usize) {
        self.budget.set(bytes);
    }

    /// The bytes in use: arenas at their full size, and large blocks.
    pub fn used(&self) -> usize {
        self.used.get()
    }

    /// The source behind the budget.
    pub fn source(&self) -> &S {
        &self.source
    }

    /// Counts `bytes` in for `request`, and out again when it is refused.
    fn charge<T>(&self, bytes: usize, request: impl FnOnce(&S) -> Option<T>) -> Option<T> {
        let total = self.used.get().checked_add(bytes)?;
        if total > self.budget.get() {
            return None;
        }
        self.used.set(total);
        let answer = request(&self.source);
        if answer.is_none() {
            self.refund(bytes);
        }
        answer
    }

    fn refund(&self, bytes: usize) {
        self.used.set(self.used.get() - bytes);
    }
}

// SAFETY: whatever is given out was given by the source behind, for the same request.
unsafe impl<S: ArenaSource> ArenaSource for Limited<S> {
    fn map(&self) -> Option<NonNull<u8>> {
        self.charge(ARENA_SIZE, S::map)
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        // SAFETY: the caller passes an arena of `map`, so of the source behind.
        unsafe { self.source.unmap(arena) };
        self.refund(ARENA_SIZE);
    }

    fn spares(&self, arenas: usize) -> usize {
        self.source.spares(arenas)
    }

    fn is_logged(&self) -> bool {
        self.source.is_logged()
    }

    unsafe fn populate(&self, memory: NonNull<u8>, bytes: usize) {
        // SAFETY: the caller passes a part of an arena of `map`, so of the source behind.
        unsafe { self.source.populate(memory, bytes) };
    }

    unsafe fn purge(&self, memory: NonNull<u8>, bytes: usize) -> bool {
        // SAFETY: the caller passes a part of an arena of `map`, so of the source behind.
        unsafe { self.source.purge(memory, bytes) }
    }

    fn alloc_large(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.charge(layout.size(), |source| source.alloc_large(layout))
    }

    fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.charge(layout.size(), |source| source.alloc_large_zeroed(layout))
    }

    unsafe fn dealloc_large(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller passes a large block of this source, so of the one behind.
        unsafe { self.source.dealloc_large(ptr, layout) };
        self.refund(layout.size());
    }

    unsafe fn realloc_large(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new_size: usize,
    ) -> Option<NonNull<u8>> {
        let request = |source: &S| {
            // SAFETY: the caller passes a large block of this source, so of the one behind.
            unsafe { source.realloc_large(ptr, layout, new_size) }
        };
        if new_size >= layout.size() {
            return self.charge(new_size - layout.size(), request);
        }
        let block = request(&self.source)?;
        self.refund(layout.size() - new_size);
        Some(block)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::FaultInjecting;

    #[test]
    fn arenas_beyond_the_budget_are_refused_until_one_comes_back() {
        let limited = Limited::new(OsArenas, 2 * ARENA_SIZE + 1);
        let arena = limited.map().unwrap();
        let other = limited.map().unwrap();
        assert!(limited.map().is_none());
        assert_eq!(limited.used(), 2 * ARENA_SIZE);
        for arena in [arena, other] {
            // SAFETY: mapped above and not used below.
            unsafe { limited.unmap(arena) };
        }
        assert_eq!(limited.used(), 0);
    }

    #[test]
    fn what_the_source_behind_refuses_costs_nothing() {
        let limited = Limited::new(FaultInjecting::new(OsArenas), ARENA_SIZE);
        limited.source().fail_nth(1);
        assert!(limited.map().is_none());
        assert_eq!(limited.used(), 0);
        let arena = limited.map().unwrap();
        // SAFETY: mapped above and not used below.
        unsafe { limited.unmap(arena) };
    }

    #[cfg(feature = "std")]
    #[test]
    fn large_blocks_cost_their_size_whatever_becomes_of_them() {
        let limited = Limited::new(OsArenas, 10_000);
        let layout = |size| Layout::from_size_align(size, 8).unwrap();
        let block = limited.alloc_large(layout(4_000)).unwrap();
        assert!(limited.alloc_large_zeroed(layout(6_001)).is_none());
        // SAFETY: the block has this layout.
        assert!(unsafe { limited.realloc_large(block, layout(4_000), 10_001) }.is_none());
        assert_eq!(limited.used(), 4_000);
        // SAFETY: a refused reallocation left the block.
        let block = unsafe { limited.realloc_large(block, layout(4_000), 10_000) }.unwrap();
        assert_eq!(limited.used(), 10_000);
        // SAFETY: the block has this layout.
        let block = unsafe { limited.realloc_large(block, layout(10_000), 600) }.unwrap();
        assert_eq!(limited.used(), 600);
        // SAFETY: the block has this layout.
        unsafe { limited.dealloc_large(block, layout(600)) };
        assert_eq!(limited.used(), 0);
    }
}
