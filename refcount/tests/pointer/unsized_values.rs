//! Slices, strings and `dyn Trait`.

use std::any::Any;
use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::{Debug, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use refcount::{BiasedCount, Brc, Rc, Ref, RefCount, Weak, coerce};

use super::{Droppy, Drops, each_count};

fn strings_and_slices_come_from_their_owners<C: RefCount>() {
    let text = Ref::<str, C>::from("foo");
    assert_eq!(&*text, "foo");
    assert_eq!(text, Ref::from(String::from("foo")));
    assert_eq!(text, Ref::from(Cow::Borrowed("foo")));
    assert_eq!(text, Ref::from(Box::<str>::from("foo")));
    assert_eq!(&*Ref::<[u8], C>::from(text.clone()), b"foo");
    assert_eq!(Ref::strong_count(&text), 1);

    let values = Ref::<[String], C>::from(vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(*values, ["a", "b"]);
    assert_eq!(values, Ref::from(["a".to_owned(), "b".to_owned()]));
    assert_eq!(values, Ref::from(&["a".to_owned(), "b".to_owned()][..]));
    assert_eq!(values, Ref::from(vec!["a".to_owned(), "b".to_owned()].into_boxed_slice()));
    assert_eq!(values, ["a", "b"].iter().map(|&text| text.to_owned()).collect());
    assert_eq!(&*['x', 'y'].into_iter().collect::<Ref<str, C>>(), "xy");
    assert_eq!(&*["x", "yz"].into_iter().collect::<Ref<str, C>>(), "xyz");
}

fn empty_ones_are_values_too<C: RefCount>() {
    let (text, none) = (Ref::<str, C>::default(), Ref::<[u64], C>::default());
    assert_eq!((text.len(), none.len()), (0, 0));
    assert!(Ref::<[u64], C>::from(Vec::new()).is_empty());
    assert!(Ref::<[()], C>::from(vec![(), ()]).len() == 2);
    assert_eq!(Ref::as_ptr(&none).cast::<u64>().align_offset(8), 0);
}

fn every_element_is_dropped_once<C: RefCount>() {
    let drops = Drops::default();
    let moved = Ref::<[Droppy], C>::from(vec![drops.value(), drops.value()]);
    assert_eq!(drops.count(), 0);
    let cloned = Ref::<[Droppy], C>::from(&moved[..]);
    let weak = Ref::downgrade(&moved);
    drop(moved);
    assert_eq!(drops.count(), 2);
    assert!(weak.upgrade().is_none());
    drop((cloned, weak));
    assert_eq!(drops.count(), 4);
}

/// The third of them cannot be cloned.
struct Third(u32, Droppy);

impl Clone for Third {
    fn clone(&self) -> Self {
        assert!(self.0 < 2, "the third");
        Third(self.0, self.1.clone())
    }
}

fn a_clone_that_panics_drops_those_before_it<C: RefCount>() {
    let drops = Drops::default();
    let values: Vec<_> = (0..5).map(|n| Third(n, drops.value())).collect();
    let run = || Ref::<[Third], C>::from(&values[..]);
    assert!(catch_unwind(AssertUnwindSafe(run)).is_err());
    assert_eq!(drops.count(), 2);
}

fn a_sized_value_becomes_one_of_a_trait<C: RefCount>() {
    let number = Ref::<_, C>::new(5_i16);
    let weak: Weak<dyn Debug, C> = coerce!(Ref::downgrade(&number) => dyn Debug);
    let shown: Ref<dyn Debug, C> = coerce!(number.clone() => dyn Debug);
    assert_eq!(format!("{shown:?} {:?}", weak.upgrade().expect("alive")), "5 5");
    assert_eq!((Ref::strong_count(&number), Ref::weak_count(&number)), (2, 1));
    assert!(std::ptr::addr_eq(Ref::as_ptr(&shown), Ref::as_ptr(&number)));
    drop((number, shown));
    assert!(weak.upgrade().is_none());
    let nothing = coerce!(Weak::<u8, C>::new() => dyn Display);
    assert!(nothing.upgrade().is_none());
}

fn an_aligned_value_is_found_through_its_trait<C: RefCount>() {
    #[derive(Debug)]
    #[repr(align(128))]
    struct Aligned(u8);
    let a: Ref<dyn Any, C> = coerce!(Ref::<_, C>::new(Aligned(9)) => dyn Any);
    assert_eq!(Ref::as_ptr(&a).cast::<u8>().align_offset(128), 0);
    let a = a.downcast::<Aligned>().expect("that is what it is");
    assert_eq!(a.0, 9);
    let boxed: Box<dyn Debug> = Box::new(Aligned(7));
    let from: Ref<dyn Debug, C> = Ref::from(boxed);
    assert_eq!(Ref::as_ptr(&from).cast::<u8>().align_offset(128), 0);
    assert_eq!(format!("{from:?}"), "Aligned(7)");
}

fn downcast_gives_another_type_back<C: RefCount>() {
    let any = || coerce!(Ref::<_, C>::new(String::from("s")) => dyn Any + Send + Sync);
    let kept = any().downcast::<i32>().expect_err("a string");
    assert_eq!(*kept.downcast::<String>().expect("a string"), "s");
}

fn a_slice_of_the_right_length_is_an_array<C: RefCount>() {
    let slice = Ref::<[u32], C>::from(vec![1, 2, 3]);
    let array: Ref<[u32; 3], C> = slice.clone().try_into().expect("three");
    assert_eq!(*array, [1, 2, 3]);
    assert!(std::ptr::addr_eq(Ref::as_ptr(&array), Ref::as_ptr(&slice)));
    let slice = Ref::<[u32; 2], C>::try_from(slice).expect_err("not two");
    assert_eq!(Ref::strong_count(&slice), 2);
}

fn raw_pointers_keep_what_goes_with_the_address<C: RefCount>() {
    let raw = Ref::into_raw(Ref::<str, C>::from("abc"));
    // SAFETY: from `into_raw`, once.
    assert_eq!(&*unsafe { Ref::<str, C>::from_raw(raw) }, "abc");
    let shown: Ref<dyn Display, C> = coerce!(Ref::<_, C>::new(123) => dyn Display);
    let weak = Ref::downgrade(&shown).into_raw();
    // SAFETY: as above.
    let weak = unsafe { Weak::<dyn Display, C>::from_raw(weak) };
    assert_eq!(weak.upgrade().expect("alive").to_string(), "123");
}

fn get_mut_works_on_slices<C: RefCount>() {
    let mut values = Ref::<[i32], C>::from([3, 1, 2]);
    Ref::get_mut(&mut values).expect("the only pointer").sort_unstable();
    assert_eq!(*values, [1, 2, 3]);
    let mut places = Ref::<[i32], C>::new_uninit_slice(2);
    for (place, value) in Ref::get_mut(&mut places).expect("new").iter_mut().zip(5..) {
        place.write(value);
    }
    // SAFETY: both are written.
    assert_eq!(*unsafe { places.assume_init() }, [5, 6]);
}

fn make_mut_changes_slices_and_strings<C: RefCount>() {
    let mut values = Ref::<[String], C>::from(["a".to_owned(), "b".to_owned()]);
    let before = Ref::as_ptr(&values);
    Ref::make_mut(&mut values)[0].push('1');
    assert_eq!((Ref::as_ptr(&values), values[0].as_str()), (before, "a1"));
    let other = values.clone();
    Ref::make_mut(&mut values)[1].push('2');
    assert_eq!((values.concat(), other.concat()), ("a1b2".to_owned(), "a1b".to_owned()));
    assert_eq!((Ref::strong_count(&values), Ref::strong_count(&other)), (1, 1));

    let mut text = Ref::<str, C>::from("text");
    let other = text.clone();
    Ref::make_mut(&mut text).make_ascii_uppercase();
    assert_eq!((&*text, &*other), ("TEXT", "text"));
    assert!(Ref::make_mut(&mut Ref::<[u64], C>::default()).is_empty());
}

fn make_mut_leaves_weak_pointers_to_a_slice_behind<C: RefCount>() {
    let drops = Drops::default();
    let mut values = Ref::<[_], C>::from([(1_u8, drops.value()), (2, drops.value())]);
    let weak = Ref::downgrade(&values);
    Ref::make_mut(&mut values)[1].0 += 1;
    assert_eq!(drops.count(), 0, "moved, not cloned");
    assert!(weak.upgrade().is_none());
    assert_eq!((values[0].0, values[1].0, Ref::weak_count(&values)), (1, 3, 0));
    drop((weak, values));
    assert_eq!(drops.count(), 2);
}

fn a_make_mut_that_panics_changes_nothing<C: RefCount>() {
    let drops = Drops::default();
    let mut values: Ref<[Third], C> = (0..5).map(|n| Third(n, drops.value())).collect();
    let other = values.clone();
    assert!(catch_unwind(AssertUnwindSafe(|| _ = Ref::make_mut(&mut values))).is_err());
    assert_eq!(drops.count(), 2, "the clones before the third");
    assert!(Ref::ptr_eq(&values, &other) && Ref::strong_count(&values) == 2);
    drop((values, other));
    assert_eq!(drops.count(), 7);
}

each_count! {
    rc: LocalCount, arc: AtomicCount, brc: BiasedCount; {
        strings_and_slices_come_from_their_owners,
        empty_ones_are_values_too,
        every_element_is_dropped_once,
        a_clone_that_panics_drops_those_before_it,
        a_sized_value_becomes_one_of_a_trait,
        an_aligned_value_is_found_through_its_trait,
        downcast_gives_another_type_back,
        a_slice_of_the_right_length_is_an_array,
        raw_pointers_keep_what_goes_with_the_address,
        get_mut_works_on_slices,
        make_mut_changes_slices_and_strings,
        make_mut_leaves_weak_pointers_to_a_slice_behind,
        a_make_mut_that_panics_changes_nothing,
    }
}

/// What waits in a queue is found again with all that its pointer says.
#[test]
fn what_another_thread_drops_waits_whatever_its_size() {
    trait Value: Send + Sync {}
    impl<T: Send + Sync> Value for T {}

    let alive = Arc::new(());
    let one = || (7_u8, alive.clone());
    let slice: Brc<[(u8, Arc<()>)]> = Brc::from([one(), one(), one()]);
    let value: Brc<dyn Value> = coerce!(Brc::new(one()) => dyn Value);
    let text: Brc<str> = Brc::from("text");
    let (weak, kept) = (Brc::downgrade(&text), slice.clone());
    assert_eq!(Arc::strong_count(&alive), 5);

    std::thread::spawn(move || drop((slice, value, text))).join().expect("no panic");
    assert_eq!(Arc::strong_count(&alive), 5, "the owner does not know yet");
    assert_eq!(BiasedCount::drain(), 3);
    assert_eq!(Arc::strong_count(&alive), 4, "the slice has another owner");
    assert!(weak.upgrade().is_none());
    drop(kept);
    assert_eq!(Arc::strong_count(&alive), 1);
}

#[test]
fn a_function_that_borrows_is_called_through_its_trait() {
    let total = Cell::new(0);
    let add = Rc::new_borrowing(|n: i32| total.set(total.get() + n));
    let add: Rc<dyn Fn(i32) + '_> = coerce!(add => dyn Fn(i32) + '_);
    add(3);
    add.clone()(4);
    assert_eq!(total.get(), 7);
}

#[test]
fn a_chain_of_traits_and_slices_is_dropped_on_a_small_stack() {
    trait Link {}
    #[allow(dead_code, reason = "the fields are there to be dropped")]
    struct One(Option<Rc<[Rc<dyn Link>]>>);
    impl Link for One {}
    let small = std::thread::Builder::new().stack_size(256 * 1024);
    let run = || {
        let mut next = None;
        for _ in 0..50_000 {
            let one: Rc<dyn Link> = coerce!(Rc::new(One(next.take())) => dyn Link);
            next = Some(Rc::from(vec![one]));
        }
        drop(next);
    };
    small.spawn(run).expect("a thread").join().expect("no overflow");
}
