//! What a type promises of its `Trace`, so that the heap may rely on it.
//!
//! `Trace` is safe to implement, so a heap believes nothing that it says: it never frees an object
//! that has owners, and lets one thread alone trace. Much can be gained where `trace` is known to be
//! exact, which takes an unsafe promise, [`Trace::PROMISE`], or a derived implementation:
//!
//! * Several threads may trace the objects. A collection stops its heap: whoever holds a pointer into
//!   it waits until the collection is over.
//! * What a collection finds unreachable is unreachable. If garbage can be [released](Trace::release)
//!   on top of that, it is freed in one go, and no member's count is touched (`release.rs`).
//!
//! One object whose type does not promise is enough, and its heap does neither from then on: such an
//! object could name an edge too many, and so make another one look unreachable that is in use.
//!
//! What has been promised only reads. So it is no harm if two threads come to the same object, as
//! they do where two objects both stand for a third one, by
//! [`Value::trace_referents`](super::Value::trace_referents).
//!
//! # Invariants
//! 1. As long as `Inner::is_exact`, every object of the heap that the collector may come to track is
//!    of a type that has promised.

use core::cell::RefCell;
use core::fmt;
use core::ptr::NonNull;

#[cfg(feature = "parallel")]
use cyclegc::{ParallelHost, Workers};

#[cfg(feature = "parallel")]
use super::inner::Inner;
use super::{Trace, Tracer};

/// What a type promises of its [`Trace`]: nothing, that it is exact, or that its values can be
/// released as well.
///
/// Types get theirs by `#[derive(Trace)]`, without unsafe code. By hand:
///
/// # Examples
/// ```
/// use std::cell::RefCell;
/// use std::ptr::NonNull;
/// use integration::{Gc, Heap, Promise, Trace, Tracer};
///
/// struct Node(RefCell<Vec<Gc<Node>>>);
///
/// impl Trace for Node {
///     // SAFETY: `trace` passes on what the vector holds, once each, and `release` hands the vector
///     // on; a node has no destructor of its own.
///     const PROMISE: Promise<Self> = unsafe { Promise::releasable() };
///
///     fn trace(&self, tracer: &mut Tracer<'_>) {
///         self.0.trace(tracer);
///     }
///
///     unsafe fn release(mut this: NonNull<Self>) {
///         // SAFETY: the caller hands in a node that nobody else uses.
///         let Self(edges) = unsafe { this.as_mut() };
///         // SAFETY: the caller gives the node up, and this is all that it owns.
///         unsafe { Trace::release(NonNull::from(edges)) };
///     }
/// }
///
/// let heap = Heap::new();
/// heap.alloc(Node(RefCell::default()))?;
/// assert!(heap.collector().allows_threads());
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
pub struct Promise<T: ?Sized> {
    exact: bool,
    releasable: bool,
    condition: Option<fn(&T) -> bool>,
}

impl<T: ?Sized> Promise<T> {
    /// Nothing is promised.
    pub const NONE: Self = Self { exact: false, releasable: false, condition: None };

    /// [`Trace::trace`] is exact, and any thread may call it.
    ///
    /// # Safety
    /// * [`Trace::trace`] passes on references that the value owns, each once at most, and the same
    ///   ones until the value is changed. It may leave some out. Those of a part that only the value
    ///   owns may be passed on by [`Value::trace_referents`](super::Value::trace_referents).
    /// * [`Trace::trace`], [`Trace::trace_all`] and [`Trace::hint`] may run on several threads at
    ///   once, even for the same object, while the heap's own thread waits. So they write nothing
    ///   but through what is `Sync`, and pass references on without cloning or dropping them. A
    ///   borrow of a `RefCell` writes; what `RefCell` itself implements does not if what stands in it
    ///   has promised, and may be called, as may those methods of any type that has.
    pub const unsafe fn exact() -> Self {
        Self { exact: true, releasable: false, condition: None }
    }

    /// As [`Promise::exact`], and values can be [released](Trace::release).
    ///
    /// # Safety
    /// As for [`Promise::exact`], and:
    /// * nobody can tell when a value is dropped: its destructor does nothing but give up references
    ///   and memory;
    /// * [`Trace::release`] does as its destructor would, without the references that
    ///   [`Trace::trace`] passes on: it neither reads what they refer to nor drops them, and does not
    ///   panic. A reference that is left out by `trace` is dropped, or leaks;
    /// * [`Trace::needs_finalizer`] only reads.
    pub const unsafe fn releasable() -> Self {
        Self { exact: true, releasable: true, condition: None }
    }

    /// As [`Promise::exact`], and values that are as asked can be released.
    ///
    /// # Safety
    /// As for [`Promise::releasable`] where `condition`, which only reads, answers true.
    pub(crate) const unsafe fn releasable_if(condition: fn(&T) -> bool) -> Self {
        Self { exact: true, releasable: true, condition: Some(condition) }
    }

    /// That of a value that owns nothing but values of type `U`.
    ///
    /// # Safety
    /// As for [`Promise::releasable`], if it holds for `U`.
    pub(crate) const unsafe fn of_items<U: Trace + ?Sized>() -> Self {
        let Promise { exact, releasable, ref condition } = U::PROMISE;
        Self { exact, releasable: releasable && condition.is_none(), condition: None }
    }

