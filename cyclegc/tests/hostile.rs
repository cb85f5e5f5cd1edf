//! Hosts that panic, lie, or pull the heap apart while it is collected; heaps that are deep.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::toy::{Kind, Ptr, Step, Toy};
use cyclegc::Generation::{Middle, Old, Young};

const STEPS: [Step; 11] = [
    Step::Start,
    Step::Stop,
    Step::Owners,
    Step::Traverse,
    Step::Untrack,
    Step::Legacy,
    Step::Roots,
    Step::Weakrefs,
    Step::Finalize,
    Step::Clear,
    Step::All,
];

/// A kept object that refers to a ring of four, and a ring of four that is garbage.
fn two_rings(toy: &Toy) -> ([Ptr; 4], [Ptr; 4], Ptr) {
    let live: [Ptr; 4] = toy.objects();
    let kept = toy.object();
    toy.link(kept, live[2]);
    toy.ring(&live);
    let dead: [Ptr; 4] = toy.objects();
    toy.watch(&dead);
    toy.ring(&dead);
    (live, dead, kept)
}

#[test]
fn a_panic_in_any_method_ends_the_collection_and_loses_nothing() {
    std::panic::set_hook(Box::new(|info| {
        // The panics meant here are not worth a trace; any other is.
        if info.payload_as_str() != Some("on purpose") {
            eprintln!("{info}");
        }
    }));
    for (generation, roots) in [(Young, 0), (Middle, 0), (Old, 0), (Old, 1), (Old, 2)] {
        for step in STEPS {
            for nth in 1..40 {
                let toy = Toy::new();
                let (live, _, kept) = two_rings(&toy);
                toy.roots.borrow_mut().extend(&[kept, live[0]][..roots]);
                toy.collector.set_mark_from_roots(roots > 0);
                let left = std::cell::Cell::new(nth);
                toy.set_hook(move |_, now, _| {
                    if now == step {
                        left.set(left.get() - 1);
                        assert!(left.get() != 0, "on purpose");
                    }
                });
                let result = catch_unwind(AssertUnwindSafe(|| toy.collect(generation)));
                toy.hook.take();
                toy.collector.check(&toy);
                assert!(!toy.collector.is_collecting());
                let Err(_panic) = result else { break };
                let mut tracked = 0;
                toy.collector.objects(None, |_| tracked += 1);
                assert_eq!(tracked, toy.alive(), "{step:?} {nth}: nothing is lost");
                toy.full();
                assert_eq!((toy.alive(), toy.ids(Old).len()), (5, 5), "{step:?} {nth}");
            }
        }
    }
}

#[test]
fn any_member_may_be_freed_in_any_callback() {
    for step in [Step::Weakrefs, Step::Finalize, Step::Clear] {
        for nth in 1..=4 {
            for victim in 0..4 {
                let toy = Toy::new();
                let (_, dead, _) = two_rings(&toy);
                let left = std::cell::Cell::new(nth);
                toy.set_hook(move |toy, now, _| {
                    if now == step {
                        left.set(left.get() - 1);
                        if left.get() == 0 && !toy.is_dead(dead[victim]) {
                            toy.unlink(dead[victim]);
                            // New objects must not be taken for members.
                            toy.ring(&[toy.object()]);
                        }
                    }
                });
                toy.full();
                toy.full();
                assert_eq!(toy.alive(), 5);
            }
        }
    }
}

#[test]
fn an_edge_too_many_is_reported_and_keeps_the_object() {
    let toy = Toy::new();
    let nodes: [Ptr; 3] = toy.objects();
    toy.ring(&nodes);
    toy.get(nodes[0]).invented.borrow_mut().push(nodes[1]);
    let outcome = toy.full();
    assert_eq!((outcome.miscounted, outcome.unreachable), (1, 0));
    assert_eq!(toy.alive(), 3);
    let report = format!(
        "gc: refcount is too small\nobject address  : {:p}\nobject refcount : 1\n\
         object type     : Object#1",
        nodes[1]
    );
    assert_eq!(toy.lines.take(), [report]);
    toy.get(nodes[0]).invented.borrow_mut().clear();
    let outcome = toy.full();
    assert_eq!((outcome.miscounted, outcome.found(), toy.alive()), (0, 3, 0));
}

