//! What a language on top of the heap is asked to do.
//!
//! Finalizers written in the language, callbacks of weak references, the hooks around a
//! collection and the list of garbage are the language's; the heap says when.

use cyclegc::{Generation, Outcome};

use super::{Gc, Value, WeakRef};

/// A language whose objects live in the heap.
///
/// Every method may allocate, drop, collect (which answers zero) and panic.
pub trait Runtime {
    /// Runs the finalizer of an object of the language. Called once for each object.
    fn finalize(&self, object: &Value) {
        let _ = object;
    }

    /// Calls a weak reference back after its referent died.
    fn weakref_callback(&self, weakref: &Gc<WeakRef>, callback: &Value) {
        let _ = (weakref, callback);
    }

    /// A collection is about to start.
    fn collection_started(&self, generation: Generation) {
        let _ = generation;
    }

    /// A collection has ended.
    fn collection_stopped(&self, outcome: &Outcome) {
        let _ = outcome;
    }

    /// Takes an object that is not to be collected. `false` leaves it to the heap's own list.
    fn save_garbage(&self, object: &Value) -> bool {
        let _ = object;
        false
    }

    /// Objects the language knows to be alive; asked only when marking from roots is on.
    fn roots(&self, visit: &mut dyn FnMut(&Value)) {
        let _ = visit;
    }

    /// A full collection is over: free lists may be dropped.
    fn trim(&self) {}

    /// A line of the collector's debug output.
    fn debug_line(&self, line: &str) {
        let _ = line;
    }
}
