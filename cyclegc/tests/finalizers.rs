//! Finalizers, resurrection, weak references, legacy finalizers, debug flags.
//!
//! The scenarios follow CPython's `test_finalization` and `test_gc`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::toy::{Ptr, Step, Toy};
use cyclegc::DebugFlags;
use cyclegc::Generation::{Middle, Old, Young};

#[test]
fn a_self_cycle_is_finalized_once_and_freed() {
    let toy = Toy::new();
    let node = toy.object();
    toy.watch(&[node]);
    toy.ring(&[node]);
    let outcome = toy.full();
    assert_eq!((outcome.finalized, outcome.collected, outcome.freed), (1, 1, 1));
    assert_eq!((toy.take_log(), toy.alive()), (vec![0], 0));
}

#[test]
fn a_resurrected_cycle_is_not_finalized_again() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    toy.on_finalize(nodes[0], Toy::incref);
    toy.ring(&nodes);
    let outcome = toy.full();
    assert_eq!((outcome.finalized, outcome.resurrected, outcome.found()), (1, 2, 0));
    assert!(toy.get(nodes[0]).word.is_finalized() && !toy.get(nodes[1]).word.is_finalized());
    toy.decref(nodes[0]);
    let outcome = toy.full();
    assert_eq!((outcome.finalized, outcome.found(), toy.alive()), (0, 2, 0));
}

#[test]
fn resurrection_takes_along_everything_reached_and_nothing_else() {
    let toy = Toy::new();
    let nodes: [Ptr; 3] = toy.objects();
    let others: [Ptr; 50] = toy.objects();
    for generation in [Young, Middle] {
        toy.collect(generation);
    }
    toy.on_finalize(nodes[1], Toy::incref);
    toy.ring(&nodes);
    toy.ring(&others);
    let outcome = toy.full();
    assert_eq!((outcome.unreachable, outcome.resurrected, outcome.found()), (53, 3, 50));
    assert_eq!(toy.ids(Old), [1, 2, 0]);
}

#[test]
fn resurrected_objects_join_the_next_generation() {
    let toy = Toy::new();
    let node = toy.object();
    toy.on_finalize(node, Toy::incref);
    toy.ring(&[node]);
    toy.collect(Young);
    assert_eq!((toy.ids(Young), toy.ids(Middle)), (vec![], vec![0]));
}

#[test]
fn objects_that_break_their_own_cycle_do_not_count() {
    let toy = Toy::new();
    let nodes: [Ptr; 4] = toy.objects();
    toy.watch(&nodes);
    toy.on_finalize(nodes[0], Toy::unlink);
    toy.ring(&nodes);
    let outcome = toy.full();
    assert_eq!((outcome.unreachable, outcome.found(), toy.alive()), (4, 0, 0));
    assert_eq!(toy.take_log(), [0, 1, 2, 3]);
}

#[test]
fn every_finalizer_finds_its_neighbours_whole() {
    // One member breaks out, one resurrects: all are finalized once, in order.
    for (suicidal, resurrecting) in
        [(None, None), (Some(2), None), (None, Some(3)), (Some(1), Some(4))]
    {
        let toy = Toy::new();
        let nodes: [Ptr; 6] = toy.objects();
        for (index, &node) in nodes.iter().enumerate() {
            let before = nodes[(index + 5) % 6];
            toy.link(node, before);
            toy.on_finalize(node, move |toy, node| {
                assert!(!toy.get(before).dead.get());
                if suicidal == Some(index) {
                    toy.unlink(node);
                }
                if resurrecting == Some(index) {
                    toy.incref(node);
                }
            });
        }
        toy.ring(&nodes);
        toy.full();
        let mut finalized = toy.take_log();
        finalized.sort_unstable();
        assert_eq!(finalized, [0, 1, 2, 3, 4, 5]);
        assert_eq!(toy.alive() > 0, resurrecting.is_some());
        if let Some(survivor) = resurrecting {
            toy.decref(nodes[survivor]);
        }
        toy.full();
        assert_eq!((toy.alive(), toy.take_log()), (0, vec![]));
    }
}

