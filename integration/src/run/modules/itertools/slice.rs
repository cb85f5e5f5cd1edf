//! `islice`.

use core::cell::{Cell, RefCell};

use super::super::super::builtins::arguments;
use super::{Step, traced};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;

/// `islice(iterable, stop)` or `islice(iterable, start, stop, step=1)`
pub(super) struct Slice {
    iterator: RefCell<Option<Value>>,
    /// How many values the iterator has given.
    position: Cell<usize>,
    next: Cell<usize>,
    stop: Option<usize>,
    by: usize,
}

traced!(Slice: iterator);

impl Step for Slice {
    const NAME: &'static str = "islice";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let given = args.len();
        let [iterable, a, b, by] = arguments::positional(interp, args, "islice", 2)?;
        let iterable = iterable.unwrap_or_else(|| interp.none());
        let number = |value: Option<Value>, message: &str| -> Result<Option<usize>> {
            let Some(value) = value.filter(|value| !interp.is_none(value)) else { return Ok(None) };
            let number = interp.index(&value).ok().and_then(|n| usize::try_from(n).ok());
            number.map(Some).ok_or_else(|| interp.value_error(message))
        };
        let indices = "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
        let (start, stop) = if given == 2 {
            let message =
                "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.";
            (0, number(a, message)?)
        } else {
            (number(a, indices)?.unwrap_or(0), number(b, indices)?)
        };
        let message = "Step for islice() must be a positive integer or None.";
        let by = number(by, message)?.unwrap_or(1);
        if by == 0 {
            return Err(interp.value_error(message));
        }
        Ok(Self {
            iterator: RefCell::new(Some(interp.iter(&iterable)?)),
            position: Cell::new(0),
            next: Cell::new(start),
            stop,
            by,
        })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let iterator = self.iterator.borrow().clone();
        let Some(iterator) = iterator else { return Ok(None) };
        let value = self.advance(interp, &iterator)?;
        if value.is_none() {
            drop(self.iterator.take());
        }
        Ok(value)
    }
}

impl Slice {
    /// Skips up to the next position that counts; values up to a stop before it are taken too.
    fn advance(&self, interp: &Interp, iterator: &Value) -> Result<Option<Value>> {
        let next = self.stop.map_or(self.next.get(), |stop| stop.min(self.next.get()));
        while self.position.get() < next {
            if interp.next(iterator)?.is_none() {
                return Ok(None);
            }
            self.position.set(self.position.get() + 1);
        }
        if self.stop.is_some_and(|stop| self.position.get() >= stop) {
            return Ok(None);
        }
        let value = interp.next(iterator)?;
        if value.is_some() {
            self.position.set(self.position.get() + 1);
            self.next.set(self.next.get().saturating_add(self.by));
        }
        Ok(value)
    }
}
