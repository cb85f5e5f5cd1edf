//! Making a [`Ref`] to a sized value.

use core::alloc::Layout;
use core::pin::Pin;
use core::ptr::NonNull;

use alloc::alloc::handle_alloc_error;
use allocator_api2::alloc::{Allocator, Global};

use super::block::{self, Counts};
use super::count::{RefCount, WeakCount};
use super::{Ref, Weak};
use crate::count::Decref;
use crate::error::OutOfMemory;

impl<T: 'static, C: RefCount> Ref<T, C> {
    /// Moves `value` into a block of its own, with one owner.
    ///
    /// When there is no memory this ends as every Rust allocation does, in
    /// [`handle_alloc_error`].
    #[inline]
    pub fn new(value: T) -> Self {
        Self::new_in(value, Global)
    }

    /// As [`new`](Self::new), for programs that go on without memory.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] when there is none; `value` is dropped then.
    #[inline]
    pub fn try_new(value: T) -> Result<Self, OutOfMemory> {
        Self::try_new_in(value, Global)
    }

    /// A value that is never moved again.
    #[inline]
    pub fn pin(value: T) -> Pin<Self> {
        // SAFETY: the value is new, and a `Ref` gives it out for writing to an only owner alone,
        // which `Pin` does not hand out unless the value may move.
        unsafe { Pin::new_unchecked(Self::new(value)) }
    }

    /// A value that holds weak pointers to itself, as `make_value` makes it.
    ///
    /// The pointer that `make_value` gets cannot be upgraded until the value is in place. If
    /// `make_value` panics, the panic goes on and the memory is freed with the last weak pointer.
    ///
    /// ```
    /// use refcount::rc::{Rc, Weak};
    ///
    /// struct Gadget {
    ///     me: Weak<Gadget>,
    /// }
    ///
    /// let gadget = Rc::new_cyclic(|me| {
    ///     assert!(me.upgrade().is_none());
    ///     Gadget { me: me.clone() }
    /// });
    /// assert!(Rc::ptr_eq(&gadget, &gadget.me.upgrade().unwrap()));
    /// ```
    pub fn new_cyclic(make_value: impl FnOnce(&Weak<T, C>) -> T) -> Self {
        let place = allocate::<C, Global>(Layout::new::<T>(), false, Global).cast::<T>();
        // SAFETY: the block that was just allocated.
        let counts = unsafe { block::counts::<T, C, Global>(place) };
        counts.strong.set_maybe_weak();
        let left = counts.strong.decref();
        debug_assert!(left == Decref::Dead, "the only owner has gone");
        // SAFETY: the weak pointer that a new block counts for its owners, of which it has none.
        let weak = unsafe { Weak::from_value(place) };
        let value = make_value(&weak);
        // SAFETY: the place of the value in a block that `weak` keeps.
        unsafe { place.write(value) };
        counts.strong.revive();
        // The owners' weak pointer again.
        core::mem::forget(weak);
        // SAFETY: the owner that the count was just given; the value is in place.
        unsafe { Self::from_value(place) }
    }
}

impl<T, C: RefCount> Ref<T, C> {
    /// As [`new`](Self::new), for a value that may borrow.
    ///
    /// Such a value is never put aside: its last drop destroys it before it returns, however deep
    /// it is nested, as the standard library's pointers do.
    ///
    /// ```
    /// use refcount::Rc;
    ///
    /// let words = vec![String::from("one"), String::from("two")];
    /// let first = Rc::new_borrowing(words.iter());
    /// assert_eq!(first.as_slice().len(), 2);
    /// ```
    #[inline]
    pub fn new_borrowing(value: T) -> Self {
        Self::new_borrowing_in(value, Global)
    }
}

impl<T: 'static, C: RefCount, A: Allocator + 'static> Ref<T, C, A> {
    /// As [`new`](Ref::new), in a block of `allocator`, which moves into the block too.
    #[inline]
    pub fn new_in(value: T, allocator: A) -> Self {
        // SAFETY: neither the value nor the allocator borrows.
        unsafe { Self::make(value, false, allocator) }
            .unwrap_or_else(|layout| handle_alloc_error(layout))
    }

    /// As [`try_new`](Ref::try_new), in a block of `allocator`.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] when there is none; `value` and `allocator` are dropped then.
    #[inline]
    pub fn try_new_in(value: T, allocator: A) -> Result<Self, OutOfMemory> {
        // SAFETY: neither the value nor the allocator borrows.
        unsafe { Self::make(value, false, allocator) }.map_err(|_| OutOfMemory)
    }

    /// As [`pin`](Ref::pin), in a block of `allocator`.
    #[inline]
    pub fn pin_in(value: T, allocator: A) -> Pin<Self> {
        // SAFETY: as in `pin`.
        unsafe { Pin::new_unchecked(Self::new_in(value, allocator)) }
    }
}

impl<T, C: RefCount, A: Allocator> Ref<T, C, A> {
    /// As [`new_borrowing`](Ref::new_borrowing), in a block of an allocator that may borrow too.
    #[inline]
    pub fn new_borrowing_in(value: T, allocator: A) -> Self {
        // SAFETY: the block is marked.
        unsafe { Self::make(value, true, allocator) }
            .unwrap_or_else(|layout| handle_alloc_error(layout))
    }

    /// As [`new_borrowing_in`](Self::new_borrowing_in), for programs that go on without memory.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] when there is none; `value` and `allocator` are dropped then.
    #[inline]
    pub fn try_new_borrowing_in(value: T, allocator: A) -> Result<Self, OutOfMemory> {
        // SAFETY: the block is marked.
        unsafe { Self::make(value, true, allocator) }.map_err(|_| OutOfMemory)
    }

    /// # Safety
    ///
    /// `borrows`, or the value and the allocator are `'static`.
    #[inline]
    unsafe fn make(value: T, borrows: bool, allocator: A) -> Result<Self, Layout> {
        let layout = Layout::new::<T>();
        let place = block::allocate::<C, A>(layout, counts(borrows), allocator)?.cast::<T>();
        // SAFETY: the place of a `T` in a new block.
        unsafe { place.write(value) };
        // SAFETY: a new block has one owner.
        Ok(unsafe { Self::from_value(place) })
    }
}

/// The counts of a new block: one owner, no weak pointers.
#[inline]
fn counts<C: RefCount>(borrows: bool) -> Counts<C> {
    Counts { strong: C::new(), weak: C::Weak::new(borrows) }
}

/// A block for a value of the given layout, or the end of the program.
///
/// The count of the block includes one owner; who does not make one leaks it.
#[inline]
pub(super) fn allocate<C: RefCount, A: Allocator>(
    value: Layout,
    borrows: bool,
    allocator: A,
) -> NonNull<u8> {
    block::allocate::<C, A>(value, counts(borrows), allocator)
        .unwrap_or_else(|layout| handle_alloc_error(layout))
}
