//! `Value`: the counted pointer to an object of any kind.
//!
//! It is what lists, dicts and frames hold. The vtable in the header says what the object is, so
//! a checked downcast gives a [`Gc<T>`] or a `&T` back.
//!
//! # Invariants
//! 1. A `Value` owns one count of a live object.

use core::any::TypeId;
use core::fmt;
use core::mem::ManuallyDrop;
use core::ptr::NonNull;

use refcount::{Count, Decref};

use super::gc::Place;
use super::header::{Header, VTable};
use super::{Gc, Heap, Trace, death};
use crate::object::Kind;

/// A counted pointer to an object of any kind.
#[repr(transparent)]
pub struct Value {
    header: NonNull<Header>,
}

const _: () = assert!(size_of::<Option<Value>>() == size_of::<usize>());

impl Value {
    /// Takes over one count.
    ///
    /// # Safety
    /// `header` heads a live object, and the caller owns one count of it that it gives up.
    #[inline(always)]
    pub(crate) unsafe fn from_owned(header: NonNull<Header>) -> Self {
        Self { header }
    }

    /// Adds an owner to an object that somebody else keeps alive.
    ///
    /// # Safety
    /// `header` heads a live object with at least one owner.
    #[inline]
    pub(crate) unsafe fn from_borrowed(header: NonNull<Header>) -> Self {
        // SAFETY: the caller vouches for a live object.
        unsafe { header.as_ref() }.count.incref();
        Self { header }
    }

    /// The object's header.
    #[inline(always)]
    pub(crate) fn header(&self) -> NonNull<Header> {
        self.header
    }

    /// The headers of the objects of a row.
    #[inline(always)]
    pub(crate) fn headers(row: &[Self]) -> &[NonNull<Header>] {
        let first = row.as_ptr().cast();
        // SAFETY: the type is transparent over the pointer, and the row is borrowed as long.
        unsafe { core::slice::from_raw_parts(first, row.len()) }
    }

    #[inline(always)]
    pub(crate) fn header_ref(&self) -> &Header {
        // SAFETY: invariant 1: an owner keeps the object, and so its header, alive.
        unsafe { self.header.as_ref() }
    }

    #[inline(always)]
    pub(crate) fn vtable(&self) -> &'static VTable {
        self.header_ref().vtable
    }

    /// Which kind of object this is.
    #[inline(always)]
    pub fn kind(&self) -> Kind {
        self.vtable().kind
    }

    /// How many references to the object are owned, this one included. An immortal object
    /// answers a number of 2^31 or more.
    #[inline]
    pub fn owners(&self) -> u32 {
        self.header_ref().count.count()
    }

    /// Whether the object is immortal.
    #[inline]
    pub fn is_immortal(&self) -> bool {
        self.header_ref().count.is_immortal()
    }

    /// Whether both are the same object: Python's `is`.
    #[inline(always)]
    pub fn is(&self, other: &Self) -> bool {
        self.header == other.header
    }

    /// A number that no other living object of the heap has: Python's `id()`.
    #[inline]
    pub fn id(&self) -> usize {
        self.header.addr().get()
    }

    /// The heap the object lives in.
    pub fn heap(&self) -> Heap {
        Heap::of(self.header)
    }

    /// Whether the payload is a `T`.
    #[inline(always)]
    pub fn is_a<T: Trace>(&self) -> bool {
        self.vtable().type_id == TypeId::of::<T>()
    }

    /// The payload, if it is a `T`.
    #[inline(always)]
    pub fn get<T: Trace>(&self) -> Option<&T> {
        if !self.is_a::<T>() {
            return None;
        }
        // SAFETY: the vtable, and so the block's layout, is that of `T`.
        let payload = unsafe { Place::<T>::payload(self.header) };
        // SAFETY: invariant 1: the object is alive, so its payload is initialised.
        Some(unsafe { payload.as_ref() })
    }

    /// The same reference as a typed one, if the payload is a `T`.
    ///
    /// # Errors
    /// Gives the value back when the payload is something else.
    #[inline]
    pub fn downcast<T: Trace>(self) -> Result<Gc<T>, Self> {
        if self.is_a::<T>() {
            let this = ManuallyDrop::new(self);
            // SAFETY: the payload is a `T`; `this` owned one count and is never dropped.
            Ok(unsafe { Gc::from_owned(this.header) })
        } else {
            Err(self)
        }
    }

    /// A further reference, typed, if the payload is a `T`.
    #[inline]
    pub fn to<T: Trace>(&self) -> Option<Gc<T>> {
        self.as_gc().cloned()
    }

    /// Looks at the same reference as a typed one, if the payload is a `T`.
    #[inline(always)]
    pub fn as_gc<T: Trace>(&self) -> Option<&Gc<T>> {
        if !self.is_a::<T>() {
            return None;
        }
        let this: *const Self = self;
        // SAFETY: both are transparent over the header pointer, and the payload is a `T`.
        Some(unsafe { &*this.cast::<Gc<T>>() })
    }

    /// Names the object for logs and reports: its type, and what the type adds.
    pub fn label(&self) -> impl fmt::Display + '_ {
        Label(self.header, core::marker::PhantomData)
    }
}

/// Prints an object's label.
pub(crate) struct Label<'a>(pub(crate) NonNull<Header>, core::marker::PhantomData<&'a Value>);

impl fmt::Display for Label<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // SAFETY: the lifetime ties the label to a value that keeps the object alive.
        let vtable = unsafe { self.0.as_ref() }.vtable;
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (vtable.label)(self.0, f) }
    }
}

impl Clone for Value {
    #[inline(always)]
    fn clone(&self) -> Self {
        self.header_ref().count.incref();
        Self { header: self.header }
    }
}

impl Drop for Value {
    #[inline(always)]
    fn drop(&mut self) {
        if matches!(self.header_ref().count.decref(), Decref::Dead) {
            // SAFETY: this was the last owner, and it is gone after this call.
            unsafe { death::destroy(self.header) };
        }
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<{}>", self.label())
    }
}
