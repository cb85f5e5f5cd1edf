//! `groupby`, and the groups it gives.
//!
//! A group reads from the same iterator as the `groupby` it belongs to, and is over as soon as
//! that has moved on.

use core::cell::{Cell, RefCell};

use super::{Step, traced};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::Result;

/// `groupby(iterable, key=None)`
pub(super) struct GroupBy {
    iterator: Value,
    key: Option<Value>,
    /// The key of the group that was given last.
    target: RefCell<Option<Value>>,
    /// The key and the value that were read last.
    current: RefCell<Option<Value>>,
    value: RefCell<Option<Value>>,
    /// The number of the group that may read.
    group: Cell<u64>,
}

traced!(GroupBy: iterator, key, target, current, value);

impl GroupBy {
    /// Reads a value and finds its key; `false` at the end.
    fn read(&self, interp: &Interp) -> Result<bool> {
        let Some(value) = interp.next(&self.iterator)? else { return Ok(false) };
        let key = match &self.key {
            Some(function) => interp.call(function, [value.clone()])?,
            None => value.clone(),
        };
        drop(self.value.replace(Some(value)));
        drop(self.current.replace(Some(key)));
        Ok(true)
    }
}

impl Step for GroupBy {
    const NAME: &'static str = "groupby";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let [iterable, key] = args.bind(interp, "groupby", ["iterable", "key"], 1)?;
        let iterable = iterable.unwrap_or_else(|| interp.none());
        Ok(Self {
            iterator: interp.iter(&iterable)?,
            key: key.filter(|key| !interp.is_none(key)),
            target: RefCell::new(None),
            current: RefCell::new(None),
            value: RefCell::new(None),
            group: Cell::new(0),
        })
    }

    fn step(&self, interp: &Interp, this: &Value) -> Result<Option<Value>> {
        self.group.set(self.group.get() + 1);
        let key = loop {
            let (current, target) = (self.current.borrow().clone(), self.target.borrow().clone());
            match (current, target) {
                (Some(current), Some(target)) => {
                    if !interp.eq(&target, &current)? {
                        break current;
                    }
                }
                (Some(current), None) => break current,
                (None, _) => {}
            }
            if !self.read(interp)? {
                return Ok(None);
            }
        };
        drop(self.target.replace(Some(key.clone())));
        let group = Group { parent: this.clone(), target: key.clone(), number: self.group.get() };
        let group = interp.heap.alloc(group)?.into_value();
        interp.tuple([key, group].into_iter()).map(Some)
    }
}

/// One group.
pub(super) struct Group {
    parent: Value,
    target: Value,
    number: u64,
}

traced!(Group: parent, target);

impl Step for Group {
    const NAME: &'static str = "_grouper";

    fn make(interp: &Interp, _: Args) -> Result<Self> {
        Err(interp.type_error("cannot create 'itertools._grouper' instances"))
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let Some(parent) = base_of::<GroupBy>(&self.parent) else { return Ok(None) };
        if parent.group.get() != self.number {
            return Ok(None);
        }
        if parent.value.borrow().is_none() && !parent.read(interp)? {
            return Ok(None);
        }
        let current = parent.current.borrow().clone();
        let Some(current) = current else { return Ok(None) };
        if !interp.eq(&self.target, &current)? {
            return Ok(None);
        }
        drop(parent.current.take());
        Ok(parent.value.take())
    }
}
