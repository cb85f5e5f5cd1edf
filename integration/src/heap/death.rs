//! From the last owner's departure to the free block.
//!
//! The order is CPython's: the finalizer runs while the object is tracked and owned once, then it
//! is untracked, then its weak references are cleared and called back, then its payload is
//! dropped, children and all, and last the block is given back. Dropping payloads nests at most
//! [`Trashcan::MAX_DEPTH`](refcount::Trashcan::MAX_DEPTH) deep; what dies deeper waits in the
//! trashcan, finalized and without weak references. What dies while a collector looks is put off.
//!
//! # Invariants
//! 1. An object comes here when its count has fallen to zero, and leaves either with owners or
//!    without a block.
//! 2. A finalizer of a collectable object runs once in the object's life.
//!
//! # Source
//! `subtype_dealloc` in `Objects/typeobject.c`, `PyObject_CallFinalizerFromDealloc`.

use core::ptr::NonNull;

use refcount::{Count, Dealloc, Decref};

use super::free_list::FreeList;
use super::header::Header;
use super::inner::{Death, Inner};
use super::{Value, detection, weak};

/// Destroys an object that lost its last owner.
///
/// # Safety
/// `dead` heads an object with a count of zero, and the caller does not use it afterwards.
#[cold]
#[inline(never)]
pub(crate) unsafe fn destroy(dead: NonNull<Header>) {
    if !detection::destroys_at_once() && detection::keeps(dead) {
        return;
    }
    // SAFETY: the object's block has not been given back.
    let header = unsafe { dead.as_ref() };
    // SAFETY: as above.
    let inner = unsafe { Inner::of(dead) };
    let vtable = header.vtable;
    if !vtable.collectable && !vtable.finalizes && !header.word.has_weakrefs() {
        // SAFETY: nothing else refers to the object; its payload cannot kill others.
        unsafe { inner.dealloc(dead) };
        return;
    }
    let _death = Death::of_one_in(inner);
    if vtable.finalizes && !header.word.is_finalized() {
        // SAFETY: the function is the one of the object's own vtable.
        let needs_finalizer = unsafe { (vtable.needs_finalizer)(dead) };
        // SAFETY: the object is dead and whole.
        if needs_finalizer && unsafe { finalize(inner, dead) } {
            return;
        }
    }
    if header.word.is_tracked() {
        inner.gc.untrack(inner, dead);
    }
    weak::unlink_dying(dead);
    let _dying = Dying { inner, dead };
    if header.word.has_weakrefs() {
        weak::clear_dying(inner, dead);
    }
}

/// Frees an object whose count does not matter any more, since all who own it are freed as well.
/// What it refers to keeps its count.
///
/// # Safety
/// The object lives in `inner`'s heap, which stays. No collector, weak reference, or living object
/// knows it, nobody uses it afterwards, and its payload can be released.
#[inline]
pub(crate) unsafe fn release(inner: &Inner, object: NonNull<Header>) {
    // SAFETY: the object is whole.
    let _block = unsafe { Block::of(inner, object) };
    // SAFETY: as above.
    let vtable = unsafe { object.as_ref() }.vtable;
    // SAFETY: the function is the one of the object's own vtable, and the payload is given up here.
    unsafe { (vtable.release)(object, inner) };
}

/// The destructions that stand on one stack, and what waits for them to end.
#[cfg(feature = "runner")]
pub(crate) struct Deaths(refcount::Trashcan<Header>);

#[cfg(feature = "runner")]
impl Deaths {
    /// None.
    pub(crate) const fn none() -> Self {
        Self(refcount::Trashcan::new())
    }
}

#[cfg(feature = "runner")]
impl super::Heap {
    /// Exchanges the destructions of the stack that was left with those of the stack that goes on:
    /// code that runs in fibers does so at each switch.
    pub(crate) fn exchange_deaths(&self, others: &Deaths) {
        self.inner().trashcan.swap(&others.0);
    }
}

/// An object whose payload is to be dropped, also when a callback before that panics.
struct Dying<'a> {
    inner: &'a Inner,
    dead: NonNull<Header>,
}

impl Drop for Dying<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the object is dead, finalized, untracked and without weak references, and in no
        // list of weak references itself.
        unsafe { self.inner.trashcan.destroy(self.inner, self.dead) };
    }
}

