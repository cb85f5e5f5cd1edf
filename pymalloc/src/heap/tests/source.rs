//! A source that counts what is out, arenas and large blocks.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::NonNull;

use crate::arena_source::ArenaSource;
use crate::os::OsArenas;

/// The system's arenas, counted.
#[derive(Debug, Default)]
pub(in crate::heap) struct Counting {
    pub(in crate::heap) arenas: Cell<usize>,
    pub(in crate::heap) large: Cell<usize>,
}

// SAFETY: everything is passed on to `OsArenas`.
unsafe impl ArenaSource for Counting {
    fn map(&self) -> Option<NonNull<u8>> {
        self.arenas.set(self.arenas.get() + 1);
        OsArenas.map()
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        self.arenas.set(self.arenas.get() - 1);
        // SAFETY: the caller's promise.
        unsafe { OsArenas.unmap(arena) };
    }

    fn alloc_large(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.large.set(self.large.get() + 1);
        OsArenas.alloc_large(layout)
    }

    unsafe fn dealloc_large(&self, ptr: NonNull<u8>, layout: Layout) {
        self.large.set(self.large.get() - 1);
        // SAFETY: the caller's promise.
        unsafe { OsArenas.dealloc_large(ptr, layout) };
    }
}
