//! Special methods that the built-in rows share, as functions a program can reach by name:
//! `super().__eq__(other)`, `list.__len__(x)`.
//!
//! The operators know the built-in kinds themselves. A special method takes the value of the
//! built-in kind out of what it is called on, an object of a derived class included, and asks the
//! operator about that value: so a method overridden in the derived class is not called again.
//!
//! # Source
//! `slotdefs` in `Objects/typeobject.c`.

use crate::object::Class;
use crate::run::builtins::arguments::{receiver, special};
use crate::run::code::CompareKind;
use crate::run::interp::Interp;
use crate::run::iterate::Row;
use crate::run::native::{Args, base_gc, base_of};
use crate::run::operate::sequence;
use crate::run::raise::Result;
use crate::{Gc, Trace, Value};

/// Refuses keywords, unless the class has a method of its own that is given the same ones and
/// looks at them: `__init__` beside `__new__`, or the other way round.
///
/// # Errors
/// `TypeError` in Python's words.
pub(super) fn keywords_for(
    interp: &Interp,
    args: &mut Args,
    function: &str,
    class: &Value,
    builtin: &Gc<Class>,
    other_method: &str,
) -> Result<()> {
    if class.as_gc::<Class>().is_some_and(|c| interp.is_overloaded(builtin, c, other_method)) {
        args.keywords.clear();
    }
    args.no_keywords(interp, function)
}

/// The six comparisons of a kind.
macro_rules! compares {
    ($kind:ty, $class:literal) => {{
        use crate::run::code::CompareKind as K;
        const METHODS: &[(&str, crate::run::native::Native)] = &[
            ("__eq__", |i, a| {
                $crate::run::types::dunder::compare::<$kind>(
                    i,
                    a,
                    concat!($class, ".__eq__"),
                    K::Eq,
                )
            }),
            ("__ne__", |i, a| {
                $crate::run::types::dunder::compare::<$kind>(
                    i,
                    a,
                    concat!($class, ".__ne__"),
                    K::Ne,
                )
            }),
            ("__lt__", |i, a| {
                $crate::run::types::dunder::compare::<$kind>(
                    i,
                    a,
                    concat!($class, ".__lt__"),
                    K::Lt,
                )
            }),
            ("__le__", |i, a| {
                $crate::run::types::dunder::compare::<$kind>(
                    i,
                    a,
                    concat!($class, ".__le__"),
                    K::Le,
                )
            }),
            ("__gt__", |i, a| {
                $crate::run::types::dunder::compare::<$kind>(
                    i,
                    a,
                    concat!($class, ".__gt__"),
                    K::Gt,
                )
            }),
            ("__ge__", |i, a| {
                $crate::run::types::dunder::compare::<$kind>(
                    i,
                    a,
                    concat!($class, ".__ge__"),
                    K::Ge,
                )
            }),
        ];
        METHODS
    }};
}
pub(super) use compares;

/// A comparison of two values of one kind; `NotImplemented` about anything else.
pub(super) fn compare<T: Trace>(
    interp: &Interp,
    args: Args,
    function: &str,
    kind: CompareKind,
) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    let left = receiver::<T>(interp, &this, function)?;
    let Some(right) = base_gc::<T>(&other) else { return Ok(interp.not_implemented.clone()) };
    interp.compare(kind, left.as_value(), right.as_value())
}

/// `row + row`.
pub(super) fn add<T: Trace>(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, [other]) = special(interp, args, function)?;
    receiver::<T>(interp, &this, function)?;
    sequence::concat(interp, &this, &other)
}

/// `row[key]`.
pub(super) fn item<T: Trace>(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, [key]) = special(interp, args, function)?;
    interp.native_get_item(receiver::<T>(interp, &this, function)?.as_value(), &key)
}

/// `item in row`.
pub(super) fn contains<T: Trace>(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, [item]) = special(interp, args, function)?;
    let row = receiver::<T>(interp, &this, function)?;
    let found = interp.native_contains(row.as_value(), &item)?;
    Ok(found.map_or_else(|| interp.not_implemented.clone(), |found| interp.bool(found)))
}

/// `row * n` and `n * row`.
pub(super) fn times<T: Trace>(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, [count]) = special(interp, args, function)?;
    let row = receiver::<T>(interp, &this, function)?;
    let count = interp.int(interp.index(&count)?)?;
    sequence::repeat(interp, row.as_value(), &count)
}

/// `repr(row)`.
pub(super) fn repr<T: Trace>(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    let value = receiver::<T>(interp, &this, function)?;
    interp.str(&interp.repr(value.as_value())?)
}

/// `hash(row)`.
pub(super) fn hash<T: Trace>(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    let value = receiver::<T>(interp, &this, function)?;
    interp.int(interp.hash(value.as_value())?)
}

/// `format(value, spec)`.
pub(super) fn format<T: Trace>(interp: &Interp, args: Args, function: &str) -> Result<Value> {
    let (this, [spec]) = args.method(interp, function)?;
    let value = receiver::<T>(interp, &this, function)?;
    let Some(spec) = base_of::<crate::object::Str>(&spec) else {
        let name = interp.class_name(&spec);
        return Err(interp.type_error(format!("__format__() argument must be str, not {name}")));
    };
    interp.str(&interp.format(value.as_value(), spec.as_str())?)
}

/// `len(row)`.
pub(super) fn len<T: Trace>(
    interp: &Interp,
    args: Args,
    function: &str,
    len: fn(&T) -> usize,
) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    interp.size(len(receiver::<T>(interp, &this, function)?))
}

/// `iter(row)`: the iterator owns the object itself, of whatever class.
pub(super) fn iter<T: Trace>(
    interp: &Interp,
    args: Args,
    function: &str,
    row: Row,
) -> Result<Value> {
    let (this, []) = special(interp, args, function)?;
    receiver::<T>(interp, &this, function)?;
    interp.row_iterator(&this, row)
}

/// Whether `iter()` has anything to begin with.
pub(super) fn is_iterable(interp: &Interp, value: &Value) -> bool {
    ["__iter__", "__getitem__"]
        .iter()
        .any(|name| interp.special(value, name).is_some_and(|method| !interp.is_none(&method)))
}

/// Takes the class out of the arguments of a `__new__`.
///
/// # Errors
/// `TypeError` when it is none, or not derived from `base`.
pub(super) fn class_argument(interp: &Interp, args: &mut Args, base: &Gc<Class>) -> Result<Value> {
    let name = base.name();
    if args.is_empty() {
        return Err(interp.type_error(format!("{name}.__new__(): not enough arguments")));
    }
    let class = args.positional.remove(0);
    let Some(given) = class.get::<Class>() else {
        let other = interp.class_name(&class);
        return Err(
            interp.type_error(format!("{name}.__new__(X): X is not a type object ({other})"))
        );
    };
    if !given.is_subclass_of(base) {
        let other = given.name();
        return Err(interp
            .type_error(format!("{name}.__new__({other}): {other} is not a subtype of {name}")));
    }
    Ok(class)
}
