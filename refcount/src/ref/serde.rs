//! Reading and writing a [`Ref`] as its value (feature `serde`).
//!
//! As with the standard library's pointers, sharing is not kept: each pointer writes its value, and
//! each that is read has a block of its own.

use alloc::boxed::Box;

use allocator_api2::alloc::Allocator;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Ref;
use super::count::RefCount;

impl<T: ?Sized + Serialize, C: RefCount, A: Allocator> Serialize for Ref<T, C, A> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        T::serialize(self, serializer)
    }
}

impl<'de, T: ?Sized + 'static, C: RefCount> Deserialize<'de> for Ref<T, C>
where
    Box<T>: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Box::deserialize(deserializer).map(Self::from)
    }
}
