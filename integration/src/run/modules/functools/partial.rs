//! `functools.partial`: a function with some of its arguments.

use super::super::kind::{ClassSpec, class_of_payload, fill, receiver};
use crate::heap::trace_fields;
use crate::object::{Class, Dict, Instance, Str, Tuple};
use crate::run::interp::Interp;
use crate::run::native::{Args, base_of};
use crate::run::operate::shown::Shown;
use crate::run::raise::Result;
use crate::{Gc, Trace, Value};

struct Partial {
    function: Value,
    args: Gc<Tuple>,
    keywords: Gc<Dict>,
}

impl Trace for Partial {
    trace_fields!(function, args, keywords);
}

/// Makes the class.
pub(super) fn install(interp: &Interp) -> Result<Gc<Class>> {
    let class =
        class_of_payload::<Partial>(interp, &ClassSpec::native("functools", "partial").weak())?;
    let methods: &[(&'static str, crate::run::native::Native)] =
        &[("__call__", call), ("__repr__", repr), ("__reduce__", reduce)];
    fill(interp, &class, &[("__new__", new)], methods)?;
    interp.add_computed(&class, "func", |i, this| Ok(of(i, this)?.function.clone()), None)?;
    interp.add_computed(&class, "args", |i, this| Ok(of(i, this)?.args.to_value()), None)?;
    interp.add_computed(
        &class,
        "keywords",
        |i, this| Ok(of(i, this)?.keywords.to_value()),
        None,
    )?;
    Ok(class)
}

fn of<'a>(interp: &Interp, this: &'a Value) -> Result<&'a Partial> {
    receiver::<Partial>(interp, this, "__call__", "functools.partial")
}

/// `partial(function, *args, **keywords)`; a partial of a partial is one of its function.
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let Args { mut positional, keywords } = args;
    if positional.len() < 2 {
        return Err(interp.type_error("type 'partial' takes at least one argument"));
    }
    let class = positional.remove(0);
    let mut function = positional.remove(0);
    if !interp.is_callable(&function) {
        return Err(interp.type_error("the first argument must be callable"));
    }
    let all = interp.heap.dict()?;
    let has_own = function.get::<Instance>().is_some_and(|i| !i.attributes().is_empty());
    if let Some(inner) = base_of::<Partial>(&function).filter(|_| !has_own) {
        interp.dict_update_from(&all, inner.keywords.as_value())?;
        let mut joined = inner.args.items().to_vec();
        joined.append(&mut positional);
        positional = joined;
        let inner = inner.function.clone();
        function = inner;
    }
    for (name, value) in keywords {
        drop(Dict::set_str(&all, &name, value)?);
    }
    let args = interp.tuple_of(positional)?;
    let partial = interp.heap.alloc(Partial { function, args, keywords: all })?;
    interp.wrap(&class, partial.into_value())
}

fn call(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "partial.__call__")?;
    let partial = of(interp, &this)?;
    let mut positional = partial.args.items().to_vec();
    positional.append(&mut args.positional);
    let mut keywords: Vec<(Gc<Str>, Value)> = Vec::new();
    for (name, value) in partial.keywords.entries() {
        let Some(name) = name.to::<Str>() else {
            return Err(interp.type_error("keywords must be strings"));
        };
        keywords.push((name, value));
    }
    for (name, value) in args.keywords {
        match keywords.iter_mut().find(|(n, _)| n.as_str() == name.as_str()) {
            Some(place) => place.1 = value,
            None => keywords.push((name, value)),
        }
    }
    let function = partial.function.clone();
    interp.call(&function, Args { positional, keywords })
}

/// `functools.partial(<function>, 1, a=2)`
fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__repr__")?;
    let partial = of(interp, &this)?;
    let Some(_shown) = Shown::enter(interp, &this)? else { return interp.str("...") };
    let mut parts = vec![interp.repr(&partial.function)?];
    for value in partial.args.items() {
        parts.push(interp.repr(value)?);
    }
    for (name, value) in partial.keywords.entries() {
        parts.push(format!("{}={}", interp.to_str(&name)?, interp.repr(&value)?));
    }
    let class = interp.full_name(&interp.class_of(&this));
    interp.str(&format!("{class}({})", parts.join(", ")))
}

/// `(copier, (class, function, args, keywords, namespace))`
fn reduce(interp: &Interp, args: Args) -> Result<Value> {
    let [this] = args.exactly(interp, "__reduce__")?;
    let partial = of(interp, &this)?;
    let namespace = interp.lookup_attr(&this, "__dict__")?.unwrap_or_else(|| interp.none());
    let parts = [
        interp.class_of(&this).into_value(),
        partial.function.clone(),
        partial.args.to_value(),
        partial.keywords.to_value(),
        namespace,
    ];
    let copier = interp.builtin("_restore_partial", restore)?;
    let parts = interp.tuple(parts.into_iter())?;
    interp.tuple([copier, parts].into_iter())
}

/// Makes a partial of what [`reduce`] has taken one apart to.
fn restore(interp: &Interp, args: Args) -> Result<Value> {
    let [class, function, args, keywords, namespace] = args.exactly(interp, "_restore_partial")?;
    let mut all = Args::from(vec![function]);
    all.positional.extend(interp.collect(&args)?);
    if let Some(keywords) = keywords.get::<Dict>() {
        for (name, value) in keywords.entries() {
            if let Some(name) = name.to::<Str>() {
                all.keywords.push((name, value));
            }
        }
    }
    let made = interp.call(&class, all)?;
    if let Some(namespace) = namespace.get::<Dict>() {
        for (name, value) in namespace.entries() {
            if let Some(name) = name.as_gc::<Str>() {
                interp.set_attr(&made, name, value)?;
            }
        }
    }
    Ok(made)
}
