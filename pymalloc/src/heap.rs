//! The heap: size classes over pools over arenas, for one owner at a time.
//!
//! The hot path is in this file. An allocation pops the free list of the pool at the head of its
//! class; a free pushes onto the list of the block's pool, which is a mask away, and compares one
//! count. Everything else is out of line in `heap/refill.rs` (pools and arenas), `heap/purge.rs`
//! (memory that goes back), `heap/large.rs`, `heap/realloc.rs` and `heap/walk.rs`.
//!
//! A heap has no lock and is not `Sync`. It may move, also to another thread: nothing in the
//! arenas points at it.
//!
//! # Invariants
//! 1. Every `Used` pool is in the list of its class (used pools invariant 1), every arena with free
//!    pools in its bucket (usable invariant 1).
//! 2. While no walk is running the spare arenas are the idle ones: those of whose pools none is in
//!    use but what a class keeps. There are at most as many as the source allowed when the last of
//!    them became spare.
//! 3. Every arena carries the owner of the heap.
//! 4. The source is called, and events are sent, only when all of this holds: both may use the
//!    heap. Purging and populating are the exceptions, and may not.
//!
//! Source: `Objects/obmalloc.c`, `pymalloc_alloc` and `pymalloc_free`.

use core::alloc::Layout;
use core::cell::Cell;
use core::fmt;
use core::ptr::{self, NonNull};

use crate::arena::ArenaRef;
use crate::arena_source::ArenaSource;
use crate::arenas::Arenas;
use crate::block::FreeBlock;
#[cfg(feature = "hardened")]
use crate::hardened;
use crate::os::OsArenas;
use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;
use crate::usable::Usable;
use crate::used_pools::UsedPools;
use large::LargeBlocks;
use purge::PurgeClock;

#[cfg(all(feature = "global", not(loom)))]
mod borrow;
mod global_alloc;
mod large;
mod purge;
pub(crate) mod realloc;
mod refill;
#[cfg(test)]
mod tests;
pub(crate) mod unsized_free;
mod walk;

/// A heap of small objects with arenas of its own.
///
/// Blocks up to 512 bytes come from pools, and so do those aligned to more than that, up to a pool;
/// others come from the source. Dropping the heap gives all of
/// its memory back at once, whatever still lives there: the arenas, and the large blocks one by one.
///
/// Every pointer to a block that is given back must be usable for the whole arena, or for the header
/// in front of a large block, as the one that was handed out is: keep that one, not one made from a
/// reference to the contents.
///
/// ```
/// use core::alloc::Layout;
/// use pymalloc::Heap;
///
/// let heap = Heap::new();
/// let layout = Layout::new::<[u64; 4]>();
/// let block = heap.alloc(layout).expect("memory");
/// assert_eq!(heap.stats().blocks_in_use(), 1);
/// // SAFETY: the block was allocated from this heap with this layout.
/// unsafe { heap.dealloc(block, layout) };
/// assert_eq!(heap.stats().blocks_in_use(), 0);
/// ```
///
/// It may move to another thread, but two threads cannot share it:
///
/// ```compile_fail,E0277
/// fn share<T: Sync>(_: &T) {}
/// share(&pymalloc::Heap::new());
/// ```
pub struct Heap<S: ArenaSource = OsArenas> {
    used: UsedPools,
    usable: Usable,
    arenas: Arenas,
    /// The number of spare arenas.
    spares: Cell<usize>,
    owner: Cell<*const ()>,
    /// Walks that are running: no arena is unmapped meanwhile.
    walks: Cell<usize>,
    purge: PurgeClock,
    large: LargeBlocks,
    source: S,
}

// SAFETY: arenas and large blocks are memory of the process, bound to no thread, and only the
// heap's own fields point into them. Blocks are given back through the heap itself, which one
// thread has at a time. The owner is a word that the heap never follows.
unsafe impl<S: ArenaSource + Send> Send for Heap<S> {}

impl Heap<OsArenas> {
    /// A heap with arenas from the operating system. Nothing is mapped before the first allocation.
    pub const fn new() -> Self {
        Self::with_source(OsArenas)
    }
}

impl Default for Heap<OsArenas> {
    fn default() -> Self {
        Self::new()
    }
}

impl<S: ArenaSource> Heap<S> {
    /// A heap with arenas and large blocks from `source`.
    pub const fn with_source(source: S) -> Self {
        Heap {
            used: UsedPools::new(),
            usable: Usable::new(),
            arenas: Arenas::new(),
            spares: Cell::new(0),
            owner: Cell::new(ptr::null()),
            walks: Cell::new(0),
            purge: PurgeClock::new(),
            large: LargeBlocks::new(),
            source,
        }
    }

    /// The source of arenas and large blocks.
    pub fn source(&self) -> &S {
        &self.source
    }

    /// Allocates a block of the size and alignment of `layout`, or `None` when the source refuses.
    /// A request of zero bytes gets a distinct block, as any other.
    #[inline]
    pub fn alloc(&self, layout: Layout) -> Option<NonNull<u8>> {
        match SizeClass::for_heap(layout) {
            Some(class) => self.alloc_class(class),
            None => self.alloc_large(layout),
        }
    }

