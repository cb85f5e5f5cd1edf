//! A small host for the tests: counted nodes with edges, kinds, finalizers and weak references.
//!
//! A freed node's memory stays until the toy goes, and `Toy::get` refuses it, so a use after free
//! fails the test at once. Nodes die without recursion. Every method of the host first calls the
//! test's hook, and the hooks in which user code may run check the collector's invariants.

#![allow(dead_code, unreachable_pub, reason = "each test binary uses part of the toy")]

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ptr::NonNull;
use std::rc::Rc;
use std::time::Duration;
use std::{boxed::Box, format, string::String, vec::Vec};

use cyclegc::{
    Collector, DebugEvent, GcWord, Generation, Host, Miscount, Outcome, Owners, Unreachable,
    UntrackPass, WeakrefPass,
};

pub type Ptr = NonNull<Node>;
pub type Action = Rc<dyn Fn(&Toy, Ptr)>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Tracked for ever.
    Object,
    /// Untracked by any collection once it has no tracked child.
    Tuple,
    /// Untracked by a full collection once it has no child but untracked tuples.
    Dict,
    /// Tells nobody about its edges.
    Opaque,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Start,
    Stop,
    Owners,
    Traverse,
    Untrack,
    Legacy,
    Roots,
    Weakrefs,
    Finalize,
    Clear,
    Save,
    All,
}

pub struct Node {
    pub id: usize,
    pub word: GcWord,
    pub owners: Cell<u32>,
    pub immortal: Cell<bool>,
    pub dead: Cell<bool>,
    pub kind: Kind,
    pub edges: RefCell<Vec<Ptr>>,
    /// Edges reported besides the real ones, and how many of the real ones are concealed.
    pub invented: RefCell<Vec<Ptr>>,
    pub concealed: Cell<usize>,
    pub finalizer: RefCell<Option<Action>>,
    pub legacy: Cell<bool>,
    pub unclearable: Cell<bool>,
}

pub struct Weak {
    pub target: Cell<Option<Ptr>>,
    /// The weak reference object, if it is not held from outside.
    pub owner: Option<Ptr>,
    pub callback: Option<Action>,
}

type Hook = Rc<dyn Fn(&Toy, Step, Option<Ptr>)>;

#[derive(Default)]
pub struct Toy {
    pub collector: Collector<Node>,
    nodes: RefCell<Vec<Ptr>>,
    falling: RefCell<Vec<Ptr>>,
    draining: Cell<bool>,
    pub freed: Cell<usize>,
    pub log: RefCell<Vec<usize>>,
    pub lines: RefCell<Vec<String>>,
    pub outcomes: RefCell<Vec<Outcome>>,
    pub garbage: RefCell<Vec<Ptr>>,
    pub weakrefs: RefCell<Vec<Rc<Weak>>>,
    pub reclaimed: Cell<usize>,
    pub roots: RefCell<Vec<Ptr>>,
    pub hook: RefCell<Option<Hook>>,
    pub traversals: Cell<usize>,
    /// Whether garbage is cleared in one go where it may be, and how often that was.
    pub at_once: Cell<bool>,
    pub cleared_at_once: Cell<usize>,
}

impl Toy {
    pub fn new() -> Self {
        Self::default()
    }

    /// A node of that kind, tracked, with one owner outside.
    pub fn node(&self, kind: Kind) -> Ptr {
        let id = self.nodes.borrow().len();
        let node = Box::new(Node {
            id,
            word: GcWord::new(),
            owners: Cell::new(1),
            immortal: Cell::new(false),
            dead: Cell::new(false),
            kind,
            edges: RefCell::default(),
            invented: RefCell::default(),
            concealed: Cell::new(0),
            finalizer: RefCell::default(),
            legacy: Cell::new(false),
            unclearable: Cell::new(false),
        });
        let ptr = NonNull::from(Box::leak(node));
        self.nodes.borrow_mut().push(ptr);
        self.collector.note_alloc();
        self.collector.track(self, ptr).expect("room for a node");
        ptr
    }

