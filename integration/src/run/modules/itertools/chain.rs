//! `chain`, `starmap` and `zip_longest`: several iterables, one after or beside the other.

use core::cell::RefCell;

use super::super::super::builtins::arguments;
use super::{Step, traced};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;

/// `chain(*iterables)`
pub(super) struct Chain {
    source: RefCell<Option<Value>>,
    active: RefCell<Option<Value>>,
}

traced!(Chain: source, active);

impl Step for Chain {
    const NAME: &'static str = "chain";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        args.no_keywords(interp, "chain")?;
        let iterables = interp.tuple(args.positional.into_iter())?;
        Ok(Self {
            source: RefCell::new(Some(interp.iter(&iterables)?)),
            active: RefCell::new(None),
        })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        loop {
            let active = self.active.borrow().clone();
            if let Some(active) = active {
                if let Some(value) = interp.next(&active)? {
                    return Ok(Some(value));
                }
                drop(self.active.take());
                drop(active);
            }
            let source = self.source.borrow().clone();
            let Some(source) = source else { return Ok(None) };
            let next = interp.next(&source);
            let opened = match next {
                Ok(Some(iterable)) => interp.iter(&iterable).map(Some),
                Ok(None) => Ok(None),
                Err(raised) => Err(raised),
            };
            match opened {
                Ok(Some(iterator)) => drop(self.active.replace(Some(iterator))),
                other => {
                    drop(self.source.take());
                    return other;
                }
            }
        }
    }
}

/// `chain.from_iterable(iterable)`
pub(super) fn from_iterable(interp: &Interp, args: Args) -> Result<Value> {
    let [class, iterable] = args.exactly(interp, "chain.from_iterable")?;
    let source = RefCell::new(Some(interp.iter(&iterable)?));
    let chain = Chain { source, active: RefCell::new(None) };
    interp.wrap(&class, interp.heap.alloc(chain)?.into_value())
}

/// `starmap(function, iterable)`
pub(super) struct StarMap {
    function: Value,
    iterator: Value,
}

traced!(StarMap: iterator, function);

impl Step for StarMap {
    const NAME: &'static str = "starmap";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let [function, iterable] = arguments::exactly(interp, args, "starmap")?;
        Ok(Self { function, iterator: interp.iter(&iterable)? })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let Some(row) = interp.next(&self.iterator)? else { return Ok(None) };
        let args = interp.collect(&row)?;
        drop(row);
        interp.call(&self.function, args).map(Some)
    }
}

/// `zip_longest(*iterables, fillvalue=None)`
pub(super) struct ZipLongest {
    iterators: RefCell<Vec<Option<Value>>>,
    fill: Value,
}

traced!(ZipLongest: iterators, fill);

impl Step for ZipLongest {
    const NAME: &'static str = "zip_longest";

    fn make(interp: &Interp, mut args: Args) -> Result<Self> {
        let fill = args.keyword("fillvalue").unwrap_or_else(|| interp.none());
        if !args.keywords.is_empty() {
            return Err(interp.type_error("zip_longest() got an unexpected keyword argument"));
        }
        let mut iterators = Vec::with_capacity(args.len());
        for iterable in &args.positional {
            iterators.push(Some(interp.iter(iterable)?));
        }
        Ok(Self { iterators: RefCell::new(iterators), fill })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let count = self.iterators.borrow().len();
        if self.iterators.borrow().iter().all(Option::is_none) {
            return Ok(None);
        }
        let mut row = Vec::with_capacity(count);
        for index in 0..count {
            let iterator = self.iterators.borrow()[index].clone();
            let value = match iterator {
                Some(iterator) => interp.next(&iterator)?,
                None => None,
            };
            if value.is_none() {
                let ended = self.iterators.borrow_mut()[index].take();
                drop(ended);
                if self.iterators.borrow().iter().all(Option::is_none) {
                    return Ok(None);
                }
            }
            row.push(value.unwrap_or_else(|| self.fill.clone()));
        }
        interp.tuple(row.into_iter()).map(Some)
    }
}
