//! What a heap asks of its surroundings: arenas, and the blocks that arenas do not serve.
//!
//! The two required methods are the seam to the operating system. The provided ones pass requests
//! that no size class serves to the system allocator; without the feature `std` there is none and
//! they refuse.
//!
//! Source: `Objects/obmalloc.c`, `PyObjectArenaAllocator`; the raw domain.

use core::alloc::Layout;
use core::ptr::NonNull;
#[cfg(feature = "std")]
use std::alloc::{GlobalAlloc, System};

/// Where a heap gets its arenas and its large blocks.
///
/// A source may refuse at any time: the heap passes the refusal on and nothing is lost.
///
/// ```
/// use core::alloc::Layout;
/// use core::ptr::NonNull;
/// use pymalloc::{ARENA_SIZE, ArenaSource, Heap};
///
/// /// Arenas from the allocator of the program.
/// struct GlobalArenas;
/// const ARENA: Layout = match Layout::from_size_align(ARENA_SIZE, ARENA_SIZE) {
///     Ok(layout) => layout,
///     Err(_) => unreachable!(),
/// };
///
/// // SAFETY: the layout has the size and the alignment of an arena, and the memory is zeroed.
/// unsafe impl ArenaSource for GlobalArenas {
///     fn map(&self) -> Option<NonNull<u8>> {
///         // SAFETY: the layout is not empty.
///         NonNull::new(unsafe { std::alloc::alloc_zeroed(ARENA) })
///     }
///     unsafe fn unmap(&self, arena: NonNull<u8>) {
///         // SAFETY: the caller passes what `map` returned.
///         unsafe { std::alloc::dealloc(arena.as_ptr(), ARENA) };
///     }
/// }
///
/// let heap = Heap::with_source(GlobalArenas);
/// assert!(heap.alloc(Layout::new::<u64>()).is_some());
/// ```
///
/// # Safety
/// The heap writes wherever the answers say it may, so a wrong one corrupts memory:
/// * memory given out is not used by anybody else until it is given back;
/// * what [`map`](Self::map) returns is [`ARENA_SIZE`](crate::ARENA_SIZE) bytes, aligned to
///   `ARENA_SIZE` and all zero;
/// * large blocks have the size and the alignment of their layout, and a reallocated one keeps its
///   contents up to the smaller of the two sizes; a refused reallocation leaves the old block;
/// * moving the source does not move or invalidate what it gave out.
pub unsafe trait ArenaSource {
    /// Maps an arena: `ARENA_SIZE` bytes, aligned to `ARENA_SIZE`, zeroed. `None` refuses.
    fn map(&self) -> Option<NonNull<u8>>;

    /// Takes an arena back.
    ///
    /// # Safety
    /// `arena` came from [`map`](Self::map) of this source, and nobody uses it any more.
    unsafe fn unmap(&self, arena: NonNull<u8>);

    /// Whether the heap may send events about what it does with this source. A source of a global
    /// allocator says no: whoever receives an event may allocate.
    #[inline]
    fn is_logged(&self) -> bool {
        true
    }

    /// How many arenas a heap of `arenas` may keep though no pool of theirs is in use, but at least
    /// one. With more, a heap that grows and shrinks maps and touches less; with fewer it holds
    /// less.
    fn spares(&self, arenas: usize) -> usize {
        let _ = arenas;
        1
    }

    /// Told which memory of an arena the heap begins to use: so that its pages can be mapped in one
    /// go, where the first use of each would be a fault. Contents stay.
    ///
    /// It may not use a heap that has arenas of this source.
    ///
    /// # Safety
    /// The `bytes` from `memory` on lie in one arena of [`map`](Self::map) of this source. Both are
    /// multiples of [`POOL_SIZE`](crate::POOL_SIZE).
    unsafe fn populate(&self, memory: NonNull<u8>, bytes: usize) {
        let _ = (memory, bytes);
    }

    /// Takes the memory of empty pools back, while their arena stays mapped. What lies there is lost:
    /// afterwards each byte reads as it did or as zero. False when the source keeps the memory, as
    /// it does unless it implements this.
    ///
    /// It may not use a heap that has arenas of this source.
    ///
    /// # Safety
    /// The `bytes` from `memory` on lie in one arena of [`map`](Self::map) of this source, and
    /// nobody relies on what is there. `memory` is aligned to 512; bytes that do not fill a page
    /// are to be left alone.
    unsafe fn purge(&self, memory: NonNull<u8>, bytes: usize) -> bool {
        let _ = (memory, bytes);
        false
    }

