//! A heap of boxed nodes with up to a few children, destroyed through a [`Trashcan`].

use core::cell::{Cell, RefCell};
use core::ptr::NonNull;
use std::boxed::Box;
use std::vec;
use std::vec::Vec;

use super::{Dealloc, Trashcan};
use crate::count::{Count, Decref};
use crate::local::LocalCount;

const MAX_DEPTH: u32 = Trashcan::<Node>::MAX_DEPTH;

struct Node {
    link: Option<NonNull<Node>>,
    count: LocalCount,
    label: usize,
    children: Vec<NonNull<Node>>,
}

#[derive(Default)]
struct Heap {
    trashcan: Trashcan<Node>,
    live: Cell<usize>,
    deepest: Cell<u32>,
    order: RefCell<Vec<usize>>,
    panics: RefCell<Vec<usize>>,
    resurrects: Cell<Option<usize>>,
    saved: Cell<Option<NonNull<Node>>>,
}

impl Heap {
    fn node(&self, label: usize, children: Vec<NonNull<Node>>) -> NonNull<Node> {
        self.live.set(self.live.get() + 1);
        let node = Node { link: None, count: LocalCount::new(), label, children };
        NonNull::from(Box::leak(Box::new(node)))
    }

    /// Nodes 0, 1, 2, ...; each owns the next, the caller the first.
    fn chain(&self, len: usize) -> NonNull<Node> {
        let mut head = vec![];
        for label in (0..len).rev() {
            head = vec![self.node(label, head)];
        }
        head[0]
    }

    fn decref(&self, node: NonNull<Node>) {
        // SAFETY: the tests give up each reference once, so the node is alive.
        let left = unsafe { node.as_ref() }.count.decref();
        if left == Decref::Dead {
            // SAFETY: that was the last owner, and boxes stay in place.
            unsafe { self.trashcan.destroy(self, node) };
        }
    }
}

// SAFETY: the link is a field of its own, and every node is a leaked box.
unsafe impl Dealloc for Heap {
    type Object = Node;

    unsafe fn dealloc(&self, dead: NonNull<Node>) {
        self.deepest.set(self.deepest.get().max(self.trashcan.depth()));
        // SAFETY: the node has not been destroyed.
        let label = unsafe { dead.as_ref() }.label;
        self.order.borrow_mut().push(label);
        if self.resurrects.get() == Some(label) {
            // SAFETY: the node has not been destroyed.
            unsafe { dead.as_ref() }.count.revive();
            self.resurrects.set(None);
            self.saved.set(Some(dead));
            return;
        }
        // SAFETY: the node is a leaked box and destroyed once.
        let node = unsafe { Box::from_raw(dead.as_ptr()) };
        self.live.set(self.live.get() - 1);
        for child in node.children {
            self.decref(child);
        }
        assert!(!self.panics.borrow().contains(&label), "node {label} panics");
    }

    unsafe fn link(&self, dead: NonNull<Node>) -> NonNull<Option<NonNull<Node>>> {
        // SAFETY: the node is not destroyed, so the field is inside it.
        let link = unsafe { &raw mut (*dead.as_ptr()).link };
        NonNull::new(link).expect("a field has an address")
    }
}

#[test]
fn a_chain_is_destroyed_from_its_head_to_its_end() {
    for len in [1, 49, 50, 51, 52, 99, 100, 101, 102, 5_000] {
        let heap = Heap::default();
        heap.decref(heap.chain(len));
        assert_eq!(*heap.order.borrow(), (0..len).collect::<Vec<_>>());
        assert_eq!(heap.live.get(), 0);
        assert_eq!(heap.trashcan.depth(), 0);
        assert!(!heap.trashcan.has_deferred());
        assert_eq!(heap.deepest.get(), MAX_DEPTH.min(u32::try_from(len).expect("short")));
    }
}

#[test]
fn siblings_below_the_limit_are_destroyed_last_first() {
    let heap = Heap::default();
    let siblings: Vec<_> = (100..105).map(|label| heap.node(label, vec![])).collect();
    let mut top = heap.node(49, siblings);
    for label in (0..49).rev() {
        top = heap.node(label, vec![top]);
    }
    heap.decref(top);
    let expected: Vec<usize> = (0..50).chain((100..105).rev()).collect();
    assert_eq!(*heap.order.borrow(), expected);
}

#[test]
fn siblings_above_the_limit_are_destroyed_where_they_die() {
    let heap = Heap::default();
    let siblings = (1..5).map(|label| heap.node(label, vec![])).collect();
    heap.decref(heap.node(0, siblings));
    assert_eq!(*heap.order.borrow(), [0, 1, 2, 3, 4]);
}

