//! Owners: how many, who is alone, and what the only one may do.

use refcount::{FIRST_IMMORTAL, Ref, RefCount};

use super::{Drops, each_count};

fn clones_share_one_value<C: RefCount>() {
    let a = Ref::<_, C>::new(std::cell::Cell::new(5));
    let b = a.clone();
    a.set(20);
    assert_eq!(b.get(), 20);
    assert!(Ref::ptr_eq(&a, &b));
    assert!(!Ref::ptr_eq(&a, &Ref::new(std::cell::Cell::new(20))));
}

fn the_value_is_dropped_once_with_the_last_owner<C: RefCount>() {
    let drops = Drops::default();
    let a = Ref::<_, C>::new(drops.value());
    let (b, c) = (a.clone(), a.clone());
    drop(b);
    drop(a);
    assert_eq!(drops.count(), 0);
    drop(c);
    assert_eq!(drops.count(), 1);
}

fn owners_are_counted<C: RefCount>() {
    let a = Ref::<_, C>::new(0);
    assert_eq!((Ref::strong_count(&a), Ref::weak_count(&a)), (1, 0));
    let weak = Ref::downgrade(&a);
    assert_eq!((Ref::strong_count(&a), Ref::weak_count(&a)), (1, 1));
    let b = weak.upgrade().expect("alive");
    let other = weak.clone();
    assert_eq!((Ref::strong_count(&b), Ref::weak_count(&a)), (2, 2));
    drop((a, weak));
    assert_eq!((Ref::strong_count(&b), Ref::weak_count(&b)), (1, 1));
    drop(other);
    assert_eq!((Ref::strong_count(&b), Ref::weak_count(&b)), (1, 0));
}

fn get_mut_wants_the_only_pointer<C: RefCount>() {
    let mut a = Ref::<_, C>::new(3);
    *Ref::get_mut(&mut a).expect("the only pointer") = 4;
    assert!(Ref::is_unique(&a));
    let b = a.clone();
    assert!(Ref::get_mut(&mut a).is_none());
    drop(b);
    let weak = Ref::downgrade(&a);
    assert!(Ref::get_mut(&mut a).is_none() && !Ref::is_unique(&a), "a weak pointer counts");
    drop(weak);
    *Ref::get_mut(&mut a).expect("the only pointer again") += 1;
    assert_eq!(*a, 5);
}

fn try_unwrap_gives_the_value_to_the_only_owner<C: RefCount>() {
    let drops = Drops::default();
    let a = Ref::<_, C>::new(drops.value());
    let b = a.clone();
    let a = Ref::try_unwrap(a).err().expect("two owners");
    drop(b);
    let weak = Ref::downgrade(&a);
    let value = Ref::try_unwrap(a).ok().expect("one owner; weak pointers do not count");
    assert!(weak.upgrade().is_none(), "the value has moved out");
    drop(weak);
    assert_eq!(drops.count(), 0);
    drop(value);
    assert_eq!(drops.count(), 1);
}

fn into_inner_gives_the_value_to_the_last_owner<C: RefCount>() {
    let drops = Drops::default();
    let a = Ref::<_, C>::new(drops.value());
    let b = a.clone();
    assert!(Ref::into_inner(a).is_none());
    assert_eq!(Ref::strong_count(&b), 1);
    let weak = Ref::downgrade(&b);
    let value = Ref::into_inner(b);
    assert!(value.is_some() && weak.upgrade().is_none());
    assert_eq!(drops.count(), 0);
    drop(value);
    assert_eq!(drops.count(), 1);
}

fn unwrap_or_clone_clones_only_for_others<C: RefCount>() {
    let drops = Drops::default();
    let a = Ref::<_, C>::new(drops.value());
    let b = a.clone();
    drop(Ref::unwrap_or_clone(a));
    assert_eq!(drops.count(), 1, "a clone");
    assert_eq!(Ref::strong_count(&b), 1);
    let value = Ref::unwrap_or_clone(b);
    assert_eq!(drops.count(), 1, "the value itself");
    drop(value);
}

fn make_mut_changes_the_value_in_place_for_one_owner<C: RefCount>() {
    let mut a = Ref::<_, C>::new(75);
    let before = Ref::as_ptr(&a);
    *Ref::make_mut(&mut a) += 1;
    assert_eq!((*a, Ref::as_ptr(&a)), (76, before));
    assert_eq!(Ref::strong_count(&a), 1);
}

