//! A [`Ref`] to a slice or string from an iterator, and the empty ones.

use alloc::string::String;
use alloc::vec::Vec;

use super::Ref;
use super::count::RefCount;

impl<T: 'static, C: RefCount> FromIterator<T> for Ref<[T], C> {
    /// Collects into a vector first, since the length must be known to make the block.
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self::from(values.into_iter().collect::<Vec<T>>())
    }
}

impl<C: RefCount> FromIterator<char> for Ref<str, C> {
    fn from_iter<I: IntoIterator<Item = char>>(text: I) -> Self {
        Self::from(text.into_iter().collect::<String>())
    }
}

impl<'a, C: RefCount> FromIterator<&'a str> for Ref<str, C> {
    fn from_iter<I: IntoIterator<Item = &'a str>>(text: I) -> Self {
        Self::from(text.into_iter().collect::<String>())
    }
}

impl<T: Default + 'static, C: RefCount> Default for Ref<T, C> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: 'static, C: RefCount> Default for Ref<[T], C> {
    fn default() -> Self {
        Self::from([])
    }
}

impl<C: RefCount> Default for Ref<str, C> {
    fn default() -> Self {
        Self::from("")
    }
}
