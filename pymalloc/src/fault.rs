//! A source that refuses chosen requests, for tests of what happens then.
//!
//! A request is an arena, a large block, or another size for one. They are counted together. A
//! test runs a piece of work once to learn how many it makes, then again for each of them with
//! that one refused.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::NonNull;

use crate::arena_source::ArenaSource;
use crate::os::OsArenas;

/// A source that refuses the n-th request, or all from the n-th on.
///
/// ```
/// use core::alloc::Layout;
/// use pymalloc::{FaultInjecting, Heap, OsArenas};
///
/// let heap = Heap::with_source(FaultInjecting::new(OsArenas));
/// heap.source().fail_nth(1);
/// assert!(heap.alloc(Layout::new::<u64>()).is_none());
/// assert!(heap.alloc(Layout::new::<u64>()).is_some());
/// assert_eq!(heap.source().refused(), 1);
/// ```
#[derive(Debug)]
pub struct FaultInjecting<S = OsArenas> {
    source: S,
    plan: Cell<Plan>,
    requests: Cell<u64>,
    refused: Cell<u64>,
}

#[derive(Clone, Copy, Debug)]
enum Plan {
    Serve,
    /// Refuse the request with this number, counted from the first ever.
    Nth(u64),
    /// Refuse it and all that follow.
    From(u64),
}

impl<S> FaultInjecting<S> {
    /// A source that passes everything to `source` until told otherwise.
    pub const fn new(source: S) -> Self {
        FaultInjecting {
            source,
            plan: Cell::new(Plan::Serve),
            requests: Cell::new(0),
            refused: Cell::new(0),
        }
    }

    /// Refuses the `n`-th request from now (the next one is 1), and none besides. With 0 none is.
    pub fn fail_nth(&self, n: u64) {
        self.plan.set(Plan::Nth(self.requests.get() + n));
    }

    /// Refuses the `n`-th request from now (the next one is 1) and all that follow.
    pub fn fail_from(&self, n: u64) {
        self.plan.set(Plan::From(self.requests.get() + n));
    }

    /// Refuses nothing any more.
    pub fn serve(&self) {
        self.plan.set(Plan::Serve);
    }

    /// The requests so far, the refused ones included.
    pub fn requests(&self) -> u64 {
        self.requests.get()
    }

    /// The requests that were refused by plan.
    pub fn refused(&self) -> u64 {
        self.refused.get()
    }

    /// The source behind.
    pub fn source(&self) -> &S {
        &self.source
    }

    /// Counts a request; `None` where the plan refuses it.
    fn admit(&self) -> Option<()> {
        let request = self.requests.get() + 1;
        self.requests.set(request);
        let refuse = match self.plan.get() {
            Plan::Serve => false,
            Plan::Nth(n) => request == n,
            Plan::From(n) => request >= n,
        };
        if refuse {
            self.refused.set(self.refused.get() + 1);
            return None;
        }
        Some(())
    }
}

// SAFETY: whatever is given out was given by the source behind, for the same request.
unsafe impl<S: ArenaSource> ArenaSource for FaultInjecting<S> {
    fn map(&self) -> Option<NonNull<u8>> {
        self.admit()?;
        self.source.map()
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        // SAFETY: the caller passes an arena of `map`, so of the source behind.
        unsafe { self.source.unmap(arena) };
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
        self.admit()?;
        self.source.alloc_large(layout)
    }

    fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.admit()?;
        self.source.alloc_large_zeroed(layout)
    }

    unsafe fn dealloc_large(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller passes a large block of this source, so of the one behind.
        unsafe { self.source.dealloc_large(ptr, layout) };
    }

    unsafe fn realloc_large(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new_size: usize,
    ) -> Option<NonNull<u8>> {
        self.admit()?;
        // SAFETY: the caller passes a large block of this source, so of the one behind.
        unsafe { self.source.realloc_large(ptr, layout, new_size) }
    }
}