    /// That of a value that owns nothing but what keeps this promise and a value of type `U`.
    #[must_use]
    pub const fn and<U: Trace + ?Sized>(self) -> Self {
        let Promise { exact, releasable, ref condition } = U::PROMISE;
        Self {
            exact: self.exact && exact,
            releasable: self.releasable && releasable && condition.is_none(),
            condition: self.condition,
        }
    }

    /// That of a value that owns a value of type `U` besides, which it neither traces nor hands on
    /// when it is released: it must have nothing to drop for that.
    #[must_use]
    pub const fn and_skipped<U>(self) -> Self {
        let releasable = self.releasable && !core::mem::needs_drop::<U>();
        Self { releasable, ..self }
    }

    /// For types whose `trace` is written by [`trace_fields`]. Only that calls it, so that modules
    /// without unsafe code can have such types.
    pub(crate) const fn of_fields() -> Self {
        // SAFETY: the `trace` beside it does no more than to call those of fields whose types have
        // promised, and `hint` at most hints.
        unsafe { Self::exact() }
    }

    /// As [`Promise::of_fields`], for [`whole_fields`].
    pub(crate) const fn of_whole_fields() -> Self {
        // SAFETY: the `trace` beside it does no more than to call those of fields whose types have
        // promised, the `release` hands on all fields there are, and no type that uses the macro has
        // a destructor.
        unsafe { Self::releasable() }
    }

    pub(crate) const fn is_exact(&self) -> bool {
        self.exact
    }

    pub(crate) const fn is_releasable(&self) -> bool {
        self.releasable
    }

    pub(crate) const fn condition(&self) -> Option<fn(&T) -> bool> {
        self.condition
    }
}

impl<T: ?Sized> fmt::Debug for Promise<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match (self.exact, self.releasable) {
            (_, true) => "releasable",
            (true, false) => "exact",
            (false, false) => "none",
        })
    }
}

/// Traces a field of an object that promises to be exact. Compiles for nothing but types that have
/// promised as much.
#[inline(always)]
pub(crate) fn trace_field<T: Trace>(field: &T, tracer: &mut Tracer<'_>) {
    const { assert!(T::PROMISE.exact, "the field's type has not promised") };
    field.trace(tracer);
}

/// Releases a field of an object that promises to be releasable. Compiles for nothing but types that
/// have promised as much.
///
/// # Safety
/// The field is neither used nor dropped afterwards.
#[inline(always)]
pub(crate) unsafe fn release_field<T: Trace>(field: &mut T) {
    const {
        assert!(
            T::PROMISE.releasable && T::PROMISE.condition.is_none(),
            "the field is not releasable"
        );
    }
    // SAFETY: the caller gives the field up.
    unsafe { T::release(NonNull::from(field)) };
}

/// Writes [`Trace::trace`] for a type whose references are in the fields named, in that order, and
/// promises that it is exact. Of an enum whose variants have one field each, with
/// `match Self { variants }`. A `hint` beside it does nothing but hint.
macro_rules! trace_fields {
    (match Self { $($variant:ident),* }) => {
        const PROMISE: $crate::Promise<Self> = $crate::Promise::of_fields();

        fn trace(&self, tracer: &mut $crate::Tracer<'_>) {
            match self { $(Self::$variant(field) => $crate::heap::trace_field(field, tracer),)* }
        }
    };
    ($($field:tt),* $(,)?) => {
        const PROMISE: $crate::Promise<Self> = $crate::Promise::of_fields();

        fn trace(&self, tracer: &mut $crate::Tracer<'_>) {
            $($crate::heap::trace_field(&self.$field, tracer);)*
            let _ = tracer;
        }
    };
}
pub(crate) use trace_fields;

/// Writes [`Trace::release`] for a type whose fields are those named, all of them releasable.
macro_rules! release_fields {
    ($($field:ident),*) => {
        unsafe fn release(mut this: core::ptr::NonNull<Self>) {
            // SAFETY: the caller hands in a value that nobody else uses.
            let Self { $($field),* } = unsafe { this.as_mut() };
            $(
                // SAFETY: the caller gives the value up.
                unsafe { $crate::heap::release_field($field) };
            )*
        }
    };
}
pub(crate) use release_fields;

/// Writes [`Trace::trace`] and [`Trace::release`] for a type without a destructor, all of whose fields
/// are named, and promises that it can be released. For types that have more to say than what
/// `#[derive(Trace)]` writes.
macro_rules! whole_fields {
    ($($field:ident),* $(,)?) => {
        const PROMISE: $crate::Promise<Self> = $crate::Promise::of_whole_fields();

        fn trace(&self, tracer: &mut $crate::Tracer<'_>) {
            $($crate::heap::trace_field(&self.$field, tracer);)*
        }

        $crate::heap::release_fields!($($field),*);
    };
}
pub(crate) use whole_fields;

/// Lends the value in a cell to `look`, a `trace` or `hint` that goes through it, unless the cell
/// is borrowed mutably.
#[inline(always)]
pub(crate) fn read<T: Trace>(cell: &RefCell<T>, look: impl FnOnce(&T)) {
    if T::PROMISE.exact {
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
        self.is_exact().then(Workers::new)
    }
}

// SAFETY: `word`, `owners`, `traverse`, `is_own` and `hint` read headers and what stands in front of
// blocks, which nobody writes while the heap's thread waits, and call `trace`, `trace_all` and
// `hint` of payloads, whose types have promised that: `workers` asks for invariant 1.
#[cfg(feature = "parallel")]
unsafe impl ParallelHost for Inner {}