fn make_mut_clones_for_others<C: RefCount>() {
    let drops = Drops::default();
    let mut a = Ref::<_, C>::new((75, drops.value()));
    let (b, c) = (a.clone(), a.clone());
    Ref::make_mut(&mut a).0 += 1;
    assert_eq!((a.0, b.0, c.0), (76, 75, 75));
    assert!(!Ref::ptr_eq(&a, &b) && Ref::ptr_eq(&b, &c));
    drop((a, b, c));
    assert_eq!(drops.count(), 2);
}

fn make_mut_leaves_weak_pointers_behind<C: RefCount>() {
    let drops = Drops::default();
    let mut a = Ref::<_, C>::new((75, drops.value()));
    let weak = Ref::downgrade(&a);
    Ref::make_mut(&mut a).0 += 1;
    assert_eq!(drops.count(), 0, "moved, not cloned");
    assert!(weak.upgrade().is_none());
    assert_eq!((a.0, Ref::weak_count(&a), Ref::strong_count(&a)), (76, 0, 1));
    drop(a);
    assert_eq!(drops.count(), 1);
}

fn raw_pointers_keep_an_owner<C: RefCount>() {
    let a = Ref::<_, C>::new(String::from("foo"));
    let raw = Ref::into_raw(a.clone());
    assert_eq!(raw, Ref::as_ptr(&a));
    // SAFETY: `a` owns the value.
    unsafe { Ref::<String, C>::increment_strong_count(raw) };
    assert_eq!(Ref::strong_count(&a), 3);
    // SAFETY: the owner that was just added.
    unsafe { Ref::<String, C>::decrement_strong_count(raw) };
    // SAFETY: the owner that `into_raw` left.
    let b = unsafe { Ref::<String, C>::from_raw(raw) };
    assert!(Ref::ptr_eq(&a, &b) && *b == "foo");
    assert_eq!(Ref::strong_count(&a), 2);
}

fn an_immortal_value_has_no_only_owner<C: RefCount>() {
    let mut a = Ref::<_, C>::new(1);
    Ref::make_immortal(&a);
    assert!(Ref::is_immortal(&a) && Ref::strong_count(&a) >= FIRST_IMMORTAL as usize);
    assert!(Ref::get_mut(&mut a).is_none());
    let weak = Ref::downgrade(&a);
    let a = Ref::try_unwrap(a).expect_err("immortal");
    *Ref::make_mut(&mut a.clone()) += 1;
    assert!(Ref::into_inner(a).is_none());
    let again = weak.upgrade().expect("immortal");
    assert_eq!(*again, 1);
}

fn a_value_that_borrows_is_counted_too<C: RefCount>() {
    let text = String::from("long enough");
    let a = Ref::<_, C>::new_borrowing(text.as_str());
    let weak = Ref::downgrade(&a);
    assert_eq!(a.len() + weak.upgrade().expect("alive").len(), 22);
    drop(a);
    assert!(weak.upgrade().is_none());
}

fn an_uninitialised_value_is_written_later<C: RefCount>() {
    let mut a = Ref::<Box<u8>, C>::new_uninit();
    Ref::get_mut(&mut a).expect("new").write(Box::new(8));
    // SAFETY: it has been written.
    let a = unsafe { a.assume_init() };
    assert_eq!((**a, Ref::strong_count(&a)), (8, 1));
    drop(Ref::<Box<u8>, C>::new_uninit());
}

each_count! {
    rc: LocalCount, arc: AtomicCount, brc: BiasedCount; {
        clones_share_one_value,
        the_value_is_dropped_once_with_the_last_owner,
        owners_are_counted,
        get_mut_wants_the_only_pointer,
        try_unwrap_gives_the_value_to_the_only_owner,
        into_inner_gives_the_value_to_the_last_owner,
        unwrap_or_clone_clones_only_for_others,
        make_mut_changes_the_value_in_place_for_one_owner,
        make_mut_clones_for_others,
        make_mut_leaves_weak_pointers_behind,
        raw_pointers_keep_an_owner,
        an_immortal_value_has_no_only_owner,
        a_value_that_borrows_is_counted_too,
        an_uninitialised_value_is_written_later,
    }
}
