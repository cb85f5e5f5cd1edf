//! Destruction of bounded depth: what CPython calls the trashcan.
//!
//! Destroying an object takes references away from others, which may die of it and are destroyed
//! in turn, one inside the other. A [`Trashcan`] counts how deep that is. Up to
//! [`MAX_DEPTH`](Trashcan::MAX_DEPTH) destructions nest; an object that dies deeper is put on a
//! list, and the outermost destruction takes the list down, one object after the other, when its
//! own object is gone. The list runs through the dead objects themselves, so putting one aside
//! allocates nothing and cannot fail.
//!
//! The last object put aside is the first taken, as in CPython. A linear chain is therefore
//! destroyed strictly from its head to its end; among siblings the order changes below the limit.
//! The limit counts destructions, not bytes of stack, so that the order does not depend on the
//! machine.
//!
//! It does not find out that an object is dead, and it does not hide dead objects: one that waits
//! has count 0, and its host must not let a weak reference or a collector reach it.
//!
//! # Invariants
//! 1. `depth` is the number of destructions on the stack that runs, the draining one included.
//! 2. `depth` never exceeds `MAX_DEPTH`.
//! 3. Every object on the list is dead, waits for its destruction, and is on it once.
//! 4. The list is empty whenever `depth` is 0.
//!
//! Source: `Py_TRASHCAN_BEGIN` in `Objects/object.c` of CPython 3.12.

#[cfg(test)]
mod tests;

use core::cell::Cell;
use core::fmt;
use core::hint::cold_path;
use core::mem;
use core::ptr::NonNull;

use crate::event;
use crate::unwind::FirstPanic;

/// Through this trait the crate frees the dead.
///
/// # Safety
///
/// 1. [`link`](Self::link) answers the same place for the same object, whatever else happens,
///    until the object is given to [`dealloc`](Self::dealloc): one word, aligned and writable as a
///    pointer, that nobody else reads or writes while the object waits. A place that overlaps live
///    data corrupts that data.
/// 2. [`dealloc`](Self::dealloc) accepts any object that was given to [`Trashcan::destroy`] of the
///    same trashcan, whichever value of the type was passed along: the outermost value destroys
///    what the inner ones put aside.
pub unsafe trait Dealloc {
    /// What a pointer to an object points at: its header.
    type Object;

    /// Destroys the dead object: drops what it refers to, then gives the memory back.
    ///
    /// It may return without doing so if the object has been resurrected meanwhile.
    ///
    /// # Safety
    ///
    /// `dead` has no owners, and nobody else destroys it.
    unsafe fn dealloc(&self, dead: NonNull<Self::Object>);

    /// Where in a dead object the trashcan keeps its link.
    ///
    /// The word that held the count will do, together with the one after it: a dead object has no
    /// use for them. A `dealloc` that wants to see a count of 0 there puts it back itself.
    ///
    /// # Safety
    ///
    /// `dead` has no owners and has not been destroyed.
    unsafe fn link(&self, dead: NonNull<Self::Object>) -> NonNull<Option<NonNull<Self::Object>>>;
}

