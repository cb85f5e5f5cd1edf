//! Tests of the limits of the word, which test builds shrink to 2^10.

use core::ptr::NonNull;
use std::vec::Vec;

use crate::word::{MAX_SLOTS, SATURATED};
use crate::{Generation, HeapFull, Refused};
use toy::Toy;

#[path = "../tests/toy.rs"]
mod toy;

#[test]
fn a_count_that_does_not_fit_keeps_the_object() {
    for (edges, found) in [(SATURATED - 1, 1), (SATURATED, 0), (SATURATED + 1, 0)] {
        let toy = Toy::new();
        let node = toy.object();
        for _ in 0..edges {
            toy.link(node, node);
        }
        toy.decref(node);
        let outcome = toy.full();
        assert_eq!((outcome.found(), outcome.miscounted), (found, 0));
    }
}

#[test]
fn the_object_too_many_stays_untracked_and_room_comes_back() {
    let toy = Toy::new();
    let nodes: Vec<_> = (0..MAX_SLOTS).map(|_| toy.object()).collect();
    let extra = nodes[7];
    toy.collector.untrack(&toy, extra);
    let another = toy.object();
    assert_eq!(toy.collector.track(&toy, extra), Err(HeapFull));
    assert!(!toy.collector.is_tracked(&toy, extra));
    toy.decref(another);
    assert_eq!(toy.collector.track(&toy, extra), Ok(()));
    assert_eq!(toy.collector.len(Generation::Young), MAX_SLOTS);
    toy.collector.check(&toy);
    assert_eq!(toy.full().examined, MAX_SLOTS);
}

#[test]
fn a_collection_into_a_generation_without_slots_is_refused_and_changes_nothing() {
    let toy = Toy::new();
    let old: Vec<_> = (0..MAX_SLOTS - 4).map(|_| toy.object()).collect();
    toy.full();
    // The buffer of the youngest generation lets it run over the limit by what it has room for.
    let young: Vec<NonNull<_>> = (0..8).map(|_| toy.object()).collect();
    let counts = toy.collector.counts();
    for generation in [Generation::Middle, Generation::Old] {
        assert_eq!(toy.collector.collect(&toy, generation), Err(Refused));
        toy.collector.check(&toy);
        assert_eq!((toy.collector.counts(), toy.collector.is_collecting()), (counts, false));
        assert_eq!(toy.collector.len(Generation::Young), 8);
    }
    assert_eq!(toy.collector.stats().map(|stats| stats.collections), [0, 0, 1]);
    assert_eq!(toy.collect(Generation::Young).examined, 8);
    for node in old.into_iter().step_by(2) {
        toy.decref(node);
    }
    assert_eq!(toy.collect(Generation::Middle).examined, 8);
    toy.ring(&young);
    assert_eq!(toy.full().freed, 8);
}

#[test]
fn tombstones_are_dropped_before_an_array_grows() {
    let toy = Toy::new();
    let mut queue = std::collections::VecDeque::new();
    for _ in 0..500 {
        queue.push_back(toy.object());
        if queue.len() > 10 {
            toy.decref(queue.pop_front().expect("eleven nodes"));
        }
        assert!(toy.collector.generations[0].len() <= 64);
    }
    assert_eq!(toy.collector.len(Generation::Young), 10);
}
