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

#[test]
fn an_upgrade_crosses_the_last_drop() {
    loom::model(|| {
        let object = Atomic::new_with_weak();
        let other = spawn(move || {
            if object.count().try_incref() {
                assert_eq!(object.deaths(), 0, "upgraded to a dead object");
                object.release();
            }
        });
        object.release();
        join([other]);
        assert_eq!(object.deaths(), 1);
    });
}

#[test]
fn an_upgrade_crosses_taking_the_value_out() {
    loom::model(|| {
        let object = Atomic::new_with_weak();
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
        assert_eq!(object.deaths(), 1);
    });
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
