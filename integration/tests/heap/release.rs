//! Garbage that is freed without a look at the references between its members, and who prevents it.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use cyclegc::{DebugFlags, Generation};
use integration::object::{Class, Dict, Instance, Layout, List, SharedKeys};
use integration::{Gc, Heap, Promise, Trace, Tracer, Value, Weak};

use super::model::Random;
use super::{Log, Node, Result, assert_empty};

thread_local! {
    static RELEASED: Cell<usize> = const { Cell::new(0) };
}

/// How many have been released since the last call.
fn released() -> usize {
    RELEASED.take()
}

/// Keeps all promises, but for a count of those released.
#[derive(Default)]
struct Whole {
    number: usize,
    refs: RefCell<Vec<Value>>,
}

impl Trace for Whole {
    // SAFETY: `trace` passes on what the vector holds, and `release` hands it on; the count that it
    // writes is read by tests.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable() };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.refs.trace(tracer);
    }

    fn clear_references(&self) {
        drop(self.refs.take());
    }

    unsafe fn release(mut this: NonNull<Self>) {
        RELEASED.set(RELEASED.get() + 1);
        // SAFETY: the caller hands in a value that nobody else uses.
        let Self { refs, .. } = unsafe { this.as_mut() };
        // SAFETY: the caller gives the value up.
        unsafe { Trace::release(NonNull::from(refs)) };
    }
}

impl Whole {
    fn link(&self, to: &Gc<impl Trace>) {
        self.refs.borrow_mut().push(to.to_value());
    }
}

/// A ring of objects that refer to the next one.
fn ring(heap: &Heap, length: usize) -> Result<Vec<Gc<Whole>>> {
    let whole = |number| heap.alloc(Whole { number, refs: RefCell::default() });
    let all: Vec<_> = (0..length).map(whole).collect::<Result<_>>()?;
    (0..length).for_each(|i| all[i].link(&all[(i + 1) % length]));
    Ok(all)
}

#[test]
fn a_ring_that_refers_to_itself_alone_is_released() -> Result {
    let heap = Heap::new();
    drop(ring(&heap, 100)?);
    let outcome = heap.collect()?;
    assert_eq!((outcome.collected, outcome.freed, released()), (100, 100, 100));
    assert_empty(&heap);
    Ok(())
}