    /// [`alloc`](Self::alloc), with the bytes of the layout set to zero.
    #[inline]
    pub fn alloc_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        let Some(class) = SizeClass::for_heap(layout) else {
            return self.alloc_large_zeroed(layout);
        };
        let block = self.alloc_class(class)?;
        // SAFETY: the block is of a class that holds the layout's size, and is the caller's alone.
        unsafe { block.write_bytes(0, layout.size()) };
        Some(block)
    }

    /// Gives a block back.
    ///
    /// # Safety
    /// * `ptr` came from this heap for `layout`: from an allocation with it, or from a
    ///   reallocation to its size; it may be used for the whole arena.
    /// * Nobody uses the block any more, and it has not been given back before.
    #[inline]
    pub unsafe fn dealloc(&self, ptr: NonNull<u8>, layout: Layout) {
        match SizeClass::for_heap(layout) {
            // SAFETY: the caller's promise; the class is the one of the layout.
            Some(class) => unsafe { self.dealloc_class(ptr, class) },
            // SAFETY: the caller's promise; no class serves the layout, so the source did.
            None => unsafe { self.dealloc_large(ptr, layout) },
        }
    }

    /// Allocates a block of `class`, or `None` when the source refuses.
    #[inline]
    pub fn alloc_class(&self, class: SizeClass) -> Option<NonNull<u8>> {
        match self.pop(class) {
            Some(block) => Some(block),
            None => self.alloc_refilling(class),
        }
    }

    /// The block that the first pool of `class` has at hand.
    #[inline]
    pub(crate) fn pop(&self, class: SizeClass) -> Option<NonNull<u8>> {
        self.used.head(class).pop().map(FreeBlock::hand_out)
    }

    /// Gives a block of `class` back.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc), with any layout of that class.
    ///
    /// # Panics
    /// With debug assertions, where the pool shows that the promise is broken.
    #[inline]
    pub unsafe fn dealloc_class(&self, ptr: NonNull<u8>, class: SizeClass) {
        // SAFETY: the caller's promise.
        unsafe { self.take_back_as(ptr, class) };
    }

    /// Gives a small block back, of whichever class it is.
    ///
    /// # Safety
    /// As for [`dealloc_class`](Self::dealloc_class), but for the class.
    #[inline]
    pub(crate) unsafe fn take_back(&self, ptr: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { self.take_back_as(ptr, SizeClass::ALL[0]) };
    }

    /// Gives a block back that is of `class` or a larger one.
    ///
    /// # Safety
    /// As for `take_back`.
    #[inline]
    unsafe fn take_back_as(&self, ptr: NonNull<u8>, class: SizeClass) {
        // SAFETY: the caller's promise.
        #[cfg(feature = "hardened")]
        if !unsafe { hardened::is_right(ptr, self.owner.get(), class) } {
            hardened::examine(ptr, self.owner.get(), class);
        }
        // SAFETY: the caller's block lies in a pool.
        let pool = unsafe { PoolRef::of_block(ptr) };
        debug_assert!(pool.class() >= class, "freed with the layout of a larger block");
        // SAFETY: the caller's promise.
        unsafe { self.put_back(ptr) };
    }

    /// Puts a block onto the list of its pool.
    ///
    /// # Safety
    /// As for `take_back`.
    #[inline]
    pub(crate) unsafe fn put_back(&self, ptr: NonNull<u8>) {
        // SAFETY: the caller's block lies in a pool of this heap.
        let pool = unsafe { PoolRef::of_block(ptr) };
        debug_assert!(!matches!(pool.state(), State::Virgin | State::Empty), "freed twice");
        debug_assert!(pool.place_of(ptr).is_some(), "freed at an address inside a block");
        debug_assert!(pool.free().first().map(FreeBlock::memory) != Some(ptr), "freed twice");
        // SAFETY: the caller gives up a block of that pool.
        if unsafe { pool.push(ptr) } {
            self.relink(pool);
        }
    }

    /// The arenas, and the large blocks with their bytes.
    pub(crate) fn counts(&self) -> (&Arenas, (usize, usize)) {
        (&self.arenas, self.large.counts())
    }

    /// What the check walks.
    #[cfg(any(test, heap_check))]
    pub(crate) fn lists(&self) -> (&UsedPools, &Usable) {
        (&self.used, &self.usable)
    }

    /// The number of spare arenas, and the owner.
    #[cfg(any(test, heap_check))]
    pub(crate) fn words(&self) -> (usize, *const ()) {
        (self.spares.get(), self.owner.get())
    }

    #[cfg(any(test, heap_check))]
    pub(crate) fn is_walking(&self) -> bool {
        self.walks.get() > 0
    }

    /// Stores a word of the host's in every arena, those to come included, for
    /// [`owner_of`](Self::owner_of). The heap never follows it.
    pub fn set_owner(&self, owner: *const ()) {
        self.owner.set(owner);
        for arena in self.arenas.iter() {
            arena.public.owner.set(owner);
        }
    }

    /// The host's word in the arena of a small block, whichever heap the block is of: one mask and
    /// one load.
    ///
    /// # Safety
    /// `small_block` came from a pool of a heap that still exists (its layout has a class), was not
    /// given back, and no other thread is in [`set_owner`](Self::set_owner) of that heap.
    #[inline]
    pub unsafe fn owner_of(small_block: NonNull<u8>) -> *const () {
        // SAFETY: the block lies in a mapped arena.
        unsafe { ArenaRef::containing(small_block) }.public.owner.get()
    }
}

impl<S: ArenaSource> Drop for Heap<S> {
    fn drop(&mut self) {
        self.give_all_large();
        for arena in self.arenas.iter() {
            self.arenas.remove(arena);
            // SAFETY: the arena came from this source, it is out of the list, and with the heap
            // goes everything else that knew it.
            unsafe { self.forget(arena) };
        }
    }
}

impl<S: ArenaSource> fmt::Debug for Heap<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Heap")
            .field("arenas", &self.arenas.current())
            .field("large_blocks", &self.large.counts().0)
            .finish_non_exhaustive()
    }
}
