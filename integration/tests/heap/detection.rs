//! A `trace` that does what it must not: changes the heap while the collector looks at it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use integration::{Gc, Heap, Runtime, Trace, Tracer, Value, Weak};

use super::{Log, Node, Result, assert_empty, panic_of, ring};

type Trick = Box<dyn Fn(&Meddler, &mut Tracer<'_>)>;

/// Does something else than tracing when it is traced.
struct Meddler {
    refs: RefCell<Vec<Value>>,
    trick: RefCell<Option<Trick>>,
}

impl Trace for Meddler {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if let Some(trick) = &*self.trick.borrow() {
            trick(self, tracer);
        }
        self.refs.trace(tracer);
    }

    fn clear_references(&self) {
        drop(self.refs.take());
    }
}

fn meddler(
    heap: &Heap,
    trick: impl Fn(&Meddler, &mut Tracer<'_>) + 'static,
) -> Result<Gc<Meddler>> {
    let trick: Trick = Box::new(trick);
    heap.alloc(Meddler { refs: RefCell::default(), trick: RefCell::new(Some(trick)) })
}

/// Objects of the three generations and some garbage, for a collection to have something to do.
fn populate(heap: &Heap) -> Result<Vec<Gc<Node>>> {
    let mut kept = Vec::new();
    for generation in [cyclegc::Generation::Middle, cyclegc::Generation::Young] {
        kept.extend(ring(heap, ["a", "b", "c"])?);
        drop(ring(heap, ["x", "y", "z"])?);
        heap.collect_generation(generation)?;
        drop(ring(heap, ["x", "y", "z"])?);
    }
    kept.extend(ring(heap, ["a", "b", "c"])?);
    Ok(kept)
}

#[test]
fn an_object_dropped_by_a_trace_dies_after_the_detection() -> Result {
    for generation in cyclegc::Generation::ALL {
        for visible in [true, false] {
            let (heap, log) = (Heap::new(), Log::default());
            let kept = populate(&heap)?;
            // Victims of each generation, seen by the collector before and after the meddler.
            let seen = log.clone();
            let meddler = meddler(&heap, move |this, tracer| {
                if visible {
                    this.refs.trace(tracer);
                }
                seen.say(this.refs.take().len().to_string());
                seen.say("traced");
            })?;
            for node in kept {
                node.tell_drop(&log);
                node.refs.take();
                meddler.refs.borrow_mut().push(node.into_value());
            }
            heap.collect_generation(generation)?;
            let lines = log.0.take();
            assert_eq!(lines[..2], ["9", "traced"]);
            let dead = lines.iter().filter(|line| ["a", "b", "c"].contains(&line.as_str()));
            assert_eq!(dead.count(), 9, "{lines:?}");
            drop(meddler);
            heap.collect()?;
            assert_empty(&heap);
        }
    }
    Ok(())
}

#[test]
fn an_object_of_another_heap_dropped_by_a_trace_dies_after_the_detection() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let kept = populate(&heap)?;
    let other = Heap::new();
    let far = Node::named(&other, "far")?;
    far.tell_drop(&log);
    let seen = log.clone();
    let meddler = meddler(&heap, move |this, tracer| {
        this.refs.trace(tracer);
        drop(this.refs.take());
        seen.say("traced");
    })?;
    meddler.refs.borrow_mut().push(far.into_value());
    drop(other);
    heap.collect()?;
    assert_eq!(log.take(), "traced traced far");
    drop((meddler, kept));
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}

