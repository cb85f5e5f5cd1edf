//! The standard traits of [`Ref`], each by way of the value.

use core::borrow::Borrow;
use core::cmp::Ordering;
use core::error::Error;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};

use allocator_api2::alloc::Allocator;

use super::Ref;
use super::count::RefCount;

impl<T: ?Sized, C: RefCount, A: Allocator> Deref for Ref<T, C, A> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: invariant 1: the value is there while `self` is, and `get_mut` needs the only
        // pointer exclusively.
        unsafe { self.value.as_ref() }
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> AsRef<T> for Ref<T, C, A> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> Borrow<T> for Ref<T, C, A> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: ?Sized + fmt::Debug, C: RefCount, A: Allocator> fmt::Debug for Ref<T, C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

impl<T: ?Sized + fmt::Display, C: RefCount, A: Allocator> fmt::Display for Ref<T, C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

impl<T: ?Sized, C: RefCount, A: Allocator> fmt::Pointer for Ref<T, C, A> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&Self::as_ptr(self), f)
    }
}

impl<T: ?Sized + PartialEq, C: RefCount, A: Allocator> PartialEq for Ref<T, C, A> {
    fn eq(&self, other: &Self) -> bool {
        T::eq(self, other)
    }
}

impl<T: ?Sized + Eq, C: RefCount, A: Allocator> Eq for Ref<T, C, A> {}

impl<T: ?Sized + PartialOrd, C: RefCount, A: Allocator> PartialOrd for Ref<T, C, A> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        T::partial_cmp(self, other)
    }
}

impl<T: ?Sized + Ord, C: RefCount, A: Allocator> Ord for Ref<T, C, A> {
    fn cmp(&self, other: &Self) -> Ordering {
        T::cmp(self, other)
    }
}

impl<T: ?Sized + Hash, C: RefCount, A: Allocator> Hash for Ref<T, C, A> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        T::hash(self, state);
    }
}

impl<T: ?Sized + Error, C: RefCount, A: Allocator> Error for Ref<T, C, A> {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        T::source(self)
    }
}

// A pointer may move away from its value; nothing inside the value is pinned by it.
impl<T: ?Sized, C: RefCount, A: Allocator> Unpin for Ref<T, C, A> {}

// The counts are whole after every operation, so what a panic leaves behind is up to the value.
impl<T: ?Sized + RefUnwindSafe, C: RefCount, A: Allocator> UnwindSafe for Ref<T, C, A> {}
impl<T: ?Sized + RefUnwindSafe, C: RefCount, A: Allocator> RefUnwindSafe for Ref<T, C, A> {}
