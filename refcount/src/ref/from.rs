//! A [`Ref`] from a value that is somewhere else already: a box, a vector, a string, a slice.
//!
//! The bytes move into a new block, or are cloned there.

use alloc::borrow::{Cow, ToOwned};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::alloc::Layout;
use core::mem::ManuallyDrop;

use allocator_api2::alloc::{Allocator, Global};

use super::Ref;
use super::coerce::with_address;
use super::count::RefCount;
use super::new::allocate;

impl<T: 'static, C: RefCount> From<T> for Ref<T, C> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// Copies the bytes of `value` into a new block.
///
/// # Safety
///
/// The value is not used any more where it is.
unsafe fn moved<T: ?Sized + 'static, C: RefCount>(value: *mut T) -> Ref<T, C> {
    // SAFETY: the value is still whole.
    let layout = Layout::for_value(unsafe { &*value });
    let place = allocate::<C, Global>(layout, false, Global);
    // SAFETY: both places are as large as the layout says, and one of them is new.
    unsafe { place.as_ptr().copy_from_nonoverlapping(value.cast::<u8>(), layout.size()) };
    // SAFETY: the value is now in the block, which has one owner.
    unsafe { Ref::from_raw_any(with_address(value, place.as_ptr())) }
}

impl<T: ?Sized + 'static, C: RefCount> From<Box<T>> for Ref<T, C> {
    /// Moves the value; a box and a counted pointer cannot share a block.
    fn from(value: Box<T>) -> Self {
        let raw = Box::into_raw(value);
        // SAFETY: `raw` came from a box.
        let layout = Layout::for_value(unsafe { &*raw });
        // SAFETY: what is left of the box is its memory.
        let this = unsafe { moved(raw) };
        if layout.size() > 0 {
            // SAFETY: a box of this layout, whose value has moved out.
            unsafe { alloc::alloc::dealloc(raw.cast(), layout) };
        }
        this
    }
}

impl<T: 'static, C: RefCount> From<Vec<T>> for Ref<[T], C> {
    fn from(values: Vec<T>) -> Self {
        let mut values = values;
        let all: *mut [T] = values.as_mut_slice();
        // SAFETY: the vector forgets its values right below.
        let this = unsafe { moved(all) };
        // SAFETY: fewer than there are.
        unsafe { values.set_len(0) };
        this
    }
}

impl<T: 'static, C: RefCount, const N: usize> From<[T; N]> for Ref<[T], C> {
    fn from(values: [T; N]) -> Self {
        let mut values = ManuallyDrop::new(values);
        let all: *mut [T] = values.as_mut_slice();
        // SAFETY: the array is not dropped.
        unsafe { moved(all) }
    }
}

impl<T: Clone + 'static, C: RefCount> From<&[T]> for Ref<[T], C> {
    fn from(values: &[T]) -> Self {
        Self::cloned(values)
    }
}

impl<C: RefCount> From<&str> for Ref<str, C> {
    fn from(text: &str) -> Self {
        Self::cloned(text)
    }
}

impl<C: RefCount> From<String> for Ref<str, C> {
    fn from(text: String) -> Self {
        Self::from(text.as_str())
    }
}

impl<C: RefCount, A: Allocator> From<Ref<str, C, A>> for Ref<[u8], C, A> {
    fn from(text: Ref<str, C, A>) -> Self {
        // SAFETY: a `str` is its bytes.
        unsafe { Ref::from_raw_any(Ref::into_raw(text) as *const [u8]) }
    }
}

impl<'a, B, C: RefCount> From<Cow<'a, B>> for Ref<B, C>
where
    B: ?Sized + ToOwned,
    Self: From<&'a B> + From<B::Owned>,
{
    fn from(value: Cow<'a, B>) -> Self {
        match value {
            Cow::Borrowed(value) => Self::from(value),
            Cow::Owned(value) => Self::from(value),
        }
    }
}

impl<T, C: RefCount, A: Allocator, const N: usize> TryFrom<Ref<[T], C, A>> for Ref<[T; N], C, A> {
    type Error = Ref<[T], C, A>;

    /// The pointer as one to an array, if the slice is that long; else the pointer itself.
    fn try_from(values: Ref<[T], C, A>) -> Result<Self, Self::Error> {
        if values.len() != N {
            return Err(values);
        }
        // SAFETY: a slice of `N` values is an array of them.
        Ok(unsafe { Ref::from_raw_any(Ref::into_raw(values).cast()) })
    }
}
