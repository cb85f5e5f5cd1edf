//! What can go wrong in the heap.

use core::fmt;

/// The heap could not get memory, or its budget is used up. Nothing was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutOfMemory;

impl fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("out of memory")
    }
}

impl core::error::Error for OutOfMemory {}

impl From<allocator_api2::alloc::AllocError> for OutOfMemory {
    fn from(_: allocator_api2::alloc::AllocError) -> Self {
        Self
    }
}

impl From<allocator_api2::collections::TryReserveError> for OutOfMemory {
    fn from(_: allocator_api2::collections::TryReserveError) -> Self {
        Self
    }
}

impl From<hashbrown::TryReserveError> for OutOfMemory {
    fn from(_: hashbrown::TryReserveError) -> Self {
        Self
    }
}
