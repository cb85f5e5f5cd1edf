//! `safe-gc`: mark and sweep over indices, without unsafe code.

use std::cell::RefCell;

use safe_gc::{Collector, Gc, Heap, Root, Trace};

use crate::memory::Memory;

pub(crate) struct Node(Vec<Gc<Node>>);

impl Trace for Node {
    fn trace(&self, collector: &mut Collector) {
        for &to in &self.0 {
            collector.edge(to);
        }
    }
}

pub(crate) struct SafeGc(RefCell<Heap>);

impl Memory for SafeGc {
    type Node = Root<Node>;

    fn new(_: bool) -> Self {
        Self(RefCell::new(Heap::new()))
    }

    fn node(&self) -> Root<Node> {
        self.0.borrow_mut().alloc(Node(Vec::new()))
    }

    fn link(&self, from: &Root<Node>, to: &Root<Node>) {
        self.0.borrow_mut().get_mut(from).0.push(to.unrooted());
    }

    fn collect(&self) {
        self.0.borrow_mut().gc();
    }
}