#[test]
fn draining_never_nests_deeper_than_the_limit() {
    let heap = Heap::default();
    // Node 49 leaves 3 chains of 200 to the list, and each leaves its rest to it again.
    let chains = (0..3).map(|_| heap.chain(200)).collect();
    let mut top = heap.node(49, chains);
    for label in (0..49).rev() {
        top = heap.node(label, vec![top]);
    }
    heap.decref(top);
    assert_eq!(heap.deepest.get(), MAX_DEPTH);
    assert_eq!(heap.order.borrow().len(), 50 + 600);
    assert_eq!(heap.live.get(), 0);
}

#[test]
fn a_resurrected_object_is_not_freed_and_dies_later() {
    for label in [0, 30, 50, 75, 199] {
        let heap = Heap::default();
        heap.resurrects.set(Some(label));
        heap.decref(heap.chain(200));
        assert_eq!(heap.live.get(), 200 - label, "what it owns lives with it");
        assert!(!heap.trashcan.has_deferred());
        heap.decref(heap.saved.take().expect("resurrected"));
        assert_eq!(heap.live.get(), 0);
    }
}

mod panics {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::string::String;

    use super::*;

    fn message(run: impl FnOnce()) -> String {
        let panic = catch_unwind(AssertUnwindSafe(run)).expect_err("must panic");
        panic.downcast_ref::<String>().expect("formatted").clone()
    }

    #[test]
    fn a_panic_goes_on_when_everything_else_is_destroyed() {
        for label in [0, 25, 49, 50, 51, 120, 199] {
            let heap = Heap::default();
            heap.panics.borrow_mut().push(label);
            let text = message(|| heap.decref(heap.chain(200)));
            assert_eq!(text, std::format!("node {label} panics"));
            assert_eq!(heap.live.get(), 0, "panic in {label}");
            assert_eq!(heap.trashcan.depth(), 0);
            assert!(!heap.trashcan.has_deferred());
        }
    }

    #[cfg(feature = "std")]
    #[test]
    fn the_first_of_several_panics_goes_on() {
        // 0 is destroyed directly, and panics after its chain; 60 and 130 are drained.
        for (panics, first) in [([60, 130], 60), ([0, 130], 0), ([49, 70], 49)] {
            let heap = Heap::default();
            heap.panics.borrow_mut().extend(panics);
            let text = message(|| heap.decref(heap.chain(200)));
            assert_eq!(text, std::format!("node {first} panics"));
            assert_eq!(heap.live.get(), 0);
            assert_eq!(heap.trashcan.depth(), 0);
        }
    }

    #[cfg(feature = "std")]
    #[test]
    fn a_panic_while_draining_does_not_abort_a_thread_that_unwinds() {
        struct Last<'a>(&'a Heap, NonNull<Node>);
        impl Drop for Last<'_> {
            fn drop(&mut self) {
                self.0.decref(self.1);
            }
        }
        let heap = Heap::default();
        heap.panics.borrow_mut().push(60);
        let text = message(|| {
            let _last = Last(&heap, heap.chain(200));
            panic!("{}", "the outer one");
        });
        assert_eq!(text, "the outer one");
        assert_eq!(heap.live.get(), 0);
    }

    #[test]
    fn the_trashcan_works_after_a_panic() {
        let heap = Heap::default();
        heap.panics.borrow_mut().push(10);
        message(|| heap.decref(heap.chain(100)));
        heap.panics.borrow_mut().clear();
        heap.order.borrow_mut().clear();
        heap.decref(heap.chain(100));
        assert_eq!(*heap.order.borrow(), (0..100).collect::<Vec<_>>());
    }
}

#[test]
fn destructions_on_two_stacks_end_in_any_order() {
    let heap = Heap::default();
    let other = Trashcan::new();
    // What a node's destruction does when the stack is changed in the middle of it.
    let nest = |depth: u32| heap.trashcan.nest(&heap, depth, || heap.trashcan.swap(&other));
    // The first stack is left inside of one destruction, the second begins and ends its own.
    nest(0);
    assert_eq!((heap.trashcan.depth(), other.depth()), (0, 1));
    heap.decref(heap.chain(60));
    assert_eq!(heap.live.get(), 0, "the second stack takes down what it has put aside");
    heap.trashcan.swap(&other);
    assert_eq!((heap.trashcan.depth(), other.depth()), (1, 0));
}
