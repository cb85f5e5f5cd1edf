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
//! A block that grows within its class stays; another goes to a kept block of its new class, or the
//! system decides, which may enlarge it in place.
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
        // Only what is aligned to more than a pool's classes may be smaller.
        let size = layout.size().max(MEDIUM_MAX + 1);
        if size > LARGE_MAX {
            return None;
        }
        let power = (size - 1).ilog2();
        let shift = power - STEPS.ilog2();
        let step = (size - 1) >> shift;
        // SAFETY: the alignments are powers of two, and no class is larger than `LARGE_MAX`.
        let layout =
            unsafe { Layout::from_size_align_unchecked((step + 1) << shift, ALIGNMENTS[row]) };
        let index = (power - MEDIUM_MAX.ilog2()) as usize * STEPS + step % STEPS;
        Some(LargeClass { index: row * CLASSES + index, layout })
    }
}

/// The large blocks that a thread keeps.
pub(super) struct LargeBlocks {
    /// The bytes that are kept, and the blocks.
    bytes: Counter,
    blocks: Counter,
    kept: [Cell<*mut u8>; ALIGNMENTS.len() * CLASSES],
}

impl LargeBlocks {
    pub(super) const fn new() -> Self {
        LargeBlocks {
            bytes: Counter::new(),
            blocks: Counter::new(),
            kept: [const { Cell::new(ptr::null_mut()) }; _],
        }
    }

    /// The blocks that are kept, and their bytes.
    pub(super) fn kept(&self) -> (usize, usize) {
        (self.blocks.get(), self.bytes.get())
    }

    fn take(&self, class: LargeClass) -> Option<NonNull<u8>> {
        let kept = self.kept.get(class.index)?;
        let block = NonNull::new(kept.get())?;
        // SAFETY: invariant 1: a kept block's first word is the link that `keep` wrote.
        kept.set(unsafe { block.cast::<*mut u8>().read() });
        self.bytes.add(class.layout.size().wrapping_neg());
        self.blocks.add(1_usize.wrapping_neg());
        Some(block)
    }

