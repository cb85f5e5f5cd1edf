//! The table against a model, and under comparisons that change it.

use core::cell::RefCell;

use super::*;
use crate::object::hash;
use crate::{Trace, Tracer};

type Fallible = Result<(), OutOfMemory>;

/// A key whose hash and equality the test decides on.
struct Key(i64);

impl Trace for Key {
    const COLLECTABLE: bool = false;
    fn trace(&self, _: &mut Tracer<'_>) {}
}

fn number(value: &Value) -> i64 {
    value.get::<Key>().map_or(-1, |key| key.0)
}

#[expect(clippy::unnecessary_wraps, reason = "the signature of a comparison")]
fn by_number(a: &Value, b: &Value) -> Result<bool, OutOfMemory> {
    Ok(number(a) == number(b))
}

fn keys(table: &Table<Value>) -> Vec<i64> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((position, key)) = table.next(from) {
        found.push(number(&key));
        from = position + 1;
    }
    found
}

fn backwards(table: &Table<Value>) -> Vec<i64> {
    let mut found = Vec::new();
    let mut before = usize::MAX;
    while let Some((position, key)) = table.previous(before) {
        found.push(number(&key));
        before = position;
    }
    found
}

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> i64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % limit).cast_signed()
    }
}

/// Runs `steps` random operations on keys below `names` whose hashes are given.
fn agrees_with_a_model(names: u64, steps: usize, hash_of: fn(i64) -> i64) -> Fallible {
    let heap = Heap::new();
    let table = Table::<Value>::new();
    let mut model = Vec::new();
    let mut random = Random(names);
    for step in 0..steps {
        let name = random.below(names);
        let key = heap.alloc(Key(name))?.into_value();
        let found = table.find(hash_of(name), &key, &mut by_number)?;
        assert_eq!(found.is_some(), model.contains(&name), "at step {step}");
        let version = table.version();
        match (found, random.below(12)) {
            (None, 0..10) => {
                table.insert_new(|| heap.clone(), hash_of(name), key)?;
                model.push(name);
                assert_ne!(table.version(), version);
            }
            (Some(position), 0..7) => {
                assert_eq!(table.hash_at(position), Some(hash_of(name)));
                let removed = table.remove(position);
                assert_eq!(removed.as_ref().map(number), Some(name));
                model.retain(|n| *n != name);
                assert_ne!(table.version(), version);
            }
            (_, 10) => assert_eq!(table.pop_last().as_ref().map(number), model.pop()),
            (_, 11) if random.below(20) == 0 => {
                drop(table.take_all());
                model = Vec::new();
            }
            _ => assert_eq!(table.version(), version),
        }
        assert_eq!(table.len(), model.len());
        if step % 64 == 0 {
            assert_eq!(keys(&table), model);
            assert_eq!(backwards(&table), model.iter().rev().copied().collect::<Vec<_>>());
            assert_eq!(keys(&table.copy(&heap)?), model);
        }
    }
    drop(table);
    assert_eq!(heap.live_objects(), 0);
    Ok(())
}

#[test]
fn agrees_with_a_model_whatever_its_size() -> Fallible {
    for names in [1, 3, 8, 12, 40, 300, 2000] {
        agrees_with_a_model(names, 6000, |n| n)?;
    }
    Ok(())
}

#[test]
fn agrees_with_a_model_when_hashes_collide() -> Fallible {
    agrees_with_a_model(60, 4000, |n| n % 3)?;
    agrees_with_a_model(60, 4000, |_| 0)
}

#[test]
fn positions_wider_than_a_byte_and_than_two_are_found() -> Fallible {
    let heap = Heap::new();
    let table = Table::<Value>::new();
    for n in 0..70_000_i64 {
        let key = heap.alloc(Int::from(n))?.into_value();
        table.insert_new(|| heap.clone(), hash::int(n), key)?;
    }
    let mut asked = |_: &Value, _: &Value| Err(());
    for n in (0..70_000_i64).step_by(7) {
        let key = heap.alloc(Int::from(n))?.into_value();
        assert_eq!(table.find(hash::int(n), &key, &mut asked), Ok(usize::try_from(n).ok()));
    }
    let absent = heap.alloc(Int::from(-5))?.into_value();
    assert_eq!(table.find(hash::int(-5), &absent, &mut asked), Ok(None));
    Ok(())
}

#[test]
fn identical_keys_texts_and_ints_are_found_without_asking() -> Fallible {
    let heap = Heap::new();
    let table = Table::<Value>::new();
    let key = heap.alloc(Key(1))?.into_value();
    let text = heap.str("text")?;
    table.insert_new(|| heap.clone(), 7, key.clone())?;
    table.insert_new(|| heap.clone(), text.hash(), text.to_value())?;
    let mut asked = |_: &Value, _: &Value| Err(());
    assert_eq!(table.find(7, &key, &mut asked), Ok(Some(0)));
    let same_text = heap.str("text")?;
    assert_eq!(table.find(text.hash(), same_text.as_value(), &mut asked), Ok(Some(1)));
    assert_eq!(table.find_name(&same_text), Some(1));
    assert_eq!(table.find_text(text.hash(), "text"), Some(1));
    // Another key with the same hash has to be asked about, one with another hash not.
    let other = heap.alloc(Key(1))?.into_value();
    assert_eq!(table.find(7, &other, &mut asked), Err(()));
    assert_eq!(table.find(8, &other, &mut asked), Ok(None));
    Ok(())
}

