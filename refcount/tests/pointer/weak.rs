//! Weak pointers on one thread.

use std::cell::RefCell;

use refcount::{Rc, Ref, RefCount, Weak};

use super::{Drops, each_count};

fn a_weak_pointer_upgrades_while_there_are_owners<C: RefCount>() {
    let a = Ref::<_, C>::new(5);
    let weak = Ref::downgrade(&a);
    assert!(Ref::ptr_eq(&weak.upgrade().expect("alive"), &a));
    assert_eq!((weak.strong_count(), weak.weak_count()), (1, 1));
    drop(a);
    assert!(weak.upgrade().is_none());
    assert_eq!((weak.strong_count(), weak.weak_count()), (0, 0));
}

fn the_value_is_dropped_though_weak_pointers_remain<C: RefCount>() {
    let drops = Drops::default();
    let a = Ref::<_, C>::new(drops.value());
    let weak = Ref::downgrade(&a);
    let other = weak.clone();
    drop(a);
    assert_eq!(drops.count(), 1);
    drop(weak);
    assert!(other.upgrade().is_none());
    drop(other.clone());
    assert_eq!(drops.count(), 1);
}

fn a_weak_pointer_to_nothing_is_never_upgraded<C: RefCount>() {
    let nothing = Weak::<u64, C>::new();
    let clone = nothing.clone();
    assert!(clone.upgrade().is_none());
    assert_eq!((nothing.strong_count(), nothing.weak_count()), (0, 0));
    assert!(nothing.ptr_eq(&clone) && nothing.ptr_eq(&Weak::default()));
    assert_eq!(format!("{nothing:?}"), "(Weak)");
}

fn weak_pointers_are_compared_by_what_they_point_to<C: RefCount>() {
    let (a, b) = (Ref::<_, C>::new(1), Ref::<_, C>::new(1));
    let weak = Ref::downgrade(&a);
    assert!(weak.ptr_eq(&Ref::downgrade(&a)));
    assert!(!weak.ptr_eq(&Ref::downgrade(&b)) && !weak.ptr_eq(&Weak::new()));
    assert_eq!(weak.as_ptr(), Ref::as_ptr(&a));
}

fn raw_weak_pointers_keep_their_share<C: RefCount>() {
    let a = Ref::<_, C>::new(String::from("x"));
    let raw = Ref::downgrade(&a).into_raw();
    assert_eq!(Ref::weak_count(&a), 1);
    // SAFETY: from `into_raw`, once.
    let weak = unsafe { Weak::<String, C>::from_raw(raw) };
    assert!(weak.upgrade().is_some());
    drop(weak);
    assert_eq!(Ref::weak_count(&a), 0);
    let raw = Weak::<String, C>::new().into_raw();
    // SAFETY: as above.
    assert!(unsafe { Weak::<String, C>::from_raw(raw) }.upgrade().is_none());
}

fn a_value_may_hold_a_weak_pointer_to_itself<C: RefCount>() {
    struct Own<C: RefCount>(RefCell<Option<Weak<Own<C>, C>>>);
    let a = Ref::<_, C>::new(Own::<C>(RefCell::new(None)));
    *a.0.borrow_mut() = Some(Ref::downgrade(&a));
    assert_eq!(Ref::weak_count(&a), 1);
    drop(a);
}

fn a_destructor_cannot_upgrade_to_its_own_value<C: RefCount>() {
    struct Own<C: RefCount> {
        me: RefCell<Weak<Own<C>, C>>,
        seen: std::rc::Rc<RefCell<Vec<(bool, usize)>>>,
    }
    impl<C: RefCount> Drop for Own<C> {
        fn drop(&mut self) {
            let me = self.me.borrow();
            let found = (me.upgrade().is_some(), me.clone().strong_count());
            self.seen.borrow_mut().push(found);
        }
    }
    let seen = std::rc::Rc::default();
    let own = Own { me: RefCell::default(), seen: std::rc::Rc::clone(&seen) };
    let a = Ref::<_, C>::new(own);
    *a.me.borrow_mut() = Ref::downgrade(&a);
    drop(a);
    assert_eq!(*seen.borrow(), [(false, 0)]);
}

