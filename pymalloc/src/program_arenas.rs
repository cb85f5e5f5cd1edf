//! The system's arenas for an allocator that a whole program runs on.
//!
//! It differs from [`OsArenas`] in two points. No events are sent: whoever receives one allocates,
//! and would be in the middle of an allocation. And a heap that grows and shrinks much keeps a few
//! arenas, since memory that comes back from the system has to be cleared again.

use core::alloc::Layout;
use core::ptr::NonNull;

use crate::arena_source::ArenaSource;
use crate::os::OsArenas;

/// How many arenas that are not in use a heap may keep, up to half of what it has.
const SPARES: usize = 4;

/// Arenas mapped from the operating system, for the heap of an allocator that a whole program runs
/// on: without events, and with up to four spare arenas.
///
/// ```
/// use pymalloc::{Heap, ProgramArenas};
///
/// /// Used under a lock.
/// static HEAP: std::sync::Mutex<Heap<ProgramArenas>> =
///     std::sync::Mutex::new(Heap::with_source(ProgramArenas));
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ProgramArenas;

// SAFETY: everything is passed on to `OsArenas`.
unsafe impl ArenaSource for ProgramArenas {
    fn map(&self) -> Option<NonNull<u8>> {
        OsArenas.map()
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { OsArenas.unmap(arena) };
    }

    #[inline]
    fn is_logged(&self) -> bool {
        false
    }

    fn spares(&self, arenas: usize) -> usize {
        (arenas / 2).min(SPARES)
    }

    unsafe fn populate(&self, memory: NonNull<u8>, bytes: usize) {
        // SAFETY: the caller's promise.
        unsafe { OsArenas.populate(memory, bytes) };
    }

    unsafe fn purge(&self, memory: NonNull<u8>, bytes: usize) -> bool {
        // SAFETY: the caller's promise.
        unsafe { OsArenas.purge(memory, bytes) }
    }

    fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        OsArenas.alloc_large_zeroed(layout)
    }
}
