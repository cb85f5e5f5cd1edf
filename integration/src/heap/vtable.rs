//! The table of functions for each payload type.
//!
//! Two constants per type, promoted to statics: the header points at it, and the collector and
//! the destructor reach a payload of unknown type through it.

use core::any::TypeId;
use core::ptr::NonNull;

use super::gc::Place;
use super::header::{Header, VTable};
use super::inner::Inner;
use super::{Gc, Trace};
use crate::object::Kind;
use core::alloc::Layout;

/// The table of a payload type.
pub(crate) const fn of<T: Trace>() -> VTable {
    let drops_unseen = T::DROPS_UNSEEN
        || T::PROMISE.is_releasable()
        || !matches!(T::KIND, Kind::Native)
        || !core::mem::needs_drop::<T>();
    VTable {
        type_id: TypeId::of::<T>(),
        kind: T::KIND,
        collectable: T::COLLECTABLE,
        counted: T::COLLECTABLE && T::COUNTED,
        free_listed: T::COLLECTABLE && T::COUNTED && T::FREE_LISTED,
        uncounted: None,
        finalizes: T::FINALIZES,
        exact: T::PROMISE.is_exact(),
        drops_unseen,
        releasable: T::PROMISE.is_releasable(),
        is_releasable: if T::PROMISE.condition().is_some() {
            // SAFETY: as below.
            Some(|header| meets_condition(unsafe { payload::<T>(header) }))
        } else {
            None
        },
        untracks: T::UNTRACKS,
        trace: |header, tracer| {
            // SAFETY: the table is only found in headers of objects with a payload `T`.
            unsafe { payload::<T>(header) }.trace(tracer);
        },
        hint: |header| {
            // SAFETY: as above.
            unsafe { payload::<T>(header) }.hint();
        },
        clear: |header| {
            // SAFETY: as above.
            unsafe { payload::<T>(header) }.clear_references();
        },
        needs_finalizer: |header| {
            // SAFETY: as above.
            unsafe { payload::<T>(header) }.needs_finalizer()
        },
        finalize: |value, heap| {
            if let Some(this) = value.as_gc::<T>() {
                T::finalize(this, heap);
            }
        },
        may_untrack: |header, full| {
            // SAFETY: as above.
            unsafe { payload::<T>(header) }.may_untrack(full)
        },
        free_list: |header| {
            // SAFETY: as above.
            unsafe { payload::<T>(header) }.free_list()
        },
        drop: drop_payload::<T>,
        release: release_payload::<T>,
        size: |_| Place::<T>::BLOCK.size(),
        extra_size: |header| {
            let outline = if Place::<T>::INLINE { 0 } else { size_of::<T>() };
            // SAFETY: as above.
            outline + unsafe { payload::<T>(header) }.extra_size()
        },
        label: |header, f| {
            // SAFETY: as above.
            unsafe { payload::<T>(header) }.label(f)
        },
    }
}

/// Holds the promoted table of a type.
pub(crate) struct Table<T>(core::marker::PhantomData<T>);

impl<T: Trace> Table<T> {
    /// The table's address, the same for every object of a heap.
    pub(crate) const TABLE: &'static VTable =
        &VTable { uncounted: Some(Self::UNCOUNTED), ..of::<T>() };
    /// The address of the table for objects that are not counted.
    const UNCOUNTED: &'static VTable = &VTable { counted: false, free_listed: false, ..of::<T>() };
}

/// The payload behind a header.
///
/// # Safety
/// `header` heads an object whose payload is an initialised `T`, for as long as `'a`.
unsafe fn payload<'a, T: Trace>(header: NonNull<Header>) -> &'a T {
    // SAFETY: the caller hands in an object of this type.
    let payload = unsafe { Place::<T>::payload(header) };
    // SAFETY: the payload is initialised, and only ever shared.
    unsafe { payload.as_ref() }
}

/// Drops the payload in place; one that stands outside its block gives its memory back.
///
/// # Safety
/// `header` heads an object of `inner`'s heap with a payload `T`, dead and not yet dropped.
unsafe fn drop_payload<T: Trace>(header: NonNull<Header>, inner: &Inner) {
    // SAFETY: the caller hands in an object of this type.
    let payload = unsafe { Place::<T>::payload(header) };
    let _give_back = Outside { inner, payload };
    // SAFETY: the payload is initialised and dropped once.
    unsafe { payload.drop_in_place() };
}

/// Releases the payload; one that stands outside its block gives its memory back.
///
/// # Safety
/// As for `drop_payload`; the payload is releasable.
unsafe fn release_payload<T: Trace>(header: NonNull<Header>, inner: &Inner) {
    // SAFETY: the caller hands in an object of this type.
    let payload = unsafe { Place::<T>::payload(header) };
    let _give_back = Outside { inner, payload };
    // SAFETY: the payload is initialised, and given up here.
    unsafe { T::release(payload) };
}

/// Whether a payload is as the promise of its type demands it.
fn meets_condition<T: Trace>(payload: &T) -> bool {
    T::PROMISE.condition().is_none_or(|condition| condition(payload))
}

/// Gives the memory of an outlined payload back, also when its drop panics.
struct Outside<'a, T> {
    inner: &'a Inner,
    payload: NonNull<T>,
}

impl<T> Drop for Outside<'_, T> {
    fn drop(&mut self) {
        if !Place::<T>::INLINE {
            // SAFETY: an outlined payload was allocated by `Heap::alloc` with this layout.
            unsafe { self.inner.blocks.dealloc(self.payload.cast(), Layout::new::<T>()) };
        }
    }
}

impl<T: Trace> Gc<T> {
    /// The table that objects of this type point at.
    pub(crate) const VTABLE: &'static VTable = Table::<T>::TABLE;
}
