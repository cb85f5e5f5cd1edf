//! Exceptions, and the tracebacks that tie them to the frames they passed.
//!
//! ```text
//!   exception --> traceback --> frame --> locals --> exception?
//! ```
//! An exception kept in a local of a function it passed through is a cycle.
//!
//! # Source
//! `Objects/exceptions.c`, `Python/traceback.c`.

use core::cell::{Cell, RefCell};
use core::fmt;

use super::{Class, Dict, Kind, Tuple};
use crate::heap::trace_fields;
use crate::{Gc, Heap, Trace, Value};

/// An exception.
#[derive(Debug)]
pub struct Exception {
    /// Its class.
    pub class: RefCell<Gc<Class>>,
    /// `args`.
    pub args: RefCell<Gc<Tuple>>,
    /// Attributes set on it.
    pub dict: RefCell<Option<Gc<Dict>>>,
    /// `__traceback__`.
    pub traceback: RefCell<Option<Value>>,
    /// `__context__`.
    pub context: RefCell<Option<Value>>,
    /// `__cause__`.
    pub cause: RefCell<Option<Value>>,
    /// `__suppress_context__`.
    pub suppress_context: Cell<bool>,
    /// Members of built-in exceptions that are neither in `args` nor attributes.
    pub members: RefCell<Vec<(&'static str, Value)>>,
}

impl Exception {
    /// A new exception.
    pub fn new(class: Gc<Class>, args: Gc<Tuple>) -> Self {
        Self {
            class: RefCell::new(class),
            args: RefCell::new(args),
            dict: RefCell::new(None),
            traceback: RefCell::new(None),
            context: RefCell::new(None),
            cause: RefCell::new(None),
            suppress_context: Cell::new(false),
            members: RefCell::new(Vec::new()),
        }
    }

    /// Its class.
    pub fn class(&self) -> Gc<Class> {
        self.class.borrow().clone()
    }

    /// A member that is neither in `args` nor an attribute.
    pub fn member(&self, name: &str) -> Option<Value> {
        let members = self.members.borrow();
        members.iter().find(|(n, _)| *n == name).map(|(_, value)| value.clone())
    }

    /// Sets such a member, or takes it away; answers what it was.
    pub fn set_member(&self, name: &'static str, value: Option<Value>) -> Option<Value> {
        let mut members = self.members.borrow_mut();
        let place = members.iter().position(|(n, _)| *n == name);
        match (place, value) {
            (Some(index), Some(value)) => Some(core::mem::replace(&mut members[index].1, value)),
            (Some(index), None) => Some(members.remove(index).1),
            (None, Some(value)) => {
                members.push((name, value));
                None
            }
            (None, None) => None,
        }
    }
}

impl Trace for Exception {
    const KIND: Kind = Kind::Exception;
    const FINALIZES: bool = true;

    trace_fields!(class, members, dict, args, traceback, cause, context);

    fn clear_references(&self) {
        drop(self.members.take());
        drop(self.dict.take());
        let heap = Gc::heap(&*self.args.borrow());
        // Without memory for an empty tuple the arguments stay, and a cycle through them with it.
        if let Ok(empty) = heap.tuple(core::iter::empty()) {
            drop(self.args.replace(empty));
        }
        drop(self.traceback.take());
        drop(self.cause.take());
        drop(self.context.take());
    }

    fn needs_finalizer(&self) -> bool {
        self.class.borrow().has_finalizer.get()
    }

    fn finalize(this: &Gc<Self>, heap: &Heap) {
        if let Some(runtime) = heap.runtime() {
            runtime.finalize(this.as_value());
        }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.class.try_borrow() {
            Ok(class) => f.write_str(&class.name()),
            Err(_) => f.write_str("exception"),
        }
    }
}

/// One frame an exception passed through, and where.
#[derive(Debug)]
pub struct Traceback {
    /// The entry nearer to the place of the raise.
    pub next: RefCell<Option<Value>>,
    /// The frame.
    pub frame: RefCell<Option<Value>>,
    /// The line in the frame's file, from 1.
    pub line: u32,
}

impl Trace for Traceback {
    const KIND: Kind = Kind::Traceback;

    trace_fields!(next, frame);

    fn clear_references(&self) {
        drop(self.next.take());
        drop(self.frame.take());
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "traceback line {}", self.line)
    }
}
