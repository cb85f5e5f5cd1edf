//! `rust-cc`: reference counts, an intrusive list of suspects, local trial deletion.

use std::cell::RefCell;

use rust_cc::{Cc, Finalize, Trace, collect_cycles, config::config};

use crate::memory::Memory;

#[derive(Trace, Finalize)]
pub(crate) struct Node(RefCell<Vec<Cc<Node>>>);

pub(crate) struct RustCc;

impl Memory for RustCc {
    type Node = Cc<Node>;

    fn new(automatic: bool) -> Self {
        config(|config| config.set_auto_collect(automatic)).expect("the thread's configuration");
        Self
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
}
