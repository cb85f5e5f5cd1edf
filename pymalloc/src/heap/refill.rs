//! Pools and arenas coming and going: the cold half of allocation and free.
//!
//! An allocation that finds no block at the head of its class takes, in this order: blocks never
//! carved in that pool; the next pool of the class; a free pool of the arena with the fewest; a
//! pool that another class keeps; a new arena. When the source refuses the arena, full pools of the
//! class that have free blocks but are not back in the list yet are put back: nothing that is free
//! stays out of reach.
//!
//! A class keeps its only pool when the last block of it comes back. So that kept pools hold no
//! arena, only a few arenas may become idle, mostly one; every other one that would gives all its
//! kept pools up, and is unmapped.
//!
//! Slots of an arena that were never used are populated in runs, when the first of a run is taken:
//! the system maps several pages in one call in less time than one by one at the first use of each.
//! The slots of a run are taken one after another, so the pages are used soon. The first arenas are
//! left alone: a small heap uses but a part of many of its pools.

use core::ptr::NonNull;

use super::Heap;
use crate::arena::ArenaRef;
use crate::arena_map;
use crate::arena_source::ArenaSource;
use crate::event;
use crate::geometry::{POOL_SIZE, POOLS};
use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;

/// How many pools are populated at once: 16 pages of 4 KiB. Longer runs save less than a twentieth
/// more.
const RUN: usize = 4;

/// How many arenas a heap has at least when runs are populated.
pub(super) const POPULATED: usize = 4;

const _: () = assert!(POOLS.is_multiple_of(RUN));

impl<S: ArenaSource> Heap<S> {
    /// Allocates a block of a class whose first pool has no free one on its list.
    #[cold]
    #[inline(never)]
    pub(crate) fn alloc_refilling(&self, class: SizeClass) -> Option<NonNull<u8>> {
        loop {
            // Events and the source may have used the heap, so what was found before is not
            // relied on: every step begins again with the head.
            let Some(pool) = self.used.first(class) else {
                self.link_pool(class)?;
                continue;
            };
            if let Some(block) = pool.pop() {
                return Some(block.hand_out());
            }
            if !pool.carve() {
                if pool.state() == State::Kept {
                    self.unkeep(pool);
                }
                self.used.remove(pool);
                pool.set_full();
            }
        }
    }

    /// Puts a pool with free blocks at the head of a class, which has none, or makes that possible
    /// for another try. `None` when the source refuses an arena that is needed.
    fn link_pool(&self, class: SizeClass) -> Option<()> {
        // Of two free pools one is not the short one, which is too small for such a class.
        let is_whole = class.block_size() == POOL_SIZE;
        let Some(arena) = self.usable.fewest_free(if is_whole { 2 } else { 1 }) else {
            let found = self.release_kept() || self.map_arena();
            return if found { Some(()) } else { self.rejoin_all(class) };
        };
        self.usable.remove(arena);
        let pool = if is_whole { arena.take_whole() } else { arena.take() };
        self.usable.insert(arena);
        self.settle(arena);
        let pool = pool.expect("usable invariant 1: an arena in a bucket has free pools");
        match pool.state() {
            State::Virgin => self.populate(arena, pool.index()),
            State::Purged => self.purge.regret(),
            _ => {}
        }
        let was = pool.assign(class);
        self.used.push_front(pool);
        if let Some(was) = was
            && self.source.is_logged()
        {
            event::pool_changes_class(was, class);
        }
        Some(())
    }

    /// Populates the run that begins with a slot, if one does.
    fn populate(&self, arena: ArenaRef, slot: usize) {
        if slot.is_multiple_of(RUN) && self.arenas.current() >= POPULATED {
            // SAFETY: an `ArenaRef` may be used for all of its arena, and slots lie in it.
            let memory = unsafe { arena.memory().add(slot * POOL_SIZE) };
            // SAFETY: the arena came from this source, and has whole runs.
            unsafe { self.source.populate(memory, RUN * POOL_SIZE) };
        }
    }

    /// Puts every full pool of `class` that has a free block back into its list, which is empty.
    /// `None` where there is no such pool.
    fn rejoin_all(&self, class: SizeClass) -> Option<()> {
        let pools = self.arenas.iter().flat_map(ArenaRef::pools);
        for pool in pools.filter(|pool| pool.state() == State::Full && pool.class() == class) {
            if pool.used() < pool.capacity() {
                self.used.push_front(pool);
            }
        }
        self.used.first(class).map(drop)
    }

    /// Gives a pool without frees left its new place: a full one goes back to its class; a used
    /// one without a block in use stays there when it is the only one, or goes back to its arena.
    #[cold]
    #[inline(never)]
    pub(super) fn relink(&self, pool: PoolRef) {
        if pool.state() == State::Full {
            if let Some(first) = self.used.first(pool.class())
                && first.state() == State::Kept
            {
                self.unkeep(first);
            }
            self.used.push_front(pool);
        }
        // That of a full pool, too, where one block is all that it has.
        if !pool.is_in_use() {
            self.give_back(pool);
        }
        if self.purge.tick() {
            self.purge_idle();
        }
    }