fn a_value_that_waits_is_dead_for_its_weak_pointers<C: RefCount>() {
    /// A chain so deep that its end waits; then, before the outermost drop ends, a look.
    struct Nest<C: RefCount> {
        _inner: Option<Ref<Nest<C>, C>>,
        weak: Option<Weak<u64, C>>,
        last: Option<Ref<u64, C>>,
        held: Option<Ref<Box<u64>, C>>,
        seen: Weak<Box<u64>, C>,
        found: std::rc::Rc<RefCell<Vec<bool>>>,
    }
    impl<C: RefCount> Drop for Nest<C> {
        fn drop(&mut self) {
            drop(self.last.take());
            drop(self.held.take());
            if let Some(weak) = &self.weak {
                self.found.borrow_mut().push(weak.upgrade().is_some());
                self.found.borrow_mut().push(self.seen.clone().upgrade().is_some());
            }
        }
    }
    let found = std::rc::Rc::<RefCell<Vec<bool>>>::default();
    let (value, held) = (Ref::<u64, C>::new(7), Ref::<Box<u64>, C>::new(Box::new(7)));
    let (weak, seen) = (Ref::downgrade(&value), Ref::downgrade(&held));
    let mut nest = Nest::<C> {
        _inner: None,
        weak: Some(weak.clone()),
        last: Some(value),
        held: Some(held),
        seen: seen.clone(),
        found: std::rc::Rc::clone(&found),
    };
    for _ in 0..49 {
        let inner = Some(Ref::new(nest));
        let found = std::rc::Rc::clone(&found);
        let seen = Weak::new();
        nest = Nest { _inner: inner, weak: None, last: None, held: None, seen, found };
    }
    drop(Ref::<_, C>::new(nest));
    assert_eq!(*found.borrow(), [false, false]);
    assert!(weak.upgrade().is_none() && seen.upgrade().is_none());
}

each_count! {
    rc: LocalCount, arc: AtomicCount, brc: BiasedCount; {
        a_weak_pointer_upgrades_while_there_are_owners,
        the_value_is_dropped_though_weak_pointers_remain,
        a_weak_pointer_to_nothing_is_never_upgraded,
        weak_pointers_are_compared_by_what_they_point_to,
        raw_weak_pointers_keep_their_share,
        a_value_may_hold_a_weak_pointer_to_itself,
        a_destructor_cannot_upgrade_to_its_own_value,
        a_value_that_waits_is_dead_for_its_weak_pointers,
    }
}

/// A tree whose nodes know their parents.
struct Node {
    parent: RefCell<refcount::rc::Weak<Node>>,
    children: RefCell<Vec<Rc<Node>>>,
}

#[test]
fn a_tree_with_weak_parents_is_dropped() {
    let node = || Rc::new(Node { parent: RefCell::default(), children: RefCell::default() });
    let (root, leaf) = (node(), node());
    *leaf.parent.borrow_mut() = Rc::downgrade(&root);
    root.children.borrow_mut().push(leaf.clone());
    assert!(Rc::ptr_eq(&leaf.parent.borrow().upgrade().expect("alive"), &root));
    assert_eq!((Rc::strong_count(&root), Rc::weak_count(&root)), (1, 1));
    drop(root);
    assert!(leaf.parent.borrow().upgrade().is_none());
}

#[test]
fn a_list_in_which_every_node_has_a_weak_pointer_is_dropped_on_a_small_stack() {
    #[allow(dead_code, reason = "the fields are there to be dropped")]
    struct Link(Option<Rc<Link>>, Option<refcount::rc::Weak<Link>>);
    let small = std::thread::Builder::new().stack_size(256 * 1024);
    let run = || {
        let mut head = None::<Rc<Link>>;
        for _ in 0..100_000 {
            let next = head.take();
            let weak = next.as_ref().map(Rc::downgrade);
            head = Some(Rc::new(Link(next, weak)));
        }
        drop(head);
    };
    small.spawn(run).expect("a thread").join().expect("no overflow");
}
