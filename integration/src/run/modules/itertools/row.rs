//! `accumulate`, `batched` and `pairwise`: one iterable, with what came before.

use core::cell::RefCell;

use super::super::super::builtins::arguments;
use super::{Step, traced};
use crate::Value;
use crate::run::code::BinaryKind;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;

/// `accumulate(iterable, func=None, *, initial=None)`
pub(super) struct Accumulate {
    function: Option<Value>,
    iterator: Value,
    total: RefCell<Option<Value>>,
    initial: RefCell<Option<Value>>,
}

traced!(Accumulate: function, iterator, total, initial);

impl Step for Accumulate {
    const NAME: &'static str = "accumulate";

    fn make(interp: &Interp, mut args: Args) -> Result<Self> {
        let given = |value: &Value| !interp.is_none(value);
        let initial = args.keyword("initial").filter(given);
        let [iterable, function] = args.bind(interp, "accumulate", ["iterable", "func"], 1)?;
        let iterable = iterable.unwrap_or_else(|| interp.none());
        Ok(Self {
            function: function.filter(given),
            iterator: interp.iter(&iterable)?,
            total: RefCell::new(None),
            initial: RefCell::new(initial),
        })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let initial = self.initial.take();
        if let Some(initial) = initial {
            drop(self.total.replace(Some(initial.clone())));
            return Ok(Some(initial));
        }
        let Some(value) = interp.next(&self.iterator)? else { return Ok(None) };
        let total = self.total.borrow().clone();
        let total = match (total, &self.function) {
            (None, _) => value,
            (Some(total), Some(function)) => interp.call(function, [total, value])?,
            (Some(total), None) => interp.binary(BinaryKind::Add, &total, &value)?,
        };
        drop(self.total.replace(Some(total.clone())));
        Ok(Some(total))
    }
}

/// `batched(iterable, n, *, strict=False)`
pub(super) struct Batched {
    iterator: RefCell<Option<Value>>,
    size: usize,
    strict: bool,
}

traced!(Batched: iterator);

impl Step for Batched {
    const NAME: &'static str = "batched";

    fn make(interp: &Interp, mut args: Args) -> Result<Self> {
        let strict = args.keyword("strict").map_or(Ok(false), |strict| interp.truth(&strict))?;
        let [iterable, n] = args.bind(interp, "batched", ["iterable", "n"], 2)?;
        let (Some(iterable), Some(n)) = (iterable, n) else {
            return Err(interp.type_error("batched() missing required argument"));
        };
        let size = usize::try_from(interp.index(&n)?).unwrap_or(0);
        if size == 0 {
            return Err(interp.value_error("n must be at least one"));
        }
        Ok(Self { iterator: RefCell::new(Some(interp.iter(&iterable)?)), size, strict })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let iterator = self.iterator.borrow().clone();
        let Some(iterator) = iterator else { return Ok(None) };
        let mut batch = Vec::new();
        while batch.len() < self.size {
            let Some(value) = interp.next(&iterator)? else { break };
            batch.push(value);
        }
        if batch.len() < self.size {
            drop(self.iterator.take());
            if self.strict && !batch.is_empty() {
                return Err(interp.value_error("batched(): incomplete batch"));
            }
        }
        if batch.is_empty() { Ok(None) } else { interp.tuple(batch.into_iter()).map(Some) }
    }
}

/// `pairwise(iterable)`
pub(super) struct Pairwise {
    iterator: RefCell<Option<Value>>,
    before: RefCell<Option<Value>>,
}

traced!(Pairwise: iterator, before);

impl Step for Pairwise {
    const NAME: &'static str = "pairwise";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let [iterable] = arguments::exactly(interp, args, "pairwise")?;
        let iterator = RefCell::new(Some(interp.iter(&iterable)?));
        Ok(Self { iterator, before: RefCell::new(None) })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let iterator = self.iterator.borrow().clone();
        let Some(iterator) = iterator else { return Ok(None) };
        let before = self.before.take();
        let before = match before {
            Some(before) => Some(before),
            None => interp.next(&iterator)?,
        };
        if let Some(before) = before
            && let Some(now) = interp.next(&iterator)?
        {
            drop(self.before.replace(Some(now.clone())));
            return interp.tuple([before, now].into_iter()).map(Some);
        }
        drop(self.iterator.take());
        Ok(None)
    }
}
