//! `_thread._ThreadHandle`: what a `threading.Thread` knows its thread by.
//!
//! # Source
//! `ThreadHandle` in `Modules/_threadmodule.c`.

use core::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Instant;

use super::super::super::interp::Interp;
use super::super::super::native::Args;
use super::super::super::raise::Result;
use super::super::super::thread::Thread;
use super::super::kind::{ClassSpec, class_of_payload, fill, receiver, registered};
use crate::object::{Class, Kind};
use crate::{Gc, Trace, Value};

/// A thread that is to be started, runs, or has ended.
#[derive(Default)]
struct Handle {
    thread: RefCell<Option<Rc<Thread>>>,
    /// Set by `_set_done`, whatever the thread does.
    is_done: Cell<bool>,
}

impl Trace for Handle {
    const KIND: Kind = Kind::Native;
    const COLLECTABLE: bool = false;

    fn trace(&self, _: &mut crate::Tracer<'_>) {}
}

/// Makes the class.
pub(super) fn class(interp: &Interp) -> Result<Gc<Class>> {
    let class =
        class_of_payload::<Handle>(interp, &ClassSpec::native("_thread", "_ThreadHandle").weak())?;
    let methods: &[(&'static str, crate::run::native::Native)] =
        &[("__repr__", repr), ("_set_done", set_done), ("is_done", is_done), ("join", join)];
    fill(interp, &class, &[("__new__", new)], methods)?;
    interp.add_computed(&class, "ident", |i, this| of(i, this, "ident")?.ident(i), None)?;
    Ok(class)
}

impl Handle {
    fn thread(&self) -> Option<Rc<Thread>> {
        self.thread.borrow().clone()
    }

    fn ident(&self, interp: &Interp) -> Result<Value> {
        interp.int(self.thread().map_or(0, |thread| thread.ident))
    }
}

fn of<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a Handle> {
    receiver::<Handle>(interp, this, method, "_thread._ThreadHandle")
}

fn new(interp: &Interp, args: Args) -> Result<Value> {
    let [_class] = args.exactly(interp, "_ThreadHandle")?;
    Ok(interp.heap.alloc(Handle::default())?.into_value())
}

/// `_make_thread_handle(ident)`: that of a thread that runs.
pub(super) fn make(interp: &Interp, args: Args) -> Result<Value> {
    let [ident] = args.exactly(interp, "_thread._make_thread_handle")?;
    let ident = interp.index(&ident)?;
    let thread = interp.scheduler.all().into_iter().find(|thread| thread.ident == ident);
    let handle = Handle { thread: RefCell::new(thread), is_done: Cell::new(false) };
    Ok(interp.heap.alloc(handle)?.into_value())
}

/// `start_joinable_thread(function, handle=None, daemon=True)`
pub(super) fn start_joinable(interp: &Interp, args: Args) -> Result<Value> {
    let names = ["function", "handle", "daemon"];
    let [function, handle, daemon] = args.bind(interp, "start_joinable_thread", names, 1)?;
    let function = function.unwrap_or_else(|| interp.none());
    if !interp.is_callable(&function) {
        return Err(interp.type_error("thread function must be callable"));
    }
    let handle = match handle.filter(|handle| !interp.is_none(handle)) {
        Some(handle) => handle,
        None => interp.call(registered::<Handle>(interp).as_value(), Args::none())?,
    };
    let is_daemon = daemon.map_or(Ok(true), |daemon| interp.truth(&daemon))?;
    if of(interp, &handle, "start_joinable_thread")?.thread().is_some() {
        return Err(interp.runtime_error("thread already started"));
    }
    let work = move |interp: &Interp| super::run(interp, function, Args::none());
    let thread = interp.start_thread(is_daemon, work)?;
    of(interp, &handle, "start_joinable_thread")?.thread.replace(Some(thread));
    Ok(handle)
}

/// `join(timeout=None)`
fn join(interp: &Interp, args: Args) -> Result<Value> {
    let mut args = args;
    let this = args.take_self(interp, "join")?;
    let [timeout] = args.bind(interp, "join", ["timeout"], 0)?;
    let handle = of(interp, &this, "join")?;
    let until = match timeout.filter(|timeout| !interp.is_none(timeout)) {
        Some(timeout) => {
            let seconds = super::seconds(interp, &timeout)?;
            // A negative time is no time limit here, as in CPython.
            if seconds < 0.0 {
                None
            } else {
                Some(Instant::now() + super::duration(interp, seconds)?)
            }
        }
        None => None,
    };
    let Some(thread) = handle.thread() else {
        return Err(interp.runtime_error("thread not started"));
    };
    if handle.is_done.get() {
        return Ok(interp.none());
    }
    if thread.ident == interp.scheduler.current().ident {
        return Err(interp.runtime_error("Cannot join current thread"));
    }
    thread.join(interp, until)?;
    Ok(interp.none())
}

fn is_done(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "is_done")?;
    let handle = of(interp, &this, "is_done")?;
    let has_ended = handle.thread().is_some_and(|thread| thread.has_ended());
    Ok(interp.bool(handle.is_done.get() || has_ended))
}

fn set_done(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "_set_done")?;
    let handle = of(interp, &this, "_set_done")?;
    if handle.thread().is_none() {
        return Err(interp.runtime_error("thread not started"));
    }
    handle.is_done.set(true);
    Ok(interp.none())
}

/// `<_ThreadHandle object: ident=1>`
fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "__repr__")?;
    let ident = of(interp, &this, "__repr__")?.thread().map_or(0, |thread| thread.ident);
    interp.str(&format!("<_ThreadHandle object: ident={ident}>"))
}
