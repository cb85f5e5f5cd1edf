//! The 32 sizes of blocks: 16, 32, .. 512 bytes; and 15 more, up to a pool.
//!
//! CPython has the 32 small ones, and so has every heap for its host. The medium ones, up to 2048
//! bytes, serve what a global allocator is asked besides. They are chosen so that a pool is nearly
//! filled by them and that none is more than an eighth larger than what it serves. The powers of two
//! from 1024 on serve alignments over 512 in a heap.
//!
//! The class of a request is a pure function of its size and alignment. A request with an
//! alignment over 16 is rounded up to a multiple of it, or to a power of two over 512 bytes, and
//! the class of that size has the alignment (geometry invariant 1).
//!
//! Source: `Objects/obmalloc.c`, the table of size classes.

use core::alloc::Layout;

use crate::geometry::{ALIGNMENT, MEDIUM_MAX, POOL_SIZE, SMALL_MAX};

/// The sizes over `SMALL_MAX` in which pools serve blocks.
const MEDIUM: [u16; 15] =
    [576, 640, 704, 800, 896, 1024, 1168, 1328, 1488, 1632, 1808, 2048, 4096, 8192, 16384];

const _: () = assert!(MEDIUM[MEDIUM.len() - 1] as usize == POOL_SIZE);

/// The class of every size over `SMALL_MAX`, 16 bytes apart.
#[cfg(all(feature = "global", not(loom)))]
const MEDIUM_CLASSES: [SizeClass; (MEDIUM_MAX - SMALL_MAX) / ALIGNMENT] = {
    let mut classes = [SizeClass(0); (MEDIUM_MAX - SMALL_MAX) / ALIGNMENT];
    let (mut at, mut medium) = (0, 0);
    while at < classes.len() {
        if SMALL_MAX + (at + 1) * ALIGNMENT > MEDIUM[medium] as usize {
            medium += 1;
        }
        classes[at] = SizeClass::EVERY[SizeClass::COUNT + medium];
        at += 1;
    }
    classes
};

/// One of the 32 sizes in which pools serve blocks; or a larger one, where blocks of a heap are
/// aligned to more than 512.
///
/// ```
/// use pymalloc::SizeClass;
///
/// const OBJECT: SizeClass = SizeClass::of(40).unwrap();
/// assert_eq!(OBJECT.block_size(), 48);
/// assert_eq!(OBJECT.index(), 2);
/// assert_eq!(SizeClass::of(513), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(transparent)]
pub struct SizeClass(u8);

impl SizeClass {
    /// The number of classes.
    pub const COUNT: usize = SMALL_MAX / ALIGNMENT;

    /// All classes, smallest first.
    pub const ALL: [SizeClass; Self::COUNT] = {
        let mut all = [SizeClass(0); Self::COUNT];
        let mut index = 0;
        while index < Self::COUNT {
            all[index] = Self::of_rounded((index + 1) * ALIGNMENT);
            index += 1;
        }
        all
    };

    /// The number of classes over [`SMALL_MAX`].
    pub(crate) const MEDIUM: usize = MEDIUM.len();

    /// The number of classes that serve sizes, up to [`MEDIUM_MAX`].
    pub(crate) const OF_PROGRAMS: usize = Self::medium_of(MEDIUM_MAX).index() + 1;

    /// The number of classes of pools, the medium ones included.
    pub(crate) const POOLED: usize = Self::COUNT + Self::MEDIUM;

    /// All classes of pools, smallest first.
    pub(crate) const EVERY: [SizeClass; Self::POOLED] = {
        let mut every = [SizeClass(0); Self::POOLED];
        let mut index = 0;
        while index < Self::POOLED {
            #[expect(clippy::cast_possible_truncation, reason = "47 classes")]
            let class = SizeClass(index as u8);
            every[index] = class;
            index += 1;
        }
        every
    };