    /// A block for a layout that no pool serves; null where the system refuses.
    ///
    /// # Safety
    /// The layout is not empty.
    pub(super) unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some(class) = LargeClass::of(layout) else {
            // SAFETY: the caller's promise.
            return unsafe { System.alloc(layout) };
        };
        match self.take(class) {
            Some(block) => block.as_ptr(),
            // SAFETY: no class is empty.
            None => unsafe { System.alloc(class.layout) },
        }
    }

    /// The same, filled with zeroes.
    ///
    /// # Safety
    /// The layout is not empty.
    pub(super) unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let class = LargeClass::of(layout);
        if let Some(block) = class.and_then(|class| self.take(class)) {
            // SAFETY: the block has at least this size, and is the caller's alone.
            unsafe { block.write_bytes(0, layout.size()) };
            return block.as_ptr();
        }
        // SAFETY: neither the layout nor a class is empty.
        unsafe { System.alloc_zeroed(class.map_or(layout, |class| class.layout)) }
    }

    /// Takes a block back; `keep` says whether it may be kept.
    ///
    /// # Safety
    /// The block came from here, of whichever thread, for `layout`, and nobody uses it any more.
    #[expect(clippy::cast_ptr_alignment, reason = "the classes are aligned to 16")]
    pub(super) unsafe fn dealloc(&self, block: *mut u8, layout: Layout, keep: bool) {
        let class = LargeClass::of(layout);
        if let Some(class) = class
            && keep
            && let Some(kept) = self.kept.get(class.index)
            && self.bytes.get() + class.layout.size() <= KEPT_MAX
        {
            // SAFETY: the caller gives the block up, which is larger than a link.
            unsafe { block.cast::<*mut u8>().write(kept.replace(block)) };
            self.bytes.add(class.layout.size());
            self.blocks.add(1);
            return;
        }
        // SAFETY: invariant 2: the system was asked for this layout.
        unsafe { System.dealloc(block, class.map_or(layout, |class| class.layout)) };
    }

    /// Gives a block another size, which no pool serves either; null where the system refuses, and
    /// the block is then still there.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc), and `new` has the alignment of `layout` and is not empty.
    pub(super) unsafe fn realloc(
        &self,
        block: *mut u8,
        layout: Layout,
        new: Layout,
        keep: bool,
    ) -> *mut u8 {
        let (class, needs) = (LargeClass::of(layout), LargeClass::of(new));
        if class.is_some() && class == needs {
            return block;
        }
        if let Some(moved) = needs.and_then(|needs| self.take(needs)) {
            // SAFETY: the caller gives the old block up; a kept one is of the new layout's class.
            unsafe { self.relocate(moved.as_ptr(), block, layout, new, keep) };
            return moved.as_ptr();
        }
        let has = class.map_or(layout, |class| class.layout);
        let target = needs.map_or(new, |needs| needs.layout);
        if has.align() == target.align() {
            // SAFETY: invariant 2: the system was asked for this layout.
            return unsafe { System.realloc(block, has, target.size()) };
        }
        // SAFETY: the new layout is not empty.
        let moved = unsafe { System.alloc(target) };
        if !moved.is_null() {
            // SAFETY: the caller gives the old block up; the new one is of its layout or class.
            unsafe { self.relocate(moved, block, layout, new, keep) };
        }
        moved
    }

    /// Moves the contents of a block to a new one, and takes the old one back.
    ///
    /// # Safety
    /// As for [`realloc`](Self::realloc); `moved` is a block for the layout `new`, and nobody else's.
    unsafe fn relocate(
        &self,
        moved: *mut u8,
        block: *mut u8,
        layout: Layout,
        new: Layout,
        keep: bool,
    ) {
        let kept = layout.size().min(new.size());
        // SAFETY: both blocks hold so many bytes, and a new one overlaps no other.
        unsafe { block.copy_to_nonoverlapping(moved, kept) };
        // SAFETY: the caller gives the old block up.
        unsafe { self.dealloc(block, layout, keep) };
    }

    /// Gives all kept blocks back to the system.
    pub(super) fn release(&self) {
        for (index, kept) in self.kept.iter().enumerate() {
            let (align, step) = (ALIGNMENTS[index / CLASSES], index % STEPS);
            let power = MEDIUM_MAX << (index % CLASSES / STEPS);
            let layout = Layout::from_size_align(power + power / STEPS * (step + 1), align);
            let Some(class) = layout.ok().and_then(LargeClass::of) else { continue };
            debug_assert_eq!(class.index, index);
            while let Some(block) = self.take(class) {
                // SAFETY: invariant 1.
                unsafe { System.dealloc(block.as_ptr(), class.layout) };
            }
            debug_assert!(kept.get().is_null());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(size: usize, align: usize) -> Layout {
        Layout::from_size_align(size, align).unwrap()
    }

    #[test]
    fn a_class_is_at_most_an_eighth_larger_than_what_it_serves() {
        let mut last = None;
        for size in (MEDIUM_MAX + 1..40_000).chain([LARGE_MAX - 1, LARGE_MAX]) {
            let class = LargeClass::of(layout(size, 8)).unwrap();
            assert!(class.layout.size() >= size);
            assert!((class.layout.size() - size) * STEPS < size);
            assert!(class.index < CLASSES && last.is_none_or(|last| last <= class.index));
            assert_eq!(LargeClass::of(class.layout), Some(class));
            last = Some(class.index);
        }
        assert_eq!(last, Some(CLASSES - 1));
        for other in [layout(LARGE_MAX + 1, 8), layout(100, 2 * POOL_SIZE)] {
            assert_eq!(LargeClass::of(other), None);
        }
    }

    #[test]
    fn an_alignment_up_to_a_pool_has_classes_of_its_own() {
        for (size, align, served) in
            [(1, 1024, 4096), (5_000, 64, 4096), (100, 8192, POOL_SIZE), (300_000, 16384, 16384)]
        {
            let class = LargeClass::of(layout(size, align)).unwrap();
            assert_eq!(class.layout.align(), served);
            assert!(class.layout.size() >= size);
            assert_eq!(LargeClass::of(class.layout), Some(class));
        }
    }

    #[test]
    fn an_aligned_block_is_kept_and_stays_aligned() {
        let blocks = LargeBlocks::new();
        // SAFETY: the layout is not empty.
        let first = unsafe { blocks.alloc(layout(5_000, 256)) };
        fill(first, 9, 5_000);
        // SAFETY: the block was allocated with this layout. The new size has no class.
        let block =
            unsafe { blocks.realloc(first, layout(5_000, 256), layout(2_000_000, 256), true) };
        assert!(block.addr().is_multiple_of(256) && is_filled(block, 9, 5_000));
        assert_eq!(blocks.kept(), (1, 5_120));
        // SAFETY: the block has this layout now.
        let block =
            unsafe { blocks.realloc(block, layout(2_000_000, 256), layout(5_100, 256), true) };
        assert!(block == first && is_filled(block, 9, 5_000));
        // SAFETY: the same; it is not used any more.
        unsafe { blocks.dealloc(block, layout(5_100, 256), true) };
        blocks.release();
        assert_eq!(blocks.kept(), (0, 0));
    }

    /// What the tests hold: blocks that come from `blocks` and go back to it once.
    fn alloc(blocks: &LargeBlocks, size: usize) -> *mut u8 {
        // SAFETY: no size of the tests is zero.
        unsafe { blocks.alloc(layout(size, 8)) }
    }

    fn dealloc(blocks: &LargeBlocks, block: *mut u8, size: usize, keep: bool) {
        // SAFETY: the tests give back blocks of theirs with their size.
        unsafe { blocks.dealloc(block, layout(size, 8), keep) };
    }

    fn realloc(blocks: &LargeBlocks, block: *mut u8, size: usize, new: usize) -> *mut u8 {
        // SAFETY: the tests pass blocks of theirs with their size.
        unsafe { blocks.realloc(block, layout(size, 8), layout(new, 8), true) }
    }

    fn fill(block: *mut u8, byte: u8, count: usize) {
        // SAFETY: the tests pass blocks of theirs that are so large.
        unsafe { block.write_bytes(byte, count) };
    }

    fn is_filled(block: *mut u8, byte: u8, count: usize) -> bool {
        let bytes = ptr::slice_from_raw_parts(block, count);
        // SAFETY: the tests pass blocks of theirs that are so large, and were written.
        unsafe { &*bytes }.iter().all(|&other| other == byte)
    }

    #[test]
    fn a_freed_block_serves_the_next_request_of_its_class() {
        let blocks = LargeBlocks::new();
        let block = alloc(&blocks, 5_000);
        fill(block, 0xAA, 5_000);
        dealloc(&blocks, block, 5_000, true);
        // SAFETY: the layout is not empty.
        let again = unsafe { blocks.alloc_zeroed(layout(4_900, 8)) };
        assert_eq!(again, block);
        assert!(is_filled(again, 0, 4_900));
        assert_eq!(realloc(&blocks, again, 4_900, 5_100), again);
        dealloc(&blocks, again, 5_100, true);
        assert_eq!(blocks.kept(), (1, 5_120));
        blocks.release();
        assert_eq!(blocks.kept(), (0, 0));
    }

    #[test]
    fn contents_follow_a_block_to_a_kept_one_and_to_the_system_s() {
        let blocks = LargeBlocks::new();
        let kept = alloc(&blocks, 9_000);
        let mut block = alloc(&blocks, 3_000);
        fill(block, 7, 3_000);
        dealloc(&blocks, kept, 9_000, true);
        let mut size = 3_000;
        for next in [9_000, 2_500, 2_000_000, 70_000] {
            block = realloc(&blocks, block, size, next);
            assert!(is_filled(block, 7, 2_500));
            assert!(size != 3_000 || block == kept);
            size = next;
        }
        dealloc(&blocks, block, size, true);
        blocks.release();
    }

    #[test]
    fn no_more_than_the_limit_is_kept() {
        let blocks = LargeBlocks::new();
        let large = [(); 10].map(|()| alloc(&blocks, LARGE_MAX));
        for block in large {
            dealloc(&blocks, block, LARGE_MAX, true);
        }
        assert_eq!(blocks.bytes.get(), KEPT_MAX);
        blocks.release();
        assert!(blocks.kept.iter().all(|kept| kept.get().is_null()));
        dealloc(&blocks, alloc(&blocks, 3_000), 3_000, false);
        assert_eq!(blocks.bytes.get(), 0);
    }
}
