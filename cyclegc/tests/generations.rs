//! Counters, thresholds, promotion, freezing, listing.

use std::cell::Cell;
use std::ops::ControlFlow;

use crate::toy::{Kind, Ptr, Step, Toy};
use cyclegc::Generation::{self, Middle, Old, Young};
use cyclegc::{Collector, Outcome, Reason};

fn generation(toy: &Toy, node: Ptr) -> Option<Generation> {
    toy.get(node).word.generation()
}

#[test]
fn an_object_grows_older_with_each_collection_of_its_generation() {
    let toy = Toy::new();
    let node = toy.object();
    let mut seen = vec![generation(&toy, node)];
    for collected in [Young, Young, Middle, Old] {
        toy.collect(collected);
        seen.push(generation(&toy, node));
    }
    assert_eq!(seen, [Young, Middle, Middle, Old, Old].map(Some));
    assert_eq!((toy.ids(Young), toy.ids(Middle), toy.ids(Old)), (vec![], vec![], vec![0]));
}

#[test]
fn collections_are_counted_in_the_next_generation() {
    let toy = Toy::new();
    let _nodes: [Ptr; 3] = toy.objects();
    assert_eq!(toy.collector.counts(), [3, 0, 0]);
    toy.collect(Young);
    assert_eq!(toy.collector.counts(), [0, 1, 0]);
    toy.collect(Middle);
    assert_eq!(toy.collector.counts(), [0, 0, 1]);
    toy.collect(Old);
    assert_eq!(toy.collector.counts(), [0, 0, 0]);
}

#[test]
fn statistics_count_only_under_the_generation_asked_for() {
    let toy = Toy::new();
    for (index, generation) in [Young, Old, Old].into_iter().enumerate() {
        let nodes: [Ptr; 2] = toy.objects();
        toy.ring(&nodes[..=index % 2]);
        if index % 2 == 0 {
            toy.decref(nodes[1]);
        }
        toy.collect(generation);
    }
    let stats = toy.collector.stats();
    assert_eq!(stats.map(|s| s.collections), [1, 0, 2]);
    assert_eq!(stats.map(|s| s.collected), [1, 0, 3]);
    assert_eq!(stats.map(|s| s.uncollectable), [0, 0, 0]);
    assert_eq!(stats.map(|s| s.candidates), [1, 0, 3]);
}

/// Appends new objects to one list-like object, collecting where it is due, and answers the
/// collections of each generation and how many objects there were at each full one.
fn append(objects: usize, threshold: usize) -> ([usize; 3], Vec<usize>) {
    let toy = Toy::new();
    toy.collector.set_threshold(threshold, None, None);
    let list = toy.object();
    let mut full = vec![];
    for number in 1..=objects {
        let node = toy.object();
        toy.get(list).edges.borrow_mut().push(node);
        if toy.collector.is_due() {
            let outcome = toy.collector.collect_due(&toy).unwrap().unwrap();
            assert_eq!((outcome.reason, outcome.unreachable), (Reason::Due, 0));
            if outcome.generation == Old {
                full.push(number);
            }
        }
    }
    (toy.collector.stats().map(|stats| stats.collections), full)
}

#[test]
fn a_million_lists_in_one_list_are_collected_as_often_as_in_cpython() {
    // CPython 3.13.0, after gc.freeze(), with 1 000 000 lists appended to one list. Its count
    // starts at a few objects, so the positions of the full collections differ by as many.
    let (collections, full) = append(1_000_000, 2000);
    assert_eq!(collections, [455, 41, 3]);
    assert_close(&full, &[266_124, 532_256, 798_388]);
}

#[test]
fn full_collections_grow_rare_as_the_heap_grows() {
    // As above with gc.set_threshold(700).
    let (collections, full) = append(1_000_000, 700);
    assert_eq!(collections, [1300, 118, 8]);
    let observed = [93_224, 186_456, 279_688, 372_920, 474_564, 601_444, 753_560, 947_736];
    assert_close(&full, &observed);
}

fn assert_close(full: &[usize], observed: &[usize]) {
    assert_eq!(full.len(), observed.len());
    for (ours, theirs) in full.iter().zip(observed) {
        assert!(ours.abs_diff(*theirs) <= 20, "{full:?} {observed:?}");
    }
}

#[test]
fn untracked_survivors_are_no_long_lived_objects() {
    let toy = Toy::new();
    for _ in 0..100 {
        toy.node(Kind::Dict);
    }
    assert_eq!(toy.full().examined, 100);
    for _ in 0..11 {
        toy.collect(Middle);
    }
    toy.collector.set_threshold(1, None, None);
    let _nodes: [Ptr; 2] = toy.objects();
    let outcome = toy.collector.collect_due(&toy).unwrap().unwrap();
    assert_eq!(outcome.generation, Old, "a quarter of no objects is reached at once");
}

