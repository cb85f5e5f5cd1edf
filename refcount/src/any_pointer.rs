//! A pointer whose type only its maker knows, kept where objects of all types wait: [`AnyPointer`].
//!
//! It is two words, the second of which says nothing for a sized type.

use core::fmt;
use core::mem::MaybeUninit;
use core::ptr::NonNull;

/// A pointer to a value of any type, with or without a known size.
///
/// # Examples
///
/// ```
/// use std::ptr::NonNull;
///
/// use refcount::AnyPointer;
///
/// let text = AnyPointer::new(NonNull::from("text"));
/// // SAFETY: it was made of a pointer to a `str`, which is still there.
/// assert_eq!(unsafe { text.cast::<str>().as_ref() }, "text");
/// ```
#[derive(Clone, Copy)]
pub struct AnyPointer(MaybeUninit<[*mut (); 2]>);

impl AnyPointer {
    /// The pointer without its type.
    #[inline]
    pub const fn new<T: ?Sized>(pointer: NonNull<T>) -> Self {
        const { assert!(size_of::<NonNull<T>>() <= size_of::<Self>()) };
        const { assert!(align_of::<NonNull<T>>() <= align_of::<Self>()) };
        let mut words = MaybeUninit::<[*mut (); 2]>::uninit();
        // SAFETY: the place is large and aligned enough.
        unsafe { words.as_mut_ptr().cast::<NonNull<T>>().write(pointer) };
        Self(words)
    }

    /// The pointer with its type.
    ///
    /// # Safety
    ///
    /// It was made of a pointer to a `T`.
    #[inline]
    pub const unsafe fn cast<T: ?Sized>(self) -> NonNull<T> {
        // SAFETY: `new` wrote a pointer of this type there.
        unsafe { self.0.as_ptr().cast::<NonNull<T>>().read() }
    }
}

impl fmt::Debug for AnyPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyPointer").finish_non_exhaustive()
    }
}
