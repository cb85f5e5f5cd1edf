//! Generators: frames that are run a piece at a time. Coroutines and asynchronous generators are
//! generators too, that differ in what their end and their misuse are called.
//!
//! A generator owns its frame; nobody else sees the frame unless they ask, and until then it is
//! untracked and traced as a part of the generator. A suspended generator that dies is closed:
//! `GeneratorExit` is raised where it stands, so that its `finally` blocks run.
//!
//! # Source
//! `Objects/genobject.c`; PEP 342, PEP 380.

pub(super) mod step;

use core::cell::{Cell, RefCell};
use core::fmt;

use super::code::Routine;

use super::frame::{CodeObject, Frame, State};
use super::interp::Interp;
use super::native::Args;
use super::raise::{Raised, Result};
use super::vm::Exit;
use crate::heap::{Part, trace_fields};
use crate::object::{Exception, Function, Kind, Str};
use crate::{Gc, Heap, Trace, Value};

/// A generator.
#[derive(Debug)]
pub struct Generator {
    /// The frame; nothing once it has finished.
    pub frame: RefCell<Option<Part<Frame>>>,
    /// What the frame runs.
    pub code: Gc<CodeObject>,
    /// `__name__`.
    pub name: RefCell<Gc<Str>>,
    /// `__qualname__`.
    pub qualname: RefCell<Gc<Str>>,
    /// The exception the generator was handling when it was suspended.
    handled: RefCell<Option<Value>>,
    running: Cell<bool>,
    /// What only an asynchronous generator has.
    pub asynchronous: Option<Box<Asynchronous>>,
}

/// The state of an asynchronous generator besides that of its frame.
#[derive(Debug, Default)]
pub struct Asynchronous {
    /// Whether one of its awaitables is at work.
    pub is_running: Cell<bool>,
    /// Whether it has ended, or has been told to.
    pub is_closed: Cell<bool>,
    /// Whether `sys.set_asyncgen_hooks` has been asked for its hooks.
    pub is_hooked: Cell<bool>,
    /// What ends it when it dies suspended.
    pub finalizer: RefCell<Option<Value>>,
}

impl Trace for Asynchronous {
    trace_fields!(finalizer);
}

impl Generator {
    /// A generator over a frame that has not begun.
    pub fn new(frame: Gc<Frame>) -> Self {
        let function = frame.function.borrow().clone();
        let function = function.as_ref().and_then(Value::get::<Function>);
        let name = function.and_then(|f| f.name.borrow().to::<Str>());
        let qualname = function.and_then(|f| f.qualname.borrow().to::<Str>());
        let name = RefCell::new(name.unwrap_or_else(|| frame.code.name.clone()));
        let qualname = RefCell::new(qualname.unwrap_or_else(|| frame.code.qualname.clone()));
        let is_asynchronous = frame.code.code.routine == Routine::AsyncGenerator;
        Self {
            code: frame.code.clone(),
            frame: RefCell::new(Some(Part::new(frame))),
            name,
            qualname,
            handled: RefCell::new(None),
            running: Cell::new(false),
            asynchronous: is_asynchronous.then(Box::default),
        }
    }

    /// Which of the three it is.
    pub fn routine(&self) -> Routine {
        self.code.code.routine
    }

    /// Whether it is a coroutine that nobody has begun to await.
    pub fn is_unawaited(&self) -> bool {
        let frame = self.frame.borrow();
        self.routine() == Routine::Coroutine
            && frame.as_ref().is_some_and(|f| f.state.get() == State::Created)
    }

    /// The frame, if the generator has not finished.
    pub fn frame(&self) -> Option<Gc<Frame>> {
        self.frame.borrow().as_deref().cloned()
    }

    /// Whether it counts as running: an asynchronous generator does while it awaits, too.
    pub fn is_at_work(&self) -> bool {
        match &self.asynchronous {
            Some(asynchronous) => asynchronous.is_running.get(),
            None => self.running.get(),
        }
    }

    /// The hook that ends an asynchronous generator that dies before its end.
    pub fn finalizer(&self) -> Option<Value> {
        let asynchronous = self.asynchronous.as_ref().filter(|a| !a.is_closed.get())?;
        asynchronous.finalizer.borrow().clone()
    }

    /// What the generator delegates to with `yield from`.
    pub fn delegate(&self) -> Option<Value> {
        let frame = self.frame()?;
        if frame.state.get() != State::Suspended || !super::vm::is_delegating(&frame) {
            return None;
        }
        frame.stack.borrow().last().cloned()
    }
}

impl Trace for Generator {
    const KIND: Kind = Kind::Generator;
    const FINALIZES: bool = true;

    trace_fields!(asynchronous, frame, handled);

    fn clear_references(&self) {
        if !self.running.get() {
            drop(self.frame.take());
            drop(self.handled.take());
        }
    }

    fn needs_finalizer(&self) -> bool {
        self.frame.borrow().as_ref().is_some_and(|f| f.state.get() == State::Suspended)
            || self.is_unawaited()
    }

