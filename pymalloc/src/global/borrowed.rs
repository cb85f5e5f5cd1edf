//! The blocks of other heaps that a thread keeps for its own next requests, by class.
//!
//! The headers are those of `pool/borrowed.rs`; here they come to the front of the thread's heap, and
//! go away again.
//!
//! In the hardened mode none are kept: a list's links lead from one block to another of the same
//! pool there.

use core::ptr::NonNull;

use crate::heap::Heap;
use crate::pool::{Pool, PoolRef};
use crate::program_arenas::ProgramArenas;
use crate::size_class::SizeClass;

/// The headers, one for each class.
pub(super) struct Borrowed([Pool; SizeClass::POOLED]);

impl Borrowed {
    /// Headers that take no blocks.
    pub(super) const fn new() -> Self {
        let mut pools = [const { Pool::borrowed(SizeClass::EVERY[0]) }; _];
        let mut index = 0;
        while index < SizeClass::POOLED {
            pools[index] = Pool::borrowed(SizeClass::EVERY[index]);
            index += 1;
        }
        Borrowed(pools)
    }

    /// From now on blocks are taken.
    pub(super) fn open(&self) {
        if cfg!(not(feature = "hardened")) {
            self.0.iter().for_each(Pool::open);
        }
    }

    /// Keeps a block for `heap`, or tells that there is no room.
    ///
    /// # Safety
    /// `block` is one of another heap and of `class`, and the caller gives it up where it is kept. Its
    /// pointer may be used for the whole arena. `heap` is always the same.
    #[inline]
    #[must_use = "a block that is not kept has to be sent"]
    pub(super) unsafe fn keep(
        &'static self,
        block: NonNull<u8>,
        class: SizeClass,
        heap: &Heap<ProgramArenas>,
    ) -> bool {
        let pool = &self.0[class.index()];
        if !pool.has_room() {
            return false;
        }
        // SAFETY: the caller's promise.
        if unsafe { pool.push(block) } {
            heap.put_borrowed(PoolRef::of_borrowed(pool));
        }
        true
    }

    /// How many blocks are kept.
    pub(super) fn count(&self) -> usize {
        self.0.iter().map(Pool::borrowed_blocks).sum()
    }

    /// Gives up all blocks, each with a call of `give`.
    pub(super) fn give_all(
        &'static self,
        heap: &Heap<ProgramArenas>,
        mut give: impl FnMut(NonNull<u8>),
    ) {
        for pool in &self.0 {
            heap.take_borrowed(PoolRef::of_borrowed(pool));
            while let Some(block) = pool.pop() {
                give(block.hand_out());
            }
        }
        self.open();
    }
}
