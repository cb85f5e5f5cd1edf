//! What `tuple` does, and that nothing that comes back to it meanwhile can break it.

use super::*;
use crate::object::Int;

fn int(heap: &Heap, n: i64) -> Result<Value, OutOfMemory> {
    Ok(heap.alloc(Int::from(n))?.into_value())
}

#[test]
fn is_tracked_at_birth_and_untracked_by_a_collection() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let plain = heap.tuple([int(&heap, 1)?, int(&heap, 2)?].into_iter())?;
    let list = heap.list(core::iter::empty())?;
    let holds_list = heap.tuple([list.to_value()].into_iter())?;
    assert!(plain.as_value().is_tracked());
    heap.collect()?;
    assert!(!plain.as_value().is_tracked());
    assert!(holds_list.as_value().is_tracked());
    assert!(!may_be_tracked(plain.as_value()));
    assert!(may_be_tracked(holds_list.as_value()));
    Ok(())
}

#[test]
fn a_nest_of_tuples_is_untracked_within_as_many_collections_as_it_is_deep()
-> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let mut nest = heap.tuple([int(&heap, 0)?].into_iter())?;
    for _ in 1..3 {
        nest = heap.tuple([nest.into_value()].into_iter())?;
    }
    for _ in 0..3 {
        heap.collect()?;
    }
    assert!(!nest.as_value().is_tracked());
    Ok(())
}

#[test]
fn referents_are_visited_last_to_first() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let tuple = heap.tuple([int(&heap, 1)?, int(&heap, 2)?, int(&heap, 3)?].into_iter())?;
    let order: Vec<_> = tuple
        .as_value()
        .referents()
        .iter()
        .filter_map(|v| v.get::<Int>().and_then(Int::as_i64))
        .collect();
    assert_eq!(order, [3, 2, 1]);
    assert_eq!(tuple.as_value().label().to_string(), "tuple[3]");
    Ok(())
}

#[test]
fn a_cycle_through_a_tuple_is_collected() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    let list = heap.list(core::iter::empty())?;
    let tuple = heap.tuple([list.to_value()].into_iter())?;
    list.push(tuple.into_value())?;
    drop(list);
    assert_eq!(heap.live_objects(), 3, "the list, its buffer's owner, the tuple");
    assert_eq!(heap.collect()?.collected, 2);
    assert_eq!(heap.live_objects(), 0);
    Ok(())
}

#[test]
fn takes_no_more_memory_than_in_cpython() -> Result<(), OutOfMemory> {
    let heap = Heap::new();
    for len in 0..=200 {
        let items = vec![int(&heap, 0)?; len];
        let ours = heap.tuple(items.into_iter())?.as_value().size();
        assert!(ours <= 40 + 8 * len, "{ours} bytes for {len} items");
    }
    Ok(())
}
