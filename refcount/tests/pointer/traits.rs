//! The standard traits, which are those of the value.

use std::borrow::Borrow;
use std::collections::{BTreeSet, HashMap};
use std::error::Error;
use std::panic::{RefUnwindSafe, UnwindSafe};

use refcount::{Arc, Brc, Rc, Ref, RefCount, coerce};

use super::each_count;

fn values_are_compared_and_shown<C: RefCount>() {
    let (one, two) = (Ref::<_, C>::new(1), Ref::<_, C>::from(Box::new(2)));
    assert!(one < two && one != two && one == Ref::new(1) && one.max(two.clone()) == two);
    assert!(Ref::<_, C>::new(f32::NAN) != Ref::new(f32::NAN), "not by address");
    assert_eq!(format!("{two} {two:?} {:>3}", Ref::<u8, C>::default()), "2 2   0");
    assert_eq!(format!("{two:p}"), format!("{:p}", Ref::as_ptr(&two)));
}

fn a_map_is_searched_by_the_value<C: RefCount>() {
    let mut map = HashMap::new();
    map.insert(Ref::<String, C>::new("key".to_owned()), 1);
    assert_eq!(map.get(&String::from("key")), Some(&1));
    let set: BTreeSet<Ref<u32, C>> = [3, 1, 2].map(Ref::new).into();
    assert_eq!(set.iter().map(|value| **value).collect::<Vec<_>>(), [1, 2, 3]);
    let one = Ref::<u32, C>::new(1);
    let (as_ref, borrowed): (&u32, &u32) = (one.as_ref(), one.borrow());
    assert_eq!(as_ref, borrowed);
}

fn an_error_is_one_with_its_source<C: RefCount>() {
    let error = Ref::<_, C>::new("x".parse::<u8>().expect_err("no number"));
    let as_error: &dyn Error = &error;
    assert!(as_error.source().is_none());
    assert_eq!(as_error.to_string(), "invalid digit found in string");
}

fn a_pinned_value_stays<C: RefCount>() {
    let pinned = Ref::<_, C>::pin(4);
    let address: *const i32 = &raw const *pinned;
    let moved = pinned;
    assert_eq!(address, &raw const *moved);
}

each_count! {
    rc: LocalCount, arc: AtomicCount, brc: BiasedCount; {
        values_are_compared_and_shown,
        a_map_is_searched_by_the_value,
        an_error_is_one_with_its_source,
        a_pinned_value_stays,
    }
}

#[test]
fn a_map_of_strings_is_searched_by_str() {
    let mut map = HashMap::<Rc<str>, u32>::new();
    map.insert(Rc::from("key"), 1);
    assert_eq!(map["key"], 1);
}

#[test]
fn pointers_are_sent_if_their_values_may_be() {
    fn sent<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe>(_: &T) {}
    sent(&Arc::new(1));
    sent(&Brc::new(1));
    sent(&Arc::downgrade(&Arc::new(1)));
    let value: Arc<dyn Fn() + Send + Sync + UnwindSafe + RefUnwindSafe> =
        coerce!(Arc::new(|| ()) => dyn Fn() + Send + Sync + UnwindSafe + RefUnwindSafe);
    sent(&value);
}

#[test]
fn a_pointer_is_as_wide_as_one_to_the_value() {
    assert_eq!(size_of::<Rc<u64>>(), size_of::<usize>());
    assert_eq!(size_of::<Option<Arc<[u8; 100]>>>(), size_of::<usize>());
    assert_eq!(size_of::<Option<Rc<str>>>(), size_of::<&str>());
    assert_eq!(size_of::<refcount::rc::Weak<u64>>(), size_of::<usize>());
}
