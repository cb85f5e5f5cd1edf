//! What `set` does, and that nothing that comes back to it meanwhile can break it.

use super::*;
use crate::object::Int;

type Fallible = Result<(), OutOfMemory>;

fn int(heap: &Heap, n: i64) -> Result<Value, OutOfMemory> {
    Ok(heap.alloc(Int::from(n))?.into_value())
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of a comparison")]
fn never(_: &Value, _: &Value) -> Result<bool, OutOfMemory> {
    Ok(false)
}

fn body(heap: &Heap, numbers: impl IntoIterator<Item = i64>) -> Result<SetBody, OutOfMemory> {
    let mut body = SetBody::new();
    for n in numbers {
        body.add(heap, hash::int(n), int(heap, n)?, &mut never)?;
    }
    Ok(body)
}

fn numbers(body: &SetBody) -> Vec<i64> {
    body.to_vec().iter().filter_map(|v| v.get::<Int>().and_then(Int::as_i64)).collect()
}

#[test]
fn an_item_is_there_once() -> Fallible {
    let heap = Heap::new();
    let set = heap.set_of(body(&heap, [5, 1, 5, 3, 1])?)?;
    assert_eq!(numbers(&set), [1, 3, 5]);
    assert!(!Set::add(&set, hash::int(3), int(&heap, 3)?, &mut never)?);
    assert!(Set::add(&set, hash::int(4), int(&heap, 4)?, &mut never)?);
    let removed = set.remove(hash::int(1), &int(&heap, 1)?, &mut never)?;
    assert!(removed.is_some());
    assert!(set.find(hash::int(1), &int(&heap, 1)?, &mut never)?.is_none());
    assert_eq!(numbers(&set), [3, 4, 5]);
    assert_eq!(numbers(&set.copy(&heap)?), [3, 4, 5]);
    assert_eq!(set.pop().and_then(|v| v.get::<Int>()?.as_i64()), Some(3));
    assert_eq!(set.next_item(0).map(|(next, _)| next), Some(5));
    assert_eq!(set.hash_at(4), Some(4));
    assert_eq!(set.hash_at(3), None);
    assert_eq!(set.as_value().label().to_string(), "set[2]");
    Set::clear(&set);
    assert!(set.is_empty());
    Ok(())
}

#[test]
fn another_body_takes_the_place_of_all_items() -> Fallible {
    let heap = Heap::new();
    let set = heap.set_of(body(&heap, 0..20)?)?;
    let version = set.version();
    set.replace(body(&heap, [7, 8])?);
    assert_eq!(numbers(&set), [8, 7]);
    assert_ne!(set.version(), version);
    Ok(())
}

#[test]
fn sets_are_tracked_at_birth_and_collected_in_cycles() -> Fallible {
    let heap = Heap::new();
    let set = heap.set()?;
    assert!(set.as_value().is_tracked());
    let frozen = heap.frozen_set(SetBody::new())?;
    assert!(frozen.as_value().is_tracked());
    drop(frozen);
    let tuple = heap.tuple([set.to_value()].into_iter())?;
    Set::add(&set, 1, tuple.into_value(), &mut never)?;
    drop(set);
    assert_eq!(heap.collect()?.collected, 2);
    assert_eq!(heap.live_objects(), 0);
    Ok(())
}

#[test]
fn equal_frozen_sets_hash_equal() -> Fallible {
    let heap = Heap::new();
    let a = heap.frozen_set(body(&heap, 0..5)?)?;
    let b = heap.frozen_set(body(&heap, (0..5).rev())?)?;
    assert_eq!(a.hash(), b.hash());
    assert_eq!(a.hash(), -6_574_606_388_428_675_546);
    assert_eq!(a.as_value().label().to_string(), "frozenset[5]");
    Ok(())
}

#[test]
fn takes_no_more_memory_than_in_cpython() -> Fallible {
    let heap = Heap::new();
    let cpython = [(0, 216), (5, 728), (19, 2264), (77, 8408)];
    let set = heap.set()?;
    for len in 0..=200_usize {
        let theirs = cpython.iter().rev().find(|(from, _)| *from <= len).map_or(0, |(_, s)| *s);
        let ours = set.as_value().size();
        assert!(ours <= theirs, "{ours} bytes for {len} items");
        let n = i64::try_from(len).unwrap_or_default();
        Set::add(&set, hash::int(n), int(&heap, n)?, &mut never)?;
    }
    Ok(())
}

#[test]
fn the_order_is_that_of_cpythons_slots() -> Fallible {
    let heap = Heap::new();
    let set = heap.set_of(body(&heap, 0..10)?)?;
    for n in [3, 5] {
        set.remove(hash::int(n), &int(&heap, n)?, &mut never)?;
    }
    // Of the marks that the search comes by, the last is used first.
    for (n, order) in
        [(32, vec![0, 1, 2, 4, 32, 6, 7, 8, 9]), (64, vec![0, 1, 2, 64, 4, 32, 6, 7, 8, 9])]
    {
        Set::add(&set, hash::int(n), int(&heap, n)?, &mut never)?;
        assert_eq!(numbers(&set), order);
    }
    let merged = heap.set()?;
    assert!(Set::merge(&merged, &body(&heap, [0, 16, 1, 2, 33])?)?);
    assert_eq!((numbers(&merged), merged.positions()), (vec![0, 1, 2, 33, 16], 16));
    Ok(())
}

#[test]
fn popping_goes_round() -> Fallible {
    let heap = Heap::new();
    let set = heap.set_of(body(&heap, 0..4)?)?;
    let pop = || set.pop().and_then(|v| v.get::<Int>()?.as_i64());
    assert_eq!((pop(), pop()), (Some(0), Some(1)));
    Set::add(&set, hash::int(0), int(&heap, 0)?, &mut never)?;
    assert_eq!((pop(), pop(), pop(), pop()), (Some(2), Some(3), Some(0), None));
    Ok(())
}
