//! `Gc<T>`: the counted pointer to an object whose type is known.
//!
//! One word, pointing at the header. Cloning increments the count, dropping decrements it, and
//! the drop that takes the last owner away destroys the object: finalizer, weak references,
//! payload, block, in that order. The heap is found from the block itself, so the pointer needs
//! no second word and the heap no thread-local.
//!
//! ```text
//!   Gc<T> --> | header | T                |      payload of up to 496 bytes, aligned to 16
//!   Gc<T> --> | header | pointer | --> | T ...   larger or stricter aligned payloads
//! ```
//!
//! # Invariants
//! 1. A `Gc<T>` owns one count of an object whose payload is a `T`.
//! 2. The payload is initialised from before the first `Gc<T>` exists until the last is gone.

use core::alloc::Layout;
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;
use core::ops::Deref;
use core::ptr::NonNull;

use refcount::{Count, Decref};

use super::header::Header;
use super::{Heap, Trace, Value, death};

/// A counted pointer to an object of the heap.
///
/// # Examples
/// ```
/// use integration::Heap;
///
/// let heap = Heap::new();
/// let a = heap.alloc(String::from("shared"))?;
/// let b = a.clone();
/// assert_eq!(*b, "shared");
/// assert_eq!(a.owners(), 2);
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
#[repr(transparent)]
pub struct Gc<T: Trace> {
    header: NonNull<Header>,
    payload: PhantomData<T>,
}

const _: () = assert!(size_of::<Option<Gc<u8>>>() == size_of::<usize>());

/// A header with a payload right behind it.
#[repr(C)]
pub(crate) struct Inline<T> {
    pub(crate) header: Header,
    pub(crate) payload: T,
}

/// A header with the address of its payload behind it.
#[repr(C)]
pub(crate) struct Outline<T> {
    pub(crate) header: Header,
    pub(crate) payload: NonNull<T>,
}

/// Where payloads of one type stand.
pub(crate) struct Place<T>(PhantomData<T>);

impl<T> Place<T> {
    /// Whether the payload fits behind the header in one block of a pool.
    pub(crate) const INLINE: bool = size_of::<Inline<T>>() <= pymalloc::SMALL_MAX
        && align_of::<Inline<T>>() <= pymalloc::ALIGNMENT;

    /// The layout of the block that holds the header.
    pub(crate) const BLOCK: Layout =
        if Self::INLINE { Layout::new::<Inline<T>>() } else { Layout::new::<Outline<T>>() };

    /// The address of the payload.
    ///
    /// # Safety
    /// `header` is the start of a block of [`Place::BLOCK`] whose payload pointer, where there is
    /// one, has been written.
    #[inline(always)]
    pub(crate) unsafe fn payload(header: NonNull<Header>) -> NonNull<T> {
        if Self::INLINE {
            let block = header.cast::<Inline<T>>().as_ptr();
            // SAFETY: the caller hands in a block laid out as `Inline<T>`.
            let payload = unsafe { &raw mut (*block).payload };
            // SAFETY: a field of a live block is not at address zero.
            unsafe { NonNull::new_unchecked(payload) }
        } else {
            let block = header.cast::<Outline<T>>();
            // SAFETY: the caller hands in a block laid out as `Outline<T>`, payload written.
            unsafe { block.as_ref() }.payload
        }
    }
}

impl<T: Trace> Gc<T> {
    /// Takes over one count.
    ///
    /// # Safety
    /// `header` heads a live object whose payload is a `T`, and the caller owns one count of it
    /// that it gives up.
    #[inline(always)]
    pub(crate) unsafe fn from_owned(header: NonNull<Header>) -> Self {
        Self { header, payload: PhantomData }
    }

    /// The object's header.
    #[inline(always)]
    pub(crate) fn header(&self) -> NonNull<Header> {
        self.header
    }

    /// How many references to the object are owned, this one included. An immortal object
    /// answers a number of 2^31 or more.
    #[inline]
    pub fn owners(&self) -> u32 {
        self.header_ref().count.count()
    }

    /// Whether both point at the same object.
    #[inline]
    pub fn ptr_eq(a: &Self, b: &Self) -> bool {
        a.header == b.header
    }

    /// The heap the object lives in.
    pub fn heap(this: &Self) -> Heap {
        Heap::of(this.header)
    }

    /// The same reference with its type forgotten.
    #[inline(always)]
    pub fn into_value(self) -> Value {
        let this = ManuallyDrop::new(self);
        // SAFETY: `this` owned one count of a live object and is never dropped.
        unsafe { Value::from_owned(this.header) }
    }

    /// A further reference with its type forgotten.
    #[inline]
    pub fn to_value(&self) -> Value {
        self.clone().into_value()
    }

    /// Looks at the same reference as an untyped one.
    #[inline(always)]
    pub fn as_value(&self) -> &Value {
        let this: *const Self = self;
        // SAFETY: both are transparent over the header pointer, and a `Value` promises less.
        unsafe { &*this.cast::<Value>() }
    }

    /// The headers of the objects of a row.
    #[inline(always)]
    pub(crate) fn headers(row: &[Self]) -> &[NonNull<Header>] {
        let first = row.as_ptr().cast();
        // SAFETY: the type is transparent over the pointer, and the row is borrowed as long.
        unsafe { core::slice::from_raw_parts(first, row.len()) }
    }

    #[inline(always)]
    fn header_ref(&self) -> &Header {
        // SAFETY: invariant 1: an owner keeps the object, and so its header, alive.
        unsafe { self.header.as_ref() }
    }
}

impl<T: Trace> Deref for Gc<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: invariant 1: the header belongs to a block laid out for a `T`.
        let payload = unsafe { Place::<T>::payload(self.header) };
        // SAFETY: invariant 2: the payload is initialised while there is an owner; it is only
        // ever shared.
        unsafe { payload.as_ref() }
    }
}

impl<T: Trace> Clone for Gc<T> {
    #[inline(always)]
    fn clone(&self) -> Self {
        self.header_ref().count.incref();
        Self { header: self.header, payload: PhantomData }
    }
}

impl<T: Trace> Drop for Gc<T> {
    #[inline(always)]
    fn drop(&mut self) {
        if matches!(self.header_ref().count.decref(), Decref::Dead) {
            // SAFETY: this was the last owner, and it is gone after this call.
            unsafe { death::destroy(self.header) };
        }
    }
}

impl<T: Trace> From<Gc<T>> for Value {
    #[inline(always)]
    fn from(gc: Gc<T>) -> Self {
        gc.into_value()
    }
}

impl<T: Trace + fmt::Debug> fmt::Debug for Gc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Trace + fmt::Display> fmt::Display for Gc<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
