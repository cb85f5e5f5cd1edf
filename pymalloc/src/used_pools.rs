//! The pools that blocks are allocated from: one doubly linked list per size class.
//!
//! Allocation looks only at the head of the list. A class without pools has [`PoolRef::NONE`] as
//! its head, whose free list is empty, so the hot path needs no test of its own for that case.
//! Pools enter at the front: allocation goes on in a pool that was nearly full, and the pools
//! behind it drain. In front of them all may be the header of borrowed blocks (`pool/borrowed.rs`),
//! which is no pool of the heap: only allocation sees it.
//!
//! # Invariants
//! 1. Every pool in state `Used` or `Kept` is in the list of its class, once, and no other pool is.
//! 2. A pool without a free block may be in a list until an allocation finds it at the head.
//! 3. A pool in state `Kept` is the only one in its list.
//! 4. The header of borrowed blocks has a list's first place or none, and no link to it but that of
//!    the first pool.
//!
//! Source: `Objects/obmalloc.c`, `usedpools`.

use core::cell::Cell;

use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;

/// The lists of used pools, by class.
pub(crate) struct UsedPools {
    heads: [Cell<PoolRef>; SizeClass::POOLED],
}

impl UsedPools {
    pub(crate) const fn new() -> Self {
        UsedPools { heads: [const { Cell::new(PoolRef::NONE) }; SizeClass::POOLED] }
    }

    /// The pool to allocate from, `PoolRef::NONE` where the class has none.
    #[inline]
    pub(crate) fn head(&self, class: SizeClass) -> PoolRef {
        self.heads[class.index()].get()
    }

    /// The first pool of `class`, if there is one.
    pub(crate) fn first(&self, class: SizeClass) -> Option<PoolRef> {
        match self.borrowed(class) {
            Some(borrowed) => borrowed.next().get(),
            None => Some(self.head(class)).filter(|&pool| pool != PoolRef::NONE),
        }
    }

    /// The header of borrowed blocks in front of the pools of `class`, if it is there.
    pub(crate) fn borrowed(&self, class: SizeClass) -> Option<PoolRef> {
        Some(self.head(class)).filter(|head| head.state() == State::Borrowed)
    }

    /// Whether a used pool has its list for itself.
    pub(crate) fn is_only(&self, pool: PoolRef) -> bool {
        self.first(pool.class()) == Some(pool) && pool.next().get().is_none()
    }

    /// Puts a pool in front of those of its class, where no pool is kept.
    pub(crate) fn push_front(&self, pool: PoolRef) {
        let borrowed = self.borrowed(pool.class());
        self.link(pool);
        pool.prev().set(borrowed);
        pool.set_used();
        match borrowed {
            Some(borrowed) => borrowed.next().set(Some(pool)),
            None => self.heads[pool.class().index()].set(pool),
        }
    }

    /// Puts the header of borrowed blocks in front of its class, where it is not.
    #[cfg(all(feature = "global", not(loom)))]
    pub(crate) fn put_borrowed(&self, borrowed: PoolRef) {
        self.link(borrowed);
        self.heads[borrowed.class().index()].set(borrowed);
    }

    /// Takes the header of borrowed blocks away from the front of its class.
    #[cfg(all(feature = "global", not(loom)))]
    pub(crate) fn take_borrowed(&self, borrowed: PoolRef) {
        let next = borrowed.next().take();
        if let Some(next) = next {
            next.prev().set(None);
        }
        self.heads[borrowed.class().index()].set(next.unwrap_or(PoolRef::NONE));
    }

    /// Links the first pool of a class behind `pool`.
    fn link(&self, pool: PoolRef) {
        let next = self.first(pool.class());
        if let Some(next) = next {
            next.prev().set(Some(pool));
        }
        pool.next().set(next);
    }

    /// Takes a used pool out of the list of its class.
    pub(crate) fn remove(&self, pool: PoolRef) {
        let (next, prev) = (pool.next().take(), pool.prev().take());
        if let Some(next) = next {
            next.prev().set(prev);
        }
        match prev {
            Some(prev) => prev.next().set(next),
            None => self.heads[pool.class().index()].set(next.unwrap_or(PoolRef::NONE)),
        }
    }
}
