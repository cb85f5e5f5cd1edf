//! The collector alone, over a small object model whose blocks come from `pymalloc`.
//!
//! ```text
//!   0         4         8                       48
//!  | count   | gc word | cell, row of edges    |      one block; the edges are in another
//! ```
//! A node whose count has fallen to zero is taken apart from a list, not by recursion. Leaves are
//! nodes that are never tracked.

use std::cell::{Cell, RefCell};
use std::ptr::NonNull;

use allocator_api2::alloc::Layout;
use allocator_api2::vec::Vec as BlockVec;
use cyclegc::{Collector, GcWord, Generation, Host, Owners, ParallelHost, Unreachable, Workers};

use crate::memory::{Generational, Kinds, Memory};

/// How far in front of the node that is cleared the processor is asked for others.
const AHEAD: usize = 8;

pub(crate) struct Node {
    owners: Cell<u32>,
    word: GcWord,
    edges: RefCell<BlockVec<NonNull<Node>, &'static pymalloc::Heap>>,
}

const _: () = assert!(size_of::<Node>() == 48);

struct Graph {
    collector: Collector<Node>,
    heap: &'static pymalloc::Heap,
    falling: RefCell<Vec<NonNull<Node>>>,
    falls: Cell<bool>,
    /// What stands for the roots of a program.
    root: Cell<Option<NonNull<Node>>>,
}

/// The memory, one more pointer to the graph.
#[derive(Clone, Copy)]
pub(crate) struct Toy<const ROOTS: bool, const THREADS: usize = 1>(&'static Graph);

/// A counted handle.
pub(crate) struct Handle(NonNull<Node>, &'static Graph);

fn node<'a>(pointer: NonNull<Node>) -> &'a Node {
    // SAFETY: the benchmark only asks about nodes that a handle or an edge owns.
    unsafe { pointer.as_ref() }
}

impl Graph {
    fn alloc(&self) -> NonNull<Node> {
        let block = self.heap.alloc(Layout::new::<Node>()).expect("memory").cast::<Node>();
        let edges = RefCell::new(BlockVec::new_in(self.heap));
        // SAFETY: the block was allocated for a node.
        unsafe { block.write(Node { owners: Cell::new(1), word: GcWord::new(), edges }) };
        block
    }

    fn incref(to: NonNull<Node>) {
        let owners = &node(to).owners;
        owners.set(owners.get() + 1);
    }

    fn decref(&self, to: NonNull<Node>) {
        let owners = &node(to).owners;
        owners.set(owners.get() - 1);
        if owners.get() == 0 {
            self.falling.borrow_mut().push(to);
            if !self.falls.replace(true) {
                while let Some(dead) = { self.falling.borrow_mut().pop() } {
                    self.free(dead);
                }
                self.falls.set(false);
            }
        }
    }

    fn free(&self, dead: NonNull<Node>) {
        if node(dead).word.is_tracked() {
            self.collector.untrack(self, dead);
            self.collector.note_free();
        }
        self.drop_edges(dead);
        // SAFETY: nobody owns the node any more; its edges are gone, its block was the heap's.
        unsafe { dead.drop_in_place() };
        // SAFETY: as above.
        unsafe { self.heap.dealloc(dead.cast(), Layout::new::<Node>()) };
    }

    fn drop_edges(&self, from: NonNull<Node>) {
        let none = BlockVec::new_in(self.heap);
        for to in node(from).edges.replace(none) {
            self.decref(to);
        }
    }
}

// SAFETY: nodes do not move, untrack themselves before they are freed, and counts and edges are
// exact.
unsafe impl Host for Graph {
    type Object = Node;

    fn word<'a>(&self, node: &'a Node) -> &'a GcWord {
        &node.word
    }

    fn owners(&self, of: NonNull<Node>) -> Owners {
        Owners::Counted(node(of).owners.get())
    }

    #[inline]
    fn is_own(&self, _: NonNull<Node>) -> Option<bool> {
        Some(true)
    }

    #[inline]
    fn is_plain(&self, _: NonNull<Node>) -> bool {
        true
    }

    #[inline]
    fn untracks(&self, _: NonNull<Node>) -> bool {
        false
    }

    #[inline]
    fn traverse<V: FnMut(NonNull<Node>)>(&self, of: NonNull<Node>, visit: &mut V) {
        node(of).edges.borrow().iter().for_each(|&to| visit(to));
    }

    #[inline]
    fn hint(&self, of: NonNull<Node>) {
        cyclegc::prefetch(node(of).edges.borrow().as_ptr());
    }

    fn clear(&self, object: NonNull<Node>) {
        Self::incref(object);
        self.drop_edges(object);
        self.decref(object);
    }

    /// Nodes have no destructors, so that all of them go: their references to one another need not be
    /// counted any more.
    fn clear_all(&self, garbage: &Unreachable<'_, Self>) -> bool {
        if !garbage.is_scattered() {
            return false;
        }
        for slot in garbage.slots() {
            if let Some(later) = garbage.get(slot + 2 * AHEAD) {
                self.hint(later);
            }
            if let Some(soon) = garbage.get(slot + AHEAD) {
                self.traverse(soon, &mut |to| cyclegc::prefetch(to.as_ptr()));
            }
            let Some(object) = garbage.get(slot) else { continue };
            for to in node(object).edges.replace(BlockVec::new_in(self.heap)) {
                if !node(to).word.is_unreachable() {
                    self.decref(to);
                }
            }
        }
        garbage.slots().filter_map(|slot| garbage.get(slot)).for_each(|object| self.free(object));
        true
    }

    fn dies_unseen(&self, _: NonNull<Node>) -> bool {
        true
    }

    fn workers(&self) -> Option<Workers<Self>> {
        Some(Workers::new())
    }

    fn roots(&self, visit: &mut dyn FnMut(NonNull<Node>)) {
        if let Some(root) = self.root.get() {
            visit(root);
        }
    }
}

