//! `sorted`, `min`, `max`.

use super::super::code::CompareKind;
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::operate::sequence::extend;
use super::super::raise::Result;
use crate::Value;

/// The functions.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("sorted", sorted),
    ("min", |interp, args| extreme(interp, args, "min", CompareKind::Lt)),
    ("max", |interp, args| extreme(interp, args, "max", CompareKind::Gt)),
];

fn sorted(interp: &Interp, mut args: Args) -> Result<Value> {
    if args.len() != 1 {
        let given = args.len();
        return Err(interp.type_error(format!("sorted expected 1 argument, got {given}")));
    }
    let keywords = core::mem::take(&mut args.keywords);
    let list = interp.heap.list(core::iter::empty())?;
    extend(interp, &list, &args.positional[0])?;
    let list = list.into_value();
    interp.call_method(&list, "sort", Args { positional: Vec::new(), keywords })?;
    Ok(list)
}

/// The first item that no other one is less than, or greater than.
fn extreme(interp: &Interp, mut args: Args, name: &str, kind: CompareKind) -> Result<Value> {
    if args.is_empty() {
        return Err(interp.type_error(format!("{name} expected at least 1 argument, got 0")));
    }
    let key = args.keyword("key").filter(|key| !interp.is_none(key));
    let default = args.keyword("default");
    if let Some((unknown, _)) = args.keywords.first() {
        return Err(interp.type_error(format!(
            "{name}() got an unexpected keyword argument '{}'",
            unknown.as_str()
        )));
    }
    let many = args.len() > 1;
    if many && default.is_some() {
        return Err(interp.type_error(format!(
            "Cannot specify a default for {name}() with multiple positional arguments"
        )));
    }
    let mut row = args.positional.into_iter();
    let iterable = if many { None } else { row.next() };
    let iterator = iterable.as_ref().map(|iterable| interp.iter(iterable)).transpose()?;
    let mut best: Option<(Value, Option<Value>)> = None;
    while let Some(item) = match &iterator {
        Some(iterator) => interp.next(iterator)?,
        None => row.next(),
    } {
        let by = match &key {
            Some(key) => Some(interp.call(key, [item.clone()])?),
            None => None,
        };
        let better = match &best {
            None => true,
            Some((other, other_by)) => {
                let left = by.as_ref().unwrap_or(&item);
                let answer = interp.compare(kind, left, other_by.as_ref().unwrap_or(other))?;
                interp.truth(&answer)?
            }
        };
        if better {
            best = Some((item, by));
        }
    }
    match best {
        Some((item, _)) => Ok(item),
        None => default
            .ok_or_else(|| interp.value_error(format!("{name}() iterable argument is empty"))),
    }
}
