//! Memory that goes back while its arena stays: pools that nobody took for long.
//!
//! A heap that shrinks at random empties pools in every arena, and an arena is unmapped only as a
//! whole. The pages of empty pools go back one by one instead: a pass looks at the stack of each
//! arena, marks what is `Empty` as `Idle`, and purges what it marked in the pass before. So a pool
//! is purged when no class took it between two passes.
//!
//! ```text
//!  top of an arena's stack                                                     slots never used
//!  | Empty  Empty  |  Idle  Idle        |  Purged  Purged  Purged ..          |  Virgin ..
//!    given back       there since the      their memory is the source's
//!    since then       last pass            until a class takes the pool
//! ```
//!
//! The hot path knows nothing of this. Pools that change their place count down to the next pass; a
//! pool changes its place after many frees, so a pass costs little of the work done between two. A
//! purged pool that is taken again was purged in vain: each puts the next pass off by
//! [`REGRET`] events, whose work outweighs the page faults, so a heap that grows and shrinks in
//! turns loses a bounded part of its time. Passes are counted in events and not in time, so
//! that the same program always purges the same pools.
//!
//! # Invariants
//! 1. From the top of an arena's stack down come `Empty`, then `Idle`, then `Purged` pools.
//! 2. A purged pool has no carved block: nothing in it is read before it is written.

use core::cell::Cell;

use super::Heap;
use crate::arena::ArenaRef;
use crate::arena_source::ArenaSource;
use crate::event;
use crate::geometry::{ARENA_SIZE, POOLS, pool_bytes, pool_start};
use crate::pool::{PoolRef, State};

/// The events between two passes of a small heap: pools that rejoin their class or their arena.
pub(super) const PERIOD: u32 = 1024;

/// The events per arena between two passes of a large one: a pass visits every arena.
const PERIOD_PER_ARENA: u32 = 16;

/// The events by which a purged pool that is taken again puts off the next pass.
const REGRET: u32 = 256;

/// When the next pass is due, and how many pools were purged.
pub(super) struct PurgeClock {
    /// The events until the next pass.
    left: Cell<u32>,
    /// The purged pools that were taken again since the last pass.
    regrets: Cell<u32>,
    purged: Cell<usize>,
}

impl PurgeClock {
    pub(super) const fn new() -> Self {
        PurgeClock { left: Cell::new(PERIOD), regrets: Cell::new(0), purged: Cell::new(0) }
    }

    /// Counts an event, and tells whether a pass is due.
    #[inline]
    pub(super) fn tick(&self) -> bool {
        let left = self.left.get() - 1;
        self.left.set(left);
        left == 0
    }

    /// A purged pool is taken again.
    pub(super) fn regret(&self) {
        self.regrets.set(self.regrets.get() + 1);
    }

    /// The pools purged so far.
    pub(super) fn purged(&self) -> usize {
        self.purged.get()
    }

    /// Sets the next pass of a heap of `arenas`.
    fn wind(&self, arenas: usize) {
        let arenas = u32::try_from(arenas).unwrap_or(u32::MAX);
        let period = arenas.saturating_mul(PERIOD_PER_ARENA).max(PERIOD);
        self.left.set(period.saturating_add(self.regrets.take().saturating_mul(REGRET)));
    }
}

/// Which of the pools on a stack are purged.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Those that were there in the pass before.
    Idle,
    /// All.
    Trim,
}

impl<S: ArenaSource> Heap<S> {
    /// Gives all memory back that no block needs: the pools that classes keep, the arenas that
    /// are spare, and the pages of empty pools in the others. The heap does this by itself for pools
    /// that stay empty; call it when a program becomes quiet. The next allocations pay for it.
    ///
    /// Returns the bytes that went back. Free blocks of used pools stay.
    ///
    /// ```
    /// use pymalloc::{Heap, SizeClass};
    ///
    /// let heap = Heap::new();
    /// let class = SizeClass::of(64).unwrap();
    /// let block = heap.alloc_class(class).expect("memory");
    /// // SAFETY: the block is of this class, and this heap's.
    /// unsafe { heap.dealloc_class(block, class) };
    /// assert!(heap.trim() > 0);
    /// assert_eq!(heap.stats().arenas, 0);
    /// ```
    pub fn trim(&self) -> usize {
        self.release_kept();
        let bytes = self.unmap_spares() * ARENA_SIZE;
        bytes + self.purge(Pass::Trim)
    }

    /// Purges the pools that were idle since the last pass.
    #[cold]
    #[inline(never)]
    pub(super) fn purge_idle(&self) {
        self.purge(Pass::Idle);
    }

    /// The pools purged so far.
    pub(crate) fn pools_purged(&self) -> usize {
        self.purge.purged()
    }

    /// Purges pools of all arenas, and tells how many bytes that were. Ends early when the source
    /// refuses one: it will refuse the others.
    fn purge(&self, pass: Pass) -> usize {
        let (mut pools, mut bytes) = (0, 0);
        let done = self.arenas.iter().try_for_each(|arena| {
            let purged = self.purge_arena(arena, pass)?;
            pools += purged.0;
            bytes += purged.1;
            Some(())
        });
        self.purge.purged.set(self.purge.purged.get() + pools);
        self.purge.wind(self.arenas.current());
        if self.source.is_logged() && (pools > 0 || done.is_none()) {
            event::pools_purged(pools, bytes);
        }
        bytes
    }

    /// Purges pools of an arena, and tells how many and of how many bytes. `None` when the source
    /// refuses.
    fn purge_arena(&self, arena: ArenaRef, pass: Pass) -> Option<(usize, usize)> {
        let mut idle: u64 = 0;
        for pool in arena.stack().take_while(|pool| pool.state() != State::Purged) {
            if pass == Pass::Trim || pool.state() == State::Idle {
                idle |= 1 << pool.index();
            } else {
                pool.set_idle();
            }
        }
        let (mut pools, mut bytes) = (0, 0);
        while idle != 0 {
            let start = idle.trailing_zeros() as usize;
            let count = (idle >> start).trailing_ones() as usize;
            let run = start..start + count;
            let length = run.clone().map(pool_bytes).sum();
            // SAFETY: an `ArenaRef` may be used for all of its arena, and slots lie in it.
            let memory = unsafe { arena.memory().add(pool_start(start)) };
            // SAFETY: the arena came from this source; the slots of the run, which lie behind one
            // another, are of empty pools, where nobody holds a block.
            if !unsafe { self.source.purge(memory, length) } {
                return None;
            }
            for index in run {
                PoolRef::in_arena(arena, index).set_purged();
                idle &= !(1 << index);
            }
            pools += count;
            bytes += length;
        }
        Some((pools, bytes))
    }
}

const _: () = assert!(POOLS == u64::BITS as usize);
