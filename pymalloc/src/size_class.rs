//! The 32 sizes of blocks: 16, 32, .. 512 bytes.
//!
//! The class of a request is a pure function of its size and alignment. A request with an
//! alignment over 16 is rounded up to a multiple of it, and the class of that size has the
//! alignment (geometry invariant 1).
//!
//! Source: `Objects/obmalloc.c`, the table of size classes.

use core::alloc::Layout;

use crate::geometry::{ALIGNMENT, SMALL_MAX};

/// One of the 32 sizes in which pools serve blocks.
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

    /// The class of a request of `size` bytes, `None` over [`SMALL_MAX`]. Zero bytes are served as
    /// one is.
    #[inline]
    pub const fn of(size: usize) -> Option<Self> {
        if size > SMALL_MAX {
            None
        } else if size == 0 {
            Some(SizeClass(0))
        } else {
            Some(Self::of_rounded(size))
        }
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
        Self::of(size.next_multiple_of(layout.align()))
    }

    /// The class of `size` bytes, which is 1 to `SMALL_MAX`.
    #[expect(clippy::cast_possible_truncation, reason = "at most 31; `try_from` is not const")]
    const fn of_rounded(size: usize) -> Self {
        SizeClass(((size - 1) / ALIGNMENT) as u8)
    }

    /// The size of a block, in bytes.
    #[inline]
    pub const fn block_size(self) -> usize {
        (self.0 as usize + 1) * ALIGNMENT
    }

    /// The place of the class in [`SizeClass::ALL`].
    #[inline]
    pub const fn index(self) -> usize {
        // SAFETY: all constructors of this type are above and give at most 31; an arena's zeroed
        // memory reads as class 0.
        unsafe { core::hint::assert_unchecked((self.0 as usize) < Self::COUNT) };
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
