//! Arenas from the operating system.
//!
//! A mapping is aligned to a page, an arena to its own size. The first attempt maps one arena: the
//! system usually places a mapping right below the one before, so behind one aligned arena comes
//! another. If that fails, nearly two arenas are mapped and both ends cut off.
//!
//! ```text
//!  |<---- ARENA_SIZE + ARENA_SIZE - PAGE ---->|
//!  | head |          arena           |  tail  |       head and tail are unmapped
//!         ^ aligned to ARENA_SIZE
//! ```
//!
//! Where there is no `mmap` (and under Miri) arenas come from the system allocator; without the
//! feature `std` there is none either, and every arena is refused.
//!
//! Source: `Objects/obmalloc.c`, `_PyMem_ArenaAlloc`.

use core::alloc::Layout;
use core::ptr::NonNull;
#[cfg(feature = "std")]
use std::alloc::{GlobalAlloc, System};

use crate::arena_source::ArenaSource;

/// Arenas mapped from the operating system, large blocks from the system allocator.
///
/// ```
/// use pymalloc::{ARENA_SIZE, ArenaSource, OsArenas};
///
/// let arena = OsArenas.map().expect("a megabyte");
/// assert!(arena.addr().get().is_multiple_of(ARENA_SIZE));
/// // SAFETY: the arena was just mapped and nobody else knows it.
/// unsafe { OsArenas.unmap(arena) };
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct OsArenas;

// SAFETY: the mapping is fresh, zeroed by the system, and aligned as the modules below see to;
// large blocks are the system allocator's.
unsafe impl ArenaSource for OsArenas {
    fn map(&self) -> Option<NonNull<u8>> {
        #[cfg(all(feature = "hardened", unix, not(miri)))]
        {
            crate::hardened::guard::map()
        }
        #[cfg(not(all(feature = "hardened", unix, not(miri))))]
        platform::map()
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        #[cfg(all(feature = "hardened", unix, not(miri)))]
        // SAFETY: the caller passes an arena of `map`.
        unsafe {
            crate::hardened::guard::unmap(arena);
        }
        #[cfg(not(all(feature = "hardened", unix, not(miri))))]
        // SAFETY: the caller passes an arena of `map`.
        unsafe {
            platform::unmap(arena);
        }
    }

    unsafe fn populate(&self, memory: NonNull<u8>, bytes: usize) {
        // SAFETY: the caller passes a part of an arena of `map`.
        unsafe { platform::populate(memory, bytes) };
    }

    unsafe fn purge(&self, memory: NonNull<u8>, bytes: usize) -> bool {
        // SAFETY: the caller passes a part of an arena of `map` that nobody relies on.
        unsafe { platform::purge(memory, bytes) }
    }

    fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        #[cfg(feature = "std")]
        if layout.size() > 0 {
            // SAFETY: the layout is not empty.
            return NonNull::new(unsafe { System.alloc_zeroed(layout) });
        }
        self.alloc_large(layout)
    }
}

/// Maps memory for a table of the crate's own: zeroed, aligned to 4096 bytes. It does not come
/// from an allocator, since it may serve one.
#[cfg(feature = "global")]
pub(crate) fn map_table(bytes: usize) -> Option<NonNull<u8>> {
    platform::map_bytes(bytes)
}

/// Maps `bytes` aligned to `bytes`, with `guard` bytes behind them that cannot be accessed.
#[cfg(all(feature = "hardened", unix, not(miri)))]
pub(crate) fn map_guarded(bytes: usize, guard: usize) -> Option<NonNull<u8>> {
    platform::map_guarded(bytes, guard)
}

/// Takes back what [`map_guarded`] mapped.
///
/// # Safety
/// `memory` came from there with these sizes, and nobody uses it any more.
#[cfg(all(feature = "hardened", unix, not(miri)))]
pub(crate) unsafe fn unmap_guarded(memory: NonNull<u8>, bytes: usize, guard: usize) {
    // SAFETY: the caller's promise; the guard lies behind the memory.
    unsafe { platform::unmap_bytes(memory, bytes + guard) };
}

/// Maps an arena without a guard.
pub(crate) fn map_arena() -> Option<NonNull<u8>> {
    platform::map()
}

/// Takes an arena without a guard back.
///
/// # Safety
/// `arena` came from [`map_arena`], or is an arena's part of what [`map_huge`] mapped; nobody uses
/// it any more.
pub(crate) unsafe fn unmap_arena(arena: NonNull<u8>) {
    // SAFETY: the caller's promise.
    unsafe { platform::unmap(arena) };
}

/// Maps a region of `bytes`, aligned to `bytes`, with the advice to use huge pages. `None` where
/// the system refuses either.
pub(crate) fn map_huge(bytes: usize) -> Option<NonNull<u8>> {
    #[cfg(all(target_os = "linux", not(miri)))]
    {
        platform::map_huge(bytes)
    }
    #[cfg(any(not(target_os = "linux"), miri))]
    {
        let _ = bytes;
        None
    }
}

