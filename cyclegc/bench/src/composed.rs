//! The composed heap: the same node as a payload of `integration`'s `Gc<T>`.

use std::cell::RefCell;
use std::rc::Rc;

use cyclegc::Generation;
use integration::{Gc, Heap, HeapVec, Runtime, Trace, Value};

use crate::memory::{Generational, Kinds, Memory};

#[derive(Trace)]
pub(crate) struct Node(RefCell<HeapVec<Gc<Node>>>);

/// What stands for the roots of a program.
#[derive(Default)]
struct Root(RefCell<Option<Value>>);

impl Runtime for Root {
    fn roots(&self, visit: &mut dyn FnMut(&Value)) {
        if let Some(root) = &*self.0.borrow() {
            visit(root);
        }
    }
}

/// The memory.
pub(crate) struct Composed<const ROOTS: bool, const THREADS: usize = 1> {
    heap: Heap,
    root: Rc<Root>,
}

impl<const ROOTS: bool, const THREADS: usize> Memory for Composed<ROOTS, THREADS> {
    type Node = Gc<Node>;

    fn new(automatic: bool) -> Self {
        let heap = Heap::new();
        let root = Rc::<Root>::default();
        heap.collector().set_enabled(automatic);
        heap.collector().set_mark_from_roots(ROOTS);
        heap.collector().set_threads(THREADS, 50_000);
        heap.set_runtime(Some(root.clone()));
        Self { heap, root }
    }

    fn node(&self) -> Gc<Node> {
        self.heap.alloc(Node(RefCell::new(self.heap.vec()))).expect("memory")
    }

    fn link(&self, from: &Gc<Node>, to: &Gc<Node>) {
        from.0.borrow_mut().push(to.clone());
    }

    fn collect(&self) {
        self.heap.collect().expect("memory");
    }

    fn safepoint(&self) {
        self.heap.safepoint();
    }

    fn set_root(&self, root: Option<&Gc<Node>>) {
        let root = root.map(Gc::to_value);
        self.root.0.replace(root);
    }
}

impl<const ROOTS: bool, const THREADS: usize> Generational for Composed<ROOTS, THREADS> {
    fn collect_young(&self) {
        self.heap.collect_generation(Generation::Young).expect("memory");
    }
}

impl<const ROOTS: bool, const THREADS: usize> Kinds for Composed<ROOTS, THREADS> {
    fn leaf(&self) -> Gc<Node> {
        self.heap.alloc_untracked(Node(RefCell::new(self.heap.vec()))).expect("memory")
    }
}
