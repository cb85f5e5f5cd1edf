//! CPython's cycle collector for any reference-counted object model.
//!
//! Reference counts free everything but cycles. This crate finds the cycles, with the semantics of
//! CPython 3.13: three generations, trial deletion, weak references cleared before finalizers,
//! finalizers once and in list order (PEP 442), resurrection, uncollectable objects, freezing,
//! debug flags, statistics.
//!
//! # How it works
//! Each object lends 4 bytes of its header, a [`GcWord`]. The [`Collector`] keeps the tracked
//! objects of each generation in a dense array; the word tells an object's slot, so that it leaves
//! in constant time. A collection copies every candidate's count into its word, takes off one for
//! every edge between candidates, and what is left above zero is held from outside; everything
//! reached from there survives and the rest is unreachable. That uses 8 bytes of memory for each
//! candidate, reserved beforehand, and no recursion. What happens to the unreachable objects is
//! left to the [`Host`]: the collector calls its finalizers and asks it to clear; objects die, as
//! always, of their counts.
//!
//! # What it does not do
//! It neither allocates nor frees objects, keeps no counts, knows no weak reference and starts no
//! collection by itself: a host calls [`Collector::collect_due`] where user code may run. One
//! thread uses a collector; with the feature `parallel` others help it to detect.
//!
//! # Example
//! A host with two required parts, edges and counts. Nodes are boxes that die with their count.
//!
//! ```
//! use core::cell::{Cell, RefCell};
//! use core::ptr::NonNull;
//! use cyclegc::{Collector, GcWord, Generation, Host, Owners};
//!
//! struct Node { owners: Cell<u32>, word: GcWord, edges: RefCell<Vec<NonNull<Node>>> }
//!
//! #[derive(Default)]
//! struct Graph { collector: Collector<Node>, alive: Cell<u32> }
//!
//! impl Graph {
//!     fn node(&self) -> NonNull<Node> {
//!         let (owners, word, edges) = (Cell::new(1), GcWord::new(), RefCell::default());
//!         let node = NonNull::from(Box::leak(Box::new(Node { owners, word, edges })));
//!         self.alive.set(self.alive.get() + 1);
//!         self.collector.note_alloc();
//!         self.collector.track(self, node).expect("room for one more");
//!         node
//!     }
//!     fn get(&self, node: NonNull<Node>) -> &Node {
//!         // SAFETY: this example only names nodes that it owns a reference to.
//!         unsafe { &*node.as_ptr() }
//!     }
//!     fn link(&self, from: NonNull<Node>, to: NonNull<Node>) {
//!         self.get(to).owners.set(self.get(to).owners.get() + 1);
//!         self.get(from).edges.borrow_mut().push(to);
//!     }
//!     fn decref(&self, node: NonNull<Node>) {
//!         self.get(node).owners.set(self.get(node).owners.get() - 1);
//!         if self.get(node).owners.get() == 0 {
//!             self.collector.untrack(self, node);
//!             self.drop_edges(node);
//!             self.collector.note_free();
//!             self.alive.set(self.alive.get() - 1);
//!             // SAFETY: the node came from a box, and nobody owns it any more.
//!             drop(unsafe { Box::from_raw(node.as_ptr()) });
//!         }
//!     }
//!     fn drop_edges(&self, node: NonNull<Node>) {
//!         let edges = self.get(node).edges.take();
//!         edges.into_iter().for_each(|to| self.decref(to));
//!     }
//! }
//!
//! // SAFETY: nodes stay in their boxes until they are untracked, and counts and edges are exact.
//! unsafe impl Host for Graph {
//!     type Object = Node;
//!     fn word<'a>(&self, node: &'a Node) -> &'a GcWord { &node.word }
//!     fn owners(&self, node: NonNull<Node>) -> Owners {
//!         Owners::Counted(self.get(node).owners.get())
//!     }
//!     fn traverse<V: FnMut(NonNull<Node>)>(&self, node: NonNull<Node>, visit: &mut V) {
//!         self.get(node).edges.borrow().iter().for_each(|to| visit(*to));
//!     }
//!     fn clear(&self, node: NonNull<Node>) {
//!         self.get(node).owners.set(self.get(node).owners.get() + 1);
//!         self.drop_edges(node);
//!         self.decref(node);
//!     }
//! }
//!
//! let graph = Graph::default();
//! let (a, b) = (graph.node(), graph.node());
//! graph.link(a, b);
//! graph.link(b, a);
//! graph.decref(a);
//! graph.decref(b);
//! assert_eq!(graph.alive.get(), 2, "the cycle keeps itself alive");
//!
//! let outcome = graph.collector.collect(&graph, Generation::Old).unwrap();
//! assert_eq!((outcome.found(), graph.alive.get()), (2, 0));
//! ```
//!
//! # Features
//! `tracing` (default): one span and one event per collection, a debug event per phase, target
//! `cyclegc`. `parallel`: several threads detect, see `Collector::set_threads`; needs `std`.
//! Without it the crate is `no_std` and needs `alloc`.

#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate self as cyclegc;
#[cfg(any(test, feature = "parallel"))]
extern crate std;

mod array;
mod check;
mod clear;
mod collect;
mod collector;
mod debug;
mod detect;
pub mod events;
mod finalize;
mod freeze;
mod generation;
mod host;
mod inspect;
mod legacy;
#[cfg(test)]
mod limits;
mod mark;
mod outcome;
#[cfg(feature = "parallel")]
mod parallel;
mod prefetch;
#[cfg(test)]
#[path = "../tests/property.rs"]
mod property;
mod scan;
mod split;
mod stats;
mod subtract;
mod survivors;
mod threshold;
mod unreachable;
mod weakref;
mod word;

pub use collector::Collector;
pub use debug::{DebugEvent, DebugFlags, Miscount};
pub use generation::{Generation, InvalidGeneration};
pub use host::{Host, Owners, UntrackPass};
pub use outcome::{HeapFull, Outcome, Reason, Refused};
#[cfg(feature = "parallel")]
pub use parallel::{ParallelHost, Workers};
pub use prefetch::prefetch;
pub use split::{Row, Verdict, split};
pub use stats::GenerationStats;
pub use unreachable::Unreachable;
pub use weakref::{WeakrefPass, WeakrefRule};
pub use word::GcWord;
