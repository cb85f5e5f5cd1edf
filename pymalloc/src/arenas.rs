//! All arenas of a heap, newest first, and how many there have been.
//!
//! The list is threaded through the arenas' headers and is what a heap walks to unmap, to count and
//! to visit its blocks.
//!
//! # Invariants
//! 1. Every mapped arena of the heap is in the list, once.
//! 2. `current` is the length of the list, and `allocated - reclaimed`.

use core::cell::Cell;

use crate::arena::ArenaRef;

/// The list of all arenas, with its counts.
pub(crate) struct Arenas {
    newest: Cell<Option<ArenaRef>>,
    /// Arenas mapped so far.
    pub(crate) allocated: Cell<usize>,
    /// Arenas unmapped so far.
    pub(crate) reclaimed: Cell<usize>,
    /// The most arenas there have been at once.
    pub(crate) highwater: Cell<usize>,
}

impl Arenas {
    pub(crate) const fn new() -> Self {
        Arenas {
            newest: Cell::new(None),
            allocated: Cell::new(0),
            reclaimed: Cell::new(0),
            highwater: Cell::new(0),
        }
    }

    /// The arenas that are mapped.
    pub(crate) fn current(&self) -> usize {
        self.allocated.get() - self.reclaimed.get()
    }

    /// Counts in an arena that was just mapped.
    pub(crate) fn add(&self, arena: ArenaRef) {
        let older = self.newest.replace(Some(arena));
        if let Some(older) = older {
            older.newer.set(Some(arena));
        }
        arena.older.set(older);
        self.allocated.set(self.allocated.get() + 1);
        self.highwater.set(self.highwater.get().max(self.current()));
    }

    /// Counts out an arena that is about to be unmapped.
    pub(crate) fn remove(&self, arena: ArenaRef) {
        let (older, newer) = (arena.older.take(), arena.newer.take());
        if let Some(older) = older {
            older.newer.set(newer);
        }
        match newer {
            Some(newer) => newer.older.set(older),
            None => self.newest.set(older),
        }
        self.reclaimed.set(self.reclaimed.get() + 1);
    }

    /// All arenas, newest first. Arenas may be added meanwhile, and are not seen; none may be
    /// removed but the one that was given last.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ArenaRef> {
        let mut next = self.newest.get();
        core::iter::from_fn(move || {
            let arena = next?;
            next = arena.older.get();
            Some(arena)
        })
    }
}
