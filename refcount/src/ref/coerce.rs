//! From a pointer to a sized value to one to a `dyn Trait` or slice, and back.
//!
//! On stable Rust a type of one's own cannot take part in unsizing. The macro
//! [`coerce!`](crate::coerce) writes down a function from raw pointer to raw pointer, whose body the
//! compiler coerces, and so checks.

use core::any::Any;

use allocator_api2::alloc::Allocator;

use super::count::RefCount;
use super::{Ref, Weak};

/// Turns a pointer to a value into a pointer to the same value as a `dyn Trait` or a slice.
///
/// Takes a [`Ref`](crate::Ref) or [`Weak`](crate::Weak) of any count and allocator. What the
/// standard library's pointers do by themselves asks for this macro here.
///
/// ```
/// use std::fmt::Display;
///
/// use refcount::{Rc, coerce};
///
/// let number = Rc::new(7);
/// let weak = coerce!(Rc::downgrade(&number) => dyn Display);
/// let shown: Rc<dyn Display> = coerce!(number => dyn Display);
/// assert_eq!(shown.to_string(), "7");
/// assert!(weak.upgrade().is_some());
///
/// let slice: Rc<[u8]> = coerce!(Rc::new([1, 2, 3]) => [u8]);
/// assert_eq!(slice.len(), 3);
/// ```
///
/// A value that is not of the trait is refused:
///
/// ```compile_fail,E0277
/// use refcount::{Rc, coerce};
///
/// struct Dull;
/// coerce!(Rc::new(Dull) => dyn std::fmt::Display);
/// ```
#[macro_export]
macro_rules! coerce {
    ($pointer:expr => $to:ty) => {{
        let pointer = $pointer;
        #[allow(unsafe_code)]
        // SAFETY: the closure's body is a coercion, which keeps the address.
        let pointer = unsafe { pointer.coerce_by(|value| -> *const $to { value }) };
        pointer
    }};
}

impl<T, C: RefCount, A: Allocator> Ref<T, C, A> {
    /// Used by [`coerce!`](crate::coerce).
    ///
    /// # Safety
    ///
    /// `coerce` answers the pointer it is given, as another type that its value can be used as.
    #[doc(hidden)]
    pub unsafe fn coerce_by<U: ?Sized>(
        self,
        coerce: impl FnOnce(*const T) -> *const U,
    ) -> Ref<U, C, A> {
        // SAFETY: the same block, and the caller's promise.
        unsafe { Ref::from_raw_any(coerce(Self::into_raw(self))) }
    }
}

impl<T, C: RefCount, A: Allocator> Weak<T, C, A> {
    /// Used by [`coerce!`](crate::coerce).
    ///
    /// # Safety
    ///
    /// As for [`Ref::coerce_by`].
    #[doc(hidden)]
    pub unsafe fn coerce_by<U: ?Sized>(
        self,
        coerce: impl FnOnce(*const T) -> *const U,
    ) -> Weak<U, C, A> {
        // SAFETY: the same block or none, and the caller's promise.
        unsafe { Weak::from_raw_any(coerce(self.into_raw())) }
    }
}

/// Downcasts from one of the forms of `dyn Any`.
macro_rules! downcasts {
    ($($any:ty),+) => {$(
        impl<C: RefCount, A: Allocator> Ref<$any, C, A> {
            /// The pointer as one to a `T`, if that is what the value is.
            ///
            /// # Errors
            ///
            /// The pointer itself, if the value is of another type.
            pub fn downcast<T: Any>(self) -> Result<Ref<T, C, A>, Self> {
                if !(*self).is::<T>() {
                    return Err(self);
                }
                // SAFETY: the value is a `T`.
                Ok(unsafe { Ref::from_raw_any(Self::into_raw(self).cast()) })
            }
        }
    )+};
}

downcasts!(dyn Any, dyn Any + Send, dyn Any + Send + Sync);

/// `to`, with the address of `data` in place of its own.
///
/// On stable Rust a pointer to an unsized value cannot be put together from its parts.
pub(super) fn with_address<T: ?Sized>(to: *mut T, data: *mut u8) -> *mut T {
    let mut pointer = to;
    // SAFETY: a pointer is an address, in its first word, and perhaps one more word; if that were
    // not so the assertion below would say it before the pointer is used.
    unsafe { (&raw mut pointer).cast::<*mut u8>().write(data) };
    assert!(pointer.cast::<u8>() == data, "a pointer begins with its address");
    pointer
}
