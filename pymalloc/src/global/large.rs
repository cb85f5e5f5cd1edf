//! Blocks over the pools' limit: the system allocator's, of which a thread keeps some it freed.
//!
//! The system's allocator is slow where blocks of some kilobytes come and go, and gives memory back
//! that the next moment needs. So a thread keeps what it frees, up to [`KEPT_MAX`] bytes in all, by
//! classes that are an eighth of a power of two apart; a block is asked of the system with the size
//! of its class, so that any block of a class serves the others.
//!
//! ```text
//!   2048     2304     2560  ..  4096     4608  ..          1 MiB
//!    |  class 0 |  class 1 |  ..  | class 8 |  ..  | class 71 |   larger: the system's alone
//! ```
//!
//! The class of up to 32 KiB comes from a table, that of a larger size is computed.
//!
//! A block that grows within its class stays; another goes to a kept block of its new class, or the
//! system decides, which may enlarge it in place, also where it grows out of all classes.
//!
//! There is such a row of classes for each alignment of [`ALIGNMENTS`]: the system takes long to find
//! memory that is aligned to more than 16. What is aligned to more than a pool is the system's alone.
//!
//! # Invariants
//! 1. A kept block is the system's, of the layout of its class, and nobody uses it.
//! 2. The class is a function of the layout alone.

use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::ptr::{self, NonNull};
use std::alloc::System;

use super::count::Counter;
use crate::geometry::{ALIGNMENT, MEDIUM_MAX, POOL_SIZE};

/// The largest block that is kept, in bytes.
const LARGE_MAX: usize = 1 << 20;

/// The most bytes that a thread keeps.
const KEPT_MAX: usize = 8 << 20;

/// Classes for each power of two.
const STEPS: usize = 8;

/// The alignments of the classes.
const ALIGNMENTS: [usize; 3] = [ALIGNMENT, PAGE, POOL_SIZE];

/// A page of the system's, or a part of one.
const PAGE: usize = 4096;

/// Classes of each alignment.
const CLASSES: usize = (LARGE_MAX / MEDIUM_MAX).ilog2() as usize * STEPS;

/// A class of large blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct LargeClass {
    index: usize,
    layout: Layout,
}

impl LargeClass {
    /// The class of a layout that no pool serves, `None` where blocks like it are not kept.
    #[inline]
    fn of(layout: Layout) -> Option<LargeClass> {
        let row = match layout.align() {
            align if align <= ALIGNMENT => 0,
            align if align <= PAGE => 1,
            align if align <= POOL_SIZE => 2,
            _ => return None,
        };
        let (size, step) = match TABLE.get(layout.size().wrapping_sub(1) / STEP) {
            Some(&entry) => (usize::from(entry & !0xFF), usize::from(entry & 0xFF)),
            None => step(layout.size())?,
        };
        // SAFETY: the alignments are powers of two, and no class is larger than `LARGE_MAX`.
        let layout = unsafe { Layout::from_size_align_unchecked(size, ALIGNMENTS[row]) };
        Some(LargeClass { index: row * CLASSES + step, layout })
    }
}

/// The size of the blocks that serve `size`, and the place of their class among those of one
/// alignment.
#[inline]
const fn step(size: usize) -> Option<(usize, usize)> {
    // Only what is aligned to more than a pool's classes may be smaller.
    let size = if size > MEDIUM_MAX { size } else { MEDIUM_MAX + 1 };
    if size > LARGE_MAX {
        return None;
    }
    let power = (size - 1).ilog2();
    let shift = power - STEPS.ilog2();
    let step = (size - 1) >> shift;
    Some(((step + 1) << shift, (power - MEDIUM_MAX.ilog2()) as usize * STEPS + step % STEPS))
}

/// How far the smallest classes are apart.
const STEP: usize = MEDIUM_MAX / STEPS;

/// What [`step`] says of sizes up to 32 KiB, which most are. The sizes of classes are multiples of
/// `STEP`, so that the lower byte has room for the place.
static TABLE: [u16; 32 * 1024 / STEP] = {
    let mut table = [0; 32 * 1024 / STEP];
    let mut index = 0;
    while index < table.len() {
        let Some((size, step)) = step((index + 1) * STEP) else { panic!("no class") };
        assert!(step < 256 && size.is_multiple_of(256) && size < 1 << u16::BITS);
        #[expect(clippy::cast_possible_truncation, reason = "asserted to fit")]
        let entry = (size | step) as u16;
        table[index] = entry;
        index += 1;
    }
    table
};

/// What the system is asked for, to serve a layout: that of the class if there is one. All others up
/// to the alignment of every block have that one, so that a block can grow out of its class in place.
fn asked(layout: Layout) -> Layout {
    let other = || layout.align_to(ALIGNMENT).unwrap_or(layout);
    LargeClass::of(layout).map_or_else(other, |class| class.layout)
}

/// The large blocks that a thread keeps.
pub(super) struct LargeBlocks {
    /// The bytes that may be kept besides, and the blocks that are.
    room: Counter,
    blocks: Counter,
    kept: [Cell<*mut u8>; ALIGNMENTS.len() * CLASSES],
}

impl LargeBlocks {
    /// What keeps nothing.
    pub(super) const fn new() -> Self {
        LargeBlocks {
            room: Counter::new(),
            blocks: Counter::new(),
            kept: [const { Cell::new(ptr::null_mut()) }; _],
        }
    }

