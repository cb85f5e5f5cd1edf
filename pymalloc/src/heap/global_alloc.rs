//! A heap behind the standard library's allocator trait, for wrappers that take any allocator.
//!
//! A heap is not `Sync`, so it cannot be a program's global allocator; [`crate::DebugHooks`] and
//! the like take it as one.

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::{self, NonNull};

use super::Heap;
use crate::arena_source::ArenaSource;

fn pointer(block: Option<NonNull<u8>>) -> *mut u8 {
    block.map_or(ptr::null_mut(), NonNull::as_ptr)
}

// SAFETY: blocks have the size and the alignment of their layouts and stay where they are until
// they are given back or the heap is dropped; a heap does not unwind where its caller keeps the
// contract.
unsafe impl<S: ArenaSource> GlobalAlloc for Heap<S> {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        pointer(Heap::alloc(self, layout))
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        pointer(Heap::alloc_zeroed(self, layout))
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller gives up a block, which is not null.
        let block = unsafe { NonNull::new_unchecked(ptr) };
        // SAFETY: the caller's promise.
        unsafe { Heap::dealloc(self, block, layout) };
    }

    #[inline]
    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller passes a block, which is not null.
        let block = unsafe { NonNull::new_unchecked(ptr) };
        // SAFETY: the caller's promise.
        pointer(unsafe { Heap::realloc(self, block, layout, new_size) })
    }
}
