//! Buffers of objects, allocated from the heap that the objects live in.
//!
//! A list's items, a dict's table and its entries belong to the same pools and count against the
//! same budget as the objects themselves. [`HeapAlloc`] is the handle through which
//! `allocator_api2` and `hashbrown` collections get there.
//!
//! # Invariants
//! 1. A handle pins the heap: memory it gave out stays valid while the handle lives.

use core::alloc::Layout;
use core::cell::Cell;
use core::fmt;
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator};

use super::inner::Inner;

/// An allocator over a heap's pools.
pub struct HeapAlloc {
    inner: NonNull<Inner>,
}

/// A growable array whose items stand in a heap.
pub type HeapVec<T> = allocator_api2::vec::Vec<T, HeapAlloc>;

impl HeapAlloc {
    pub(crate) fn new(inner: &Inner) -> Self {
        inner.pin();
        Self { inner: NonNull::from(inner) }
    }

    /// The number of sorts at work in the heap.
    pub(crate) fn sorts(&self) -> &Cell<u32> {
        &self.inner().sorts
    }

    fn inner(&self) -> &Inner {
        // SAFETY: invariant 1: the pin taken in `new` or `clone` keeps the heap.
        unsafe { self.inner.as_ref() }
    }
}

impl Clone for HeapAlloc {
    fn clone(&self) -> Self {
        self.inner().pin();
        Self { inner: self.inner }
    }
}

impl Drop for HeapAlloc {
    fn drop(&mut self) {
        // SAFETY: the pin taken in `new` or `clone` is given back once.
        unsafe { Inner::unpin(self.inner) };
    }
}

impl fmt::Debug for HeapAlloc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HeapAlloc")
    }
}

// SAFETY: the heap's blocks stay where they are until they are given back, any clone gives back to
// the same heap, and invariant 1 keeps the heap as long as a handle.
unsafe impl Allocator for HeapAlloc {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        let block = self.inner().blocks.alloc(layout).ok_or(AllocError)?;
        Ok(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    #[inline]
    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller gives back a block of this allocator with its layout.
        unsafe { self.inner().blocks.dealloc(block, layout) };
    }

    unsafe fn grow(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's block and layout, and a size that is not smaller.
        unsafe { self.resize(block, old, new) }
    }

    unsafe fn shrink(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's block and layout, and a size that is not larger.
        unsafe { self.resize(block, old, new) }
    }
}

impl HeapAlloc {
    /// Moves a block to another size.
    ///
    /// # Safety
    /// `block` came from this allocator with layout `old`.
    unsafe fn resize(
        &self,
        block: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        if old.align() != new.align() {
            let moved = self.allocate(new)?;
            let bytes = old.size().min(new.size());
            // SAFETY: both blocks hold at least `bytes` bytes and do not overlap.
            unsafe { core::ptr::copy_nonoverlapping(block.as_ptr(), moved.cast().as_ptr(), bytes) };
            // SAFETY: the caller's block and layout.
            unsafe { self.deallocate(block, old) };
            return Ok(moved);
        }
        // SAFETY: the caller's block and layout.
        let moved = unsafe { self.inner().blocks.realloc(block, old, new.size()) };
        moved.map(|b| NonNull::slice_from_raw_parts(b, new.size())).ok_or(AllocError)
    }
}