    /// From now on blocks are kept.
    pub(super) fn open(&self) {
        self.room.add(KEPT_MAX);
    }

    /// The blocks that are kept, and their bytes.
    pub(super) fn kept(&self) -> (usize, usize) {
        (self.blocks.get(), KEPT_MAX - self.room.get())
    }

    /// A block that was kept, for a layout that no pool serves.
    #[inline]
    pub(super) fn take(&self, layout: Layout) -> Option<NonNull<u8>> {
        let class = LargeClass::of(layout)?;
        let kept = self.kept.get(class.index)?;
        let block = NonNull::new(kept.get())?;
        // SAFETY: invariant 1: a kept block's first word is the link that `keep` wrote.
        kept.set(unsafe { block.cast::<*mut u8>().read() });
        self.room.add(class.layout.size());
        self.blocks.add(1_usize.wrapping_neg());
        Some(block)
    }

    /// Keeps a block, or tells that there is no room for it.
    ///
    /// # Safety
    /// The block came from here, of whichever thread, for `layout`, and nobody uses it any more.
    #[inline]
    #[expect(clippy::cast_ptr_alignment, reason = "the classes are aligned to 16")]
    pub(super) unsafe fn keep(&self, block: *mut u8, layout: Layout) -> bool {
        let Some(class) = LargeClass::of(layout) else { return false };
        let (Some(kept), room) = (self.kept.get(class.index), self.room.get()) else {
            return false;
        };
        if class.layout.size() > room {
            return false;
        }
        // SAFETY: the caller gives the block up, which is larger than a link.
        unsafe { block.cast::<*mut u8>().write(kept.replace(block)) };
        self.room.add(class.layout.size().wrapping_neg());
        self.blocks.add(1);
        true
    }

    /// A block for a layout that no pool serves; null where the system refuses.
    ///
    /// # Safety
    /// The layout is not empty.
    pub(super) unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match self.take(layout) {
            Some(block) => block.as_ptr(),
            // SAFETY: neither the layout nor a class is empty.
            None => unsafe { System.alloc(asked(layout)) },
        }
    }

    /// The same, filled with zeroes.
    ///
    /// # Safety
    /// The layout is not empty.
    pub(super) unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if let Some(block) = self.take(layout) {
            // SAFETY: the block has at least this size, and is the caller's alone.
            unsafe { block.write_bytes(0, layout.size()) };
            return block.as_ptr();
        }
        // SAFETY: neither the layout nor a class is empty.
        unsafe { System.alloc_zeroed(asked(layout)) }
    }

    /// Takes a block back.
    ///
    /// # Safety
    /// As for [`keep`](Self::keep).
    pub(super) unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        if !unsafe { self.keep(block, layout) } {
            // SAFETY: invariant 2: the system was asked for this layout.
            unsafe { System.dealloc(block, asked(layout)) };
        }
    }

    /// Gives a block another size, which no pool serves either; null where the system refuses, and
    /// the block is then still there.
    ///
    /// # Safety
    /// As for [`keep`](Self::keep), and `new` has the alignment of `layout` and is not empty.
    pub(super) unsafe fn realloc(&self, block: *mut u8, layout: Layout, new: Layout) -> *mut u8 {
        let (has, needs) = (asked(layout), asked(new));
        if has == needs {
            return block;
        }
        if let Some(moved) = self.take(new) {
            // SAFETY: the caller gives the old block up; a kept one is of the new layout's class.
            unsafe { self.relocate(moved.as_ptr(), block, layout, new) };
            return moved.as_ptr();
        }
        if has.align() == needs.align() {
            // SAFETY: invariant 2: the system was asked for this layout.
            return unsafe { System.realloc(block, has, needs.size()) };
        }
        // SAFETY: the new layout is not empty.
        let moved = unsafe { System.alloc(needs) };
        if !moved.is_null() {
            // SAFETY: the caller gives the old block up; the new one is of its layout or class.
            unsafe { self.relocate(moved, block, layout, new) };
        }
        moved
    }

    /// Moves the contents of a block to a new one, and takes the old one back.
    ///
    /// # Safety
    /// As for [`realloc`](Self::realloc); `moved` is a block for the layout `new`, and nobody else's.
    unsafe fn relocate(&self, moved: *mut u8, block: *mut u8, layout: Layout, new: Layout) {
        let kept = layout.size().min(new.size());
        // SAFETY: both blocks hold so many bytes, and a new one overlaps no other.
        unsafe { block.copy_to_nonoverlapping(moved, kept) };
        // SAFETY: the caller gives the old block up.
        unsafe { self.dealloc(block, layout) };
    }

    /// Gives all kept blocks back to the system.
    pub(super) fn release(&self) {
        for (index, kept) in self.kept.iter().enumerate() {
            let (align, step) = (ALIGNMENTS[index / CLASSES], index % STEPS);
            let power = MEDIUM_MAX << (index % CLASSES / STEPS);
            let layout = Layout::from_size_align(power + power / STEPS * (step + 1), align);
            let Ok(layout) = layout else { continue };
            debug_assert_eq!(LargeClass::of(layout), Some(LargeClass { index, layout }));
            while let Some(block) = self.take(layout) {
                // SAFETY: invariant 1.
                unsafe { System.dealloc(block.as_ptr(), layout) };
            }
            debug_assert!(kept.get().is_null());
        }
    }
}

#[cfg(test)]
mod tests;