    pub fn object(&self) -> Ptr {
        self.node(Kind::Object)
    }

    pub fn objects<const N: usize>(&self) -> [Ptr; N] {
        std::array::from_fn(|_| self.object())
    }

    #[allow(clippy::unused_self, reason = "it lends the node for as long as the toy lives")]
    pub fn get(&self, node: Ptr) -> &Node {
        // SAFETY: the box of a node lives as long as the toy, dead or not.
        let node = unsafe { &*node.as_ptr() };
        assert!(!node.dead.get(), "node {} is used after it was freed", node.id);
        node
    }

    #[allow(clippy::unused_self, reason = "only a toy that lives has nodes")]
    pub fn is_dead(&self, node: Ptr) -> bool {
        // SAFETY: as in `get`.
        unsafe { node.as_ref() }.dead.get()
    }

    pub fn alive(&self) -> usize {
        self.nodes.borrow().len() - self.freed.get()
    }

    pub fn incref(&self, node: Ptr) {
        let owners = &self.get(node).owners;
        owners.set(owners.get() + 1);
    }

    pub fn decref(&self, node: Ptr) {
        let owners = &self.get(node).owners;
        owners.set(owners.get().checked_sub(1).expect("a count below zero"));
        if owners.get() == 0 && !self.get(node).immortal.get() {
            // A deferred node must be invisible to the collector: it has no owner to take off.
            self.collector.untrack(self, node);
            self.falling.borrow_mut().push(node);
            if !self.draining.replace(true) {
                let _draining = Draining(self);
                loop {
                    let Some(next) = self.falling.borrow_mut().pop() else { break };
                    self.free(next);
                }
            }
        }
    }

    fn free(&self, ptr: Ptr) {
        let node = self.get(ptr);
        let finalizer = node.finalizer.borrow().clone();
        if let Some(finalizer) = finalizer.filter(|_| !node.word.is_finalized()) {
            node.owners.set(1);
            self.collector.track(self, ptr).expect("room for a node");
            self.log.borrow_mut().push(node.id);
            finalizer(self, ptr);
            node.word.set_finalized();
            node.owners.set(node.owners.get() - 1);
            if node.owners.get() > 0 {
                return;
            }
        }
        self.collector.untrack(self, ptr);
        let weakrefs: Vec<_> = self.weakrefs_to(ptr);
        for weak in &weakrefs {
            weak.target.set(None);
        }
        self.weakrefs.borrow_mut().retain(|weak| weak.owner != Some(ptr));
        for edge in node.edges.take() {
            self.decref(edge);
        }
        self.collector.note_free();
        node.dead.set(true);
        self.freed.set(self.freed.get() + 1);
        for weak in weakrefs {
            self.call_back(&weak, ptr);
        }
    }

    pub fn link(&self, from: Ptr, to: Ptr) {
        self.incref(to);
        self.get(from).edges.borrow_mut().push(to);
    }

    pub fn unlink(&self, from: Ptr) {
        for to in self.get(from).edges.take() {
            self.decref(to);
        }
    }

    /// Links each node to the next and the last to the first, and gives up the owners outside.
    pub fn ring(&self, nodes: &[Ptr]) {
        for (index, &node) in nodes.iter().enumerate() {
            self.link(node, nodes[(index + 1) % nodes.len()]);
        }
        for &node in nodes {
            self.decref(node);
        }
    }

    pub fn on_finalize(&self, node: Ptr, action: impl Fn(&Self, Ptr) + 'static) {
        *self.get(node).finalizer.borrow_mut() = Some(Rc::new(action));
    }

    /// Gives the nodes finalizers that do nothing but be logged.
    pub fn watch(&self, nodes: &[Ptr]) {
        for &node in nodes {
            self.on_finalize(node, |_, _| {});
        }
    }

    pub fn set_hook(&self, hook: impl Fn(&Self, Step, Option<Ptr>) + 'static) {
        *self.hook.borrow_mut() = Some(Rc::new(hook));
    }