/// Bounds how deep destructions nest. One for each heap, or each thread.
///
/// # Examples
///
/// ```
/// use std::ptr::NonNull;
///
/// use refcount::{Count, Dealloc, Decref, LocalCount, Trashcan};
///
/// struct Node {
///     link: Option<NonNull<Node>>,
///     count: LocalCount,
///     next: Option<NonNull<Node>>,
/// }
///
/// #[derive(Default)]
/// struct Heap {
///     trashcan: Trashcan<Node>,
/// }
///
/// impl Heap {
///     fn decref(&self, node: NonNull<Node>) {
///         // SAFETY: the caller owns a reference, so the node is alive.
///         let left = unsafe { node.as_ref() }.count.decref();
///         if left == Decref::Dead {
///             // SAFETY: that was the last owner.
///             unsafe { self.trashcan.destroy(self, node) };
///         }
///     }
/// }
///
/// // SAFETY: `link` is a field of its own; every node is a leaked box.
/// unsafe impl Dealloc for Heap {
///     type Object = Node;
///
///     unsafe fn dealloc(&self, dead: NonNull<Node>) {
///         // SAFETY: nodes are leaked boxes, and this one is destroyed once.
///         let node = unsafe { Box::from_raw(dead.as_ptr()) };
///         if let Some(next) = node.next {
///             self.decref(next);
///         }
///     }
///
///     unsafe fn link(&self, dead: NonNull<Node>) -> NonNull<Option<NonNull<Node>>> {
///         // SAFETY: the node is not destroyed yet, so the field is inside it.
///         let link = unsafe { &raw mut (*dead.as_ptr()).link };
///         // SAFETY: a field's address is not null.
///         unsafe { NonNull::new_unchecked(link) }
///     }
/// }
///
/// let heap = Heap::default();
/// let mut head = None;
/// for _ in 0..100_000 {
///     let node = Node { link: None, count: LocalCount::new(), next: head };
///     head = Some(NonNull::from(Box::leak(Box::new(node))));
/// }
/// heap.decref(head.unwrap());
/// assert_eq!(heap.trashcan.depth(), 0);
/// ```
pub struct Trashcan<O> {
    depth: Cell<u32>,
    /// Whether anything was put aside since the outermost destruction began.
    deferring: Cell<bool>,
    deferred: Cell<Option<NonNull<O>>>,
}

impl<O> Trashcan<O> {
    /// How many destructions may be nested.
    pub const MAX_DEPTH: u32 = 50;

    /// A trashcan with nothing in it.
    pub const fn new() -> Self {
        Self { depth: Cell::new(0), deferring: Cell::new(false), deferred: Cell::new(None) }
    }

    /// Destroys `dead` now if fewer than [`MAX_DEPTH`](Self::MAX_DEPTH) destructions are nested,
    /// else puts it aside; the outermost call returns when all that was put aside is destroyed.
    ///
    /// # Panics
    ///
    /// Passes on the panic of a destruction. Everything that was put aside is destroyed first. Of
    /// several panics the first goes on and the others are dropped; without the feature `std` a
    /// second one aborts the program.
    ///
    /// # Safety
    ///
    /// `dead` has no owners, nobody else destroys it, and it stays in place until `dealloc` frees
    /// it, which may be after this call has returned to a destruction further out.
    #[inline]
    pub unsafe fn destroy<D: Dealloc<Object = O>>(&self, dealloc: &D, dead: NonNull<O>) {
        let depth = self.depth.get();
        if depth >= Self::MAX_DEPTH {
            // SAFETY: the caller's promise.
            unsafe { self.defer(dealloc, dead) };
            return;
        }
        // SAFETY: the caller's promise.
        self.nest(dealloc, depth, || unsafe { dealloc.dealloc(dead) });
    }

    /// Runs a destruction inside `depth` others, which are fewer than [`MAX_DEPTH`](Self::MAX_DEPTH);
    /// `dealloc` is for what is put aside meanwhile.
    #[inline]
    pub(crate) fn nest<D: Dealloc<Object = O>>(
        &self,
        dealloc: &D,
        depth: u32,
        destroy: impl FnOnce(),
    ) {
        debug_assert!(depth == self.depth.get() && depth < Self::MAX_DEPTH);
        self.depth.set(depth + 1);
        let unwinding = Level { trashcan: self, dealloc };
        destroy();
        mem::forget(unwinding);
        if depth == 0 && self.deferred.get().is_some() {
            cold_path();
            return self.finish(dealloc);
        }
        self.depth.set(depth);
    }

