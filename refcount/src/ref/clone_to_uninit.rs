//! [`CloneToUninit`]: cloning a value of any size into a block of its own.
//!
//! `Clone` answers a value, so a slice cannot have it. The trait writes to a place instead, as the
//! standard library's of this name does, which is not stable yet.

use core::alloc::Layout;
use core::mem;
use core::ptr::{self, NonNull};

use allocator_api2::alloc::Global;

use super::Ref;
use super::coerce::with_address;
use super::count::RefCount;
use super::death::Release;
use super::new::allocate;

/// What [`Ref::make_mut`] can clone: every `Clone` type, slices of one, and `str`.
///
/// # Safety
///
/// After [`clone_to_uninit`](Self::clone_to_uninit) has returned there is a value at the place, of
/// the size of `self` and with the same metadata.
pub unsafe trait CloneToUninit {
    /// Writes a clone to `place`. If a clone panics, what has been written there is dropped.
    ///
    /// # Safety
    ///
    /// `place` is aligned for the type, as large as `self` and apart from it, and may be written to.
    unsafe fn clone_to_uninit(&self, place: *mut u8);
}

// SAFETY: the clone is written.
unsafe impl<T: Clone> CloneToUninit for T {
    #[inline]
    unsafe fn clone_to_uninit(&self, place: *mut u8) {
        // SAFETY: the caller's promise.
        unsafe { place.cast::<T>().write(self.clone()) };
    }
}

// SAFETY: as many clones are written as there are values.
unsafe impl<T: Clone> CloneToUninit for [T] {
    unsafe fn clone_to_uninit(&self, place: *mut u8) {
        /// The clones that are made, dropped if the next one panics.
        struct Made<T> {
            first: *mut T,
            len: usize,
        }
        impl<T> Drop for Made<T> {
            fn drop(&mut self) {
                // SAFETY: so many are initialised.
                unsafe { ptr::slice_from_raw_parts_mut(self.first, self.len).drop_in_place() };
            }
        }

        let mut made = Made { first: place.cast::<T>(), len: 0 };
        for value in self {
            // SAFETY: there are places for as many values as `self` has.
            let next = unsafe { made.first.add(made.len) };
            // SAFETY: the caller's promise.
            unsafe { next.write(value.clone()) };
            made.len += 1;
        }
        mem::forget(made);
    }
}

// SAFETY: the bytes are written.
unsafe impl CloneToUninit for str {
    unsafe fn clone_to_uninit(&self, place: *mut u8) {
        // SAFETY: the caller's promise.
        unsafe { self.as_bytes().clone_to_uninit(place) };
    }
}

impl<T: ?Sized + CloneToUninit + 'static, C: RefCount> Ref<T, C> {
    /// A block of its own for a clone of `value`. If the clone panics, the block is freed.
    pub(super) fn cloned(value: &T) -> Self {
        let place = allocate::<C, Global>(Layout::for_value(value), false, Global);
        let unfinished = with_address(ptr::from_ref(value).cast_mut(), place.as_ptr());
        // SAFETY: the address of a block.
        let unfinished = unsafe { NonNull::new_unchecked(unfinished) };
        let free = Release::<T, C, Global>::new(unfinished);
        // SAFETY: the place for a value of this layout in a new block.
        unsafe { value.clone_to_uninit(place.as_ptr()) };
        mem::forget(free);
        // SAFETY: a new block has one owner, and its value is in place.
        unsafe { Self::from_value(unfinished) }
    }
}
