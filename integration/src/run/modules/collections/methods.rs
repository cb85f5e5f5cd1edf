//! The class `collections.deque` and its methods.

use super::super::super::builtins::arguments;
use super::super::kind::{ClassSpec, class_of_payload, fill, receiver, registered};
use super::deque::{Deque, End};
use super::iterator::new_iterator;
use crate::object::Class;
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::operate::shown::Shown;
use crate::run::raise::Result;
use crate::{Gc, Value};

/// Makes the class.
pub(super) fn install(interp: &Interp) -> Result<Gc<Class>> {
    let class =
        class_of_payload::<Deque>(interp, &ClassSpec::native("collections", "deque").weak())?;
    fill(
        interp,
        &class,
        &[("__new__", new)],
        &[
            ("__init__", init),
            ("__copy__", copy),
            ("__iter__", |interp, args| iterate(interp, args, false)),
            ("__reversed__", |interp, args| iterate(interp, args, true)),
            ("__len__", len),
            ("__repr__", repr),
            ("__reduce__", reduce),
            ("append", |interp, args| push(interp, args, "append", End::Right)),
            ("appendleft", |interp, args| push(interp, args, "appendleft", End::Left)),
            ("clear", clear),
            ("copy", copy),
            ("count", count),
            ("extend", |interp, args| extend(interp, args, "extend", End::Right)),
            ("extendleft", |interp, args| extend(interp, args, "extendleft", End::Left)),
            ("index", index),
            ("insert", insert),
            ("pop", |interp, args| pop(interp, args, "pop", End::Right)),
            ("popleft", |interp, args| pop(interp, args, "popleft", End::Left)),
            ("remove", remove),
            ("reverse", reverse),
            ("rotate", rotate),
        ],
    )?;
    interp.add_computed(&class, "maxlen", max_len, None)?;
    interp.set_member(&class, "__hash__", interp.none())?;
    Ok(class)
}

/// The deque that `self` is.
pub(super) fn of<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a Deque> {
    receiver::<Deque>(interp, this, method, "collections.deque")
}

fn new(interp: &Interp, args: Args) -> Result<Value> {
    let Some(class) = args.positional.into_iter().next() else {
        return Err(interp.type_error("deque.__new__(): not enough arguments"));
    };
    interp.wrap(&class, interp.heap.alloc(Deque::default())?.into_value())
}

/// `deque(iterable=(), maxlen=None)`
fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "deque.__init__")?;
    let given = args.len();
    if given > 2 {
        let message = format!("deque() takes at most 2 arguments ({given} given)");
        return Err(interp.type_error(message));
    }
    let [iterable, limit] = args.bind(interp, "deque", ["iterable", "maxlen"], 0)?;
    let deque = of(interp, &this, "__init__")?;
    let limit = match limit.filter(|limit| !interp.is_none(limit)) {
        None => None,
        Some(limit) => {
            let Some(number) = base_of::<crate::object::Int>(&limit) else {
                return Err(interp.type_error("an integer is required"));
            };
            let Some(number) = number.as_i64() else {
                let message = "Python int too large to convert to C ssize_t";
                return Err(interp.overflow_error(message));
            };
            let number = usize::try_from(number);
            Some(number.map_err(|_| interp.value_error("maxlen must be non-negative"))?)
        }
    };
    deque.set_limit(limit);
    deque.clear();
    if let Some(iterable) = iterable {
        deque.extend(interp, End::Right, &iterable)?;
    }
    Ok(interp.none())
}

fn max_len(interp: &Interp, this: &Value) -> Result<Value> {
    match of(interp, this, "maxlen")?.limit() {
        Some(limit) => interp.size(limit),
        None => Ok(interp.none()),
    }
}

fn push(interp: &Interp, args: Args, name: &str, end: End) -> Result<Value> {
    let (this, [value]) = args.method(interp, &format!("deque.{name}"))?;
    of(interp, &this, name)?.push(end, value)?;
    Ok(interp.none())
}

fn pop(interp: &Interp, args: Args, name: &str, end: End) -> Result<Value> {
    let (this, []) = args.method(interp, &format!("deque.{name}"))?;
    let popped = of(interp, &this, name)?.pop(end);
    popped.ok_or_else(|| interp.index_error("pop from an empty deque"))
}

fn extend(interp: &Interp, args: Args, name: &str, end: End) -> Result<Value> {
    let (this, [iterable]) = args.method(interp, &format!("deque.{name}"))?;
    let deque = of(interp, &this, name)?;
    if iterable.is(&this) {
        for value in deque.to_vec() {
            deque.push(end, value)?;
        }
    } else {
        deque.extend(interp, end, &iterable)?;
    }
    Ok(interp.none())
}

fn clear(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "deque.clear")?;
    of(interp, &this, "clear")?.clear();
    Ok(interp.none())
}

fn reverse(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "deque.reverse")?;
    of(interp, &this, "reverse")?.reverse();
    Ok(interp.none())
}

fn rotate(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [steps]) = arguments::method(interp, args, "deque.rotate", 0)?;
    let steps = steps.map_or(Ok(1), |steps| interp.index(&steps))?;
    of(interp, &this, "rotate")?.rotate(steps);
    Ok(interp.none())
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__len__")?;
    interp.size(of(interp, &this, "__len__")?.len())
}

