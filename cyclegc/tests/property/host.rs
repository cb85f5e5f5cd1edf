//! The host of the property tests: nodes with edges, handles, finalizers, no hooks.
//!
//! Unlike the toy it may be traversed by several threads. A freed node stays in memory until the
//! host goes, and any use of it fails the test.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;
use std::{boxed::Box, vec::Vec};

use cyclegc::{Collector, GcWord, Generation, Host, Owners, Unreachable};

pub(crate) type Ptr = NonNull<Node>;

/// What happens when a node is found unreachable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Plain,
    /// Its finalizer is logged.
    Finalized,
    /// Its finalizer takes a handle.
    Resurrected,
    /// Its finalizer drops its edges.
    Suicidal,
    /// It has a legacy finalizer.
    Legacy,
}

pub(crate) struct Node {
    pub(crate) id: usize,
    word: GcWord,
    pub(crate) owners: Cell<u32>,
    pub(crate) handles: Cell<u32>,
    pub(crate) dead: Cell<bool>,
    pub(crate) end: End,
    pub(crate) edges: RefCell<Vec<Ptr>>,
}

#[derive(Default)]
pub(crate) struct Graph {
    pub(crate) collector: Collector<Node>,
    pub(crate) nodes: RefCell<Vec<Ptr>>,
    pub(crate) finalized: RefCell<Vec<usize>>,
    pub(crate) garbage: RefCell<Vec<Ptr>>,
    /// Whether it answers what a host need not know.
    pub(crate) tells: Cell<bool>,
    /// The node whose traversal panics.
    pub(crate) panics: Cell<Option<usize>>,
}

impl Graph {
    pub(crate) fn node(&self, end: End) -> Ptr {
        let id = self.nodes.borrow().len();
        let (owners, handles, edges) = (Cell::new(1), Cell::new(1), RefCell::default());
        let (word, dead) = (GcWord::new(), Cell::new(false));
        let node = Node { id, word, owners, handles, dead, end, edges };
        let node = NonNull::from(Box::leak(Box::new(node)));
        self.nodes.borrow_mut().push(node);
        self.collector.note_alloc();
        self.collector.track(self, node).expect("room for a node");
        node
    }

    #[expect(clippy::unused_self, reason = "it lends the node for as long as the graph lives")]
    pub(crate) fn get(&self, node: Ptr) -> &Node {
        // SAFETY: the box of a node lives as long as the graph, dead or not.
        let node = unsafe { &*node.as_ptr() };
        assert!(!node.dead.get(), "node {} is used after it was freed", node.id);
        node
    }

    /// The nodes that are alive.
    pub(crate) fn alive(&self) -> Vec<Ptr> {
        // SAFETY: as in `get`.
        let dead = |node: &Ptr| unsafe { node.as_ref() }.dead.get();
        self.nodes.borrow().iter().copied().filter(|node| !dead(node)).collect()
    }

    pub(crate) fn take_handle(&self, node: Ptr) {
        self.get(node).handles.set(self.get(node).handles.get() + 1);
        self.incref(node);
    }

    pub(crate) fn drop_handle(&self, node: Ptr) {
        let handles = &self.get(node).handles;
        if handles.get() > 0 {
            handles.set(handles.get() - 1);
            self.decref(node);
        }
    }

    fn incref(&self, node: Ptr) {
        self.get(node).owners.set(self.get(node).owners.get() + 1);
    }

    fn decref(&self, node: Ptr) {
        let owners = &self.get(node).owners;
        owners.set(owners.get() - 1);
        if owners.get() > 0 {
            return;
        }
        if self.needs_finalizer(node) && !self.get(node).word.is_finalized() {
            owners.set(1);
            self.get(node).word.set_finalized();
            self.run_finalizer(node);
            owners.set(owners.get() - 1);
            if owners.get() > 0 {
                return;
            }
        }
        self.collector.untrack(self, node);
        self.unlink(node);
        self.collector.note_free();
        self.get(node).dead.set(true);
    }

    pub(crate) fn link(&self, from: Ptr, to: Ptr) {
        self.incref(to);
        self.get(from).edges.borrow_mut().push(to);
    }

