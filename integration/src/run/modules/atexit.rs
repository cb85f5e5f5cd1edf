//! The module `atexit`: functions to be called when the program ends, last registered first.
//!
//! # Source
//! `Modules/atexitmodule.c`.

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::add_functions;
use crate::object::Str;
use crate::{Gc, Value};

/// A function with the arguments it will be called with.
#[derive(Clone, Debug)]
pub(in crate::run) struct Registered {
    function: Value,
    positional: Vec<Value>,
    keywords: Vec<(Gc<Str>, Value)>,
}

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("atexit")?;
    add_functions(
        interp,
        &dict,
        &[
            ("_clear", clear),
            ("_ncallbacks", count),
            ("_run_exitfuncs", run_now),
            ("register", register),
            ("unregister", unregister),
        ],
    )?;
    Ok(module)
}

/// Calls what is registered, and forgets it when all has been called. What is registered meanwhile
/// is forgotten too.
pub(in crate::run) fn run(interp: &Interp) {
    let count = interp.state.at_exit.borrow().len();
    for index in (0..count).rev() {
        let registered = interp.state.at_exit.borrow().get(index).cloned().flatten();
        let Some(Registered { function, positional, keywords }) = registered else { continue };
        if let Err(raised) = interp.call(&function, Args { positional, keywords }) {
            let context = "Exception ignored in atexit callback";
            interp.unraisable(raised, context, Some(&function));
        }
    }
    let called = interp.state.at_exit.take();
    drop(called);
}

/// `atexit.register(function, *args, **keywords)`
fn register(interp: &Interp, args: Args) -> Result<Value> {
    interp.count_argument_tuple(args.len());
    let Args { mut positional, keywords } = args;
    if positional.is_empty() {
        return Err(interp.type_error("register() takes at least 1 argument (0 given)"));
    }
    let function = positional.remove(0);
    if !interp.is_callable(&function) {
        return Err(interp.type_error("the first argument must be callable"));
    }
    let registered = Registered { function: function.clone(), positional, keywords };
    interp.state.at_exit.borrow_mut().push(Some(registered));
    Ok(function)
}

/// `atexit.unregister(function)`
fn unregister(interp: &Interp, args: Args) -> Result<Value> {
    let [function] = args.exactly(interp, "atexit.unregister")?;
    let mut index = 0;
    loop {
        let entry = interp.state.at_exit.borrow().get(index).cloned();
        let Some(entry) = entry else { return Ok(interp.none()) };
        if let Some(entry) = entry
            && interp.eq(&entry.function, &function)?
        {
            let taken = interp.state.at_exit.borrow_mut().get_mut(index).and_then(Option::take);
            drop(taken);
        }
        index += 1;
    }
}

fn run_now(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "atexit._run_exitfuncs")?;
    run(interp);
    Ok(interp.none())
}

fn clear(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "atexit._clear")?;
    let before = interp.state.at_exit.take();
    drop(before);
    Ok(interp.none())
}

fn count(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "atexit._ncallbacks")?;
    let count = interp.state.at_exit.borrow().iter().flatten().count();
    interp.size(count)
}
