//! [`Ref`] as a pointer: ownership, layout, order of destruction across types.

use core::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::string::{String, ToString};
use std::vec::Vec;
use std::{boxed::Box, format, thread};

use super::{Arc, Rc, Ref, RefCount, WeakCount};
use crate::atomic::AtomicCount;
use crate::count::{FIRST_IMMORTAL, IMMORTAL};
use crate::local::LocalCount;

std::thread_local! {
    static DROPPED: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) };
}

fn dropped() -> Vec<u32> {
    DROPPED.take()
}

#[derive(Debug)]
struct Loud(u32);

impl Drop for Loud {
    fn drop(&mut self) {
        DROPPED.with_borrow_mut(|dropped| dropped.push(self.0));
    }
}

fn ownership<C: RefCount>() {
    let a = Ref::<Loud, C>::new(Loud(1));
    let b = a.clone();
    assert!(Ref::ptr_eq(&a, &b));
    assert_eq!(Ref::strong_count(&a), 2);
    drop(a);
    assert_eq!(dropped(), []);
    let b = Ref::try_unwrap(b).expect("the only owner");
    assert_eq!(dropped(), []);
    drop(b);
    assert_eq!(dropped(), [1]);
}

#[test]
fn the_last_owner_drops_the_value() {
    ownership::<LocalCount>();
    ownership::<AtomicCount>();
}

#[test]
fn shared_and_immortal_values_are_not_given_out_for_writing() {
    let mut a = Rc::new(5);
    *Rc::get_mut(&mut a).expect("the only owner") += 1;
    let b = a.clone();
    assert_eq!(Rc::get_mut(&mut a), None);
    let a = Rc::try_unwrap(a).expect_err("two owners");
    assert_eq!(Rc::strong_count(&b), 2);
    drop(b);

    let mut copy = a.clone();
    *Rc::make_mut(&mut copy) += 10;
    assert_eq!((*a, *copy), (6, 16));
}

#[test]
fn an_immortal_value_outlives_its_owners() {
    let immortal = Rc::new(Loud(9));
    Rc::make_immortal(&immortal);
    assert!(Rc::is_immortal(&immortal));
    let value: *const Loud = &raw const *immortal;
    for _ in 0..3 {
        drop(immortal.clone());
    }
    let mut immortal = Rc::try_unwrap(immortal).expect_err("immortal");
    assert!(Rc::get_mut(&mut immortal).is_none());
    assert_eq!(Rc::strong_count(&immortal), IMMORTAL as usize);
    drop(immortal);
    // SAFETY: the value is never dropped and its memory never given back.
    assert_eq!(unsafe { (*value).0 }, 9);
    assert_eq!(dropped(), []);
    // SAFETY: as above; one block leaks for the length of the test otherwise.
    let immortal = unsafe { Rc::from_raw(value) };
    immortal.counts().strong.set(1);
}

#[test]
fn more_clones_than_the_word_holds_make_the_value_immortal() {
    let value = Rc::new(Loud(3));
    value.counts().strong.set(FIRST_IMMORTAL - 1);
    let clone = value.clone();
    assert!(Rc::is_immortal(&value));
    drop(clone);
    assert_eq!(Rc::strong_count(&value), FIRST_IMMORTAL as usize);
    value.counts().strong.set(1);
    drop(value);
    assert_eq!(dropped(), [3]);
}

#[test]
fn raw_pointers_keep_ownership_at_any_alignment() {
    #[repr(align(64))]
    struct Aligned(u8, Loud);
    let a = Rc::new(Aligned(7, Loud(1)));
    let raw = Rc::into_raw(a.clone());
    assert_eq!(raw.addr() % 64, 0);
    assert_eq!(Rc::strong_count(&a), 2);
    // SAFETY: from `into_raw` of the same type, once.
    let b = unsafe { Rc::from_raw(raw) };
    assert!(Rc::ptr_eq(&a, &b));
    assert_eq!((b.0, b.1.0), (7, 1));
    drop((a, b));
    assert_eq!(dropped(), [1]);
}

#[test]
fn values_without_size_are_counted_and_dropped() {
    struct Unit;
    impl Drop for Unit {
        fn drop(&mut self) {
            DROPPED.with_borrow_mut(|dropped| dropped.push(0));
        }
    }
    let unit = Rc::new(Unit);
    drop(unit.clone());
    assert_eq!(dropped(), []);
    drop(unit);
    assert_eq!(dropped(), [0]);
}

/// A chain whose links alternate between three types.
#[allow(dead_code, reason = "the fields are there to be dropped")]
enum Link {
    End,
    A(Rc<(Loud, Link)>),
    B(Arc<(Loud, u64, Link)>),
    C(Rc<Box<(Loud, Link)>>),
}

fn mixed_chain(len: u32) -> Link {
    let mut link = Link::End;
    for n in (0..len).rev() {
        link = match n % 3 {
            0 => Link::A(Rc::new((Loud(n), link))),
            1 => Link::B(Arc::new((Loud(n), 0, link))),
            _ => Link::C(Rc::new(Box::new((Loud(n), link)))),
        };
    }
    link
}

#[test]
fn a_chain_of_several_types_is_dropped_in_order() {
    drop(mixed_chain(1_000));
    assert_eq!(dropped(), (0..1_000).collect::<Vec<_>>());
}

