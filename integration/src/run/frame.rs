//! Code objects, and the frames that run them.
//!
//! A frame is a heap object, so that a suspended generator or a traceback can be traversed. It
//! holds its function, its locals and cells, and, while suspended, its value stack; while it runs
//! the stack belongs to the machine. A running frame is untracked, and the references it holds
//! look external, which is what they are.
//!
//! When a frame ends and somebody else still holds it, it is kept whole and tracked, and so is
//! the frame it was called from: that is how an exception keeps the locals of all its callers.
//!
//! # Source
//! `Objects/frameobject.c`, `Python/frame.c`: `take_ownership`.

use core::cell::{Cell as StdCell, RefCell};
use core::fmt;
use std::collections::HashMap;
use std::rc::Rc;

use super::code::{Code, Const};
use super::interp::Interp;
use super::raise::Result;
use crate::heap::trace_fields;
use crate::object::{Cell, Dict, Kind, Str};
use crate::{FreeList, Gc, Trace, Tracer, Value};

/// A code object: compiled code with its constants and names as objects.
#[derive(Debug)]
pub struct CodeObject {
    /// The compiled code.
    pub code: Rc<Code>,
    /// Its constants.
    pub consts: Vec<Value>,
    /// Its global and attribute names.
    pub names: Vec<Gc<Str>>,
    /// The names of its fast locals.
    pub varnames: Vec<Gc<Str>>,
    /// `co_name`.
    pub name: Gc<Str>,
    /// `co_qualname`.
    pub qualname: Gc<Str>,
    /// For each op, whether it is a call that has run: CPython specialises it from then on.
    pub called: Box<[StdCell<bool>]>,
}

/// The objects of the constants of a file.
pub type Constants = HashMap<Const, Value>;

impl Trace for CodeObject {
    const KIND: Kind = Kind::Code;
    /// Constants are immutable, so no cycle goes through a code object.
    const COLLECTABLE: bool = false;

    fn trace(&self, _: &mut Tracer<'_>) {}

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "code {}", self.code.qualname)
    }
}

impl Interp {
    /// The code object of compiled code.
    ///
    /// # Errors
    /// Out of memory.
    pub fn code_object(&self, code: &Rc<Code>) -> Result<Gc<CodeObject>> {
        self.code_object_with(code, &mut Constants::default())
    }

    /// As [`Interp::code_object`], with the constants made so far: a file has each value once, and
    /// a program's text owns them while it runs.
    ///
    /// # Errors
    /// Out of memory.
    pub fn code_object_with(
        &self,
        code: &Rc<Code>,
        made: &mut Constants,
    ) -> Result<Gc<CodeObject>> {
        let consts = code.consts.iter().map(|c| self.constant(c, made)).collect::<Result<_>>()?;
        let names = code.names.iter().map(|n| self.name(n)).collect::<Result<_>>()?;
        let varnames = code.varnames.iter().map(|n| self.name(n)).collect::<Result<_>>()?;
        Ok(self.heap.alloc(CodeObject {
            code: code.clone(),
            consts,
            names,
            varnames,
            name: self.name(&code.name)?,
            qualname: self.name(&code.qualname)?,
            called: code.ops.iter().map(|_| StdCell::new(false)).collect(),
        })?)
    }

    /// A name in a program's text, which is immortal.
    fn name(&self, text: &str) -> Result<Gc<Str>> {
        let name = self.intern(text)?;
        self.heap.make_immortal(name.as_value());
        Ok(name)
    }

    fn constant(&self, constant: &Const, made: &mut Constants) -> Result<Value> {
        if let Some(value) = made.get(constant) {
            return Ok(value.clone());
        }
        let value = self.new_constant(constant, made)?;
        if !matches!(constant, Const::Code(_)) {
            made.insert(constant.clone(), value.clone());
        }
        Ok(value)
    }

