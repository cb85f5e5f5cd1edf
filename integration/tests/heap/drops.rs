//! Destructors of payloads that look around, come back to the heap, or panic.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use integration::{Gc, Heap};

use super::{Log, Node, Result, assert_empty, panic_of, ring};

#[test]
fn a_drop_may_look_at_neighbours_of_the_same_garbage() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    // `clear` empties the members one after the other, so the first looks at a whole neighbour.
    let [a, b, c] = ring(&heap, ["a", "b", "c"])?;
    let side = Node::named(&heap, "side")?;
    side.link(&b);
    let seen = log.clone();
    side.on_drop(move |this| {
        let b = this.node(0).expect("a node keeps what it refers to");
        let next = b.node(0).map_or("nothing", |c| c.name);
        seen.say(format!("{} {next} {}", b.name, b.owners()));
    });
    a.link(&side);
    drop((a, b, c, side));
    assert_eq!(heap.collect()?.freed, 4);
    assert_eq!(log.take(), "b c 2");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_neighbour_cloned_out_by_a_drop_lives_on_cleared() -> Result {
    let heap = Heap::new();
    let saved = Rc::new(RefCell::new(None));
    let [a, b] = ring(&heap, ["a", "b"])?;
    let side = Node::named(&heap, "side")?;
    side.link(&b);
    let place = saved.clone();
    side.on_drop(move |this| drop(place.replace(this.node(0))));
    a.link(&side);
    drop((a, b, side));
    let outcome = heap.collect()?;
    assert_eq!((outcome.collected, outcome.freed), (3, 2));
    let b: Gc<Node> = saved.take().expect("it was cloned out");
    assert_eq!((b.name, b.owners(), b.refs.borrow().len()), ("b", 1, 0));
    assert!(b.as_value().is_tracked());
    drop(b);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_drop_may_collect_and_allocate() -> Result {
    let heap = Heap::new();
    let node = Node::named(&heap, "node")?;
    let count = Rc::new(Cell::new(0));
    let (freed, inner) = (count.clone(), heap.clone());
    node.on_drop(move |_| {
        for _ in 0..100 {
            drop(ring(&inner, ["x", "y"]).expect("there is memory"));
        }
        let list = inner.list(core::iter::empty()).expect("there is memory");
        for n in 0..1000_i64 {
            let number = inner.alloc(n).expect("there is memory");
            list.push(number.into_value()).expect("there is memory");
        }
        freed.set(inner.collect().map_or(0, |outcome| outcome.freed));
    });
    drop(node);
    assert_eq!(count.get(), 200);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_drop_in_a_collection_may_allocate_and_its_garbage_waits() -> Result {
    let heap = Heap::new();
    let [a, b] = ring(&heap, ["a", "b"])?;
    let inner = heap.clone();
    b.on_drop(move |_| {
        drop(ring(&inner, ["x", "y"]).expect("there is memory"));
        assert_eq!(inner.collect().map(|outcome| outcome.unreachable), Ok(0));
    });
    drop((a, b));
    assert_eq!(heap.collect()?.freed, 2);
    assert_eq!(heap.collect()?.freed, 2);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn an_object_whose_drop_panics_takes_its_children_along() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    for name in ["a", "b", "c"] {
        let child = Node::named(&heap, name)?;
        child.tell_drop(&log);
        node.link(&child);
    }
    node.on_drop(|_| panic!("drop"));
    assert_eq!(panic_of(|| drop(node)), "drop");
    assert_eq!(log.take(), "a b c");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn siblings_of_an_object_whose_drop_panics_die_too() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    for (kind, order) in [("list", "d a b"), ("tuple", "d b a"), ("long tuple", "d b a")] {
        let mut items = Vec::new();
        if kind == "long tuple" {
            items.resize(100, heap.alloc(0_i64)?.into_value());
        }
        for name in ["a", "b", "c", "d"] {
            let child = Node::named(&heap, name)?;
            child.tell_drop(&log);
            if name == "c" {
                child.on_drop(|_| panic!("drop of c"));
            }
            items.push(child.into_value());
        }
        let parent = match kind {
            "list" => heap.list(items.into_iter())?.into_value(),
            _ => heap.tuple(items.into_iter())?.into_value(),
        };
        assert_eq!(panic_of(|| drop(parent)), "drop of c");
        assert_eq!(log.take(), order, "{kind}");
        assert_empty(&heap);
    }
    Ok(())
}

#[test]
fn a_panic_below_the_depth_limit_loses_nothing() -> Result {
    for panicking in [0, 10, 48, 49, 50, 51, 75, 120, 199] {
        let heap = Heap::new();
        let mut first = Node::named(&heap, "end")?;
        for depth in 0..200 {
            let next = Node::named(&heap, "link")?;
            next.link(&first);
            if 199 - depth == panicking {
                next.on_drop(|_| panic!("in the middle"));
            }
            first = next;
        }
        assert_eq!(panic_of(|| drop(first)), "in the middle");
        assert_empty(&heap);
        drop(ring(&heap, ["a", "b"])?);
        assert_eq!(heap.collect()?.freed, 2);
    }
    Ok(())
}

#[test]
fn a_panic_of_a_drop_in_a_collection_leaves_the_rest_to_the_next_one() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let [a, b, c] = ring(&heap, ["a", "b", "c"])?;
    let side = Node::named(&heap, "side")?;
    side.on_drop(|_| panic!("drop of side"));
    a.link(&side);
    for node in [&a, &b, &c] {
        node.tell_drop(&log);
    }
    drop((a, b, c, side));
    assert_eq!(panic_of(|| heap.collect()), "drop of side");
    heap.collect()?;
    let mut dropped: Vec<_> = log.0.take();
    dropped.sort();
    assert_eq!(dropped, ["a", "b", "c"]);
    assert_empty(&heap);
    Ok(())
}
