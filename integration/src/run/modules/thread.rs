//! The module `_thread`: starting threads, and what `threading` is made of.
//!
//! # Source
//! `Modules/_threadmodule.c`.

mod handle;
mod local;
mod lock;
mod rlock;

use std::time::{Duration, Instant};

use super::super::interp::Interp;
use super::super::native::{Args, base_of};
use super::super::raise::{Raised, Result};
use super::{add_functions, set};
use crate::Value;
use crate::object::{Bool, Dict, Float, Int, Tuple};

pub(in crate::run) use local::{Local, end_locals};

/// `TIMEOUT_MAX`: the most seconds a wait may be told.
const TIMEOUT_MAX: f64 = 9_223_372_036.0;

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("_thread")?;
    add_functions(
        interp,
        &dict,
        &[
            ("_count", count),
            ("_get_main_thread_ident", |i, args| {
                let [] = args.exactly(i, "_thread._get_main_thread_ident")?;
                i.int(i.scheduler.main().ident)
            }),
            ("_make_thread_handle", handle::make),
            ("_shutdown", shutdown),
            ("allocate_lock", lock::allocate),
            ("daemon_threads_allowed", |i, args| {
                let [] = args.exactly(i, "_thread.daemon_threads_allowed")?;
                Ok(i.true_.clone())
            }),
            ("exit", |i, args| {
                let [] = args.exactly(i, "_thread.exit")?;
                Err(i.raise_with("SystemExit", &[]))
            }),
            ("get_ident", get_ident),
            ("get_native_id", get_ident),
            ("stack_size", stack_size),
            ("start_joinable_thread", handle::start_joinable),
            ("start_new_thread", start_new),
        ],
    )?;
    for (name, class) in [
        ("RLock", rlock::class(interp)?),
        ("_ThreadHandle", handle::class(interp)?),
        ("_local", local::class(interp)?),
    ] {
        set(interp, &dict, name, class.into_value())?;
    }
    let lock = lock::class(interp)?;
    set(interp, &dict, "lock", lock.to_value())?;
    set(interp, &dict, "LockType", lock.into_value())?;
    set(interp, &dict, "error", interp.types.exception("RuntimeError").into_value())?;
    set(interp, &dict, "TIMEOUT_MAX", interp.float(TIMEOUT_MAX)?)?;
    Ok(module)
}

/// Waits for the threads of a program that has ended, if it has any.
pub(in crate::run) fn end_threads(interp: &Interp) {
    let Some(threading) = interp.modules.get_str("threading") else { return };
    if let Err(raised) = interp.call_method(&threading, "_shutdown", Args::none()) {
        interp.unraisable(raised, "Exception ignored on threading shutdown", Some(&threading));
    }
}

fn get_ident(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "_thread.get_ident")?;
    interp.int(interp.scheduler.current().ident)
}

/// `_count()`: threads other than the main one.
fn count(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "_thread._count")?;
    interp.size(interp.scheduler.all().len() - 1)
}

/// `stack_size(size=0)`: the size that was said before. Stacks grow as they are used, whatever it is.
fn stack_size(interp: &Interp, args: Args) -> Result<Value> {
    let [size] = args.bind(interp, "stack_size", ["*size"], 0)?;
    let size = size.map_or(Ok(0), |size| interp.index(&size))?;
    if size < 0 {
        return Err(interp.value_error("size must be 0 or a positive value"));
    }
    if size != 0 && size < 32 << 10 {
        return Err(interp.value_error(format!("size not valid: {size} bytes")));
    }
    interp.int(interp.scheduler.stack_size.replace(size))
}

/// `_shutdown()`: waits for all threads but daemons.
fn shutdown(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "_thread._shutdown")?;
    let this = interp.scheduler.current();
    loop {
        let others = interp.scheduler.all();
        let next =
            others.iter().find(|t| t.ident != this.ident && !t.is_daemon.get() && t.ident != 1);
        match next {
            Some(thread) => thread.join(interp, None)?,
            None => return Ok(interp.none()),
        };
    }
}

