//! Who serves the small blocks: the heap of the calling thread, or the one heap of the process.
//!
//! Up to CPython 3.11 all interpreters of a process share one lock, and whoever calls these domains
//! holds it: one heap serves all, and nothing has to be asked about the thread. From 3.12 on an
//! interpreter may have a lock of its own and run beside the others.
//!
//! # Invariants
//! 1. `Locked` is chosen only where all callers hold the same lock, and then for all blocks.

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::NonNull;

use pymalloc::{ALIGNMENT, Heap, ProgramArenas, PyMalloc, SizeClass};

/// Where small blocks come from.
pub(crate) trait Blocks {
    /// A block of `class`, `None` where there is no memory.
    fn alloc(class: SizeClass) -> Option<NonNull<u8>>;

    /// Takes a block back. False, with nothing done, where it is not a small one.
    ///
    /// # Safety
    /// `block` is a live one of these or of another allocator; where it is of these, nobody uses it
    /// any more.
    unsafe fn free(block: NonNull<u8>) -> bool;

    /// Gives a small block another size that is small, in place or elsewhere. `None` where there is
    /// no memory: the block is then still there.
    ///
    /// # Safety
    /// `block` is a live one of these; where a block is returned, it takes its place.
    unsafe fn realloc(block: NonNull<u8>, size: usize) -> Option<NonNull<u8>>;
}

/// The heap of the calling thread.
pub(crate) struct Threads;

impl Blocks for Threads {
    #[inline]
    fn alloc(class: SizeClass) -> Option<NonNull<u8>> {
        // SAFETY: the alignment is a power of two, and the size at most 512.
        let layout = unsafe { Layout::from_size_align_unchecked(class.block_size(), ALIGNMENT) };
        // SAFETY: the layout is not empty.
        NonNull::new(unsafe { PyMalloc.alloc(layout) })
    }

    #[inline]
    unsafe fn free(block: NonNull<u8>) -> bool {
        // SAFETY: the caller's promise.
        unsafe { PyMalloc::free_unsized(block) }
    }

    #[inline]
    unsafe fn realloc(block: NonNull<u8>, size: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise.
        unsafe { PyMalloc::realloc_unsized(block, size) }
    }
}

/// The heap of the process, under the interpreters' one lock.
pub(crate) struct Locked;

static HEAP: Shared = Shared(Heap::with_source(ProgramArenas));

struct Shared(Heap<ProgramArenas>);

// SAFETY: invariant 1: who calls holds the lock, so one thread at a time uses the heap, and sees
// what those before it wrote.
unsafe impl Sync for Shared {}

impl Blocks for Locked {
    #[inline]
    fn alloc(class: SizeClass) -> Option<NonNull<u8>> {
        HEAP.0.alloc_class(class)
    }

    #[inline]
    unsafe fn free(block: NonNull<u8>) -> bool {
        // SAFETY: the caller's promise; small blocks are of this heap.
        unsafe { HEAP.0.dealloc_unsized(block) }
    }

    #[inline]
    unsafe fn realloc(block: NonNull<u8>, size: usize) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise.
        unsafe { HEAP.0.realloc_unsized(block, size) }
    }
}
