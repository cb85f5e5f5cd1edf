//! The counts that threads share, under the model checker: `cfg(loom)`.
//!
//! ```text
//! RUSTFLAGS="--cfg loom" cargo test -p refcount --lib model::
//! ```
//!
//! Every test is run under the orders of its threads' steps, and with all values that a relaxed load
//! may see. An object is a count and a cell: each owner reads the cell before it drops its reference,
//! and who destroys the object writes the cell and takes the words of the count as its own, so that
//! the checker reports whatever is not ordered before that.
//!
//! The queue is a locked one here, which orders more than the real one: that the fences of `push`
//! and `close` are needed, no model shows.
//!
//! What was broken by hand, one line at a time, and a test that failed of it. The tests of `biased`
//! are here, where nothing else is said; `tests` are those of `src/biased/tests.rs`.
//!
//! | rule | broken by | fails |
//! |---|---|---|
//! | 1 flags in the low bits | `SHIFT = 1` | assertions of `shared.rs` |
//! | | `fetch_add(MERGED)` for `fetch_or` | `tests::the_owner_drops_its_last_reference` |
//! | 2 no owner first, then merged | local word after `fetch_or` in `merge_zero` | `the_last_drops_of_owner_..` |
//! | | local word after the exchange in `merge_adding` | `two_foreign_threads_drop_what_the_owner_counted` |
//! | | local word left out, in either | `tests::the_owner_drops_..`, `tests::the_owner_merges_..` |
//! | 3 release, then acquire | relaxed decrement | `the_last_drops_of_owner_..` |
//! | | no load after the last `fetch_sub` | `an_upgrade_crosses_the_last_drop` |
//! | | relaxed load in `decref_at_limit` | `the_last_drops_of_owner_..` |
//! | | `fetch_or` without acquire, without release | same |
//! | | exchange of `merge_adding` without either | `two_foreign_threads_drop_what_the_owner_counted` |
//! | | relaxed load in `is_unique` | `the_owner_looks_for_uniqueness_..` |
//! | | relaxed exchange in `take_unique` | `an_upgrade_crosses_taking_the_value_out` |
//! | | relaxed upgrade, `revive` or `set_maybe_weak` | `an_object_is_put_together_..` |
//! | | the closed flag stored or loaded relaxed | `an_owner_drops_its_own_reference_and_leaves` |
//! | 4 one deciding word | `merge_zero` decides by an earlier load | `the_last_drops_of_owner_..` |
//! | | a decrement of load and store | `two_foreign_threads_drop_what_the_owner_counted` |
//! | | `fetch_sub` before the state is queued | `two_foreign_threads_drop_what_one_of_them_counted` |
//! | | nobody looks after a push, or after a close | `an_owner_leaves_while_a_reference_is_queued` |
//! | | a closed queue emptied without the lock | `a_record_is_adopted_while_a_reference_is_queued` |
//! | 5 saturate, never carry | any of the four edges not asked | `tests::the_edges_stop` |
//! | | immortality not asked in `merge_zero` | `tests::a_sign_that_the_owner_overwrote_..` |
//! | | the local sign not asked in `incref` | `a_biased_immortal_is_written_by_no_thread` (a crash) |
//! | 6 unique in both numbers, upgrades excluded | only the local number asked | `tests::unique_means_..` |
//! | | `take_unique` by a store | `an_upgrade_crosses_taking_the_value_out` |
//! | | an upgrade at default, or of merged 0 | `tests::an_upgrade_fails_..` |
//! | the same of the atomic count | relaxed decrement, no load after it | `atomic::the_last_drops_cross` |
//! | | `take_unique` by a store, or relaxed | `atomic::an_upgrade_crosses_taking_the_value_out` |
//! | | an upgrade that adds to 0 | `atomic::an_upgrade_crosses_the_last_drop` |
//! | | relaxed `is_unique` | `atomic::a_thread_looks_for_uniqueness_..` |
//! | | relaxed `revive` or upgrade | `atomic::an_object_is_put_together_..` |
//! | the weak word | uniqueness asked without a lock, a lock not asked | `weak::..::downgrade_and_get_mut` |
//! | | a lock taken relaxed | same |
//! | | a relaxed decrement, relaxed or no load beside it | all of `weak` |
//! | | a decrement of load and store | all of `weak` |
//!
//! That a lock of the weak word is given back with release, and the next weak pointer made with
//! acquire, no model shows either: the checker never lets a load wait for a later store of its thread.

mod atomic;
mod biased;
mod weak;

use core::ptr::NonNull;
use std::boxed::Box;

use loom::cell::UnsafeCell;
use loom::sync::atomic::{AtomicUsize, Ordering};
use loom::thread::{self, JoinHandle};

use crate::any_pointer::AnyPointer;
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
                let object = AnyPointer::new(NonNull::from(self.0));
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

    unsafe fn destroy_erased(object: AnyPointer) {
        // SAFETY: `release` handed over an object of this type.
        let object = unsafe { object.cast::<Object<C>>() };
        // SAFETY: objects of a model are never freed.
        Self(unsafe { object.as_ref() }).destroy();
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
