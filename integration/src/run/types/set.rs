//! `set` and `frozenset`: construction and methods.
//!
//! Both share their code; a method takes from its flavour the name that its errors show. Results
//! of methods are plain sets or frozensets, also for objects of subclasses.
//!
//! # Source
//! `Objects/setobject.c`.

mod methods;
mod operators;

use super::super::builtins::arguments::{positional, special, wrong_receiver};
use super::super::interp::Interp;
use super::super::lookup::sets::{body, is_frozen};
use super::super::native::{Args, Native, base_of};
use super::super::raise::Result;
use crate::Value;
use crate::object::{FrozenSet, Instance, Set, SetBody};

/// Which of the two classes a method belongs to.
trait Flavour: 'static {
    /// The name of the class.
    const NAME: &'static str;
}

/// `set`
enum Mutable {}

/// `frozenset`
enum Frozen {}

impl Flavour for Mutable {
    const NAME: &'static str = "set";
}

impl Flavour for Frozen {
    const NAME: &'static str = "frozenset";
}

/// Fails unless `this` is or wraps a set of either flavour.
fn check<F: Flavour>(interp: &Interp, this: &Value, name: &str) -> Result<()> {
    let fits = match F::NAME {
        "set" => body(this).is_some() && !is_frozen(this),
        _ => is_frozen(this),
    };
    if fits { Ok(()) } else { Err(wrong_receiver(interp, this, &format!("{}.{name}", F::NAME))) }
}

/// `self` and `N` arguments of a special method.
fn special_of<F: Flavour, const N: usize>(
    interp: &Interp,
    args: Args,
    name: &str,
) -> Result<(Value, [Value; N])> {
    let (this, rest) = special(interp, args, &format!("{}.{name}", F::NAME))?;
    check::<F>(interp, &this, name)?;
    Ok((this, rest))
}

/// `self` and exactly `N` arguments of a method.
fn method_of<F: Flavour, const N: usize>(
    interp: &Interp,
    args: Args,
    name: &str,
) -> Result<(Value, [Value; N])> {
    let (this, rest) = args.method(interp, &format!("{}.{name}", F::NAME))?;
    check::<F>(interp, &this, name)?;
    Ok((this, rest))
}

/// `self` and any number of arguments of a method.
fn all_of<F: Flavour>(interp: &Interp, mut args: Args, name: &str) -> Result<(Value, Vec<Value>)> {
    let function = format!("{}.{name}", F::NAME);
    let this = args.take_self(interp, &function)?;
    check::<F>(interp, &this, name)?;
    args.no_keywords(interp, &function)?;
    Ok((this, args.positional))
}

fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "set.__new__")?;
    interp.wrap(&class, interp.heap.set()?.into_value())
}

fn init(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "set.__init__")?;
    check::<Mutable>(interp, &this, "__init__")?;
    args.no_keywords(interp, "set")?;
    let [items] = positional(interp, args, "set", 0)?;
    if let Some(set) = base_of::<Set>(&this) {
        set.clear();
    }
    if let Some(items) = items {
        interp.set_update(&this, &items)?;
    }
    Ok(interp.none())
}

fn new_frozen(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "frozenset.__new__")?;
    let plain = class.is(interp.types.frozenset.as_value());
    super::dunder::keywords_for(
        interp,
        &mut args,
        "frozenset",
        &class,
        &interp.types.frozenset,
        "__init__",
    )?;
    let [items] = positional(interp, args, "frozenset", 0)?;
    if let Some(items) = &items
        && plain
        && items.is_a::<FrozenSet>()
    {
        return Ok(items.clone());
    }
    let set = interp.heap.set()?;
    if let Some(items) = items {
        interp.set_update(set.as_value(), &items)?;
    }
    interp.wrap(&class, interp.heap.frozen_set(set.split_off())?.into_value())
}

fn len<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special_of::<F, 0>(interp, args, "__len__")?;
    interp.size(body(&this).map_or(0, SetBody::len))
}

fn iter<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special_of::<F, 0>(interp, args, "__iter__")?;
    interp.set_iterator(&this)
}

fn contains<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = method_of::<F, 1>(interp, args, "__contains__")?;
    Ok(interp.bool(interp.set_contains(&this, &item)?))
}

/// The set itself, where `value` is an object of a subclass that wraps it.
fn plain(value: &Value) -> &Value {
    value.get::<Instance>().and_then(|i| i.base()).unwrap_or(value)
}

fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special_of::<Frozen, 0>(interp, args, "__hash__")?;
    interp.int(interp.hash(plain(&this))?)
}

fn repr<F: Flavour>(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special_of::<F, 0>(interp, args, "__repr__")?;
    interp.str(&interp.set_repr(&this)?)
}

const fn common<F: Flavour>() -> [(&'static str, Native); 4] {
    [
        ("__len__", len::<F>),
        ("__iter__", iter::<F>),
        ("__contains__", contains::<F>),
        ("__repr__", repr::<F>),
    ]
}

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.set;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_methods(class, &[("__init__", init)])?;
    interp.add_methods(class, &common::<Mutable>())?;
    interp.add_methods(class, &methods::common::<Mutable>())?;
    interp.add_methods(class, methods::MUTABLE)?;
    interp.add_methods(class, &operators::common::<Mutable>())?;
    interp.add_methods(class, operators::MUTABLE)?;
    super::dict::unhashable(interp, class)?;

    let class = &interp.types.frozenset;
    interp.add_static(class, &[("__new__", new_frozen)])?;
    interp.add_methods(class, &[("__hash__", hash)])?;
    interp.add_methods(class, &common::<Frozen>())?;
    interp.add_methods(class, &methods::common::<Frozen>())?;
    interp.add_methods(class, &operators::common::<Frozen>())
}