#[test]
fn an_edge_concealed_only_leaks() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    toy.ring(&nodes);
    toy.get(nodes[0]).concealed.set(1);
    assert_eq!((toy.full().unreachable, toy.alive()), (0, 2));
    toy.get(nodes[0]).concealed.set(0);
    assert_eq!((toy.full().found(), toy.alive()), (2, 0));
}

#[test]
fn what_an_opaque_container_holds_is_held_from_outside() {
    let toy = Toy::new();
    let container = toy.node(Kind::Opaque);
    let node = toy.object();
    toy.link(container, node);
    toy.ring(&[node]);
    assert_eq!((toy.full().found(), toy.alive()), (0, 2));
    toy.decref(container);
    assert_eq!((toy.full().found(), toy.alive()), (1, 0));
}

#[test]
fn an_object_that_is_being_destroyed_is_kept_with_its_children() {
    let toy = Toy::new();
    let [dying, child] = toy.objects();
    toy.link(dying, child);
    toy.decref(child);
    toy.get(dying).owners.set(0);
    assert_eq!(toy.full().unreachable, 0);
    toy.get(dying).owners.set(1);
    toy.decref(dying);
    assert_eq!(toy.alive(), 0);
}

#[test]
fn tracking_and_untracking_within_a_traversal_is_refused() {
    for track in [true, false] {
        let toy = Toy::new();
        let nodes: [Ptr; 2] = toy.objects();
        let stranger = toy.object();
        toy.collector.untrack(&toy, stranger);
        toy.ring(&nodes);
        toy.set_hook(move |toy, step, _| {
            if step == Step::Traverse && track {
                let _ = toy.collector.track(toy, stranger);
            } else if step == Step::Traverse {
                toy.collector.untrack(toy, nodes[1]);
            }
        });
        let result = catch_unwind(AssertUnwindSafe(|| toy.full()));
        let panic = result.expect_err("the collector refuses");
        let message = panic.downcast_ref::<&str>().expect("a plain message");
        assert!(message.ends_with("from within a traversal"), "{message}");
        toy.hook.take();
        assert_eq!((toy.full().found(), toy.alive()), (2, 1));
    }
}

#[test]
fn a_collection_within_a_traversal_answers_nothing() {
    let toy = Toy::new();
    let nodes: [Ptr; 3] = toy.objects();
    toy.ring(&nodes);
    toy.set_hook(|toy, step, _| {
        if matches!(step, Step::Traverse | Step::Owners | Step::Untrack | Step::Legacy) {
            let outcome = toy.collector.collect(toy, Old).expect("no memory is needed");
            assert_eq!((outcome.examined, outcome.found()), (0, 0));
            assert_eq!(toy.collector.collect_due(toy), Ok(None));
        }
    });
    assert_eq!((toy.full().found(), toy.alive()), (3, 0));
    assert_eq!(toy.outcomes.borrow().len(), 1, "the nested ones have no callbacks");
}

#[test]
fn edges_too_many_within_the_garbage_of_a_finalizer_are_reported_and_keep_it() {
    let toy = Toy::new();
    let nodes: [Ptr; 2] = toy.objects();
    toy.on_finalize(nodes[0], move |toy, _| {
        toy.get(nodes[0]).invented.borrow_mut().push(nodes[1]);
    });
    toy.ring(&nodes);
    let outcome = toy.full();
    assert_eq!((outcome.miscounted, outcome.resurrected, outcome.found()), (1, 2, 0));
    toy.get(nodes[0]).invented.borrow_mut().clear();
    assert_eq!((toy.full().found(), toy.alive()), (2, 0));
}

#[test]
fn a_chain_of_a_million_is_collected_on_a_small_stack() {
    let collect = || {
        let toy = Toy::new();
        let first = toy.object();
        let mut last = first;
        for _ in 1..1_000_000 {
            let next = toy.object();
            toy.link(last, next);
            toy.decref(next);
            last = next;
        }
        assert_eq!(toy.full().unreachable, 0);
        toy.link(last, first);
        toy.decref(first);
        let outcome = toy.full();
        assert_eq!((outcome.collected, outcome.freed, toy.alive()), (1_000_000, 1_000_000, 0));
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(collect);
    thread.expect("a thread").join().expect("no overflow");
}
