//! What `list` does, and that nothing that comes back to it meanwhile can break it.

use std::rc::Rc;

use super::*;
use crate::Weak;
use crate::object::Int;

fn int(heap: &Heap, n: i64) -> Result<Value, OutOfMemory> {
    Ok(heap.alloc(Int::from(n))?.into_value())
}

fn ints(heap: &Heap, numbers: impl IntoIterator<Item = i64>) -> Result<Vec<Value>, OutOfMemory> {
    numbers.into_iter().map(|n| int(heap, n)).collect()
}

fn numbers(values: &[Value]) -> Vec<i64> {
    values.iter().filter_map(|v| v.get::<Int>().and_then(Int::as_i64)).collect()
}

/// Says when it dies, and what it finds in the list it was in.
struct Witness {
    list: RefCell<Option<Weak<List>>>,
    seen: Rc<RefCell<Vec<(i64, usize)>>>,
    name: i64,
}

impl Trace for Witness {
    const FINALIZES: bool = true;
    fn trace(&self, _: &mut Tracer<'_>) {}
    fn finalize(this: &Gc<Self>, heap: &Heap) {
        let list = this.list.borrow().as_ref().and_then(Weak::upgrade);
        let len = list.as_ref().map_or(usize::MAX, |list| list.len());
        this.seen.borrow_mut().push((this.name, len));
        // Whatever is done to the list from here must leave it sound.
        if let Some(list) = list {
            let _ = heap.alloc(Int::from(-1)).map(|v| list.push(v.into_value()));
            list.reverse();
            List::clear(&list);
        }
    }
}

type Seen = Rc<RefCell<Vec<(i64, usize)>>>;

fn witnesses(heap: &Heap, list: &Gc<List>, count: i64, seen: &Seen) -> Result<(), OutOfMemory> {
    for name in 0..count {
        let list_ref = RefCell::new(Some(Weak::new(list)?));
        let witness = heap.alloc(Witness { list: list_ref, seen: seen.clone(), name })?;
        list.push(witness.into_value())?;
    }
    Ok(())
}

#[test]
fn every_operation_agrees_with_a_vec() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let list = heap.list(ints(&heap, 0..5)?.into_iter())?;
    let mut model: Vec<i64> = (0..5).collect();
    let mut random = 12345_u64;
    for step in 0..3000_i64 {
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let at = usize::try_from(random >> 33).unwrap_or(0) % (model.len() + 2);
        let to = at + usize::try_from((random >> 20) % 5).unwrap_or(0);
        match (random >> 40) % 11 {
            0 | 1 => {
                list.push(int(&heap, step)?)?;
                model.push(step);
            }
            2 => {
                list.insert(at, int(&heap, step)?)?;
                model.insert(at.min(model.len()), step);
            }
            3 => assert_eq!(
                list.pop().as_ref().map(|v| numbers(core::slice::from_ref(v))[0]),
                model.pop()
            ),
            4 => {
                let removed = (at < model.len()).then(|| model.remove(at));
                assert_eq!(list.remove(at).map(|v| numbers(&[v])[0]), removed);
            }
            5 => {
                let (from, to) = (at.min(model.len()), to.min(model.len()));
                assert_eq!(numbers(&list.drain(at..to)), model.drain(from..to).collect::<Vec<_>>());
            }
            6 => {
                let (from, to) = (at.min(model.len()), to.min(model.len()));
                let new = [step, step + 1, step + 2];
                let removed = list.splice(at..to, ints(&heap, new)?)?;
                assert_eq!(numbers(&removed), model.splice(from..to, new).collect::<Vec<_>>());
            }
            7 => {
                list.extend(ints(&heap, [step; 3])?)?;
                model.extend([step; 3]);
            }
            8 => {
                list.reverse();
                model.reverse();
            }
            9 => {
                let set = list.set(at, int(&heap, step)?);
                assert_eq!(set.is_ok(), at < model.len());
                if let Some(place) = model.get_mut(at) {
                    *place = step;
                }
            }
            _ => {
                drop(list.truncate(at + 10));
                model.truncate(at + 10);
            }
        }
        assert_eq!(numbers(&list.to_vec()), model);
        assert_eq!(list.len(), model.len());
    }
    Ok(())
}

#[test]
fn items_die_last_to_first_with_the_list() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let seen = Seen::default();
    let list = heap.list(core::iter::empty())?;
    witnesses(&heap, &list, 4, &seen)?;
    drop(list);
    assert_eq!(*seen.borrow(), [3, 2, 1, 0].map(|name| (name, usize::MAX)));
    Ok(())
}