    /// The class of a request of `size` bytes, `None` over [`SMALL_MAX`]. Zero bytes are served as
    /// one is.
    #[inline]
    pub const fn of(size: usize) -> Option<Self> {
        if size.wrapping_sub(1) < SMALL_MAX {
            return Some(Self::of_rounded(size));
        }
        // One comparison for what is usual; nothing is computed for the sake of empty blocks.
        core::hint::cold_path();
        if size == 0 { Some(SizeClass(0)) } else { None }
    }

    /// The class whose blocks have the size and the alignment of `layout`, `None` where no class
    /// guarantees them.
    #[inline]
    pub const fn for_layout(layout: Layout) -> Option<Self> {
        if layout.align() <= ALIGNMENT {
            return Self::of(layout.size());
        }
        // A layout's size rounded up to its alignment never overflows.
        let size = if layout.size() == 0 { 1 } else { layout.size() };
        Self::of((size + layout.align() - 1) & !(layout.align() - 1))
    }

    /// The class that serves `layout` in a [`Heap`](crate::Heap): as [`for_layout`](Self::for_layout)
    /// says, or a larger one where the alignment is over [`SMALL_MAX`]. `None` where the heap's
    /// source serves it.
    #[inline]
    pub const fn for_heap(layout: Layout) -> Option<Self> {
        if layout.align() <= SMALL_MAX {
            return Self::for_layout(layout);
        }
        core::hint::cold_path();
        let size = if layout.size() > layout.align() { layout.size() } else { layout.align() };
        if size > POOL_SIZE {
            return None;
        }
        Some(match size.next_power_of_two() {
            1024 => const { Self::medium_of(1024) },
            2048 => const { Self::medium_of(2048) },
            4096 => const { Self::medium_of(4096) },
            8192 => const { Self::medium_of(8192) },
            _ => const { Self::medium_of(POOL_SIZE) },
        })
    }

    #[cfg(all(feature = "global", not(loom)))]
    /// The class that serves `layout` in a whole program: a medium one where no small one does.
    #[inline]
    pub(crate) const fn for_program(layout: Layout) -> Option<Self> {
        match Self::for_layout(layout) {
            Some(class) => Some(class),
            None if layout.align() <= ALIGNMENT => Self::medium(layout.size()),
            None if layout.align() > SMALL_MAX => None,
            None if layout.size() > MEDIUM_MAX => None,
            None => Self::medium(layout.size().next_power_of_two()),
        }
    }

    #[cfg(all(feature = "global", not(loom)))]
    /// The class that serves `size` bytes in a whole program.
    #[inline]
    pub(crate) const fn of_program(size: usize) -> Option<Self> {
        match Self::of(size) {
            Some(class) => Some(class),
            None => Self::medium(size),
        }
    }

    #[cfg(all(feature = "global", not(loom)))]
    /// The class of `size` bytes, which is over `SMALL_MAX`.
    #[inline]
    const fn medium(size: usize) -> Option<Self> {
        let at = (size - 1 - SMALL_MAX) / ALIGNMENT;
        if at < MEDIUM_CLASSES.len() { Some(MEDIUM_CLASSES[at]) } else { None }
    }

    /// The class whose blocks have `size` bytes, which is one of `MEDIUM`.
    const fn medium_of(size: usize) -> Self {
        let mut index = Self::COUNT;
        while Self::EVERY[index].block_size() != size {
            index += 1;
        }
        Self::EVERY[index]
    }

    /// The class of `size` bytes, which is 1 to `SMALL_MAX`.
    #[expect(clippy::cast_possible_truncation, reason = "at most 31; `try_from` is not const")]
    const fn of_rounded(size: usize) -> Self {
        SizeClass(((size - 1) / ALIGNMENT) as u8)
    }

    /// The size of a block, in bytes.
    #[inline]
    pub const fn block_size(self) -> usize {
        let index = self.index();
        if index < Self::COUNT {
            (index + 1) * ALIGNMENT
        } else {
            MEDIUM[index - Self::COUNT] as usize
        }
    }