    /// Finds the place of a used pool without a block in use.
    fn give_back(&self, pool: PoolRef) {
        let arena = pool.arena();
        if self.used.is_only(pool) {
            pool.set_kept();
            arena.kept.set(arena.kept.get() + 1);
        } else {
            self.give(pool);
        }
        self.settle(arena);
    }

    /// Puts a pool of a class list back into its arena.
    fn give(&self, pool: PoolRef) {
        self.used.remove(pool);
        let arena = pool.arena();
        self.usable.remove(arena);
        arena.give(pool);
        self.usable.insert(arena);
    }

    /// Makes a kept pool a used one, or gives it back when none of its blocks is in use.
    fn unkeep(&self, pool: PoolRef) {
        let arena = pool.arena();
        arena.kept.set(arena.kept.get() - 1);
        if pool.is_in_use() {
            pool.set_used();
        } else {
            self.give(pool);
        }
        self.settle(arena);
    }

    /// Gives back all kept pools without a block in use, and tells whether there was one.
    pub(super) fn release_kept(&self) -> bool {
        let mut released = false;
        for pool in SizeClass::EVERY.into_iter().filter_map(|class| self.used.first(class)) {
            if pool.state() == State::Kept && !pool.is_in_use() {
                self.unkeep(pool);
                released = true;
            }
        }
        released
    }

    /// Sees to it that the spare arenas are the idle ones, after the pools of `arena` changed.
    pub(super) fn settle(&self, arena: ArenaRef) {
        match (arena.is_spare.get(), arena.is_idle()) {
            (true, false) => self.set_spare(arena, false),
            (false, true) => {
                let most = self.source.spares(self.arenas.current()).max(1);
                if self.spares.get() < most {
                    self.set_spare(arena, true);
                } else if self.walks.get() == 0 {
                    self.vacate(arena);
                }
            }
            _ => {}
        }
    }

    fn set_spare(&self, arena: ArenaRef, is_spare: bool) {
        debug_assert_ne!(arena.is_spare.get(), is_spare);
        arena.is_spare.set(is_spare);
        let spares = self.spares.get();
        self.spares.set(if is_spare { spares + 1 } else { spares - 1 });
    }

    /// Unmaps the spare arenas of which no class keeps a pool, and counts them.
    pub(super) fn unmap_spares(&self) -> usize {
        let mut count = 0;
        let goes = |arena: &ArenaRef| arena.is_spare.get() && arena.is_wholly_free();
        while self.walks.get() == 0
            && let Some(arena) = self.arenas.iter().find(goes)
        {
            self.set_spare(arena, false);
            self.unmap_arena(arena);
            count += 1;
        }
        count
    }

    /// Takes its kept pools from an idle arena, and unmaps it when it is wholly free then.
    fn vacate(&self, arena: ArenaRef) {
        for pool in SizeClass::EVERY.into_iter().filter_map(|class| self.used.first(class)) {
            if pool.state() == State::Kept && pool.arena() == arena {
                arena.kept.set(arena.kept.get() - 1);
                if pool.is_in_use() {
                    pool.set_used();
                } else {
                    self.give(pool);
                }
            }
        }
        if arena.is_wholly_free() {
            self.unmap_arena(arena);
        }
    }

    /// Maps one more arena. False when the source refuses.
    fn map_arena(&self) -> bool {
        let Some(memory) = self.source.map().filter(|&memory| self.enter(memory)) else {
            if self.source.is_logged() {
                event::arena_refused(self.arenas.current());
            }
            return false;
        };
        // SAFETY: the source vouches for what it maps.
        let arena = unsafe { ArenaRef::new(memory, self.owner.get()) };
        self.arenas.add(arena);
        self.usable.insert(arena);
        self.set_spare(arena, true);
        if self.source.is_logged() {
            event::arena_mapped(memory, self.arenas.current());
        }
        true
    }

    /// Enters an arena into the map, or gives it back when it lies beyond that.
    fn enter(&self, memory: NonNull<u8>) -> bool {
        #[cfg(feature = "hardened")]
        crate::hardened::prepare();
        let entered = arena_map::insert(memory);
        if !entered {
            // SAFETY: the arena came from this source, and nobody has used it.
            unsafe { self.source.unmap(memory) };
        }
        entered
    }

    /// Gives an arena back that is wholly free, in its bucket, and not spare.
    pub(super) fn unmap_arena(&self, arena: ArenaRef) {
        debug_assert!(arena.is_wholly_free());
        self.usable.remove(arena);
        self.arenas.remove(arena);
        // SAFETY: none of its pools is used, so none is in a class list, and it is out of its
        // bucket and out of the list of arenas.
        unsafe { self.forget(arena) };
    }

    /// Gives the memory of an arena back.
    ///
    /// # Safety
    /// The arena came from this source, and nothing of the heap knows it any more.
    pub(super) unsafe fn forget(&self, arena: ArenaRef) {
        let memory = arena.memory();
        arena_map::remove(memory);
        // SAFETY: the caller's promise.
        unsafe { self.source.unmap(memory) };
        if self.source.is_logged() {
            event::arena_unmapped(memory, self.arenas.current());
        }
    }
}
