//! The module `sys`: the interpreter, as programs see it.
//!
//! # Source
//! `Python/sysmodule.c`.

mod hooks;
mod info;
mod input;
mod size;
mod stream;
mod threads;

pub(in crate::run) use hooks::{call_except_hook, call_unraisable_hook};
pub(in crate::run) use size::size_without_head;

use std::path::Path;

use super::super::frame::{Frame, State};
use super::super::interp::Interp;
use super::super::native::{Args, base_of};
use super::super::raise::{Raised, Result};
use super::{add_functions, set};
use crate::object::{Class, Exception, Str};
use crate::{Gc, Value};

/// Makes the module; it is there before any import.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let (_, dict) = interp.new_module("sys")?;
    add_functions(
        interp,
        &dict,
        &[
            ("_current_frames", threads::current_frames),
            ("_debugmallocstats", malloc_stats),
            ("_getframe", get_frame),
            ("exc_info", exc_info),
            ("exception", exception),
            ("exit", exit),
            ("get_asyncgen_hooks", hooks::get_asyncgen_hooks),
            ("getallocatedblocks", get_allocated_blocks),
            ("getdefaultencoding", default_encoding),
            ("getfilesystemencoding", default_encoding),
            ("getrecursionlimit", get_recursion_limit),
            ("getrefcount", get_refcount),
            ("getsizeof", size::get_size_of),
            ("getswitchinterval", threads::get_switch_interval),
            ("intern", intern),
            ("is_finalizing", is_finalizing),
            ("set_asyncgen_hooks", hooks::set_asyncgen_hooks),
            ("setrecursionlimit", set_recursion_limit),
            ("setswitchinterval", threads::set_switch_interval),
        ],
    )?;
    set(interp, &dict, "modules", interp.modules.to_value())?;
    let argv = interp.argv.iter().map(|arg| interp.str(arg)).collect::<Result<Vec<_>>>()?;
    set(interp, &dict, "argv", interp.list(argv)?)?;
    let folder = interp.argv.first().and_then(|program| Path::new(program).parent());
    let folder = folder.and_then(|folder| std::path::absolute(folder).ok());
    let folder = folder.map(|folder| interp.str(&folder.to_string_lossy())).transpose()?;
    set(interp, &dict, "path", interp.list(folder.into_iter().collect())?)?;
    info::install(interp, &dict)?;
    hooks::install(interp, &dict)?;
    stream::install(interp, &dict)?;
    interp.state.sys.replace(Some(dict));
    Ok(())
}

/// What stands under a name of `sys` now.
fn current(interp: &Interp, name: &str) -> Option<Value> {
    let dict = interp.state.sys.borrow().clone();
    dict?.get_str(name)
}

/// The count of an object, as CPython 3.13 shows it: all ones for immortal objects.
fn get_refcount(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "sys.getrefcount")?;
    let is_static_class = object.get::<Class>().is_some_and(|class| class.is_builtin);
    if object.is_immortal() || is_static_class {
        return interp.int(i64::from(u32::MAX));
    }
    // CPython owns the frame of a call that runs once, and here the call itself does, too; a
    // generator's is owned by the generator besides.
    let by_calls = match object.get::<Frame>() {
        Some(frame) if frame.state.get() == State::Running => {
            1 + u32::from(frame.code.code.routine.is_suspendable())
        }
        _ => 0,
    };
    interp.int(object.owners().saturating_sub(by_calls).into())
}

fn get_allocated_blocks(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys.getallocatedblocks")?;
    interp.size(interp.heap.live_objects())
}

fn malloc_stats(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys._debugmallocstats")?;
    interp.write_error(&format!("{}\n", interp.heap.memory()));
    Ok(interp.none())
}

fn get_recursion_limit(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys.getrecursionlimit")?;
    interp.size(interp.recursion_limit.get())
}

fn set_recursion_limit(interp: &Interp, args: Args) -> Result<Value> {
    let [limit] = args.exactly(interp, "sys.setrecursionlimit")?;
    let limit = interp.index(&limit)?;
    let Some(limit) = usize::try_from(limit).ok().filter(|limit| *limit > 0) else {
        return Err(interp.value_error("recursion limit must be greater or equal than 1"));
    };
    if interp.depth.get() >= limit {
        let depth = interp.depth.get();
        return Err(interp.recursion_error(format!(
            "cannot set the recursion limit to {limit} at the recursion depth {depth}: the limit \
             is too low"
        )));
    }
    interp.recursion_limit.set(limit);
    Ok(interp.none())
}

fn exit(interp: &Interp, args: Args) -> Result<Value> {
    let [status] = super::super::builtins::arguments::positional(interp, args, "exit", 0)?;
    let status = status.filter(|status| !interp.is_none(status));
    if let Some(tuple) = status.as_ref().and_then(Value::get::<crate::object::Tuple>) {
        return Err(interp.raise_with("SystemExit", tuple.items()));
    }
    let args: Vec<Value> = status.into_iter().collect();
    Err(interp.raise_with("SystemExit", &args))
}

fn default_encoding(interp: &Interp, args: Args) -> Result<Value> {
    args.exactly::<0>(interp, "sys.getdefaultencoding")?;
    interp.str("utf-8")
}

fn is_finalizing(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys.is_finalizing")?;
    Ok(interp.bool(interp.finalizing.get()))
}

/// The exception that is being handled.
fn handled(interp: &Interp) -> Option<Value> {
    interp.handled.borrow().iter().rev().flatten().next().cloned()
}

fn exception(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys.exception")?;
    Ok(handled(interp).unwrap_or_else(|| interp.none()))
}

fn exc_info(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "sys.exc_info")?;
    let none = || interp.none();
    let Some(exception) = handled(interp) else {
        return interp.tuple([none(), none(), none()].into_iter());
    };
    let class = interp.class_of(&exception).into_value();
    let traceback = exception.get::<Exception>().and_then(|e| e.traceback.borrow().clone());
    interp.tuple([class, exception, traceback.unwrap_or_else(none)].into_iter())
}

/// `sys._getframe(depth=0)`
fn get_frame(interp: &Interp, args: Args) -> Result<Value> {
    let [depth] = super::super::builtins::arguments::positional(interp, args, "_getframe", 0)?;
    let depth = depth.map_or(Ok(0), |depth| interp.index(&depth))?;
    let mut frame: Option<Gc<Frame>> = interp.frame.borrow().clone();
    for _ in 0..depth {
        frame = frame.and_then(|frame| frame.back.borrow().clone());
    }
    match frame {
        Some(frame) => {
            Frame::become_object(&frame);
            Ok(frame.into_value())
        }
        None => Err(too_shallow(interp)),
    }
}

fn too_shallow(interp: &Interp) -> Raised {
    interp.value_error("call stack is not deep enough")
}

fn intern(interp: &Interp, args: Args) -> Result<Value> {
    let [text] = args.exactly(interp, "sys.intern")?;
    match text.get::<Str>() {
        Some(text) => Ok(interp.intern(text.as_str())?.into_value()),
        None => {
            let name = interp.class_name(&text);
            Err(interp.type_error(match base_of::<Str>(&text) {
                Some(_) => format!("can't intern {name}"),
                None => format!("intern() argument must be str, not {name}"),
            }))
        }
    }
}
