//! Which objects several threads may trace.
//!
//! A collection stops its heap: whoever holds a pointer into it waits until the collection is over.
//! So threads could trace its objects, each another one, if `Trace` were not safe to implement: a
//! `trace` has a `&self` of a type that need not be `Sync`, and could clone a pointer, whose count
//! is not atomic. A type therefore has to promise that its `trace` does nothing of that kind, by
//! [`Trace::THREADS`]. One object whose type does not is enough, and its heap is traced by one
//! thread from then on.
//!
//! # Invariants
//! 1. As long as `Inner::is_for_threads`, every object of the heap that the collector may come to
//!    track is of a type that has promised.

use core::fmt;
use core::marker::PhantomData;

#[cfg(feature = "parallel")]
use cyclegc::{ParallelHost, Workers};

use super::Trace;
#[cfg(feature = "parallel")]
use super::inner::Inner;

/// On which threads objects of type `T` may be traced.
///
/// # Examples
/// ```
/// use std::cell::RefCell;
/// use integration::{Gc, Heap, Threads, Trace, Tracer};
///
/// struct Node(RefCell<Vec<Gc<Node>>>);
///
/// impl Trace for Node {
///     // SAFETY: `trace` reads a vector that the node owns alone, and hands its pointers on.
///     const THREADS: Threads<Self> = unsafe { Threads::any() };
///
///     fn trace(&self, tracer: &mut Tracer<'_>) {
///         self.0.trace(tracer);
///     }
/// }
///
/// let heap = Heap::new();
/// heap.alloc(Node(RefCell::default()))?;
/// assert!(heap.collector().allows_threads());
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
pub struct Threads<T: ?Sized> {
    any: bool,
    of: PhantomData<fn(&T)>,
}

impl<T: ?Sized> Threads<T> {
    /// On the thread that the heap belongs to.
    pub const ONE: Self = Self { any: false, of: PhantomData };

    /// On any thread, while the heap's own one waits.
    ///
    /// # Safety
    /// [`Trace::trace`] and [`Trace::hint`] of `T` read and write nothing but what one object of
    /// the type owns alone, pass references on without cloning, dropping or following them, and
    /// come to the same on every thread. Borrowing a `RefCell` that stands in the object is
    /// allowed, as are the methods of the same names of the fields' types, if these keep to it.
    pub const unsafe fn any() -> Self {
        Self { any: true, of: PhantomData }
    }

    /// Those of an object that passes on what values of type `U`, which it owns, pass on.
    ///
    /// # Safety
    /// As for [`Threads::any`], if it holds for `U`.
    pub(crate) const unsafe fn of_items<U: Trace>() -> Self {
        Self { any: U::THREADS.any, of: PhantomData }
    }

    pub(crate) const fn are_any(&self) -> bool {
        self.any
    }
}

impl<T: ?Sized> fmt::Debug for Threads<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.any { "any" } else { "one" })
    }
}

#[cfg(feature = "parallel")]
impl Inner {
    /// The way for several threads to look at this heap, if they may.
    pub(crate) fn workers(&self) -> Option<Workers<Self>> {
        self.is_for_threads().then(Workers::new)
    }
}

// SAFETY: `word`, `owners`, `traverse` and `hint` read headers, which nobody writes while the
// heap's thread waits, and call `trace` and `hint` of payloads, whose types have promised to be
// fit for it: `workers` asks for invariant 1.
#[cfg(feature = "parallel")]
unsafe impl ParallelHost for Inner {}
