//! A pool: 16 KiB of blocks of one size class, and the 32-byte header that counts them.
//!
//! Freed blocks go onto the pool's free list and are handed out last in, first out. Blocks that
//! were never handed out are carved from the front of the pool, at most [`CARVE`] bytes at a time,
//! so memory is not touched long before it is needed.
//!
//! ```text
//!          carve           used: a block is free                   carve fails at the list's head
//!  Virgin ------> Used  <----------------------------------  Full <----------------- Used
//!                  |  ^    1/8 of the pool is free (<= 16)
//!      used == 0   v  |  a class needs a pool: from any of the three
//!                 Empty ------> Idle ------> Purged
//!                       a pass        a pass
//!
//!  Used <----> Kept      used == 0 in the only pool of its list; back when another pool joins it
//! ```
//! `Used` and `Kept` pools are in the list of their class, `Full` ones in no list, `Empty`, `Idle`
//! and `Purged` ones on the stack of their arena (`heap/purge.rs`). A class keeps its only pool also
//! while no block of it is in use: a program that allocates and frees one block would otherwise move
//! the pool each time. A full pool does not go back at the first free block: a program that replaces
//! objects at random would relink a pool at each free and unlink it at the next allocation.
//!
//! The header does not hold the blocks in use but `left`, the frees until the pool has to change
//! its place, whichever event that is: a free counts down and compares with zero. In a kept pool
//! it counts one more, so that it never gets there. Blocks of other heaps that a thread keeps have
//! such a header, too: `pool/borrowed.rs`.
//! `left` is read and written 32 bits wide everywhere: after a store of 16 bits the compiler may
//! load 32, which the processor cannot forward from the store.
//!
//! # Invariants
//! 1. Blocks in use, on the free list and not yet carved add up to the pool's capacity.
//! 2. The free list holds carved blocks of this pool, none twice.
//! 3. `left` is the blocks in use, less [`rejoin_at`] in a full pool, where it is more than zero,
//!    and one more in a kept pool.
//! 4. An empty pool has no block in use, a used one has some, a virgin one was never assigned a
//!    class.
//! 5. A `PoolRef` points at a header in a mapped arena, or at [`NO_POOL`], which is never written, or
//!    at one for borrowed blocks, which stays; the heap drops all of them before it unmaps the arena.
//!
//! Source: `Objects/obmalloc.c`, `struct pool_header`.

use core::cell::Cell;
use core::ops::Deref;
use core::ptr::NonNull;

use crate::arena::ArenaRef;
use crate::block::{FreeBlock, FreeList};
#[cfg(feature = "hardened")]
use crate::geometry::LINKS;
use crate::geometry::{self, ARENA_SIZE, POOL_HEADERS, POOL_SIZE, POOLS};
#[cfg(feature = "hardened")]
use crate::hardened::grid::Grid;
use crate::size_class::SizeClass;

#[cfg(all(feature = "global", not(loom)))]
mod borrowed;

/// How many bytes of blocks are carved at a time, at least one block.
const CARVE: usize = 1024;

/// What a pool is to its heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum State {
    /// Never assigned: what the zeroed memory of a new arena reads as.
    Virgin = 0,
    /// In the list of its class.
    Used,
    /// In no list.
    Full,
    /// The only one in the list of its class, with or without blocks in use.
    Kept,
    /// On the stack of its arena; keeps class and free list in case the same class comes back.
    Empty,
    /// The same, since before the last pass of the purge.
    Idle,
    /// On the stack, without memory that is worth keeping: nothing is carved.
    Purged,
    /// No pool, but the header of borrowed blocks, in front of the pools of its class.
    Borrowed,
}

impl State {
    /// Whether the pool is on the stack of its arena.
    pub(crate) fn is_empty(self) -> bool {
        matches!(self, State::Empty | State::Idle | State::Purged)
    }
}

/// The header of a pool. All zeroes is a virgin pool.
#[repr(C)]
pub(crate) struct Pool {
    free: Cell<FreeList>,
    next: Link,
    #[cfg(not(feature = "hardened"))]
    prev: Link,
    /// Where blocks begin.
    #[cfg(feature = "hardened")]
    grid: Grid,
    left: Cell<u32>,
    /// The blocks carved so far, in the units of the grid where there is one.
    carved: Cell<u16>,
    class: Cell<SizeClass>,
    state: Cell<State>,
}