#[test]
fn new_objects_of_finalizers_are_young_and_can_resurrect() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    toy.on_finalize(nodes[1], |toy, node| {
        let new = toy.object();
        toy.link(new, node);
        toy.link(node, new);
        toy.decref(new);
    });
    toy.ring(&nodes);
    // CPython: 0, since the new object makes the trash reachable; then all three go.
    assert_eq!((toy.full().found(), toy.ids(Young)), (0, vec![2]));
    assert_eq!((toy.full().found(), toy.alive()), (3, 0));
}

#[test]
fn members_freed_by_a_finalizer_simply_vanish() {
    let toy = Toy::new();
    let nodes: [Ptr; 5] = toy.objects();
    toy.watch(&nodes[1..]);
    let [_, a, b, ..] = nodes;
    toy.on_finalize(nodes[0], move |toy, _| {
        toy.unlink(a);
        assert!(toy.is_dead(b));
    });
    toy.ring(&nodes);
    let outcome = toy.full();
    // Unlinking node 1 frees 2, 3 and 4 in turn, each finalized by its own death.
    assert_eq!(toy.take_log(), [0, 2, 3, 4, 1]);
    assert_eq!((outcome.found(), toy.alive()), (0, 0));
}

#[test]
fn an_object_that_survives_its_clearing_lives_on_in_the_old_generation() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    for node in nodes {
        toy.get(node).unclearable.set(true);
    }
    toy.ring(&nodes);
    let outcome = toy.collect(Young);
    assert_eq!((outcome.collected, outcome.freed), (2, 0));
    assert_eq!(toy.ids(Middle), [0, 1]);
    assert_eq!(toy.full().collected, 2);
    toy.unlink(nodes[0]);
    assert_eq!(toy.alive(), 0);
}

#[test]
fn weak_references_are_dead_before_the_first_callback_and_the_first_finalizer() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    let plain: Vec<_> = nodes.iter().map(|&node| toy.weakref(node, None, None)).collect();
    let order = Rc::new(RefCell::new(vec![]));
    for label in ["older", "newer"] {
        let (order, plain) = (order.clone(), plain.clone());
        let callback = move |_: &Toy, _| {
            assert!(plain.iter().all(|weak| weak.target.get().is_none()));
            order.borrow_mut().push(label);
        };
        toy.weakref(nodes[0], None, Some(Rc::new(callback)));
    }
    let (seen, weak) = (order.clone(), plain.clone());
    toy.on_finalize(nodes[0], move |_, _| {
        assert!(weak[1].target.get().is_none());
        seen.borrow_mut().push("finalizer");
    });
    toy.ring(&nodes);
    assert_eq!(toy.full().found(), 2);
    assert_eq!(*order.borrow(), ["newer", "older", "finalizer"]);
}

#[test]
fn a_weak_reference_that_is_garbage_never_calls_back() {
    let toy = Toy::new();
    let nodes: [Ptr; 3] = toy.objects();
    let called = Rc::new(RefCell::new(vec![]));
    for (name, owner) in [("inside", Some(nodes[2])), ("outside", None)] {
        let called = called.clone();
        let callback = move |_: &Toy, _| called.borrow_mut().push(name);
        toy.weakref(nodes[0], owner, Some(Rc::new(callback)));
    }
    let kept = toy.object();
    let cleared = toy.weakref(kept, Some(nodes[1]), Some(Rc::new(|_, _| panic!("garbage"))));
    toy.ring(&nodes);
    toy.reclaimed.set(2);
    assert_eq!(toy.full().collected, 5, "reclaimed weak references count as collected");
    assert_eq!(*called.borrow(), ["outside"]);
    assert!(cleared.target.get().is_none());
    toy.decref(kept);
}

