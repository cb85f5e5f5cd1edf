//! How the last owner's drop ends: the value is destroyed, then the owners' weak pointer given up.
//!
//! With `std` the last drops of a thread, of whatever types, nest at most
//! [`MAX_DEPTH`](Trashcan::MAX_DEPTH) deep; what dies deeper waits in the thread's trashcan. What
//! may borrow is not put aside: it could outlive its loan there. Without `std` there is no place for
//! each thread, and drops nest as they do in the standard library.

use core::mem;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::block;
use super::count::{RefCount, WeakCount};
use crate::any_pointer::AnyPointer;

#[cfg(feature = "std")]
mod thread;

/// Ends a block whose last owner has gone.
///
/// # Safety
///
/// The block has no owners, its value is not destroyed, and nobody else does it.
#[inline]
pub(super) unsafe fn destroy<T: ?Sized, C: RefCount, A: Allocator>(value: NonNull<T>) {
    if mem::needs_drop::<T>() {
        #[cfg(feature = "std")]
        // SAFETY: the caller's promise.
        unsafe {
            thread::destroy::<T, C, A>(value);
        }
        #[cfg(not(feature = "std"))]
        // SAFETY: the caller's promise.
        unsafe {
            drop_value::<T, C, A>(value);
        }
    } else {
        // SAFETY: the caller's promise; the value has nothing to drop.
        unsafe { release::<T, C, A>(value) };
    }
}

/// Puts the reference of an owner, which its count has answered `Queued` for, where the count's
/// thread finds it.
#[cold]
pub(super) fn hand_over<T: ?Sized, C: RefCount, A: Allocator>(value: NonNull<T>) {
    /// # Safety
    ///
    /// As for [`destroy`], of a value that the pointer is that of a `T` to.
    unsafe fn destroy_any<T: ?Sized, C: RefCount, A: Allocator>(value: AnyPointer) {
        // SAFETY: the caller's promise.
        let value = unsafe { value.cast::<T>() };
        // SAFETY: the caller's promise.
        unsafe { destroy::<T, C, A>(value) };
    }

    // SAFETY: the queued reference keeps the block.
    let counts = unsafe { block::counts::<T, C, A>(value) };
    // SAFETY: the count has just answered `Queued` to the drop that calls this. A death is ended on
    // any thread, since the count is one that several threads use.
    unsafe { counts.strong.hand_over(AnyPointer::new(value), destroy_any::<T, C, A>) };
}

/// Drops the value and gives up the owners' weak pointer, even if the value panics.
///
/// # Safety
///
/// As for [`destroy`].
#[inline]
pub(super) unsafe fn drop_value<T: ?Sized, C: RefCount, A: Allocator>(value: NonNull<T>) {
    let _release = Release::<T, C, A>::new(value);
    // SAFETY: the block is not freed before this returns, and the value is dropped once.
    unsafe { value.drop_in_place() };
}

/// Gives up the weak pointer that the owners of a block hold together.
///
/// # Safety
///
/// The block has no owners, its value is destroyed or moved out, and this is done once.
#[inline]
pub(super) unsafe fn release<T: ?Sized, C: RefCount, A: Allocator>(value: NonNull<T>) {
    // SAFETY: the owners' weak pointer keeps the block.
    let counts = unsafe { block::counts::<T, C, A>(value) };
    if counts.weak.decref() {
        // SAFETY: that was the last pointer of any kind.
        unsafe { block::free::<T, C, A>(value) };
    }
}

/// Calls [`release`] when it is dropped.
pub(super) struct Release<T: ?Sized, C: RefCount, A: Allocator> {
    value: NonNull<T>,
    of: core::marker::PhantomData<(C, A)>,
}

impl<T: ?Sized, C: RefCount, A: Allocator> Release<T, C, A> {
    /// A guard for a block whose owners' weak pointer it takes over.
    #[inline]
    pub(super) fn new(value: NonNull<T>) -> Self {
        Self { value, of: core::marker::PhantomData }
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> Drop for Release<T, C, A> {
    #[inline]
    fn drop(&mut self) {
        // SAFETY: this guard holds the owners' weak pointer; the value is gone, or on its way out.
        unsafe { release::<T, C, A>(self.value) };
    }
}
