//! Pools and arenas coming and going: the cold half of allocation and free.
//!
//! An allocation that finds no block at the head of its class takes, in this order: blocks never
//! carved in that pool; the next pool of the class; a free pool of the arena with the fewest; a
//! new arena. When the source refuses the arena, full pools of the class that have free blocks but
//! are not back in the list yet are put back: nothing that is free stays out of reach.

use core::ptr::NonNull;

use super::Heap;
use crate::arena::ArenaRef;
use crate::arena_source::ArenaSource;
use crate::event;
use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;

impl<S: ArenaSource> Heap<S> {
    /// Allocates a block of a class whose first pool has no free one on its list.
    #[cold]
    #[inline(never)]
    pub(super) fn alloc_refilling(&self, class: SizeClass) -> Option<NonNull<u8>> {
        loop {
            // Events and the source may have used the heap, so what was found before is not
            // relied on: every step begins again with the head.
            let Some(pool) = self.used.first(class) else {
                self.link_pool(class)?;
                continue;
            };
            if let Some(block) = pool.pop() {
                return Some(block.memory());
            }
            if !pool.carve() {
                self.used.remove(pool);
                pool.set_full();
            }
        }
    }

    /// Puts a pool with free blocks at the head of a class, which has none. `None` when the source
    /// refuses an arena that is needed.
    fn link_pool(&self, class: SizeClass) -> Option<()> {
        let Some(arena) = self.usable.fewest_free() else {
            return if self.map_arena() { Some(()) } else { self.rejoin_all(class) };
        };
        self.usable.remove(arena);
        let pool = arena.take();
        self.usable.insert(arena);
        let pool = pool.expect("usable invariant 1: an arena in a bucket has free pools");
        let was = pool.assign(class);
        self.used.push_front(pool);
        if let Some(was) = was {
            event::pool_changes_class(was, class);
        }
        Some(())
    }

    /// Puts every full pool of `class` that has a free block back into its list. `None` where
    /// there is no such pool.
    fn rejoin_all(&self, class: SizeClass) -> Option<()> {
        let pools = self.arenas.iter().flat_map(ArenaRef::pools);
        for pool in pools.filter(|pool| pool.state() == State::Full && pool.class() == class) {
            if pool.used() < pool.capacity() {
                self.used.push_front(pool);
            }
        }
        self.used.first(class).map(drop)
    }

    /// Gives a pool without frees left its new place: a full one goes back to its class, a
    /// used one without a block in use goes back to its arena.
    #[cold]
    #[inline(never)]
    pub(super) fn relink(&self, pool: PoolRef) {
        if pool.state() == State::Full {
            self.used.push_front(pool);
            return;
        }
        self.used.remove(pool);
        let arena = pool.arena();
        self.usable.remove(arena);
        arena.give(pool);
        let spare = self.usable.wholly_free().is_some();
        self.usable.insert(arena);
        if arena.is_wholly_free() && spare && self.walks.get() == 0 {
            self.unmap_arena(arena);
        }
    }

    /// Maps one more arena. False when the source refuses.
    fn map_arena(&self) -> bool {
        let Some(memory) = self.source.map() else {
            event::arena_refused(self.arenas.current());
            return false;
        };
        // SAFETY: the source vouches for what it maps.
        let arena = unsafe { ArenaRef::new(memory, self.owner.get()) };
        self.arenas.add(arena);
        self.usable.insert(arena);
        event::arena_mapped(memory, self.arenas.current());
        true
    }

    /// Gives an arena back that is wholly free and in its bucket.
    pub(super) fn unmap_arena(&self, arena: ArenaRef) {
        debug_assert!(arena.is_wholly_free());
        self.usable.remove(arena);
        self.arenas.remove(arena);
        let memory = arena.memory();
        // SAFETY: the arena came from this source; none of its pools is used, so none is in a class
        // list, and it is out of its bucket and out of the list of arenas.
        unsafe { self.source.unmap(memory) };
        event::arena_unmapped(memory, self.arenas.current());
    }
}