#[test]
fn a_callback_can_resurrect_and_free() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    let others: [Ptr; 2] = toy.objects();
    toy.weakref(nodes[0], None, Some(Rc::new(Toy::incref)));
    toy.weakref(others[0], None, Some(Rc::new(|toy: &Toy, node| toy.unlink(node))));
    toy.ring(&nodes);
    toy.ring(&others);
    let outcome = toy.full();
    assert_eq!((outcome.unreachable, outcome.resurrected, outcome.found()), (4, 2, 0));
    assert_eq!(toy.alive(), 2);
}

#[test]
fn a_legacy_finalizer_keeps_what_it_reaches_and_nothing_else() {
    let toy = Toy::new();
    let nodes: [Ptr; 4] = toy.objects();
    let plain: [Ptr; 2] = toy.objects();
    toy.get(nodes[2]).legacy.set(true);
    toy.watch(&nodes);
    // The plain ring refers to the kept one, not the reverse.
    toy.link(plain[0], nodes[0]);
    toy.ring(&nodes);
    toy.ring(&plain);
    let outcome = toy.full();
    assert_eq!((outcome.unreachable, outcome.collected, outcome.uncollectable), (6, 2, 4));
    assert_eq!((outcome.finalized, outcome.found()), (0, 6));
    assert_eq!(*toy.garbage.borrow(), [nodes[2]]);
    assert_eq!(toy.ids(Old), [2, 3, 0, 1], "kept in the order in which they were reached");
    assert_eq!(toy.collector.stats()[2].uncollectable, 4);
    toy.garbage.take();
    toy.get(nodes[2]).legacy.set(false);
    toy.decref(nodes[2]);
    assert_eq!((toy.full().found(), toy.alive()), (4, 0));
}

#[test]
fn saveall_keeps_the_garbage_and_counts_it() {
    let toy = Toy::new();
    let nodes: [Ptr; 3] = toy.objects();
    toy.ring(&nodes);
    toy.collector.set_debug(DebugFlags::SAVEALL);
    let outcome = toy.collect(Young);
    assert_eq!((outcome.collected, outcome.freed), (3, 0));
    assert_eq!((toy.garbage.borrow().as_slice(), toy.ids(Middle)), (&nodes[..], vec![0, 1, 2]));
    toy.collector.set_debug(DebugFlags::default());
    for node in toy.garbage.take() {
        toy.decref(node);
    }
    assert_eq!((toy.full().found(), toy.alive()), (3, 0));
}

#[test]
fn debug_flags_report_the_lines_of_cpython() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    toy.get(nodes[1]).legacy.set(true);
    toy.ring(&nodes[..1]);
    toy.ring(&nodes[1..]);
    let flags = DebugFlags::STATS | DebugFlags::COLLECTABLE | DebugFlags::UNCOLLECTABLE;
    toy.collector.set_debug(flags);
    toy.collect(Middle);
    let [a, b] = nodes;
    assert_eq!(
        *toy.lines.borrow(),
        [
            "gc: collecting generation 1...\ngc: objects in each generation: 2 0 0\n\
             gc: objects in permanent generation: 0"
                .to_string(),
            format!("gc: collectable <Object#0 {a:p}>"),
            format!("gc: uncollectable <Object#1 {b:p}>"),
            "gc: done, 2 unreachable, 1 uncollectable, 0.0000s elapsed".to_string(),
        ]
    );
}

#[test]
fn nothing_runs_between_the_passes_of_a_detection() {
    let toy = Toy::new();
    let steps = Rc::new(RefCell::new(vec![]));
    let seen = steps.clone();
    toy.set_hook(move |_, step, _| {
        if seen.borrow().last() != Some(&step) {
            seen.borrow_mut().push(step);
        }
    });
    let _kept = toy.object();
    let nodes: [Ptr; 2] = toy.objects();
    toy.watch(&nodes);
    toy.ring(&nodes);
    toy.full();
    let detection = [Step::Owners, Step::Traverse, Step::Untrack];
    let expected = [
        &[Step::Start][..],
        &detection,
        &[Step::Legacy, Step::Weakrefs, Step::Finalize],
        &detection[..2],
        &[Step::Clear, Step::All, Step::Stop],
    ];
    assert_eq!(*steps.borrow(), expected.concat());
}