#[test]
#[cfg(feature = "std")]
fn what_waits_is_dropped_last_first_whatever_its_type() {
    #[allow(dead_code, reason = "the fields are there to be dropped")]
    enum Nest {
        Inner(Rc<Nest>),
        Leaves(Vec<Leaf>),
    }
    #[allow(dead_code, reason = "the fields are there to be dropped")]
    enum Leaf {
        A(Rc<Loud>),
        B(Arc<(Loud, u8)>),
    }
    let leaves = (0..40).map(|n| match n {
        0..5 | 9 | 20..30 => Leaf::A(Rc::new(Loud(n))),
        _ => Leaf::B(Arc::new((Loud(n), 0))),
    });
    let mut nest = Rc::new(Nest::Leaves(leaves.collect()));
    for _ in 0..49 {
        nest = Rc::new(Nest::Inner(nest));
    }
    drop(nest);
    assert_eq!(dropped(), (0..40).rev().collect::<Vec<_>>());
}

#[test]
fn a_value_that_panics_is_freed_and_the_rest_dropped() {
    struct Bomb(#[allow(dead_code, reason = "is there to be dropped")] Link);
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("boom");
        }
    }
    let bomb = Rc::new(Bomb(mixed_chain(300)));
    let panic = catch_unwind(AssertUnwindSafe(|| drop(bomb))).expect_err("must panic");
    assert_eq!(panic.downcast_ref::<&str>(), Some(&"boom"));
    assert_eq!(dropped(), (0..300).collect::<Vec<_>>());
    drop(mixed_chain(120));
    assert_eq!(dropped().len(), 120, "the trashcan works on");
}

#[test]
fn the_standard_traits_are_those_of_the_value() {
    let (a, b) = (Rc::new(String::from("a")), Rc::from(Box::new("b".to_string())));
    assert!(a < b && a != b && a == Rc::from("a".to_string()));
    assert_eq!(format!("{a} {b:?} {:?}", Rc::<u8>::default()), "a \"b\" 0");
    assert_eq!(format!("{a:p}"), format!("{:p}", Rc::as_ptr(&a)));
    let mut set = std::collections::HashSet::new();
    set.insert(a.clone());
    assert!(set.contains(&*a), "looked up by the value");
    assert_eq!(a.as_ref().len(), 1);
    assert_eq!(*Rc::try_new(4).expect("memory"), 4);
}

#[test]
fn threads_share_an_arc_and_one_of_them_drops_it() {
    struct Counted(Cell<u32>, std::sync::Arc<std::sync::atomic::AtomicU32>);
    // SAFETY: the cell is written only by the thread that drops the value.
    unsafe impl Sync for Counted {}
    impl Drop for Counted {
        fn drop(&mut self) {
            self.0.set(self.0.get() + 1);
            self.1.fetch_add(self.0.get(), std::sync::atomic::Ordering::Relaxed);
        }
    }
    let drops = std::sync::Arc::new(std::sync::atomic::AtomicU32::new(0));
    for _ in 0..20 {
        let value = Arc::new(Counted(Cell::new(0), drops.clone()));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let mine = value.clone();
                thread::spawn(move || (0..100).for_each(|_| drop(mine.clone())))
            })
            .collect();
        drop(value);
        for thread in threads {
            thread.join().expect("no panic");
        }
    }
    assert_eq!(drops.load(std::sync::atomic::Ordering::Relaxed), 20);
}

#[test]
#[cfg(feature = "std")]
fn a_chain_dropped_by_the_end_of_a_thread_is_bounded_too() {
    struct Node(#[allow(dead_code, reason = "is there to be dropped")] Option<Rc<Node>>);
    std::thread_local! {
        static LATE: RefCell<Option<Rc<Node>>> = const { RefCell::new(None) };
    }
    let small = thread::Builder::new().stack_size(256 * 1024);
    let late = small.spawn(|| {
        let head = (0..100_000).fold(None, |next, _| Some(Rc::new(Node(next))));
        LATE.set(head);
    });
    late.expect("a thread").join().expect("no overflow");
}

#[test]
fn more_weak_pointers_than_the_word_holds_keep_the_memory_for_ever() {
    fn check<C: RefCount>() {
        const STUCK: u32 = 1 << 29;
        let value = Ref::<Loud, C>::new(Loud(4));
        let weak = Ref::downgrade(&value);
        value.counts().weak.set(STUCK - 1);
        let other = weak.clone();
        assert_eq!(value.counts().weak.word(), STUCK);
        let more = (other.clone(), Ref::downgrade(&value));
        assert_eq!(value.counts().weak.word(), STUCK, "it stands still");
        drop((other, more));
        assert!(weak.upgrade().is_some());
        assert_eq!(value.counts().weak.word(), STUCK);
        let counts = core::ptr::from_ref(value.counts());
        drop(value);
        assert_eq!(dropped(), [4], "the value goes, the memory stays");
        assert!(weak.upgrade().is_none());
        // SAFETY: the memory is still there; one weak pointer is left, which frees it.
        unsafe { &(*counts).weak }.set(1);
    }
    check::<LocalCount>();
    check::<AtomicCount>();
}

#[test]
fn a_locked_word_makes_owners_wait_and_says_that_it_is_shared() {
    let mut value = Arc::new(1);
    assert!(value.counts().weak.lock());
    assert!(!value.counts().weak.lock(), "another owner has it");
    thread::scope(|threads| {
        let other = threads.spawn(|| Arc::downgrade(&value).weak_count());
        value.counts().weak.unlock();
        assert_eq!(other.join().expect("no panic"), 1);
    });
    assert!(Arc::get_mut(&mut value).is_some());
}