#[test]
fn nothing_is_collected_while_disabled_unless_asked() {
    let toy = Toy::new();
    toy.collector.disable();
    for _ in 0..10_000 {
        let node = toy.object();
        assert!(!toy.collector.is_due());
        toy.ring(&[node]);
    }
    assert_eq!(toy.collector.collect_due(&toy), Ok(None));
    assert_eq!(toy.collect(Young).found(), 10_000);
    assert!(!toy.collector.is_enabled());
}

#[test]
fn what_was_due_may_be_due_no_longer_at_the_safepoint() {
    let toy = Toy::new();
    toy.collector.set_threshold(1, None, None);
    let _nodes: [Ptr; 2] = toy.objects();
    assert!(toy.collector.is_due());
    toy.collector.note_free();
    assert_eq!(toy.collector.collect_due(&toy), Ok(None));
    assert_eq!(toy.collector.stats()[0].collections, 0);
}

#[test]
fn omitted_thresholds_keep_their_values() {
    let collector = Collector::<u8>::new();
    assert_eq!(collector.threshold(), [2000, 10, 10]);
    collector.set_threshold(5, None, Some(7));
    assert_eq!(collector.threshold(), [5, 10, 7]);
    collector.set_threshold(0, Some(3), None);
    assert_eq!((collector.threshold(), collector.is_enabled()), ([0, 3, 7], true));
}

#[test]
fn a_nested_collection_answers_nothing() {
    let toy = Toy::new();
    let nested = std::rc::Rc::new(Cell::new(0));
    let counter = nested.clone();
    toy.set_hook(move |toy, step, _| {
        let in_detection =
            matches!(step, Step::Owners | Step::Traverse | Step::Untrack | Step::Legacy);
        if !in_detection && toy.collector.is_collecting() {
            let outcome = toy.collector.collect(toy, Old).unwrap();
            assert_eq!(outcome, Outcome::nothing(Old, Reason::Asked));
            assert_eq!(toy.collector.collect_due(toy), Ok(None));
            counter.set(counter.get() + 1);
        }
    });
    let nodes: [Ptr; 2] = toy.objects();
    toy.watch(&nodes);
    toy.ring(&nodes);
    assert_eq!(toy.full().found(), 2);
    // Start, weak references, two finalizers, the clear that frees both, free lists, stop.
    assert_eq!(nested.get(), 7);
    assert_eq!(toy.collector.stats()[2].collections, 1);
}

#[test]
fn objects_of_start_callbacks_are_part_of_the_collection() {
    let toy = Toy::new();
    toy.set_hook(|toy, step, _| {
        if step == Step::Start {
            assert_eq!(toy.collector.counts(), [1, 0, 0], "counters are reset later");
            let node = toy.object();
            toy.ring(&[node]);
        }
    });
    let _kept = toy.object();
    assert_eq!(toy.collect(Young).found(), 1);
}

#[test]
fn a_shutdown_collection_has_no_callbacks() {
    let toy = Toy::new();
    toy.set_hook(|_, step, _| assert!(!matches!(step, Step::Start | Step::Stop)));
    let node = toy.object();
    toy.ring(&[node]);
    let outcome = toy.collector.collect_for(&toy, Old, Reason::Shutdown).unwrap();
    assert_eq!((outcome.found(), toy.outcomes.borrow().len()), (1, 0));
}

#[test]
fn callbacks_get_the_account_of_the_collection() {
    let toy = Toy::new();
    let nodes: [Ptr; 3] = toy.objects();
    toy.ring(&nodes);
    let outcome = toy.collect(Middle);
    assert_eq!(*toy.outcomes.borrow(), [outcome]);
    assert_eq!((outcome.generation, outcome.examined, outcome.freed), (Middle, 3, 3));
    assert_eq!(outcome.duration, Some(std::time::Duration::ZERO));
}

#[test]
fn frozen_objects_are_neither_collected_nor_listed_but_keep_what_they_refer_to() {
    let toy = Toy::new();
    let frozen: [Ptr; 2] = toy.objects();
    toy.ring(&frozen);
    toy.collector.freeze(&toy).unwrap();
    assert_eq!((toy.collector.freeze_count(), toy.collector.counts()), (2, [0, 0, 0]));
    let kept = toy.object();
    toy.link(frozen[0], kept);
    toy.decref(kept);
    assert_eq!(toy.full().found(), 0);
    let mut listed = vec![];
    toy.collector.objects(None, |node| listed.push(node));
    toy.collector.referrers(&toy, &[kept], |node| listed.push(node));
    assert_eq!(listed, [kept]);
    assert!(toy.get(frozen[0]).word.is_frozen());
    toy.collector.unfreeze(&toy).unwrap();
    assert_eq!((toy.collector.freeze_count(), toy.ids(Old)), (0, vec![2, 0, 1]));
    assert_eq!((toy.full().found(), toy.alive()), (3, 0));
}