    pub(crate) fn unlink(&self, node: Ptr) {
        for to in self.get(node).edges.take() {
            self.decref(to);
        }
    }

    fn run_finalizer(&self, node: Ptr) {
        self.finalized.borrow_mut().push(self.get(node).id);
        match self.get(node).end {
            End::Resurrected => self.take_handle(node),
            End::Suicidal => self.unlink(node),
            _ => {}
        }
    }

    pub(crate) fn generation(&self, node: Ptr) -> Option<Generation> {
        self.get(node).word.generation()
    }
}

impl Drop for Graph {
    fn drop(&mut self) {
        for node in self.nodes.take() {
            // SAFETY: the node was leaked from a box, and the graph, which lent it, is going.
            drop(unsafe { Box::from_raw(node.as_ptr()) });
        }
    }
}

// SAFETY: nodes do not move, untrack themselves before they die, and report counts and edges
// exactly; `clear` and `finalize` hold an owner.
unsafe impl Host for Graph {
    type Object = Node;

    fn word<'a>(&self, node: &'a Node) -> &'a GcWord {
        assert!(!node.dead.get(), "the collector touched node {} after it was freed", node.id);
        &node.word
    }

    fn owners(&self, node: Ptr) -> Owners {
        Owners::Counted(self.get(node).owners.get())
    }

    fn traverse<V: FnMut(Ptr)>(&self, node: Ptr, visit: &mut V) {
        assert!(self.panics.get() != Some(self.get(node).id), "on purpose");
        self.get(node).edges.borrow().iter().for_each(|&to| visit(to));
    }

    fn is_own(&self, _: Ptr) -> Option<bool> {
        self.tells.get().then_some(true)
    }

    fn is_plain(&self, node: Ptr) -> bool {
        self.get(node).end == End::Plain
    }

    fn untracks(&self, _: Ptr) -> bool {
        !self.tells.get()
    }

    fn clear(&self, node: Ptr) {
        self.incref(node);
        self.unlink(node);
        self.decref(node);
    }

    fn free_all(&self, garbage: &Unreachable<'_, Self>) -> bool {
        let edges = garbage.iter().flat_map(|node| self.get(node).edges.borrow().clone());
        let leaving: Vec<Ptr> = edges.filter(|&to| !garbage.contains(to)).collect();
        assert!(leaving.is_empty() || !garbage.is_inward(), "an edge leads out of the garbage");
        if leaving.iter().any(|&to| self.get(to).handles.get() == 0) {
            return false;
        }
        for node in garbage.take_all().into_iter().flatten() {
            self.get(node).edges.take();
            self.collector.note_free();
            self.get(node).dead.set(true);
        }
        for to in leaving {
            self.decref(to);
        }
        true
    }

    fn needs_finalizer(&self, node: Ptr) -> bool {
        matches!(self.get(node).end, End::Finalized | End::Resurrected | End::Suicidal)
    }

    fn finalize(&self, node: Ptr) {
        self.incref(node);
        self.run_finalizer(node);
        self.decref(node);
    }

    fn has_legacy_finalizer(&self, node: Ptr) -> bool {
        self.get(node).end == End::Legacy
    }

    fn save_garbage(&self, node: Ptr) {
        self.take_handle(node);
        self.garbage.borrow_mut().push(node);
    }

    fn roots(&self, visit: &mut dyn FnMut(Ptr)) {
        for node in self.alive() {
            // Some roots are not named: the collector finds what they hold by its counts.
            if self.get(node).handles.get() > 0 && !self.get(node).id.is_multiple_of(3) {
                visit(node);
            }
        }
    }

    #[cfg(feature = "parallel")]
    fn workers(&self) -> Option<cyclegc::Workers<Self>> {
        Some(cyclegc::Workers::new())
    }
}

// SAFETY: `word`, `traverse` and `hint` read the node they are asked about and write nothing but
// its own borrow flag.
#[cfg(feature = "parallel")]
unsafe impl cyclegc::ParallelHost for Graph {}
