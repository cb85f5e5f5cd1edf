//! Random graphs, changed and collected at random, against a model that knows what is reachable.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use integration::{Gc, Heap, Trace, Tracer, Weak};

use super::{Result, assert_empty};

const OBJECTS: usize = 120;

/// A node with a number; its death takes the number out of `alive`.
struct Numbered {
    number: usize,
    refs: RefCell<Vec<Gc<Numbered>>>,
    alive: Rc<RefCell<BTreeSet<usize>>>,
}

impl Trace for Numbered {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.refs.trace(tracer);
    }

    fn clear_references(&self) {
        drop(self.refs.take());
    }
}

impl Drop for Numbered {
    fn drop(&mut self) {
        assert!(self.alive.borrow_mut().remove(&self.number), "an object dies once");
    }
}

/// A generator of numbers that look random, from a fixed seed.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }
}

/// A heap, and beside it what should be in it.
#[derive(Default)]
struct Model {
    heap: Heap,
    alive: Rc<RefCell<BTreeSet<usize>>>,
    held: Vec<Gc<Numbered>>,
    edges: Vec<(usize, usize)>,
    weak: Vec<Weak<Numbered>>,
}

impl Model {
    fn create(&mut self) -> Result {
        let number = self.weak.len();
        let alive = self.alive.clone();
        let node = self.heap.alloc(Numbered { number, refs: RefCell::default(), alive })?;
        self.alive.borrow_mut().insert(number);
        self.weak.push(Weak::new(&node)?);
        self.held.push(node);
        Ok(())
    }

    fn link(&mut self, random: &mut Random) {
        let (from, to) = (random.below(self.held.len()), random.below(self.held.len()));
        let (from, to) = (&self.held[from], &self.held[to]);
        from.refs.borrow_mut().push(to.clone());
        self.edges.push((from.number, to.number));
    }

    fn unlink(&mut self, random: &mut Random) {
        let from = &self.held[random.below(self.held.len())];
        let last = from.refs.borrow_mut().pop();
        if let Some(last) = last {
            let edge = (from.number, last.number);
            let index = self.edges.iter().rposition(|&known| known == edge);
            self.edges.remove(index.expect("every edge is known"));
        }
    }

    fn reachable(&self) -> BTreeSet<usize> {
        let mut found: BTreeSet<_> = self.held.iter().map(|node| node.number).collect();
        let mut left: Vec<_> = found.iter().copied().collect();
        while let Some(number) = left.pop() {
            for &(_, to) in self.edges.iter().filter(|(from, _)| *from == number) {
                if found.insert(to) {
                    left.push(to);
                }
            }
        }
        found
    }

    /// All that is reachable is alive; after a full collection nothing else is.
    fn check(&self, after_full: bool) {
        let reachable = self.reachable();
        let alive = self.alive.borrow();
        assert!(reachable.is_subset(&alive));
        assert!(!after_full || reachable == *alive);
        for (number, weak) in self.weak.iter().enumerate() {
            assert_eq!(weak.upgrade().is_some(), alive.contains(&number));
        }
    }
}

#[test]
fn a_collection_frees_what_is_unreachable_and_nothing_else() -> Result {
    for seed in 0..30 {
        let mut random = Random(seed);
        let mut model = Model::default();
        for _ in 0..OBJECTS {
            model.create()?;
        }
        for step in 0..400 {
            match random.below(10) {
                0..=4 => model.link(&mut random),
                5 => model.unlink(&mut random),
                6 if model.held.len() > 5 => {
                    let index = random.below(model.held.len());
                    drop(model.held.swap_remove(index));
                }
                7 => model.create()?,
                8 if step % 5 == 0 => {
                    let generation = cyclegc::Generation::ALL[random.below(3)];
                    model.heap.collect_generation(generation)?;
                    model.check(generation == cyclegc::Generation::Old);
                }
                _ => {}
            }
        }
        model.held.truncate(3);
        model.heap.collect()?;
        model.check(true);
        let Model { heap, held, weak, .. } = model;
        drop((held, weak));
        heap.collect()?;
        assert_empty(&heap);
    }
    Ok(())
}
