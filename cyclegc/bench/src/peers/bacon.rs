//! `bacon_rajan_cc`: reference counts and synchronous collection of purple roots.

use std::cell::RefCell;

use bacon_rajan_cc::{Cc, Trace, Tracer, collect_cycles};

use crate::memory::{Memory, Now};

pub(crate) struct Node(RefCell<Vec<Cc<Node>>>);

impl Trace for Node {
    fn trace(&self, tracer: &mut Tracer) {
        self.0.trace(tracer);
    }
}

pub(crate) struct BaconRajan(Now);

impl Memory for BaconRajan {
    type Node = Cc<Node>;

    fn new(_: bool) -> Self {
        Self(Now::default())
    }

    fn node(&self) -> Cc<Node> {
        Cc::new(Node(RefCell::default()))
    }

    fn link(&self, from: &Cc<Node>, to: &Cc<Node>) {
        from.0.borrow_mut().push(to.clone());
    }

    fn collect(&self) {
        collect_cycles();
    }

    fn safepoint(&self) {
        if self.0.comes() {
            collect_cycles();
        }
    }
}
