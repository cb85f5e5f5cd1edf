//! [`Trace`] of the standard library's containers, which own what stands in them.

use core::cell::{OnceCell, RefCell};
use core::mem::ManuallyDrop;
use core::ptr::NonNull;
use std::collections::VecDeque;

use cyclegc::prefetch;

use super::super::{Promise, promise};
use super::{Taken, Trace, Tracer};

impl<T: Trace> Trace for Option<T> {
    // SAFETY: what is not done by `T` only reads; there is nothing else to release.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    #[inline]
    fn hint(&self) {
        if let Some(value) = self {
            value.hint();
        }
    }

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(value) = self {
            value.trace(tracer);
        }
    }

    fn clear_references(&self) {
        if let Some(value) = self {
            value.clear_references();
        }
    }

    fn take_references(&mut self, taken: &mut Taken) {
        if let Some(value) = self.take() {
            taken.put(value);
        }
    }

    #[inline]
    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in a value that nobody else uses.
        if let Some(value) = unsafe { this.as_mut() } {
            // SAFETY: the caller gives the value up.
            unsafe { T::release(NonNull::from(value)) };
        }
    }
}

impl<T: Trace> Trace for [T] {
    // SAFETY: what is not done by `T` only reads; there is nothing else to release.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        T::trace_all(self, tracer);
    }

    fn clear_references(&self) {
        self.iter().for_each(T::clear_references);
    }

    fn take_references(&mut self, taken: &mut Taken) {
        for item in self {
            item.take_references(taken);
        }
    }

    #[inline]
    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in a row that nobody else uses.
        for item in unsafe { this.as_mut() } {
            // SAFETY: the caller gives the row up.
            unsafe { T::release(NonNull::from(item)) };
        }
    }
}

impl<T: Trace, const N: usize> Trace for [T; N] {
    // SAFETY: what is not done by `T` only reads; there is nothing else to release.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.as_slice().trace(tracer);
    }

    fn clear_references(&self) {
        self.as_slice().clear_references();
    }

    fn take_references(&mut self, taken: &mut Taken) {
        self.as_mut_slice().take_references(taken);
    }

    #[inline]
    unsafe fn release(this: NonNull<Self>) {
        // SAFETY: the caller gives the array up.
        unsafe { <[T]>::release(this) };
    }
}

impl<A: Trace, B: Trace> Trace for (A, B) {
    // SAFETY: both only do what those of `A` and `B` do.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<A>().and::<B>() };
    const COLLECTABLE: bool = A::COLLECTABLE || B::COLLECTABLE;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.0.trace(tracer);
        self.1.trace(tracer);
    }

    fn clear_references(&self) {
        self.0.clear_references();
        self.1.clear_references();
    }

    fn take_references(&mut self, taken: &mut Taken) {
        self.0.take_references(taken);
        self.1.take_references(taken);
    }

    #[inline]
    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in a pair that nobody else uses.
        let (a, b) = unsafe { this.as_mut() };
        // SAFETY: the caller gives the pair up.
        unsafe { A::release(NonNull::from(a)) };
        // SAFETY: as above.
        unsafe { B::release(NonNull::from(b)) };
    }
}

impl<T: Trace> Trace for VecDeque<T> {
    // SAFETY: what is not done by `T` only reads; `release` gives the memory up besides.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        for value in self {
            value.trace(tracer);
        }
    }

    fn clear_references(&self) {
        self.iter().for_each(T::clear_references);
    }

    fn take_references(&mut self, taken: &mut Taken) {
        taken.put(core::mem::take(self));
    }

    unsafe fn release(this: NonNull<Self>) {
        // SAFETY: the caller gives the value up.
        for item in unsafe { this.read() } {
            let mut item = ManuallyDrop::new(item);
            // SAFETY: the item is not used afterwards.
            unsafe { T::release(NonNull::from(&mut *item)) };
        }
    }
}

