//! Scenarios of CPython's `test_gc` and `test_finalization` that no other file has.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::toy::{Kind, Ptr, Step, Toy};
use cyclegc::Generation::{Middle, Old, Young};
use cyclegc::{Generation, InvalidGeneration};

#[test]
fn a_weak_reference_in_the_garbage_is_silent_though_its_referent_dies_of_the_clearing() {
    // bpo-38006: what an untraversable container holds is not known to be garbage.
    let toy = Toy::new();
    let [owner, referent] = toy.objects();
    let container = toy.node(Kind::Opaque);
    toy.link(owner, container);
    toy.link(container, referent);
    let weak = toy.weakref(referent, Some(owner), Some(Rc::new(|_, _| panic!("garbage calls"))));
    toy.decref(container);
    toy.decref(referent);
    toy.ring(&[owner]);
    let outcome = toy.full();
    assert_eq!((outcome.unreachable, toy.alive()), (2, 0));
    assert!(weak.target.get().is_none());
}

/// A young garbage ring that alone holds an old object, and a plain weak reference to the ring.
fn old_object_held_by_young_garbage(toy: &Toy) -> (Ptr, [Ptr; 2], Rc<crate::toy::Weak>) {
    let old = toy.object();
    toy.full();
    let garbage: [Ptr; 2] = toy.objects();
    toy.link(garbage[0], old);
    toy.decref(old);
    (old, garbage, toy.weakref(garbage[1], None, None))
}

#[test]
fn the_callback_of_an_old_object_that_dies_with_young_garbage_cannot_reach_the_garbage() {
    let toy = Toy::new();
    let (old, garbage, plain) = old_object_held_by_young_garbage(&toy);
    let called = Rc::new(Cell::new(0));
    let count = called.clone();
    let callback = move |_: &Toy, _| {
        assert!(plain.target.get().is_none(), "bug 1055820: the reference is dead by now");
        count.set(count.get() + 1);
    };
    toy.weakref(old, None, Some(Rc::new(callback)));
    toy.ring(&garbage);
    assert_eq!((toy.collect(Young).found(), toy.alive(), called.get()), (2, 0, 1));
}

#[test]
fn the_finalizer_of_an_old_object_that_dies_with_young_garbage_cannot_reach_the_garbage() {
    let toy = Toy::new();
    let (old, garbage, plain) = old_object_held_by_young_garbage(&toy);
    toy.on_finalize(old, move |_, _| assert!(plain.target.get().is_none()));
    toy.ring(&garbage);
    assert_eq!((toy.collect(Young).found(), toy.alive()), (2, 0));
    assert_eq!(toy.take_log(), [0]);
}

#[test]
fn resurrection_does_not_keep_other_garbage_and_does_not_count() {
    const N: usize = 100;
    let toy = Toy::new();
    let garbage = || (0..N).for_each(|_| toy.ring(&[toy.object()]));
    garbage();
    assert_eq!(toy.full().found(), N);
    let pair: [Ptr; 2] = toy.objects();
    toy.on_finalize(pair[0], Toy::incref);
    toy.ring(&pair);
    assert_eq!(toy.full().found(), 0);
    garbage();
    assert_eq!(toy.full().found(), N);
    toy.decref(pair[0]);
    assert_eq!((toy.full().found(), toy.alive()), (2, 0));
    let stats = toy.collector.stats()[2];
    assert_eq!((stats.collections, stats.collected), (4, 2 * N + 2));
}

#[test]
fn uncollectable_objects_are_collected_once_somebody_has_broken_their_cycles() {
    let toy = Toy::new();
    for _ in 0..2 {
        let pair: [Ptr; 2] = toy.objects();
        toy.get(pair[0]).legacy.set(true);
        toy.ring(&pair);
    }
    toy.ring(&[toy.object()]);
    toy.set_hook(|toy, step, _| {
        if step == Step::Stop {
            for node in toy.garbage.take() {
                toy.unlink(node);
                toy.decref(node);
            }
        }
    });
    let outcome = toy.full();
    assert_eq!((outcome.collected, outcome.uncollectable), (1, 4));
    assert_eq!(toy.alive(), 0, "the stop callback has cleaned up");
    let outcome = toy.full();
    assert_eq!((outcome.collected, outcome.uncollectable), (0, 0));
    assert_eq!(toy.collector.stats()[2].uncollectable, 4);
}

