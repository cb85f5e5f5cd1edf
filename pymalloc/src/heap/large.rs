//! Requests that no size class serves: the source serves them, and the heap remembers them.
//!
//! In front of each block is a header, through which all of them are linked: so that a heap that is
//! dropped gives back every one, and a walk finds them.
//!
//! ```text
//!  | padding to the alignment | next prev layout |  the block ..
//!  ^ what the source gave                        ^ what the caller gets
//! ```
//!
//! # Invariants
//! 1. Every large block in use is in the list, once, but while the source is asked about it.
//! 2. A header says the layout that was asked for, which says what the source was asked for.

use core::alloc::Layout;
use core::cell::Cell;
use core::ops::Deref;
use core::ptr::NonNull;

use super::Heap;
use crate::arena_source::ArenaSource;
use crate::event;

/// The header of a large block.
struct Large {
    next: Cell<Option<LargeRef>>,
    prev: Cell<Option<LargeRef>>,
    layout: Layout,
}

/// The header of a large block in use, with leave to use all of the block.
#[derive(Clone, Copy)]
struct LargeRef(NonNull<Large>);

impl Deref for LargeRef {
    type Target = Large;

    fn deref(&self) -> &Large {
        // SAFETY: large invariant 1: the block is in use, so its header is there; only its cells
        // change.
        unsafe { self.0.as_ref() }
    }
}

/// What the source is asked for, so that a block for `layout` fits behind its header, and how far
/// the block begins behind it. `None` where no size is that large.
fn whole(layout: Layout) -> Option<(Layout, usize)> {
    let (whole, offset) = Layout::new::<Large>().extend(layout).ok()?;
    Some((whole, offset))
}

impl LargeRef {
    /// Writes the header of a block that the source gave.
    ///
    /// # Safety
    /// `base` is what the source gave for [`whole`] of `layout`, with the block at `offset`; nobody
    /// else uses it.
    unsafe fn new(base: NonNull<u8>, layout: Layout, offset: usize) -> Self {
        // SAFETY: the header lies in front of the block, in what the source gave.
        let header = unsafe { base.add(offset - size_of::<Large>()) }.cast();
        // SAFETY: the same; the block's alignment is at least the header's, whose size is a multiple
        // of it.
        unsafe { header.write(Large { next: Cell::new(None), prev: Cell::new(None), layout }) };
        LargeRef(header)
    }

    /// The header in front of a block.
    ///
    /// # Safety
    /// `block` is a large block in use, and may be used with its header.
    unsafe fn of(block: NonNull<u8>) -> Self {
        // SAFETY: a header is in front of each.
        LargeRef(unsafe { block.cast::<Large>().sub(1) })
    }

    fn block(self) -> NonNull<u8> {
        // SAFETY: the block is behind its header.
        unsafe { self.0.add(1) }.cast()
    }

    /// What the source gave, and what it was asked for.
    fn memory(self) -> (NonNull<u8>, Layout) {
        let (whole, offset) = whole(self.layout).expect("large invariant 2");
        // SAFETY: the block is `offset` bytes into what the source gave.
        (unsafe { self.block().sub(offset) }, whole)
    }
}

/// The large blocks of a heap, newest first.
pub(super) struct LargeBlocks {
    newest: Cell<Option<LargeRef>>,
    count: Cell<usize>,
    bytes: Cell<usize>,
}

impl LargeBlocks {
    pub(super) const fn new() -> Self {
        LargeBlocks { newest: Cell::new(None), count: Cell::new(0), bytes: Cell::new(0) }
    }

    /// How many there are, and their bytes, as requested.
    pub(super) fn counts(&self) -> (usize, usize) {
        (self.count.get(), self.bytes.get())
    }

    fn insert(&self, large: LargeRef) {
        let next = self.newest.replace(Some(large));
        if let Some(next) = next {
            next.prev.set(Some(large));
        }
        large.next.set(next);
        large.prev.set(None);
        self.count.set(self.count.get() + 1);
        self.bytes.set(self.bytes.get() + large.layout.size());
    }