    fn new_constant(&self, constant: &Const, made: &mut Constants) -> Result<Value> {
        let mut all = |items: &[Const]| {
            items.iter().map(|c| self.constant(c, made)).collect::<Result<Vec<_>>>()
        };
        Ok(match constant {
            Const::None => self.none(),
            Const::True => self.bool(true),
            Const::False => self.bool(false),
            Const::Ellipsis => self.ellipsis.clone(),
            Const::Int(n) => self.int(*n)?,
            Const::BigInt(n) => self.big_int((**n).clone())?,
            Const::Float(x) => self.float(*x)?,
            Const::Imaginary(x) => super::types::imaginary(self, *x)?,
            Const::Str(text) if is_name(text) => self.name(text)?.into_value(),
            Const::Str(text) => self.str(text)?,
            Const::Bytes(bytes) => self.bytes(bytes)?,
            Const::Tuple(items) => {
                let tuple = self.tuple(all(items)?.into_iter())?;
                tuple.untrack();
                tuple
            }
            Const::Frozenset(items) => {
                let set = self.frozen_set(all(items)?)?;
                set.untrack();
                set
            }
            Const::Code(code) => self.code_object_with(code, made)?.into_value(),
        })
    }
}

/// Whether CPython interns a constant string: it could be an identifier.
fn is_name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

/// Where a frame stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// No op has run.
    Created,
    /// The machine runs it.
    Running,
    /// A generator's, between two values.
    Suspended,
    /// It has returned or raised.
    Finished,
}

/// One call of a piece of code.
#[derive(Debug)]
pub struct Frame {
    /// What is called, for functions.
    pub function: RefCell<Option<Value>>,
    /// The code.
    pub code: Gc<CodeObject>,
    /// The namespace of the function's module.
    pub globals: Gc<Dict>,
    /// Where the names of a module or a class body live.
    pub namespace: RefCell<Option<Value>>,
    /// Fast locals.
    pub locals: RefCell<Vec<Option<Value>>>,
    /// Cells: the frame's own, then those of the closure.
    pub cells: RefCell<Vec<Option<Gc<Cell>>>>,
    /// The value stack, while the frame does not run.
    pub stack: RefCell<Vec<Value>>,
    /// The op that runs, or ran last.
    pub ip: StdCell<u32>,
    /// Where the frame stands.
    pub state: StdCell<State>,
    /// The frame it was called from.
    pub back: RefCell<Option<Gc<Frame>>>,
    /// Whether CPython would have an object for it: somebody has asked for the frame.
    pub is_object: StdCell<bool>,
}

impl Frame {
    /// Notes that the frame is an object from here on, which the collector counts.
    pub fn become_object(this: &Gc<Self>) {
        if !this.is_object.replace(true) {
            Gc::heap(this).count_allocations(1);
        }
    }

    /// The line of the op that runs.
    pub fn line(&self) -> u32 {
        let code = &self.code.code;
        code.lines.get(self.ip.get() as usize).copied().unwrap_or(code.first_line)
    }

    /// Drops everything the frame holds, locals first, as CPython does when a call ends.
    pub fn empty(&self) {
        let locals = self.locals.borrow().len();
        for index in 0..locals {
            let local = self.locals.borrow_mut()[index].take();
            drop(local);
        }
        let cells = self.cells.borrow().len();
        for index in 0..cells {
            let cell = self.cells.borrow_mut().get_mut(index).and_then(Option::take);
            drop(cell);
        }
        drop(self.stack.take());
    }
}

impl Trace for Frame {
    const KIND: Kind = Kind::Frame;
    const TRACKED_AT_BIRTH: bool = false;
    const FREE_LISTED: bool = true;

    fn free_list(&self) -> Option<FreeList> {
        (!self.is_object.get()).then_some(FreeList::UNCOUNTED)
    }

    trace_fields!(back, namespace, function, locals, cells, stack, globals);

    fn clear_references(&self) {
        if self.state.get() != State::Running {
            self.empty();
            drop(self.back.take());
        }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "frame {}", self.code.code.qualname)
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.empty();
    }
}
