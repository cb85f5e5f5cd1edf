//! `jrsonnet-gcmodule`: the fork of `gcmodule` that has weak references.

use std::cell::RefCell;

use jrsonnet_gcmodule::{Cc, Trace, Tracer, collect_thread_cycles};

use crate::memory::{Memory, Now};

pub(crate) struct Node(RefCell<Vec<Cc<Node>>>);

impl Trace for Node {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.0.trace(tracer);
    }

    fn is_type_tracked() -> bool {
        true
    }
}

pub(crate) struct Jrsonnet(Now);

impl Memory for Jrsonnet {
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
        let _ = collect_thread_cycles();
    }

    fn safepoint(&self) {
        if self.0.comes() {
            let _ = collect_thread_cycles();
        }
    }
}
