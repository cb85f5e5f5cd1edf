//! Blocks on their way to another heap, until there is a batch of them.
//!
//! Freeing the blocks of another thread is a hot path, too: where the next block is of the same heap
//! as the last it costs a few words written, and one exchange for each batch.
//!
//! # Invariants
//! 1. Without blocks there is neither a chain nor a heap that it is for; with blocks there are both.

use core::cell::Cell;
use core::ptr::{self, NonNull};

use crate::remote_queue::Chain;

/// How many blocks are sent at once.
pub(super) const BATCH: usize = 32;

/// How many places ahead the owner is told which block comes. At the end of a batch these are blocks
/// of the one before, which comes next where both wait.
const AHEAD: usize = 16;

/// Blocks of one heap `T`, which is another than the outbox's.
pub(super) struct Outbox<T: 'static> {
    to: Cell<Option<&'static T>>,
    chain: Cell<Option<Chain>>,
    count: Cell<usize>,
    /// How many blocks were put in so far, and the last of them, by their number.
    total: Cell<usize>,
    recent: [Cell<Option<NonNull<u8>>>; AHEAD],
}

impl<T> Outbox<T> {
    pub(super) const fn new() -> Self {
        Outbox {
            to: Cell::new(None),
            chain: Cell::new(None),
            count: Cell::new(0),
            total: Cell::new(0),
            recent: [const { Cell::new(None) }; AHEAD],
        }
    }

    /// How many blocks there are.
    #[cfg(test)]
    pub(super) fn count(&self) -> usize {
        self.count.get()
    }

    /// Whether there are blocks, and those are of `heap`.
    #[inline]
    pub(super) fn is_for(&self, heap: &T) -> bool {
        self.to.get().is_some_and(|to| ptr::eq(to, heap))
    }

    /// Puts a block in, and tells whether it made the batch full.
    ///
    /// # Safety
    /// `block` is a block of a pool of the heap `to`, and nobody uses it from now on. The outbox is
    /// empty, or for this heap.
    #[inline]
    #[must_use = "a full batch is to be sent"]
    pub(super) unsafe fn put(&self, block: NonNull<u8>, to: &'static T) -> bool {
        let count = self.count.get();
        let total = self.total.get();
        self.total.set(total.wrapping_add(1));
        let ahead = self.recent[total % AHEAD].replace(Some(block));
        let chain = if let Some(mut chain) = self.chain.get() {
            // SAFETY: the caller gives the block up.
            unsafe { chain.add(block, ahead) };
            chain
        } else {
            self.to.set(Some(to));
            // SAFETY: the caller gives the block up.
            unsafe { Chain::of(block, ahead) }
        };
        self.chain.set(Some(chain));
        self.count.set(count + 1);
        count + 1 >= BATCH
    }

    /// Takes all blocks out, and tells which heap they are of.
    pub(super) fn take(&self) -> Option<(&'static T, Chain)> {
        self.count.set(0);
        Some((self.to.take()?, self.chain.take()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::remote_queue::RemoteQueue;
    use std::vec::Vec;

    #[test]
    fn a_block_is_told_of_ahead_also_from_one_batch_to_the_next() {
        let mut blocks = [[0_u128; 2]; 2 * BATCH];
        let (outbox, queue, owner) = (Outbox::new(), RemoteQueue::new(), &());
        for (at, block) in blocks.iter_mut().enumerate() {
            // SAFETY: the arrays are blocks in all that matters, and nobody uses them.
            let full = unsafe { outbox.put(NonNull::from(block).cast(), owner) };
            assert_eq!(full, (at + 1) % BATCH == 0);
            if full {
                let (to, chain) = outbox.take().expect("a batch");
                assert!(core::ptr::eq(to, owner));
                queue.push(chain);
            }
        }
        assert!(outbox.take().is_none());
        let taken: Vec<_> = queue.take().collect();
        assert_eq!(taken.len(), 2 * BATCH);
        for (at, &(_, ahead)) in taken.iter().enumerate() {
            assert_eq!(ahead, taken.get(at + AHEAD).map(|&(block, _)| block));
        }
    }
}