#[test]
fn a_frozen_object_still_dies_of_its_count() {
    let toy = Toy::new();
    let [a, b, c] = toy.objects();
    toy.collector.freeze(&toy).unwrap();
    toy.decref(b);
    toy.collector.check(&toy);
    assert_eq!((toy.collector.freeze_count(), toy.alive()), (2, 2));
    toy.decref(a);
    toy.decref(c);
    assert_eq!(toy.collector.freeze_count(), 0);
}

#[test]
fn freezing_in_the_middle_of_a_collection_leaves_its_garbage_alone() {
    let toy = Toy::new();
    let nodes: [Ptr; 4] = toy.objects();
    let _kept: [Ptr; 3] = toy.objects();
    toy.collect(Young);
    toy.on_finalize(nodes[0], |toy, _| {
        toy.collector.freeze(toy).unwrap();
        assert_eq!(toy.collector.freeze_count(), 3);
        toy.collector.unfreeze(toy).unwrap();
    });
    toy.on_finalize(nodes[1], Toy::incref);
    toy.ring(&nodes);
    let outcome = toy.collect(Middle);
    assert_eq!((outcome.finalized, outcome.resurrected, outcome.found()), (2, 4, 0));
    assert_eq!(toy.ids(Old), [4, 5, 6, 1, 2, 3, 0]);
}

#[test]
fn immortal_objects_move_to_the_permanent_generation_and_keep_their_children() {
    let toy = Toy::new();
    let [a, b, c] = toy.objects();
    toy.get(b).immortal.set(true);
    toy.link(b, c);
    toy.link(c, b);
    toy.decref(c);
    let outcome = toy.collect(Young);
    assert_eq!((outcome.examined, outcome.found()), (2, 0));
    assert_eq!((toy.collector.freeze_count(), toy.ids(Middle)), (1, vec![0, 2]));
    assert!(toy.get(b).word.is_frozen() && generation(&toy, a) == Some(Middle));
}

#[test]
fn dicts_are_untracked_by_full_collections_only_and_tuples_by_all() {
    let toy = Toy::new();
    let [tuple, dict] = [Kind::Tuple, Kind::Dict].map(|kind| toy.node(kind));
    toy.link(dict, tuple);
    toy.collect(Young);
    assert!(!toy.collector.is_tracked(&toy, tuple) && toy.collector.is_tracked(&toy, dict));
    toy.full();
    assert!(!toy.collector.is_tracked(&toy, dict));
    assert!(toy.collector.is_empty());
    toy.collector.track(&toy, dict).unwrap();
    assert_eq!(toy.ids(Young), [1]);
}

#[test]
fn tombstones_do_not_add_up() {
    let toy = Toy::new();
    let mut queue = std::collections::VecDeque::new();
    for _ in 0..50_000 {
        queue.push_back(toy.object());
        if queue.len() > 10 {
            toy.decref(queue.pop_front().unwrap());
        }
    }
    toy.collector.check(&toy);
    assert_eq!(toy.collector.len(Young), 10);
    assert_eq!(toy.ids(Young), (49_990..50_000).collect::<Vec<_>>());
}

#[test]
fn visiting_stops_when_told_and_includes_frozen_objects() {
    let toy = Toy::new();
    let [a, b, c] = toy.objects();
    toy.collector.freeze(&toy).unwrap();
    let d = toy.object();
    let mut seen = vec![];
    let _: ControlFlow<()> = toy.collector.visit_objects(|node| {
        assert!(!toy.collector.is_enabled());
        seen.push(node);
        ControlFlow::Continue(())
    });
    assert_eq!((seen, toy.collector.is_enabled()), (vec![d, a, b, c], true));
    assert_eq!(toy.collector.visit_objects(ControlFlow::Break), ControlFlow::Break(d));
}

#[test]
fn referents_come_in_the_order_of_traversal_and_from_untracked_objects_too() {
    let toy = Toy::new();
    let [a, b, c] = toy.objects();
    toy.link(a, c);
    toy.link(a, b);
    toy.link(a, c);
    toy.collector.untrack(&toy, a);
    let mut seen = vec![];
    toy.collector.referents(&toy, &[a, b], |node| seen.push(node));
    assert_eq!(seen, [c, b, c]);
}