#[test]
fn the_stored_key_is_the_first_argument_of_a_comparison() -> Fallible {
    let heap = Heap::new();
    let table = Table::<Value>::new();
    table.insert_new(|| heap.clone(), 5, heap.alloc(Key(1))?.into_value())?;
    let sought = heap.alloc(Key(2))?.into_value();
    let mut seen = Vec::new();
    let found = table.find::<OutOfMemory>(5, &sought, &mut |stored, sought| {
        seen.push((number(stored), number(sought)));
        Ok(true)
    })?;
    assert_eq!(found, Some(0));
    assert_eq!(seen, [(1, 2)]);
    Ok(())
}

#[test]
fn a_search_starts_anew_when_a_comparison_changes_the_table() -> Fallible {
    for names in [4, 40] {
        let heap = Heap::new();
        let table = Table::<Value>::new();
        for n in 0..names {
            table.insert_new(|| heap.clone(), 9, heap.alloc(Key(n))?.into_value())?;
        }
        // Each comparison removes the entry that it is about, then says that it was equal.
        let sought = heap.alloc(Key(-2))?.into_value();
        let compared = RefCell::new(Vec::new());
        let found = table.find::<OutOfMemory>(9, &sought, &mut |stored, _| {
            compared.borrow_mut().push(number(stored));
            let position = (0..40).find(|p| table.get(*p).is_some_and(|k| k.is(stored)));
            drop(position.and_then(|position| table.remove(position)));
            Ok(true)
        })?;
        assert_eq!(found, None, "every equal key was gone again");
        let mut compared = compared.into_inner();
        compared.sort_unstable();
        assert_eq!(compared, (0..names).collect::<Vec<_>>());
    }
    Ok(())
}

#[test]
fn a_search_goes_on_when_a_comparison_takes_another_entry_away() -> Fallible {
    for names in [4, 40] {
        let heap = Heap::new();
        let table = Table::<Value>::new();
        for n in 0..names {
            table.insert_new(|| heap.clone(), 9, heap.alloc(Key(n))?.into_value())?;
        }
        let sought = heap.alloc(Key(-2))?.into_value();
        let mut compared = 0;
        let found = table.find::<OutOfMemory>(9, &sought, &mut |stored, _| {
            compared += 1;
            let other = (0..40).find(|p| table.get(*p).is_some_and(|k| !k.is(stored)));
            drop(other.and_then(|position| table.remove(position)));
            Ok(true)
        })?;
        assert!(found.is_some());
        assert_eq!((compared, table.len()), (1, usize::try_from(names).unwrap_or(0) - 1));
    }
    Ok(())
}

#[test]
fn a_comparison_may_fill_or_clear_the_table() -> Fallible {
    let heap = Heap::new();
    let table = Table::<Value>::new();
    table.insert_new(|| heap.clone(), 9, heap.alloc(Key(0))?.into_value())?;
    let sought = heap.alloc(Key(-2))?.into_value();
    let mut compared = Vec::new();
    let found = table.find(9, &sought, &mut |stored, _| {
        compared.push(number(stored));
        if table.len() == 1 {
            for n in 1..=100 {
                table.insert_new(|| heap.clone(), n, heap.alloc(Key(n))?.into_value())?;
            }
        }
        Ok::<_, OutOfMemory>(false)
    })?;
    assert_eq!((found, table.len()), (None, 101));
    // The table has grown, so the search began again, and saw the new key with this hash.
    assert_eq!(compared, [0, 0, 9]);
    let cleared = table.find::<OutOfMemory>(9, &sought, &mut |_, _| {
        drop(table.take_all());
        Ok(true)
    })?;
    assert_eq!((cleared, table.len()), (None, 0));
    Ok(())
}

#[test]
fn a_table_filled_and_emptied_in_turn_stays_small() -> Fallible {
    let heap = Heap::new();
    let table = Table::<Value>::new();
    let mut oldest = 0;
    for n in 0..20_000 {
        table.insert_new(|| heap.clone(), n, heap.alloc(Key(n))?.into_value())?;
        if table.len() > 30 {
            let (position, key) = table.next(0).ok_or(OutOfMemory)?;
            assert_eq!(number(&key), oldest);
            oldest += 1;
            drop(table.remove(position));
        }
    }
    assert!(table.extra_size() < 56 * 16 + 300, "{} bytes", table.extra_size());
    Ok(())
}

#[test]
fn a_refused_growth_leaves_every_entry() -> Fallible {
    let heap = Heap::with_budget(3 << 20);
    let table = Table::<Value>::new();
    let key = heap.alloc(Key(0))?.into_value();
    let mut len = 0;
    while table.insert_new(|| heap.clone(), len, key.clone()).is_ok() {
        len += 1;
    }
    assert!(len > 1000, "{len} entries");
    let owners = key.owners();
    let version = table.version();
    assert_eq!(table.insert_new(|| heap.clone(), len, key.clone()), Err(OutOfMemory));
    assert_eq!(key.owners(), owners);
    assert_eq!((i64::try_from(table.len()), table.version()), (Ok(len), version));
    assert!(
        (0..table.len()).all(|position| table.hash_at(position) == i64::try_from(position).ok())
    );
    Ok(())
}
