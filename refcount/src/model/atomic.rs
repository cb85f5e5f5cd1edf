//! Models of the atomic count: the last drops, and weak upgrades against them.

use super::{Handle, Words, join, spawn};
use crate::atomic::AtomicCount;
use crate::count::Count;

impl Words for AtomicCount {
    fn take(&mut self) {
        self.take_word();
    }
}

type Atomic = Handle<AtomicCount>;

#[test]
fn the_last_drops_cross() {
    loom::model(|| {
        let object = Atomic::new();
        object.count().incref();
        object.count().incref();
        let others = [(); 2].map(|()| spawn(move || object.release()));
        object.release();
        join(others);
        assert_eq!(object.deaths(), 1);
    });
}

/// Runs `one` beside `other`; `deaths` says how often the object was destroyed. Either role is
/// played by either thread, as in the models of the biased count.
fn crossing(make: fn() -> Atomic, one: fn(Atomic), other: fn(Atomic), deaths: usize) {
    for (main, spawned) in [(one, other), (other, one)] {
        loom::model(move || {
            let object = make();
            let thread = spawn(move || spawned(object));
            main(object);
            join([thread]);
            assert_eq!(object.deaths(), deaths);
        });
    }
}

fn upgrade(object: Atomic) {
    if object.count().try_incref() {
        assert_eq!(object.deaths(), 0, "upgraded to a dead object");
        object.release();
    }
}

#[test]
fn an_upgrade_crosses_the_last_drop() {
    crossing(Atomic::new_with_weak, Atomic::release, upgrade, 1);
}

#[test]
fn an_upgrade_crosses_taking_the_value_out() {
    fn take(object: Atomic) {
        if object.count().take_unique() {
            object.destroy();
        } else {
            object.release();
        }
    }
    crossing(Atomic::new_with_weak, take, upgrade, 1);
}

#[test]
fn a_thread_looks_for_uniqueness_after_another_has_dropped() {
    fn two() -> Atomic {
        let object = Atomic::new();
        object.count().incref();
        object
    }
    fn write_if_unique(object: Atomic) {
        if object.count().is_unique() {
            // As `get_mut` does.
            object.0.value.with_mut(|_| ());
        }
        object.release();
    }
    crossing(two, write_if_unique, Atomic::release, 1);
}

#[test]
fn two_upgrades_cross_the_last_drop() {
    loom::model(|| {
        let object = Atomic::new_with_weak();
        let others = [(); 2].map(|()| {
            spawn(move || {
                if object.count().try_incref() {
                    object.release();
                }
            })
        });
        object.release();
        join(others);
        assert_eq!(object.deaths(), 1);
    });
}

#[test]
fn an_object_becomes_immortal_while_it_is_dropped() {
    loom::model(|| {
        let object = Atomic::new();
        object.count().incref();
        let other = spawn(move || object.release());
        object.count().make_immortal();
        object.release();
        join([other]);
        assert_eq!(object.deaths(), 0);
        assert!(object.count().is_immortal());
    });
}

#[test]
fn an_object_is_put_together_while_weak_references_look_at_it() {
    fn unfinished() -> Atomic {
        let object = Atomic::new_with_weak();
        assert!(object.count().take_unique());
        object
    }
    fn finish(object: Atomic) {
        object.0.value.with_mut(|_| ());
        object.count().revive();
        object.release();
    }
    crossing(unfinished, finish, upgrade, 1);
}
