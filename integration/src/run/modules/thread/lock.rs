//! `_thread.lock`: held by one at a time, given back by anyone.
//!
//! The first of those that wait is woken when the lock is given back, and finds it free unless the
//! thread that runs has taken it again; then the lock is handed over to it the next time.
//!
//! # Source
//! `lock_type_spec` in `Modules/_threadmodule.c`.

use core::cell::Cell;

use super::super::super::interp::Interp;
use super::super::super::native::Args;
use super::super::super::raise::Result;
use super::super::super::thread::Waiters;
use super::super::kind::{ClassSpec, class_of_payload, fill, registered};
use super::{Patience, patience};
use crate::heap::trace_fields;
use crate::object::Class;
use crate::{Gc, Trace, Value};

/// What is held by one thread at a time.
#[derive(Default)]
pub(super) struct Lock {
    held: Cell<bool>,
    waiters: Waiters,
    /// Whether the first that waits has been overtaken.
    is_late: Cell<bool>,
    /// The thread that the lock was handed over to.
    given_to: Cell<Option<i64>>,
}

impl Trace for Lock {
    trace_fields!();
}

impl Lock {
    /// Whether somebody holds it.
    pub(super) fn is_held(&self) -> bool {
        self.held.get()
    }

    /// Takes the lock; `false` when the patience ends first.
    ///
    /// # Errors
    /// `RuntimeError` when nobody can ever give it back.
    pub(super) fn acquire(&self, interp: &Interp, patience: &Patience) -> Result<bool> {
        while self.held.replace(true) {
            if matches!(patience, Patience::None) {
                return Ok(false);
            }
            if !self.waiters.wait(interp, "a lock", patience.until())? {
                return Ok(false);
            }
            let this = interp.scheduler.current().ident;
            if self.given_to.get() == Some(this) {
                self.given_to.set(None);
                return Ok(true);
            }
            self.is_late.set(self.held.get());
        }
        Ok(true)
    }

    /// Gives the lock back.
    pub(super) fn release(&self, interp: &Interp) {
        let next = self.waiters.wake_one(interp);
        match next {
            Some(next) if self.is_late.replace(false) => self.given_to.set(Some(next)),
            _ => self.held.set(false),
        }
    }
}

/// Makes the class.
pub(super) fn class(interp: &Interp) -> Result<Gc<Class>> {
    let spec = ClassSpec::native("_thread", "lock").weak();
    let class = class_of_payload::<Lock>(interp, &spec)?;
    fill(
        interp,
        &class,
        &[("__new__", new)],
        &[
            ("__enter__", enter),
            ("__exit__", exit),
            ("__repr__", repr),
            ("_at_fork_reinit", at_fork),
            ("acquire", acquire),
            ("acquire_lock", acquire),
            ("locked", locked),
            ("locked_lock", locked),
            ("release", release),
            ("release_lock", release),
        ],
    )?;
    Ok(class)
}

fn lock_of<'a>(interp: &Interp, this: &'a Value, method: &str) -> Result<&'a Lock> {
    super::super::kind::receiver::<Lock>(interp, this, method, "_thread.lock")
}

/// `lock()`
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let [_class] = args.exactly(interp, "lock")?;
    Ok(interp.heap.alloc(Lock::default())?.into_value())
}

/// `allocate_lock()`
pub(super) fn allocate(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "_thread.allocate_lock")?;
    interp.call(registered::<Lock>(interp).as_value(), Args::none())
}

fn acquire(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "acquire")?;
    let lock = lock_of(interp, &this, "acquire")?;
    let patience = patience(interp, args)?;
    Ok(interp.bool(lock.acquire(interp, &patience)?))
}

fn enter(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "__enter__")?;
    let lock = lock_of(interp, &this, "__enter__")?;
    Ok(interp.bool(lock.acquire(interp, &Patience::Endless)?))
}

fn release(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "release")?;
    give_back(interp, &this)
}

fn exit(interp: &Interp, args: Args) -> Result<Value> {
    interp.count_argument_tuple(args.len().saturating_sub(1));
    let this = args.positional.into_iter().next().unwrap_or_else(|| interp.none());
    give_back(interp, &this)
}

fn give_back(interp: &Interp, this: &Value) -> Result<Value> {
    let lock = lock_of(interp, this, "release")?;
    if !lock.is_held() {
        return Err(interp.runtime_error("release unlocked lock"));
    }
    lock.release(interp);
    Ok(interp.none())
}

fn locked(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "locked")?;
    Ok(interp.bool(lock_of(interp, &this, "locked")?.is_held()))
}

/// `_at_fork_reinit()`: a free lock, whoever held it.
fn at_fork(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "_at_fork_reinit")?;
    lock_of(interp, &this, "_at_fork_reinit")?.held.set(false);
    Ok(interp.none())
}

/// `<unlocked _thread.lock object at 0x...>`
fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "__repr__")?;
    let state = if lock_of(interp, &this, "__repr__")?.is_held() { "locked" } else { "unlocked" };
    let class = interp.full_name(&interp.class_of(&this));
    interp.str(&format!("<{state} {class} object at {:#x}>", this.id()))
}
