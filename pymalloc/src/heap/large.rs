//! Requests that no size class serves: counted here, served by the source.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::Heap;
use crate::arena_source::ArenaSource;
use crate::event;

impl<S: ArenaSource> Heap<S> {
    #[cold]
    #[inline(never)]
    pub(super) fn alloc_large(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.count_large(layout, self.source.alloc_large(layout))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.count_large(layout, self.source.alloc_large_zeroed(layout))
    }

    fn count_large(&self, layout: Layout, block: Option<NonNull<u8>>) -> Option<NonNull<u8>> {
        if block.is_none() {
            if self.source.is_logged() {
                event::block_refused(layout);
            }
            return None;
        }
        self.large_blocks.set(self.large_blocks.get() + 1);
        self.large_bytes.set(self.large_bytes.get() + layout.size());
        block
    }

    /// # Safety
    /// As for [`Heap::dealloc`], with a layout that no class serves.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn dealloc_large(&self, ptr: NonNull<u8>, layout: Layout) {
        self.large_blocks.set(self.large_blocks.get() - 1);
        self.large_bytes.set(self.large_bytes.get() - layout.size());
        // SAFETY: the caller gives up a block of this heap that no pool served.
        unsafe { self.source.dealloc_large(ptr, layout) };
    }

    /// # Safety
    /// As for [`Heap::realloc`]; no class serves `layout`, nor `new`, which has its alignment and
    /// is not empty.
    pub(super) unsafe fn realloc_large(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new: Layout,
    ) -> Option<NonNull<u8>> {
        // SAFETY: the caller passes a block of this heap that no pool served.
        let block = unsafe { self.source.realloc_large(ptr, layout, new.size()) };
        if block.is_none() {
            if self.source.is_logged() {
                event::block_refused(new);
            }
            return None;
        }
        self.large_bytes.set(self.large_bytes.get() - layout.size() + new.size());
        block
    }
}
