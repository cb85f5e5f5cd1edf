//! `enumerate`, `zip`, `map`, `filter`: iterators over other iterators.
//!
//! They keep what they iterate over until they die, also past the end, as CPython does.
//!
//! # Source
//! `Objects/enumobject.c`; `zip_next`, `map_next`, `filter_next` in `Python/bltinmodule.c`.

use core::cell::RefCell;

use num_bigint::BigInt;

use super::result::Reused;
use crate::heap::trace_fields;
use crate::object::{Int, Kind, Tuple};
use crate::run::interp::Interp;
use crate::run::native::base_of;
use crate::run::raise::Result;
use crate::{Gc, Trace, Value};

/// `enumerate(iterable, start)`.
pub(in crate::run) struct Enumerate {
    iterator: Value,
    result: Reused,
    count: RefCell<BigOr64>,
}

/// A counter that leaves 64 bits only when it must.
enum BigOr64 {
    Small(i64),
    Big(BigInt),
}

impl Enumerate {
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        let Some(item) = interp.next(&self.iterator)? else { return Ok(None) };
        let count = self.count(interp)?;
        self.result.pair(interp, count, item).map(Some)
    }

    /// The number of the item, and on to the next one.
    fn count(&self, interp: &Interp) -> Result<Value> {
        let mut count = self.count.borrow_mut();
        let (number, next) = match &*count {
            BigOr64::Small(n) => {
                let next = match n.checked_add(1) {
                    Some(next) => BigOr64::Small(next),
                    None => BigOr64::Big(BigInt::from(*n) + 1),
                };
                (interp.int(*n)?, next)
            }
            BigOr64::Big(n) => (interp.big_int(n.clone())?, BigOr64::Big(n + 1)),
        };
        *count = next;
        Ok(number)
    }
}

impl Trace for Enumerate {
    trace_fields!(iterator, result);
}

/// `zip(*iterables, strict=False)`.
pub(in crate::run) struct Zip {
    iterators: Option<Gc<Tuple>>,
    result: Reused,
    strict: bool,
}

impl Zip {
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        let Some(iterators) = &self.iterators else { return Ok(None) };
        let iterators = iterators.items();
        let Some(mut held) = self.result.take() else { return self.step_anew(interp, iterators) };
        for (index, iterator) in iterators.iter().enumerate() {
            match interp.next(iterator)? {
                Some(item) => drop(held.replace(index, item)),
                None if self.strict => return Self::ended(interp, iterators, index),
                None => return Ok(None),
            }
        }
        Ok(Some(held.finish()))
    }

    /// A step into a new tuple, since the last one was kept.
    fn step_anew(&self, interp: &Interp, iterators: &[Value]) -> Result<Option<Value>> {
        let mut row = Vec::with_capacity(iterators.len());
        for iterator in iterators {
            match interp.next(iterator)? {
                Some(item) => row.push(item),
                None if self.strict => {
                    let ended = row.len();
                    drop(row);
                    return Self::ended(interp, iterators, ended);
                }
                None => return Ok(None),
            }
        }
        interp.tuple(row.into_iter()).map(Some)
    }

    /// In a strict zip: argument number `ended`, from 0, has ended; so must the others have.
    fn ended(interp: &Interp, iterators: &[Value], ended: usize) -> Result<Option<Value>> {
        if ended > 0 {
            return Err(unequal(interp, ended, "shorter"));
        }
        for (index, iterator) in iterators.iter().enumerate().skip(1) {
            if interp.next(iterator)?.is_some() {
                return Err(unequal(interp, index, "longer"));
            }
        }
        Ok(None)
    }
}

/// The error of a strict zip; `before` counts the arguments in front of the odd one.
fn unequal(interp: &Interp, before: usize, how: &str) -> crate::run::raise::Raised {
    let others = if before == 1 { " 1".to_owned() } else { format!("s 1-{before}") };
    interp.value_error(format!("zip() argument {} is {how} than argument{others}", before + 1))
}

impl Trace for Zip {
    trace_fields!(iterators, result);
}

/// `map(function, *iterables)`.
pub(in crate::run) struct Map {
    function: Value,
    iterators: Gc<Tuple>,
}

impl Map {
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        let iterators = self.iterators.items();
        let mut args = Vec::with_capacity(iterators.len());
        for iterator in iterators {
            let Some(arg) = interp.next(iterator)? else { return Ok(None) };
            args.push(arg);
        }
        interp.call(&self.function, args).map(Some)
    }
}

impl Trace for Map {
    trace_fields!(iterators, function);
}

/// `filter(function, iterable)`.
pub(in crate::run) struct Filter {
    function: Value,
    iterator: Value,
    /// Whether the items themselves are asked for their truth.
    by_truth: bool,
}

impl Filter {
    pub(super) fn step(&self, interp: &Interp) -> Result<Option<Value>> {
        while let Some(item) = interp.next(&self.iterator)? {
            let good = if self.by_truth {
                interp.truth(&item)?
            } else {
                let answer = interp.call(&self.function, [item.clone()])?;
                interp.truth(&answer)?
            };
            if good {
                return Ok(Some(item));
            }
        }
        Ok(None)
    }
}

impl Trace for Filter {
    trace_fields!(iterator, function);
}

/// `enumerate(iterable, start)`.
///
/// # Errors
/// `TypeError` when the start is no integer, or the iterable none.
pub(in crate::run) fn new_enumerate(
    interp: &Interp,
    iterable: &Value,
    start: Option<&Value>,
) -> Result<Value> {
    let count = match start {
        None => BigOr64::Small(0),
        Some(start) => match base_of::<Int>(start) {
            Some(int) => {
                int.as_i64().map_or_else(|| BigOr64::Big(int.to_big().into_owned()), BigOr64::Small)
            }
            None => BigOr64::Small(interp.index(start)?),
        },
    };
    let iterator = interp.iter(iterable)?;
    let result = Reused::new(interp, 2)?;
    interp.new_iterator(Enumerate { iterator, result, count: RefCell::new(count) })
}

/// `zip(*iterables, strict=strict)`.
///
/// # Errors
/// `TypeError` when an argument is not iterable.
pub(in crate::run) fn new_zip(interp: &Interp, iterables: &[Value], strict: bool) -> Result<Value> {
    let iterators =
        iterables.iter().map(|iterable| interp.iter(iterable)).collect::<Result<Vec<_>>>()?;
    let iterators =
        if iterators.is_empty() { None } else { Some(interp.heap.tuple(iterators.into_iter())?) };
    let result = Reused::new(interp, iterables.len())?;
    interp.new_iterator(Zip { iterators, result, strict })
}

/// `map(function, *iterables)`; there is at least one.
///
/// # Errors
/// `TypeError` when an argument is not iterable.
pub(in crate::run) fn new_map(
    interp: &Interp,
    function: Value,
    iterables: &[Value],
) -> Result<Value> {
    let iterators =
        iterables.iter().map(|iterable| interp.iter(iterable)).collect::<Result<Vec<_>>>()?;
    let iterators = interp.heap.tuple(iterators.into_iter())?;
    interp.new_iterator(Map { function, iterators })
}

/// `filter(function, iterable)`.
///
/// # Errors
/// `TypeError` when the second is not iterable.
pub(in crate::run) fn new_filter(
    interp: &Interp,
    function: Value,
    iterable: &Value,
) -> Result<Value> {
    let iterator = interp.iter(iterable)?;
    let by_truth = function.kind() == Kind::None || function.is(interp.types.bool.as_value());
    interp.new_iterator(Filter { function, iterator, by_truth })
}
