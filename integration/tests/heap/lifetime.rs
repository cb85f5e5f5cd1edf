//! Handles, objects and buffers, whichever of them goes first.

use std::cell::RefCell;
use std::rc::Rc;

use integration::{Gc, Heap, Runtime, Value, Weak};

use super::{Log, Node, Result, assert_empty, panic_of, ring};

#[test]
fn objects_outlive_the_handle_of_their_heap() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let parent = Node::named(&heap, "parent")?;
    let child = Node::named(&heap, "child")?;
    parent.link(&child);
    parent.tell(&log);
    child.tell_drop(&log);
    drop((heap, child));
    assert_eq!(parent.node(0).map(|child| child.name), Some("child"));
    let clone = parent.clone();
    drop(parent);
    assert_eq!(log.take(), "");
    drop(clone);
    assert_eq!(log.take(), "parent child");
    Ok(())
}

#[test]
fn the_last_handle_collects_what_is_left_in_cycles() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let second = heap.clone();
    for node in ring(&heap, ["a", "b"])? {
        node.tell(&log);
        node.tell_drop(&log);
    }
    drop(heap);
    assert_eq!(log.take(), "");
    drop(second);
    assert_eq!(log.take(), "a b b a");
    Ok(())
}

#[test]
fn buffers_outlive_the_handle_of_their_heap() -> Result {
    let heap = Heap::new();
    let mut buffer = heap.vec::<Value>();
    let mut numbers = heap.vec::<u64>();
    let item = heap.alloc(7_i64)?.into_value();
    drop(heap);
    for number in 0..10_000 {
        buffer.push(item.clone());
        numbers.push(number);
    }
    drop(item);
    assert_eq!(buffer.iter().filter_map(Value::get::<i64>).sum::<i64>(), 70_000);
    assert_eq!(numbers.iter().sum::<u64>(), 49_995_000);
    drop(buffer);
    assert_eq!(numbers.len(), 10_000);
    Ok(())
}

#[test]
fn a_heap_can_be_had_back_from_an_object_and_is_taken_down_again() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    node.tell_drop(&log);
    drop(heap);
    let heap = Gc::heap(&node);
    for node in ring(&heap, ["a", "b"])? {
        node.tell_drop(&log);
    }
    let weak = Weak::new(&node)?;
    drop(heap);
    assert_eq!(log.take(), "b a");
    drop(node);
    assert_eq!(log.take(), "node");
    assert!(weak.upgrade().is_none());
    Ok(())
}

#[test]
fn a_payload_may_own_the_last_handle_of_its_own_heap() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "owner")?;
    for node in ring(&heap, ["a", "b"])? {
        node.tell_drop(&log);
    }
    let seen = log.clone();
    node.on_drop(move |_| seen.say(heap.live_objects().to_string()));
    drop(node);
    assert_eq!(log.take(), "3 b a");
    Ok(())
}

#[test]
fn a_finalizer_of_the_last_collection_may_save_object_and_heap() -> Result {
    let saved = Rc::new(RefCell::new(None));
    let heap = Heap::new();
    let [a, b] = ring(&heap, ["a", "b"])?;
    let place = saved.clone();
    a.on_finalize(move |this, heap| drop(place.replace(Some((this.clone(), heap.clone())))));
    drop((a, b, heap));
    let (a, heap) = saved.take().expect("both were saved");
    assert_eq!(a.node(0).map(|b| b.name), Some("b"));
    assert_eq!(heap.live_objects(), 2);
    drop(ring(&heap, ["c", "d"])?);
    drop(a);
    assert_eq!(heap.collect()?.freed, 4);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_finalizer_after_the_last_handle_may_clone_and_drop_one() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    let seen = log.clone();
    node.on_finalize(move |_, heap| {
        let mine = heap.clone();
        drop(ring(&mine, ["a", "b"]).expect("there is memory"));
        assert_eq!(heap.collect().map(|outcome| outcome.freed), Ok(2));
        drop(mine);
        seen.say(heap.live_objects().to_string());
    });
    drop(heap);
    drop(node);
    assert_eq!(log.take(), "1");
    Ok(())
}

