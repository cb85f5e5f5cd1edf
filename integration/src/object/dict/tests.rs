//! What `dict` does, and that nothing that comes back to it meanwhile can break it.

use core::cell::RefCell;
use std::rc::Rc;

use super::*;
use crate::Weak;
use crate::object::{Int, hash};

type Fallible = Result<(), OutOfMemory>;

fn int(heap: &Heap, n: i64) -> Result<Value, OutOfMemory> {
    Ok(heap.alloc(Int::from(n))?.into_value())
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of a comparison")]
fn never(_: &Value, _: &Value) -> Result<bool, OutOfMemory> {
    Ok(false)
}

fn put(dict: &Gc<Dict>, key: i64, value: Value) -> Result<Option<Value>, OutOfMemory> {
    let key_object = int(&Gc::heap(dict), key)?;
    Dict::insert(dict, hash::int(key), key_object, value, &mut never)
}

fn number(value: &Value) -> i64 {
    value.get::<Int>().and_then(Int::as_i64).unwrap_or(-1)
}

fn keys(dict: &Dict) -> Vec<i64> {
    dict.entries().iter().map(|(key, _)| number(key)).collect()
}

/// Says when it dies, and then changes the dict it was in.
struct Witness {
    dict: RefCell<Option<Weak<Dict>>>,
    seen: Rc<RefCell<Vec<(i64, usize)>>>,
    name: i64,
}

impl Trace for Witness {
    const FINALIZES: bool = true;
    fn trace(&self, _: &mut Tracer<'_>) {}
    fn finalize(this: &Gc<Self>, heap: &Heap) {
        let dict = this.dict.borrow().as_ref().and_then(Weak::upgrade);
        let len = dict.as_ref().map_or(usize::MAX, |dict| dict.len());
        this.seen.borrow_mut().push((this.name, len));
        if let Some(dict) = dict {
            let _ = heap.alloc(Int::from(-1)).map(|v| put(&dict, -1, v.into_value()).map(drop));
            Dict::clear(&dict);
        }
    }
}

type Seen = Rc<RefCell<Vec<(i64, usize)>>>;

/// A dict of `count` entries whose keys and values tell of their death: keys are even, values odd.
fn watched(heap: &Heap, count: i64) -> Result<(Gc<Dict>, Seen), OutOfMemory> {
    let dict = heap.dict()?;
    let seen = Seen::default();
    for n in 0..count {
        let witness = |name| {
            let dict = RefCell::new(Some(Weak::new(&dict)?));
            heap.alloc(Witness { dict, seen: seen.clone(), name }).map(Gc::into_value)
        };
        drop(Dict::insert(&dict, n, witness(2 * n)?, witness(2 * n + 1)?, &mut never)?);
    }
    Ok((dict, seen))
}

#[test]
fn insertion_order_holds_through_replacing_and_removing() -> Fallible {
    let heap = Heap::new();
    let dict = heap.dict()?;
    for key in [3, 1, 2] {
        assert!(put(&dict, key, int(&heap, key)?)?.is_none());
    }
    let old = put(&dict, 1, int(&heap, 10)?)?;
    assert_eq!(old.as_ref().map(number), Some(1));
    assert_eq!(keys(&dict), [3, 1, 2]);
    let three = int(&heap, 3)?;
    let removed = dict.remove(hash::int(3), &three, &mut never)?;
    assert_eq!(removed.map(|(key, _)| number(&key)), Some(3));
    put(&dict, 3, int(&heap, 3)?)?;
    assert_eq!(keys(&dict), [1, 2, 3]);
    assert_eq!(dict.pop_last().map(|(key, _)| number(&key)), Some(3));
    let one = int(&heap, 1)?;
    assert_eq!(dict.get(hash::int(1), &one, &mut never)?.as_ref().map(number), Some(10));
    assert_eq!(dict.as_value().label().to_string(), "dict[2]");
    Ok(())
}

#[test]
fn entries_are_walked_both_ways_by_position() -> Fallible {
    let heap = Heap::new();
    let dict = heap.dict()?;
    for key in 0..30 {
        put(&dict, key, int(&heap, key)?)?;
    }
    for position in (0..30).step_by(3) {
        drop(dict.remove_at(position));
    }
    let mut forwards = Vec::new();
    let mut from = 0;
    while let Some((next, key, _)) = dict.next_entry(from) {
        forwards.push(number(&key));
        from = next;
    }
    let mut backwards = Vec::new();
    let mut before = usize::MAX;
    while let Some((position, key, _)) = dict.prev_entry(before) {
        backwards.push(number(&key));
        before = position;
    }
    assert_eq!(forwards, (0..30).filter(|n| n % 3 != 0).collect::<Vec<_>>());
    backwards.reverse();
    assert_eq!(backwards, forwards);
    Ok(())
}

#[test]
fn names_are_found_by_text_and_by_object() -> Fallible {
    let heap = Heap::new();
    let dict = heap.dict()?;
    for n in 0..50 {
        let name = heap.str(&format!("name{n}"))?;
        assert!(Dict::set_str(&dict, &name, int(&heap, n)?)?.is_none());
        for m in 0..=n {
            let text = format!("name{m}");
            assert_eq!(dict.get_str(&text).as_ref().map(number), Some(m));
            assert_eq!(dict.get_interned(&heap.str(&text)?).as_ref().map(number), Some(m));
        }
        assert!(dict.get_str("absent").is_none());
        assert!(dict.get_interned(&heap.str("absent")?).is_none());
    }
    let name = heap.str("name7")?;
    assert_eq!(Dict::set_str(&dict, &name, int(&heap, 0)?)?.as_ref().map(number), Some(7));
    assert!(dict.del_str("name7").is_some());
    assert!(dict.del_str("name7").is_none());
    assert!(dict.del_interned(&heap.str("name8")?).is_some());
    assert_eq!(dict.len(), 48);
    Ok(())
}

#[test]
fn is_tracked_from_the_first_value_that_could_close_a_cycle() -> Fallible {
    let heap = Heap::new();
    let dict = heap.dict()?;
    put(&dict, 1, int(&heap, 1)?)?;
    let tuple = heap.tuple([int(&heap, 2)?].into_iter())?;
    tuple.as_value().untrack();
    put(&dict, 2, tuple.to_value())?;
    assert!(!dict.as_value().is_tracked(), "an untracked tuple does not count");
    put(&dict, 1, heap.list(core::iter::empty())?.into_value())?;
    assert!(dict.as_value().is_tracked(), "replacing a value counts");
    assert!(dict.copy(&heap)?.as_value().is_tracked());
    put(&dict, 1, int(&heap, 1)?)?;
    heap.collect_generation(cyclegc::Generation::Young)?;
    assert!(dict.as_value().is_tracked(), "only a full collection untracks it");
    heap.collect()?;
    assert!(!dict.as_value().is_tracked());
    assert!(!dict.copy(&heap)?.as_value().is_tracked());
    Ok(())
}

#[test]
fn a_tracked_key_tracks_the_dict_too_and_a_cycle_is_collected() -> Fallible {
    let heap = Heap::new();
    let dict = heap.dict()?;
    let tuple = heap.tuple([dict.to_value()].into_iter())?;
    drop(Dict::insert(&dict, 5, tuple.into_value(), int(&heap, 0)?, &mut never)?);
    assert!(dict.as_value().is_tracked());
    drop(dict);
    assert_eq!(heap.collect()?.collected, 2);
    assert_eq!(heap.live_objects(), 0);
    Ok(())
}

#[test]
fn referents_are_each_value_and_then_its_key() -> Fallible {
    let heap = Heap::new();
    let dict = heap.dict()?;
    put(&dict, 1, int(&heap, 10)?)?;
    put(&dict, 2, int(&heap, 20)?)?;
    let order: Vec<_> = dict.as_value().referents().iter().map(number).collect();
    assert_eq!(order, [10, 1, 20, 2]);
    Ok(())
}

#[test]
fn entries_die_in_insertion_order_key_before_value() -> Fallible {
    let heap = Heap::new();
    for count in [2, 30] {
        let (dict, seen) = watched(&heap, count)?;
        drop(dict);
        let names: Vec<_> = seen.borrow().iter().map(|(name, _)| *name).collect();
        assert_eq!(names, (0..2 * count).collect::<Vec<_>>());
        let (dict, seen) = watched(&heap, count)?;
        Dict::clear(&dict);
        assert!(dict.is_empty());
        assert_eq!(*seen.borrow(), (0..2 * count).map(|n| (n, 0)).collect::<Vec<_>>());
    }
    Ok(())
}

#[test]
fn a_finalizer_may_change_the_dict_whatever_removed_its_object() -> Fallible {
    let heap = Heap::new();
    let removals: [fn(&Gc<Dict>, Value); 5] = [
        |dict, v| drop(Dict::set_at(dict, 0, v)),
        |dict, _| drop(dict.remove_at(0)),
        |dict, _| drop(dict.pop_last()),
        |dict, _| Dict::clear(dict),
        |dict, v| {
            let key = dict.get_at(0).map_or(v.clone(), |(key, _)| key);
            drop(Dict::insert(dict, 0, key, v, &mut never));
        },
    ];
    for count in [3, 30] {
        for remove in removals {
            let (dict, seen) = watched(&heap, count)?;
            remove(&dict, int(&heap, 7)?);
            assert!(!seen.borrow().is_empty());
            assert!(dict.is_empty(), "the first finalizer has cleared it");
        }
    }
    assert_eq!(heap.live_objects(), 0);
    Ok(())
}
