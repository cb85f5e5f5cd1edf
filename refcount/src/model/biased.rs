//! Models of the biased count and its merge queue.

use super::{Handle, Words, join, spawn};
use crate::biased::{BiasedCount, Owner, new_record, set_current};
use crate::count::{Count, Decref};

impl Words for BiasedCount {
    fn take(&mut self) {
        self.take_words();
    }
}

type Biased = Handle<BiasedCount>;

/// A record, and the calling thread as its owner.
pub(super) fn record() -> &'static Owner {
    let record = new_record();
    set_current(Some(record));
    record
}

/// Ends the calling thread's ownership as the end of a thread does.
pub(super) fn leave(record: &Owner) {
    set_current(None);
    // SAFETY: the models call it on the thread whose record it is, once.
    unsafe { record.close() };
}

/// An object of the calling thread's with `clones` further references.
fn object(clones: usize) -> Biased {
    let object = Biased::new();
    for _ in 0..clones {
        object.count().incref();
    }
    object
}

/// An object of the calling thread's whose second reference was counted by another.
fn shared_object() -> Biased {
    let object = Biased::new();
    object.count().set(1, 4);
    object
}

fn weak_object() -> Biased {
    Biased::new_with_weak()
}

/// Runs what the owner of an object does beside what another thread does, the owner drains its
/// queue, and `deaths` says how often the object was destroyed.
///
/// The checker derives the orders from a first one, and misses some that begin with the thread that
/// was spawned. So either role is played by either thread.
fn crossing(make: fn() -> Biased, owner: fn(Biased), other: fn(Biased), deaths: usize) {
    loom::model(move || {
        let record = record();
        let object = make();
        let thread = spawn(move || other(object));
        owner(object);
        join([thread]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), deaths, "the owner's thread goes on");
        leave(record);
    });
    loom::model(move || {
        let record = record();
        let object = make();
        set_current(None);
        let thread = spawn(move || {
            set_current(Some(record));
            owner(object);
            set_current(None);
        });
        other(object);
        join([thread]);
        set_current(Some(record));
        BiasedCount::drain();
        assert_eq!(object.deaths(), deaths, "the owner's thread is spawned");
        leave(record);
    });
}

fn release_and_drain(object: Biased) {
    object.release();
    BiasedCount::drain();
}

#[test]
fn the_last_drops_of_owner_and_foreign_thread_cross() {
    crossing(shared_object, Biased::release, Biased::release, 1);
}

#[test]
fn a_foreign_thread_drops_what_the_owner_counted() {
    crossing(|| object(1), release_and_drain, Biased::release, 1);
}

#[test]
fn a_foreign_thread_clones_and_drops_while_the_owner_does() {
    fn clone_and_drop(object: Biased) {
        object.count().incref();
        object.release();
        release_and_drain(object);
    }
    crossing(|| object(1), clone_and_drop, clone_and_drop, 1);
}

#[test]
fn two_foreign_threads_drop_what_the_owner_counted() {
    loom::model(|| {
        let record = record();
        let object = object(2);
        let others = [(); 2].map(|()| spawn(move || object.release()));
        release_and_drain(object);
        join(others);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        leave(record);
    });
}

#[test]
fn two_foreign_threads_drop_what_one_of_them_counted() {
    loom::model(|| {
        let record = record();
        let object = Biased::new();
        object.count().set(1, 4 | 1);
        let others = [(); 2].map(|()| spawn(move || object.release()));
        join(others);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        leave(record);
    });
}

/// As [`crossing`], with an owner that leaves in the end instead of draining.
fn leaving(clones: usize, owner: fn(Biased)) {
    loom::model(move || {
        let record = record();
        let object = object(clones);
        let thread = spawn(move || object.release());
        owner(object);
        leave(record);
        join([thread]);
        assert_eq!(object.deaths(), 1, "the owner's thread goes on");
    });
    loom::model(move || {
        let record = record();
        let object = object(clones);
        set_current(None);
        let thread = spawn(move || {
            set_current(Some(record));
            owner(object);
            leave(record);
        });
        object.release();
        join([thread]);
        assert_eq!(object.deaths(), 1, "the owner's thread is spawned");
    });
}

#[test]
fn an_owner_leaves_while_a_reference_is_queued() {
    leaving(0, |_| ());
}

#[test]
fn an_owner_drops_its_own_reference_and_leaves() {
    leaving(1, Biased::release);
}

#[test]
fn an_owner_leaves_a_reference_to_each_of_two_threads() {
    loom::model(|| {
        let record = record();
        let object = object(1);
        let others = [(); 2].map(|()| spawn(move || object.release()));
        leave(record);
        join(others);
        assert_eq!(object.deaths(), 1);
    });
}

#[test]
fn a_record_is_adopted_while_a_reference_is_queued() {
    loom::model(|| {
        let record = record();
        let object = object(1);
        leave(record);
        let other = spawn(move || object.release());
        // SAFETY: closed just now.
        unsafe { record.reopen() };
        set_current(Some(record));
        object.count().incref();
        object.release();
        release_and_drain(object);
        join([other]);
        BiasedCount::drain();
        assert_eq!(object.deaths(), 1);
        leave(record);
    });
}

#[test]
fn an_object_becomes_immortal_while_a_reference_is_queued() {
    fn immortalise(object: Biased) {
        object.count().make_immortal();
        release_and_drain(object);
        assert!(object.count().is_immortal());
    }
    crossing(|| object(1), release_and_drain, immortalise, 0);
    crossing(|| object(1), immortalise, Biased::release, 0);
}

#[test]
fn a_finalizer_resurrects_while_another_thread_drops() {
    fn resurrected() -> Biased {
        let object = Biased::new();
        assert_eq!(object.count().decref(), Decref::Dead);
        object.count().revive();
        // The finalizer gives a reference to another thread.
        object.count().incref();
        object
    }
    crossing(resurrected, Biased::release, Biased::release, 1);
}

fn upgrade(object: Biased) {
    if object.count().try_incref() {
        assert_eq!(object.deaths(), 0, "upgraded to a dead object");
        object.release();
    }
}

#[test]
fn an_upgrade_crosses_the_last_drop() {
    crossing(weak_object, Biased::release, upgrade, 1);
    crossing(weak_object, upgrade, Biased::release, 1);
}

#[test]
fn an_upgrade_crosses_taking_the_value_out() {
    fn take(object: Biased) {
        if object.count().take_unique() {
            object.destroy();
        } else {
            object.release();
        }
    }
    crossing(weak_object, take, upgrade, 1);
    crossing(weak_object, upgrade, take, 1);
}

#[test]
fn the_owner_looks_for_uniqueness_after_another_thread_has_dropped() {
    fn write_if_unique(object: Biased) {
        if object.count().is_unique() {
            // As `get_mut` does.
            object.0.value.with_mut(|_| ());
        }
        object.release();
    }
    crossing(shared_object, write_if_unique, Biased::release, 1);
    crossing(shared_object, write_if_unique, write_if_unique, 1);
}

#[test]
fn an_object_is_put_together_while_weak_references_look_at_it() {
    fn unfinished() -> Biased {
        // The weak references are not announced yet.
        let object = Biased::leak(true);
        assert!(object.count().take_unique());
        object
    }
    fn unfinished_merged() -> Biased {
        let object = weak_object();
        assert!(object.count().take_unique());
        object
    }
    fn finish(object: Biased) {
        object.0.value.with_mut(|_| ());
        object.count().revive();
        object.count().set_maybe_weak();
        object.release();
    }
    for make in [unfinished, unfinished_merged] {
        crossing(make, finish, upgrade, 1);
    }
}
