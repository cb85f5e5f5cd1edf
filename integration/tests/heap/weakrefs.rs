//! References that do not own.

use std::cell::RefCell;
use std::rc::Rc;

use integration::{Gc, Heap, Value, Weak, WeakRef};

use super::{Log, Node, Result, assert_empty, panic_of, ring};

/// A weak pointer that says a word when its object has died.
fn watch(node: &Gc<Node>, log: &Log, word: &'static str) -> Result<Weak<Node>> {
    let log = log.clone();
    Weak::with_callback(node, move |weakref| {
        assert!(weakref.upgrade().is_none() && weakref.is_dead());
        log.say(word);
    })
}

#[test]
fn callbacks_run_newest_first_after_all_references_are_dead() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    let first = watch(&node, &log, "first")?;
    let plain = Weak::new(&node)?;
    let older = first.clone();
    let seen = log.clone();
    let second = Weak::with_callback(&node, move |_| {
        assert!(older.upgrade().is_none() && plain.upgrade().is_none());
        seen.say("second");
    })?;
    let third = watch(&node, &log, "third")?;
    assert_eq!(heap.weakref_count(node.as_value()), 4);
    node.tell_drop(&log);
    drop(node);
    assert_eq!(log.take(), "third second first node");
    drop((first, second, third));
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_weak_pointer_that_goes_first_is_not_called() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    drop(watch(&node, &log, "called")?);
    assert_eq!(heap.weakref_count(node.as_value()), 0);
    drop(node);
    assert_eq!(log.take(), "");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn weak_references_in_the_garbage_are_cleared_and_never_called() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let [a, b] = ring(&heap, ["a", "b"])?;
    a.link(watch(&b, &log, "trash")?.as_weakref());
    let outside = watch(&b, &log, "outside")?;
    let weak = Weak::new(&a)?;
    let seen = log.clone();
    a.on_finalize(move |this, _| {
        let trash = this.refs.borrow()[1].to::<WeakRef>().map(|weakref| weakref.is_dead());
        seen.say(format!("{trash:?} {}", weak.upgrade().is_none()));
    });
    drop((a, b));
    assert_eq!(heap.collect()?.freed, 3);
    assert_eq!(log.take(), "outside Some(true) true");
    drop(outside);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn garbage_that_watches_the_living_is_cleared_and_never_called() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let living = Node::named(&heap, "living")?;
    let [a, b] = ring(&heap, ["a", "b"])?;
    a.link(watch(&living, &log, "called")?.as_weakref());
    // The living object dies while the garbage that watches it is finalized.
    let place = Rc::new(RefCell::new(Some(living)));
    b.on_finalize(move |_, _| drop(place.take()));
    drop((a, b));
    heap.collect()?;
    assert_eq!(log.take(), "");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_panic_of_a_callback_goes_on_after_the_others_and_the_death() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    let child = Node::named(&heap, "child")?;
    child.tell_drop(&log);
    node.link(&child);
    drop(child);
    let weak = [
        watch(&node, &log, "oldest")?,
        Weak::with_callback(&node, |_| panic!("second panic"))?,
        watch(&node, &log, "middle")?,
        Weak::with_callback(&node, |_| panic!("first panic"))?,
    ];
    assert_eq!(panic_of(|| drop(node)), "first panic");
    assert_eq!(log.take(), "middle oldest child");
    drop(weak);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_panic_of_a_callback_ends_a_collection_and_the_next_one_goes_on() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let [a, b] = ring(&heap, ["a", "b"])?;
    let weak = [
        watch(&b, &log, "b")?,
        Weak::with_callback(&a, |_| panic!("callback"))?,
        watch(&a, &log, "a")?,
    ];
    drop((a, b));
    assert_eq!(panic_of(|| heap.collect()), "callback");
    assert_eq!(log.take(), "a b");
    assert!(weak.iter().all(|weak| weak.upgrade().is_none()));
    assert_eq!(heap.collect()?.freed, 2);
    drop(weak);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_callback_may_drop_its_own_and_other_weak_references() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    for by_count in [true, false] {
        let all: Rc<RefCell<Vec<Weak<Node>>>> = Rc::default();
        let [a, b] = ring(&heap, ["a", "b"])?;
        for _ in 0..4 {
            let (place, seen) = (all.clone(), log.clone());
            let weak = Weak::with_callback(&a, move |_| {
                seen.say(place.take().len().to_string());
            })?;
            all.borrow_mut().push(weak);
        }
        if by_count {
            b.refs.take();
        }
        drop((a, b));
        heap.collect()?;
        assert_eq!(log.take(), "4 0 0 0");
        assert_empty(&heap);
    }
    Ok(())
}