    pub fn weakref(&self, target: Ptr, owner: Option<Ptr>, callback: Option<Action>) -> Rc<Weak> {
        let weak = Rc::new(Weak { target: Cell::new(Some(target)), owner, callback });
        self.weakrefs.borrow_mut().push(weak.clone());
        self.get(target).word.set_has_weakrefs(true);
        weak
    }

    /// Newest first.
    fn weakrefs_to(&self, node: Ptr) -> Vec<Rc<Weak>> {
        let all = self.weakrefs.borrow();
        all.iter().rev().filter(|weak| weak.target.get() == Some(node)).cloned().collect()
    }

    fn call_back(&self, weak: &Weak, referent: Ptr) {
        if let Some(callback) = &weak.callback {
            callback(self, referent);
        }
    }

    /// Checks the collector's invariants. On a large heap only the tests themselves do.
    pub fn check(&self) {
        if self.nodes.borrow().len() < 10_000 {
            self.collector.check(self);
        }
    }

    pub fn collect(&self, generation: Generation) -> Outcome {
        let outcome = self.collector.collect(self, generation).expect("memory to collect");
        self.check();
        outcome
    }

    pub fn full(&self) -> Outcome {
        self.collect(Generation::Old)
    }

    pub fn ids(&self, generation: Generation) -> Vec<usize> {
        let mut ids = Vec::new();
        self.collector.objects(Some(generation), |node| ids.push(self.get(node).id));
        ids
    }

    pub fn take_log(&self) -> Vec<usize> {
        self.log.take()
    }

    fn step(&self, step: Step, node: Option<Ptr>) {
        let hook = self.hook.borrow().clone();
        if let Some(hook) = hook {
            hook(self, step, node);
        }
    }
}

impl Drop for Toy {
    fn drop(&mut self) {
        for node in self.nodes.take() {
            // SAFETY: the node was leaked from a box, and the toy, which lent it, is going.
            drop(unsafe { Box::from_raw(node.as_ptr()) });
        }
    }
}

struct Draining<'a>(&'a Toy);

impl Drop for Draining<'_> {
    fn drop(&mut self) {
        self.0.draining.set(false);
    }
}

/// Holds a reference to a node while user code works on it.
struct Held<'a>(&'a Toy, Ptr);

impl<'a> Held<'a> {
    fn new(toy: &'a Toy, node: Ptr) -> Self {
        toy.incref(node);
        Self(toy, node)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.decref(self.1);
    }
}

// SAFETY: nodes never move, untrack themselves before they die, and report counts and edges
// exactly, unless a test makes one lie, for whose consequences `get` watches.
unsafe impl Host for Toy {
    type Object = Node;

