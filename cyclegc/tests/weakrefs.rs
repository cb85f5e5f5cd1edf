//! Weak references to garbage under the rule of CPython 3.15, and what differs from 3.13.

use std::cell::RefCell;
use std::rc::Rc;

use crate::toy::{Ptr, Toy, Weak};
use cyclegc::WeakrefRule::{self, Python313, Python315};

fn toy(rule: WeakrefRule) -> Toy {
    let toy = Toy::new();
    toy.collector.set_weakref_rule(rule);
    assert_eq!(toy.collector.weakref_rule(), rule);
    toy
}

fn call(weak: &Weak) -> Option<Ptr> {
    weak.target.get()
}

#[test]
fn in_a_finalizer_a_weak_reference_without_callback_is_usable_from_3_15_on() {
    for (rule, usable) in [(Python313, false), (Python315, true)] {
        let toy = toy(rule);
        let nodes: [Ptr; 2] = toy.objects();
        let plain = toy.weakref(nodes[1], None, None);
        let with_callback = toy.weakref(nodes[1], None, Some(Rc::new(|_, _| {})));
        let seen = Rc::new(RefCell::new(vec![]));
        let (log, weak, other) = (seen.clone(), plain.clone(), with_callback.clone());
        toy.on_finalize(nodes[0], move |_, _| {
            log.borrow_mut().extend([call(&weak), call(&other)]);
        });
        toy.ring(&nodes);
        assert_eq!(toy.full().found(), 2);
        assert_eq!(*seen.borrow(), [usable.then_some(nodes[1]), None]);
        assert_eq!((call(&plain), call(&with_callback)), (None, None));
    }
}

#[test]
fn a_resurrected_object_keeps_its_weak_references_without_callback_from_3_15_on() {
    for (rule, kept) in [(Python313, false), (Python315, true)] {
        let toy = toy(rule);
        let nodes: [Ptr; 2] = toy.objects();
        let dead: [Ptr; 2] = toy.objects();
        let plain = toy.weakref(nodes[0], None, None);
        let with_callback = toy.weakref(nodes[0], None, Some(Rc::new(|_, _| {})));
        let to_dead = toy.weakref(dead[0], None, None);
        toy.on_finalize(nodes[1], Toy::incref);
        toy.ring(&nodes);
        toy.ring(&dead);
        let outcome = toy.full();
        assert_eq!((outcome.resurrected, outcome.found()), (2, 2));
        assert_eq!(call(&plain), kept.then_some(nodes[0]));
        assert_eq!((call(&with_callback), call(&to_dead)), (None, None));
    }
}

#[test]
fn a_weak_reference_made_by_a_finalizer_is_cleared_without_a_call_from_3_15_on() {
    for (rule, calls) in [(Python313, 1), (Python315, 0)] {
        let toy = toy(rule);
        let nodes: [Ptr; 2] = toy.objects();
        let called = Rc::new(RefCell::new(0));
        let made = Rc::new(RefCell::new(None));
        let (counter, place) = (called.clone(), made.clone());
        toy.on_finalize(nodes[0], move |toy, _| {
            let counter = counter.clone();
            let callback = move |_: &Toy, _| *counter.borrow_mut() += 1;
            *place.borrow_mut() = Some(toy.weakref(nodes[1], None, Some(Rc::new(callback))));
        });
        toy.ring(&nodes);
        assert_eq!((toy.full().found(), toy.alive()), (2, 0));
        assert_eq!(*called.borrow(), calls, "{rule:?}");
        assert_eq!(made.borrow().as_deref().and_then(call), None);
    }
}

#[test]
fn callbacks_come_before_finalizers_and_find_no_garbage_under_both_rules() {
    for rule in [Python313, Python315] {
        let toy = toy(rule);
        let nodes: [Ptr; 3] = toy.objects();
        let order = Rc::new(RefCell::new(vec![]));
        for name in ["older", "newer"] {
            let log = order.clone();
            let callback = move |_: &Toy, _| log.borrow_mut().push(name);
            toy.weakref(nodes[2], None, Some(Rc::new(callback)));
        }
        let inside = toy.weakref(nodes[0], Some(nodes[1]), Some(Rc::new(|_, _| panic!("garbage"))));
        let log = order.clone();
        toy.on_finalize(nodes[0], move |_, _| log.borrow_mut().push("finalizer"));
        toy.ring(&nodes);
        assert_eq!(toy.full().found(), 3);
        assert_eq!(*order.borrow(), ["newer", "older", "finalizer"]);
        assert_eq!(call(&inside), None);
    }
}
