//! Collections in guarded memory: `Allocator` of allocator-api2 for `&DebugHooks`.
//!
//! Blocks are reported with the size of their layout and not more: the guards begin behind it.

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator};

use super::DebugHooks;

fn sized(block: *mut u8, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
    let block = NonNull::new(block).ok_or(AllocError)?;
    Ok(NonNull::slice_from_raw_parts(block, layout.size()))
}

impl<A: GlobalAlloc> DebugHooks<A> {
    /// # Safety
    /// As for `Allocator::grow` and `Allocator::shrink`.
    unsafe fn resize(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        if old.align() == new.align() && old.size() > 0 && new.size() > 0 {
            // SAFETY: the caller's promise.
            return sized(
                unsafe { GlobalAlloc::realloc(self, ptr.as_ptr(), old, new.size()) },
                new,
            );
        }
        let block = self.allocate(new)?;
        let kept = old.size().min(new.size());
        // SAFETY: both blocks hold `kept` bytes, and a new block overlaps no other.
        unsafe { block.cast::<u8>().copy_from_nonoverlapping(ptr, kept) };
        // SAFETY: the caller gives the old block up.
        unsafe { self.deallocate(ptr, old) };
        Ok(block)
    }
}

// SAFETY: a block stays where it is until it is given back; copies of the reference are the same
// hooks.
unsafe impl<A: GlobalAlloc> Allocator for &DebugHooks<A> {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() == 0 {
            return Ok(NonNull::slice_from_raw_parts(layout.dangling_ptr(), 0));
        }
        // SAFETY: the layout is not empty.
        sized(unsafe { GlobalAlloc::alloc(*self, layout) }, layout)
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() == 0 {
            return self.allocate(layout);
        }
        // SAFETY: the layout is not empty.
        sized(unsafe { GlobalAlloc::alloc_zeroed(*self, layout) }, layout)
    }

    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        if layout.size() > 0 {
            // SAFETY: the caller gives up a block of these hooks.
            unsafe { GlobalAlloc::dealloc(*self, ptr.as_ptr(), layout) };
        }
    }

    unsafe fn grow(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promise.
        unsafe { self.resize(ptr, old, new) }
    }

    unsafe fn shrink(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promise.
        unsafe { self.resize(ptr, old, new) }
    }
}
