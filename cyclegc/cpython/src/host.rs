//! The interpreter's objects as a host of the collector: who among the candidates is garbage.
//!
//! A [`collector::Collector`] lives for one detection. It is given the candidates, splits them,
//! and gives the unreachable ones back at the place where it would have their weak references
//! cleared; the steps that run the interpreter's code are then done over CPython's own lists,
//! because an object that dies there leaves its list by itself and tells nobody.
//!
//! A reference is only reported when its target is a candidate, which a bit tells without touching
//! the target. The collector ignores other targets anyway.

use core::cell::Cell;
use core::ffi::{c_int, c_void};
use core::fmt;
use core::ptr::{self, NonNull};

use collector::{Collector, GcWord, Generation, Host, Owners, Unreachable};
use pyo3_ffi as ffi;

use crate::address_set::AddressSet;
use crate::object::Object;
use crate::ring::{Head, List, Node};

/// What a detection has found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Split {
    pub(crate) survivors: usize,
    pub(crate) unreachable: usize,
}

/// The candidates of a detection.
pub(crate) struct Detection<'a> {
    candidates: &'a mut AddressSet,
    collector: Collector<Head>,
}

impl<'a> Detection<'a> {
    /// A detection without candidates. `candidates` is empty, and empty again afterwards.
    pub(crate) fn new(candidates: &'a mut AddressSet) -> Self {
        Self { candidates, collector: Collector::new() }
    }

    /// Adds a tracked object and lends its `_gc_prev` to the collector. False: no memory is left,
    /// nothing has happened, and the object must stay alive.
    pub(crate) fn add(&mut self, node: Node) -> bool {
        if !self.candidates.insert(node.object()) {
            return false;
        }
        let (finalized, prev) = (node.is_finalized(), node.prev());
        node.lend();
        // The host is not asked for anything but the word here.
        let members = Members {
            candidates: self.candidates,
            collector: &self.collector,
            into: None,
            found: Cell::new(0),
        };
        if self.collector.track(&members, node.as_ptr()).is_ok() {
            return true;
        }
        node.give_back(prev, finalized);
        self.candidates.remove(node.object());
        false
    }

    /// Splits the candidates: those that are not reachable from outside join `unreachable`, marked
    /// as collecting, the others `reachable`.
    pub(crate) fn run(self, reachable: List<'_>, unreachable: List<'_>) -> Split {
        let Self { candidates, collector } = self;
        let members = Members {
            candidates,
            collector: &collector,
            into: Some(unreachable),
            found: Cell::new(0),
        };
        // When memory runs out nothing has changed, and all candidates are found below.
        let _ = collector.collect(&members, Generation::Young);
        let unreachable_count = members.found.get();
        let mut survivors = 0;
        collector.objects(None, |head| {
            collector.untrack(&members, head);
            // SAFETY: the candidates are alive: nothing of the interpreter's has run.
            let node = unsafe { Node::new(head) };
            candidates.remove(node.object());
            reachable.append_returned(node, false);
            survivors += 1;
        });
        Split { survivors, unreachable: unreachable_count }
    }
}

/// The host of one detection.
struct Members<'a> {
    candidates: &'a AddressSet,
    collector: &'a Collector<Head>,
    into: Option<List<'a>>,
    found: Cell<usize>,
}

// SAFETY: objects stay in place and alive as long as the detection runs, which runs nothing of the
// interpreter's. The word is the lower half of `_gc_prev`, which nobody else uses meanwhile; of an
// object that is no candidate it is only read. Counts and edges are the interpreter's own; edges to
// objects that are no candidates are left out, which the collector would ignore.
unsafe impl Host for Members<'_> {
    type Object = Head;

    #[inline]
    fn word<'a>(&self, head: &'a Head) -> &'a GcWord {
        head.word()
    }

    #[inline]
    fn owners(&self, head: NonNull<Head>) -> Owners {
        Owners::Counted(object(head).owners())
    }

    #[inline]
    fn traverse<V: FnMut(NonNull<Head>)>(&self, head: NonNull<Head>, visit: &mut V) {
        let object = object(head);
        let mut visitor = Visitor { candidates: self.candidates, visit };
        if object.is_exactly_list() {
            visitor.visit_all(object.list_items());
        } else if object.is_exactly_tuple() {
            visitor.visit_all(object.tuple_items());
        } else {
            object.traverse(visit_one::<V>, ptr::from_mut(&mut visitor).cast());
        }
    }

    fn clear(&self, _: NonNull<Head>) {
        // The collector has been given nothing to clear, see `clear_weakrefs`.
    }

    fn clear_weakrefs(&self, unreachable: &Unreachable<'_, Self>) -> usize {
        unreachable.nothing_called();
        let Some(into) = self.into else { return 0 };
        for head in unreachable.iter() {
            self.collector.untrack(self, head);
            // SAFETY: as in `run`.
            let node = unsafe { Node::new(head) };
            self.candidates.remove(node.object());
            into.append_returned(node, true);
            self.found.set(self.found.get() + 1);
        }
        0
    }

    fn label(&self, head: NonNull<Head>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&object(head).kind_name().to_string_lossy())
    }
}

#[inline]
fn object(head: NonNull<Head>) -> Object {
    // SAFETY: the collector asks about candidates alone, which are alive.
    unsafe { Node::new(head) }.object()
}

struct Visitor<'a, V> {
    candidates: &'a AddressSet,
    visit: &'a mut V,
}

impl<V: FnMut(NonNull<Head>)> Visitor<'_, V> {
    #[inline]
    fn visit(&mut self, object: *mut ffi::PyObject) {
        // SAFETY: an object that is traversed owns what it visits.
        if let Some(object) = unsafe { Object::from_ptr(object) }
            && self.candidates.contains(object)
        {
            (self.visit)(object.node().as_ptr());
        }
    }

    #[inline]
    fn visit_all(&mut self, items: &[*mut ffi::PyObject]) {
        for item in items {
            self.visit(*item);
        }
    }
}

extern "C" fn visit_one<V: FnMut(NonNull<Head>)>(
    object: *mut ffi::PyObject,
    visitor: *mut c_void,
) -> c_int {
    // SAFETY: `traverse` passes its visitor as the argument, and does not use it meanwhile.
    let visitor = unsafe { &mut *visitor.cast::<Visitor<'_, V>>() };
    visitor.visit(object);
    0
}
