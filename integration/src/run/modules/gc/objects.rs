//! What the collector knows of single objects.
//!
//! CPython does not report the names of attributes, nor the keys of a dict whose keys are all
//! strings; they are left out of `gc.get_referents` here, though the heap traces them.
//!
//! # Source
//! `gc_get_referents_impl`, `gc_get_referrers_impl`, `gc_get_objects_impl`; `dict_traverse` in
//! `Objects/dictobject.c`.

use std::collections::HashMap;

use cyclegc::Generation;

use super::super::weakref_proxy;
use super::generation_argument;
use crate::Value;
use crate::object::{Dict, Function, Instance, Kind, Str};
use crate::run::frame::{Frame, State};
use crate::run::generator::Generator;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;

/// `gc.get_objects(generation=None)`
pub(super) fn get_objects(interp: &Interp, args: Args) -> Result<Value> {
    let generation = match generation_argument(interp, args, "get_objects")? {
        None => None,
        Some(value) if interp.is_none(&value) => None,
        Some(value) if interp.special(&value, "__index__").is_none() => {
            return Err(interp.type_error(format!(
                "argument should be integer or None, not '{}'",
                interp.class_name(&value)
            )));
        }
        Some(value) => match interp.index(&value)? {
            -1 => None,
            negative if negative < 0 => {
                return Err(interp.value_error("generation parameter cannot be negative"));
            }
            number => Some(Generation::try_from(number).map_err(|_| {
                interp.value_error(
                    "generation parameter must be less than the number of available generations (3)",
                )
            })?),
        },
    };
    let objects = interp.heap.collector().objects(generation);
    interp.list(objects)
}

/// `gc.get_referrers(*objects)`
pub(super) fn get_referrers(interp: &Interp, args: Args) -> Result<Value> {
    args.no_keywords(interp, "gc.get_referrers")?;
    interp.count_argument_tuple(args.len());
    let referrers = interp.heap.collector().referrers(&args.positional);
    interp.list(referrers)
}

/// `gc.get_referents(*objects)`
pub(super) fn get_referents(interp: &Interp, args: Args) -> Result<Value> {
    args.no_keywords(interp, "gc.get_referents")?;
    interp.count_argument_tuple(args.len());
    let mut found = Vec::new();
    for object in &args.positional {
        if object.is_collectable() {
            found.extend(referents(interp, object));
        }
    }
    interp.list(found)
}

/// What CPython's traversal of the object reports.
fn referents(interp: &Interp, object: &Value) -> Vec<Value> {
    if object.kind() == Kind::WeakProxy {
        return weakref_proxy::callback_of(object).into_iter().collect();
    }
    let mut found = object.referents();
    if object.kind() == Kind::Native {
        // The classes that modules have in Rust are objects of the heap to CPython.
        found.insert(0, interp.class_of(object).into_value());
    }
    match object.kind() {
        Kind::Function => function(interp, object, &mut found),
        Kind::Class => found.retain(|value| !value.is_a::<Str>()),
        Kind::Exception => {
            let class = interp.class_of(object);
            if class.is_builtin {
                forget(&mut found, [class.to_value()].into_iter());
            }
        }
        Kind::Generator => generator(object, &mut found),
        _ => {}
    }
    if let Some(instance) = object.get::<Instance>() {
        let names = instance.attributes().into_iter().map(|(name, _)| name.into_value());
        forget(&mut found, names);
        if let Some(dict) = instance.base().and_then(Value::get::<Dict>) {
            forget_names(&mut found, dict);
        }
    } else if object.kind() == Kind::Dict
        && let Some(dict) = object.get::<Dict>()
    {
        forget_names(&mut found, dict);
    }
    found
}

/// A function refers to the builtins too, behind its globals, and to `None` as its text.
fn function(interp: &Interp, object: &Value, found: &mut Vec<Value>) {
    let Some(function) = object.get::<Function>() else { return };
    if function.doc.borrow().is_none() {
        let name = function.name.borrow();
        let place = found.iter().position(|value| value.is(&name));
        found.insert(place.unwrap_or(found.len()), interp.none());
    }
    found.insert(2, interp.builtins.to_value());
}

/// The names of a generator come first; of its frame, the namespace of its module is not reported,
/// and its code is.
fn generator(object: &Value, found: &mut Vec<Value>) {
    let Some(generator) = object.get::<Generator>() else { return };
    if let Some(frame) = generator.frame() {
        forget(found, [frame.globals.to_value()].into_iter());
        let function = frame.function.borrow().clone();
        let place = found.iter().position(|value| function.as_ref().is_some_and(|f| f.is(value)));
        found.insert(place.map_or(0, |place| place + 1), generator.code.to_value());
    }
    let names = [&generator.name, &generator.qualname].map(|name| name.borrow().to_value());
    found.splice(0..0, names);
}

/// Leaves the keys of a dict out, if all of them are strings.
fn forget_names(found: &mut Vec<Value>, dict: &Dict) {
    let entries = dict.entries();
    if entries.iter().all(|(key, _)| key.is_a::<Str>()) {
        forget(found, entries.into_iter().map(|(key, _)| key));
    }
}

/// Takes one reference to each of some objects out, the first one of several.
fn forget(found: &mut Vec<Value>, objects: impl Iterator<Item = Value>) {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for object in objects {
        *counts.entry(object.id()).or_default() += 1;
    }
    found.retain(|value| match counts.get_mut(&value.id()) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    });
}

/// `gc.is_tracked(object)`
pub(super) fn is_tracked(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "gc.is_tracked")?;
    // The dict of an instance is seen through its object, and in CPython tracked nevertheless.
    let is_tracked = match object.get::<Dict>() {
        Some(dict) if dict.is_embedded() => dict.refers_to_tracked(),
        // Functions of the runner itself are left to the heap, which saves looking at them.
        None if object.kind() == Kind::Builtin => true,
        // CPython tracks the object of a frame only when the call has ended.
        None if object.kind() == Kind::Frame => {
            object.get::<Frame>().is_some_and(|frame| frame.state.get() == State::Finished)
        }
        _ => object.is_tracked(),
    };
    Ok(interp.bool(is_tracked))
}

/// `gc.is_finalized(object)`
pub(super) fn is_finalized(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "gc.is_finalized")?;
    Ok(interp.bool(object.is_collectable() && object.is_finalized()))
}
