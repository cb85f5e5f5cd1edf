//! `Weak<T, C, A>`: a pointer that keeps the memory of a block but not its value.
//!
//! It is one word, as a [`Ref`] is: the address of the value, or an address that no block has, for a
//! weak pointer that was made without one. Upgrading adds an owner unless the strong count has come
//! to 0, from where it does not rise again.
//!
//! It knows no callbacks; Python's weak references are [`WeakTable`](crate::WeakTable) and
//! [`WeakNode`](crate::WeakNode).

use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::ptr::{self, NonNull};

use allocator_api2::alloc::{Allocator, Global};

use super::Ref;
use super::block::{self, Counts};
use super::count::{RefCount, WeakCount};
use crate::local::LocalCount;

/// A weak pointer to a value that [`Ref`]s own.
///
/// # Examples
///
/// ```
/// use refcount::rc::{Rc, Weak};
///
/// let value = Rc::new(String::from("here"));
/// let weak: Weak<String> = Rc::downgrade(&value);
/// assert_eq!(weak.upgrade().as_deref().map(String::as_str), Some("here"));
/// drop(value);
/// assert!(weak.upgrade().is_none());
/// ```
pub struct Weak<T: ?Sized, C: RefCount = LocalCount, A: Allocator = Global> {
    value: NonNull<T>,
    of: PhantomData<(*mut T, C, A)>,
}

const _: () = assert!(size_of::<Option<Weak<u64>>>() == size_of::<usize>());

// SAFETY: a `Weak` can become a `Ref`; what goes for that goes for it.
unsafe impl<T, C, A> Send for Weak<T, C, A>
where
    T: ?Sized + Send + Sync,
    C: RefCount + Send + Sync,
    A: Allocator + Send + Sync,
{
}

// SAFETY: as above.
unsafe impl<T, C, A> Sync for Weak<T, C, A>
where
    T: ?Sized + Send + Sync,
    C: RefCount + Send + Sync,
    A: Allocator + Send + Sync,
{
}

impl<T, C: RefCount> Weak<T, C> {
    /// A weak pointer to nothing. Allocates nothing, and is never upgraded.
    ///
    /// With another allocator than the global one, this is [`default`](Self::default).
    pub const fn new() -> Self {
        Self::to_nothing()
    }
}

impl<T, C: RefCount, A: Allocator> Weak<T, C, A> {
    const fn to_nothing() -> Self {
        let nowhere = ptr::without_provenance_mut(usize::MAX);
        // SAFETY: not null.
        Self { value: unsafe { NonNull::new_unchecked(nowhere) }, of: PhantomData }
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> Weak<T, C, A> {
    /// An owner of the value, if it has one still.
    #[inline]
    pub fn upgrade(&self) -> Option<Ref<T, C, A>> {
        let counts = self.counts()?;
        // SAFETY: a count that has had a weak pointer was told so, and it has just been counted up.
        counts.strong.try_incref().then(|| unsafe { Ref::from_value(self.value) })
    }

    /// The number of owners; 0 when the value is destroyed, or was never there.
    pub fn strong_count(&self) -> usize {
        self.counts().map_or(0, |counts| counts.strong.count() as usize)
    }

    /// The number of weak pointers; 0 when the value is destroyed, or was never there.
    ///
    /// With owners on other threads the answer may be off by some at any time.
    pub fn weak_count(&self) -> usize {
        let Some(counts) = self.counts() else { return 0 };
        if counts.strong.count() == 0 { 0 } else { counts.weak.pointers() as usize }
    }

    /// Whether both point to the same value, or both to nothing.
    #[inline]
    pub fn ptr_eq(&self, other: &Self) -> bool {
        ptr::addr_eq(self.value.as_ptr(), other.value.as_ptr())
    }

    /// The address of the value, which may be destroyed, or of nothing.
    #[inline]
    pub fn as_ptr(&self) -> *const T {
        self.value.as_ptr()
    }

    /// Gives up the pointer but not its share of the block, which [`from_raw`](Weak::from_raw)
    /// takes back.
    #[inline]
    #[must_use = "the memory leaks unless `from_raw` takes it back"]
    pub fn into_raw(self) -> *const T {
        ManuallyDrop::new(self).value.as_ptr()
    }

    /// As [`from_raw`](Weak::from_raw), for any allocator: a block knows its own.
    ///
    /// # Safety
    ///
    /// As for [`from_raw`](Weak::from_raw).
    #[inline]
    pub unsafe fn from_raw_any(value: *const T) -> Self {
        // SAFETY: the caller's promise: an address that is not null.
        let value = unsafe { NonNull::new_unchecked(value.cast_mut()) };
        Self { value, of: PhantomData }
    }

    /// # Safety
    ///
    /// The weak count of the block includes the new pointer.
    #[inline]
    pub(super) unsafe fn from_value(value: NonNull<T>) -> Self {
        Self { value, of: PhantomData }
    }

    /// The counts of the block, if there is one.
    #[inline]
    fn counts(&self) -> Option<&Counts<C>> {
        if self.value.addr().get() == usize::MAX {
            return None;
        }
        // SAFETY: invariant 2 of the module above: the block is not freed while `self` exists, and
        // a block with weak pointers is not linked through its counts.
        Some(unsafe { block::counts::<T, C, A>(self.value) })
    }
}

impl<T: ?Sized, C: RefCount> Weak<T, C> {
    /// Takes the share back from [`into_raw`](Self::into_raw).
    ///
    /// # Safety
    ///
    /// `value` came from `into_raw` of a `Weak` with the same count and allocator types, and this
    /// is the only `from_raw` of it.
    #[inline]
    pub unsafe fn from_raw(value: *const T) -> Self {
        // SAFETY: the caller's promise.
        unsafe { Self::from_raw_any(value) }
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> Clone for Weak<T, C, A> {
    #[inline]
    fn clone(&self) -> Self {
        if let Some(counts) = self.counts() {
            counts.weak.incref();
        }
        Self { value: self.value, of: PhantomData }
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> Drop for Weak<T, C, A> {
    #[inline]
    fn drop(&mut self) {
        if self.counts().is_some_and(|counts| counts.weak.decref()) {
            // SAFETY: that was the last pointer of any kind.
            unsafe { block::free::<T, C, A>(self.value) };
        }
    }
}

impl<T, C: RefCount, A: Allocator> Default for Weak<T, C, A> {
    fn default() -> Self {
        Self::to_nothing()
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> fmt::Debug for Weak<T, C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(Weak)")
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> Unpin for Weak<T, C, A> {}
impl<T: ?Sized + RefUnwindSafe, C: RefCount, A: Allocator> UnwindSafe for Weak<T, C, A> {}
impl<T: ?Sized + RefUnwindSafe, C: RefCount, A: Allocator> RefUnwindSafe for Weak<T, C, A> {}