#[test]
fn a_finalizer_that_panics_in_the_last_collection_does_not_stop_the_heap_from_going() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let [a, b] = ring(&heap, ["a", "b"])?;
    let kept = b.clone();
    let garbage = Node::named(&heap, "garbage")?;
    garbage.link(&garbage);
    garbage.on_finalize(|_, _| panic!("too late"));
    drop((a, b, garbage));
    assert_eq!(panic_of(|| drop(heap)), "too late");
    let heap = Gc::heap(&kept);
    kept.tell_drop(&log);
    drop(kept);
    drop(heap);
    assert_eq!(log.take(), "b");
    Ok(())
}

/// Keeps an object, and says when it goes.
struct Keeps(Log, #[expect(dead_code, reason = "owned, not read")] Gc<Node>);

impl Runtime for Keeps {}

impl Drop for Keeps {
    fn drop(&mut self) {
        self.0.say("runtime");
    }
}

#[test]
fn the_last_handle_takes_the_runtime_and_what_it_keeps_along() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    node.tell_drop(&log);
    heap.set_runtime(Some(Rc::new(Keeps(log.clone(), node))));
    drop(heap);
    assert_eq!(log.take(), "runtime node");
    Ok(())
}

#[test]
fn objects_of_two_heaps_refer_to_each_other() -> Result {
    let log = Log::default();
    let (east, west) = (Heap::new(), Heap::new());
    let (a, b) = (Node::named(&east, "a")?, Node::named(&west, "b")?);
    a.link(&b);
    a.tell_drop(&log);
    b.tell_drop(&log);
    drop(b);
    drop(ring(&east, ["x", "y"])?);
    drop(ring(&west, ["x", "y", "z"])?);
    assert_eq!((east.collect()?.freed, west.collect()?.freed), (2, 3));
    assert_eq!(a.node(0).map(|b| b.name), Some("b"));
    drop(west);
    assert_eq!(a.node(0).map(|b| b.name), Some("b"));
    drop(a);
    assert_eq!(log.take(), "a b");
    assert_empty(&east);
    Ok(())
}

#[test]
fn a_cycle_through_two_heaps_leaks_until_it_is_cut() -> Result {
    let (east, west) = (Heap::new(), Heap::new());
    let (a, b) = (Node::named(&east, "a")?, Node::named(&west, "b")?);
    a.link(&b);
    b.link(&a);
    let weak = Weak::new(&a)?;
    drop((a, b));
    assert_eq!((east.collect()?.collected, west.collect()?.collected), (0, 0));
    let a = weak.upgrade().expect("the cycle leaks");
    a.refs.take();
    drop((a, weak));
    assert_empty(&east);
    assert_empty(&west);
    Ok(())
}

#[test]
fn a_weak_reference_may_stand_in_another_heap_than_its_referent() -> Result {
    let log = Log::default();
    for referent_first in [true, false] {
        let (east, west) = (Heap::new(), Heap::new());
        let node = Node::named(&east, "node")?;
        let seen = log.clone();
        let typed = Weak::with_callback(&node, move |_| seen.say("called"))?;
        let weakref = west.weakref(node.as_value(), None)?;
        let shared = east.weakref(node.as_value(), None)?;
        assert!(Gc::ptr_eq(&weakref, &shared));
        assert_eq!(west.weakref_count(node.as_value()), 2);
        if referent_first {
            node.link(&node);
            drop(node);
            east.collect()?;
            assert!(weakref.upgrade().is_none() && typed.upgrade().is_none());
            assert_eq!(log.take(), "called");
            drop((weakref, shared, typed, east));
            assert_empty(&west);
        } else {
            let holder = west.list([weakref.into_value()].into_iter())?;
            holder.push(holder.to_value())?;
            drop((holder, shared));
            // The referent's heap is not the one that is collected.
            assert_eq!(west.collect()?.freed, 2);
            assert_eq!(east.weakref_count(node.as_value()), 1);
            drop((west, typed, node));
            assert_empty(&east);
        }
    }
    Ok(())
}
