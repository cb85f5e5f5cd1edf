//! [`Trace`] of pointers, and of values that refer to nothing.

use core::cell::Cell;
use core::marker::PhantomData;
use core::ptr::NonNull;

use super::super::{Gc, Promise, Value};
use super::{Trace, Tracer};

macro_rules! pointers {
    ($(impl($($bound:tt)*) for $pointer:ty),* $(,)?) => {$(
        impl<$($bound)*> Trace for $pointer {
            // SAFETY: the pointer is passed on as it is, and there is nothing else to release.
            const PROMISE: Promise<Self> = unsafe { Promise::releasable() };

            #[inline]
            fn trace(&self, tracer: &mut Tracer<'_>) {
                tracer.report(&[self.header()]);
            }

            #[inline]
            fn trace_all(items: &[Self], tracer: &mut Tracer<'_>) {
                tracer.report(Self::headers(items));
            }

            #[inline]
            unsafe fn release(_: NonNull<Self>) {}
        }
    )*};
}

pointers!(impl(T: Trace) for Gc<T>, impl() for Value);

macro_rules! refers_to_nothing {
    ($($plain:ty),* $(,)?) => {$(
        impl Trace for $plain {
            const COLLECTABLE: bool = false;
            // SAFETY: there are no references, and a destructor gives up memory.
            const PROMISE: Promise<Self> = unsafe { Promise::releasable() };
            #[inline]
            fn trace(&self, _: &mut Tracer<'_>) {}
        }
    )*};
}

refers_to_nothing!(
    (),
    bool,
    char,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    f32,
    f64,
    String,
    &'static str,
);

impl<T: Copy + 'static> Trace for Cell<T> {
    const COLLECTABLE: bool = false;
    // SAFETY: what can be copied owns no references.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable() };
    #[inline]
    fn trace(&self, _: &mut Tracer<'_>) {}
}

impl<T: ?Sized + 'static> Trace for PhantomData<T> {
    const COLLECTABLE: bool = false;
    // SAFETY: there is nothing.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable() };
    #[inline]
    fn trace(&self, _: &mut Tracer<'_>) {}
}
