//! What an asynchronous generator answers to be awaited: one step of it.
//!
//! `agen.__anext__()` and `agen.asend(v)` make a [`Step`] that resumes the generator, `athrow(e)`
//! and `aclose()` one that throws into it. Awaiting a step passes on what the generator awaits
//! itself; a value that the generator yields ends the step, as the value of a `StopIteration`. The
//! two are told apart by the op at which the generator was suspended.
//!
//! # Invariants
//! 1. At most one step of a generator is at work: `Asynchronous::is_running` is its mark.
//!
//! # Source
//! `PyAsyncGenASend` and `PyAsyncGenAThrow` in `Objects/genobject.c`; PEP 525.

use core::cell::{Cell, RefCell};

use super::{Asynchronous, Generator};
use crate::heap::trace_fields;
use crate::run::interp::Interp;
use crate::run::raise::{Raised, Result};
use crate::run::vm;
use crate::{Gc, Trace, Value};

/// What a step does to the generator when it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begin {
    /// Sends a value.
    Send,
    /// Throws an exception.
    Throw,
    /// Throws `GeneratorExit`, which ends it.
    Close,
}

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Progress {
    Created,
    Begun,
    Ended,
}

/// One step; `THROWS` tells the two classes apart.
#[derive(Debug)]
pub struct Step<const THROWS: bool> {
    generator: Gc<Generator>,
    begin: Begin,
    /// What is sent or thrown.
    value: RefCell<Option<Value>>,
    progress: Cell<Progress>,
}

impl<const THROWS: bool> Trace for Step<THROWS> {
    trace_fields!(generator, value);
}

impl<const THROWS: bool> Step<THROWS> {
    /// A step that has not begun.
    pub fn new(generator: Gc<Generator>, begin: Begin, value: Value) -> Self {
        let value = RefCell::new(Some(value));
        Self { generator, begin, value, progress: Cell::new(Progress::Created) }
    }

    /// What the step is called in errors.
    fn name(&self, is_short: bool) -> &'static str {
        match self.begin {
            Begin::Send if is_short => "anext()",
            Begin::Send => "__anext__()/asend()",
            Begin::Throw if is_short => "athrow()",
            Begin::Close if is_short => "aclose()",
            Begin::Throw | Begin::Close => "aclose()/athrow()",
        }
    }

    /// `step.send(value)`
    ///
    /// # Errors
    /// The step's value as a `StopIteration`; what the generator raises.
    pub fn send(&self, interp: &Interp, value: Value) -> Result<Value> {
        let state = self.state(interp)?;
        if self.progress.get() == Progress::Begun {
            let answer = interp.generator_send(&self.generator, value);
            return self.answer(interp, state, answer);
        }
        let own = self.begin(interp, state)?;
        let answer = match self.begin {
            Begin::Send => {
                let sent = if interp.is_none(&value) { own } else { value };
                interp.generator_send(&self.generator, sent)
            }
            Begin::Throw | Begin::Close => {
                if !interp.is_none(&value) {
                    self.end(state);
                    let noun = self.generator.routine().noun();
                    return Err(interp.runtime_error(format!(
                        "can't send non-None value to a just-started {noun}"
                    )));
                }
                self.throw_first(interp, state, own)
            }
        };
        self.answer(interp, state, answer)
    }

    /// `step.throw(exception)`
    ///
    /// # Errors
    /// As [`Step::send`].
    pub fn throw(&self, interp: &Interp, exception: Value) -> Result<Value> {
        let state = self.state(interp)?;
        if self.progress.get() == Progress::Created {
            drop(self.begin(interp, state)?);
        }
        let answer = interp.generator_throw(&self.generator, exception);
        self.answer(interp, state, answer)
    }

    /// `step.close()`: the step is over, and the generator is thrown out of what it awaits.
    ///
    /// # Errors
    /// What the generator raises instead of ending.
    pub fn close(&self, interp: &Interp) -> Result<()> {
        if self.progress.get() == Progress::Ended {
            return Ok(());
        }
        let exit = interp.raise_with("GeneratorExit", &[]);
        let exit = interp.materialize(exit);
        match self.throw(interp, exit) {
            Ok(_) => Err(interp.runtime_error("coroutine ignored GeneratorExit")),
            Err(raised)
                if ["StopIteration", "StopAsyncIteration", "GeneratorExit"]
                    .iter()
                    .any(|class| interp.is_raised(&raised, class)) =>
            {
                Ok(())
            }
            Err(raised) => Err(raised),
        }
    }

    fn state(&self, interp: &Interp) -> Result<&Asynchronous> {
        if self.progress.get() == Progress::Ended {
            let name = self.name(false);
            return Err(interp.runtime_error(format!("cannot reuse already awaited {name}")));
        }
        self.generator
            .asynchronous
            .as_deref()
            .ok_or_else(|| interp.type_error("a step of what is no asynchronous generator"))
    }

    fn begin(&self, interp: &Interp, state: &Asynchronous) -> Result<Value> {
        if self.begin != Begin::Send && self.generator.frame().is_none() {
            self.progress.set(Progress::Ended);
            return Err(interp.stop_iteration(None));
        }
        if state.is_running.get() {
            self.progress.set(Progress::Ended);
            let name = self.name(true);
            return Err(
                interp.runtime_error(format!("{name}: asynchronous generator is already running"))
            );
        }
        if self.begin != Begin::Send && state.is_closed.get() {
            self.progress.set(Progress::Ended);
            return Err(interp.raise_with("StopAsyncIteration", &[]));
        }
        self.progress.set(Progress::Begun);
        state.is_running.set(true);
        Ok(self.value.take().unwrap_or_else(|| interp.none()))
    }

    fn throw_first(&self, interp: &Interp, state: &Asynchronous, own: Value) -> Result<Value> {
        let exception = if self.begin == Begin::Close {
            state.is_closed.set(true);
            let exit = interp.raise_with("GeneratorExit", &[]);
            interp.materialize(exit)
        } else {
            own
        };
        interp.generator_throw(&self.generator, exception)
    }

    fn end(&self, state: &Asynchronous) {
        state.is_running.set(false);
        self.progress.set(Progress::Ended);
    }

    /// What the awaiting sees of an answer of the generator.
    fn answer(
        &self,
        interp: &Interp,
        state: &Asynchronous,
        answer: Result<Value>,
    ) -> Result<Value> {
        match answer {
            Ok(value) => {
                if self.generator.frame().is_some_and(|frame| vm::is_delegating(&frame)) {
                    return Ok(value);
                }
                self.end(state);
                if self.begin == Begin::Close {
                    return Err(interp.runtime_error("async generator ignored GeneratorExit"));
                }
                Err(interp.stop_iteration(Some(value)))
            }
            Err(raised) => {
                self.end(state);
                Err(self.failure(interp, state, raised))
            }
        }
    }

    fn failure(&self, interp: &Interp, state: &Asynchronous, raised: Raised) -> Raised {
        let is_end = interp.is_raised(&raised, "StopAsyncIteration")
            || interp.is_raised(&raised, "GeneratorExit");
        if is_end {
            state.is_closed.set(true);
            if self.begin == Begin::Close {
                return interp.stop_iteration(None);
            }
        }
        raised
    }
}
