//! Arenas that end in a page which cannot be accessed: what runs past one meets a fault, not the
//! next arena.
//!
//! ```text
//!  | arena, aligned to its size | guard |  ..  | arena | guard |
//! ```

use core::ptr::NonNull;

use crate::geometry::ARENA_SIZE;
use crate::os;

/// The bytes behind an arena: the largest page of any system.
const GUARD: usize = 64 * 1024;

/// Maps an arena with its guard.
pub(crate) fn map() -> Option<NonNull<u8>> {
    os::map_guarded(ARENA_SIZE, GUARD)
}

/// Takes both back.
///
/// # Safety
/// `arena` came from [`map`], and nobody uses it any more.
pub(crate) unsafe fn unmap(arena: NonNull<u8>) {
    // SAFETY: the caller gives up what `map` mapped.
    unsafe { os::unmap_guarded(arena, ARENA_SIZE, GUARD) };
}