// SAFETY: `word`, `traverse` and `hint` read the node they are asked about and write nothing but its
// own borrow flag.
unsafe impl ParallelHost for Graph {}

impl Clone for Handle {
    fn clone(&self) -> Self {
        Graph::incref(self.0);
        Self(self.0, self.1)
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.1.decref(self.0);
    }
}

impl<const ROOTS: bool, const THREADS: usize> Memory for Toy<ROOTS, THREADS> {
    type Node = Handle;

    fn new(automatic: bool) -> Self {
        let heap: &'static _ = Box::leak(Box::new(pymalloc::Heap::new()));
        let graph: &'static _ = Box::leak(Box::new(Graph {
            collector: Collector::new(),
            heap,
            falling: RefCell::default(),
            falls: Cell::new(false),
            root: Cell::new(None),
        }));
        graph.collector.set_mark_from_roots(ROOTS);
        graph.collector.set_threads(THREADS, 50_000);
        if !automatic {
            graph.collector.disable();
        }
        Self(graph)
    }

    fn node(&self) -> Handle {
        let leaf = self.leaf();
        self.0.collector.note_alloc();
        self.0.collector.track(self.0, leaf.0).expect("room");
        leaf
    }

    fn link(&self, from: &Handle, to: &Handle) {
        Graph::incref(to.0);
        node(from.0).edges.borrow_mut().push(to.0);
    }

    fn collect(&self) {
        self.0.collector.collect(self.0, Generation::Old).expect("memory");
    }

    fn safepoint(&self) {
        if self.0.collector.is_due() {
            let _ = self.0.collector.collect_due(self.0);
        }
    }

    fn set_root(&self, root: Option<&Handle>) {
        self.0.root.set(root.map(|root| root.0));
    }
}

impl<const ROOTS: bool, const THREADS: usize> Generational for Toy<ROOTS, THREADS> {
    fn collect_young(&self) {
        self.0.collector.collect(self.0, Generation::Young).expect("memory");
    }
}

impl<const ROOTS: bool, const THREADS: usize> Kinds for Toy<ROOTS, THREADS> {
    fn leaf(&self) -> Handle {
        Handle(self.0.alloc(), self.0)
    }
}