/// A link to another pool.
pub(crate) type Link = Cell<Option<PoolRef>>;

/// What lies apart from the headers of the pools, where these have no room for it: only relinking
/// reads it.
#[repr(C)]
pub(crate) struct Links {
    #[cfg(feature = "hardened")]
    prev: Link,
}

const _: () = assert!(size_of::<Pool>() == 32);

/// At how many blocks in use a full pool of `capacity` blocks rejoins its class.
pub(crate) fn rejoin_at(capacity: u16) -> u16 {
    capacity - (capacity / 8).clamp(1, 16)
}

impl Pool {
    /// A header that is all zeroes.
    const fn virgin() -> Pool {
        Pool {
            free: Cell::new(FreeList::NONE),
            next: Cell::new(None),
            #[cfg(not(feature = "hardened"))]
            prev: Cell::new(None),
            #[cfg(feature = "hardened")]
            grid: Grid::new(),
            left: Cell::new(0),
            carved: Cell::new(0),
            class: Cell::new(SizeClass::ALL[0]),
            state: Cell::new(State::Virgin),
        }
    }

    /// Hands out the block freed last, `None` when the free list is empty.
    #[inline]
    pub(crate) fn pop(&self) -> Option<FreeBlock> {
        let block = self.free.get().first()?;
        self.free.set(block.rest());
        self.left.set(self.left.get() + 1);
        Some(block)
    }

    /// Takes `block` back, and tells whether the pool now has to change its state.
    ///
    /// # Safety
    /// `block` was handed out by this pool's `pop`, is not used from now on, and its pointer may be
    /// used for the whole arena. Of borrowed blocks it is one of another heap and of this class.
    #[inline]
    #[must_use = "a pool without frees left has to be relinked"]
    pub(crate) unsafe fn push(&self, block: NonNull<u8>) -> bool {
        // SAFETY: the caller gives up a block of this pool.
        let block = unsafe { FreeBlock::new(block, self.free.get()) };
        self.free.set(block.list());
        let left = self.left.get() - 1;
        self.left.set(left);
        left == 0
    }

    pub(crate) fn class(&self) -> SizeClass {
        self.class.get()
    }

    pub(crate) fn state(&self) -> State {
        self.state.get()
    }

    /// The frees until the pool changes its place.
    #[cfg(any(test, heap_check))]
    pub(crate) fn left(&self) -> u32 {
        self.left.get()
    }

    /// The blocks carved so far. Not of borrowed ones.
    pub(crate) fn carved(&self) -> u16 {
        #[cfg(feature = "hardened")]
        return self.carved.get() / self.grid.unit(self.class()).max(1);
        #[cfg(not(feature = "hardened"))]
        self.carved.get()
    }

    fn set_carved(&self, blocks: u16) {
        #[cfg(feature = "hardened")]
        let blocks = blocks * self.grid.unit(self.class());
        self.carved.set(blocks);
    }

    pub(crate) fn free(&self) -> FreeList {
        self.free.get()
    }

    /// Whether a carved block begins at an address in the pool.
    #[cfg(feature = "hardened")]
    #[inline(always)]
    pub(crate) fn begins(&self, address: NonNull<u8>) -> bool {
        self.grid.begins(address, self.carved.get())
    }
}

/// A pool's header, with leave to use the whole arena around it.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(transparent)]
pub(crate) struct PoolRef(NonNull<Pool>);

/// The head of a class list without pools: nothing to pop, never written.
static NO_POOL: NoPool = NoPool(Pool::virgin());

struct NoPool(Pool);

// SAFETY: pool invariant 5: nothing writes to the one static of this type.
unsafe impl Sync for NoPool {}

impl Deref for PoolRef {
    type Target = Pool;

    #[inline]
    fn deref(&self) -> &Pool {
        // SAFETY: pool invariant 5: the header is mapped; all its fields are cells.
        unsafe { self.0.as_ref() }
    }
}

