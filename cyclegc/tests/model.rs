//! Random heaps against a model: CPython's list algorithm, written down on numbers.
//!
//! A program of random steps builds and cuts edges, drops owners and collects. Before each
//! collection the model reads counts and edges off the toy, and says which objects will be
//! finalized in which order, and what each generation will hold afterwards, in order. A second
//! oracle, plain reachability from the outside, says what must be alive in the end.

use std::collections::HashSet;

use crate::toy::{Kind, Ptr, Toy};
use cyclegc::Generation::{self, Middle, Old, Young};

/// A generator of numbers that is the same everywhere (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit as u64).unwrap()
    }
}

/// The collection as CPython's lists would go, on the toy's nodes.
struct Model {
    survivors: Vec<Ptr>,
    unreachable: Vec<Ptr>,
}

fn children(toy: &Toy, node: Ptr) -> Vec<Ptr> {
    toy.get(node).edges.borrow().clone()
}

/// `deduce_unreachable` over `list`.
fn deduce(toy: &Toy, list: &[Ptr]) -> Model {
    let candidates: HashSet<_> = list.iter().copied().collect();
    let mut refs: std::collections::HashMap<_, _> =
        list.iter().map(|&node| (node, i64::from(toy.get(node).owners.get()))).collect();
    for &node in list {
        for child in children(toy, node) {
            if let Some(refs) = refs.get_mut(&child) {
                *refs -= 1;
            }
        }
    }
    let mut young = list.to_vec();
    let mut survivors: Vec<Ptr> = vec![];
    let mut unreachable: Vec<Ptr> = vec![];
    let mut next = 0;
    while next < young.len() {
        let node = young[next];
        next += 1;
        if refs[&node] == 0 {
            unreachable.push(node);
            continue;
        }
        for child in children(toy, node) {
            if !candidates.contains(&child) || refs[&child] > 0 {
                continue;
            }
            refs.insert(child, 1);
            if let Some(at) = unreachable.iter().position(|&other| other == child) {
                unreachable.remove(at);
                young.push(child);
            }
        }
        survivors.push(node);
    }
    Model { survivors, unreachable }
}

/// Whether the model's reading of a tuple would untrack it, tuples in the order of the list.
fn untrack_tuples(toy: &Toy, list: &mut Vec<Ptr>) {
    let mut untracked = HashSet::new();
    list.retain(|&node| {
        let plain = |child: &Ptr| {
            toy.get(*child).kind == Kind::Tuple
                && (untracked.contains(child) || !toy.collector.is_tracked(toy, *child))
        };
        let goes = toy.get(node).kind == Kind::Tuple && children(toy, node).iter().all(plain);
        if goes {
            untracked.insert(node);
        }
        !goes
    });
}

fn lists(toy: &Toy) -> [Vec<Ptr>; 3] {
    Generation::ALL.map(|generation| {
        let mut list = vec![];
        toy.collector.objects(Some(generation), |node| list.push(node));
        list
    })
}

/// Collects and compares with the model. Finalizers do nothing here but be logged.
fn collect_and_compare(toy: &Toy, generation: Generation) {
    let mut before = lists(toy);
    let mut list = std::mem::take(&mut before[generation.index()]);
    for younger in &mut before[..generation.index()] {
        list.append(younger);
    }
    let mut model = deduce(toy, &list);
    untrack_tuples(toy, &mut model.survivors);
    let finalized: Vec<usize> = model
        .unreachable
        .iter()
        .map(|&node| toy.get(node))
        .filter(|node| node.finalizer.borrow().is_some())
        .map(|node| node.id)
        .collect();

    let outcome = toy.collect(generation);
    assert_eq!(outcome.unreachable, model.unreachable.len());
    assert_eq!((outcome.collected, outcome.freed), (outcome.unreachable, outcome.unreachable));
    assert_eq!((outcome.resurrected, outcome.miscounted), (0, 0));
    assert_eq!(outcome.finalized, finalized.len());
    // After them come objects outside the garbage that have died of its clearing.
    assert_eq!(toy.take_log()[..finalized.len()], finalized);
    assert!(model.unreachable.iter().all(|&node| toy.is_dead(node)));

    let older = (generation.index() + 1).min(2);
    before[older].append(&mut model.survivors);
    // Untracked tuples may have died with the garbage: they are in no list either way.
    for list in &mut before {
        list.retain(|&node| !toy.is_dead(node));
    }
    assert_eq!(lists(toy), before);
}