#[test]
fn an_object_can_be_reached_weakly_from_its_finalizer_when_its_count_fell() -> Result {
    let heap = Heap::new();
    let node = Node::named(&heap, "node")?;
    let weak = Weak::new(&node)?;
    let (place, own) = (Rc::new(RefCell::new(None)), weak.clone());
    let saved = place.clone();
    node.on_finalize(move |_, _| drop(saved.replace(own.upgrade())));
    drop(node);
    let node = place.take().expect("the weak pointer gave it out");
    assert_eq!((node.owners(), weak.upgrade().is_some()), (1, true));
    drop(node);
    assert!(weak.upgrade().is_none());
    drop(weak);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn an_object_cannot_be_reached_weakly_from_its_drop() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    let (weak, seen) = (Weak::new(&node)?, log.clone());
    let own = weak.clone();
    node.on_drop(move |_| seen.say(format!("{}", own.upgrade().is_none())));
    drop((node, weak));
    assert_eq!(log.take(), "true");
    assert_empty(&heap);
    Ok(())
}

#[test]
fn weak_references_made_by_a_finalizer_are_cleared_by_the_death() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    for cyclic in [false, true] {
        let node = Node::named(&heap, "node")?;
        let place = Rc::new(RefCell::new(Vec::new()));
        let (saved, seen) = (place.clone(), log.clone());
        node.on_finalize(move |this, _| {
            saved.borrow_mut().push(Weak::new(this).expect("there is memory"));
            saved.borrow_mut().push(watch(this, &seen, "called").expect("there is memory"));
        });
        if cyclic {
            node.link(&node);
        }
        drop(node);
        heap.collect()?;
        assert!(place.borrow().iter().all(|weak| weak.upgrade().is_none()));
        assert_eq!(log.take(), "called");
        drop(place.take());
        assert_empty(&heap);
    }
    Ok(())
}

/// A chain that holds, at its far end, a weak reference and then its referent, so that both die
/// where destructions are deferred already.
#[test]
fn a_weak_reference_that_waits_for_its_destruction_is_out_of_its_referents_list() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    for length in 40..60 {
        let end = Node::named(&heap, "end")?;
        let referent = Node::named(&heap, "referent")?;
        end.link(watch(&referent, &log, "called")?.as_weakref());
        end.link(Weak::new(&referent)?.as_weakref());
        end.link(&referent);
        let (seen, heap_too) = (log.clone(), heap.clone());
        referent.on_finalize(move |this, _| {
            seen.say(heap_too.weakrefs(this.as_value()).len().to_string());
            let fresh = Weak::new(this).expect("there is memory");
            seen.say(fresh.upgrade().is_some().to_string());
        });
        drop(referent);
        let mut first = end;
        for _ in 0..length {
            let next = Node::named(&heap, "link")?;
            next.link(&first);
            first = next;
        }
        drop(first);
        assert_eq!(log.take(), "0 true");
        assert_empty(&heap);
    }
    Ok(())
}

#[test]
fn one_plain_weak_reference_is_shared_while_it_lives() -> Result {
    let heap = Heap::new();
    let node = Node::named(&heap, "node")?;
    let (a, b) = (heap.weakref(node.as_value(), None)?, heap.weakref(node.as_value(), None)?);
    assert!(Gc::ptr_eq(&a, &b));
    let own = heap.unshared_weakref(node.as_value(), None)?;
    assert!(!Gc::ptr_eq(&a, &own));
    let all = heap.weakrefs(node.as_value());
    assert!(all[0].is(a.as_value()) && all[1].is(own.as_value()));
    drop((a, b, own, all));
    assert_eq!(heap.weakref_count(node.as_value()), 0);
    Ok(())
}

#[test]
fn a_weak_reference_can_be_referred_to_weakly() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    let inner = Weak::new(&node)?;
    let seen = log.clone();
    let outer = Weak::with_callback(inner.as_weakref(), move |_| seen.say("inner died"))?;
    assert!(outer.upgrade().is_some_and(|weakref| weakref.upgrade().is_some()));
    drop(inner);
    assert_eq!(log.take(), "inner died");
    assert!(outer.upgrade().is_none());
    drop((outer, node));
    assert_empty(&heap);
    Ok(())
}

#[test]
fn ten_thousand_weak_references_to_one_object_are_cleared() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let node = Node::named(&heap, "node")?;
    let mut all: Vec<Weak<Node>> = Vec::new();
    for _ in 0..10_000 {
        all.push(watch(&node, &log, "x")?);
    }
    drop(all.drain(5_000..6_000));
    drop(node);
    assert_eq!(log.0.take().len(), 9_000);
    assert!(all.iter().all(|weak| weak.as_weakref().is_dead()));
    drop(all);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_callback_of_the_language_without_a_runtime_is_dropped() -> Result {
    let heap = Heap::new();
    let node = Node::named(&heap, "node")?;
    let callback: Value = heap.str("a callback of some language")?.into_value();
    let weakref = heap.weakref(node.as_value(), Some(callback))?;
    assert!(weakref.callback().is_some());
    drop(node);
    assert!(weakref.callback().is_none());
    drop(weakref);
    assert_empty(&heap);
    Ok(())
}
