//! `dumpster::unsync`: reference counts, a map of suspects, a local mark.

use std::cell::RefCell;

use dumpster::Trace;
use dumpster::unsync::{Gc, collect, default_collect_condition, set_collect_condition};

use crate::memory::Memory;

#[derive(Trace)]
pub(crate) struct Node(RefCell<Vec<Gc<Node>>>);

pub(crate) struct Dumpster;

impl Memory for Dumpster {
    type Node = Gc<Node>;

    fn new(automatic: bool) -> Self {
        set_collect_condition(if automatic { default_collect_condition } else { |_| false });
        Self
    }

    fn node(&self) -> Gc<Node> {
        Gc::new(Node(RefCell::default()))
    }

    fn link(&self, from: &Gc<Node>, to: &Gc<Node>) {
        from.0.borrow_mut().push(to.clone());
    }

    fn collect(&self) {
        collect();
    }
}
