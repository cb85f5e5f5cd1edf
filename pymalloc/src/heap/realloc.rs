//! Giving a block another size.
//!
//! A small block stays where it is while its class fits, and also when it shrinks by less than a
//! quarter of its block: moving would save little. It may then be of a larger class than its layout
//! says, so the class is read from the pool here, never derived from the layout. A block that
//! crosses the limit of the pools always moves, since the layout says who serves it.
//!
//! Source: `Objects/obmalloc.c`, `pymalloc_realloc`.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::Heap;
use crate::arena_source::ArenaSource;
use crate::pool::PoolRef;
use crate::size_class::SizeClass;

/// How a block gets another size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Resize {
    /// It stays where it is.
    Stay,
    /// It moves.
    Move,
    /// It moves to a smaller block, or stays where none can be had.
    Shrink,
    /// No class serves either size, so whoever serves large blocks decides.
    Large,
}

impl Resize {
    /// How the block at `ptr` gets the size `size`, given the classes that serve its layout and
    /// its new one.
    ///
    /// # Safety
    /// `ptr` is live, and a block of a pool where it has a class.
    #[inline]
    pub(crate) unsafe fn of(
        ptr: NonNull<u8>,
        size: usize,
        has: Option<SizeClass>,
        needs: Option<SizeClass>,
    ) -> Resize {
        match (has, needs) {
            // SAFETY: a class serves the layout, so the block lies in a pool.
            (Some(_), Some(class)) => unsafe { Resize::in_pools(ptr, class, size) },
            (None, None) if size > 0 => Resize::Large,
            _ => Resize::Move,
        }
    }

    /// How a block of a pool gets the size `size`, which `class` serves.
    ///
    /// # Safety
    /// `ptr` is a live block of a pool.
    pub(crate) unsafe fn in_pools(ptr: NonNull<u8>, class: SizeClass, size: usize) -> Resize {
        // SAFETY: the caller's promise.
        let has = unsafe { PoolRef::of_block(ptr) }.class();
        if class == has || (class < has && 4 * size > 3 * has.block_size()) {
            Resize::Stay
        } else if class < has {
            Resize::Shrink
        } else {
            Resize::Move
        }
    }
}

impl<S: ArenaSource> Heap<S> {
    /// Gives the block at `ptr` the size `new_size`, in place or elsewhere; its contents are kept
    /// up to the smaller of the two sizes. `None` when the source refuses: the block is then still
    /// there, with its old layout.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc). Where a block is returned, it takes the place of `ptr`,
    /// and its layout is `new_size` with the alignment of `layout`.
    pub unsafe fn realloc(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new_size: usize,
    ) -> Option<NonNull<u8>> {
        let new = Layout::from_size_align(new_size, layout.align()).ok()?;
        let class = SizeClass::for_heap(new);
        // SAFETY: the caller's promise.
        match unsafe { Resize::of(ptr, new_size, SizeClass::for_heap(layout), class) } {
            Resize::Stay => Some(ptr),
            // SAFETY: no class serves either layout; the rest is the caller's promise.
            Resize::Large => unsafe { self.realloc_large(ptr, layout, new) },
            // SAFETY: the caller's promise.
            Resize::Move => unsafe { self.move_block(ptr, layout, new) },
            // A smaller block that cannot be had is no reason to fail.
            // SAFETY: the caller's promise.
            Resize::Shrink => unsafe { self.move_block(ptr, layout, new) }.or(Some(ptr)),
        }
    }

    /// The bytes that the block at `ptr` really has, at least those of its layout.
    ///
    /// # Safety
    /// `ptr` came from this heap for `layout` and was not given back.
    #[cfg(feature = "allocator-api2")]
    pub(crate) unsafe fn size_of_block(ptr: NonNull<u8>, layout: Layout) -> usize {
        match SizeClass::for_heap(layout) {
            // SAFETY: a class serves the layout, so the block lies in a pool of a heap.
            Some(_) => unsafe { PoolRef::of_block(ptr) }.class().block_size(),
            None => layout.size(),
        }
    }

    /// Allocates for `new`, copies and gives `ptr` back.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc).
    pub(crate) unsafe fn move_block(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new: Layout,
    ) -> Option<NonNull<u8>> {
        let block = self.alloc(new)?;
        let kept = layout.size().min(new.size());
        // SAFETY: both blocks hold `kept` bytes, and a new block overlaps no other.
        unsafe { block.copy_from_nonoverlapping(ptr, kept) };
        // SAFETY: the caller gives the old block up.
        unsafe { self.dealloc(ptr, layout) };
        Some(block)
    }
}
