//! What a payload tells the heap about itself.
//!
//! [`Trace`] is a safe trait: the heap frees an object when its count falls to zero and never
//! because of what a `trace` said. A payload that names one reference too many may find itself
//! cleared while it is still in use, one that names too few leaks; neither touches freed memory. More
//! is believed where all types of a heap have promised to be exact (`promise.rs`).
//!
//! # Source
//! `tp_traverse`, `tp_clear` and `tp_finalize` of CPython's type objects; PEP 442.

mod containers;
mod leaves;

use core::any::Any;
use core::fmt;
use core::ptr::NonNull;

use super::header::Header;
use super::{FreeList, Gc, Heap, Promise};
use crate::object::Kind;

/// Receives the references of one object.
pub struct Tracer<'a> {
    visit: &'a mut dyn FnMut(&[NonNull<Header>]),
}

impl<'a> Tracer<'a> {
    /// `visit` is given the references row by row, in the order in which they are reported.
    #[inline]
    pub(crate) fn new(visit: &'a mut dyn FnMut(&[NonNull<Header>])) -> Self {
        Self { visit }
    }

    /// Reports counted references.
    #[inline]
    pub(crate) fn report(&mut self, row: &[NonNull<Header>]) {
        (self.visit)(row);
    }
}

impl fmt::Debug for Tracer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tracer")
    }
}

/// What was taken out of a value that is cleared: see [`Trace::take_references`].
#[derive(Default)]
pub struct Taken(Vec<Box<dyn Any>>);

impl Taken {
    /// Keeps a value until all is dropped, in the order in which it came.
    pub fn put<T: Trace>(&mut self, value: T) {
        self.0.push(Box::new(value));
    }
}

impl fmt::Debug for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Taken").field(&self.0.len()).finish()
    }
}

/// A value that can live in the heap, or stand in a field of one that does.
///
/// # Contract
/// 1. `trace` passes on each counted reference the value owns, once per reference, and the same
///    ones every time until the value is changed.
/// 2. `trace` runs no foreign code and changes nothing.
/// 3. `clear_references` drops the references through which a cycle can close; afterwards the value
///    is empty
///    but usable, since others of the same cycle may still look at it.
///
/// Breaking 1 leaks or clears an object in use; it never frees one.
///
/// `#[derive(Trace)]` keeps it without a line by hand, and promises what the fields promise.
///
/// # Examples
/// ```
/// use std::cell::RefCell;
/// use integration::{Gc, Heap, Trace, Tracer};
///
/// struct Node {
///     next: RefCell<Option<Gc<Node>>>,
/// }
///
/// impl Trace for Node {
///     fn trace(&self, tracer: &mut Tracer<'_>) {
///         self.next.trace(tracer);
///     }
///     fn clear_references(&self) {
///         self.next.take();
///     }
/// }
///
/// let heap = Heap::new();
/// let node = heap.alloc(Node { next: RefCell::new(None) })?;
/// *node.next.borrow_mut() = Some(node.clone());
/// drop(node);
/// assert_eq!(heap.collect()?.collected, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait Trace: 'static {
    /// Which of Python's kinds the payload is; [`Kind::Native`] for everything else.
    const KIND: Kind = Kind::Native;
    /// Whether the value can refer to other objects. The collector never sees one that cannot.
    const COLLECTABLE: bool = true;
    /// Whether the collector tracks the object from birth, or only after [`Gc::track`].
    const TRACKED_AT_BIRTH: bool = true;
    /// Whether an allocation of the object brings the next automatic collection nearer. Untracked
    /// kinds never do.
    const COUNTED: bool = true;
    /// Whether CPython keeps dead objects of this kind for reuse: see [`Trace::free_list`].
    const FREE_LISTED: bool = false;
    /// Whether [`Trace::finalize`] is ever to be called.
    const FINALIZES: bool = false;
    /// Whether nobody can tell when the payload is dropped: no destructor in it does anything but
    /// give up references and memory. Large garbage that consists of such payloads alone goes
    /// in one pass over the heap, members dropped in the order in which they were tracked.
    const DROPS_UNSEEN: bool = false;

    /// Whether [`Trace::may_untrack`] can answer true.
    const UNTRACKS: bool = false;

    /// What the heap may rely on: see [`Promise`].
    const PROMISE: Promise<Self> = Promise::NONE;

    /// Passes every counted reference on.
    fn trace(&self, tracer: &mut Tracer<'_>);

    /// Passes every counted reference of all `items` on, in their order: for types that have a
    /// faster way than one by one.
    #[inline]
    fn trace_all(items: &[Self], tracer: &mut Tracer<'_>)
    where
        Self: Sized,
    {
        for item in items {
            item.trace(tracer);
        }
    }

    /// Will be traced soon: the moment to hint what [`Trace::trace`] reads in memory of its own,
    /// which a collection then need not wait for. The containers here hint their items.
    fn hint(&self) {}

    /// Drops the references that can close a cycle.
    fn clear_references(&self) {}

    /// Moves the references that can close a cycle into `taken`, with what they stand in: for values
    /// in a cell, which drops them when it is not borrowed any more.
    fn take_references(&mut self, taken: &mut Taken) {
        let _ = taken;
        self.clear_references();
    }

    /// Drops the value in place, but forgets the references that [`Trace::trace`] passes on: for
    /// values that are freed together with all that they refer to. Called for types that promise to
    /// be [releasable](Promise::releasable) alone.
    ///
    /// # Safety
    /// `this` is valid for reads and writes, and is neither used nor dropped afterwards.
    unsafe fn release(this: NonNull<Self>) {
        // SAFETY: the caller gives the value up.
        unsafe { this.drop_in_place() };
    }

    /// Whether this object has a finalizer; asked only when [`Trace::FINALIZES`] is set.
    fn needs_finalizer(&self) -> bool {
        Self::FINALIZES
    }

    /// Runs once, before the object dies, with everything it refers to intact. Storing a clone of
    /// `this` keeps the object alive.
    fn finalize(this: &Gc<Self>, heap: &Heap)
    where
        Self: Sized,
    {
        let _ = (this, heap);
    }

    /// Whether the collector may stop tracking the object because nothing it refers to can be
    /// part of a cycle; asked only when [`Trace::UNTRACKS`] is set. `full` is set in collections of
    /// the oldest generation.
    fn may_untrack(&self, full: bool) -> bool {
        let _ = full;
        false
    }

    /// The free list that the object comes from and goes to; asked only when
    /// [`Trace::FREE_LISTED`] is set.
    fn free_list(&self) -> Option<FreeList> {
        None
    }

    /// Bytes owned outside the object's own block.
    fn extra_size(&self) -> usize {
        0
    }

    /// Names the object in logs and reports. No address, no time.
    ///
    /// # Errors
    /// Those of the formatter.
    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(core::any::type_name::<Self>().rsplit("::").next().unwrap_or("object"))
    }
}
