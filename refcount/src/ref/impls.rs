//! The standard traits of [`Ref`], each by way of the value.

use alloc::boxed::Box;
use core::borrow::Borrow;
use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::ops::Deref;
use core::panic::{RefUnwindSafe, UnwindSafe};

use super::Ref;
use super::block::Block;
use crate::count::Count;

impl<T, C: Count> Deref for Ref<T, C> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        let value = Block::value(self.block);
        // SAFETY: invariant 1: the block is alive while `self` is, and `get_mut` needs the only
        // owner exclusively.
        unsafe { &*value.as_ptr() }
    }
}

impl<T, C: Count> AsRef<T> for Ref<T, C> {
    fn as_ref(&self) -> &T {
        self
    }
}

impl<T, C: Count> Borrow<T> for Ref<T, C> {
    fn borrow(&self) -> &T {
        self
    }
}

impl<T: Default, C: Count> Default for Ref<T, C> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T, C: Count> From<T> for Ref<T, C> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T, C: Count> From<Box<T>> for Ref<T, C> {
    fn from(value: Box<T>) -> Self {
        Self::new(*value)
    }
}

impl<T: fmt::Debug, C: Count> fmt::Debug for Ref<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

impl<T: fmt::Display, C: Count> fmt::Display for Ref<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        T::fmt(self, f)
    }
}

impl<T, C: Count> fmt::Pointer for Ref<T, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Pointer::fmt(&Self::as_ptr(self), f)
    }
}

impl<T: PartialEq, C: Count> PartialEq for Ref<T, C> {
    fn eq(&self, other: &Self) -> bool {
        T::eq(self, other)
    }
}

impl<T: Eq, C: Count> Eq for Ref<T, C> {}

impl<T: PartialOrd, C: Count> PartialOrd for Ref<T, C> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        T::partial_cmp(self, other)
    }
}

impl<T: Ord, C: Count> Ord for Ref<T, C> {
    fn cmp(&self, other: &Self) -> Ordering {
        T::cmp(self, other)
    }
}

impl<T: Hash, C: Count> Hash for Ref<T, C> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        T::hash(self, state);
    }
}

// A pointer may move away from its value; nothing inside the value is pinned by it.
impl<T, C: Count> Unpin for Ref<T, C> {}

// The count is whole after every operation, so what a panic leaves behind is up to the value.
impl<T: RefUnwindSafe, C: Count> UnwindSafe for Ref<T, C> {}
impl<T: RefUnwindSafe, C: Count> RefUnwindSafe for Ref<T, C> {}