    fn word<'a>(&self, node: &'a Node) -> &'a GcWord {
        assert!(!node.dead.get(), "the collector touched node {} after it was freed", node.id);
        &node.word
    }

    fn owners(&self, node: Ptr) -> Owners {
        self.step(Step::Owners, Some(node));
        let node = self.get(node);
        if node.immortal.get() { Owners::Immortal } else { Owners::Counted(node.owners.get()) }
    }

    fn traverse<V: FnMut(Ptr)>(&self, node: Ptr, visit: &mut V) {
        self.traversals.set(self.traversals.get() + 1);
        self.step(Step::Traverse, Some(node));
        let node = self.get(node);
        if node.kind != Kind::Opaque {
            node.edges.borrow().iter().skip(node.concealed.get()).for_each(|&to| visit(to));
            node.invented.borrow().iter().for_each(|&to| visit(to));
        }
    }

    fn clear(&self, node: Ptr) {
        let _held = Held::new(self, node);
        self.step(Step::Clear, Some(node));
        if !self.get(node).unclearable.get() {
            self.unlink(node);
        }
        self.check();
    }

    fn clear_all(&self, garbage: &Unreachable<'_, Self>) -> bool {
        if !self.at_once.get() {
            return false;
        }
        self.cleared_at_once.set(self.cleared_at_once.get() + 1);
        let _held: Vec<_> = garbage.iter().map(|node| Held::new(self, node)).collect();
        for slot in garbage.slots().rev() {
            garbage.get(slot).into_iter().for_each(|node| self.clear(node));
        }
        true
    }

    fn dies_unseen(&self, node: Ptr) -> bool {
        let node = self.get(node);
        let silent = node.finalizer.borrow().is_none() && !node.word.has_weakrefs();
        silent && node.edges.borrow().is_empty()
    }

    fn needs_finalizer(&self, node: Ptr) -> bool {
        self.get(node).finalizer.borrow().is_some()
    }

    fn finalize(&self, node: Ptr) {
        let _held = Held::new(self, node);
        self.log.borrow_mut().push(self.get(node).id);
        self.step(Step::Finalize, Some(node));
        let finalizer = self.get(node).finalizer.borrow().clone();
        finalizer.expect("only nodes with a finalizer are finalized")(self, node);
        self.check();
    }

    fn has_legacy_finalizer(&self, node: Ptr) -> bool {
        self.step(Step::Legacy, Some(node));
        self.get(node).legacy.get()
    }

    fn may_untrack(&self, node: Ptr, pass: UntrackPass) -> bool {
        self.step(Step::Untrack, Some(node));
        let node = self.get(node);
        let tuple = |child: Ptr| self.get(child).kind == Kind::Tuple;
        let tracked = |child: Ptr| self.collector.is_tracked(self, child);
        let plain = |child: &Ptr| tuple(*child) && !tracked(*child);
        match (node.kind, pass) {
            (Kind::Tuple, UntrackPass::Every) | (Kind::Dict, UntrackPass::Full) => {
                node.edges.borrow().iter().all(plain)
            }
            _ => false,
        }
    }

    fn clear_weakrefs(&self, unreachable: &Unreachable<'_, Self>) -> usize {
        self.check();
        let pass = unreachable.pass();
        let concerns =
            |weak: &Rc<Weak>| pass != WeakrefPass::WithCallback || weak.callback.is_some();
        let mut queue = Vec::new();
        for node in unreachable.iter() {
            let owned = |weak: &&Rc<Weak>| weak.owner == Some(node) && concerns(weak);
            for weak in self.weakrefs.borrow().iter().filter(owned) {
                weak.target.set(None);
            }
            for weak in self.weakrefs_to(node).into_iter().filter(concerns) {
                weak.target.set(None);
                if !weak.owner.is_some_and(|owner| unreachable.contains(owner)) {
                    queue.push((weak, node));
                }
            }
        }
        if pass == WeakrefPass::Rest {
            return 0;
        }
        self.step(Step::Weakrefs, None);
        if queue.is_empty() && self.hook.borrow().is_none() {
            unreachable.nothing_called();
        }
        for (weak, node) in queue {
            self.call_back(&weak, node);
        }
        self.check();
        self.reclaimed.get()
    }

    fn save_garbage(&self, node: Ptr) {
        self.step(Step::Save, Some(node));
        self.incref(node);
        self.garbage.borrow_mut().push(node);
    }

    fn roots(&self, visit: &mut dyn FnMut(Ptr)) {
        for &root in self.roots.borrow().iter() {
            self.step(Step::Roots, Some(root));
            visit(root);
        }
    }

    fn on_start(&self, _: Generation) {
        self.check();
        self.step(Step::Start, None);
    }

    fn on_stop(&self, outcome: &Outcome) {
        self.check();
        self.outcomes.borrow_mut().push(*outcome);
        self.step(Step::Stop, None);
    }

    fn collected_all(&self) {
        self.step(Step::All, None);
    }

    fn debug(&self, event: &DebugEvent<Node>) {
        self.lines.borrow_mut().push(format!("{}", event.display(self)));
    }

    fn miscounted(&self, miscount: &Miscount<Node>) {
        self.lines.borrow_mut().push(format!("{}", miscount.display(self)));
    }

    fn label(&self, node: Ptr, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}#{}", self.get(node).kind, self.get(node).id)
    }

    fn now(&self) -> Option<Duration> {
        Some(Duration::from_millis(1))
    }
}