/// A heap that grows, changes and is collected at random. Answers what is alive in the end.
fn run(seed: u64, steps: usize, roots: bool) -> Vec<usize> {
    let mut numbers = Numbers(seed);
    let toy = Toy::new();
    toy.collector.set_mark_from_roots(roots);
    let mut held: Vec<Ptr> = vec![];
    for _ in 0..steps {
        match numbers.below(16) {
            0..=5 => {
                let kind = [Kind::Object, Kind::Object, Kind::Tuple][numbers.below(3)];
                let node = toy.node(kind);
                if numbers.below(3) == 0 {
                    toy.watch(&[node]);
                }
                held.push(node);
            }
            6..=10 if !held.is_empty() => {
                let from = held[numbers.below(held.len())];
                let to = held[numbers.below(held.len())];
                // Only tracked nodes may gain edges: an untracked tuple is complete.
                if toy.collector.is_tracked(&toy, from) {
                    toy.link(from, to);
                }
            }
            11..=13 if !held.is_empty() => {
                let node = held.swap_remove(numbers.below(held.len()));
                toy.decref(node);
            }
            14 if !held.is_empty() && numbers.below(4) == 0 => {
                toy.unlink(held[numbers.below(held.len())]);
            }
            15 => {
                toy.take_log();
                let generation = [Young, Young, Middle, Old][numbers.below(4)];
                if roots {
                    toy.roots.borrow_mut().clone_from(&held);
                    toy.collect(generation);
                } else {
                    collect_and_compare(&toy, generation);
                }
            }
            _ => {}
        }
    }
    toy.roots.borrow_mut().clone_from(&held);
    toy.full();
    let reachable = reachable(&toy, &held);
    assert_eq!(reachable.len(), toy.alive(), "what nobody reaches is gone after a full collection");
    let mut ids: Vec<_> = reachable.into_iter().map(|node| toy.get(node).id).collect();
    ids.sort_unstable();
    ids
}

fn reachable(toy: &Toy, held: &[Ptr]) -> HashSet<Ptr> {
    let mut seen = HashSet::new();
    let mut stack = held.to_vec();
    while let Some(node) = stack.pop() {
        if seen.insert(node) {
            stack.extend(children(toy, node));
        }
    }
    seen
}

#[test]
fn random_heaps_are_collected_in_the_order_of_the_list_algorithm() {
    for seed in 0..400 {
        run(seed, 250, false);
    }
    for seed in 0..8 {
        run(1000 + seed, 4000, false);
    }
}

#[test]
fn marking_from_roots_finds_the_same_garbage() {
    for seed in 0..200 {
        assert_eq!(run(seed, 250, true), run(seed, 250, false));
    }
}

#[test]
fn marking_from_all_roots_traverses_a_live_heap_once() {
    for (roots, traversals) in [(false, 2000), (true, 1000)] {
        let toy = Toy::new();
        let nodes: Vec<Ptr> = (0..1000).map(|_| toy.object()).collect();
        toy.ring(&nodes);
        toy.incref(nodes[500]);
        toy.roots.borrow_mut().push(nodes[500]);
        toy.collector.set_mark_from_roots(roots);
        let outcome = toy.full();
        assert_eq!((outcome.examined, outcome.unreachable), (1000, 0));
        assert_eq!(toy.traversals.get(), traversals);
    }
}

#[test]
fn a_root_that_is_not_tracked_marks_what_it_refers_to() {
    let toy = Toy::new();
    let [root, a, b, c] = toy.objects();
    toy.collector.untrack(&toy, root);
    toy.link(root, a);
    toy.link(a, b);
    toy.decref(a);
    toy.decref(b);
    toy.ring(&[c]);
    toy.roots.borrow_mut().extend([root, root]);
    toy.collector.set_mark_from_roots(true);
    assert_eq!((toy.full().found(), toy.ids(Old)), (1, vec![1, 2]));
}

/// What a wild finalizer does with the node and the first object that it refers to.
fn run_wild(toy: &Toy, node: Ptr, choice: usize) {
    let child = toy.get(node).edges.borrow().first().copied();
    match (choice, child) {
        (0, _) => toy.unlink(node),
        (1, Some(child)) => toy.unlink(child),
        (2, Some(child)) => {
            // Held by a new ring, the child is garbage again, though not of this collection.
            let keeper = toy.object();
            toy.link(keeper, child);
            toy.ring(&[keeper]);
        }
        (3, _) => {
            let found = toy.collector.collect(toy, Old).map(|outcome| outcome.examined);
            assert!(!toy.collector.is_collecting() || found == Ok(0));
        }
        (4, _) => {
            toy.collector.freeze(toy).expect("room");
            toy.collector.unfreeze(toy).expect("room");
        }
        (5, Some(child)) => {
            toy.collector.untrack(toy, child);
            toy.collector.track(toy, child).expect("room");
        }
        _ => {}
    }
}

#[test]
fn wild_finalizers_neither_break_the_heap_nor_hide_garbage() {
    for seed in 0..300 {
        let mut numbers = Numbers(seed);
        let toy = Toy::new();
        let nodes: Vec<Ptr> = (0..40).map(|_| toy.object()).collect();
        for _ in 0..70 {
            toy.link(nodes[numbers.below(40)], nodes[numbers.below(40)]);
        }
        for &node in &nodes {
            let choice = numbers.below(9);
            toy.on_finalize(node, move |toy, node| run_wild(toy, node, choice));
        }
        for (index, &node) in nodes.iter().enumerate() {
            if numbers.below(8) == 0 {
                toy.collect([Young, Middle, Old][numbers.below(3)]);
            }
            if index >= 5 {
                toy.decref(node);
            }
        }
        for _ in 0..8 {
            toy.full();
        }
        assert_eq!(toy.alive(), reachable(&toy, &nodes[..5]).len(), "seed {seed}");
    }
}
