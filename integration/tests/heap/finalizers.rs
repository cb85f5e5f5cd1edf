//! Finalizers: once, before anything is gone, whatever they do.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use integration::{Gc, Heap, Trace, Tracer, Value};

use super::{Log, Node, Result, assert_empty, panic_of, ring};

#[test]
fn an_object_that_dies_by_its_count_is_finalized_first() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let (parent, child) = (Node::named(&heap, "parent")?, Node::named(&heap, "child")?);
    parent.link(&child);
    drop(child);
    let seen = log.clone();
    parent.on_finalize(move |this, heap| {
        assert_eq!((this.owners(), heap.live_objects()), (1, 2));
        seen.say(this.node(0).map_or("nothing", |child| child.name));
    });
    drop(parent);
    assert_eq!(log.take(), "child");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn the_members_of_a_ring_are_finalized_in_order_of_birth() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    for node in ring(&heap, ["a", "b", "c", "d", "e"])? {
        node.tell(&log);
    }
    let outcome = heap.collect()?;
    assert_eq!((outcome.finalized, outcome.freed), (5, 5));
    assert_eq!(log.take(), "a b c d e");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_resurrected_object_is_not_finalized_again() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let saved = Rc::new(RefCell::new(None));
    let node = Node::named(&heap, "node")?;
    let (place, seen) = (saved.clone(), log.clone());
    node.on_finalize(move |this, _| {
        seen.say("finalized");
        place.replace(Some(this.clone()));
    });
    drop(node);
    let node = saved.take().expect("it was saved");
    assert!(node.as_value().is_finalized() && node.as_value().is_tracked());
    assert_eq!(node.owners(), 1);
    node.tell(&log);
    drop(node);
    assert_eq!(log.take(), "finalized");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn resurrection_takes_along_all_that_the_object_refers_to() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let saved = Rc::new(RefCell::new(None));
    let [a, b, c] = ring(&heap, ["a", "b", "c"])?;
    let outside = ring(&heap, ["x", "y"])?;
    outside[0].link(&a);
    for node in [&a, &b, &c, &outside[0], &outside[1]] {
        node.tell(&log);
    }
    let (place, seen) = (saved.clone(), log.clone());
    b.on_finalize(move |this, _| {
        seen.say("b lives");
        place.replace(Some(this.clone()));
    });
    drop((a, b, c, outside));
    let outcome = heap.collect()?;
    assert_eq!(log.take(), "a b lives c x y");
    assert_eq!((outcome.resurrected, outcome.freed), (3, 2));
    assert_eq!(heap.live_objects(), 3);
    let b = saved.take().expect("it was saved");
    let names: Vec<_> = [b.node(0), b.node(0).and_then(|c| c.node(0))]
        .into_iter()
        .flatten()
        .map(|node| node.name)
        .collect();
    assert_eq!(names, ["c", "a"]);
    drop(b);
    let outcome = heap.collect()?;
    assert_eq!((outcome.finalized, outcome.freed), (0, 3));
    assert_empty(&heap);
    Ok(())
}

#[test]
fn an_object_whose_finalizer_panics_dies_with_all_it_owns() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let (parent, child) = (Node::named(&heap, "parent")?, Node::named(&heap, "child")?);
    parent.link(&child);
    drop(child.clone());
    child.tell(&log);
    drop(child);
    parent.on_finalize(|_, _| panic!("finalizer"));
    assert_eq!(panic_of(|| drop(parent)), "finalizer");
    assert_eq!(log.take(), "child");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_panic_of_a_finalizer_ends_the_collection_and_the_next_one_goes_on() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let [a, b, c] = ring(&heap, ["a", "b", "c"])?;
    a.tell(&log);
    b.on_finalize(|_, _| panic!("finalizer of b"));
    c.tell(&log);
    drop((a, b, c));
    assert_eq!(panic_of(|| heap.collect()), "finalizer of b");
    assert!(!heap.collector().is_collecting());
    assert_eq!(heap.live_objects(), 3);
    let outcome = heap.collect()?;
    assert_eq!((outcome.finalized, outcome.freed), (1, 3));
    assert_eq!(log.take(), "a c");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_collection_within_a_collection_does_nothing() -> Result {
    let heap = Heap::new();
    let count = Rc::new(Cell::new(usize::MAX));
    let [a, b] = ring(&heap, ["a", "b"])?;
    let found = count.clone();
    a.on_finalize(move |_, heap| {
        assert!(heap.collector().is_collecting());
        found.set(heap.collect().map_or(usize::MAX, |outcome| outcome.unreachable));
        heap.safepoint();
    });
    drop((a, b));
    assert_eq!(heap.collect()?.freed, 2);
    assert_eq!(count.get(), 0);
    Ok(())
}

