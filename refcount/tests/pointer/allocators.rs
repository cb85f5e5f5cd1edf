//! Blocks from allocators of one's own, which may refuse and may borrow.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::rc::Rc as Shared;

use allocator_api2::alloc::{AllocError, Allocator, Global, Layout};
use refcount::{OutOfMemory, Rc, Ref, RefCount, coerce};

use super::{Drops, each_count};

/// Gives out a limited number of blocks and counts those that live.
pub(super) struct Budget {
    left: Cell<usize>,
    live: Cell<usize>,
}

impl Budget {
    pub(super) fn new(blocks: usize) -> Self {
        Self { left: Cell::new(blocks), live: Cell::new(0) }
    }

    pub(super) fn live(&self) -> usize {
        self.live.get()
    }
}

// SAFETY: blocks come from the global allocator and go back to it.
unsafe impl Allocator for &Budget {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        self.left.set(self.left.get().checked_sub(1).ok_or(AllocError)?);
        self.live.set(self.live.get() + 1);
        Global.allocate(layout)
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        self.live.set(self.live.get() - 1);
        // SAFETY: the caller's promise.
        unsafe { Global.deallocate(block, layout) };
    }
}

/// A [`Budget`] that is shared, so that nothing borrows.
#[derive(Clone)]
struct SharedBudget(Shared<Budget>);

// SAFETY: as for `&Budget`.
unsafe impl Allocator for SharedBudget {
    fn allocate(&self, layout: Layout) -> Result<NonNull<[u8]>, AllocError> {
        (&*self.0).allocate(layout)
    }

    unsafe fn deallocate(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { (&*self.0).deallocate(block, layout) };
    }
}

fn a_block_goes_back_with_its_last_pointer<C: RefCount>() {
    let budget = Budget::new(usize::MAX);
    let a = Ref::<_, C, _>::new_borrowing_in([7_u64; 3], &budget);
    assert_eq!(size_of_val(&a), size_of::<usize>(), "the allocator is in the block");
    assert!(std::ptr::eq(*Ref::allocator(&a), &raw const budget));
    let weak = Ref::downgrade(&a);
    drop(a.clone());
    drop(a);
    assert_eq!(budget.live(), 1, "a weak pointer keeps the memory");
    drop(weak);
    assert_eq!(budget.live(), 0);
}

fn refusal_is_an_error_and_drops_what_was_given<C: RefCount>() {
    let budget = SharedBudget(Shared::new(Budget::new(1)));
    let drops = Drops::default();
    let a = Ref::<_, C, _>::try_new_in(drops.value(), budget.clone()).expect("one block");
    let refused = Ref::<_, C, _>::try_new_in(drops.value(), budget.clone());
    assert_eq!(refused.err(), Some(OutOfMemory));
    assert_eq!((drops.count(), Shared::strong_count(&budget.0)), (1, 2));
    drop(a);
    assert_eq!((drops.count(), Shared::strong_count(&budget.0)), (2, 1), "its allocator too");
    let borrowed = Ref::<_, C, _>::try_new_borrowing_in(drops.value(), &*budget.0);
    assert_eq!((borrowed.err(), drops.count()), (Some(OutOfMemory), 3));
}

fn raw_pointers_find_their_allocator<C: RefCount>() {
    let budget = Budget::new(1);
    let raw = Ref::into_raw(Ref::<_, C, _>::new_borrowing_in(5, &budget));
    // SAFETY: from `into_raw` of the same type, once.
    let a = unsafe { Ref::<i32, C, &Budget>::from_raw_any(raw) };
    assert_eq!(Ref::try_unwrap(a).ok(), Some(5));
    assert_eq!(budget.live(), 0);
}

fn a_panic_in_a_destructor_gives_the_block_back<C: RefCount>() {
    struct Bomb;
    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("boom");
        }
    }
    let budget = Budget::new(2);
    let a = Ref::<_, C, _>::new_borrowing_in(Bomb, &budget);
    assert!(catch_unwind(AssertUnwindSafe(|| drop(a))).is_err());
    assert_eq!(budget.live(), 0);
    let a = Ref::<_, C, _>::new_borrowing_in(Bomb, &budget);
    let weak = Ref::downgrade(&a);
    assert!(catch_unwind(AssertUnwindSafe(|| drop(a))).is_err());
    assert_eq!((budget.live(), weak.upgrade().is_none()), (1, true));
    drop(weak);
    assert_eq!(budget.live(), 0);
}

each_count! {
    rc: LocalCount, arc: AtomicCount, brc: BiasedCount; {
        a_block_goes_back_with_its_last_pointer,
        refusal_is_an_error_and_drops_what_was_given,
        raw_pointers_find_their_allocator,
        a_panic_in_a_destructor_gives_the_block_back,
    }
}

#[test]
fn an_aligned_value_in_an_allocator_becomes_one_of_a_trait() {
    #[repr(align(64))]
    struct Aligned(u8);
    trait Byte {
        fn byte(&self) -> u8;
    }
    impl Byte for Aligned {
        fn byte(&self) -> u8 {
            self.0
        }
    }
    let budget = Budget::new(1);
    let a = Rc::new_borrowing_in(Aligned(3), &budget);
    let a = coerce!(a => dyn Byte);
    assert_eq!((a.byte(), budget.live()), (3, 1));
    drop(a);
    assert_eq!(budget.live(), 0);
}

/// Runs `test` inside 60 nested last drops.
fn deep_inside(test: impl FnOnce() + 'static) {
    #[allow(dead_code, reason = "is there to be dropped")]
    enum Nest {
        Inner(Rc<Nest>),
        Test(Run),
    }
    struct Run(Option<Box<dyn FnOnce()>>);
    impl Drop for Run {
        fn drop(&mut self) {
            self.0.take().expect("once")();
        }
    }
    let mut nest = Rc::new(Nest::Test(Run(Some(Box::new(test)))));
    for _ in 0..49 {
        nest = Rc::new(Nest::Inner(nest));
    }
    drop(nest);
}

#[test]
fn what_borrows_is_destroyed_where_it_is_dropped() {
    deep_inside(|| {
        let (budget, drops) = (Budget::new(2), Drops::default());
        drop(Rc::new_borrowing_in(drops.value(), &budget));
        assert_eq!((budget.live(), drops.count()), (0, 1));
        let local = Cell::new(0);
        let set = scopeguard(|| local.set(1));
        drop(Rc::new_borrowing(set));
        assert_eq!(local.get(), 1);
    });
}

#[test]
fn what_does_not_borrow_waits_in_its_allocator() {
    let budget = SharedBudget(Shared::new(Budget::new(usize::MAX)));
    let (drops, inside) = (Drops::default(), budget.clone());
    let seen = drops.clone();
    deep_inside(move || {
        drop(Rc::new_in(drops.value(), inside.clone()));
        assert_eq!((inside.0.live(), drops.count()), (1, 0), "it waits");
    });
    assert_eq!((budget.0.live(), seen.count()), (0, 1));
}

/// Calls `f` when it is dropped.
fn scopeguard(f: impl Fn()) -> impl Sized {
    struct Guard<F: Fn()>(F);
    impl<F: Fn()> Drop for Guard<F> {
        fn drop(&mut self) {
            (self.0)();
        }
    }
    Guard(f)
}
