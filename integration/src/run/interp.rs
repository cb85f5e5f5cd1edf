//! The interpreter: the heap, the objects every program needs, and the state of the running one.
//!
//! Everything that runs a program borrows one [`Interp`]. The heap knows it as its
//! [`Runtime`](crate::Runtime), weakly: dropping the interpreter ends the program.

use core::cell::{Cell, OnceCell, RefCell};
use std::io::Write;
use std::rc::{Rc, Weak};

use super::frame::Frame;
use super::native::{BuiltinFunction, Native};
use super::raise::Result;
use super::thread::Scheduler;
use super::types::Types;
use crate::object::{Bool, Builtin, Dict, Ellipsis, Int, Kind, NoneType, NotImplemented};
use crate::{Gc, Heap, OutOfMemory, Trace, Tracer, Value};

/// The smallest and the largest integer of which there is one object only.
const SMALL_INTS: core::ops::RangeInclusive<i64> = -5..=256;

/// An interpreter of one program.
pub struct Interp {
    /// Where the objects are.
    pub heap: Heap,
    /// `None`.
    pub none: Value,
    /// `True`.
    pub true_: Value,
    /// `False`.
    pub false_: Value,
    /// `...`
    pub ellipsis: Value,
    /// `NotImplemented`.
    pub not_implemented: Value,
    /// Stands on value stacks where there is nothing. Never seen by a program.
    pub absent: Value,
    /// `()`
    pub empty_tuple: Value,
    /// Raised when there is no memory for another.
    pub memory_error: Value,
    /// The built-in classes.
    pub types: Types,
    /// The namespace of the module `builtins`.
    pub builtins: Gc<Dict>,
    /// `sys.modules`.
    pub modules: Gc<Dict>,
    /// Where `print` writes.
    pub stdout: RefCell<Box<dyn Write>>,
    /// Where errors that nobody handles are told.
    pub stderr: RefCell<Box<dyn Write>>,
    /// The frame that runs.
    pub frame: RefCell<Option<Gc<Frame>>>,
    /// The exceptions being handled: one place for the program and one for each generator that
    /// runs. The last that is filled is `sys.exc_info()`.
    pub handled: RefCell<Vec<Option<Value>>>,
    /// How many calls are nested.
    pub depth: Cell<usize>,
    /// `sys.getrecursionlimit()`.
    pub recursion_limit: Cell<usize>,
    /// The address below which the native stack is used up.
    pub stack_limit: Cell<usize>,
    /// The threads of the program.
    pub(super) scheduler: Scheduler,
    /// This interpreter, for threads that are to keep it.
    this: OnceCell<Weak<Self>>,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// Counts changes of classes; caches of lookups are valid for one value.
    pub class_version: Cell<u64>,
    /// Set once the program has ended.
    pub finalizing: Cell<bool>,
    /// Memory kept back for programs that run out of it.
    pub reserve: super::reserve::Reserve,
    /// State of modules written in Rust.
    pub state: super::modules::State,
    pub(super) lookups: super::class::LookupCache,
    /// Empty rows that calls use again.
    pub(super) rows: super::call::Rows,
    small_ints: Vec<Value>,
    empty_str: Value,
    empty_bytes: Value,
    /// The bytes objects of one byte.
    single_bytes: Vec<Value>,
    /// The strings of one character below 256.
    characters: Vec<Value>,
    pub(super) names: super::names::Names,
}

/// The mark of an absent value on a stack.
struct Absent;

impl Trace for Absent {
    const COLLECTABLE: bool = false;
    fn trace(&self, _: &mut Tracer<'_>) {}
}

/// What an interpreter is made from.
pub struct Setup {
    /// The heap.
    pub heap: Heap,
    /// The heap's limit in bytes, if it has one.
    pub limit: Option<usize>,
    /// The program's output.
    pub stdout: Box<dyn Write>,
    /// The program's errors.
    pub stderr: Box<dyn Write>,
    /// `sys.argv`.
    pub argv: Vec<String>,
    /// The address below which the native stack is used up.
    pub stack_limit: usize,
}

impl Interp {
    /// An interpreter with its builtins, and no program yet.
    ///
    /// # Errors
    /// [`OutOfMemory`] when the heap's budget is too small even for that.
    pub fn new(setup: Setup) -> core::result::Result<Rc<Self>, OutOfMemory> {
        let heap = setup.heap;
        let immortal = |value: Value| {
            heap.make_immortal(&value);
            value
        };
        let small_ints = SMALL_INTS
            .map(|n| Ok(immortal(heap.alloc(Int::from(n))?.into_value())))
            .collect::<core::result::Result<_, OutOfMemory>>()?;
        let empty_str = immortal(heap.str("")?.into_value());
        let empty_bytes = immortal(heap.bytes(&[])?.into_value());
        let single_bytes = (0..=u8::MAX)
            .map(|byte| Ok(immortal(heap.bytes(&[byte])?.into_value())))
            .collect::<core::result::Result<_, OutOfMemory>>()?;
        let characters = (0..=u8::MAX)
            .map(|c| Ok(immortal(heap.str(char::from(c).encode_utf8(&mut [0; 4]))?.into_value())))
            .collect::<core::result::Result<_, OutOfMemory>>()?;
        let types = Types::new(&heap)?;
        let no_args = heap.tuple(core::iter::empty())?;
        let memory_error = heap.alloc(crate::object::Exception::new(
            types.exception("MemoryError"),
            no_args.clone(),
        ))?;
        let interp = Rc::new(Self {
            none: immortal(heap.alloc(NoneType)?.into_value()),
            true_: immortal(heap.alloc(Bool(true))?.into_value()),
            false_: immortal(heap.alloc(Bool(false))?.into_value()),
            ellipsis: immortal(heap.alloc(Ellipsis)?.into_value()),
            not_implemented: immortal(heap.alloc(NotImplemented)?.into_value()),
            absent: immortal(heap.alloc(Absent)?.into_value()),
            empty_tuple: {
                no_args.as_value().untrack();
                immortal(no_args.into_value())
            },
            memory_error: memory_error.into_value(),
            types,
            builtins: heap.dict()?,
            modules: heap.dict()?,
            stdout: RefCell::new(setup.stdout),
            stderr: RefCell::new(setup.stderr),
            frame: RefCell::new(None),
            handled: RefCell::new(vec![None]),
            depth: Cell::new(0),
            recursion_limit: Cell::new(1000),
            stack_limit: Cell::new(setup.stack_limit),
            scheduler: Scheduler::new(),
            this: OnceCell::new(),
            argv: setup.argv,
            class_version: Cell::new(1),
            finalizing: Cell::new(false),
            reserve: super::reserve::Reserve::new(setup.limit),
            state: super::modules::State::default(),
            lookups: super::class::LookupCache::new(),
            rows: super::call::Rows::default(),
            small_ints,
            empty_str,
            empty_bytes,
            single_bytes,
            characters,
            names: super::names::Names::new(),
            heap,
        });
        let _ = interp.this.set(Rc::downgrade(&interp));
        Ok(interp)
    }

