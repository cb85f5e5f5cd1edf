//! Detection alone, beside the collections that use the same detection.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::toy::{Kind, Ptr, Step, Toy};
use cyclegc::{Generation::Old, Verdict, split};

/// A graph of 40 nodes that is the same for the same seed. Every fifth keeps its owner outside.
fn graph(seed: u64) -> (Toy, Vec<Ptr>) {
    let toy = Toy::new();
    let nodes: Vec<Ptr> = (0..40).map(|_| toy.object()).collect();
    let mut state = seed;
    let mut pick = || {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        nodes[usize::try_from(state >> 33).expect("31 bits") % nodes.len()]
    };
    for _ in 0..50 {
        toy.link(pick(), pick());
    }
    for (index, &node) in nodes.iter().enumerate() {
        if !index.is_multiple_of(5) {
            toy.incref(node);
            toy.link(node, node);
            toy.decref(node);
            toy.decref(node);
        }
    }
    (toy, nodes)
}

fn split_all(toy: &Toy, nodes: &[Ptr]) -> [Vec<usize>; 2] {
    let mut found = [Vec::new(), Vec::new()];
    for node in nodes {
        toy.collector.untrack(toy, *node);
    }
    let mut row: Vec<_> = nodes.iter().copied().map(Some).collect();
    let miscounted = split(toy, &mut row[..], |node, verdict| {
        assert!(!toy.get(node).word.is_tracked());
        found[usize::from(verdict == Verdict::Unreachable)].push(toy.get(node).id);
    });
    assert_eq!(miscounted, Ok(0));
    assert!(row.iter().all(Option::is_none));
    found
}

#[test]
fn a_split_finds_what_a_collection_finds_in_the_same_order() {
    let mut met_again = 0;
    for seed in 0..60 {
        let (toy, nodes) = graph(seed);
        toy.watch(&nodes);
        let unreachable = toy.full().unreachable;
        let expected = [toy.ids(Old), toy.take_log()];
        met_again += usize::from(!expected[0].is_sorted());
        let (toy, nodes) = graph(seed);
        let found = split_all(&toy, &nodes);
        assert_eq!((&found, found[1].len()), (&expected, unreachable), "{seed}");
    }
    assert!(met_again > 10, "some survivors are met again, after the others");
}

#[test]
fn what_has_been_finalized_stays_so() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    toy.get(nodes[1]).word.set_finalized();
    toy.link(nodes[1], nodes[1]);
    toy.decref(nodes[1]);
    assert_eq!(split_all(&toy, &nodes), [[0], [1]]);
    assert_eq!(nodes.map(|node| toy.get(node).word.is_finalized()), [false, true]);
}

#[test]
fn an_edge_too_many_is_reported_and_its_target_survives() {
    let toy = Toy::new();
    let node = toy.node(Kind::Object);
    toy.collector.untrack(&toy, node);
    toy.get(node).invented.borrow_mut().extend([node, node]);
    let mut survivors = 0;
    let miscounted = split(&toy, &mut [Some(node)][..], |_, verdict| {
        survivors += usize::from(verdict == Verdict::Survives);
    });
    assert_eq!((miscounted, survivors), (Ok(1), 1));
}

#[test]
fn a_panic_leaves_all_that_were_not_told_of_untracked() {
    for (step, turn) in [(Step::Owners, 20), (Step::Traverse, 20), (Step::Traverse, 60)] {
        let (toy, nodes) = graph(7);
        for node in &nodes {
            toy.collector.untrack(&toy, *node);
        }
        let turns = std::cell::Cell::new(0);
        toy.set_hook(move |_, now, _| {
            turns.set(turns.get() + usize::from(now == step));
            assert!(now != step || turns.get() < turn, "on purpose");
        });
        let mut row: Vec<_> = nodes.iter().copied().map(Some).collect();
        let split = || split(&toy, &mut row[..], |_, _| {});
        catch_unwind(AssertUnwindSafe(split)).expect_err("the host has panicked");
        assert!(row.iter().all(Option::is_none));
        assert!(nodes.iter().all(|node| !toy.get(*node).word.is_tracked()));
    }
}
