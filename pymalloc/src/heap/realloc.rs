//! Giving a block another size.
//!
//! A small block stays where it is while its class fits, and also when it shrinks by less than a
//! quarter of its block: moving would save little. It may then be of a larger class than its layout
//! says, so the class is read from the pool here, never derived from the layout. A block that
//! crosses the limit of the pools always moves, since the layout says who serves it.
//!
//! Source: `Objects/obmalloc.c`, `pymalloc_realloc`.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::Heap;
use crate::arena_source::ArenaSource;
use crate::pool::PoolRef;
use crate::size_class::SizeClass;

impl<S: ArenaSource> Heap<S> {
    /// Gives the block at `ptr` the size `new_size`, in place or elsewhere; its contents are kept
    /// up to the smaller of the two sizes. `None` when the source refuses: the block is then still
    /// there, with its old layout.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc). Where a block is returned, it takes the place of `ptr`,
    /// and its layout is `new_size` with the alignment of `layout`.
    pub unsafe fn realloc(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new_size: usize,
    ) -> Option<NonNull<u8>> {
        let new = Layout::from_size_align(new_size, layout.align()).ok()?;
        match (SizeClass::for_layout(layout), SizeClass::for_layout(new)) {
            (Some(_), Some(class)) => {
                // SAFETY: a class serves the layout, so the block lies in a pool of this heap.
                let has = unsafe { PoolRef::of_block(ptr) }.class();
                let fits = class <= has;
                if class == has || (fits && 4 * new_size > 3 * has.block_size()) {
                    return Some(ptr);
                }
                // SAFETY: the caller's promise.
                let moved = unsafe { self.move_block(ptr, layout, new) };
                // A smaller block that cannot be had is no reason to fail.
                if fits { moved.or(Some(ptr)) } else { moved }
            }
            // SAFETY: no class serves either layout; the rest is the caller's promise.
            (None, None) if new_size > 0 => unsafe { self.realloc_large(ptr, layout, new) },
            // SAFETY: the caller's promise.
            _ => unsafe { self.move_block(ptr, layout, new) },
        }
    }

    /// The bytes that the block at `ptr` really has, at least those of its layout.
    ///
    /// # Safety
    /// `ptr` came from this heap for `layout` and was not given back.
    #[cfg(feature = "allocator-api2")]
    pub(crate) unsafe fn usable_size(ptr: NonNull<u8>, layout: Layout) -> usize {
        match SizeClass::for_layout(layout) {
            // SAFETY: a class serves the layout, so the block lies in a pool of a heap.
            Some(_) => unsafe { PoolRef::of_block(ptr) }.class().block_size(),
            None => layout.size(),
        }
    }

    /// Allocates for `new`, copies and gives `ptr` back.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc).
    pub(crate) unsafe fn move_block(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new: Layout,
    ) -> Option<NonNull<u8>> {
        let block = self.alloc(new)?;
        let kept = layout.size().min(new.size());
        // SAFETY: both blocks hold `kept` bytes, and a new block overlaps no other.
        unsafe { block.copy_from_nonoverlapping(ptr, kept) };
        // SAFETY: the caller gives the old block up.
        unsafe { self.dealloc(ptr, layout) };
        Some(block)
    }
}