    fn remove(&self, large: LargeRef) {
        let (next, prev) = (large.next.get(), large.prev.get());
        if let Some(next) = next {
            next.prev.set(prev);
        }
        match prev {
            Some(prev) => prev.next.set(next),
            None => self.newest.set(next),
        }
        self.count.set(self.count.get() - 1);
        self.bytes.set(self.bytes.get() - large.layout.size());
    }
}

impl<S: ArenaSource> Heap<S> {
    #[cold]
    #[inline(never)]
    pub(super) fn alloc_large(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.enter_large(layout, |whole| self.source.alloc_large(whole))
    }

    #[cold]
    #[inline(never)]
    pub(super) fn alloc_large_zeroed(&self, layout: Layout) -> Option<NonNull<u8>> {
        self.enter_large(layout, |whole| self.source.alloc_large_zeroed(whole))
    }

    /// Puts what the source gives for a block of `layout` into the list, and logs it when there is
    /// nothing.
    fn enter_large(
        &self,
        layout: Layout,
        ask: impl FnOnce(Layout) -> Option<NonNull<u8>>,
    ) -> Option<NonNull<u8>> {
        let given = whole(layout).and_then(|(whole, offset)| Some((ask(whole)?, offset)));
        let Some((base, offset)) = given else {
            if self.source.is_logged() {
                event::block_refused(layout);
            }
            return None;
        };
        // SAFETY: the source was asked for this layout, and vouches for what it gives.
        let large = unsafe { LargeRef::new(base, layout, offset) };
        self.large.insert(large);
        Some(large.block())
    }

    /// # Safety
    /// As for [`Heap::dealloc`], with a layout that no class serves.
    #[cold]
    #[inline(never)]
    pub(super) unsafe fn dealloc_large(&self, ptr: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller gives up a block of this heap that no pool served.
        let large = unsafe { LargeRef::of(ptr) };
        debug_assert_eq!(large.layout, layout, "freed with another layout");
        self.give_large(large);
    }

    /// Gives a block back to the source. Nobody uses it any more.
    fn give_large(&self, large: LargeRef) {
        self.large.remove(large);
        let (base, whole) = large.memory();
        // SAFETY: large invariant 2; the block is out of the list.
        unsafe { self.source.dealloc_large(base, whole) };
    }

    /// Gives all large blocks back: nobody uses the heap any more.
    pub(super) fn give_all_large(&self) {
        while let Some(large) = self.large.newest.get() {
            self.give_large(large);
        }
    }

    /// # Safety
    /// As for [`Heap::realloc`]; no class serves `layout`, nor `new`, which has its alignment and
    /// is not empty.
    pub(super) unsafe fn realloc_large(
        &self,
        ptr: NonNull<u8>,
        layout: Layout,
        new: Layout,
    ) -> Option<NonNull<u8>> {
        // SAFETY: the caller passes a block of this heap that no pool served.
        let large = unsafe { LargeRef::of(ptr) };
        debug_assert_eq!(large.layout, layout, "reallocated with another layout");
        self.large.remove(large);
        let moved = self.enter_large(new, |new| {
            let (base, whole) = large.memory();
            // SAFETY: large invariant 2; the offset of the block depends on its alignment alone,
            // so that it moves with its contents.
            unsafe { self.source.realloc_large(base, whole, new.size()) }
        });
        if moved.is_none() {
            self.large.insert(large);
        }
        moved
    }

    /// Calls `f` for every block in use that no pool serves, with its layout, newest first.
    ///
    /// `f` may use the heap, but of these blocks it may give back or reallocate only the one that it
    /// was called for.
    pub fn for_each_large_block(&self, mut f: impl FnMut(NonNull<u8>, Layout)) {
        let mut next = self.large.newest.get();
        while let Some(large) = next {
            next = large.next.get();
            f(large.block(), large.layout);
        }
    }
}