/// Runs the finalizer of a dying object. Answers whether the object lives on.
///
/// # Safety
/// `dead` heads an object with a count of zero whose payload is intact.
unsafe fn finalize(inner: &Inner, dead: NonNull<Header>) -> bool {
    // SAFETY: the caller hands in an object whose block has not been given back.
    let header = unsafe { dead.as_ref() };
    // CPython's order: the object that runs its finalizer is at the end of the young generation.
    if header.word.is_tracked() {
        inner.gc.untrack(inner, dead);
        let _ = inner.track(dead);
    }
    header.count.revive();
    // SAFETY: the revived count is owned by this value.
    let value = unsafe { Value::from_owned(dead) };
    let heap = inner.lend();
    // A panicking finalizer has run all the same; the guard also takes the owner back.
    let guard = Finalizing { value: core::mem::ManuallyDrop::new(value), resurrected: None };
    let mut guard = guard;
    (header.vtable.finalize)(&guard.value, &heap);
    guard.finish()
}

/// A finalizer in progress. When it unwinds, the object is destroyed by the ordinary drop.
struct Finalizing {
    value: core::mem::ManuallyDrop<Value>,
    resurrected: Option<bool>,
}

impl Finalizing {
    fn finish(&mut self) -> bool {
        let header = self.value.header_ref();
        if header.vtable.collectable {
            header.word.set_finalized();
        }
        let resurrected = !matches!(header.count.decref(), Decref::Dead);
        self.resurrected = Some(resurrected);
        resurrected
    }
}

impl Drop for Finalizing {
    fn drop(&mut self) {
        if self.resurrected.is_none() {
            self.value.header_ref().word.set_finalized();
            // SAFETY: the value is dropped once, here; it was not taken by `finish`.
            unsafe { core::mem::ManuallyDrop::drop(&mut self.value) };
        }
    }
}

/// Gives a block back, also when dropping the payload panics.
struct Block<'a> {
    inner: &'a Inner,
    dead: NonNull<Header>,
    size: usize,
    counted: bool,
    list: Option<FreeList>,
}

impl<'a> Block<'a> {
    /// The block of an object.
    ///
    /// # Safety
    /// The object lives in `inner`'s heap, and its payload is intact.
    #[inline(always)]
    unsafe fn of(inner: &'a Inner, dead: NonNull<Header>) -> Self {
        // SAFETY: the object's block has not been given back.
        let vtable = unsafe { dead.as_ref() }.vtable;
        // SAFETY: the function is the one of the object's own vtable; the payload is intact.
        let size = unsafe { (vtable.size)(dead) };
        let list = if vtable.free_listed {
            // SAFETY: as above.
            unsafe { (vtable.free_list)(dead) }
        } else {
            None
        };
        Self { inner, dead, size, counted: vtable.counted, list }
    }
}

impl Drop for Block<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        if self.counted && !self.list.is_some_and(|list| self.inner.free_lists.put(list)) {
            self.inner.gc.note_free();
        }
        // SAFETY: the size is that of a small block of at least a header.
        let layout = unsafe { core::alloc::Layout::from_size_align_unchecked(self.size, 16) };
        let inner = NonNull::from(self.inner);
        // SAFETY: the block was allocated with this layout, and its payload is gone.
        unsafe { self.inner.blocks.dealloc(self.dead.cast(), layout) };
        // SAFETY: the pin was taken at birth; the state is not used afterwards.
        unsafe { Inner::unpin(inner) };
    }
}

// SAFETY: `dealloc` frees the object and nothing else, and the first eight bytes of a dead and
// deferred object are read by nobody but the trashcan (header invariant 3).
unsafe impl Dealloc for Inner {
    type Object = Header;

    #[inline]
    unsafe fn dealloc(&self, dead: NonNull<Header>) {
        // SAFETY: the object's block has not been given back.
        let vtable = unsafe { dead.as_ref() }.vtable;
        #[cfg(feature = "object-events")]
        super::events::died(dead);
        // SAFETY: the payload is intact.
        let _block = unsafe { Block::of(self, dead) };
        // SAFETY: the payload is dropped once, here.
        unsafe { (vtable.drop)(dead, self) };
    }

    #[inline]
    unsafe fn link(&self, dead: NonNull<Header>) -> NonNull<Option<NonNull<Header>>> {
        dead.cast()
    }
}
