//! A [`Ref`] as a bare address, and back.

use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use allocator_api2::alloc::Allocator;

use super::Ref;
use super::count::RefCount;

impl<T: ?Sized, C: RefCount, A: Allocator> Ref<T, C, A> {
    /// The address of the value. It is valid as long as there are owners.
    #[inline]
    pub fn as_ptr(this: &Self) -> *const T {
        this.value.as_ptr()
    }

    /// Gives up the pointer but not its ownership, which [`from_raw`](Ref::from_raw) takes
    /// back.
    #[inline]
    #[must_use = "the value leaks unless `from_raw` takes it back"]
    pub fn into_raw(this: Self) -> *const T {
        ManuallyDrop::new(this).value.as_ptr()
    }

    /// As [`from_raw`](Ref::from_raw), for any allocator: a block knows its own.
    ///
    /// # Safety
    ///
    /// As for [`from_raw`](Ref::from_raw).
    #[inline]
    pub unsafe fn from_raw_any(value: *const T) -> Self {
        // SAFETY: the caller's promise: the address of a value, which is not null.
        let value = unsafe { NonNull::new_unchecked(value.cast_mut()) };
        // SAFETY: the caller's promise: the ownership that `into_raw` left counted.
        unsafe { Self::from_value(value) }
    }
}

impl<T: ?Sized, C: RefCount> Ref<T, C> {
    /// Takes ownership back from [`into_raw`](Self::into_raw).
    ///
    /// # Safety
    ///
    /// `value` came from `into_raw` of a `Ref` with the same count and allocator types, and this is
    /// the only `from_raw` of it. The types of the values are the same, or the block was made for
    /// one and its value may be used as the other.
    ///
    /// # Examples
    ///
    /// ```
    /// use refcount::Rc;
    ///
    /// let raw = Rc::into_raw(Rc::new(String::from("hello")));
    /// // SAFETY: from `into_raw` of the same type, once.
    /// let back = unsafe { Rc::<String>::from_raw(raw) };
    /// assert_eq!(*back, "hello");
    /// ```
    #[inline]
    pub unsafe fn from_raw(value: *const T) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::from_raw_any(value) }
    }

    /// Adds an owner to the value that `value` points to.
    ///
    /// # Safety
    ///
    /// `value` came from [`into_raw`](Self::into_raw) of this very type, and there is an owner for
    /// the length of this call.
    #[inline]
    pub unsafe fn increment_strong_count(value: *const T) {
        // SAFETY: the caller's promise; the reference is only borrowed.
        let this = ManuallyDrop::new(unsafe { Self::from_raw(value) });
        let _owner = ManuallyDrop::new(Self::clone(&this));
    }

    /// Takes an owner away from the value that `value` points to, and destroys it if it was the
    /// last.
    ///
    /// # Safety
    ///
    /// As for [`from_raw`](Self::from_raw).
    #[inline]
    pub unsafe fn decrement_strong_count(value: *const T) {
        // SAFETY: the caller's promise.
        drop(unsafe { Self::from_raw(value) });
    }
}