#[test]
fn a_finalizer_on_the_way_down_may_collect() -> Result {
    let heap = Heap::new();
    let freed = Rc::new(Cell::new(0));
    let dying = Node::named(&heap, "dying")?;
    dying.link(&dying.node(0).unwrap_or(Node::named(&heap, "child")?));
    let count = freed.clone();
    dying.on_finalize(move |this, heap| {
        let outcome = heap.collect().expect("there is memory");
        assert_eq!((this.owners(), outcome.collected), (1, 2));
        count.set(outcome.freed);
    });
    drop(ring(&heap, ["a", "b"])?);
    drop(dying);
    assert_eq!(freed.get(), 2);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_finalizer_may_free_its_neighbours() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let [a, b, c, d] = ring(&heap, ["a", "b", "c", "d"])?;
    for node in [&b, &c, &d] {
        node.tell(&log);
        node.tell_drop(&log);
    }
    let seen = log.clone();
    a.on_finalize(move |this, _| {
        seen.say("a");
        drop(this.refs.take());
        seen.say("done");
    });
    drop((a, b, c, d));
    // Cutting the ring kills b, c and d by their counts, each before its neighbour, then a.
    let outcome = heap.collect()?;
    assert_eq!(log.take(), "a b b c c d d done");
    assert_eq!((outcome.finalized, outcome.collected), (1, 0));
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_finalizer_may_allocate_and_what_it_leaves_is_found_next_time() -> Result {
    let heap = Heap::new();
    let [a, b] = ring(&heap, ["a", "b"])?;
    a.on_finalize(|_, heap| {
        for _ in 0..1000 {
            drop(ring(heap, ["new", "cycle"]).expect("there is memory"));
        }
    });
    drop((a, b));
    let outcome = heap.collect()?;
    assert_eq!((outcome.freed, heap.live_objects()), (2, 2000));
    assert_eq!(heap.collect()?.freed, 2000);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_new_object_that_refers_to_garbage_brings_it_back() -> Result {
    let heap = Heap::new();
    let keep: Rc<RefCell<Vec<Value>>> = Rc::default();
    let [a, b] = ring(&heap, ["a", "b"])?;
    let kept = keep.clone();
    a.on_finalize(move |this, heap| {
        let holder = heap.list([this.to_value()].into_iter()).expect("there is memory");
        kept.borrow_mut().push(holder.into_value());
    });
    drop((a, b));
    let outcome = heap.collect()?;
    assert_eq!((outcome.resurrected, outcome.collected), (2, 0));
    drop(keep.take());
    assert_eq!(heap.collect()?.collected, 2);
    assert_empty(&heap);
    Ok(())
}

/// A payload that the collector never sees, with a finalizer.
struct Leaf(Log, Rc<RefCell<Option<Gc<Leaf>>>>);

impl Trace for Leaf {
    const COLLECTABLE: bool = false;
    const FINALIZES: bool = true;

    fn trace(&self, _: &mut Tracer<'_>) {}

    fn finalize(this: &Gc<Self>, _: &Heap) {
        this.0.say("finalized");
        let _ = this.1.try_borrow_mut().map(|mut place| place.insert(this.clone()).owners());
    }
}

#[test]
fn an_object_the_collector_never_sees_is_finalized_each_time_it_dies() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let place = Rc::new(RefCell::new(None));
    drop(heap.alloc(Leaf(log.clone(), place.clone()))?);
    for _ in 0..3 {
        let leaf: Gc<Leaf> = place.take().expect("it saves itself");
        drop(leaf);
    }
    let leaf = place.take();
    let held = place.borrow_mut();
    drop(leaf);
    drop(held);
    assert_eq!(log.take(), "finalized finalized finalized finalized finalized");
    assert_empty(&heap);
    Ok(())
}