    /// Serves a request that is too large for the pools, or aligned to too much. `None` refuses.
    fn alloc_large(&self, layout: Layout) -> Option<NonNull<u8>> {
        if layout.size() == 0 {
            // The system allocator takes no empty layout, and the block has to be a distinct one.
            return self.alloc_large(Layout::from_size_align(1, layout.align()).ok()?);
        }
        #[cfg(feature = "std")]
        {
            // SAFETY: the layout is not empty.
            NonNull::new(unsafe { System.alloc(layout) })
        }
        #[cfg(not(feature = "std"))]
        None
    }

    /// [`alloc_large`](Self::alloc_large), with the block filled with zeroes.
    fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        let block = self.alloc_large(layout)?;
        // SAFETY: the block has the size of the layout and nobody else uses it.
        unsafe { block.write_bytes(0, layout.size()) };
        Some(block)
    }

    /// Takes a large block back.
    ///
    /// # Safety
    /// `ptr` came from one of the large methods of this source for `layout`, and nobody uses it any
    /// more.
    unsafe fn dealloc_large(&self, ptr: NonNull<u8>, layout: Layout) {
        #[cfg(feature = "std")]
        {
            let size = layout.size().max(1);
            // SAFETY: a layout with this size and alignment was asked of the system.
            let layout = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
            // SAFETY: the caller passes a block of `alloc_large`, which the system allocated.
            unsafe { System.dealloc(ptr.as_ptr(), layout) };
        }
        #[cfg(not(feature = "std"))]
        let _ = (ptr, layout);
    }

    /// Gives a large block another size, perhaps elsewhere. `None` refuses and leaves the block.
    ///
    /// # Safety
    /// `ptr` came from one of the large methods of this source for `layout`; `new_size` is not
    /// zero and, rounded up to the alignment, at most `isize::MAX`. Where a block is returned,
    /// `ptr` is not used any more.
    unsafe fn realloc_large(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new_size: usize,
    ) -> Option<NonNull<u8>> {
        #[cfg(feature = "std")]
        {
            let size = layout.size().max(1);
            // SAFETY: a layout with this size and alignment was asked of the system.
            let layout = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
            // SAFETY: the caller passes a block of `alloc_large`, which the system allocated.
            NonNull::new(unsafe { System.realloc(ptr.as_ptr(), layout, new_size) })
        }
        #[cfg(not(feature = "std"))]
        {
            let _ = (ptr, layout, new_size);
            None
        }
    }
}

// SAFETY: every method is the one of the source behind the reference.
unsafe impl<S: ArenaSource + ?Sized> ArenaSource for &S {
    fn map(&self) -> Option<NonNull<u8>> {
        (**self).map()
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        // SAFETY: the caller's promise is the same.
        unsafe { (**self).unmap(arena) };
    }

    fn is_logged(&self) -> bool {
        (**self).is_logged()
    }

    fn spares(&self, arenas: usize) -> usize {
        (**self).spares(arenas)
    }

    unsafe fn populate(&self, memory: NonNull<u8>, bytes: usize) {
        // SAFETY: the caller's promise is the same.
        unsafe { (**self).populate(memory, bytes) };
    }

    unsafe fn purge(&self, memory: NonNull<u8>, bytes: usize) -> bool {
        // SAFETY: the caller's promise is the same.
        unsafe { (**self).purge(memory, bytes) }
    }

    fn alloc_large(&self, layout: Layout) -> Option<NonNull<u8>> {
        (**self).alloc_large(layout)
    }

    fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        (**self).alloc_large_zeroed(layout)
    }

    unsafe fn dealloc_large(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promise is the same.
        unsafe { (**self).dealloc_large(ptr, layout) };
    }

    unsafe fn realloc_large(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new_size: usize,
    ) -> Option<NonNull<u8>> {
        // SAFETY: the caller's promise is the same.
        unsafe { (**self).realloc_large(ptr, layout, new_size) }
    }
}
