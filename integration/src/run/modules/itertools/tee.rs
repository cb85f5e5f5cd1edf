//! `tee`: several iterators over what one gives.
//!
//! ```text
//!   tee --------------+
//!                     v
//!   tee --> block --> block --> (read as needed from the one iterator)
//! ```
//! What has been read stands in blocks that know the next one; a block goes when the last reader
//! has left it.

use core::cell::{Cell, RefCell};

use super::super::super::builtins::arguments;
use super::super::kind::{ClassSpec, class_of_payload};
use super::{Step, size, traced};
use crate::heap::trace_fields;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::Result;
use crate::{Gc, Trace, Value};

/// Values in one block.
const BLOCK: usize = 57;

/// Values that were read.
pub(super) struct Block {
    iterator: Value,
    values: RefCell<Vec<Value>>,
    next: RefCell<Option<Gc<Block>>>,
    reading: Cell<bool>,
}

impl Trace for Block {
    trace_fields!(iterator, values, next);

    fn clear_references(&self) {
        drop(self.values.take());
        drop(self.next.take());
    }
}

impl Block {
    fn new(interp: &Interp, iterator: Value) -> Result<Gc<Self>> {
        Ok(interp.heap.alloc(Self {
            iterator,
            values: RefCell::default(),
            next: RefCell::new(None),
            reading: Cell::new(false),
        })?)
    }

    /// The value at a place, read now if it has not been.
    fn get(&self, interp: &Interp, index: usize) -> Result<Option<Value>> {
        if let Some(value) = self.values.borrow().get(index) {
            return Ok(Some(value.clone()));
        }
        if self.reading.replace(true) {
            return Err(interp.runtime_error("cannot re-enter the tee iterator"));
        }
        let read = interp.next(&self.iterator);
        self.reading.set(false);
        let value = read?;
        if let Some(value) = &value {
            self.values.borrow_mut().push(value.clone());
        }
        Ok(value)
    }

    /// The block behind this one.
    fn next(&self, interp: &Interp) -> Result<Gc<Self>> {
        if let Some(next) = &*self.next.borrow() {
            return Ok(next.clone());
        }
        let next = Self::new(interp, self.iterator.clone())?;
        drop(self.next.replace(Some(next.clone())));
        Ok(next)
    }
}

/// One reader.
pub(super) struct Tee {
    block: RefCell<Gc<Block>>,
    index: Cell<usize>,
}

traced!(Tee: block);

impl Step for Tee {
    const NAME: &'static str = "_tee";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let [iterable] = arguments::exactly(interp, args, "_tee")?;
        let iterator = interp.iter(&iterable)?;
        if let Some(tee) = base_of::<Self>(&iterator) {
            return Ok(tee.copy());
        }
        let block = RefCell::new(Block::new(interp, iterator)?);
        Ok(Self { block, index: Cell::new(0) })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        if self.index.get() == BLOCK {
            let block = self.block.borrow().clone();
            let next = block.next(interp)?;
            drop(self.block.replace(next));
            self.index.set(0);
        }
        let block = self.block.borrow().clone();
        let value = block.get(interp, self.index.get())?;
        if value.is_some() {
            self.index.set(self.index.get() + 1);
        }
        Ok(value)
    }
}

impl Tee {
    fn copy(&self) -> Self {
        Self { block: self.block.clone(), index: self.index.clone() }
    }
}

/// Makes the class of the blocks.
pub(super) fn install(interp: &Interp) -> Result<()> {
    class_of_payload::<Block>(interp, &ClassSpec::native("itertools", "_tee_dataobject"))?;
    Ok(())
}

/// `copy.copy(tee)`
pub(super) fn copy(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__copy__")?;
    match base_of::<Tee>(&this) {
        Some(tee) => Ok(interp.heap.alloc(tee.copy())?.into_value()),
        None => Ok(this),
    }
}

/// `itertools.tee(iterable, n=2)`
pub(super) fn tee(interp: &Interp, args: Args) -> Result<Value> {
    let [iterable, n] = arguments::positional(interp, args, "tee", 1)?;
    let n = n.map_or(Ok(2), |n| size(interp, &n, "n must be >= 0"))?;
    let Some(iterable) = iterable else { return Ok(interp.none()) };
    if n == 0 {
        return Ok(interp.empty_tuple.clone());
    }
    let first = Tee::make(interp, [iterable].into())?;
    let mut readers = Vec::with_capacity(n);
    for _ in 1..n {
        readers.push(interp.heap.alloc(first.copy())?.into_value());
    }
    readers.push(interp.heap.alloc(first)?.into_value());
    interp.tuple(readers.into_iter())
}