    /// Exchanges the destructions that stand on the stack, and what waits for them, with another's.
    ///
    /// A host whose code runs on several stacks of one thread has a trashcan for each and exchanges
    /// when it goes from one to another: destructions on different stacks do not end in the order
    /// in which they began, and each takes down what was put aside on its own.
    pub fn swap(&self, other: &Self) {
        self.depth.swap(&other.depth);
        self.deferring.swap(&other.deferring);
        self.deferred.swap(&other.deferred);
    }

    /// How many destructions are nested at this moment.
    pub fn depth(&self) -> u32 {
        self.depth.get()
    }

    /// Whether dead objects wait for the outermost destruction.
    pub fn has_deferred(&self) -> bool {
        self.deferred.get().is_some()
    }

    /// Puts `dead` on the list. A destruction is on the stack, which takes the list down.
    ///
    /// # Safety
    ///
    /// As for [`destroy`](Self::destroy).
    #[cold]
    pub(crate) unsafe fn defer<D: Dealloc<Object = O>>(&self, dealloc: &D, dead: NonNull<O>) {
        // SAFETY: `dead` is dead and not destroyed, by the caller's promise.
        let link = unsafe { dealloc.link(dead) };
        // SAFETY: `Dealloc`, rule 1: a writable word, ours while the object waits.
        unsafe { link.write(self.deferred.get()) };
        self.deferred.set(Some(dead));
        if !self.deferring.replace(true) {
            event::deferred(self.depth.get());
        }
    }

    /// Takes the object off the list that was put there last.
    fn pop<D: Dealloc<Object = O>>(&self, dealloc: &D) -> Option<NonNull<O>> {
        let dead = self.deferred.get()?;
        // SAFETY: invariant 3: an object on the list waits for its destruction.
        let link = unsafe { dealloc.link(dead) };
        // SAFETY: `Dealloc`, rule 1: the word still holds what `defer` wrote.
        self.deferred.set(unsafe { link.read() });
        Some(dead)
    }

    /// Ends the outermost destruction: takes the list down and passes on what panicked.
    #[cold]
    fn finish<D: Dealloc<Object = O>>(&self, dealloc: &D) {
        let unwinding = Level { trashcan: self, dealloc };
        let (drained, panic) = self.drain(dealloc);
        mem::forget(unwinding);
        self.leave(drained);
        panic.resume();
    }

    /// Destroys what is on the list, at depth 1, and what gets on it meanwhile.
    fn drain<D: Dealloc<Object = O>>(&self, dealloc: &D) -> (usize, FirstPanic) {
        let mut drained = 0;
        let mut panic = FirstPanic::none();
        while let Some(dead) = self.pop(dealloc) {
            drained += 1;
            // SAFETY: the promise of the `destroy` that put it aside, and it is off the list now.
            panic.guard(|| unsafe { dealloc.dealloc(dead) });
        }
        (drained, panic)
    }

    /// Back to depth 0 with an empty list.
    fn leave(&self, drained: usize) {
        self.depth.set(0);
        self.deferring.set(false);
        if drained > 0 {
            event::drained(drained);
        }
    }
}

impl<O> Default for Trashcan<O> {
    fn default() -> Self {
        Self::new()
    }
}

impl<O> fmt::Debug for Trashcan<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Trashcan")
            .field("depth", &self.depth())
            .field("has_deferred", &self.has_deferred())
            .finish()
    }
}

/// A destruction on the stack. Dropped only when it unwinds; else forgotten.
struct Level<'a, D: Dealloc> {
    trashcan: &'a Trashcan<D::Object>,
    dealloc: &'a D,
}

impl<D: Dealloc> Drop for Level<'_, D> {
    #[cold]
    fn drop(&mut self) {
        let trashcan = self.trashcan;
        let depth = trashcan.depth.get();
        if depth > 1 {
            trashcan.depth.set(depth - 1);
            return;
        }
        let (drained, panic) = trashcan.drain(self.dealloc);
        trashcan.leave(drained);
        panic.suppress();
    }
}
