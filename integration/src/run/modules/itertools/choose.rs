//! `compress`, `dropwhile`, `filterfalse` and `takewhile`: some values of an iterable.

use core::cell::Cell;

use super::super::super::builtins::arguments;
use super::{Step, traced};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;

/// `compress(data, selectors)`
pub(super) struct Compress {
    data: Value,
    selectors: Value,
}

traced!(Compress: data, selectors);

impl Step for Compress {
    const NAME: &'static str = "compress";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let [data, selectors] = args.bind(interp, "compress", ["data", "selectors"], 2)?;
        let (Some(data), Some(selectors)) = (data, selectors) else {
            return Err(interp.type_error("compress() missing required argument"));
        };
        Ok(Self { data: interp.iter(&data)?, selectors: interp.iter(&selectors)? })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        loop {
            let Some(value) = interp.next(&self.data)? else { return Ok(None) };
            let Some(selector) = interp.next(&self.selectors)? else { return Ok(None) };
            if interp.truth(&selector)? {
                return Ok(Some(value));
            }
        }
    }
}

/// The two arguments of the others: a predicate and an iterable.
fn parts(interp: &Interp, args: Args, name: &str) -> Result<(Value, Value)> {
    let [predicate, iterable] = arguments::exactly(interp, args, name)?;
    let iterator = interp.iter(&iterable)?;
    Ok((predicate, iterator))
}

/// What the predicate says of a value.
fn holds(interp: &Interp, predicate: &Value, value: &Value) -> Result<bool> {
    let answer = interp.call(predicate, [value.clone()])?;
    interp.truth(&answer)
}

/// `dropwhile(predicate, iterable)`
pub(super) struct DropWhile {
    predicate: Value,
    iterator: Value,
    begun: Cell<bool>,
}

traced!(DropWhile: iterator, predicate);

impl Step for DropWhile {
    const NAME: &'static str = "dropwhile";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let (predicate, iterator) = parts(interp, args, Self::NAME)?;
        Ok(Self { predicate, iterator, begun: Cell::new(false) })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        while let Some(value) = interp.next(&self.iterator)? {
            if self.begun.get() || !holds(interp, &self.predicate, &value)? {
                self.begun.set(true);
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}

/// `takewhile(predicate, iterable)`
pub(super) struct TakeWhile {
    predicate: Value,
    iterator: Value,
    ended: Cell<bool>,
}

traced!(TakeWhile: iterator, predicate);

impl Step for TakeWhile {
    const NAME: &'static str = "takewhile";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let (predicate, iterator) = parts(interp, args, Self::NAME)?;
        Ok(Self { predicate, iterator, ended: Cell::new(false) })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        if self.ended.get() {
            return Ok(None);
        }
        let Some(value) = interp.next(&self.iterator)? else { return Ok(None) };
        if holds(interp, &self.predicate, &value)? {
            return Ok(Some(value));
        }
        self.ended.set(true);
        Ok(None)
    }
}

/// `filterfalse(predicate, iterable)`
pub(super) struct FilterFalse {
    predicate: Value,
    iterator: Value,
}

traced!(FilterFalse: iterator, predicate);

impl Step for FilterFalse {
    const NAME: &'static str = "filterfalse";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let (predicate, iterator) = parts(interp, args, Self::NAME)?;
        Ok(Self { predicate, iterator })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        while let Some(value) = interp.next(&self.iterator)? {
            let itself =
                interp.is_none(&self.predicate) || self.predicate.is(interp.types.bool.as_value());
            let holds = if itself {
                interp.truth(&value)?
            } else {
                holds(interp, &self.predicate, &value)?
            };
            if !holds {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }
}