impl PoolRef {
    /// What stands for "no pool" at the head of a class list.
    pub(crate) const NONE: PoolRef = {
        let none = &raw const NO_POOL.0;
        // SAFETY: the address of a static is never null.
        PoolRef(unsafe { NonNull::new_unchecked(none.cast_mut()) })
    };

    /// The pool that a block belongs to.
    ///
    /// # Safety
    /// `block` points into the blocks of a mapped arena, and may be used for all of the arena.
    #[inline]
    pub(crate) unsafe fn of_block(block: NonNull<u8>) -> PoolRef {
        let (offset, header) = Self::offsets(block);
        // SAFETY: the block lies `offset` bytes into its arena, and the arena is mapped.
        let arena = unsafe { block.sub(offset) };
        // SAFETY: the headers are inside slot 0 of the arena.
        PoolRef(unsafe { arena.add(header) }.cast())
    }

    /// Where a block lies in its arena, and where the header of its pool does.
    #[inline]
    fn offsets(block: NonNull<u8>) -> (usize, usize) {
        let offset = block.addr().get() & (ARENA_SIZE - 1);
        (offset, POOL_HEADERS + offset / POOL_SIZE * size_of::<Pool>())
    }

    /// Has the header of the pool brought near that a block belongs to. The arena may be gone.
    #[cfg(all(feature = "global", not(loom)))]
    #[inline]
    pub(crate) fn prefetch_of(block: NonNull<u8>) {
        let (offset, header) = Self::offsets(block);
        crate::prefetch::prefetch(block.as_ptr().wrapping_sub(offset).wrapping_add(header));
    }

    /// The pool in slot `index` of `arena`.
    pub(crate) fn in_arena(arena: ArenaRef, index: usize) -> PoolRef {
        assert!(index < POOLS);
        let header = POOL_HEADERS + index * size_of::<Pool>();
        // SAFETY: an `ArenaRef` may be used for all of its arena, and the headers are inside it.
        PoolRef(unsafe { arena.memory().add(header) }.cast())
    }

    /// The arena of this pool, which is not `NONE`.
    pub(crate) fn arena(self) -> ArenaRef {
        // SAFETY: pool invariant 5: the header lies in a mapped arena.
        unsafe { ArenaRef::containing(self.0.cast()) }
    }

    #[cfg(feature = "hardened")]
    fn links(&self) -> &Links {
        let links = LINKS + self.index() * size_of::<Links>();
        // SAFETY: the links are inside slot 0 of the arena.
        let links = unsafe { self.arena().memory().add(links) };
        // SAFETY: pool invariant 5: the arena is mapped; its memory was zeroed, which is `None`.
        unsafe { links.cast().as_ref() }
    }

    /// The link to the pool in front of this one in the list of its class.
    pub(crate) fn prev(&self) -> &Link {
        #[cfg(not(feature = "hardened"))]
        {
            &self.prev
        }
        #[cfg(feature = "hardened")]
        {
            &self.links().prev
        }
    }

    /// The link to the next pool: of the class when used, of the arena's stack when empty.
    pub(crate) fn next(&self) -> &Link {
        &self.next
    }

    /// The class of the pool that a block belongs to, read from where its heap seldom writes.
    ///
    /// # Safety
    /// As for [`of_block`](Self::of_block), and the block is in use.
    #[cfg(all(feature = "global", not(loom)))]
    pub(crate) unsafe fn class_of(block: NonNull<u8>) -> SizeClass {
        // SAFETY: the caller's promise.
        let arena = unsafe { ArenaRef::containing(block) };
        let (offset, _) = Self::offsets(block);
        arena.public.classes[offset / POOL_SIZE].get()
    }

    /// Makes an empty or virgin pool one of `class`, and gives the class it had if that differs.
    /// A pool that had the class already keeps its free list.
    pub(crate) fn assign(self, class: SizeClass) -> Option<SizeClass> {
        let is_virgin = self.state() == State::Virgin;
        let was = self.class.replace(class);
        self.arena().public.classes[self.index()].set(class);
        if !is_virgin && was == class {
            return None;
        }
        self.carve_anew();
        (!is_virgin).then_some(was)
    }

