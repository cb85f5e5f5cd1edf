//! `_thread.RLock`: held by one thread, any number of times.
//!
//! # Source
//! `rlock_type_spec` in `Modules/_threadmodule.c`.

use core::cell::Cell;

use super::super::super::interp::Interp;
use super::super::super::native::Args;
use super::super::super::raise::Result;
use super::super::kind::{ClassSpec, class_of_payload, fill, receiver};
use super::lock::Lock;
use super::{Patience, patience};
use crate::heap::trace_fields;
use crate::object::{Class, Tuple};
use crate::{Gc, Trace, Value};

/// A lock that knows its owner.
#[derive(Default)]
struct RLock {
    lock: Lock,
    owner: Cell<i64>,
    count: Cell<usize>,
}

impl Trace for RLock {
    trace_fields!();
}

impl RLock {
    fn is_owned(&self, interp: &Interp) -> bool {
        self.count.get() > 0 && self.owner.get() == interp.scheduler.current().ident
    }

    fn acquire(&self, interp: &Interp, patience: &Patience) -> Result<bool> {
        if self.is_owned(interp) {
            self.count.set(self.count.get() + 1);
            return Ok(true);
        }
        let taken = self.lock.acquire(interp, patience)?;
        if taken {
            self.owner.set(interp.scheduler.current().ident);
            self.count.set(1);
        }
        Ok(taken)
    }

    fn release(&self, interp: &Interp) -> Result<()> {
        if !self.is_owned(interp) {
            return Err(interp.runtime_error("cannot release un-acquired lock"));
        }
        self.count.set(self.count.get() - 1);
        if self.count.get() == 0 {
            self.owner.set(0);
            self.lock.release(interp);
        }
        Ok(())
    }
}

/// Makes the class.
pub(super) fn class(interp: &Interp) -> Result<Gc<Class>> {
    let spec = ClassSpec::native("_thread", "RLock").weak();
    let class = class_of_payload::<RLock>(interp, &spec)?;
    fill(
        interp,
        &class,
        &[("__new__", new)],
        &[
            ("__enter__", enter),
            ("__exit__", exit),
            ("__repr__", repr),
            ("_acquire_restore", acquire_restore),
            ("_at_fork_reinit", at_fork),
            ("_is_owned", is_owned),
            ("_recursion_count", recursion_count),
            ("_release_save", release_save),
            ("acquire", acquire),
            ("release", release),
        ],
    )?;
    Ok(class)
}

fn of<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a RLock> {
    receiver::<RLock>(interp, this, method, "_thread.RLock")
}

/// `RLock()`
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let class = args.positional.into_iter().next().unwrap_or_else(|| interp.none());
    interp.wrap(&class, interp.heap.alloc(RLock::default())?.into_value())
}

fn acquire(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "acquire")?;
    let lock = of(interp, &this, "acquire")?;
    let patience = patience(interp, args)?;
    Ok(interp.bool(lock.acquire(interp, &patience)?))
}

fn enter(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "__enter__")?;
    Ok(interp.bool(of(interp, &this, "__enter__")?.acquire(interp, &Patience::Endless)?))
}

fn release(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "release")?;
    of(interp, &this, "release")?.release(interp)?;
    Ok(interp.none())
}

fn exit(interp: &Interp, args: Args) -> Result<Value> {
    interp.count_argument_tuple(args.len().saturating_sub(1));
    let this = args.positional.into_iter().next().unwrap_or_else(|| interp.none());
    of(interp, &this, "__exit__")?.release(interp)?;
    Ok(interp.none())
}

fn is_owned(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "_is_owned")?;
    Ok(interp.bool(of(interp, &this, "_is_owned")?.is_owned(interp)))
}

fn recursion_count(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "_recursion_count")?;
    let lock = of(interp, &this, "_recursion_count")?;
    interp.size(if lock.is_owned(interp) { lock.count.get() } else { 0 })
}

/// `_release_save()`: gives the lock back altogether; answers what [`acquire_restore`] takes.
fn release_save(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "_release_save")?;
    let lock = of(interp, &this, "_release_save")?;
    if !lock.is_owned(interp) {
        return Err(interp.runtime_error("cannot release un-acquired lock"));
    }
    let (count, owner) = (lock.count.replace(1), lock.owner.get());
    lock.release(interp)?;
    interp.tuple([interp.size(count)?, interp.int(owner)?].into_iter())
}

fn acquire_restore(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [state]) = args.method(interp, "_acquire_restore")?;
    let lock = of(interp, &this, "_acquire_restore")?;
    let Some([count, owner]) = state.get::<Tuple>().map(Tuple::items) else {
        return Err(interp.type_error("_acquire_restore() argument 1 must be a tuple of two"));
    };
    lock.lock.acquire(interp, &Patience::Endless)?;
    lock.count.set(usize::try_from(interp.index(count)?).unwrap_or(1));
    lock.owner.set(interp.index(owner)?);
    Ok(interp.none())
}

/// `_at_fork_reinit()`: a free lock, whoever held it.
fn at_fork(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "_at_fork_reinit")?;
    let lock = of(interp, &this, "_at_fork_reinit")?;
    if lock.count.replace(0) > 0 {
        lock.lock.release(interp);
    }
    Ok(interp.none())
}

/// `<unlocked _thread.RLock object owner=0 count=0 at 0x...>`
fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "__repr__")?;
    let lock = of(interp, &this, "__repr__")?;
    let (owner, count) = (lock.owner.get(), lock.count.get());
    let state = if count > 0 { "locked" } else { "unlocked" };
    let class = interp.full_name(&interp.class_of(&this));
    let address = this.id();
    interp.str(&format!("<{state} {class} object owner={owner} count={count} at {address:#x}>"))
}
