//! What a row of the benchmark asks of an object memory, ours or a peer's.
//!
//! Every node is a growable row of owned references behind a cell, in each memory's own pointer:
//! the shape of a Python list, so that CPython's rows do the same work.

/// An object memory with a cycle collector.
pub(crate) trait Memory {
    /// A handle that keeps its node alive.
    type Node: Clone;

    /// A memory. Not `automatic`: no collection may start by itself, where the peer allows that.
    fn new(automatic: bool) -> Self;

    /// A node without references.
    fn node(&self) -> Self::Node;

    /// Adds a reference.
    fn link(&self, from: &Self::Node, to: &Self::Node);

    /// Collects everything.
    fn collect(&self);

    /// A place where an automatic collection may run; called after each node or two. Memories
    /// that never collect by themselves do it here now and then.
    fn safepoint(&self) {}

    /// Names the node that all others hang on, for memories that mark from roots; `None` before it
    /// goes.
    fn set_root(&self, root: Option<&Self::Node>) {
        let _ = root;
    }
}

/// A memory with generations.
pub(crate) trait Generational: Memory {
    /// Collects the youngest objects only.
    fn collect_young(&self);
}

/// A memory with Python's kinds of objects.
pub(crate) trait Kinds: Memory {
    /// An object that refers to nothing and is in no cycle, such as a string.
    fn leaf(&self) -> Self::Node;
}

/// Says when a memory that does not collect by itself is to be told: every 5,000 safepoints.
#[derive(Default)]
pub(crate) struct Now(std::cell::Cell<u32>);

impl Now {
    pub(crate) fn comes(&self) -> bool {
        let turn = (self.0.get() + 1) % 5_000;
        self.0.set(turn);
        turn == 0
    }
}
