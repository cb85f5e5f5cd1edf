//! A block that nobody holds: an entry of its pool's free list.
//!
//! The list is threaded through the free blocks themselves: the first word of one is the address
//! of the next. A block in somebody's hands has no word of the allocator's in it. In the hardened
//! mode the link is encoded, and the second word is a mark (`hardened.rs`); a list without blocks is
//! an odd address in its pool then, so that every link leads into the pool.
//!
//! # Invariants
//! 1. A `FreeBlock` is a block of a pool in a mapped arena, and nobody outside the pool uses it.
//! 2. Its first word is the link that `new` wrote.
//!
//! Source: `Objects/obmalloc.c`, `freeblock`.

use core::ptr::NonNull;

use crate::geometry::ALIGNMENT;
#[cfg(feature = "hardened")]
use crate::hardened;

/// A free block, with leave to write the link into it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct FreeBlock(NonNull<u8>);

/// The free blocks of a pool, the one freed last first.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub(crate) struct FreeList(*mut u8);

const _: () = assert!(2 * size_of::<FreeList>() <= ALIGNMENT);

impl FreeList {
    /// What a pool has that is none: nothing goes onto it.
    pub(crate) const NONE: FreeList =
        FreeList(core::ptr::without_provenance_mut(cfg!(feature = "hardened") as usize));

    /// A list without blocks, for the pool that `inside` lies in.
    #[inline]
    pub(crate) fn empty(inside: NonNull<u8>) -> Self {
        #[cfg(feature = "hardened")]
        return FreeList(inside.as_ptr().map_addr(|address| address | 1));
        #[cfg(not(feature = "hardened"))]
        {
            let _ = inside;
            FreeList::NONE
        }
    }

    /// The block freed last, `None` where there are no blocks.
    #[inline]
    pub(crate) fn first(self) -> Option<FreeBlock> {
        #[cfg(feature = "hardened")]
        if !self.0.addr().is_multiple_of(2) {
            return None;
        }
        #[cfg(feature = "hardened")]
        // SAFETY: virgin pools, whose header is all zeroes, have no list that anybody reads.
        return Some(FreeBlock(unsafe { NonNull::new_unchecked(self.0) }));
        #[cfg(not(feature = "hardened"))]
        NonNull::new(self.0).map(FreeBlock)
    }
}

impl FreeBlock {
    /// Takes over the block at `block`, to go onto the front of a list.
    ///
    /// # Safety
    /// `block` is a block of a pool in a mapped arena, its pointer may be used for the whole arena,
    /// and nobody uses the block from now on. The list is of the same pool.
    #[inline]
    pub(crate) unsafe fn new(block: NonNull<u8>, rest: FreeList) -> Self {
        // SAFETY: the caller vouches for the block; every block holds at least 16 bytes, aligned
        // to 16.
        #[cfg(not(feature = "hardened"))]
        unsafe {
            block.cast().write(rest);
        }
        // SAFETY: the same.
        #[cfg(feature = "hardened")]
        unsafe {
            hardened::set_free(block, rest.0);
        }
        FreeBlock(block)
    }

    /// The list with this block in front.
    #[inline]
    pub(crate) fn list(self) -> FreeList {
        FreeList(self.0.as_ptr())
    }

    /// The blocks behind this one on the list.
    #[inline]
    pub(crate) fn rest(self) -> FreeList {
        // SAFETY: invariants 1 and 2: the block is mapped and `new` wrote its first word.
        #[cfg(not(feature = "hardened"))]
        return unsafe { self.0.cast().read() };
        // SAFETY: the same.
        #[cfg(feature = "hardened")]
        FreeList(unsafe { hardened::rest(self.0) })
    }

    /// The memory of the block, which is a caller's from now on.
    #[inline]
    pub(crate) fn hand_out(self) -> NonNull<u8> {
        // SAFETY: invariant 1; the block is on no list any more.
        #[cfg(feature = "hardened")]
        unsafe {
            hardened::hand_out(self.0);
        }
        self.0
    }

    /// The memory of the block, to be compared.
    #[inline]
    pub(crate) fn memory(self) -> NonNull<u8> {
        self.0
    }
}