/// A new deque of the class of `this`.
pub(super) fn copy_of(interp: &Interp, this: &Value) -> Result<Value> {
    let deque = of(interp, this, "copy")?;
    let class = interp.class_of(this);
    if Gc::ptr_eq(&class, &registered::<Deque>(interp)) {
        let copy = interp.heap.alloc(Deque::default())?;
        copy.set_limit(deque.limit());
        for value in deque.to_vec() {
            copy.push(End::Right, value)?;
        }
        return Ok(copy.into_value());
    }
    match deque.limit() {
        None => interp.call(class.as_value(), [this.clone()]),
        Some(limit) => interp.call(class.as_value(), [this.clone(), interp.size(limit)?]),
    }
}

fn copy(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "deque.copy")?;
    copy_of(interp, &this)
}

/// `(class, ((), maxlen), namespace, iterator)`
fn reduce(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__reduce__")?;
    let class = interp.class_of(&this).into_value();
    let limit = max_len(interp, &this)?;
    let made_from = if interp.is_none(&limit) {
        interp.empty_tuple.clone()
    } else {
        interp.tuple([interp.empty_tuple.clone(), limit].into_iter())?
    };
    let namespace = match interp.lookup_attr(&this, "__dict__")? {
        Some(namespace) if interp.truth(&namespace)? => namespace,
        _ => interp.none(),
    };
    let iterator = interp.iter(&this)?;
    interp.tuple([class, made_from, namespace, iterator].into_iter())
}

fn iterate(interp: &Interp, args: Args, backwards: bool) -> Result<Value> {
    let [this] = args.exactly(interp, "__iter__")?;
    of(interp, &this, "__iter__")?;
    new_iterator(interp, this, backwards)
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let deque = of(interp, &this, "__repr__")?;
    let Some(_shown) = Shown::enter(interp, &this)? else { return interp.str("[...]") };
    let items = interp.repr(&interp.list(deque.to_vec())?)?;
    let class = interp.class_of(&this).name();
    interp.str(&match deque.limit() {
        Some(limit) => format!("{class}({items}, maxlen={limit})"),
        None => format!("{class}({items})"),
    })
}

fn count(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "deque.count")?;
    let deque = of(interp, &this, "count")?;
    let version = deque.version();
    let (mut count, mut index) = (0, 0);
    while let Some(value) = deque.get(index) {
        count += usize::from(interp.eq(&value, &wanted)?);
        if deque.version() != version {
            return Err(interp.runtime_error("deque mutated during iteration"));
        }
        index += 1;
    }
    interp.size(count)
}

/// An argument that says where to begin or end; negative ones count from the end.
fn bound(interp: &Interp, value: Option<Value>, len: usize, absent: usize) -> Result<usize> {
    let Some(value) = value else { return Ok(absent) };
    let Some(index) = interp.index_or_none(&value)? else {
        let message = "slice indices must be integers or have an __index__ method";
        return Err(interp.type_error(message));
    };
    let signed = i64::try_from(len).unwrap_or(i64::MAX);
    let index = if index < 0 { index.saturating_add(signed).max(0) } else { index.min(signed) };
    Ok(usize::try_from(index).unwrap_or(0))
}

/// `deque.index(value, start=0, stop=len)`
fn index(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted, start, stop]) = arguments::method(interp, args, "deque.index", 1)?;
    let Some(wanted) = wanted else { return Ok(interp.none()) };
    let deque = of(interp, &this, "index")?;
    let len = deque.len();
    let (start, stop) = (bound(interp, start, len, 0)?, bound(interp, stop, len, len)?);
    let version = deque.version();
    for index in start..stop {
        let Some(value) = deque.get(index) else { break };
        let found = interp.eq(&value, &wanted)?;
        if deque.version() != version {
            return Err(interp.runtime_error("deque mutated during iteration"));
        }
        if found {
            return interp.size(index);
        }
    }
    Err(interp.value_error(format!("{} is not in deque", interp.repr(&wanted)?)))
}

fn insert(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [index, value]) = arguments::method(interp, args, "deque.insert", 2)?;
    let (Some(index), Some(value)) = (index, value) else { return Ok(interp.none()) };
    let deque = of(interp, &this, "insert")?;
    if deque.limit().is_some_and(|limit| deque.len() >= limit) {
        return Err(interp.index_error("deque already at its maximum size"));
    }
    let index = interp.int(interp.index(&index)?)?;
    let index = bound(interp, Some(index), deque.len(), 0)?;
    deque.insert(index, value)?;
    Ok(interp.none())
}

fn remove(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [wanted]) = args.method(interp, "deque.remove")?;
    let deque = of(interp, &this, "remove")?;
    let version = deque.version();
    let mut index = 0;
    while let Some(value) = deque.get(index) {
        let found = interp.eq(&value, &wanted)?;
        drop(value);
        if deque.version() != version {
            return Err(interp.index_error("deque mutated during remove()."));
        }
        if found {
            let removed = deque.remove(index);
            drop(removed);
            return Ok(interp.none());
        }
        index += 1;
    }
    Err(interp.value_error(format!("{} is not in deque", interp.repr(&wanted)?)))
}
