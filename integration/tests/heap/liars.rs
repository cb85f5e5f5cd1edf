//! Payloads whose `trace` is wrong: they leak or are cleared, and never freed while in use.

use std::cell::{Cell, RefCell};

use integration::object::Kind;
use integration::{Gc, Heap, Trace, Tracer, Value};

use super::{Node, Result, assert_empty, ring};

/// Owns `refs`, and reports each of them `times` times.
struct Times {
    times: Cell<usize>,
    refs: RefCell<Vec<Value>>,
}

impl Trace for Times {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for _ in 0..self.times.get() {
            self.refs.trace(tracer);
        }
    }

    fn clear_references(&self) {
        drop(self.refs.take());
    }
}

fn times(heap: &Heap, times: usize) -> Result<Gc<Times>> {
    heap.alloc(Times { times: Cell::new(times), refs: RefCell::default() })
}

#[test]
fn a_child_reported_twice_is_kept_and_the_mistake_counted() -> Result {
    let heap = Heap::new();
    let liar = times(&heap, 2)?;
    let child = Node::named(&heap, "child")?;
    liar.refs.borrow_mut().push(child.to_value());
    drop(child);
    let outcome = heap.collect()?;
    assert_eq!((outcome.miscounted, outcome.collected), (1, 0));
    assert_eq!(liar.refs.borrow()[0].get::<Node>().map(|node| node.name), Some("child"));
    drop(liar);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn an_object_in_use_that_a_liar_disowns_is_cleared_but_not_freed() -> Result {
    let heap = Heap::new();
    let liar = times(&heap, 2)?;
    let [used, other] = ring(&heap, ["used", "other"])?;
    // Two owners besides the ring's: ours, and the liar's, who reports it twice.
    liar.refs.borrow_mut().push(used.to_value());
    liar.refs.borrow_mut().push(liar.to_value());
    liar.times.set(2);
    drop((liar, other));
    let outcome = heap.collect()?;
    assert_eq!(used.name, "used");
    assert!(outcome.miscounted > 0 || outcome.collected > 0);
    // Honest again, whatever is left is found.
    for object in heap.collector().objects(None) {
        if let Some(liar) = object.get::<Times>() {
            liar.times.set(1);
        }
    }
    drop(used);
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_child_that_is_not_reported_leaks_until_it_is() -> Result {
    let heap = Heap::new();
    let liar = times(&heap, 0)?;
    liar.refs.borrow_mut().push(liar.to_value());
    drop(liar);
    assert_eq!(heap.collect()?.collected, 0);
    let found = heap.collector().objects(None);
    found[0].get::<Times>().expect("the liar is tracked").times.set(1);
    drop(found);
    assert_eq!(heap.collect()?.collected, 1);
    assert_empty(&heap);
    Ok(())
}

/// Reports an object that it does not own.
struct Stranger {
    own: RefCell<Option<Value>>,
    stranger: integration::Weak<Node>,
}

impl Trace for Stranger {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.own.trace(tracer);
        self.stranger.upgrade().trace(tracer);
    }

    fn clear_references(&self) {
        drop(self.own.take());
    }
}

#[test]
fn an_object_reported_by_one_that_does_not_own_it_stays_usable() -> Result {
    let heap = Heap::new();
    let used = Node::named(&heap, "used")?;
    used.link(&heap.alloc(5_i64)?);
    let stranger = integration::Weak::new(&used)?;
    let liar = heap.alloc(Stranger { own: RefCell::new(None), stranger })?;
    liar.own.replace(Some(liar.to_value()));
    drop(liar);
    heap.collect()?;
    // Ours is the only owner, and the liar took it away: the node was taken for garbage.
    assert_eq!((used.name, used.owners()), ("used", 1));
    assert!(used.refs.borrow().is_empty(), "it was cleared");
    drop(used);
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}

/// Says it is one of the heap's own kinds.
struct Impostor(Kind, RefCell<Option<Value>>);

macro_rules! impostor {
    ($name:ident, $kind:expr) => {
        struct $name(Impostor);
        impl Trace for $name {
            const KIND: Kind = $kind;
            fn trace(&self, tracer: &mut Tracer<'_>) {
                self.0.1.trace(tracer);
            }
            fn clear_references(&self) {
                drop(self.0.1.take());
            }
        }
    };
}

impostor!(FakeWeakRef, Kind::WeakRef);
impostor!(FakeList, Kind::List);

#[test]
fn a_payload_that_claims_another_kind_is_not_taken_for_it() -> Result {
    let heap = Heap::new();
    let weakref = heap.alloc(FakeWeakRef(Impostor(Kind::WeakRef, RefCell::new(None))))?;
    let list = heap.alloc(FakeList(Impostor(Kind::List, RefCell::new(None))))?;
    weakref.0.1.replace(Some(list.to_value()));
    list.0.1.replace(Some(weakref.to_value()));
    assert_eq!((weakref.as_value().kind(), weakref.0.0), (Kind::WeakRef, Kind::WeakRef));
    assert!(list.as_value().get::<integration::object::List>().is_none());
    let weak = integration::Weak::new(&weakref)?;
    drop((weakref, list));
    assert_eq!(heap.collect()?.freed, 2);
    assert!(weak.upgrade().is_none());
    drop(weak);
    assert_empty(&heap);
    Ok(())
}

/// Owns an object without being visible to the collector, against its own word.
struct Hidden(RefCell<Option<Value>>);

impl Trace for Hidden {
    const COLLECTABLE: bool = false;
    fn trace(&self, _: &mut Tracer<'_>) {}
}

#[test]
fn a_cycle_through_an_invisible_payload_leaks_and_can_be_cut() -> Result {
    let heap = Heap::new();
    let node = Node::named(&heap, "node")?;
    let hidden = heap.alloc(Hidden(RefCell::new(Some(node.to_value()))))?;
    node.link(&hidden);
    drop(node);
    assert_eq!(heap.collect()?.collected, 0);
    drop(hidden.0.take());
    drop(hidden);
    assert_empty(&heap);
    Ok(())
}
