//! Collections by several threads: the same as by one, and only of types that allow it.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, ThreadId};

use integration::object::Dict;
use integration::{Gc, Heap, Promise, Runtime, Trace, Tracer, Value};

use super::model::Random;
use super::{Result, panic_of};

/// A node with a number that any thread may trace.
struct Shared {
    number: usize,
    refs: RefCell<Vec<Value>>,
    /// The threads that have traced a node, if they are asked for.
    seen: Mutex<Vec<ThreadId>>,
    dead: Dead,
}

/// The numbers of the nodes that have died, in order.
type Dead = Rc<RefCell<Vec<usize>>>;

impl Drop for Shared {
    fn drop(&mut self) {
        self.dead.borrow_mut().push(self.number);
    }
}

impl Trace for Shared {
    const FINALIZES: bool = true;
    // SAFETY: `trace` writes under a lock only, and hands the references on.
    const PROMISE: Promise<Self> = unsafe { Promise::exact() };

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(thread::current().id());
        assert!(self.number != usize::MAX, "on purpose");
        self.refs.trace(tracer);
    }

    fn clear_references(&self) {
        drop(self.refs.take());
    }

    fn needs_finalizer(&self) -> bool {
        self.number % 7 == 3
    }

    /// Half of those that have a finalizer come back, in what is held by the runtime.
    fn finalize(this: &Gc<Self>, heap: &Heap) {
        if this.number.is_multiple_of(2)
            && let Some(runtime) = heap.runtime()
        {
            runtime.finalize(this.as_value());
        }
    }
}

/// Holds what is alive.
#[derive(Default)]
struct Program(RefCell<Vec<Value>>);

impl Runtime for Program {
    fn finalize(&self, object: &Value) {
        self.0.borrow_mut().push(object.clone());
    }

    fn roots(&self, visit: &mut dyn FnMut(&Value)) {
        self.0.borrow().iter().for_each(visit);
    }
}

fn node(heap: &Heap, number: usize, dead: &Dead) -> Result<Gc<Shared>> {
    let (refs, seen, dead) = (RefCell::default(), Mutex::default(), dead.clone());
    heap.alloc(Shared { number, refs, seen, dead })
}

/// Lists, tuples, dicts and nodes, linked at random, of which a third is held for a while. Answers
/// what collections did, and which nodes have died.
fn collected(threads: usize, roots: bool, seed: u64) -> Result<Vec<String>> {
    let heap = Heap::new();
    let view = heap.collector();
    view.set_threads(threads, 0);
    view.set_mark_from_roots(roots);
    view.set_enabled(false);
    let mut random = Random(seed);
    let program = Rc::<Program>::default();
    heap.set_runtime(Some(program.clone()));
    let (dead, mut told) = (Dead::default(), Vec::new());
    for round in 0..4 {
        let mut all: Vec<Gc<Shared>> = Vec::new();
        for number in 0..300 {
            all.push(node(&heap, round * 1000 + number, &dead)?);
        }
        for from in &all {
            for _ in 0..random.below(4) {
                let to = all[random.below(all.len())].to_value();
                let to = match random.below(4) {
                    0 => heap.list([to].into_iter())?.into_value(),
                    1 => heap.tuple([to.clone(), to].into_iter())?.into_value(),
                    2 => {
                        let dict = heap.dict()?;
                        Dict::set_str(&dict, &heap.str("to")?, to)?;
                        dict.into_value()
                    }
                    _ => to,
                };
                from.refs.borrow_mut().push(to);
            }
        }
        all.retain(|_| random.below(3) == 0);
        let mut held = program.0.take();
        drop(held.drain(..random.below(held.len() + 1)));
        held.extend(all.drain(..).map(Gc::into_value));
        program.0.replace(held);
        let mut outcome = heap.collect()?;
        assert_eq!(outcome.marked > 0, roots);
        (outcome.duration, outcome.marked) = (None, 0);
        let mut dead = dead.take();
        // The order of the survivors of the collection before may differ, and so that of deaths.
        dead.sort_unstable();
        told.push(format!("{outcome:?} {dead:?}"));
    }
    assert!(view.allows_threads());
    Ok(told)
}

#[test]
fn several_threads_collect_what_one_collects() -> Result {
    for seed in 0..if cfg!(miri) { 1 } else { 12 } {
        let expected = collected(1, false, seed)?;
        for (threads, roots) in [(2, false), (4, false), (1, true), (3, true)] {
            assert_eq!(collected(threads, roots, seed)?, expected, "{seed} {threads} {roots}");
        }
    }
    Ok(())
}

/// Garbage enough for several threads to have a share of it.
fn chain(heap: &Heap, length: usize) -> Result<Gc<Shared>> {
    let first = node(heap, 0, &Dead::default())?;
    let mut last = first.clone();
    for number in 1..length {
        let next = node(heap, number, &first.dead)?;
        last.refs.borrow_mut().push(next.to_value());
        next.refs.borrow_mut().push(last.to_value());
        last = next;
    }
    Ok(first)
}

fn threads_that_traced(heap: &Heap) -> usize {
    let mut seen = Vec::new();
    for object in heap.collector().objects(None) {
        if let Some(node) = object.get::<Shared>() {
            seen.append(&mut node.seen.lock().unwrap_or_else(PoisonError::into_inner));
        }
    }
    seen.sort_unstable_by_key(|id| format!("{id:?}"));
    seen.dedup();
    seen.len()
}

#[test]
fn an_object_of_another_type_keeps_the_heap_to_its_own_thread() -> Result {
    let heap = Heap::new();
    heap.collector().set_threads(4, 0);
    let _chain = chain(&heap, if cfg!(miri) { 100 } else { 20_000 })?;
    heap.collect()?;
    // How many threads get a share is the system's choice, but that they may is not.
    assert!(threads_that_traced(&heap) >= 1 && heap.collector().allows_threads());

    heap.alloc(42_i64)?;
    assert!(heap.collector().allows_threads(), "a number is never traced");
    drop(super::Node::named(&heap, "traced by its own thread")?);
    assert!(!heap.collector().allows_threads());
    heap.collect()?;
    assert_eq!(threads_that_traced(&heap), 1);
    Ok(())
}

#[test]
fn a_panic_of_a_trace_on_any_thread_is_that_of_the_collection() -> Result {
    let heap = Heap::new();
    heap.collector().set_threads(3, 0);
    let chain = chain(&heap, 100)?;
    let bad = node(&heap, usize::MAX, &chain.dead)?;
    assert_eq!(panic_of(|| heap.collect()), "on purpose");
    drop(bad);
    assert_eq!(heap.collect()?.unreachable, 0);
    drop(chain);
    assert_eq!(heap.collect()?.collected, 100);
    Ok(())
}