    fn finalize(this: &Gc<Self>, heap: &Heap) {
        if let Some(runtime) = heap.runtime() {
            runtime.finalize(this.as_value());
        }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.routine().noun())?;
        match self.qualname.try_borrow() {
            Ok(name) => write!(f, " {}", name.as_str()),
            Err(_) => Ok(()),
        }
    }
}

/// How a generator is resumed.
pub enum Resume {
    /// With the value of the `yield`.
    Send(Value),
    /// With an exception at the `yield`.
    Throw(Value),
}

/// Ends a resumption, also when it unwinds.
struct Running<'a> {
    interp: &'a Interp,
    generator: &'a Generator,
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.generator.running.set(false);
        let handled = self.interp.handled.borrow_mut().pop().flatten();
        self.generator.handled.replace(handled);
    }
}

impl Interp {
    /// Runs a generator to its next value. Nothing when it returned; its result is then the
    /// error side's `StopIteration`, see [`Interp::generator_send`].
    fn resume(&self, generator: &Gc<Generator>, how: Resume) -> Result<Exit> {
        if generator.running.get() {
            return Err(self.already_executing(generator));
        }
        let noun = generator.routine().noun();
        let Some(frame) = generator.frame() else {
            return match how {
                _ if generator.routine() == Routine::Coroutine => {
                    Err(self.runtime_error("cannot reuse already awaited coroutine"))
                }
                Resume::Send(_) => Ok(Exit::Return(self.none())),
                Resume::Throw(exception) => Err(Raised::Exception(exception)),
            };
        };
        if frame.state.get() == State::Created {
            match &how {
                Resume::Send(value) if !self.is_none(value) => {
                    return Err(self.type_error(format!(
                        "can't send non-None value to a just-started {noun}"
                    )));
                }
                Resume::Send(_) | Resume::Throw(_) => {}
            }
        }
        generator.running.set(true);
        let handled = generator.handled.take();
        self.handled.borrow_mut().push(handled);
        let running = Running { interp: self, generator };
        let exit = self.run_frame(&frame, Some(how));
        drop(running);
        if !matches!(exit, Ok(Exit::Yield(_))) {
            let finished = generator.frame.take();
            drop(finished);
            drop(generator.handled.take());
            self.end_frame(frame);
        }
        match exit {
            Err(raised) if self.stop_in(generator, &raised).is_some() => {
                let stop = self.stop_in(generator, &raised).unwrap_or_default();
                let cause = self.materialize(raised);
                let error = self.runtime_error(format!("{noun} raised {stop}"));
                let error = self.materialize(error);
                if let Some(e) = error.get::<Exception>() {
                    e.cause.replace(Some(cause.clone()));
                    e.context.replace(Some(cause));
                    e.suppress_context.set(true);
                }
                Err(Raised::Exception(error))
            }
            other => other,
        }
    }

