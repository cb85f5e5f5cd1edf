//! The order of weak-reference lists, and what may be done to them when.

use core::cell::RefCell;
use core::ptr::NonNull;
use std::boxed::Box;
use std::collections::BTreeMap;
use std::vec;
use std::vec::Vec;

use super::{WeakNode, WeakTable};

/// Weak references to a few `u64`s, found again by their place in `nodes`.
struct World {
    table: WeakTable<u64>,
    objects: Vec<NonNull<u64>>,
    nodes: Vec<NonNull<WeakNode<u64>>>,
}

impl World {
    fn new(objects: u64) -> Self {
        let objects = (0..objects).map(|n| NonNull::from(Box::leak(Box::new(n)))).collect();
        Self { table: WeakTable::new(), objects, nodes: vec![] }
    }

    fn link(&mut self, object: usize, basic: bool) -> usize {
        let node = NonNull::from(Box::leak(Box::new(WeakNode::new())));
        self.nodes.push(node);
        self.relink(self.nodes.len() - 1, object, basic);
        self.nodes.len() - 1
    }

    fn relink(&self, node: usize, object: usize, basic: bool) {
        // SAFETY: nodes live as long as the world, and the tests link only dead ones.
        unsafe { self.table.link(self.objects[object], self.nodes[node], basic) }.expect("memory");
        self.table.check();
    }

    fn unlink(&self, node: usize) -> bool {
        // SAFETY: nodes live as long as the world, which has one table.
        let was_last = unsafe { self.table.unlink(self.nodes[node]) };
        self.table.check();
        was_last
    }

    fn clear(&self, object: usize) -> Vec<usize> {
        let mut cleared = vec![];
        // SAFETY: the closure only collects.
        unsafe { self.table.clear(self.objects[object], |node| cleared.push(self.label(node))) };
        self.table.check();
        cleared
    }

    fn list(&self, object: usize) -> Vec<usize> {
        let mut list = vec![];
        self.table.nodes(self.objects[object], |node| list.push(self.label(node)));
        list
    }

    fn node(&self, node: usize) -> &WeakNode<u64> {
        // SAFETY: nodes live as long as the world.
        unsafe { self.nodes[node].as_ref() }
    }

    fn label(&self, node: NonNull<WeakNode<u64>>) -> usize {
        self.nodes.iter().position(|&other| other == node).expect("known")
    }
}

impl Drop for World {
    fn drop(&mut self) {
        for &node in &self.nodes {
            // SAFETY: nodes are leaked boxes, and the table does not touch them when it is dropped.
            drop(unsafe { Box::from_raw(node.as_ptr()) });
        }
        for &object in &self.objects {
            // SAFETY: objects are leaked boxes.
            drop(unsafe { Box::from_raw(object.as_ptr()) });
        }
    }
}

#[test]
fn the_basic_node_is_first_and_the_others_newest_first() {
    // As weakref.getweakrefs answers in CPython for ref(o, f) as A, ref(o) as B, ref(o, f) as C,
    // ref(o, f) as D: [B, D, C, A].
    let mut world = World::new(1);
    let a = world.link(0, false);
    let b = world.link(0, true);
    let c = world.link(0, false);
    let d = world.link(0, false);
    assert_eq!(world.list(0), [b, d, c, a]);
    assert_eq!(world.table.count(world.objects[0]), 4);
    assert_eq!(world.table.basic(world.objects[0]), Some(world.nodes[b]));
    assert_eq!(world.clear(0), [b, d, c, a]);
}

#[test]
fn without_a_basic_node_there_is_none_to_share() {
    let mut world = World::new(1);
    assert_eq!(world.table.basic(world.objects[0]), None);
    let a = world.link(0, false);
    let b = world.link(0, false);
    assert_eq!(world.table.basic(world.objects[0]), None);
    assert_eq!(world.list(0), [b, a]);
}

#[test]
fn a_second_basic_node_replaces_the_first_as_the_shared_one() {
    let mut world = World::new(1);
    let dying = world.link(0, true);
    let other = world.link(0, false);
    let shared = world.link(0, true);
    assert_eq!(world.table.basic(world.objects[0]), Some(world.nodes[shared]));
    assert_eq!(world.list(0), [shared, dying, other]);
    assert!(!world.unlink(dying));
    assert_eq!(world.list(0), [shared, other]);
}

