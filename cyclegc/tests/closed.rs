//! Garbage that the host may clear in an order of its own.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::vec::Vec;

use cyclegc::DebugFlags;
use cyclegc::Generation::{Middle, Old, Young};

use crate::toy::{Ptr, Step, Toy};

fn toy() -> Toy {
    let toy = Toy::new();
    toy.at_once.set(true);
    toy.collector.disable();
    toy
}

/// A dead ring of four, whose first member refers to `to`.
fn ring_to(toy: &Toy, to: Ptr) -> [Ptr; 4] {
    let nodes = toy.objects();
    toy.link(nodes[0], to);
    toy.ring(&nodes);
    nodes
}

/// A node that the collector does not track and that only edges own.
fn leaf(toy: &Toy) -> Ptr {
    let leaf = toy.object();
    toy.collector.untrack(toy, leaf);
    leaf
}

#[test]
fn the_outcome_is_that_of_clearing_one_by_one() {
    let outcomes = [true, false].map(|at_once| {
        let toy = toy();
        toy.at_once.set(at_once);
        let leaf = leaf(&toy);
        let survivor = toy.object();
        for to in [leaf, survivor] {
            ring_to(&toy, to);
        }
        toy.decref(leaf);
        let outcome = toy.full();
        assert_eq!(toy.cleared_at_once.get(), usize::from(at_once));
        assert_eq!((toy.alive(), toy.get(survivor).owners.get()), (1, 1));
        outcome
    });
    assert_eq!(outcomes[0], outcomes[1]);
    assert_eq!((outcomes[0].collected, outcomes[0].freed), (8, 8));
}

#[test]
fn members_are_cleared_one_by_one_if_something_outside_dies_visibly() {
    let toy = toy();
    let leaf = leaf(&toy);
    toy.watch(&[leaf]);
    ring_to(&toy, leaf);
    toy.decref(leaf);
    assert_eq!((toy.full().freed, toy.cleared_at_once.get()), (4, 0));
    assert_eq!((toy.take_log(), toy.alive()), ([0].into(), 0));
}

#[test]
fn an_older_object_may_die_of_it_visibly() {
    let toy = toy();
    let old = toy.object();
    toy.link(old, toy.object());
    toy.collect(Young);
    ring_to(&toy, old);
    assert_eq!((toy.collect(Young).freed, toy.cleared_at_once.get()), (4, 0));
    ring_to(&toy, old);
    toy.collect(Middle);
    ring_to(&toy, old);
    assert_eq!((toy.collect(Old).freed, toy.cleared_at_once.get()), (4, 2));
}

#[test]
fn what_is_marked_from_roots_stays_alive_without_the_garbage() {
    let toy = toy();
    toy.collector.set_mark_from_roots(true);
    let root = toy.object();
    toy.link(root, toy.object());
    toy.roots.borrow_mut().push(root);
    ring_to(&toy, root);
    assert_eq!((toy.full().freed, toy.cleared_at_once.get()), (4, 1));
}

#[test]
fn uncollectable_and_saved_garbage_is_treated_one_by_one() {
    let toy = toy();
    let nodes = ring_to(&toy, toy.object());
    let legacy = ring_to(&toy, nodes[0]);
    toy.get(legacy[0]).legacy.set(true);
    let other = ring_to(&toy, toy.object());
    assert_eq!((toy.full().uncollectable, toy.cleared_at_once.get()), (8, 0));
    assert!(toy.is_dead(other[0]));

    let toy = self::toy();
    toy.collector.set_debug(DebugFlags::SAVEALL);
    ring_to(&toy, toy.object());
    assert_eq!((toy.full().freed, toy.cleared_at_once.get()), (0, 0));
    assert_eq!(toy.garbage.borrow().len(), 4);
}

#[test]
fn the_detection_after_the_finalizers_decides() {
    let toy = toy();
    let leaf = leaf(&toy);
    let nodes = ring_to(&toy, leaf);
    toy.on_finalize(nodes[1], move |toy, _| toy.watch(&[leaf]));
    toy.decref(leaf);
    assert_eq!((toy.full().freed, toy.cleared_at_once.get()), (4, 0));
    let nodes = ring_to(&toy, self::leaf(&toy));
    toy.watch(&nodes);
    assert_eq!((toy.full().freed, toy.cleared_at_once.get()), (4, 1));
}

#[test]
fn members_that_live_on_go_to_the_survivors_and_so_do_all_after_a_panic() {
    let toy = toy();
    let nodes: Vec<Ptr> = ring_to(&toy, toy.object()).into();
    toy.set_hook(|toy, step, node| {
        if let (Step::Clear, Some(node)) = (step, node)
            && toy.get(node).id == 1
        {
            toy.incref(node);
            panic!("not this one");
        }
    });
    let panic = catch_unwind(AssertUnwindSafe(|| toy.full()));
    assert!(panic.is_err());
    toy.check();
    assert!(!toy.collector.is_collecting());
    *toy.hook.borrow_mut() = None;
    let left: Vec<usize> = toy.ids(Old);
    assert!(left.contains(&1), "it was given an owner: {left:?}");
    toy.decref(nodes[0]);
    toy.full();
    assert!(nodes.iter().all(|&node| toy.is_dead(node)));
}
