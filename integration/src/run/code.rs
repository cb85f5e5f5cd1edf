//! Compiled code: what the compiler hands to the virtual machine.
//!
//! A [`Code`] is plain data without heap values. The machine keeps a value stack, fast locals and
//! cells for each frame and runs [`Op`]s, whose jump targets are absolute indexes into `ops`.
//! The stack effects below are written `[before] -> [after]`, the top of the stack at the right.
//! A value that an op takes from the stack dies when the op ends, unless the op stores it.
//!
//! Slots of a frame:
//!
//! ```text
//!   fast locals   positional parameters | keyword-only | *args | **kwargs | other locals
//!                 `Code::varnames`, operand of LoadFast, StoreFast, DeleteFast
//!   cells         `Code::cellvars` | `Code::freevars`
//!                 operand of MakeCell, LoadClosure, LoadDeref, StoreDeref, ...
//! ```
//! When a frame is created the machine binds the arguments to the first fast locals and puts the
//! cells of the function's closure, in order, behind the places of the cellvars, which are empty.
//! A class body or a module also has a namespace, which the `Name` ops use; it can have fast locals
//! too, those of its comprehensions, which run in the frame around them. A `yield` is never inside
//! such a comprehension, an `await` may be. A generator that ends by `StopIteration` raises
//! `RuntimeError` from it.
//!
//! When a frame ends, its slots die in this order: the fast locals by index, where the cell of a
//! parameter has the turn of the parameter; then the other cells by index; then the value stack
//! from the bottom.
//!
//! Exceptions: while the op at index `i` runs, the handler in charge is the one entry of
//! `Code::handlers` with `start <= i < end`, if there is one. The machine pops the stack down to
//! `depth`, pushes the exception and continues at `target`.
//!
//! # Invariants
//! 1. `ops` and `lines` have the same length, and each jump target is an index into `ops`.
//! 2. At a given op the depth of the stack is the same on every path, and never above `max_stack`.
//! 3. `handlers` are sorted by `start` and do not overlap.
//!
//! Source: `Python/bytecodes.c`, `Objects/exception_handling_notes.txt`.

mod constant;
mod display;
mod effect;
mod op;
mod operand;

use std::rc::Rc;

pub use constant::Const;
pub use effect::Effect;
pub use op::Op;
pub use operand::{BinaryKind, CompareKind, Conversion, UnaryKind, function_parts};

/// What a piece of code is the body of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeKind {
    /// A file, or text given to `exec`: the namespace is given by who runs it.
    Module,
    /// The text of an `eval`: returns its value; names as in a module.
    Expression,
    /// A class body: runs in the namespace of the class to be.
    Class,
    /// A function, a lambda or a comprehension: fast locals only.
    Function,
}

/// What a call of a piece of code makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Routine {
    /// Nothing: the call runs the code to its end.
    #[default]
    Plain,
    /// A generator.
    Generator,
    /// A coroutine: `async def` without a `yield`.
    Coroutine,
    /// An asynchronous generator: `async def` with a `yield`.
    AsyncGenerator,
}

impl Routine {
    /// Whether the code is run a piece at a time; it then has an [`Op::ReturnGenerator`].
    pub fn is_suspendable(self) -> bool {
        self != Self::Plain
    }

    /// What Python calls the object a call makes.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Plain | Self::Generator => "generator",
            Self::Coroutine => "coroutine",
            Self::AsyncGenerator => "async generator",
        }
    }
}

/// The parameters of a function; their names are the first of [`Code::varnames`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// How many parameters are positional only.
    pub posonly: u32,
    /// How many can be given by position, the positional-only ones included.
    pub positional: u32,
    /// How many can be given by keyword only; their locals follow the positional ones.
    pub kwonly: u32,
    /// Whether there is a `*args`; its local follows the keyword-only ones.
    pub vararg: bool,
    /// Whether there is a `**kwargs`; its local is the last of the parameters.
    pub kwarg: bool,
}

impl Params {
    /// How many fast locals the parameters take.
    pub fn slots(&self) -> u32 {
        self.positional + self.kwonly + u32::from(self.vararg) + u32::from(self.kwarg)
    }

    /// Whether `count` arguments by position are what there are parameters for.
    pub fn take_exactly(&self, count: usize) -> bool {
        usize::try_from(self.slots()) == Ok(count) && usize::try_from(self.positional) == Ok(count)
    }
}

/// A local variable that inner functions use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellVar {
    /// Its name.
    pub name: Rc<str>,
    /// If it is a parameter, the fast local that [`Op::MakeCell`] moves its value from.
    pub local: Option<u32>,
}

/// A region of ops whose exceptions go to one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handler {
    /// The first op of the region.
    pub start: u32,
    /// The op behind the last one of the region.
    pub end: u32,
    /// Where the machine continues.
    pub target: u32,
    /// The depth the stack is cut to before the exception is pushed.
    pub depth: u32,
}

/// The code of a module, a class body or a function.
#[derive(Debug)]
pub struct Code {
    /// `f`, `<lambda>`, `<listcomp>`, `<module>`, ...
    pub name: Rc<str>,
    /// `C.f`, `f.<locals>.g`, ...
    pub qualname: Rc<str>,
    /// The file, as it was given to the compiler.
    pub filename: Rc<str>,
    /// What it is the body of.
    pub kind: CodeKind,
    /// What a call makes.
    pub routine: Routine,
    /// The parameters.
    pub params: Params,
    /// The names of the fast locals, parameters first.
    pub varnames: Vec<Rc<str>>,
    /// Locals in cells of this frame.
    pub cellvars: Vec<CellVar>,
    /// Names whose cells come with the function's closure.
    pub freevars: Vec<Rc<str>>,
    /// The instructions; the last one on every path is a return or a raise.
    pub ops: Vec<Op>,
    /// The line of each op, from 1.
    pub lines: Vec<u32>,
    /// The constants, each value once.
    pub consts: Vec<Const>,
    /// The names of globals, attributes, modules.
    pub names: Vec<Rc<str>>,
    /// The exception table.
    pub handlers: Vec<Handler>,
    /// The most values the stack ever holds.
    pub max_stack: u32,
    /// The docstring of a function (those of classes and modules are stored by ops).
    pub docstring: Option<Rc<str>>,
    /// The line of the `def`, `class` or first decorator, from 1.
    pub first_line: u32,
}

impl Code {
    /// The handler in charge of the op at `index`.
    pub fn handler(&self, index: u32) -> Option<&Handler> {
        let after = self.handlers.partition_point(|h| h.start <= index);
        self.handlers[..after].last().filter(|h| index < h.end)
    }

    /// The name of the cell that a deref operand means.
    pub fn cell_name(&self, index: u32) -> &Rc<str> {
        let index = index as usize;
        match self.cellvars.get(index) {
            Some(cell) => &cell.name,
            None => &self.freevars[index - self.cellvars.len()],
        }
    }

    /// How many code objects stand in this one, at any depth.
    pub fn nested(&self) -> usize {
        let codes = self.consts.iter().filter_map(|constant| match constant {
            Const::Code(code) => Some(1 + code.nested()),
            _ => None,
        });
        codes.sum()
    }

    /// How many cells a frame has: its own, then those of the closure.
    pub fn cell_count(&self) -> usize {
        self.cellvars.len() + self.freevars.len()
    }
}
