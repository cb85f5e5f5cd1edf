//! Programs at the edge: too many clones, destructors that reach into what is being destroyed.

use std::cell::RefCell;
use std::panic::catch_unwind;
use std::rc::Rc as Shared;

use refcount::{Count, FIRST_IMMORTAL, LocalCount, Rc, Ref, RefCount, Weak};

use super::each_count;

/// What was destroyed, in order.
type Log = Place<Vec<&'static str>>;

/// Somewhere that a destructor reaches.
type Place<T> = Shared<RefCell<T>>;

fn a_destructor_may_drop_the_last_owner_of_another<C: RefCount>() {
    /// Holds another and a weak pointer back to its holder.
    struct Node<C: RefCount> {
        name: &'static str,
        other: RefCell<Option<Ref<Node<C>, C>>>,
        back: RefCell<Weak<Node<C>, C>>,
        log: Log,
    }
    impl<C: RefCount> Drop for Node<C> {
        fn drop(&mut self) {
            let back = self.back.borrow().upgrade();
            self.log.borrow_mut().push(if back.is_some() { "alive" } else { self.name });
            // The last owner of `other` goes here, in the middle of this destruction, and the
            // destructor of `other` drops its weak pointer to this very value.
            drop(self.other.take());
            self.back.take();
        }
    }
    let log = Log::default();
    let node = |name| {
        let (other, back) = (RefCell::default(), RefCell::default());
        Ref::<_, C>::new(Node::<C> { name, other, back, log: log.clone() })
    };
    let (a, b) = (node("a"), node("b"));
    *b.back.borrow_mut() = Ref::downgrade(&a);
    *a.back.borrow_mut() = Ref::downgrade(&a);
    *a.other.borrow_mut() = Some(b);
    drop(a);
    assert_eq!(*log.borrow(), ["a", "b"]);
}

fn a_destructor_may_empty_a_cell_that_held_its_owner<C: RefCount>() {
    /// Is held by the cell it empties: the drop that comes of it must not be the second one.
    struct Held<C: RefCount>(Place<Vec<Ref<Held<C>, C>>>, Log);
    impl<C: RefCount> Drop for Held<C> {
        fn drop(&mut self) {
            self.1.borrow_mut().push("held");
            let rest = self.0.take();
            drop(rest);
        }
    }
    let (cell, log) = (Shared::<RefCell<Vec<_>>>::default(), Log::default());
    for _ in 0..3 {
        let held = Ref::<_, C>::new(Held::<C>(cell.clone(), log.clone()));
        cell.borrow_mut().push(held);
    }
    let first = cell.borrow_mut().remove(0);
    drop(first);
    assert_eq!(log.borrow().len(), 3);
}

fn a_destructor_may_make_new_pointers<C: RefCount>() {
    /// Makes a successor while it is being destroyed, so many times.
    struct Phoenix<C: RefCount>(u32, Place<Option<Ref<Phoenix<C>, C>>>);
    impl<C: RefCount> Drop for Phoenix<C> {
        fn drop(&mut self) {
            if self.0 > 0 {
                let next = Ref::new(Phoenix(self.0 - 1, self.1.clone()));
                let before = self.1.replace(Some(next));
                assert!(before.is_none(), "it was taken out to be dropped");
            }
        }
    }
    let place = Place::<Option<Ref<Phoenix<C>, C>>>::default();
    *place.borrow_mut() = Some(Ref::<_, C>::new(Phoenix::<C>(100, Shared::clone(&place))));
    let mut lives = 0;
    loop {
        let Some(phoenix) = place.take() else { break };
        lives += 1;
        drop(phoenix);
    }
    assert_eq!(lives, 101);
}

each_count! {
    rc: LocalCount, arc: AtomicCount, brc: BiasedCount; {
        a_destructor_may_drop_the_last_owner_of_another,
        a_destructor_may_empty_a_cell_that_held_its_owner,
        a_destructor_may_make_new_pointers,
    }
}

/// A count whose word is wherever a test wants it: for pointers near the limits.
struct NearlyFull(LocalCount);

// SAFETY: a `LocalCount` that starts with owners that are never taken away, which only leaks.
unsafe impl Count for NearlyFull {
    fn new() -> Self {
        let count = LocalCount::new();
        count.set(FIRST_IMMORTAL - 2);
        Self(count)
    }

    fn incref(&self) {
        self.0.incref();
    }

    fn try_incref(&self) -> bool {
        self.0.try_incref()
    }

    fn decref(&self) -> refcount::Decref {
        self.0.decref()
    }

    fn take_unique(&self) -> bool {
        self.0.take_unique()
    }

    fn revive(&self) {
        self.0.revive();
    }

    fn count(&self) -> u32 {
        self.0.count()
    }

    fn is_unique(&self) -> bool {
        self.0.is_unique()
    }

    fn is_immortal(&self) -> bool {
        self.0.is_immortal()
    }

    fn make_immortal(&self) {
        self.0.make_immortal();
    }
}

// SAFETY: it is not `Sync` and answers no `Queued`.
unsafe impl RefCount for NearlyFull {
    type Weak = refcount::LocalWeakCount;
}

#[test]
fn an_upgrade_too_many_makes_the_value_immortal() {
    // Without a destructor: what is immortal would leak it.
    let a = Ref::<u32, NearlyFull>::new(5);
    let weak = Ref::downgrade(&a);
    let b = weak.upgrade().expect("alive");
    assert!(!Ref::is_immortal(&a));
    let c = weak.upgrade().expect("alive");
    assert!(Ref::is_immortal(&a));
    drop((a, b, c));
    assert_eq!(weak.upgrade().as_deref(), Some(&5), "immortal");
}

#[test]
fn a_slice_larger_than_memory_is_refused_by_a_panic() {
    let panic = catch_unwind(|| Rc::<[u64]>::new_uninit_slice(usize::MAX / 4)).err();
    let message = panic.expect("must panic").downcast::<String>().expect("formatted");
    assert_eq!(
        *message,
        format!("{} values of 8 bytes are more than memory can hold", usize::MAX / 4)
    );
}