#[cfg(all(unix, not(miri)))]
mod platform {
    use core::ptr::{self, NonNull};

    #[cfg(target_os = "linux")]
    use rustix::mm::{Advice, madvise};
    use rustix::mm::{MapFlags, ProtFlags, mmap_anonymous, munmap};
    #[cfg(feature = "hardened")]
    use rustix::mm::{MprotectFlags, mprotect};

    use crate::geometry::ARENA_SIZE;

    /// No system has smaller pages, and all mappings are aligned to one.
    const SMALLEST_PAGE: usize = 4096;

    pub(super) fn map() -> Option<NonNull<u8>> {
        map_aligned(ARENA_SIZE)
    }

    #[cfg(feature = "hardened")]
    pub(super) fn map_guarded(size: usize, guard: usize) -> Option<NonNull<u8>> {
        let none = ProtFlags::empty();
        let length = 2 * size + guard;
        // SAFETY: with a null address the system chooses a place that is not in use.
        let mapping =
            unsafe { mmap_anonymous(ptr::null_mut(), length, none, MapFlags::PRIVATE) }.ok()?;
        let mapping: NonNull<u8> = NonNull::new(mapping.cast())?;
        let head = mapping.addr().get().next_multiple_of(size) - mapping.addr().get();
        // SAFETY: an aligned part lies less than `size` into the mapping.
        let aligned = unsafe { mapping.add(head) };
        // SAFETY: that part and the guard end inside the mapping.
        let end = unsafe { aligned.add(size + guard) };
        // SAFETY: the head is the part of the mapping in front of it.
        unsafe { unmap_bytes(mapping, head) };
        // SAFETY: the tail is the part behind the guard.
        unsafe { unmap_bytes(end, size - head) };
        let access = MprotectFlags::READ | MprotectFlags::WRITE;
        // SAFETY: the part was mapped above, and nobody uses it.
        let allowed = unsafe { mprotect(aligned.as_ptr().cast(), size, access) };
        if allowed.is_ok() {
            return Some(aligned);
        }
        // SAFETY: the same.
        unsafe { unmap_bytes(aligned, size + guard) };
        None
    }

    /// Maps `size` bytes aligned to `size`, a power of two of pages.
    fn map_aligned(size: usize) -> Option<NonNull<u8>> {
        let first = map_bytes(size)?;
        if first.addr().get().is_multiple_of(size) {
            return Some(first);
        }
        // SAFETY: the mapping was made above, with this length, and is not used.
        unsafe { unmap_bytes(first, size) };

        let length = 2 * size - SMALLEST_PAGE;
        let mapping = map_bytes(length)?;
        let head = mapping.addr().get().next_multiple_of(size) - mapping.addr().get();
        let tail = length - head - size;
        // SAFETY: an aligned part lies at most `size - SMALLEST_PAGE` into the mapping.
        let aligned = unsafe { mapping.add(head) };
        // SAFETY: the mapping goes on behind that part, or ends with it.
        let end = unsafe { aligned.add(size) };
        // SAFETY: the head is the part of the mapping in front of it.
        unsafe { unmap_bytes(mapping, head) };
        // SAFETY: the tail is the part behind it.
        unsafe { unmap_bytes(end, tail) };
        Some(aligned)
    }

    #[cfg(target_os = "linux")]
    pub(super) fn map_huge(size: usize) -> Option<NonNull<u8>> {
        let region = map_aligned(size)?;
        // SAFETY: the region was mapped above, with this length; the advice changes no contents.
        let taken = unsafe { madvise(region.as_ptr().cast(), size, Advice::LinuxHugepage) };
        if taken.is_ok() {
            return Some(region);
        }
        // SAFETY: the same, and it is not used.
        unsafe { unmap_bytes(region, size) };
        None
    }

    pub(super) unsafe fn unmap(arena: NonNull<u8>) {
        // SAFETY: the caller gives up an arena, which is a mapping of this length.
        unsafe { unmap_bytes(arena, ARENA_SIZE) };
    }

    #[cfg(target_os = "linux")]
    pub(super) unsafe fn populate(memory: NonNull<u8>, bytes: usize) {
        // SAFETY: the caller's range is mapped, for reading and writing; its contents stay.
        let done = unsafe { madvise(memory.as_ptr().cast(), bytes, Advice::LinuxPopulateWrite) };
        // Systems before 5.14 do not know it.
        let _ = done;
    }

    #[cfg(not(target_os = "linux"))]
    pub(super) unsafe fn populate(_memory: NonNull<u8>, _bytes: usize) {}

    /// No system has larger pages. What is purged ends at their boundaries: the system would round
    /// the end of a range up.
    #[cfg(target_os = "linux")]
    const LARGEST_PAGE: usize =
        if cfg!(any(target_arch = "x86_64", target_arch = "x86")) { 4096 } else { 64 * 1024 };

