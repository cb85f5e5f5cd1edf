//! `gc`: mark and sweep with counted roots.

use gc::{Finalize, Gc, GcCell, Trace, force_collect};

use crate::memory::Memory;

#[allow(non_local_definitions, reason = "the derive of this version makes them")]
mod node {
    use super::{Finalize, Gc, GcCell, Trace};

    #[derive(Trace, Finalize)]
    pub(crate) struct Node(pub(super) GcCell<Vec<Gc<Node>>>);
}
use node::Node;

pub(crate) struct RustGc;

impl Memory for RustGc {
    type Node = Gc<Node>;

    fn new(_: bool) -> Self {
        Self
    }

    fn node(&self) -> Gc<Node> {
        Gc::new(Node(GcCell::new(Vec::new())))
    }

    fn link(&self, from: &Gc<Node>, to: &Gc<Node>) {
        from.0.borrow_mut().push(to.clone());
    }

    fn collect(&self) {
        force_collect();
    }
}