    /// The exception that must not leave a generator, since it would look like its end.
    fn stop_in(&self, generator: &Generator, raised: &Raised) -> Option<&'static str> {
        let is_asynchronous = generator.asynchronous.is_some();
        ["StopIteration", "StopAsyncIteration"]
            .into_iter()
            .take(1 + usize::from(is_asynchronous))
            .find(|stop| self.is_raised(raised, stop))
    }

    fn already_executing(&self, generator: &Generator) -> Raised {
        self.value_error(format!("{} already executing", generator.routine().noun()))
    }

    /// What tells the end of a generator, with what it returned.
    fn end_of(&self, generator: &Generator, result: Value) -> Raised {
        if generator.asynchronous.is_some() {
            self.raise_with("StopAsyncIteration", &[])
        } else if self.is_none(&result) {
            self.stop_iteration(None)
        } else {
            self.stop_iteration(Some(result))
        }
    }

    /// The next value: `send(value)`. A `StopIteration` tells the end.
    ///
    /// # Errors
    /// What the generator raises.
    pub fn generator_send(&self, generator: &Gc<Generator>, value: Value) -> Result<Value> {
        match self.resume(generator, Resume::Send(value))? {
            Exit::Yield(value) => Ok(value),
            Exit::Return(result) => Err(self.end_of(generator, result)),
        }
    }

    /// The next value, or nothing at the end.
    ///
    /// # Errors
    /// What the generator raises.
    pub fn generator_next(&self, generator: &Gc<Generator>) -> Result<Option<Value>> {
        match self.resume(generator, Resume::Send(self.none()))? {
            Exit::Yield(value) => Ok(Some(value)),
            Exit::Return(_) => Ok(None),
        }
    }

    /// The next value, or the result at the end.
    ///
    /// # Errors
    /// What the generator raises.
    pub fn generator_step(
        &self,
        generator: &Gc<Generator>,
        value: Value,
    ) -> Result<core::result::Result<Value, Value>> {
        Ok(match self.resume(generator, Resume::Send(value))? {
            Exit::Yield(value) => Ok(value),
            Exit::Return(result) => Err(result),
        })
    }

    /// Raises an exception where the generator stands; one that delegates passes it on first.
    ///
    /// # Errors
    /// What the generator raises, `StopIteration` at its end.
    pub fn generator_throw(&self, generator: &Gc<Generator>, exception: Value) -> Result<Value> {
        if generator.running.get() {
            return Err(self.already_executing(generator));
        }
        if let Some(delegate) = generator.delegate() {
            let result = self.throw_to_delegate(generator, &delegate, exception);
            drop(delegate);
            return result;
        }
        self.throw_here(generator, exception)
    }

    fn throw_here(&self, generator: &Gc<Generator>, exception: Value) -> Result<Value> {
        match self.resume(generator, Resume::Throw(exception))? {
            Exit::Yield(value) => Ok(value),
            Exit::Return(result) => Err(self.end_of(generator, result)),
        }
    }

    fn throw_to_delegate(
        &self,
        generator: &Gc<Generator>,
        delegate: &Value,
        exception: Value,
    ) -> Result<Value> {
        let is_exit = exception
            .get::<Exception>()
            .is_some_and(|e| e.class().is_subclass_of(&self.types.exception("GeneratorExit")));
        generator.running.set(true);
        let frame = generator.frame();
        let entered = frame.as_ref().map(|frame| self.enter_frame(frame));
        let answer = if is_exit {
            self.close_iterator(delegate).map(|()| None)
        } else if let Some(inner) = delegate.as_gc::<Generator>() {
            self.generator_throw(inner, exception.clone()).map(Some)
        } else {
            match self.lookup_attr(delegate, "throw") {
                Ok(Some(throw)) => self.call(&throw, [exception.clone()]).map(Some),
                Ok(None) => Ok(None),
                Err(raised) => Err(raised),
            }
        };
        drop(entered);
        drop(frame);
        generator.running.set(false);
        match answer {
            Ok(Some(value)) => Ok(value),
            Ok(None) => self.throw_here(generator, exception),
            Err(raised) if self.is_raised(&raised, "StopIteration") && !is_exit => {
                drop(exception);
                let stop = self.materialize(raised);
                let result = self.stop_value(&stop);
                if let Some(frame) = generator.frame() {
                    super::vm::end_delegation(&frame);
                }
                match self.resume(generator, Resume::Send(result))? {
                    Exit::Yield(value) => Ok(value),
                    Exit::Return(result) => Err(self.end_of(generator, result)),
                }
            }
            Err(raised) => {
                drop(exception);
                let raised = self.materialize(raised);
                self.throw_here(generator, raised)
            }
        }
    }

    /// `close()` of whatever a generator delegates to.
    fn close_iterator(&self, iterator: &Value) -> Result<()> {
        if let Some(inner) = iterator.as_gc::<Generator>() {
            return self.generator_close(inner).map(drop);
        }
        if let Some(close) = self.lookup_attr(iterator, "close")? {
            self.call(&close, Args::none())?;
        }
        Ok(())
    }

    /// Ends a generator: raises `GeneratorExit` where it stands. Answers what it returned.
    ///
    /// # Errors
    /// What the generator raises instead of ending; `RuntimeError` when it yields again.
    pub fn generator_close(&self, generator: &Gc<Generator>) -> Result<Value> {
        if generator.running.get() {
            return Err(self.already_executing(generator));
        }
        let Some(frame) = generator.frame() else { return Ok(self.none()) };
        if frame.state.get() == State::Created {
            let frame_of_generator = generator.frame.take();
            drop(frame_of_generator);
            frame.state.set(State::Finished);
            self.end_frame(frame);
            return Ok(self.none());
        }
        drop(frame);
        let exit = self.raise_with("GeneratorExit", &[]);
        let mut thrown = self.materialize(exit);
        self.set_context(&thrown);
        if let Some(delegate) = generator.delegate() {
            generator.running.set(true);
            let closed = self.close_iterator(&delegate);
            generator.running.set(false);
            drop(delegate);
            if let Err(raised) = closed {
                thrown = self.materialize(raised);
            }
        }
        match self.resume(generator, Resume::Throw(thrown)) {
            Ok(Exit::Yield(_)) => {
                let noun = generator.routine().noun();
                Err(self.runtime_error(format!("{noun} ignored GeneratorExit")))
            }
            Ok(Exit::Return(result)) => Ok(result),
            Err(raised)
                if self.is_raised(&raised, "GeneratorExit")
                    || self.is_raised(&raised, "StopIteration") =>
            {
                Ok(self.none())
            }
            Err(raised) => Err(raised),
        }
    }

    /// The value a `StopIteration` carries.
    pub fn stop_value(&self, stop: &Value) -> Value {
        let args = stop.get::<Exception>().map(|e| e.args.borrow().clone());
        args.and_then(|args| args.items().first().cloned()).unwrap_or_else(|| self.none())
    }
}