    #[cfg(target_os = "linux")]
    pub(super) unsafe fn purge(memory: NonNull<u8>, bytes: usize) -> bool {
        let start = memory.addr().get().next_multiple_of(LARGEST_PAGE);
        let end = (memory.addr().get() + bytes) & !(LARGEST_PAGE - 1);
        if start >= end {
            return true;
        }
        // SAFETY: `start` lies in the caller's range.
        let first = unsafe { memory.add(start - memory.addr().get()) };
        // SAFETY: nobody relies on what is in the caller's range, and whole pages of it are named;
        // the mapping is private, so they read as zero from now on.
        unsafe { madvise(first.as_ptr().cast(), end - start, Advice::LinuxDontNeed) }.is_ok()
    }

    /// Other systems have advice of the same name that leaves the pages, or promises nothing.
    #[cfg(not(target_os = "linux"))]
    pub(super) unsafe fn purge(_memory: NonNull<u8>, _bytes: usize) -> bool {
        false
    }

    pub(super) fn map_bytes(length: usize) -> Option<NonNull<u8>> {
        let access = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: with a null address the system chooses a place that is not in use.
        let mapping =
            unsafe { mmap_anonymous(ptr::null_mut(), length, access, MapFlags::PRIVATE) }.ok()?;
        NonNull::new(mapping.cast())
    }

    /// # Safety
    /// The range is mapped, nobody uses it, and its ends are page boundaries; or it is empty.
    pub(super) unsafe fn unmap_bytes(start: NonNull<u8>, length: usize) {
        if length > 0 {
            // SAFETY: the caller gives up the range.
            let done = unsafe { munmap(start.as_ptr().cast(), length) };
            // The system refuses only where a range is not page-aligned, or at its limit of
            // mappings; the range then stays mapped and is lost, which is sound.
            debug_assert!(done.is_ok(), "munmap: {done:?}");
        }
    }
}

#[cfg(all(any(not(unix), miri), feature = "std"))]
mod platform {
    use core::alloc::Layout;
    use core::ptr::NonNull;
    use std::alloc::{GlobalAlloc, System};

    use crate::geometry::ARENA_SIZE;

    const ARENA: Layout = match Layout::from_size_align(ARENA_SIZE, ARENA_SIZE) {
        Ok(layout) => layout,
        Err(_) => unreachable!(),
    };

    pub(super) fn map() -> Option<NonNull<u8>> {
        // SAFETY: the layout is not empty.
        NonNull::new(unsafe { System.alloc_zeroed(ARENA) })
    }

    pub(super) unsafe fn unmap(arena: NonNull<u8>) {
        // SAFETY: the caller gives up an arena, which `map` allocated with this layout.
        unsafe { System.dealloc(arena.as_ptr(), ARENA) };
    }

    #[cfg(feature = "global")]
    pub(super) fn map_bytes(bytes: usize) -> Option<NonNull<u8>> {
        let pages = Layout::from_size_align(bytes, 4096).ok()?;
        // SAFETY: tables are not empty.
        NonNull::new(unsafe { System.alloc_zeroed(pages) })
    }

    pub(super) unsafe fn populate(_memory: NonNull<u8>, _bytes: usize) {}

    pub(super) unsafe fn purge(memory: NonNull<u8>, bytes: usize) -> bool {
        if cfg!(miri) {
            // SAFETY: the caller passes a part of an arena that nobody relies on.
            unsafe { memory.write_bytes(0, bytes) };
        }
        cfg!(miri)
    }
}

#[cfg(all(any(not(unix), miri), not(feature = "std")))]
mod platform {
    use core::ptr::NonNull;

    pub(super) fn map() -> Option<NonNull<u8>> {
        None
    }

    pub(super) unsafe fn unmap(_arena: NonNull<u8>) {}

    pub(super) unsafe fn populate(_memory: NonNull<u8>, _bytes: usize) {}

    pub(super) unsafe fn purge(_memory: NonNull<u8>, _bytes: usize) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::ARENA_SIZE;
    use std::vec::Vec;

    #[test]
    fn arenas_are_aligned_zeroed_and_apart() {
        let arenas: Vec<_> = (0..8).map(|_| OsArenas.map().unwrap()).collect();
        for (index, arena) in arenas.iter().enumerate() {
            assert!(arena.addr().get().is_multiple_of(ARENA_SIZE));
            assert!(!arenas[..index].contains(arena));
            for offset in (0..ARENA_SIZE).step_by(4096).chain([ARENA_SIZE - 1]) {
                // SAFETY: `offset` is inside the arena.
                let byte = unsafe { arena.add(offset) };
                // SAFETY: the arena is mapped.
                assert_eq!(unsafe { byte.read() }, 0);
                // SAFETY: the same.
                unsafe { byte.write(0xA5) };
            }
        }
        for arena in arenas {
            // SAFETY: mapped above and not used below.
            unsafe { OsArenas.unmap(arena) };
        }
    }
}
