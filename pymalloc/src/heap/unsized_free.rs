//! Blocks whose layout nobody knows: for hosts with the interface of C.
//!
//! The map of arenas says whether an address is a small block's at all, the pool's header what
//! class it is of. Everything else, large blocks included, is not told apart here: a host that
//! needs their sizes serves them itself.

use core::ptr::NonNull;

use super::Heap;
use crate::arena_map;
use crate::arena_source::ArenaSource;
use crate::heap::realloc::Resize;
use crate::pool::PoolRef;
use crate::size_class::SizeClass;

/// The bytes of the small block at `ptr`, `None` where it lies in no arena of any heap.
///
/// # Safety
/// `ptr` is a live block, of whichever allocator.
#[inline]
pub(crate) unsafe fn small_size(ptr: NonNull<u8>) -> Option<usize> {
    // SAFETY: the address is in an arena, which the live block in it keeps mapped.
    arena_map::contains(ptr).then(|| unsafe { PoolRef::of_block(ptr) }.class().block_size())
}

impl<S: ArenaSource> Heap<S> {
    /// The bytes of the block at `ptr`, where it is a small one: a block of a pool, in an arena of
    /// any heap of the process. `None` for large blocks and for those of other allocators.
    ///
    /// ```
    /// use core::ptr::NonNull;
    /// use pymalloc::{Heap, SizeClass};
    ///
    /// let heap = Heap::new();
    /// let block = heap.alloc_class(SizeClass::of(40).unwrap()).expect("memory");
    /// let local = 0_u8;
    /// // SAFETY: a live block, and a live byte of the stack.
    /// unsafe {
    ///     assert_eq!(heap.usable_size(block), Some(48));
    ///     assert_eq!(heap.usable_size(NonNull::from(&local)), None);
    ///     assert!(heap.dealloc_unsized(block));
    /// }
    /// ```
    ///
    /// # Safety
    /// `ptr` is a live block, of whichever allocator.
    #[inline]
    pub unsafe fn usable_size(&self, ptr: NonNull<u8>) -> Option<usize> {
        // SAFETY: the caller's promise.
        unsafe { small_size(ptr) }
    }

    /// Gives a small block back. False, with nothing done, where [`usable_size`](Self::usable_size)
    /// is `None`.
    ///
    /// # Safety
    /// * `ptr` came from this heap and may be used for the whole arena, or from another allocator
    ///   than a heap of this crate; it was not given back.
    /// * Where it came from this heap, nobody uses the block any more.
    #[inline]
    #[must_use = "a block that is not a small one is still there"]
    pub unsafe fn dealloc_unsized(&self, ptr: NonNull<u8>) -> bool {
        if arena_map::cache::contains(ptr) {
            // SAFETY: a block in an arena came from this heap, and the caller gives it up.
            unsafe { self.take_back(ptr) };
            return true;
        }
        // SAFETY: the caller's promise.
        unsafe { self.dealloc_elsewhere(ptr) }
    }

    /// The same for a block in an arena that is not in the cache, or in none. Out of line as a whole, so
    /// that what is in line needs nothing kept over a call.
    ///
    /// # Safety
    /// As for [`dealloc_unsized`](Self::dealloc_unsized).
    #[cold]
    #[inline(never)]
    unsafe fn dealloc_elsewhere(&self, ptr: NonNull<u8>) -> bool {
        let small = arena_map::contains(ptr);
        if small {
            // SAFETY: a block in an arena came from this heap, and the caller gives it up.
            unsafe { self.take_back(ptr) };
        }
        small
    }

    /// Gives a small block another size, up to [`SMALL_MAX`](crate::SMALL_MAX), in place or
    /// elsewhere. Its contents are kept up to the smaller of the two sizes. `None` where the new
    /// size is larger, where the source refuses, and where [`usable_size`](Self::usable_size) is
    /// `None`: the block is then still there.
    ///
    /// # Safety
    /// As for [`dealloc_unsized`](Self::dealloc_unsized). Where a block is returned, it takes the
    /// place of `ptr`.
    pub unsafe fn realloc_unsized(&self, ptr: NonNull<u8>, new_size: usize) -> Option<NonNull<u8>> {
        let class = SizeClass::of(new_size)?;
        // SAFETY: the caller's promise.
        let size = unsafe { small_size(ptr) }?;
        // SAFETY: the block has a size, so it is a live one of a pool.
        let resize = unsafe { Resize::in_pools(ptr, class, new_size) };
        if resize == Resize::Stay {
            return Some(ptr);
        }
        let Some(block) = self.alloc_class(class) else {
            return (resize == Resize::Shrink).then_some(ptr);
        };
        // SAFETY: the blocks have at least so many bytes, and a new one overlaps no other.
        unsafe { block.copy_from_nonoverlapping(ptr, size.min(new_size)) };
        // SAFETY: the caller gives the old block up.
        unsafe { self.take_back(ptr) };
        Some(block)
    }
}
