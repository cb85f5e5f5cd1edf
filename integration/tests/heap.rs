//! The heap through its safe interface: whatever safe code does, it stays sound.
//!
//! [`Node`] is an object whose every method can be told what to do, [`Log`] what it did.

mod arrays;
mod budget;
mod cycles;
mod depth;
mod derive;
mod detection;
mod drops;
mod finalizers;
mod garbage;
mod immortals;
mod liars;
mod lifetime;
mod model;
mod payloads;
mod release;
#[cfg(feature = "parallel")]
mod threads;
mod weakrefs;

use std::any::Any;
use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

use integration::{Gc, Heap, OutOfMemory, Trace, Tracer, Value};

type Result<T = ()> = core::result::Result<T, OutOfMemory>;
type Finalizer = Box<dyn Fn(&Gc<Node>, &Heap)>;
type Destructor = Box<dyn Fn(&Node)>;

/// What happened, in order.
#[derive(Clone, Default)]
struct Log(Rc<RefCell<Vec<String>>>);

impl Log {
    fn say(&self, line: impl Into<String>) {
        self.0.borrow_mut().push(line.into());
    }

    /// What has been said since the last call, in one line.
    fn take(&self) -> String {
        self.0.take().join(" ")
    }
}

/// An object that refers to others and can be told what its finalizer and its drop do.
#[derive(Default)]
struct Node {
    name: &'static str,
    refs: RefCell<Vec<Value>>,
    finalizer: RefCell<Option<Finalizer>>,
    destructor: RefCell<Option<Destructor>>,
}

impl Node {
    fn named(heap: &Heap, name: &'static str) -> Result<Gc<Self>> {
        let mut node = Self::default();
        node.name = name;
        heap.alloc(node)
    }

    fn link(&self, to: &Gc<impl Trace>) {
        self.refs.borrow_mut().push(to.to_value());
    }

    fn on_finalize(&self, run: impl Fn(&Gc<Self>, &Heap) + 'static) {
        self.finalizer.replace(Some(Box::new(run)));
    }

    fn on_drop(&self, run: impl Fn(&Self) + 'static) {
        self.destructor.replace(Some(Box::new(run)));
    }

    /// Says its name when it is finalized.
    fn tell(&self, log: &Log) {
        let log = log.clone();
        self.on_finalize(move |this, _| log.say(this.name));
    }

    /// Says its name when it is dropped.
    fn tell_drop(&self, log: &Log) {
        let log = log.clone();
        self.on_drop(move |this| log.say(this.name));
    }

    /// The node that the `index`th reference is to.
    fn node(&self, index: usize) -> Option<Gc<Self>> {
        self.refs.borrow().get(index).and_then(Value::to)
    }
}

impl Trace for Node {
    const FINALIZES: bool = true;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.refs.trace(tracer);
    }

    fn clear_references(&self) {
        drop(self.refs.take());
    }

    fn needs_finalizer(&self) -> bool {
        self.finalizer.borrow().is_some()
    }

    fn finalize(this: &Gc<Self>, heap: &Heap) {
        let finalizer = this.finalizer.take();
        if let Some(finalizer) = finalizer {
            finalizer(this, heap);
        }
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        if let Some(destructor) = self.destructor.take() {
            destructor(self);
        }
    }
}

/// Nodes that refer to each other in a ring, the last to the first.
fn ring<const N: usize>(heap: &Heap, names: [&'static str; N]) -> Result<[Gc<Node>; N]> {
    let mut nodes = Vec::new();
    for name in names {
        nodes.push(Node::named(heap, name)?);
    }
    for (index, node) in nodes.iter().enumerate() {
        node.link(&nodes[(index + 1) % N]);
    }
    let Ok(nodes) = nodes.try_into() else { unreachable!("as many nodes as names") };
    Ok(nodes)
}

/// Runs what is to panic, and answers what the panic said.
fn panic_of<T>(run: impl FnOnce() -> T) -> String {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(_) => String::from("no panic"),
        Err(panic) => text_of(panic.as_ref()),
    }
}

fn text_of(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default()
}

/// Nothing lives, and no block is in use.
#[track_caller]
fn assert_empty(heap: &Heap) {
    assert_eq!(heap.live_objects(), 0, "objects are left");
    let memory = heap.memory();
    assert_eq!(memory.blocks_in_use(), 0, "blocks are left");
    assert_eq!(memory.large_blocks, 0, "large blocks are left");
    assert_eq!(heap.collector().objects(None).len(), 0, "tracked objects are left");
}
