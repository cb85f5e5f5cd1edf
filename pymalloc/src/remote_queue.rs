//! Blocks that other threads gave back, until the heap they belong to takes them up.
//!
//! A stack of chains: a thread links the blocks it gives back into a chain of its own and pushes
//! the whole of it with one exchange; the heap takes everything with another. Nothing is ever
//! popped singly, so no address can come back unnoticed between a read and an exchange.
//!
//! ```text
//!  head ---> block ---> block ---> block ---> null       links are the first words of the blocks
//!            |-- pushed last --|   |- before -|
//! ```
//!
//! The links are plain words, whatever the pools do with theirs: who pushes need not know how the
//! owner of the pool links its free blocks.
//!
//! The lines of these blocks are in the cache of the thread that gave them back, and each link is
//! known only when the block before has come from there. So a block's second word names another that
//! comes some places later, for the owner to fetch several at a time. That is a hint: the block may
//! have been taken before, and its arena may be gone.
//!
//! # Invariants
//! 1. Nobody uses a block that is in a chain or in the queue but through them.
//! 2. A push releases, a take acquires: what the giver did with a block happened before the owner
//!    uses it again.
//!
//! Source: the thread-delayed free list of mimalloc, the message queue of snmalloc.

use core::ptr::{self, NonNull};

use crate::sync::{AtomicPtr, Ordering, const_unless_loom};

/// Blocks linked through their first words, at least one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chain {
    first: NonNull<u8>,
    last: NonNull<u8>,
}

/// Writes which block comes some places after this one; null where none is known.
fn set_ahead(block: NonNull<u8>, ahead: Option<NonNull<u8>>) {
    // SAFETY: as in `set_link`.
    let second = unsafe { block.cast::<Option<NonNull<u8>>>().add(1) };
    // SAFETY: the same.
    unsafe { second.write(ahead) };
}

fn set_link(block: NonNull<u8>, next: *mut u8) {
    // SAFETY: queue invariant 1: the block is the chain's, and holds at least 16 bytes, aligned to
    // 16.
    unsafe { block.cast::<*mut u8>().write(next) };
}

impl Chain {
    /// A chain of one block; `ahead` is one that was given back some time ago.
    ///
    /// # Safety
    /// `block` is a block of a pool, and nobody uses it from now on.
    pub(crate) unsafe fn of(block: NonNull<u8>, ahead: Option<NonNull<u8>>) -> Chain {
        set_ahead(block, ahead);
        Chain { first: block, last: block }
    }

    /// Puts another block at the front; `ahead` is as in [`of`](Self::of).
    ///
    /// # Safety
    /// As for [`of`](Self::of).
    pub(crate) unsafe fn add(&mut self, block: NonNull<u8>, ahead: Option<NonNull<u8>>) {
        set_ahead(block, ahead);
        set_link(block, self.first.as_ptr());
        self.first = block;
    }
}

/// The queue of a heap: many threads push, whoever has the heap takes.
#[derive(Debug)]
pub(crate) struct RemoteQueue {
    head: AtomicPtr<u8>,
}

impl RemoteQueue {
    const_unless_loom! {
        pub(crate) fn new() -> Self {
            RemoteQueue { head: AtomicPtr::new(ptr::null_mut()) }
        }
    }

    /// Adds the blocks of a chain.
    pub(crate) fn push(&self, chain: Chain) {
        let mut head = self.head.load(Ordering::Relaxed);
        loop {
            set_link(chain.last, head);
            let first = chain.first.as_ptr();
            match self.head.compare_exchange_weak(head, first, Ordering::Release, Ordering::Relaxed)
            {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }

    /// Whether there is nothing to take.
    pub(crate) fn is_empty(&self) -> bool {
        self.head.load(Ordering::Relaxed).is_null()
    }

    /// Takes all blocks there are.
    pub(crate) fn take(&self) -> Taken {
        if self.is_empty() {
            return Taken { next: None };
        }
        Taken { next: NonNull::new(self.head.swap(ptr::null_mut(), Ordering::Acquire)) }
    }
}

/// The blocks that one take got, each with one that may come some places later. A block's words are
/// read before the block is handed on.
#[derive(Debug)]
pub(crate) struct Taken {
    next: Option<NonNull<u8>>,
}

impl Iterator for Taken {
    type Item = (NonNull<u8>, Option<NonNull<u8>>);

    fn next(&mut self) -> Option<Self::Item> {
        let block = self.next?;
        // SAFETY: queue invariant 1; its link was written before it was pushed.
        self.next = NonNull::new(unsafe { block.cast::<*mut u8>().read() });
        // SAFETY: the same, for its second word.
        let second = unsafe { block.cast::<Option<NonNull<u8>>>().add(1) };
        // SAFETY: the same.
        Some((block, unsafe { second.read() }))
    }
}

#[cfg(all(test, not(loom)))]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn a_take_gets_every_block_of_every_chain_once() {
        let mut blocks = [[0_u128; 2]; 10];
        let blocks: Vec<NonNull<u8>> =
            blocks.iter_mut().map(|block| NonNull::from(block).cast()).collect();
        let queue = RemoteQueue::new();
        assert!(queue.is_empty());
        assert_eq!(queue.take().count(), 0);
        for part in blocks.chunks(3) {
            // SAFETY: the arrays are blocks in all that matters, and nobody uses them.
            let mut chain = unsafe { Chain::of(part[0], None) };
            for &block in &part[1..] {
                // SAFETY: the same.
                unsafe { chain.add(block, Some(part[0])) };
            }
            queue.push(chain);
        }
        assert!(!queue.is_empty());
        let taken: Vec<_> = queue.take().collect();
        assert!(queue.is_empty());
        for (at, &(_, ahead)) in taken.iter().enumerate() {
            let comes_later = |ahead| taken[at + 1..].iter().any(|&(block, _)| block == ahead);
            assert!(ahead.is_none_or(comes_later));
        }
        let mut taken: Vec<_> = taken.into_iter().map(|(block, _)| block).collect();
        taken.sort_unstable();
        assert_eq!(taken, blocks);
    }
}
