//! Collections in a heap: `Allocator` of allocator-api2 for `&Heap`.
//!
//! Blocks are reported with the size of their class, so that a collection can use all of it. Here
//! zero bytes are no block at all, unlike in the heap's own methods: `Box` of allocator-api2 gives
//! back empty values that it never allocated.

use core::alloc::Layout;
use core::ptr::NonNull;

use allocator_api2::alloc::{AllocError, Allocator};

use crate::arena_source::ArenaSource;
use crate::heap::Heap;
use crate::size_class::SizeClass;

/// The bytes that a fresh block for `layout` has.
fn fresh_size(layout: Layout) -> usize {
    SizeClass::for_heap(layout).map_or(layout.size(), SizeClass::block_size)
}

fn sized(block: NonNull<u8>, size: usize) -> NonNull<[u8]> {
    NonNull::slice_from_raw_parts(block, size)
}

/// What stands for zero bytes.
fn nothing(layout: Layout) -> NonNull<[u8]> {
    sized(layout.dangling_ptr(), 0)
}

impl<S: ArenaSource> Heap<S> {
    /// # Safety
    /// As for `Allocator::grow` and `Allocator::shrink`: a block of this heap that fits `old`.
    unsafe fn resize(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        if old.size() == 0 {
            return self.allocate(new);
        }
        if new.size() == 0 {
            // SAFETY: the caller's promise.
            unsafe { self.dealloc(ptr, old) };
            return Ok(nothing(new));
        }
        let block = if old.align() == new.align() {
            // SAFETY: the caller's promise.
            unsafe { self.realloc(ptr, old, new.size()) }
        } else {
            // SAFETY: the caller's promise.
            unsafe { self.move_block(ptr, old, new) }
        };
        let block = block.ok_or(AllocError)?;
        // SAFETY: the block is this heap's, for the layout `new`.
        Ok(sized(block, unsafe { Self::size_of_block(block, new) }))
    }
}

// SAFETY: a block stays where it is until it is given back or the heap is dropped, which the
// reference prevents; copies of the reference are the same heap.
unsafe impl<S: ArenaSource> Allocator for &Heap<S> {
    #[inline]
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() == 0 {
            return Ok(nothing(layout));
        }
        let block = self.alloc(layout).ok_or(AllocError)?;
        Ok(sized(block, fresh_size(layout)))
    }

    fn allocate_zeroed(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        if layout.size() == 0 {
            return Ok(nothing(layout));
        }
        let size = fresh_size(layout);
        let whole = Layout::from_size_align(size, layout.align()).map_err(|_| AllocError)?;
        let block = self.alloc_zeroed(whole).ok_or(AllocError)?;
        Ok(sized(block, size))
    }

    #[inline]
    unsafe fn deallocate(&self, ptr: NonNull<u8>, layout: Layout) {
        if layout.size() > 0 {
            // SAFETY: the caller gives up a block of this heap. Its layout may have any size up to
            // the one reported, which is that of the block's class or stays with the source.
            unsafe { self.dealloc(ptr, layout) };
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

    unsafe fn grow_zeroed(
        &self,
        ptr: NonNull<u8>,
        old: Layout,
        new: Layout,
    ) -> Result<NonNull<[u8]>, AllocError> {
        // SAFETY: the caller's promise.
        let grown = unsafe { self.resize(ptr, old, new) }?;
        // SAFETY: the block has at least `new.size()` bytes, and that is not less than the old.
        let added = unsafe { grown.cast::<u8>().add(old.size()) };
        // SAFETY: from there to the end of the block.
        unsafe { added.write_bytes(0, grown.len() - old.size()) };
        Ok(grown)
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
