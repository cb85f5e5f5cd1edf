//! A block that nobody holds: an entry of its pool's free list.
//!
//! The list is threaded through the free blocks themselves: the first word of one is the address
//! of the next. A block in somebody's hands has no word of the allocator's in it. In the hardened
//! mode the link is encoded (`hardened.rs`).
//!
//! # Invariants
//! 1. A `FreeBlock` is a block of a pool in a mapped arena, and nobody outside the pool uses it.
//! 2. Its first word is the link that `new` wrote.
//!
//! Source: `Objects/obmalloc.c`, `freeblock`.

use core::ptr::NonNull;

use crate::geometry::ALIGNMENT;

/// A free block, with leave to write the link into it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct FreeBlock(NonNull<u8>);

const _: () = assert!(size_of::<Option<FreeBlock>>() <= ALIGNMENT);

impl FreeBlock {
    /// Takes over the block at `block`, to go onto the end of a list.
    ///
    /// # Safety
    /// `block` is a block of a pool in a mapped arena, its pointer may be used for the whole arena,
    /// and nobody uses the block from now on.
    #[inline]
    pub(crate) unsafe fn new(block: NonNull<u8>, next: Option<FreeBlock>) -> Self {
        #[cfg(feature = "hardened")]
        let next = crate::hardened::encode(block, next.map(FreeBlock::memory));
        // SAFETY: the caller vouches for the block; every block holds at least 16 bytes, aligned
        // to 16.
        unsafe { block.cast().write(next) };
        FreeBlock(block)
    }

    /// The block behind this one on the list.
    #[inline]
    pub(crate) fn next(self) -> Option<FreeBlock> {
        // SAFETY: invariants 1 and 2: the block is mapped and `new` wrote its first word.
        let link = unsafe { self.0.cast().read() };
        #[cfg(feature = "hardened")]
        let link = crate::hardened::decode(self.0, link).map(FreeBlock);
        link
    }

    /// The memory of the block, which is a caller's from now on.
    #[inline]
    pub(crate) fn hand_out(self) -> NonNull<u8> {
        #[cfg(feature = "hardened")]
        // SAFETY: invariant 1; the block is on no list any more.
        unsafe {
            crate::hardened::hand_out(self.0);
        }
        self.0
    }

    /// The memory of the block, to be compared.
    #[inline]
    pub(crate) fn memory(self) -> NonNull<u8> {
        self.0
    }
}