    /// No block is carved.
    fn carve_anew(self) {
        self.free.set(FreeList::empty(self.block(0)));
        self.carved.set(0);
        #[cfg(feature = "hardened")]
        self.grid.set(self.block(0), self.class());
    }

    /// The slot of this pool in its arena.
    pub(crate) fn index(self) -> usize {
        let offset = self.0.addr().get() & (ARENA_SIZE - 1);
        (offset - POOL_HEADERS) / size_of::<Pool>()
    }

    /// How many blocks the pool holds, free and in use.
    pub(crate) fn capacity(self) -> u16 {
        geometry::capacity(self.index(), self.class())
    }

    /// The block at place `index`, counted from the start of the pool.
    pub(crate) fn block(self, index: u16) -> NonNull<u8> {
        debug_assert!(index < self.capacity());
        let offset = geometry::first_block(self.index(), self.class())
            + usize::from(index) * self.class().block_size();
        // SAFETY: pools of the arena end at its end, and `index` is below this pool's capacity.
        unsafe { self.arena().memory().add(offset) }
    }

    /// The place of the block at `block`, `None` where this pool's blocks do not begin.
    pub(crate) fn place_of(self, block: NonNull<u8>) -> Option<u16> {
        let size = self.class().block_size();
        let offset = block.addr().get().checked_sub(self.block(0).addr().get())?;
        let place = u16::try_from(offset / size).ok()?;
        (offset % size == 0 && place < self.capacity()).then_some(place)
    }

    /// The blocks in use.
    #[expect(clippy::cast_possible_truncation, reason = "at most the capacity: pool invariant 1")]
    pub(crate) fn used(self) -> u16 {
        let left = self.left.get() as u16;
        match self.state() {
            State::Full => left + rejoin_at(self.capacity()),
            State::Kept => left - 1,
            _ => left,
        }
    }

    /// Whether the pool has a block in use.
    pub(crate) fn is_in_use(self) -> bool {
        self.used() > 0
    }

    /// The pool goes into the list of its class: the next event is its last block's return.
    pub(crate) fn set_used(self) {
        self.left.set(u32::from(self.used()));
        self.state.set(State::Used);
    }

    /// The pool stays in the list of its class though none of its blocks is in use: no event
    /// until another pool joins it there.
    pub(crate) fn set_kept(self) {
        debug_assert_eq!(self.used(), 0);
        self.left.set(1);
        self.state.set(State::Kept);
    }

    /// The pool leaves the list of its class, without a block to give: the next event is that
    /// enough of them are free.
    pub(crate) fn set_full(self) {
        let capacity = self.capacity();
        debug_assert_eq!(self.used(), capacity);
        self.left.set(u32::from(capacity - rejoin_at(capacity)));
        self.state.set(State::Full);
    }

    /// The pool goes onto the stack of its arena.
    pub(crate) fn set_empty(self) {
        debug_assert_eq!(self.used(), 0);
        self.left.set(0);
        self.state.set(State::Empty);
    }

    /// The pool was on the stack in a pass of the purge.
    pub(crate) fn set_idle(self) {
        debug_assert_eq!(self.state(), State::Empty);
        self.state.set(State::Idle);
    }

    /// What the blocks of the pool hold is lost: all are to be carved again.
    pub(crate) fn set_purged(self) {
        debug_assert!(self.state().is_empty());
        self.carve_anew();
        self.state.set(State::Purged);
    }

    /// Puts blocks that were never handed out onto the empty free list, in the order of their
    /// addresses. False when there are none left.
    pub(crate) fn carve(self) -> bool {
        debug_assert!(self.free.get().first().is_none());
        let carved = self.carved();
        let most = (CARVE / self.class().block_size()).max(1);
        let left = self.capacity() - carved;
        let count = u16::try_from(most).map_or(left, |most| most.min(left));
        let mut free = self.free.get();
        for place in (carved..carved + count).rev() {
            // SAFETY: pool invariant 1: blocks from `carved` on were never handed out.
            free = unsafe { FreeBlock::new(self.block(place), free) }.list();
        }
        self.free.set(free);
        self.set_carved(carved + count);
        count > 0
    }
}
