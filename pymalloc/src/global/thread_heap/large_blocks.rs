//! Large blocks for the calling thread, counted in its tally.
//!
//! What a thread has kept it finds through its one word; what stands for no heap has kept nothing and
//! has no room. Everything else is out of line: there a thread gets its heap, and one at its end asks
//! the system for each block.

use core::alloc::Layout;

use super::{ENDED, ThreadHeap};
use crate::global::count::Tally;
use crate::global::current;
use crate::global::large::LargeBlocks;

impl ThreadHeap {
    /// A block for a layout that no pool serves, null where there is none.
    ///
    /// # Safety
    /// The layout is not empty.
    pub(in super::super) unsafe fn alloc_large(layout: Layout) -> *mut u8 {
        let here = current::get();
        // What stands for no heap keeps nothing.
        if let Some(block) = here.large.take(layout) {
            Tally::count_large(Some(&here.tally), 1, layout.size().cast_signed());
            return block.as_ptr();
        }
        // SAFETY: the caller's promise.
        unsafe { Self::alloc_large_slowly(layout, LargeBlocks::alloc) }
    }

    /// The same, filled with zeroes.
    ///
    /// # Safety
    /// The layout is not empty.
    pub(in super::super) unsafe fn alloc_large_zeroed(layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise.
        unsafe { Self::alloc_large_slowly(layout, LargeBlocks::alloc_zeroed) }
    }

    /// A large block from `alloc`, whether or not the calling thread has a heap.
    ///
    /// # Safety
    /// The layout is what `alloc` asks for.
    #[cold]
    #[inline(never)]
    unsafe fn alloc_large_slowly(
        layout: Layout,
        alloc: unsafe fn(&LargeBlocks, Layout) -> *mut u8,
    ) -> *mut u8 {
        let heap = Self::current();
        // SAFETY: the caller's promise.
        let block = unsafe { alloc(&heap.unwrap_or(&ENDED).large, layout) };
        if !block.is_null() {
            Tally::count_large(heap.map(|heap| &heap.tally), 1, layout.size().cast_signed());
        }
        block
    }

    /// Takes a large block back, whichever thread's it was.
    ///
    /// # Safety
    /// `block` came from here for `layout`, was not given back, and nobody uses it any more.
    pub(in super::super) unsafe fn dealloc_large(block: *mut u8, layout: Layout) {
        let here = current::get();
        // SAFETY: the caller's promise. What stands for no heap keeps nothing.
        if unsafe { here.large.keep(block, layout) } {
            Tally::count_large(Some(&here.tally), -1, -layout.size().cast_signed());
        } else {
            // SAFETY: the caller's promise.
            unsafe { Self::dealloc_large_slowly(block, layout) };
        }
    }

    /// The same, where the calling thread may have no heap.
    ///
    /// # Safety
    /// As for [`dealloc_large`](Self::dealloc_large).
    #[cold]
    #[inline(never)]
    unsafe fn dealloc_large_slowly(block: *mut u8, layout: Layout) {
        let heap = Self::current();
        Tally::count_large(heap.map(|heap| &heap.tally), -1, -layout.size().cast_signed());
        // SAFETY: the caller's promise.
        unsafe { heap.unwrap_or(&ENDED).large.dealloc(block, layout) };
    }

    /// Gives a large block another size that no pool serves.
    ///
    /// # Safety
    /// As for [`dealloc_large`](Self::dealloc_large); `new` has the alignment of `layout` and is
    /// not empty. Where null is returned the block is still there.
    pub(in super::super) unsafe fn realloc_large(
        block: *mut u8,
        layout: Layout,
        new: Layout,
    ) -> *mut u8 {
        let heap = Self::current();
        // SAFETY: the caller's promise.
        let moved = unsafe { heap.unwrap_or(&ENDED).large.realloc(block, layout, new) };
        if !moved.is_null() {
            let bytes = new.size().cast_signed() - layout.size().cast_signed();
            Tally::count_large(heap.map(|heap| &heap.tally), 0, bytes);
        }
        moved
    }
}
