//! One event per object born and one per object dead, for small programs.
//!
//! Compiled in by the feature `object-events` alone: an event that is switched off still costs a
//! load and a branch on every allocation.

use core::ptr::NonNull;

use refcount::Count;

#[cfg(feature = "runner")]
use super::Value;
use super::header::Header;

struct Label(NonNull<Header>);

impl core::fmt::Display for Label {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        // SAFETY: both callers hand in an object whose payload is intact.
        let vtable = unsafe { self.0.as_ref() }.vtable;
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (vtable.label)(self.0, f) }
    }
}

pub(crate) fn tells() -> bool {
    tracing::enabled!(target: "integration::object", tracing::Level::TRACE)
}

/// An object was allocated.
#[inline]
pub(crate) fn born(object: NonNull<Header>) {
    if tells() {
        // SAFETY: the caller has just written the header.
        let owners = unsafe { object.as_ref() }.count.count();
        tracing::trace!(target: "integration::object", owners, "born {}", Label(object));
    }
}

/// An object is about to be dropped. Its payload is still intact.
#[inline]
pub(crate) fn died(object: NonNull<Header>) {
    if tells() {
        tracing::trace!(target: "integration::object", owners = 0, "died {}", Label(object));
    }
}

/// A name was given to an object, or taken from it; it has this many owners now.
#[cfg(feature = "runner")]
pub(crate) fn named(what: &str, name: &str, value: &Value, owners: u32) {
    if tells() {
        tracing::trace!(target: "integration::object", owners, "{what} {name}: {}", value.label());
    }
}