    /// This interpreter, to be kept.
    pub(super) fn shared(&self) -> Option<Rc<Self>> {
        self.this.get().and_then(Weak::upgrade)
    }

    /// An integer object.
    ///
    /// # Errors
    /// Out of memory.
    #[inline]
    pub fn int(&self, n: i64) -> Result<Value> {
        if SMALL_INTS.contains(&n) {
            let index = usize::try_from(n - SMALL_INTS.start()).unwrap_or_default();
            return Ok(self.small_ints[index].clone());
        }
        Ok(self.heap.alloc(Int::from(n))?.into_value())
    }

    /// An integer object for a count.
    ///
    /// # Errors
    /// Out of memory.
    pub fn size(&self, n: usize) -> Result<Value> {
        self.int(i64::try_from(n).unwrap_or(i64::MAX))
    }

    /// An integer object of any size.
    ///
    /// # Errors
    /// Out of memory.
    pub fn big_int(&self, n: num_bigint::BigInt) -> Result<Value> {
        let n = Int::from_big(n);
        match n.as_i64() {
            Some(small) => self.int(small),
            None => Ok(self.heap.alloc(n)?.into_value()),
        }
    }

    /// A float object.
    ///
    /// # Errors
    /// Out of memory.
    pub fn float(&self, x: f64) -> Result<Value> {
        Ok(self.heap.alloc(crate::object::Float(x))?.into_value())
    }

    /// `True` or `False`.
    #[inline]
    pub fn bool(&self, yes: bool) -> Value {
        if yes { self.true_.clone() } else { self.false_.clone() }
    }

    /// `None`.
    #[inline]
    pub fn none(&self) -> Value {
        self.none.clone()
    }

    /// A string object.
    ///
    /// # Errors
    /// Out of memory.
    pub fn str(&self, text: &str) -> Result<Value> {
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (None, _) => return Ok(self.empty_str.clone()),
            (Some(c), None) if u32::from(c) < 256 => {
                return Ok(self.characters[c as usize].clone());
            }
            _ => {}
        }
        Ok(self.heap.str(text)?.into_value())
    }

    /// A bytes object.
    ///
    /// # Errors
    /// Out of memory.
    pub fn bytes(&self, bytes: &[u8]) -> Result<Value> {
        match bytes {
            [] => return Ok(self.empty_bytes.clone()),
            [byte] => return Ok(self.single_bytes[usize::from(*byte)].clone()),
            _ => {}
        }
        Ok(self.heap.bytes(bytes)?.into_value())
    }

    /// A tuple object.
    ///
    /// # Errors
    /// Out of memory.
    pub fn tuple(&self, items: impl ExactSizeIterator<Item = Value>) -> Result<Value> {
        if items.len() == 0 {
            return Ok(self.empty_tuple.clone());
        }
        Ok(self.heap.tuple(items)?.into_value())
    }

    /// A list object.
    ///
    /// # Errors
    /// Out of memory.
    pub fn list(&self, items: Vec<Value>) -> Result<Value> {
        Ok(self.heap.list(items.into_iter())?.into_value())
    }

    /// The object of a function written in Rust.
    ///
    /// # Errors
    /// Out of memory.
    pub fn builtin(&self, name: &'static str, native: Native) -> Result<Value> {
        let function = self.heap.alloc(new_builtin(name, native, None, false))?;
        Ok(function.into_value())
    }

    /// Whether the value is `None`.
    #[inline]
    pub fn is_none(&self, value: &Value) -> bool {
        value.kind() == Kind::None
    }
}

/// The payload of a function written in Rust.
pub(super) fn new_builtin(
    name: &'static str,
    native: Native,
    this: Option<Value>,
    is_method: bool,
) -> BuiltinFunction {
    Builtin {
        name,
        native,
        this: RefCell::new(this),
        is_method: Cell::new(is_method),
        owner: RefCell::new(None),
    }
}

impl core::fmt::Debug for Interp {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Interp").field("depth", &self.depth.get()).finish_non_exhaustive()
    }
}

impl core::fmt::Debug for Setup {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Setup").field("argv", &self.argv).finish_non_exhaustive()
    }
}
