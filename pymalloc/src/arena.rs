//! An arena: 1 MiB of 64 pools, and the header that says which of them are free.
//!
//! Free pools are those on the stack of empty ones and the slots from `virgin` on. Empty ones are
//! taken first, so that slots that were never used stay untouched.
//!
//! What other threads read of an arena, to free a block in it, lies on lines of its own: whose it is,
//! and which class each pool has. The rest, and the headers of the pools, its heap writes all the
//! time.
//!
//! # Invariants
//! 1. `free_pools` is the length of the stack plus the slots from `virgin` on.
//! 2. Pools on the stack are empty, slots from `virgin` on are virgin, and all others are neither.
//! 3. `kept` is the number of its pools in state `Kept`.
//! 4. An `ArenaRef` points at an arena that is mapped; the heap drops all before it unmaps one.
//! 5. The public class of a pool is its own.
//!
//! Source: `Objects/obmalloc.c`, `struct arena_object`.

use core::cell::Cell;
use core::ops::Deref;
use core::ptr::NonNull;

use crate::geometry::{ARENA_SIZE, POOLS};
use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;

/// The header of an arena.
#[repr(C, align(64))]
pub(crate) struct Arena {
    /// Links of the bucket in `Usable`.
    pub(crate) next: Cell<Option<ArenaRef>>,
    pub(crate) prev: Cell<Option<ArenaRef>>,
    /// Links of the list of all arenas.
    pub(crate) older: Cell<Option<ArenaRef>>,
    pub(crate) newer: Cell<Option<ArenaRef>>,
    empty: Cell<Option<PoolRef>>,
    free_pools: Cell<usize>,
    virgin: Cell<usize>,
    /// Pools that a class keeps though it needs none.
    pub(crate) kept: Cell<u32>,
    /// Whether the heap counts the arena among its spare ones.
    pub(crate) is_spare: Cell<bool>,
    pub(crate) public: Public,
}

/// What seldom changes, and never while a block is in use that it is asked for.
#[repr(C, align(64))]
pub(crate) struct Public {
    /// The word of the heap's owner: whoever holds a small block finds it with one mask and one load.
    pub(crate) owner: Cell<*const ()>,
    /// The class of each pool, that of [`Pool::class`](crate::pool::Pool::class).
    pub(crate) classes: [Cell<SizeClass>; POOLS],
}

const _: () = assert!(size_of::<Arena>() == 192);
const _: () = assert!(core::mem::offset_of!(Arena, public) == 64);

impl Arena {
    /// How many pools of the arena no class has.
    pub(crate) fn free_pools(&self) -> usize {
        self.free_pools.get()
    }

    pub(crate) fn is_wholly_free(&self) -> bool {
        self.free_pools.get() == POOLS
    }

    /// Whether no pool is in use but those that a class keeps.
    pub(crate) fn is_idle(&self) -> bool {
        self.free_pools.get() + self.kept.get() as usize == POOLS
    }

    /// The slots from this one on were never used.
    pub(crate) fn virgin(&self) -> usize {
        self.virgin.get()
    }

    /// The stack of empty pools, the one given back last first.
    pub(crate) fn stack(&self) -> impl Iterator<Item = PoolRef> {
        core::iter::successors(self.empty.get(), |pool| pool.next().get())
    }

    /// Puts a pool without blocks in use back.
    pub(crate) fn give(&self, pool: PoolRef) {
        pool.set_empty();
        pool.next().set(self.empty.replace(Some(pool)));
        self.free_pools.set(self.free_pools.get() + 1);
    }
}

/// An arena's header, with leave to use the whole arena.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct ArenaRef(NonNull<Arena>);

impl Deref for ArenaRef {
    type Target = Arena;

    #[inline]
    fn deref(&self) -> &Arena {
        // SAFETY: arena invariant 4: the header is mapped; all its fields are cells.
        unsafe { self.0.as_ref() }
    }
}

impl ArenaRef {
    /// Makes an arena of freshly mapped memory, of a heap of `owner`.
    ///
    /// # Safety
    /// `memory` is `ARENA_SIZE` bytes aligned to `ARENA_SIZE`, zeroed, and used by nobody else.
    pub(crate) unsafe fn new(memory: NonNull<u8>, owner: *const ()) -> ArenaRef {
        debug_assert!(memory.addr().get().is_multiple_of(ARENA_SIZE));
        let arena = memory.cast::<Arena>();
        let header = Arena {
            next: Cell::new(None),
            prev: Cell::new(None),
            older: Cell::new(None),
            newer: Cell::new(None),
            empty: Cell::new(None),
            free_pools: Cell::new(POOLS),
            virgin: Cell::new(0),
            kept: Cell::new(0),
            is_spare: Cell::new(false),
            public: Public {
                owner: Cell::new(owner),
                classes: [const { Cell::new(SizeClass::ALL[0]) }; _],
            },
        };
        // SAFETY: the caller gives the memory, which begins with the header.
        unsafe { arena.write(header) };
        ArenaRef(arena)
    }

    /// The arena around an address.
    ///
    /// # Safety
    /// `inside` points into a mapped arena, and may be used for all of it.
    #[inline]
    pub(crate) unsafe fn containing(inside: NonNull<u8>) -> ArenaRef {
        let offset = inside.addr().get() & (ARENA_SIZE - 1);
        // SAFETY: the address lies `offset` bytes into its arena.
        ArenaRef(unsafe { inside.sub(offset) }.cast())
    }

    /// The memory of the arena, as it was mapped.
    pub(crate) fn memory(self) -> NonNull<u8> {
        self.0.cast()
    }

    /// The pools of the arena that were ever used.
    pub(crate) fn pools(self) -> impl Iterator<Item = PoolRef> {
        (0..self.virgin()).map(move |index| PoolRef::in_arena(self, index))
    }

    /// Takes a free pool out of the arena, `None` when it has none.
    pub(crate) fn take(self) -> Option<PoolRef> {
        let pool = if let Some(pool) = self.empty.get() {
            self.empty.set(pool.next().take());
            pool
        } else if self.virgin.get() < POOLS {
            PoolRef::in_arena(self, self.virgin.replace(self.virgin.get() + 1))
        } else {
            return None;
        };
        self.free_pools.set(self.free_pools.get() - 1);
        Some(pool)
    }

    /// Takes a free pool that is not the short one of slot 0. At least two are free.
    pub(crate) fn take_whole(self) -> Option<PoolRef> {
        let pool = self.take()?;
        if pool.index() > 0 {
            return Some(pool);
        }
        let whole = self.take();
        if pool.state() == State::Virgin {
            // A pool on the stack has a class.
            pool.assign(SizeClass::ALL[0]);
        }
        self.give(pool);
        whole
    }
}
