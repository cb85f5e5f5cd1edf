//! The module `gc`: the collector, as programs see it.
//!
//! # Source
//! `Modules/gcmodule.c`.

mod hooks;
mod objects;

pub(in crate::run) use hooks::{collection_started, collection_stopped, debug_line, save_garbage};

use cyclegc::{DebugFlags, Generation};

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::{add_functions, set};
use crate::Value;

/// Makes the two lists the collector itself uses.
pub(super) fn install(interp: &Interp) -> Result<()> {
    interp.state.garbage.replace(Some(interp.heap.list(core::iter::empty())?));
    interp.state.callbacks.replace(Some(interp.heap.list(core::iter::empty())?));
    Ok(())
}

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("gc")?;
    add_functions(
        interp,
        &dict,
        &[
            ("collect", collect),
            ("disable", disable),
            ("enable", enable),
            ("freeze", freeze),
            ("get_count", get_count),
            ("get_debug", get_debug),
            ("get_freeze_count", get_freeze_count),
            ("get_objects", objects::get_objects),
            ("get_referents", objects::get_referents),
            ("get_referrers", objects::get_referrers),
            ("get_stats", get_stats),
            ("get_threshold", get_threshold),
            ("is_finalized", objects::is_finalized),
            ("is_tracked", objects::is_tracked),
            ("isenabled", isenabled),
            ("set_debug", set_debug),
            ("set_threshold", set_threshold),
            ("unfreeze", unfreeze),
        ],
    )?;
    for (name, flags) in [
        ("DEBUG_STATS", DebugFlags::STATS),
        ("DEBUG_COLLECTABLE", DebugFlags::COLLECTABLE),
        ("DEBUG_UNCOLLECTABLE", DebugFlags::UNCOLLECTABLE),
        ("DEBUG_SAVEALL", DebugFlags::SAVEALL),
        ("DEBUG_LEAK", DebugFlags::LEAK),
    ] {
        set(interp, &dict, name, interp.int(flags.bits().into())?)?;
    }
    for (name, list) in [("garbage", &interp.state.garbage), ("callbacks", &interp.state.callbacks)]
    {
        if let Some(list) = &*list.borrow() {
            set(interp, &dict, name, list.to_value())?;
        }
    }
    Ok(module)
}

/// An optional argument `generation`, by position or keyword.
fn generation_argument(interp: &Interp, args: Args, function: &str) -> Result<Option<Value>> {
    let Args { mut positional, keywords } = args;
    let given = positional.len() + keywords.len();
    if given > 1 {
        return Err(
            interp.type_error(format!("{function}() takes at most 1 argument ({given} given)"))
        );
    }
    for (name, value) in keywords {
        if name.as_str() != "generation" {
            let name = name.as_str();
            return Err(interp
                .type_error(format!("{function}() got an unexpected keyword argument '{name}'")));
        }
        positional.push(value);
    }
    Ok(positional.pop())
}

fn collect(interp: &Interp, args: Args) -> Result<Value> {
    let generation = match generation_argument(interp, args, "collect")? {
        Some(number) => interp.index(&number)?,
        None => 2,
    };
    let generation = Generation::try_from(generation)
        .map_err(|invalid| interp.value_error(invalid.to_string()))?;
    let outcome = interp.heap.collect_generation(generation)?;
    interp.size(outcome.found())
}

fn enable(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.enable")?;
    interp.heap.collector().set_enabled(true);
    Ok(interp.none())
}

fn disable(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.disable")?;
    interp.heap.collector().set_enabled(false);
    Ok(interp.none())
}

fn isenabled(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.isenabled")?;
    Ok(interp.bool(interp.heap.collector().is_enabled()))
}

fn get_count(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.get_count")?;
    numbers(interp, interp.heap.collector().counts())
}

fn get_threshold(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.get_threshold")?;
    numbers(interp, interp.heap.collector().threshold())
}

fn numbers(interp: &Interp, numbers: [usize; 3]) -> Result<Value> {
    let [a, b, c] = numbers;
    interp.tuple([interp.size(a)?, interp.size(b)?, interp.size(c)?].into_iter())
}

fn set_threshold(interp: &Interp, args: Args) -> Result<Value> {
    args.no_keywords(interp, "gc.set_threshold")?;
    interp.count_argument_tuple(args.len());
    if args.is_empty() || args.len() > 3 {
        return Err(interp.type_error("gc.set_threshold requires 1 to 3 arguments"));
    }
    let mut given = [None; 3];
    for (place, value) in given.iter_mut().zip(&args.positional) {
        let number = c_int(interp, value)?;
        // A negative threshold is one that no count stays below; the youngest is then off.
        *place = Some(usize::try_from(number).unwrap_or(0));
    }
    let [young, middle, old] = given;
    interp.heap.collector().set_threshold(young.unwrap_or(0), middle, old);
    Ok(interp.none())
}

/// An argument that C takes as an `int`.
fn c_int(interp: &Interp, value: &Value) -> Result<i32> {
    let number = interp.index(value)?;
    i32::try_from(number).map_err(|_| {
        let bound = if number < 0 { "less than minimum" } else { "greater than maximum" };
        interp.overflow_error(format!("signed integer is {bound}"))
    })
}

fn get_debug(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.get_debug")?;
    interp.int(interp.heap.collector().debug().bits().into())
}

fn set_debug(interp: &Interp, args: Args) -> Result<Value> {
    let [flags] = args.exactly(interp, "gc.set_debug")?;
    let flags = c_int(interp, &flags)?;
    interp.heap.collector().set_debug(DebugFlags::from_bits(flags.cast_unsigned()));
    Ok(interp.none())
}

fn get_stats(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.get_stats")?;
    let mut rows = Vec::new();
    for stats in interp.heap.collector().stats() {
        let row = interp.heap.dict()?;
        for (name, number) in [
            ("collections", stats.collections),
            ("collected", stats.collected),
            ("uncollectable", stats.uncollectable),
        ] {
            set(interp, &row, name, interp.size(number)?)?;
        }
        rows.push(row.into_value());
    }
    interp.list(rows)
}

fn freeze(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.freeze")?;
    interp.heap.collector().freeze()?;
    Ok(interp.none())
}

fn unfreeze(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.unfreeze")?;
    interp.heap.collector().unfreeze()?;
    Ok(interp.none())
}

fn get_freeze_count(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "gc.get_freeze_count")?;
    interp.size(interp.heap.collector().freeze_count())
}
