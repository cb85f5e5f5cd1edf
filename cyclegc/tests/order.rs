//! The order of survivors and finalizers, as CPython 3.13.0 was observed to have it.
//!
//! Each expectation was printed by CPython for instances with two slots and a `__del__` that
//! records a number, built in the same way with automatic collection off.

use crate::toy::{Kind, Ptr, Toy};
use cyclegc::Generation::{self, Middle, Old, Young};

/// Collects the generations named, closes the structure by `close`, and answers the order of the
/// finalizers.
fn order_after(
    collections: &[Generation],
    build: impl Fn(&Toy) -> Vec<Ptr>,
    close: impl Fn(&Toy, &[Ptr]),
) -> Vec<usize> {
    let toy = Toy::new();
    let nodes = build(&toy);
    toy.watch(&nodes);
    for &generation in collections {
        assert_eq!(toy.collect(generation).unreachable, 0);
    }
    close(&toy, &nodes);
    let outcome = toy.full();
    assert_eq!((outcome.found(), outcome.freed, toy.alive()), (nodes.len(), nodes.len(), 0));
    toy.take_log()
}

#[test]
fn a_fresh_ring_is_finalized_in_the_order_of_creation() {
    let toy = Toy::new();
    let nodes: [Ptr; 5] = toy.objects();
    toy.watch(&nodes);
    toy.ring(&nodes);
    assert_eq!(toy.full().finalized, 5);
    assert_eq!(toy.take_log(), [0, 1, 2, 3, 4]);
}

/// Each node refers to the one created before it; only the last is held from outside.
fn backward(toy: &Toy) -> Vec<Ptr> {
    let nodes: [Ptr; 6] = toy.objects();
    for pair in nodes.windows(2) {
        toy.link(pair[1], pair[0]);
        toy.decref(pair[0]);
    }
    nodes.to_vec()
}

#[test]
fn one_survived_collection_reverses_a_chain_created_oldest_first() {
    let close = |toy: &Toy, nodes: &[Ptr]| {
        toy.link(nodes[0], nodes[5]);
        toy.decref(nodes[5]);
    };
    assert_eq!(order_after(&[], backward, close), [0, 1, 2, 3, 4, 5]);
    for collections in [
        &[Young][..],
        &[Young, Young],
        &[Young, Middle],
        &[Young, Middle, Old],
        &[Old],
        &[Old, Old],
    ] {
        assert_eq!(order_after(collections, backward, close), [5, 4, 3, 2, 1, 0]);
    }
}

#[test]
fn a_chain_created_from_its_head_keeps_its_order() {
    let forward = |toy: &Toy| {
        let nodes: [Ptr; 6] = toy.objects();
        for pair in nodes.windows(2) {
            toy.link(pair[0], pair[1]);
            toy.decref(pair[1]);
        }
        nodes.to_vec()
    };
    let close = |toy: &Toy, nodes: &[Ptr]| {
        toy.link(nodes[5], nodes[0]);
        toy.decref(nodes[0]);
    };
    for collections in [&[][..], &[Young], &[Old]] {
        assert_eq!(order_after(collections, forward, close), [0, 1, 2, 3, 4, 5]);
    }
}

#[test]
fn a_tree_created_leaves_first_becomes_breadth_first() {
    // 6 has the children 2 and 5, 2 has 0 and 1, 5 has 3 and 4.
    let tree = |toy: &Toy| {
        let nodes: [Ptr; 7] = toy.objects();
        for (parent, children) in [(2, [0, 1]), (5, [3, 4]), (6, [2, 5])] {
            for child in children {
                toy.link(nodes[parent], nodes[child]);
                toy.decref(nodes[child]);
            }
        }
        nodes.to_vec()
    };
    let close = |toy: &Toy, nodes: &[Ptr]| {
        for leaf in [0, 1, 3, 4] {
            toy.link(nodes[leaf], nodes[6]);
        }
        toy.decref(nodes[6]);
    };
    assert_eq!(order_after(&[], tree, close), [0, 1, 2, 3, 4, 5, 6]);
    for collections in [&[Young][..], &[Young, Young], &[Old], &[Old, Old]] {
        assert_eq!(order_after(collections, tree, close), [6, 2, 5, 0, 1, 3, 4]);
    }
}

#[test]
fn younger_generations_are_appended_youngest_first() {
    let toy = Toy::new();
    let old: [Ptr; 2] = toy.objects();
    toy.full();
    let middle: [Ptr; 2] = toy.objects();
    toy.collect(Young);
    let young: [Ptr; 2] = toy.objects();
    let all = [old, middle, young].concat();
    toy.watch(&all);
    toy.ring(&all);
    assert_eq!(toy.full().finalized, 6);
    // CPython: [0, 1, 20, 21, 10, 11] for old 0 and 1, middle 10 and 11, young 20 and 21.
    assert_eq!(toy.take_log(), [0, 1, 4, 5, 2, 3]);
}

#[test]
fn a_nest_of_tuples_is_untracked_one_layer_per_collection_once_reversed() {
    // CPython: for t = ((((),),),) built inside out, is_tracked after 1, 2, 3 collections.
    let toy = Toy::new();
    let nest: Vec<Ptr> = (0..3).map(|_| toy.node(Kind::Tuple)).collect();
    for pair in nest.windows(2) {
        toy.link(pair[1], pair[0]);
        toy.decref(pair[0]);
    }
    let tracked =
        |toy: &Toy| nest.iter().map(|t| toy.get(*t).word.is_tracked()).collect::<Vec<_>>();
    let mut seen = vec![];
    for _ in 0..3 {
        toy.full();
        seen.push(tracked(&toy));
    }
    assert_eq!(seen[0], [false, true, true]);
    assert_eq!(seen[1], [false, false, true]);
    assert_eq!(seen[2], [false, false, false]);
}