    /// The place of the class in [`SizeClass::ALL`], behind it for the larger ones.
    #[inline]
    pub const fn index(self) -> usize {
        // SAFETY: all constructors of this type are above and give less; an arena's zeroed memory
        // reads as class 0.
        unsafe { core::hint::assert_unchecked((self.0 as usize) < Self::POOLED) };
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(all(feature = "global", not(loom)))]
    #[test]
    fn a_medium_size_is_served_by_a_class_at_most_an_eighth_larger() {
        for size in SMALL_MAX + 1..=MEDIUM_MAX {
            let class = SizeClass::of_program(size).unwrap();
            let smaller = SizeClass::EVERY[class.index() - 1];
            assert!((smaller.block_size() + 1..=class.block_size()).contains(&size));
            assert!((class.block_size() - size) * 8 <= class.block_size(), "{size}");
        }
        assert_eq!(SizeClass::of_program(MEDIUM_MAX + 1), None);
        assert_eq!(SizeClass::of_program(usize::MAX), None);
        assert_eq!(SizeClass::of_program(0), SizeClass::of(0));
    }

    #[cfg(all(feature = "global", not(loom)))]
    #[test]
    fn an_alignment_of_a_medium_size_is_served_by_a_power_of_two() {
        let block_size = |size, align| {
            let layout = Layout::from_size_align(size, align).unwrap();
            SizeClass::for_program(layout).map(SizeClass::block_size)
        };
        assert_eq!(block_size(600, 16), Some(640));
        assert_eq!(block_size(600, 32), Some(1024));
        assert_eq!(block_size(400, 32), Some(416));
        assert_eq!(block_size(2048, 512), Some(2048));
        assert_eq!(block_size(2049, 512), None);
        assert_eq!(block_size(100, 1024), None);
    }

    fn class_of(size: usize, align: usize) -> Option<usize> {
        let layout = Layout::from_size_align(size, align).unwrap();
        SizeClass::for_layout(layout).map(SizeClass::block_size)
    }

    #[test]
    fn a_size_is_served_by_the_smallest_class_that_holds_it() {
        for size in 1..=SMALL_MAX {
            let class = SizeClass::of(size).unwrap();
            assert!(class.block_size() >= size);
            assert!(class.block_size() - size < ALIGNMENT);
            assert_eq!(SizeClass::ALL[class.index()], class);
        }
        assert_eq!(SizeClass::of(0), SizeClass::of(1));
        assert_eq!(SizeClass::of(SMALL_MAX + 1), None);
        assert_eq!(SizeClass::of(usize::MAX), None);
    }

    #[test]
    fn an_alignment_up_to_a_pool_is_served_by_a_power_of_two_in_a_heap() {
        let block_size = |size, align| {
            let layout = Layout::from_size_align(size, align).unwrap();
            SizeClass::for_heap(layout).map(SizeClass::block_size)
        };
        assert_eq!(block_size(100, 16), Some(112));
        assert_eq!(block_size(600, 16), None);
        assert_eq!(block_size(600, 512), None);
        let mut align = 1024;
        while align <= POOL_SIZE {
            assert_eq!(block_size(0, align), Some(align));
            assert_eq!(block_size(align, align), Some(align));
            let next = Some(2 * align).filter(|&size| size <= POOL_SIZE);
            assert_eq!(block_size(align + 1, align), next);
            align *= 2;
        }
        assert_eq!(block_size(POOL_SIZE, 1024), Some(POOL_SIZE));
        assert_eq!(block_size(POOL_SIZE + 1, 1024), None);
        assert_eq!(block_size(1, 2 * POOL_SIZE), None);
        assert_eq!(block_size(0, 1 << 62), None);
    }

    #[test]
    fn an_alignment_is_served_by_a_class_that_it_divides() {
        assert_eq!(class_of(24, 8), Some(32));
        assert_eq!(class_of(24, 32), Some(32));
        assert_eq!(class_of(33, 32), Some(64));
        assert_eq!(class_of(0, 64), Some(64));
        assert_eq!(class_of(300, 256), Some(512));
        assert_eq!(class_of(1, 512), Some(512));
        assert_eq!(class_of(1, 1024), None);
        assert_eq!(class_of(0, 1024), None);
        assert_eq!(class_of(1, 1 << 62), None);
    }
}
