//! What the collector knows of one object, and what one object knows of others.

use core::ptr::NonNull;

#[cfg(feature = "runner")]
use super::Promise;
use super::detection;
use super::header::Header;
use super::inner::Inner;
use super::{Gc, OutOfMemory, Trace, Tracer, Value};

impl<T: Trace> Gc<T> {
    /// Lets the collector track an object that was allocated untracked, or untracked since.
    ///
    /// # Errors
    /// [`OutOfMemory`] when the generation cannot grow.
    pub fn track(&self) -> Result<(), OutOfMemory> {
        self.as_value().track()
    }
}

/// An object that stands for another one as long as that is untracked: the collector sees what
/// that refers to as its own references.
#[cfg(feature = "runner")]
#[derive(Debug)]
pub(crate) struct Part<T: Trace>(Gc<T>);

#[cfg(feature = "runner")]
impl<T: Trace> Part<T> {
    /// Makes a part of an object that no other one stands for.
    pub(crate) fn new(part: Gc<T>) -> Self {
        Self(part)
    }
}

#[cfg(feature = "runner")]
impl<T: Trace> core::ops::Deref for Part<T> {
    type Target = Gc<T>;

    fn deref(&self) -> &Gc<T> {
        &self.0
    }
}

#[cfg(feature = "runner")]
impl<T: Trace> Trace for Part<T> {
    // SAFETY: `trace` only reads, and no object is tracked or untracked while a collector looks. Only
    // one part is made of an object, so that nobody else passes its references on.
    const PROMISE: Promise<Self> = unsafe { Promise::exact() };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        let part = self.0.as_value();
        if part.is_tracked() { part.trace(tracer) } else { (*self.0).trace(tracer) }
    }
}

impl Value {
    /// Lets the collector track the object, if its kind can be tracked and it is not already.
    ///
    /// # Errors
    /// [`OutOfMemory`] when the generation cannot grow.
    #[inline]
    pub fn track(&self) -> Result<(), OutOfMemory> {
        if !self.vtable().collectable || self.is_tracked() {
            return Ok(());
        }
        // SAFETY: this value keeps the object.
        unsafe { Inner::of(self.header()) }.track(self.header())
    }

    /// Takes the object out of the collector's sight.
    ///
    /// # Panics
    /// When called from within a [`Trace::trace`].
    pub fn untrack(&self) {
        if self.is_tracked() {
            detection::forbid("an object was untracked");
            // SAFETY: this value keeps the object.
            let inner = unsafe { Inner::of(self.header()) };
            inner.gc.untrack(inner, self.header());
        }
    }

    /// Takes the object out of what the collector sees and counts, for good: for parts that another
    /// object traces as its own. One with other owners is only untracked.
    pub fn uncount(&mut self) {
        self.untrack();
        let Some(table) = self.vtable().uncounted.filter(|_| self.owners() == 1) else { return };
        if self.vtable().counted {
            // SAFETY: this value keeps the object.
            unsafe { Inner::of(self.header()) }.gc.note_free();
        }
        // SAFETY: the header is that of a living object.
        let place = unsafe { &raw mut (*self.header().as_ptr()).vtable };
        // SAFETY: this value is the only owner and borrowed exclusively, so nobody reads the field;
        // the table is of the same type (header invariant 2).
        unsafe { place.write(table) };
    }

    /// Whether the collector tracks the object: Python's `gc.is_tracked()`.
    #[inline]
    pub fn is_tracked(&self) -> bool {
        self.header_ref().word.is_tracked()
    }

    /// Whether the object's kind can be tracked at all.
    #[inline]
    pub fn is_collectable(&self) -> bool {
        self.vtable().collectable
    }

    /// Whether the finalizer has run: Python's `gc.is_finalized()`.
    pub fn is_finalized(&self) -> bool {
        self.header_ref().word.is_finalized()
    }

    /// The references the object owns, in traversal order, repeated ones included.
    pub fn referents(&self) -> Vec<Value> {
        let mut found = Vec::new();
        let mut visit = |row: &[NonNull<Header>]| {
            // SAFETY: an object owns what it refers to.
            found.extend(row.iter().map(|to| unsafe { Value::from_borrowed(*to) }));
        };
        let mut tracer = Tracer::new(&mut visit);
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (self.vtable().trace)(self.header(), &mut tracer) };
        found
    }

    /// Passes on what the object refers to, as its own trace would: for objects that stand for
    /// an untracked part of themselves. The object itself, if it is tracked or has other owners, who
    /// might stand for it as well, or if its type has not promised to be
    /// [exact](super::Promise::exact); what it refers to then lives.
    pub fn trace_referents(&self, tracer: &mut Tracer<'_>) {
        if self.vtable().exact && self.owners() == 1 && !self.is_tracked() {
            // SAFETY: the function is the one of the object's own vtable.
            unsafe { (self.vtable().trace)(self.header(), tracer) };
        } else {
            self.trace(tracer);
        }
    }

    /// Drops what closes cycles through the object, as the collector would: for objects that
    /// stand for an untracked part of themselves.
    pub fn clear_referents(&self) {
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (self.vtable().clear)(self.header()) };
    }

    /// Bytes of the object's block and of what it owns outside of it.
    pub fn size(&self) -> usize {
        // SAFETY: the function is the one of the object's own vtable.
        let block = unsafe { (self.vtable().size)(self.header()) };
        // SAFETY: as above.
        block + unsafe { (self.vtable().extra_size)(self.header()) }
    }
}
