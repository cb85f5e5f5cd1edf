//! Models of the biased count and its merge queue.

use std::boxed::Box;

use super::{Handle, Words, join, spawn};
use crate::biased::{BiasedCount, Owner, set_current};
use crate::count::{Count, Decref};

impl Words for BiasedCount {
    fn take(&mut self) {
        self.take_words();
    }
}

type Biased = Handle<BiasedCount>;

/// The calling thread as an owner of counts, until it leaves.
struct Thread(&'static Owner);

impl Thread {
    fn join() -> Self {
        let owner = Box::leak(Box::new(Owner::new()));
        set_current(Some(owner));
        Self(owner)
    }

    /// Ends the ownership as the end of a thread does.
    fn leave(&self) {
        set_current(None);
        // SAFETY: the record was this thread's own.
        unsafe { self.0.close() };
    }

    /// Takes over a closed record.
    fn adopt(owner: &'static Owner) -> Self {
        // SAFETY: the models close each record once before.
        unsafe { owner.reopen() };
        set_current(Some(owner));
        Self(owner)
    }
}

fn clones(object: Biased, clones: usize) {
    for _ in 0..clones {
        object.count().incref();
    }
}

#[test]
fn the_last_drops_of_owner_and_foreign_thread_cross() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        // The second reference was counted by another thread.
        object.count().set(1, 4);
        let other = spawn(move || object.release());
        object.release();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        owner.leave();
    });
}

#[test]
fn a_foreign_thread_drops_what_the_owner_counted() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        clones(object, 1);
        let other = spawn(move || object.release());
        object.release();
        BiasedCount::drain();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        owner.leave();
    });
}

#[test]
fn two_foreign_threads_drop_what_the_owner_counted() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        clones(object, 2);
        let others = [(); 2].map(|()| spawn(move || object.release()));
        object.release();
        BiasedCount::drain();
        join(others);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        owner.leave();
    });
}

#[test]
fn a_foreign_thread_clones_and_drops_while_the_owner_does() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        clones(object, 1);
        let other = spawn(move || {
            object.count().incref();
            object.release();
            object.release();
        });
        object.count().incref();
        object.release();
        object.release();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        owner.leave();
    });
}

#[test]
fn an_owner_leaves_while_a_reference_is_queued() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        let other = spawn(move || object.release());
        owner.leave();
        join([other]);
        assert_eq!(object.deaths(), 1, "destroyed by the one or the other");
    });
}

#[test]
fn an_owner_leaves_a_reference_to_each_of_two_threads() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        clones(object, 1);
        let others = [(); 2].map(|()| spawn(move || object.release()));
        owner.leave();
        join(others);
        assert_eq!(object.deaths(), 1);
    });
}

#[test]
fn a_record_is_adopted_while_a_reference_is_queued() {
    loom::model(|| {
        let first = Thread::join();
        let object = Biased::new();
        clones(object, 1);
        first.leave();
        let other = spawn(move || object.release());
        let second = Thread::adopt(first.0);
        object.count().incref();
        object.release();
        object.release();
        BiasedCount::drain();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        second.leave();
    });
}

#[test]
fn an_object_becomes_immortal_while_a_reference_is_queued() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        clones(object, 1);
        let other = spawn(move || {
            object.count().make_immortal();
            object.release();
        });
        object.release();
        BiasedCount::drain();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 0);
        assert!(object.count().is_immortal());
        owner.leave();
    });
}

#[test]
fn the_owner_makes_immortal_what_another_thread_drops() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        clones(object, 1);
        let other = spawn(move || {
            object.release();
        });
        object.count().make_immortal();
        object.release();
        BiasedCount::drain();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 0);
        owner.leave();
    });
}

#[test]
fn a_finalizer_resurrects_while_another_thread_drops() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        assert_eq!(object.count().decref(), Decref::Dead);
        object.count().revive();
        // The finalizer gives a reference to another thread.
        object.count().incref();
        let other = spawn(move || object.release());
        object.release();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        owner.leave();
    });
}

#[test]
fn an_upgrade_crosses_the_death_at_the_owner() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new_with_weak();
        let other = spawn(move || {
            if object.count().try_incref() {
                assert_eq!(object.deaths(), 0, "upgraded to a dead object");
                object.release();
            }
        });
        object.release();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        assert!(!object.count().try_incref());
        owner.leave();
    });
}

#[test]
fn the_owner_upgrades_while_the_last_reference_is_dropped_elsewhere() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new_with_weak();
        let other = spawn(move || object.release());
        if object.count().try_incref() {
            object.release();
        }
        BiasedCount::drain();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        owner.leave();
    });
}

#[test]
fn an_upgrade_crosses_taking_the_value_out() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new_with_weak();
        let other = spawn(move || {
            if object.count().try_incref() {
                object.release();
            }
        });
        if object.count().take_unique() {
            object.destroy();
        } else {
            object.release();
        }
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        owner.leave();
    });
}

#[test]
fn the_owner_looks_for_uniqueness_after_another_thread_has_dropped() {
    loom::model(|| {
        let owner = Thread::join();
        let object = Biased::new();
        object.count().set(1, 4);
        let other = spawn(move || object.release());
        if object.count().is_unique() {
            // As `get_mut` does.
            object.0.value.with_mut(|_| ());
        }
        object.release();
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        owner.leave();
    });
}
