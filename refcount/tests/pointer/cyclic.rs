//! Values that are made with a weak pointer to themselves.

use std::panic::{AssertUnwindSafe, catch_unwind};

use refcount::{Ref, RefCount, Weak};

use super::{Droppy, Drops, each_count};

struct Gadget<C: RefCount> {
    me: Option<Weak<Gadget<C>, C>>,
    _drops: Option<Droppy>,
}

fn without_a_cycle_it_is_an_ordinary_value<C: RefCount>() {
    let a = Ref::<Gadget<C>, C>::new_cyclic(|me| {
        assert_eq!((me.strong_count(), me.weak_count()), (0, 0));
        assert!(me.upgrade().is_none(), "not there yet");
        Gadget { me: None, _drops: None }
    });
    assert!(a.me.is_none());
    assert_eq!((Ref::strong_count(&a), Ref::weak_count(&a)), (1, 0));
}

fn the_pointer_inside_finds_the_value<C: RefCount>() {
    let drops = Drops::default();
    let a = Ref::<Gadget<C>, C>::new_cyclic(|me| Gadget {
        me: Some(me.clone()),
        _drops: Some(drops.value()),
    });
    assert_eq!((Ref::strong_count(&a), Ref::weak_count(&a)), (1, 1));
    let b = a.me.as_ref().and_then(Weak::upgrade).expect("alive");
    assert!(Ref::ptr_eq(&a, &b));
    drop(a);
    assert_eq!(drops.count(), 0);
    drop(b);
    assert_eq!(drops.count(), 1);
}

fn a_panic_before_the_value_is_made_leaves_a_dead_pointer<C: RefCount>() {
    let mut kept = Weak::new();
    let run = || {
        Ref::<Gadget<C>, C>::new_cyclic(|me| {
            kept = me.clone();
            panic!("no value");
        })
    };
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    assert!(kept.upgrade().is_none());
    assert_eq!(kept.strong_count(), 0);
}

each_count! {
    rc: LocalCount, arc: AtomicCount, brc: BiasedCount; {
        without_a_cycle_it_is_an_ordinary_value,
        the_pointer_inside_finds_the_value,
        a_panic_before_the_value_is_made_leaves_a_dead_pointer,
    }
}