#[test]
fn an_object_made_and_reported_by_a_trace_dies_after_the_detection() -> Result {
    let heap = Heap::new();
    let kept = populate(&heap)?;
    let inner = heap.clone();
    let meddler = meddler(&heap, move |_, tracer| {
        for number in 0..100_i64 {
            inner.alloc(number).expect("there is memory").trace(tracer);
        }
    })?;
    let before = heap.live_objects();
    heap.collect()?;
    assert!(heap.live_objects() < before);
    assert_eq!(heap.live_objects(), kept.len() + 1);
    drop((meddler, kept));
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_trace_that_tracks_or_untracks_panics_and_nothing_is_lost() -> Result {
    for trick in 0..5 {
        let heap = Heap::new();
        let kept = populate(&heap)?;
        let (inner, victims) = (heap.clone(), kept.clone());
        let meddler = meddler(&heap, move |_, _| match trick {
            0 => drop(ring(&inner, ["new", "cycle"])),
            1 => victims[0].as_value().untrack(),
            2 => victims[8].as_value().untrack(),
            3 => drop(inner.collector().freeze()),
            _ => drop(inner.collector().unfreeze()),
        })?;
        for generation in cyclegc::Generation::ALL {
            let panic = panic_of(|| heap.collect_generation(generation));
            assert!(panic.contains("within a traversal"), "{trick}: {panic}");
            assert!(!heap.collector().is_collecting());
        }
        meddler.trick.take();
        assert!(kept.iter().all(|node| node.node(0).is_some()));
        heap.collect()?;
        assert_eq!(heap.live_objects(), kept.len() + 1);
        drop((meddler, kept));
        heap.collect()?;
        assert_empty(&heap);
    }
    Ok(())
}

#[test]
fn a_trace_that_collects_gets_zeros_from_every_heap() -> Result {
    let heap = Heap::new();
    let kept = populate(&heap)?;
    let (inner, other) = (heap.clone(), Heap::new());
    drop(ring(&other, ["far", "away"])?);
    let far = other.clone();
    let found = Rc::new(Cell::new(0));
    let count = found.clone();
    let meddler = meddler(&heap, move |_, _| {
        for heap in [&inner, &far] {
            heap.safepoint();
            count.set(count.get() + heap.collect().map_or(1, |outcome| outcome.unreachable));
        }
    })?;
    heap.collect()?;
    assert_eq!((found.get(), other.live_objects()), (0, 2));
    drop((meddler, kept));
    heap.collect()?;
    assert_eq!(other.collect()?.freed, 2);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_trace_that_panics_ends_the_collection_and_loses_nothing() -> Result {
    let heap = Heap::new();
    let kept = populate(&heap)?;
    let meddler = meddler(&heap, |_, _| panic!("trace"))?;
    for generation in cyclegc::Generation::ALL {
        assert_eq!(panic_of(|| heap.collect_generation(generation)), "trace");
    }
    meddler.trick.take();
    heap.collect()?;
    assert_eq!(heap.live_objects(), kept.len() + 1);
    drop((meddler, kept));
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}

#[test]
fn the_last_owner_of_the_traced_object_itself_may_go_in_its_trace() -> Result {
    let heap = Heap::new();
    let place: Rc<RefCell<Vec<Value>>> = Rc::default();
    let owner = place.clone();
    let meddler = meddler(&heap, move |this, _| {
        drop(owner.take());
        // The object is dead now, and still all there.
        assert_eq!(this.refs.borrow().len(), 1);
    })?;
    meddler.refs.borrow_mut().push(heap.alloc(1_i64)?.into_value());
    place.borrow_mut().push(meddler.into_value());
    heap.collect()?;
    assert_empty(&heap);
    let again = self::meddler(&heap, |_, _| {})?;
    let owner = place.clone();
    again.trick.replace(Some(Box::new(move |_, _| drop(owner.take()))));
    place.borrow_mut().push(again.into_value());
    let target = heap.alloc(2_i64)?.into_value();
    assert_eq!(heap.collector().referrers(core::slice::from_ref(&target)).len(), 0);
    drop(target);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn weak_pointers_do_not_reach_what_a_trace_has_dropped() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    let kept = populate(&heap)?;
    let node = Node::named(&heap, "node")?;
    let (weak, seen) = (Weak::new(&node)?, log.clone());
    let pointer = weak.clone();
    let meddler = meddler(&heap, move |this, _| {
        drop(this.refs.take());
        seen.say(pointer.upgrade().is_none().to_string());
    })?;
    meddler.refs.borrow_mut().push(node.into_value());
    heap.collect()?;
    assert!(log.take().starts_with("true"));
    drop((meddler, kept, weak));
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}

/// Roots that are made on the spot.
struct Fickle(Heap, Log);

impl Runtime for Fickle {
    fn roots(&self, visit: &mut dyn FnMut(&Value)) {
        self.1.say("asked");
        for number in 0..100_i64 {
            visit(self.0.alloc(number).expect("there is memory").as_value());
        }
    }
}

#[test]
fn roots_that_die_once_they_are_named_wait_for_the_end_of_the_detection() -> Result {
    let (heap, log) = (Heap::new(), Log::default());
    heap.set_runtime(Some(Rc::new(Fickle(heap.clone(), log.clone()))));
    heap.collector().set_mark_from_roots(true);
    let kept = populate(&heap)?;
    heap.collect()?;
    assert!(log.take().starts_with("asked"));
    assert_eq!(heap.live_objects(), kept.len());
    heap.set_runtime(None);
    drop(kept);
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}