/// `start_new_thread(function, args, kwargs={})`
fn start_new(interp: &Interp, args: Args) -> Result<Value> {
    let names = ["*function", "*args", "*kwargs"];
    let [function, positional, keywords] = args.bind(interp, "start_new_thread", names, 2)?;
    let (Some(function), Some(positional)) = (function, positional) else {
        return Err(interp.type_error("start_new_thread expected at least 2 arguments"));
    };
    if !interp.is_callable(&function) {
        return Err(interp.type_error("first arg must be callable"));
    }
    let Some(tuple) = base_of::<Tuple>(&positional) else {
        return Err(interp.type_error("2nd arg must be a tuple"));
    };
    let mut args = Args::from(tuple.items().to_vec());
    if let Some(keywords) = keywords {
        let Some(dict) = base_of::<Dict>(&keywords) else {
            return Err(interp.type_error("optional 3rd arg must be a dictionary"));
        };
        for (name, value) in dict.entries() {
            match name.to() {
                Some(name) => args.keywords.push((name, value)),
                None => return Err(interp.type_error("keywords must be strings")),
            }
        }
    }
    let thread = interp.start_thread(true, move |interp| run(interp, function, args))?;
    interp.int(thread.ident)
}

/// What a new thread does first: it calls its function.
fn run(interp: &Interp, function: Value, args: Args) {
    match interp.call(&function, args) {
        Ok(result) => drop(result),
        Err(raised) if interp.is_raised(&raised, "SystemExit") => drop(raised),
        Err(raised) => {
            let shown = interp.repr(&function).unwrap_or_else(|_| "<unknown>".to_owned());
            let context = format!("Exception ignored in thread started by {shown}");
            interp.unraisable(raised, &context, None);
        }
    }
}

/// How long a wait may last.
enum Patience {
    /// Not at all.
    None,
    /// Until then.
    Until(Instant),
    /// Without an end.
    Endless,
}

impl Patience {
    fn until(&self) -> Option<Instant> {
        match self {
            Self::Until(time) => Some(*time),
            Self::None | Self::Endless => None,
        }
    }
}

/// The arguments of `acquire(blocking=True, timeout=-1)`.
fn patience(interp: &Interp, args: Args) -> Result<Patience> {
    let [blocking, timeout] = args.bind(interp, "acquire", ["blocking", "timeout"], 0)?;
    let blocking = blocking.map_or(Ok(true), |blocking| interp.truth(&blocking))?;
    let timeout = timeout.map_or(Ok(-1.0), |timeout| seconds(interp, &timeout))?;
    #[expect(clippy::float_cmp, reason = "the number that stands for no timeout")]
    let is_given = timeout != -1.0;
    if !blocking {
        if is_given {
            return Err(interp.value_error("can't specify a timeout for a non-blocking call"));
        }
        return Ok(Patience::None);
    }
    if !is_given {
        return Ok(Patience::Endless);
    }
    if timeout < 0.0 {
        return Err(interp.value_error("timeout value must be a non-negative number"));
    }
    Ok(Patience::Until(Instant::now() + duration(interp, timeout)?))
}

/// A number of seconds.
///
/// # Errors
/// `TypeError` for what is no number.
pub(super) fn seconds(interp: &Interp, value: &Value) -> Result<f64> {
    if let Some(float) = base_of::<Float>(value) {
        return Ok(float.0);
    }
    if let Some(int) = base_of::<Int>(value) {
        return Ok(int.to_f64());
    }
    if let Some(bool) = value.get::<Bool>() {
        return Ok(f64::from(u8::from(bool.0)));
    }
    let message =
        format!("'{}' object cannot be interpreted as an integer", interp.class_name(value));
    Err(interp.type_error(message))
}

fn duration(interp: &Interp, seconds: f64) -> Result<Duration> {
    if seconds.is_nan() {
        return Err(interp.value_error("Invalid value NaN (not a number)"));
    }
    if seconds > TIMEOUT_MAX {
        return Err(timeout_too_large(interp));
    }
    Duration::try_from_secs_f64(seconds).map_err(|_| timeout_too_large(interp))
}

fn timeout_too_large(interp: &Interp) -> Raised {
    interp.overflow_error("timeout value is too large")
}
