//! The interpreter's objects as a host of the collector: who among the candidates is garbage.
//!
//! The crate `cyclegc` splits the candidates ([`collector::split`]); the later steps, which run the
//! interpreter's code, are done over CPython's own lists, because an object that dies there leaves
//! its list by itself and tells nobody.
//!
//! A reference is only reported when its target is a candidate, which a bit tells without touching
//! the target. The collector ignores other targets anyway.

use core::ffi::{c_int, c_void};
use core::fmt;
use core::ptr::{self, NonNull};

use collector::{GcWord, Host, Owners, Row, Verdict, split};
use pyo3_ffi as ffi;

use crate::address_set::AddressSet;
use crate::addresses::Addresses;
use crate::codes::Spare;
use crate::object::Object;
use crate::ring::{Head, List, Node};

/// What a detection has found.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Split {
    pub(crate) survivors: usize,
    pub(crate) unreachable: usize,
}

/// The candidates of a detection, empty between detections.
#[derive(Debug)]
pub(crate) struct Candidates {
    row: Addresses,
}

impl Candidates {
    pub(crate) const fn new() -> Self {
        Self { row: Addresses::new() }
    }

    /// Adds a tracked object, to the set as well, and lends its `_gc_prev` to the collector. Without
    /// a set, [`enter`](Self::enter) has to follow. False: no memory is left, nothing has happened,
    /// and the object must stay alive.
    #[inline]
    pub(crate) fn add(&mut self, node: Node, set: Option<&AddressSet>, spare: &Spare) -> bool {
        if set.is_some_and(|set| !set.insert(node.object())) {
            return false;
        }
        let added = self.row.push(node.as_ptr(), spare);
        if added {
            node.lend();
        } else if let Some(set) = set {
            set.remove(node.object());
        }
        added
    }

    /// Enters all candidates in the set. Those that there is no memory for join `reachable`.
    pub(crate) fn enter(&mut self, set: &AddressSet, reachable: List<'_>) {
        self.take_out_unless(reachable, |head| set.insert(object(head)));
    }

    /// Takes those out that are not to stay, and has them survive. Answers how many.
    fn take_out_unless(
        &mut self,
        reachable: List<'_>,
        mut stays: impl FnMut(NonNull<Head>) -> bool,
    ) -> usize {
        let mut survivors = 0;
        for index in 0..self.row.slots() {
            if let Some(head) = self.row.get(index).filter(|head| !stays(*head)) {
                self.row.take_out(index);
                // SAFETY: the candidates are alive: nothing of the interpreter's has run.
                reachable.append_returned(unsafe { Node::new(head) }, false);
                survivors += 1;
            }
        }
        survivors
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.row.slots()
    }

    /// How much memory they have besides their blocks.
    pub(crate) fn bytes(&self) -> usize {
        self.row.bytes()
    }

    /// Splits the candidates: those that are not reachable from outside join `unreachable`, marked
    /// as collecting, the others `reachable`. They have left the set then.
    pub(crate) fn split(
        &mut self,
        set: &AddressSet,
        spare: &Spare,
        reachable: List<'_>,
        unreachable: List<'_>,
    ) -> Split {
        let row = &mut self.row;
        let mut found = Split { survivors: 0, unreachable: 0 };
        let mut give_back = |head: NonNull<Head>, verdict: Verdict| {
            // SAFETY: the candidates are alive: nothing of the interpreter's has run.
            let node = unsafe { Node::new(head) };
            set.remove(node.object());
            match verdict {
                Verdict::Survives => {
                    reachable.append_returned(node, false);
                    found.survivors += 1;
                }
                Verdict::Unreachable => {
                    unreachable.append_returned(node, true);
                    found.unreachable += 1;
                }
            }
        };
        if split(&Members { set }, row, &mut give_back).is_err() {
            // There are more than it can tell apart.
            found.survivors += self.take_out_unless(reachable, |head| {
                set.remove(object(head));
                false
            });
        }
        self.row.clear(spare);
        found
    }
}

/// The host of one detection.
struct Members<'a> {
    set: &'a AddressSet,
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
        let mut visitor = Visitor { candidates: self.set, visit };
        if object.is_exactly_list() {
            visitor.visit_all(object.list_items());
        } else if object.is_exactly_tuple() {
            visitor.visit_all(object.tuple_items());
        } else {
            object.traverse(visit_one::<V>, ptr::from_mut(&mut visitor).cast());
        }
    }

    fn clear(&self, _: NonNull<Head>) {
        // A split clears nothing.
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