#[test]
fn large_garbage_with_edges_that_lead_far_is_released() -> Result {
    let heap = Heap::new();
    let all = ring(&heap, 20_000)?;
    let kept = heap.alloc(Whole::default())?;
    for (index, one) in all.iter().enumerate() {
        one.link(&all[index * 7_919 % 20_000]);
        one.link(&kept);
    }
    drop(all);
    assert_eq!((heap.collect()?.freed, released(), kept.owners()), (20_000, 20_000, 1));
    drop(kept);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn owners_of_what_the_collector_never_sees_are_taken_off_whoever_detects_them() -> Result {
    for threads in [1, 2] {
        let heap = Heap::new();
        heap.collector().set_threads(threads, 0);
        let all = ring(&heap, 20_000)?;
        // All candidates are garbage, and the edge of one of them leads out.
        let leaf = heap.alloc(String::from("leaf"))?;
        all[10_000].link(&leaf);
        for (index, one) in all.iter().enumerate() {
            one.link(&all[index * 7_919 % 20_000]);
        }
        drop(all);
        assert_eq!((heap.collect()?.freed, released(), leaf.owners()), (20_000, 20_000, 1));
        drop(leaf);
        assert_empty(&heap);
    }
    Ok(())
}

/// Drops a ring of three that owns a string of each member's own, `shared` and `kept`, and tuples
/// that show nothing when they die.
fn drop_owners(heap: &Heap, shared: &Gc<String>, kept: &Gc<Node>) -> Result {
    let all = ring(heap, 3)?;
    let pair = heap.tuple([shared.to_value(), heap.alloc(7_i64)?.into_value()].into_iter())?;
    let nest = heap.tuple([pair.to_value()].into_iter())?;
    for one in &all {
        one.link(&heap.alloc(String::from("own"))?);
        one.link(shared);
        one.link(kept);
        one.link(&nest);
    }
    pair.as_value().untrack();
    nest.as_value().untrack();
    Ok(())
}

#[test]
fn what_only_the_garbage_owned_dies_and_what_others_own_keeps_its_owners() -> Result {
    let heap = Heap::new();
    let shared = heap.alloc(String::from("shared"))?;
    let kept = Node::named(&heap, "kept")?;
    drop_owners(&heap, &shared, &kept)?;
    // The node has not promised, so that its heap releases nothing; in another one it is outside.
    assert_eq!((heap.collect()?.freed, released()), (3, 0));
    assert_eq!((shared.owners(), kept.owners()), (1, 1));
    let other = Heap::new();
    drop_owners(&other, &shared, &kept)?;
    assert_eq!((other.collect()?.freed, released()), (3, 3));
    assert_eq!((shared.owners(), kept.owners()), (1, 1));
    drop((shared, kept));
    assert_empty(&other);
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_death_that_shows_is_seen_in_the_order_of_clearing_one_by_one() -> Result {
    let (heap, other) = (Heap::new(), Heap::new());
    let log = Log::default();
    let all = ring(&heap, 3)?;
    let kept = other.alloc(String::from("kept"))?;
    for (one, name) in all.iter().zip(["first", "second", "third"]) {
        one.link(&kept);
        let node = Node::named(&other, name)?;
        node.tell_drop(&log);
        one.link(&node);
        one.link(&heap.alloc(String::from("own"))?);
    }
    drop(all);
    assert_eq!((heap.collect()?.freed, released(), kept.owners()), (3, 0, 1));
    assert_eq!(log.take(), "third second first");
    drop(kept);
    assert_empty(&heap);
    assert_empty(&other);
    Ok(())
}

#[test]
fn members_that_somebody_could_watch_are_cleared() -> Result {
    let heap = Heap::new();
    let all = ring(&heap, 3)?;
    let weak = Weak::new(&all[1])?;
    drop(all);
    assert_eq!((heap.collect()?.freed, released()), (3, 0));
    assert!(weak.upgrade().is_none());
    heap.collector().set_debug(DebugFlags::SAVEALL);
    drop(ring(&heap, 3)?);
    assert_eq!((heap.collect()?.freed, released()), (0, 0));
    assert_eq!(heap.take_garbage().len(), 3);
    heap.collector().set_debug(DebugFlags::from_bits(0));
    assert_eq!((heap.collect()?.freed, released()), (3, 3));
    drop(weak);
    assert_empty(&heap);
    Ok(())
}

/// Reports each of its references twice the first time it is asked, and not at all from then on.
#[derive(Default)]
struct Liar {
    asked: Cell<bool>,
    refs: RefCell<Vec<Value>>,
}

impl Trace for Liar {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if !self.asked.replace(true) {
            self.refs.trace(tracer);
            self.refs.trace(tracer);
        }
    }
}

#[test]
fn an_object_in_use_that_a_liar_disowns_is_not_released() -> Result {
    let heap = Heap::new();
    let used = ring(&heap, 2)?.swap_remove(0);
    let liar = heap.alloc(Liar::default())?;
    liar.refs.borrow_mut().push(used.to_value());
    // No count is left for ours, and who holds the object keeps that to itself.
    let outcome = heap.collect()?;
    assert_eq!((outcome.collected, released()), (2, 0));
    assert_eq!((used.number, used.owners(), used.refs.borrow().len()), (0, 2, 0));
    drop((used, liar));
    heap.collect()?;
    assert_empty(&heap);
    Ok(())
}

#[test]
fn a_heap_that_has_had_a_liar_releases_nothing_any_more() -> Result {
    let heap = Heap::new();
    drop(heap.alloc(Liar::default())?);
    drop(ring(&heap, 3)?);
    assert_eq!((heap.collect()?.freed, released()), (3, 0));
    assert_empty(&heap);
    Ok(())
}

/// A class without anything to it.
fn class(heap: &Heap) -> Result<Gc<Class>> {
    heap.alloc(Class {
        name: RefCell::new(heap.str("C")?),
        qualname: RefCell::new(heap.str("C")?),
        bases: RefCell::new(heap.tuple(core::iter::empty())?),
        base: RefCell::new(None),
        mro: RefCell::new(None),
        dict: heap.dict()?,
        metaclass: RefCell::new(None),
        layout: Layout::Plain,
        has_dict: true,
        slots: Vec::new(),
        is_builtin: false,
        has_weakrefs: true,
        has_finalizer: Cell::new(false),
        keys: SharedKeys::new(),
        subclasses: RefCell::default(),
        version: Cell::new(0),
    })
}

#[test]
fn two_objects_that_stand_for_one_part_disown_nothing() -> Result {
    let heap = Heap::new();
    let class = class(&heap)?;
    let used = ring(&heap, 2)?.swap_remove(0);
    let part = heap.list([used.to_value()].into_iter())?.into_value();
    part.untrack();
    let instance = |base| heap.alloc(Instance::new(class.clone(), base));
    // Each of the two would report the reference of the one list.
    let both = [instance(Some(part.clone()))?, instance(Some(part))?];
    let watch = heap.list(both.iter().map(Gc::to_value))?;
    watch.push(watch.to_value())?;
    drop((both, watch));
    heap.collect()?;
    assert_eq!((used.number, used.refs.borrow().len()), (0, 1), "it was not taken for garbage");
    assert_eq!(released(), 0);
    drop((used, class));
    heap.collect()?;
    assert_eq!(released(), 2);
    Ok(())
}

#[test]
fn objects_of_classes_are_released_unless_they_share_their_dict() -> Result {
    let heap = Heap::new();
    let class = class(&heap)?;
    let name = heap.str("other")?;
    let pair = || -> Result<[Gc<Instance>; 2]> {
        let pair = [
            heap.alloc(Instance::new(class.clone(), None))?,
            heap.alloc(Instance::new(class.clone(), None))?,
        ];
        drop(pair[0].set(&heap, &name, pair[1].to_value())?);
        drop(pair[1].set(&heap, &name, pair[0].to_value())?);
        Ok(pair)
    };
    let owners = (class.owners(), name.owners());
    drop(pair()?);
    assert_eq!(heap.collect()?.freed, 2);
    let [a, b] = pair()?;
    let dict = a.dict(&heap)?.expect("objects of the class have a dict");
    drop((a, b));
    let outcome = heap.collect()?;
    assert_eq!((outcome.collected, outcome.freed), (2, 1), "the dict holds the other");
    assert_eq!(dict.len(), 1, "who holds the dict keeps what it held");
    drop(dict);
    heap.collect()?;
    assert_eq!(class.owners(), owners.0);
    Ok(())
}

#[test]
fn a_borrow_that_was_forgotten_hides_references_and_loses_them() -> Result {
    let heap = Heap::new();
    let all = ring(&heap, 2)?;
    let hidden = heap.alloc(Whole::default())?;
    let borrowed = heap.alloc(Whole { number: 0, refs: RefCell::new(vec![hidden.to_value()]) })?;
    borrowed.link(&all[0]);
    all[0].link(&borrowed);
    core::mem::forget(borrowed.refs.borrow_mut());
    drop((all, borrowed));
    // The ring is owned by what cannot be seen.
    heap.collect()?;
    assert_eq!(released(), 0);
    assert_eq!(hidden.owners(), 2);
    Ok(())
}

/// A random graph of objects that keep the promise, lists, dicts, tuples and text, and who owns whom.
struct Model {
    heap: Heap,
    all: Vec<Option<Value>>,
    edges: Vec<(usize, usize)>,
    links: usize,
}

impl Model {
    fn new(random: &mut Random) -> Result<Self> {
        let mut model = Self { heap: Heap::new(), all: Vec::new(), edges: Vec::new(), links: 0 };
        for number in 0..60 {
            let value = match random.below(6) {
                0 => model.heap.list(core::iter::empty())?.into_value(),
                1 => model.heap.dict()?.into_value(),
                2 => model.heap.alloc(number.to_string())?.into_value(),
                3 if number > 0 => {
                    let item = random.below(number);
                    model.edges.push((number, item));
                    let item = model.all[item].clone();
                    model.heap.tuple(item.into_iter())?.into_value()
                }
                _ => model.heap.alloc(Whole { number, ..Whole::default() })?.into_value(),
            };
            model.all.push(Some(value));
        }
        Ok(model)
    }

    fn link(&mut self, from: usize, to: usize) -> Result {
        let (Some(object), Some(value)) = (&self.all[from], &self.all[to]) else { return Ok(()) };
        let value = value.clone();
        self.links += 1;
        if let Some(whole) = object.get::<Whole>() {
            whole.refs.borrow_mut().push(value);
        } else if let Some(list) = object.get::<List>() {
            list.push(value)?;
        } else if let Some(dict) = object.to::<Dict>() {
            let name = self.heap.str(&self.links.to_string())?;
            drop(Dict::set_str(&dict, &name, value)?);
        } else {
            return Ok(());
        }
        self.edges.push((from, to));
        Ok(())
    }

    /// Lets go of some; answers what is left to be seen, with the owners that it should have.
    fn let_go(&mut self, random: &mut Random) -> Vec<(usize, u32)> {
        let mut alive: Vec<bool> = self.all.iter().map(Option::is_some).collect();
        for held in &mut self.all {
            if random.below(3) > 0 {
                *held = None;
            }
        }
        for (number, held) in self.all.iter().enumerate() {
            alive[number] = held.is_some();
        }
        while let Some(&(_, to)) = self.edges.iter().find(|(from, to)| alive[*from] && !alive[*to])
        {
            alive[to] = true;
        }
        self.edges.retain(|(from, _)| alive[*from]);
        let owners = |number: usize| {
            let edges = self.edges.iter().filter(|(_, to)| *to == number).count();
            u32::try_from(edges + 1).expect("few edges")
        };
        let held = self.all.iter().enumerate().filter(|(_, held)| held.is_some());
        held.map(|(number, _)| (number, owners(number))).collect()
    }
}

#[test]
fn random_garbage_is_released_and_takes_off_what_it_owned() -> Result {
    let mut number = 0;
    for seed in 0..200 {
        let mut random = Random(seed);
        let mut model = Model::new(&mut random)?;
        for _ in 0..3 {
            for _ in 0..90 {
                let (from, to) = (random.below(60), random.below(60));
                model.link(from, to)?;
            }
            let expected = model.let_go(&mut random);
            model.heap.collect_generation(Generation::ALL[random.below(3)])?;
            model.heap.collect()?;
            number += released();
            for (number, owners) in expected {
                let value = model.all[number].as_ref().expect("it is held");
                assert_eq!(value.owners(), owners, "seed {seed}, object {number}");
            }
        }
        let Model { heap, all, .. } = model;
        drop(all);
        heap.collect()?;
        number += released();
        assert_empty(&heap);
    }
    assert!(number > 1_000, "only {number} objects were released");
    Ok(())
}
