//! The counts that threads share, under the model checker: `cfg(loom)`.
//!
//! ```text
//! RUSTFLAGS="--cfg loom" cargo test -p refcount --release --lib model
//! ```
//!
//! Every test is run under all orders of its threads' steps, and with all values that a relaxed
//! load may see. An object is a count and a cell: each owner reads the cell before it drops its
//! reference, and who destroys the object writes the cell and takes the words of the count as its
//! own, so that the checker reports whatever is not ordered before that.
//!
//! What was broken by hand, and which test then failed:
//!
//! | rule | broken by | fails |
//! |---|---|---|
//! | - | - | - |

mod atomic;
mod biased;

use core::ptr::NonNull;
use std::boxed::Box;

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread::{self, JoinHandle};

use crate::count::{Count, Decref};

/// What a model needs to see of a count: that nobody else touches its words any more.
trait Words {
    fn take(&mut self);
}

/// An object of a model. It stays in memory, to be looked at when it is dead.
struct Object<C: 'static> {
    count: core::cell::UnsafeCell<C>,
    value: UnsafeCell<()>,
    /// Whether weak references keep the count in memory when the object is dead.
    weak: bool,
    deaths: AtomicUsize,
}

/// The address of an object, for any thread; a reference to it as far as a model counts it.
struct Handle<C: 'static>(&'static Object<C>);

impl<C> Clone for Handle<C> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<C> Copy for Handle<C> {}

// SAFETY: the checker looks for the races that this could make.
unsafe impl<C> Send for Handle<C> {}

impl<C: Count + Words> Handle<C> {
    fn new() -> Self {
        Self::leak(false)
    }

    fn new_with_weak() -> Self {
        let this = Self::leak(true);
        this.count().set_maybe_weak();
        this
    }

    fn leak(weak: bool) -> Self {
        let count = core::cell::UnsafeCell::new(C::new());
        let object =
            Object { count, value: UnsafeCell::new(()), weak, deaths: AtomicUsize::new(0) };
        Self(Box::leak(Box::new(object)))
    }

    fn count(&self) -> &'static C {
        // SAFETY: an exclusive reference is made only in `destroy`; that it is the only one then is
        // what the checker checks.
        unsafe { &*self.0.count.get() }
    }

    /// Uses the object as an owner does.
    fn read(&self) {
        self.0.value.with(|_| ());
    }

    /// Drops a reference as a pointer does.
    fn release(self) {
        self.read();
        match self.count().decref() {
            Decref::Alive => {}
            Decref::Dead => self.destroy(),
            Decref::Queued => {
                let object = NonNull::from(self.0).cast();
                // SAFETY: right after the decref; `destroy_erased` is for this type.
                unsafe { self.count().hand_over(object, Self::destroy_erased) };
            }
        }
    }

    fn destroy(self) {
        self.0.value.with_mut(|_| ());
        self.0.deaths.fetch_add(1, Ordering::Relaxed);
        if !self.0.weak {
            // SAFETY: the object is dead: it has no owner who would use the count.
            unsafe { &mut *self.0.count.get() }.take();
        }
    }

    unsafe fn destroy_erased(object: NonNull<()>) {
        // SAFETY: `release` handed over an object of this type, which is never freed.
        Self(unsafe { object.cast::<Object<C>>().as_ref() }).destroy();
    }

    /// How often it was destroyed.
    fn deaths(&self) -> usize {
        self.0.deaths.load(Ordering::Relaxed)
    }
}

fn spawn(run: impl FnOnce() + 'static) -> JoinHandle<()> {
    thread::spawn(run)
}

fn join(threads: impl IntoIterator<Item = JoinHandle<()>>) {
    for thread in threads {
        thread.join().expect("no panic in a model");
    }
}
