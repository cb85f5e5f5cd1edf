//! `iter`, `next`, `aiter`, `anext`, `any`, `all`.

use super::super::interp::Interp;
use super::super::iterate::Iter;
use super::super::native::{Args, Native};
use super::super::raise::Result;
use super::arguments::positional;
use crate::Value;

/// The functions.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("iter", iter),
    ("next", next),
    ("aiter", aiter),
    ("anext", anext),
    ("any", any),
    ("all", all),
];

fn iter(interp: &Interp, args: Args) -> Result<Value> {
    let [object, sentinel] = positional(interp, args, "iter", 1)?;
    let object = object.unwrap_or_else(|| interp.none());
    match sentinel {
        None => interp.iter(&object),
        Some(sentinel) => interp.callable_iterator(object, sentinel),
    }
}

fn next(interp: &Interp, args: Args) -> Result<Value> {
    let [iterator, default] = positional(interp, args, "next", 1)?;
    let iterator = iterator.unwrap_or_else(|| interp.none());
    // Iterators of built-in kinds end without a value; others may raise one with `StopIteration`.
    let answer = if iterator.is_a::<Iter>() {
        interp.next(&iterator)?.ok_or_else(|| interp.stop_iteration(None))
    } else if interp.is_iterator(&iterator) {
        interp
            .call_special(&iterator, "__next__", Args::none())
            .and_then(|value| value.ok_or_else(|| interp.stop_iteration(None)))
    } else {
        let name = interp.class_name(&iterator);
        return Err(interp.type_error(format!("'{name}' object is not an iterator")));
    };
    match (answer, default) {
        (Err(raised), Some(default)) if interp.is_raised(&raised, "StopIteration") => Ok(default),
        (answer, _) => answer,
    }
}

fn aiter(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "aiter")?;
    let made = interp.call_special(&object, "__aiter__", Args::none())?;
    made.ok_or_else(|| {
        let name = interp.class_name(&object);
        interp.type_error(format!("'{name}' object is not an async iterable"))
    })
}

fn anext(interp: &Interp, args: Args) -> Result<Value> {
    let [iterator, default] = positional(interp, args, "anext", 1)?;
    let iterator = iterator.unwrap_or_else(|| interp.none());
    let next = interp.call_special(&iterator, "__anext__", Args::none())?;
    if let (Some(next), Some(default)) = (&next, default) {
        let module = interp.import("_asyncio_next")?;
        return interp.call_method(&module, "next_or", [next.clone(), default]);
    }
    next.ok_or_else(|| {
        let name = interp.class_name(&iterator);
        interp.type_error(format!("'{name}' object is not an async iterator"))
    })
}

fn any(interp: &Interp, args: Args) -> Result<Value> {
    let [items] = args.exactly(interp, "any")?;
    search(interp, &items, true)
}

fn all(interp: &Interp, args: Args) -> Result<Value> {
    let [items] = args.exactly(interp, "all")?;
    search(interp, &items, false)
}

/// `wanted` if an item is as true as that, else the opposite.
fn search(interp: &Interp, items: &Value, wanted: bool) -> Result<Value> {
    let iterator = interp.iter(items)?;
    while let Some(item) = interp.next(&iterator)? {
        if interp.truth(&item)? == wanted {
            return Ok(interp.bool(wanted));
        }
    }
    Ok(interp.bool(!wanted))
}
