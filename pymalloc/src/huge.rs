//! Arenas on huge pages: fewer page faults and fewer misses of the TLB, for heaps that stay large.
//!
//! The system has pages of 2 MiB on many machines. A region of that size and alignment is mapped
//! with the advice to back it by one, and cut into two arenas: one is given out, the other is the
//! next one.
//!
//! ```text
//!  0                1 MiB              2 MiB
//!  |     arena      | arena or spare   |      one huge page, once its first byte was written
//! ```
//! An arena that comes back is unmapped alone; the system then splits the page. The memory of idle
//! pools is kept: giving 16 KiB back would split the page as well. So this is for programs with
//! memory to spare: a heap that drains stays larger than on [`OsArenas`].
//!
//! Where the system refuses the region or the advice, arenas are those of `OsArenas`. That includes
//! every system but Linux.
//!
//! # Invariants
//! 1. `spare` is a mapped arena that was not given out.
//!
//! Source: CPython 3.15, `Objects/obmalloc.c`, `PYMALLOC_USE_HUGEPAGES`.

use core::alloc::Layout;
use core::cell::Cell;
use core::ptr::NonNull;

use crate::arena_source::ArenaSource;
use crate::geometry::ARENA_SIZE;
use crate::os::{self, OsArenas};

/// The size and the alignment of a huge page, in bytes.
const HUGE_PAGE: usize = 2 << 20;

const _: () = assert!(HUGE_PAGE == 2 * ARENA_SIZE);

/// Arenas of the operating system, two to a huge page where there are such.
///
/// ```
/// use core::alloc::Layout;
/// use pymalloc::{Heap, HugeArenas};
///
/// let heap = Heap::with_source(HugeArenas::new());
/// assert!(heap.alloc(Layout::new::<u64>()).is_some());
/// ```
#[derive(Debug, Default)]
pub struct HugeArenas {
    spare: Cell<Option<NonNull<u8>>>,
    regions: Cell<usize>,
}

// SAFETY: the spare arena is memory of the process, bound to no thread, and nobody else knows it.
unsafe impl Send for HugeArenas {}

impl HugeArenas {
    /// A source that has mapped nothing.
    pub const fn new() -> Self {
        HugeArenas { spare: Cell::new(None), regions: Cell::new(0) }
    }

    /// The regions mapped so far for which the system took the advice. It may still back one by
    /// small pages, where it has no huge one free.
    pub fn regions(&self) -> usize {
        self.regions.get()
    }

    /// Maps a region, and gives its first arena out; the second becomes the spare one.
    fn map_region(&self) -> Option<NonNull<u8>> {
        let region = os::map_huge(HUGE_PAGE)?;
        self.regions.set(self.regions.get() + 1);
        // SAFETY: the region has two arenas.
        self.spare.set(Some(unsafe { region.add(ARENA_SIZE) }));
        Some(region)
    }
}

// SAFETY: an arena is half of a region that was mapped for it, fresh and zeroed, or one of
// `OsArenas`.
unsafe impl ArenaSource for HugeArenas {
    fn map(&self) -> Option<NonNull<u8>> {
        self.spare.take().or_else(|| self.map_region()).or_else(os::map_arena)
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        // SAFETY: the caller gives up an arena; half a mapping can be unmapped as a whole one can.
        unsafe { os::unmap_arena(arena) };
    }

    fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        OsArenas.alloc_large_zeroed(layout)
    }
}

impl Drop for HugeArenas {
    fn drop(&mut self) {
        if let Some(spare) = self.spare.take() {
            // SAFETY: invariant 1.
            unsafe { os::unmap_arena(spare) };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;
    use crate::heap::Heap;
    use crate::size_class::SizeClass;

    #[test]
    fn arenas_are_aligned_zeroed_and_apart() {
        let source = HugeArenas::new();
        let arenas: Vec<_> = (0..5).map(|_| source.map().unwrap()).collect();
        for (index, arena) in arenas.iter().enumerate() {
            assert!(arena.addr().get().is_multiple_of(ARENA_SIZE));
            assert!(!arenas[..index].contains(arena));
            // SAFETY: the arena is mapped and nobody else's.
            let bytes = unsafe { NonNull::slice_from_raw_parts(*arena, ARENA_SIZE).as_mut() };
            assert!(bytes.iter().all(|&byte| byte == 0));
            bytes.fill(0xA5);
        }
        for arena in arenas {
            // SAFETY: mapped above and not used below.
            unsafe { source.unmap(arena) };
        }
    }

    #[cfg(all(target_os = "linux", not(miri)))]
    #[test]
    fn a_region_serves_two_arenas_side_by_side() {
        let source = HugeArenas::new();
        let arenas: Vec<_> = (0..4).map(|_| source.map().unwrap()).collect();
        // A system without huge pages refuses the advice, and then the arenas are ordinary.
        if source.regions() > 0 {
            assert_eq!(source.regions(), 2);
            assert!(arenas[0].addr().get().is_multiple_of(HUGE_PAGE));
            assert_eq!(arenas[1].addr().get() - arenas[0].addr().get(), ARENA_SIZE);
        }
        // The halves come back in any order, one of them never.
        for index in [1, 2, 0, 3] {
            // SAFETY: mapped above and not used below.
            unsafe { source.unmap(arenas[index]) };
        }
    }

    #[test]
    fn a_heap_on_huge_pages_keeps_the_memory_of_its_idle_pools() {
        let heap = Heap::with_source(HugeArenas::new());
        let class = SizeClass::of(512).unwrap();
        let blocks: Vec<_> = (0..5_000).map(|_| heap.alloc_class(class).unwrap()).collect();
        heap.check();
        assert_eq!(heap.stats().arenas, 3);
        for &block in &blocks[1..] {
            // SAFETY: allocated above with this class.
            unsafe { heap.dealloc_class(block, class) };
        }
        heap.trim();
        heap.check();
        assert_eq!((heap.stats().arenas, heap.stats().purged_pools), (1, 0));
        // SAFETY: the same.
        unsafe { heap.dealloc_class(blocks[0], class) };
    }
}
