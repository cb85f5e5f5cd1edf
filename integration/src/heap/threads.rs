//! Which objects several threads may trace.
//!
//! A collection stops its heap: whoever holds a pointer into it waits until the collection is over.
//! So threads could trace its objects, each another one, if `Trace` were not safe to implement: a
//! `trace` has a `&self` of a type that need not be `Sync`, and could clone a pointer, whose count
//! is not atomic. A type therefore has to promise that its `trace` does nothing of that kind, by
//! [`Trace::THREADS`]. One object whose type does not is enough, and its heap is traced by one
//! thread from then on.
//!
//! What has been promised only reads. So it is no harm if two threads come to the same object, as
//! they do where two objects both stand for a third one, by
//! [`Value::trace_referents`](super::Value::trace_referents).
//!
//! # Invariants
//! 1. As long as `Inner::is_for_threads`, every object of the heap that the collector may come to
//!    track is of a type that has promised.

use core::cell::RefCell;
use core::fmt;
use core::marker::PhantomData;

#[cfg(feature = "parallel")]
use cyclegc::{ParallelHost, Workers};

#[cfg(feature = "parallel")]
use super::inner::Inner;
use super::{Trace, Tracer};

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
    /// [`Trace::trace`], [`Trace::trace_all`] and [`Trace::hint`] of `T` may run on several threads
    /// at once, even for the same object, while the heap's own thread waits. So they write nothing
    /// but through what is `Sync`, pass references on without cloning or dropping them, and come to
    /// the same on every thread. A borrow of a `RefCell` writes; what `RefCell` itself implements
    /// does not if what stands in it has promised, and may be called, as may those methods of any
    /// type that has, and [`Value::trace_referents`](super::Value::trace_referents).
    pub const unsafe fn any() -> Self {
        Self { any: true, of: PhantomData }
    }

    /// Those of an object that only passes on what values of type `U` in it pass on.
    ///
    /// # Safety
    /// As for [`Threads::any`], if it holds for `U`.
    pub(crate) const unsafe fn of_items<U: Trace + ?Sized>() -> Self {
        Self { any: U::THREADS.any, of: PhantomData }
    }

    /// On any thread, for types whose `trace` is written by [`trace_fields`]. Only that calls it,
    /// so that modules without unsafe code can have such types.
    pub(crate) const fn of_fields() -> Self {
        // SAFETY: the `trace` beside it does no more than to call those of fields whose types have
        // promised, and `hint` at most hints.
        unsafe { Self::any() }
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

/// Traces a field of an object that promises to be fit for any thread. Compiles for nothing but
/// types that have promised as much.
#[inline(always)]
pub(crate) fn trace_field<T: Trace>(field: &T, tracer: &mut Tracer<'_>) {
    const { assert!(T::THREADS.any, "the field's type has not promised") };
    field.trace(tracer);
}

/// Writes [`Trace::trace`] for a type whose references are in the fields named, in that order, and
/// promises that any thread may call it. Of an enum whose variants have one field each, with
/// `match Self { variants }`. A `hint` beside it does nothing but hint.
macro_rules! trace_fields {
    (match Self { $($variant:ident),* }) => {
        const THREADS: $crate::Threads<Self> = $crate::Threads::of_fields();

        fn trace(&self, tracer: &mut $crate::Tracer<'_>) {
            match self { $(Self::$variant(field) => $crate::heap::trace_field(field, tracer),)* }
        }
    };
    ($($field:tt),* $(,)?) => {
        const THREADS: $crate::Threads<Self> = $crate::Threads::of_fields();

        fn trace(&self, tracer: &mut $crate::Tracer<'_>) {
            $($crate::heap::trace_field(&self.$field, tracer);)*
            let _ = tracer;
        }
    };
}
pub(crate) use trace_fields;

/// Lends the value in a cell to `look`, a `trace` or `hint` that goes through it, unless the cell
/// is borrowed mutably.
#[inline(always)]
pub(crate) fn read<T: Trace>(cell: &RefCell<T>, look: impl FnOnce(&T)) {
    if T::THREADS.any {
        // SAFETY: `look` calls `T`'s `trace` or `hint`, which have promised to write nothing, and
        // the collector's visits, which know no cell; so nobody borrows it mutably meanwhile.
        if let Ok(value) = unsafe { cell.try_borrow_unguarded() } {
            look(value);
        }
    } else if let Ok(value) = cell.try_borrow() {
        look(&value);
    }
}

#[cfg(feature = "parallel")]
impl Inner {
    /// The way for several threads to look at this heap, if they may.
    pub(crate) fn workers(&self) -> Option<Workers<Self>> {
        self.is_for_threads().then(Workers::new)
    }
}

// SAFETY: `word`, `owners`, `traverse`, `is_own` and `hint` read headers and what stands in front of
// blocks, which nobody writes while the heap's thread waits, and call `trace`, `trace_all` and
// `hint` of payloads, whose types have promised to be fit for it: `workers` asks for invariant 1.
#[cfg(feature = "parallel")]
unsafe impl ParallelHost for Inner {}