#[test]
fn a_legacy_finalizer_in_a_cycle_is_not_called_and_weak_references_to_it_live() {
    let toy = Toy::new();
    let node = toy.object();
    toy.get(node).legacy.set(true);
    let weak = toy.weakref(node, None, Some(Rc::new(|_, _| panic!("it is alive"))));
    toy.ring(&[node]);
    assert_eq!((toy.full().uncollectable, toy.alive()), (1, 1));
    assert_eq!((weak.target.get(), toy.garbage.borrow().len()), (Some(node), 1));
    assert!(toy.take_log().is_empty());
}

#[test]
fn finalizers_that_allocate_at_the_lowest_threshold_collect_nothing_within_the_collection() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    for node in nodes {
        toy.on_finalize(node, |toy, _| {
            for _ in 0..5 {
                toy.ring(&[toy.object()]);
                assert!(!toy.collector.is_due());
                assert_eq!(toy.collector.collect_due(toy), Ok(None));
            }
        });
    }
    toy.ring(&nodes);
    toy.collector.set_threshold(1, None, None);
    assert_eq!(toy.full().found(), 2);
    assert_eq!((toy.collector.len(Young), toy.collector.is_due()), (10, false));
    toy.collector.note_alloc();
    assert!(toy.collector.is_due(), "the next allocation makes it so");
    let outcome = toy.collector.collect_due(&toy).expect("memory").expect("it is due");
    assert_eq!((outcome.found(), toy.alive()), (10, 0));
}

#[test]
fn in_a_ring_of_mixed_finalizers_each_runs_once_on_whole_neighbours() {
    // Bits: which members resurrect themselves, which cut their own edges.
    for mix in 0..64_u32 {
        let toy = Toy::new();
        let ring: [Ptr; 3] = toy.objects();
        let (resurrects, cuts) = (mix & 7, mix >> 3);
        for (index, &node) in ring.iter().enumerate() {
            let (back, cut) = (resurrects >> index & 1 == 1, cuts >> index & 1 == 1);
            toy.on_finalize(node, move |toy, node| {
                if back {
                    toy.incref(node);
                }
                if cut {
                    toy.unlink(node);
                }
            });
        }
        toy.ring(&ring);
        let outcome = toy.full();
        let mut log = toy.take_log();
        log.sort_unstable();
        assert_eq!(log, [0, 1, 2], "mix {mix}");
        // What survives is what is held, and what hangs on it by edges that were not cut.
        let mut expected = [false; 3];
        for start in (0..3).filter(|start| resurrects >> start & 1 == 1) {
            let mut at = start;
            while !expected[at] {
                expected[at] = true;
                if cuts >> at & 1 == 1 {
                    break;
                }
                at = (at + 1) % 3;
            }
        }
        let alive = ring.map(|node| !toy.is_dead(node));
        assert_eq!(alive, expected, "mix {mix}");
        assert!(outcome.freed <= outcome.collected);
        for (index, &node) in ring.iter().enumerate() {
            if resurrects >> index & 1 == 1 {
                toy.decref(node);
            }
        }
        toy.full();
        assert_eq!((toy.alive(), toy.take_log().len()), (0, 0), "mix {mix}: clean, and no call");
    }
}

#[test]
fn objects_listed_within_a_collection_are_none_of_its_garbage() {
    let toy = Toy::new();
    let kept = toy.object();
    let nodes: [Ptr; 2] = toy.objects();
    let listed = Rc::new(RefCell::new(vec![]));
    let list = listed.clone();
    toy.on_finalize(nodes[0], move |toy, _| {
        toy.collector.objects(None, |node| list.borrow_mut().push(toy.get(node).id));
        toy.collector.referrers(toy, &[nodes[1]], |_| panic!("only garbage refers to it"));
    });
    toy.ring(&nodes);
    toy.full();
    assert_eq!(*listed.borrow(), [toy.get(kept).id]);
}

#[test]
fn collecting_a_generation_moves_its_survivors_one_older() {
    let toy = Toy::new();
    let node = toy.object();
    for (collected, now) in [(Young, Middle), (Middle, Old), (Old, Old)] {
        assert_eq!(toy.collect(collected).examined, 1);
        let ids = Generation::ALL.map(|generation| toy.ids(generation).len());
        assert_eq!(ids[now.index()], 1, "{collected}");
        assert_eq!(toy.get(node).word.generation(), Some(now));
    }
}

#[test]
fn a_number_that_is_no_generation_is_an_error() {
    for number in [-1, 3, 1000, -1000] {
        assert_eq!(Generation::try_from(number), Err(InvalidGeneration));
    }
    assert_eq!([0, 1, 2].map(Generation::try_from), [Ok(Young), Ok(Middle), Ok(Old)]);
}