impl<T: Trace> Trace for Vec<T> {
    // SAFETY: what is not done by `T` only reads; `release` gives the memory up besides.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    #[inline]
    fn hint(&self) {
        prefetch(self.as_ptr());
    }

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.as_slice().trace(tracer);
    }

    fn clear_references(&self) {
        self.iter().for_each(T::clear_references);
    }

    fn take_references(&mut self, taken: &mut Taken) {
        taken.put(core::mem::take(self));
    }

    #[inline]
    unsafe fn release(this: NonNull<Self>) {
        // SAFETY: the caller gives the value up.
        let mut items = unsafe { this.read() };
        // SAFETY: the items are forgotten by the next statement.
        unsafe { <[T]>::release(NonNull::from(items.as_mut_slice())) };
        // SAFETY: no item need be there for a length of zero.
        unsafe { items.set_len(0) };
    }
}

impl<T: Trace, A: allocator_api2::alloc::Allocator + Clone + 'static> Trace
    for allocator_api2::vec::Vec<T, A>
{
    // SAFETY: what is not done by `T` only reads; `release` gives the memory up besides.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    #[inline]
    fn hint(&self) {
        prefetch(self.as_ptr());
    }

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.as_slice().trace(tracer);
    }

    fn clear_references(&self) {
        self.iter().for_each(T::clear_references);
    }

    fn take_references(&mut self, taken: &mut Taken) {
        let none = Self::new_in(self.allocator().clone());
        taken.put(core::mem::replace(self, none));
    }

    #[inline]
    unsafe fn release(this: NonNull<Self>) {
        // SAFETY: the caller gives the value up.
        let mut items = unsafe { this.read() };
        // SAFETY: the items are forgotten by the next statement.
        unsafe { <[T]>::release(NonNull::from(items.as_mut_slice())) };
        // SAFETY: no item need be there for a length of zero.
        unsafe { items.set_len(0) };
    }
}

impl<T: Trace + ?Sized> Trace for Box<T> {
    // SAFETY: what is not done by `T` only reads; `release` gives the memory up besides.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    #[inline]
    fn hint(&self) {
        prefetch(core::ptr::from_ref::<T>(&**self).cast::<u8>());
    }

    fn trace(&self, tracer: &mut Tracer<'_>) {
        (**self).trace(tracer);
    }

    fn clear_references(&self) {
        (**self).clear_references();
    }

    fn take_references(&mut self, taken: &mut Taken) {
        (**self).take_references(taken);
    }

    #[inline]
    unsafe fn release(this: NonNull<Self>) {
        // SAFETY: the caller gives the value up.
        let content = Box::leak(unsafe { this.read() });
        // SAFETY: what stands in the box is not used afterwards.
        unsafe { T::release(NonNull::from(&mut *content)) };
        let content = core::ptr::from_mut(content) as *mut ManuallyDrop<T>;
        // SAFETY: the memory came from a box; what stood there has been given up.
        drop(unsafe { Box::from_raw(content) });
    }
}

/// A cell that is borrowed mutably while a collection runs hides its references: what it refers
/// to then looks owned from outside and lives.
impl<T: Trace> Trace for RefCell<T> {
    // SAFETY: what is not done by `T` only reads; there is nothing else to release.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    #[inline]
    fn hint(&self) {
        promise::read(self, T::hint);
    }

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        promise::read(self, |value| value.trace(tracer));
    }

    fn clear_references(&self) {
        let mut taken = Taken::default();
        if let Ok(mut value) = self.try_borrow_mut() {
            value.take_references(&mut taken);
        }
    }

    fn take_references(&mut self, taken: &mut Taken) {
        self.get_mut().take_references(taken);
    }

    #[inline]
    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in a cell that nobody else uses; if somebody has borrowed it, they
        // have forgotten that.
        let value = unsafe { this.as_mut() }.get_mut();
        // SAFETY: the caller gives the value up.
        unsafe { T::release(NonNull::from(value)) };
    }
}

impl<T: Trace> Trace for OnceCell<T> {
    // SAFETY: what is not done by `T` only reads; there is nothing else to release.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<T>() };
    const COLLECTABLE: bool = T::COLLECTABLE;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(value) = self.get() {
            value.trace(tracer);
        }
    }

    fn clear_references(&self) {
        if let Some(value) = self.get() {
            value.clear_references();
        }
    }

    fn take_references(&mut self, taken: &mut Taken) {
        if let Some(value) = self.take() {
            taken.put(value);
        }
    }

    #[inline]
    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in a cell that nobody else uses.
        if let Some(value) = unsafe { this.as_mut() }.get_mut() {
            // SAFETY: the caller gives the value up.
            unsafe { T::release(NonNull::from(value)) };
        }
    }
}
