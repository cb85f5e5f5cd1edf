//! `list.sort(key=None, reverse=False)`.
//!
//! The list is empty while keys are computed and compared, so that code which looks at it sees no
//! half-sorted items. Whatever happens, it has all of its items afterwards. If other code put
//! something into it meanwhile, that is dropped, and a `ValueError` tells.
//!
//! # Source
//! `list_sort_impl` in `Objects/listobject.c`.

use super::timsort;
use crate::object::{Int, List, Str};
use crate::run::builtins::arguments::receiver;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;
use crate::{Gc, Value};

/// `list.sort(*, key=None, reverse=False)`.
pub(super) fn sort(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "list.sort")?;
    if !args.is_empty() {
        return Err(interp.type_error("sort() takes no positional arguments"));
    }
    let [key, reverse] = args.bind(interp, "sort", ["key", "reverse"], 0)?;
    let list = receiver::<List>(interp, &this, "list.sort")?;
    let reverse = reverse.map_or(Ok(false), |reverse| interp.truth(&reverse))?;
    let key = key.filter(|key| !interp.is_none(key));
    sort_list(interp, list, key.as_ref(), reverse)?;
    Ok(interp.none())
}

fn sort_list(interp: &Interp, list: &Gc<List>, key: Option<&Value>, reverse: bool) -> Result<()> {
    let (sorted, meanwhile) = list.sort(|items| {
        let mut order: Vec<usize> = (0..items.len()).collect();
        let sorted = sort_order(interp, items, key, reverse, &mut order);
        arrange(items, &mut order);
        sorted
    });
    sorted?;
    if meanwhile.is_some() {
        return Err(interp.value_error("list modified during sort"));
    }
    Ok(())
}

/// Moves each item to where its place stands in `order`, one cycle of places after the other.
fn arrange(items: &mut [Value], order: &mut [usize]) {
    for start in 0..order.len() {
        let mut to = start;
        loop {
            let from = core::mem::replace(&mut order[to], to);
            if from == start {
                break;
            }
            items.swap(to, from);
            to = from;
        }
    }
}

/// Sorts the places of the items. After an error `order` still has every place once.
fn sort_order(
    interp: &Interp,
    items: &[Value],
    key: Option<&Value>,
    reverse: bool,
    order: &mut [usize],
) -> Result<()> {
    let computed: Vec<Value>;
    let keys = match key {
        None => items,
        Some(key) => {
            computed =
                items.iter().map(|item| interp.call(key, [item.clone()])).collect::<Result<_>>()?;
            &computed
        }
    };
    // Equal items keep their order also when the result is turned around: they are turned twice.
    if reverse {
        order.reverse();
    }
    let result = sort_by(interp, keys, order);
    if reverse {
        order.reverse();
    }
    result
}

/// Compares integers and strings directly where all keys are such; that runs no other code.
fn sort_by(interp: &Interp, keys: &[Value], order: &mut [usize]) -> Result<()> {
    let numbers: Option<Vec<i64>> = keys.iter().map(|key| key.get::<Int>()?.as_i64()).collect();
    if let Some(numbers) = numbers {
        return timsort::sort(order, &mut |a, b| Ok(numbers[a] < numbers[b]));
    }
    let texts: Option<Vec<&str>> =
        keys.iter().map(|key| Some(key.get::<Str>()?.as_str())).collect();
    if let Some(texts) = texts {
        return timsort::sort(order, &mut |a, b| Ok(texts[a] < texts[b]));
    }
    timsort::sort(order, &mut |a, b| interp.less(&keys[a], &keys[b]))
}
