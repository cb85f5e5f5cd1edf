//! The iterators of deques, forwards and backwards.

use core::cell::{Cell, RefCell};

use super::super::kind::{ClassSpec, class_of_payload};
use super::deque::Deque;
use crate::heap::trace_fields;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::Result;
use crate::{Trace, Value};

/// Where an iterator stands.
struct Position {
    deque: RefCell<Option<Value>>,
    version: u64,
    given: Cell<usize>,
}

impl Trace for Position {
    trace_fields!(deque);
}

macro_rules! iterator {
    ($name:ident, $class:literal, |$len:ident, $given:ident| $index:expr) => {
        struct $name(Position);

        impl Trace for $name {
            trace_fields!(0);
        }

        impl $name {
            fn install(interp: &Interp) -> Result<()> {
                let spec = ClassSpec::native("collections", $class);
                let class = class_of_payload::<Self>(interp, &spec)?;
                interp.add_methods(
                    &class,
                    &[
                        ("__iter__", itself),
                        ("__next__", |interp, args| {
                            let [this] = args.exactly(interp, "__next__")?;
                            let Some(iterator) = this.get::<Self>() else {
                                return Err(interp.stop_iteration(None));
                            };
                            iterator.0.next(interp, |$len, $given| $index)
                        }),
                        ("__length_hint__", |interp, args| {
                            let [this] = args.exactly(interp, "__length_hint__")?;
                            interp.size(this.get::<Self>().map_or(0, |iterator| iterator.0.left()))
                        }),
                    ],
                )
            }
        }
    };
}

iterator!(Forwards, "_deque_iterator", |_len, given| given);
iterator!(Backwards, "_deque_reverse_iterator", |len, given| len - 1 - given);

/// Makes the two classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    Forwards::install(interp)?;
    Backwards::install(interp)
}

/// An iterator over a deque.
pub(super) fn new_iterator(interp: &Interp, deque: Value, backwards: bool) -> Result<Value> {
    let version = base_of::<Deque>(&deque).map_or(0, Deque::version);
    let position = Position { deque: RefCell::new(Some(deque)), version, given: Cell::new(0) };
    Ok(if backwards {
        interp.heap.alloc(Backwards(position))?.into_value()
    } else {
        interp.heap.alloc(Forwards(position))?.into_value()
    })
}

fn itself(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__iter__")?;
    Ok(this)
}

impl Position {
    fn next(&self, interp: &Interp, index: fn(usize, usize) -> usize) -> Result<Value> {
        let object = self.deque.borrow().clone();
        let Some(deque) = object.as_ref().and_then(base_of::<Deque>) else {
            return Err(interp.stop_iteration(None));
        };
        if deque.version() != self.version {
            return Err(interp.runtime_error("deque mutated during iteration"));
        }
        let (len, given) = (deque.len(), self.given.get());
        if given >= len {
            drop(self.deque.take());
            return Err(interp.stop_iteration(None));
        }
        self.given.set(given + 1);
        deque.get(index(len, given)).ok_or_else(|| interp.stop_iteration(None))
    }

    fn left(&self) -> usize {
        let object = self.deque.borrow().clone();
        let len = object.as_ref().and_then(base_of::<Deque>).map_or(0, Deque::len);
        len.saturating_sub(self.given.get())
    }
}
