//! Garbage that refers to itself.

use std::cell::RefCell;

use integration::object::Int;
use integration::{Gc, Heap, Trace, Tracer};

use super::{Node, Result, assert_empty, ring};

#[test]
fn two_objects_that_refer_to_each_other_die_of_a_collection() -> Result {
    let heap = Heap::new();
    drop(ring(&heap, ["a", "b"])?);
    assert_eq!(heap.live_objects(), 2);
    let outcome = heap.collect()?;
    assert_eq!((outcome.unreachable, outcome.collected, outcome.freed), (2, 2, 2));
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_ring_lives_as_long_as_one_of_it_is_owned_from_outside() -> Result {
    let heap = Heap::new();
    let [a, ..] = ring(&heap, ["a", "b", "c", "d"])?;
    assert_eq!(heap.collect()?.collected, 0);
    assert_eq!(heap.live_objects(), 4);
    assert_eq!(a.node(0).map(|b| b.name), Some("b"));
    drop(a);
    assert_eq!(heap.collect()?.collected, 4);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn what_garbage_refers_to_dies_with_it_unless_others_own_it() -> Result {
    let heap = Heap::new();
    let [a, b] = ring(&heap, ["a", "b"])?;
    let (own, shared) = (Node::named(&heap, "own")?, Node::named(&heap, "shared")?);
    a.link(&own);
    a.link(&heap.alloc(7_i64)?);
    b.link(&shared);
    drop((a, b, own));
    heap.collect()?;
    assert_eq!(heap.live_objects(), 1);
    assert_eq!(shared.owners(), 1);
    Ok(())
}

#[test]
fn python_containers_in_cycles_are_collected() -> Result {
    let heap = Heap::new();
    let list = heap.list(core::iter::empty())?;
    list.push(list.to_value())?;
    list.push(heap.alloc(Int::from(1))?.into_value())?;
    let pair = heap.tuple([list.to_value(), list.to_value()].into_iter())?;
    list.push(pair.to_value())?;
    drop((list, pair));
    assert_eq!(heap.collect()?.collected, 2);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_young_collection_leaves_old_garbage_to_a_full_one() -> Result {
    let heap = Heap::new();
    let old = ring(&heap, ["a", "b"])?;
    heap.collect()?;
    drop(old);
    drop(ring(&heap, ["c", "d", "e"])?);
    assert_eq!(heap.collect_generation(cyclegc::Generation::Young)?.collected, 3);
    assert_eq!(heap.collect_generation(cyclegc::Generation::Middle)?.collected, 0);
    assert_eq!(heap.collect()?.collected, 2);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_safepoint_collects_when_enough_has_been_allocated() -> Result {
    let heap = Heap::new();
    heap.collector().set_threshold(10, None, None);
    for _ in 0..5 {
        drop(ring(&heap, ["a", "b"])?);
        heap.safepoint();
    }
    assert_eq!(heap.live_objects(), 10, "ten allocations are not more than the threshold");
    drop(ring(&heap, ["a", "b"])?);
    heap.safepoint();
    assert_empty(&heap);
    heap.collector().set_enabled(false);
    for _ in 0..50 {
        drop(ring(&heap, ["a", "b"])?);
        heap.safepoint();
    }
    assert_eq!(heap.live_objects(), 100);
    Ok(())
}

#[test]
fn allocations_alone_never_collect() -> Result {
    let heap = Heap::new();
    heap.collector().set_threshold(1, Some(1), Some(1));
    for _ in 0..100 {
        drop(ring(&heap, ["a", "b"])?);
    }
    assert_eq!(heap.live_objects(), 200);
    Ok(())
}

/// Refers to another object from within a cell.
struct Celled(RefCell<Option<Gc<Celled>>>);

impl Trace for Celled {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.0.trace(tracer);
    }

    fn clear_references(&self) {
        drop(self.0.take());
    }
}

#[test]
fn what_stands_in_a_cell_borrowed_mutably_lives() -> Result {
    let heap = Heap::new();
    let celled = heap.alloc(Celled(RefCell::new(None)))?;
    let child = heap.alloc(Celled(RefCell::new(None)))?;
    celled.0.replace(Some(child.clone()));
    child.0.replace(Some(child.clone()));
    drop(child);
    let cell = celled.0.borrow_mut();
    assert_eq!(heap.collect()?.collected, 0);
    assert_eq!(cell.as_ref().map(Gc::owners), Some(2));
    drop(cell);
    drop(celled);
    assert_eq!(heap.collect()?.collected, 1);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn an_untracked_object_hides_its_cycle_until_it_is_tracked_again() -> Result {
    let heap = Heap::new();
    let [a, b] = ring(&heap, ["a", "b"])?;
    a.as_value().untrack();
    drop((a, b));
    assert_eq!(heap.collect()?.collected, 0);
    let found = heap.collector().objects(None);
    let hidden = found[0].referents();
    hidden[0].track()?;
    drop((found, hidden));
    assert_eq!(heap.collect()?.collected, 2);
    assert_empty(&heap);
    Ok(())
}