#[test]
fn unlinking_says_which_node_was_the_last() {
    let mut world = World::new(2);
    let (a, b, c) = (world.link(0, false), world.link(0, true), world.link(0, false));
    let other = world.link(1, false);
    assert!(!world.unlink(c), "from the middle");
    assert!(!world.unlink(b), "the head");
    assert_eq!(world.list(0), [a]);
    assert!(world.unlink(a), "the last");
    assert!(!world.unlink(a), "a dead one");
    assert_eq!(world.table.len(), 1);
    assert!(world.unlink(other));
    assert!(world.table.is_empty());
}

#[test]
fn clearing_kills_every_node_before_the_first_is_handed_out() {
    let mut world = World::new(2);
    for _ in 0..3 {
        world.link(0, false);
    }
    let other = world.link(1, true);
    let mut seen = 0;
    let each = |_| {
        seen += 1;
        assert!((0..3).all(|node| world.node(node).referent().is_none()));
        assert_eq!(world.table.count(world.objects[0]), 0);
    };
    // SAFETY: the closure changes nothing.
    unsafe { world.table.clear(world.objects[0], each) };
    assert_eq!(seen, 3);
    assert_eq!(world.node(other).referent(), Some(world.objects[1]));
    assert_eq!(world.clear(0), [] as [usize; 0], "nothing twice");
}

#[test]
fn a_cleared_node_is_dead_and_can_be_linked_again() {
    let mut world = World::new(2);
    let node = world.link(0, true);
    assert!(world.node(node).is_basic());
    world.clear(0);
    assert!(!world.node(node).is_basic());
    world.relink(node, 1, false);
    assert_eq!(world.list(1), [node]);
}

#[test]
fn the_closure_of_clear_may_use_the_table() {
    let mut world = World::new(2);
    for _ in 0..4 {
        world.link(0, false);
    }
    let moved = RefCell::new(vec![]);
    let each = |node| {
        // SAFETY: the node that was handed out may be linked, here to another object.
        unsafe { world.table.link(world.objects[1], node, false) }.expect("memory");
        // SAFETY: all nodes are alive; the dead ones are left alone.
        let last = unsafe { world.table.unlink(world.nodes[0]) };
        moved.borrow_mut().push((world.label(node), last));
    };
    // SAFETY: the closure frees nothing and links only the node it is given.
    unsafe { world.table.clear(world.objects[0], each) };
    assert_eq!(*moved.borrow(), [(3, false), (2, false), (1, false), (0, false)]);
    assert_eq!(world.list(1), [1, 2, 3]);
    world.table.check();
}

#[test]
fn a_visit_may_unlink_the_node_it_is_at() {
    let mut world = World::new(1);
    for basic in [true, false, false] {
        world.link(0, basic);
    }
    let mut visited = vec![];
    world.table.nodes(world.objects[0], |node| {
        visited.push(world.label(node));
        world.unlink(world.label(node));
    });
    assert_eq!(visited, [0, 2, 1]);
    assert!(world.table.is_empty());
}

#[test]
fn the_table_shrinks_on_demand_and_keeps_its_lists() {
    let mut world = World::new(1000);
    for object in 0..1000 {
        world.link(object, false);
    }
    for object in 1..1000 {
        assert_eq!(world.clear(object), [object]);
    }
    world.table.shrink_to_fit();
    assert!(world.table.capacity() < 100);
    assert_eq!(world.list(0), [0]);
}

#[test]
fn any_sequence_of_links_unlinks_and_clears_agrees_with_a_model() {
    const OBJECTS: usize = 5;
    let mut world = World::new(OBJECTS as u64);
    let mut model: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut has_basic = [None; OBJECTS];
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    for _ in 0..3_000 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let object = usize::try_from(state >> 8).expect("64 bits") % OBJECTS;
        let list = model.entry(object).or_default();
        match state % 8 {
            0..4 => {
                let basic = state.is_multiple_of(64) && has_basic[object].is_none();
                let node = world.link(object, basic);
                let at = usize::from(!basic && has_basic[object].is_some());
                list.insert(at, node);
                if basic {
                    has_basic[object] = Some(node);
                }
            }
            4..7 if !list.is_empty() => {
                let node = list.remove(usize::try_from(state >> 32).expect("64 bits") % list.len());
                assert_eq!(world.unlink(node), list.is_empty());
                has_basic[object] = has_basic[object].filter(|&basic| basic != node);
            }
            7 if state % 512 == 7 => {
                assert_eq!(world.clear(object), *list);
                list.clear();
                has_basic[object] = None;
            }
            _ => {}
        }
        assert_eq!(world.list(object), model[&object]);
    }
    assert_eq!(world.table.len(), model.values().filter(|list| !list.is_empty()).count());
}
