//! `count`, `cycle` and `repeat`.

use core::cell::{Cell, RefCell};

use super::super::super::builtins::arguments;
use super::{Step, traced};
use crate::Value;
use crate::object::Int;
use crate::run::code::BinaryKind;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::raise::Result;

/// `count(start=0, step=1)`
pub(super) struct Count {
    next: RefCell<Value>,
    by: Value,
}

traced!(Count: next, by);

impl Step for Count {
    const NAME: &'static str = "count";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let [start, by] = args.bind(interp, "count", ["start", "step"], 0)?;
        for number in start.iter().chain(&by) {
            let is_number = ["__index__", "__float__", "__int__"]
                .iter()
                .any(|name| interp.special(number, name).is_some());
            if !is_number {
                return Err(interp.type_error("a number is required"));
            }
        }
        let start = start.map_or_else(|| interp.int(0), Ok)?;
        Ok(Self { next: RefCell::new(start), by: by.map_or_else(|| interp.int(1), Ok)? })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let now = self.next.borrow().clone();
        let next = interp.binary(BinaryKind::Add, &now, &self.by)?;
        drop(self.next.replace(next));
        Ok(Some(now))
    }
}

/// `count(10, 2)`
pub(super) fn count_repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let Some(count) = base_of::<Count>(&this) else { return Ok(interp.none()) };
    let (next, class) = (count.next.borrow().clone(), interp.class_of(&this).name());
    let next = interp.repr(&next)?;
    if count.by.get::<Int>().and_then(Int::as_i64) == Some(1) {
        return interp.str(&format!("{class}({next})"));
    }
    interp.str(&format!("{class}({next}, {})", interp.repr(&count.by)?))
}

/// `cycle(iterable)`
pub(super) struct Cycle {
    iterator: RefCell<Option<Value>>,
    saved: RefCell<Vec<Value>>,
    index: Cell<usize>,
}

traced!(Cycle: iterator, saved);

impl Step for Cycle {
    const NAME: &'static str = "cycle";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let [iterable] = arguments::exactly(interp, args, "cycle")?;
        let iterator = RefCell::new(Some(interp.iter(&iterable)?));
        Ok(Self { iterator, saved: RefCell::default(), index: Cell::new(0) })
    }

    fn step(&self, interp: &Interp, _: &Value) -> Result<Option<Value>> {
        let iterator = self.iterator.borrow().clone();
        if let Some(iterator) = iterator {
            if let Some(value) = interp.next(&iterator)? {
                self.saved.borrow_mut().push(value.clone());
                return Ok(Some(value));
            }
            drop(self.iterator.take());
        }
        let saved = self.saved.borrow();
        let value = saved.get(self.index.get()).cloned();
        let next = self.index.get() + 1;
        self.index.set(if next >= saved.len() { 0 } else { next });
        Ok(value)
    }
}

/// `repeat(object, times=None)`
pub(super) struct Repeat {
    object: Value,
    left: Cell<Option<usize>>,
}

traced!(Repeat: object);

impl Step for Repeat {
    const NAME: &'static str = "repeat";

    fn make(interp: &Interp, args: Args) -> Result<Self> {
        let [object, times] = args.bind(interp, "repeat", ["object", "times"], 1)?;
        let left = match times {
            Some(times) => Some(usize::try_from(interp.index(&times)?).unwrap_or(0)),
            None => None,
        };
        let object = object.unwrap_or_else(|| interp.none());
        Ok(Self { object, left: Cell::new(left) })
    }

    fn step(&self, _: &Interp, _: &Value) -> Result<Option<Value>> {
        match self.left.get() {
            Some(0) => return Ok(None),
            Some(left) => self.left.set(Some(left - 1)),
            None => {}
        }
        Ok(Some(self.object.clone()))
    }
}

/// `repeat('x', 2)`
pub(super) fn repeat_repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let Some(repeat) = base_of::<Repeat>(&this) else { return Ok(interp.none()) };
    let (object, class) = (interp.repr(&repeat.object)?, interp.class_of(&this).name());
    match repeat.left.get() {
        Some(left) => interp.str(&format!("{class}({object}, {left})")),
        None => interp.str(&format!("{class}({object})")),
    }
}

/// `repeat.__length_hint__()`
pub(super) fn repeat_hint(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__length_hint__")?;
    match base_of::<Repeat>(&this).and_then(|repeat| repeat.left.get()) {
        Some(left) => interp.size(left),
        None => Err(interp.type_error("len() of unsized object")),
    }
}