#[test]
fn clear_empties_the_list_before_its_items_die() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let seen = Seen::default();
    let list = heap.list(core::iter::empty())?;
    witnesses(&heap, &list, 4, &seen)?;
    List::clear(&list);
    assert_eq!(*seen.borrow(), [3, 2, 1, 0].map(|name| (name, 0)));
    assert!(list.is_empty());
    Ok(())
}

#[test]
fn what_is_cut_out_dies_last_to_first() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let seen = Seen::default();
    let list = heap.list(core::iter::empty())?;
    witnesses(&heap, &list, 6, &seen)?;
    let removed = list.drain(1..4);
    List::clear(&list);
    assert_eq!(removed.len(), 3);
    seen.borrow_mut().clear();
    drop(removed);
    assert_eq!(*seen.borrow(), [(3, 0), (2, 0), (1, 0)]);
    Ok(())
}

#[test]
fn a_finalizer_may_change_the_list_whatever_removed_its_object() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let removals: [fn(&Gc<List>, Value); 6] = [
        |list, v| drop(list.set(1, v)),
        |list, _| drop(list.pop()),
        |list, _| drop(list.remove(0)),
        |list, _| drop(list.drain(0..2)),
        |list, v| drop(list.splice(0..2, vec![v])),
        |list, _| List::clear(list),
    ];
    for remove in removals {
        let seen = Seen::default();
        let list = heap.list(core::iter::empty())?;
        witnesses(&heap, &list, 3, &seen)?;
        remove(&list, int(&heap, 7)?);
        assert!(!seen.borrow().is_empty());
        assert!(list.is_empty(), "the first finalizer has cleared it");
    }
    Ok(())
}

#[test]
fn a_refused_growth_changes_nothing_and_drops_the_value() -> Result<(), Box<dyn std::error::Error>>
{
    let heap = Heap::with_budget(4 << 20);
    let list = heap.list(core::iter::empty())?;
    let item = heap.alloc(Int::from(1))?.into_value();
    while list.push(item.clone()).is_ok() {}
    let len = list.len();
    assert!(len > 1000);
    let owners = item.owners();
    assert_eq!(list.push(item.clone()), Err(OutOfMemory));
    assert_eq!(list.insert(0, item.clone()), Err(OutOfMemory));
    assert_eq!(list.extend(vec![item.clone(); len]), Err(OutOfMemory));
    assert!(list.splice(0..0, vec![item.clone(); len]).is_err());
    assert_eq!(item.owners(), owners);
    assert_eq!(list.len(), len);
    Ok(())
}

#[test]
fn takes_no_more_memory_than_in_cpython_built_or_appended() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let item = int(&heap, 0)?;
    let appended = heap.list(core::iter::empty())?;
    let mut room = 0;
    for len in 0..=200 {
        let built = heap.list(vec![item.clone(); len].into_iter())?.as_value().size();
        assert!(built <= 56 + 8 * len, "{built} bytes for {len} items");
        if len > room {
            // CPython's growth when one item is appended to `len - 1`.
            room = (len + (len >> 3) + 6) & !3;
        }
        let grown = appended.as_value().size();
        assert!(grown <= 56 + 8 * room, "{grown} bytes after {len} appends");
        appended.push(item.clone())?;
    }
    while appended.pop().is_some() {
        assert!(appended.as_value().size() <= 56 + 8 * (2 * appended.len() + 8));
    }
    assert_eq!(appended.as_value().size(), 56);
    Ok(())
}

#[test]
fn referents_are_visited_last_to_first_and_a_cycle_is_collected() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let list = heap.list(ints(&heap, 1..4)?.into_iter())?;
    assert_eq!(numbers(&list.as_value().referents()), [3, 2, 1]);
    assert_eq!(list.as_value().label().to_string(), "list[3]");
    list.push(list.to_value())?;
    drop(list);
    assert_eq!(heap.collect()?.collected, 1);
    assert_eq!(heap.live_objects(), 0);
    Ok(())
}

#[test]
fn a_nest_of_a_hundred_thousand_lists_is_freed() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let mut nest = heap.list(core::iter::empty())?;
    for _ in 0..100_000 {
        nest = heap.list(core::iter::once(nest.into_value()))?;
    }
    drop(nest);
    assert_eq!(heap.live_objects(), 0);
    Ok(())
}
