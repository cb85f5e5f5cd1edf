//! `boa_gc`: mark and sweep, roots found by counting handles.

use boa_gc::{Finalize, Gc, GcRefCell, Trace, force_collect};

use crate::memory::Memory;

#[derive(Trace, Finalize)]
pub(crate) struct Node(GcRefCell<Vec<Gc<Node>>>);

pub(crate) struct BoaGc;

impl Memory for BoaGc {
    type Node = Gc<Node>;

    fn new(_: bool) -> Self {
        Self
    }

    fn node(&self) -> Gc<Node> {
        Gc::new(Node(GcRefCell::new(Vec::new())))
    }

    fn link(&self, from: &Gc<Node>, to: &Gc<Node>) {
        from.0.borrow_mut().push(to.clone());
    }

    fn collect(&self) {
        force_collect();
    }
}
