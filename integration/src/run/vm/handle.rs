//! Exceptions: from the raise to the handler.
//!
//! Each frame an exception passes through adds an entry to its traceback, the one that handles
//! it included; raising again adds none. An exception raised while another is handled gets that
//! one as its context, once, where it is raised.
//!
//! # Source
//! `do_raise` and the `error` label of `Python/ceval.c`; `_PyErr_SetObject` in `Python/errors.c`.

use core::cell::RefCell;

use super::super::code::Op;
use super::super::frame::Frame;
use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::{Raised, Result};
use super::Machine;
use crate::object::{Class, Exception, List, Traceback, Tuple};
use crate::{Gc, Value};

impl Machine<'_> {
    /// Finds the handler of an exception: where to go on.
    ///
    /// # Errors
    /// The exception, when the frame does not handle it.
    #[cold]
    pub(super) fn handle(&mut self, raised: Raised, adds_entry: bool) -> Result<u32> {
        let interp = self.interp;
        let exception = interp.materialize(raised);
        if adds_entry {
            interp.set_first_context(&exception);
            interp.add_traceback(&exception, self.frame);
        }
        let handler = self.code.code.handler(self.frame.ip.get()).copied();
        let depth = handler.map_or(0, |h| h.depth as usize);
        while self.stack.len() > depth {
            let value = self.stack.pop();
            drop(value);
        }
        match handler {
            Some(handler) => {
                self.push(exception);
                Ok(handler.target)
            }
            None => Err(Raised::Exception(exception)),
        }
    }

    /// Runs an op about exceptions.
    pub(super) fn exception_op(&mut self, op: Op) -> Result<()> {
        let interp = self.interp;
        match op {
            Op::Raise(0) => match interp.handled_exception() {
                Some(exception) => Err(Raised::Exception(exception)),
                None => Err(interp.runtime_error("No active exception to reraise")),
            },
            Op::Raise(parts) => {
                let cause = if parts == 2 { Some(self.pop()) } else { None };
                let value = self.pop();
                Err(Raised::Exception(interp.raise_value(value, cause)?))
            }
            Op::Reraise => Err(Raised::Exception(self.pop())),
            Op::PushExcInfo => {
                let exception = self.pop();
                let previous = interp.replace_handled(Some(exception.clone()));
                self.push(previous.unwrap_or_else(|| interp.none()));
                self.push(exception);
                Ok(())
            }
            Op::PopExcept => {
                let previous = self.pop();
                let previous = if interp.is_none(&previous) { None } else { Some(previous) };
                let handled = interp.replace_handled(previous);
                drop(handled);
                interp.close_reserve();
                Ok(())
            }
            Op::CheckExcMatch => {
                let class = self.pop();
                let exception = self.peek(1).clone();
                let matches = interp.exception_matches(&exception, &class)?;
                self.push(interp.bool(matches));
                Ok(())
            }
            Op::CheckGroupMatch => {
                let class = self.pop();
                let exception = self.pop();
                let (matching, rest) = if interp.is_none(&exception) {
                    (None, None)
                } else {
                    interp.match_group(&exception, &class)?
                };
                if let Some(matching) = &matching {
                    drop(interp.replace_handled(Some(matching.clone())));
                }
                self.push(rest.unwrap_or_else(|| interp.none()));
                self.push(matching.unwrap_or_else(|| interp.none()));
                Ok(())
            }
            Op::PrepareReraiseStar => {
                let raised = self.pop();
                let original = self.pop();
                let left = match raised.get::<List>() {
                    Some(raised) => interp.reraise_of_star(&original, raised)?,
                    None => None,
                };
                self.push(left.unwrap_or_else(|| interp.none()));
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Interp {
    /// `sys.exception()`: the exception being handled.
    pub fn handled_exception(&self) -> Option<Value> {
        self.handled.borrow().iter().rev().find_map(Clone::clone)
    }

    /// Whether the running generator itself handles an exception.
    pub(super) fn handles_here(&self) -> bool {
        self.handled.borrow().last().is_some_and(Option::is_some)
    }

    fn replace_handled(&self, exception: Option<Value>) -> Option<Value> {
        match self.handled.borrow_mut().last_mut() {
            Some(place) => core::mem::replace(place, exception),
            None => exception,
        }
    }

    /// What `raise value from cause` raises.
    fn raise_value(&self, value: Value, cause: Option<Value>) -> Result<Value> {
        let exception = self.exception_from(value, "exceptions must derive from BaseException")?;
        if let Some(cause) = cause
            && let Some(e) = exception.get::<Exception>()
        {
            let cause = if self.is_none(&cause) {
                None
            } else {
                Some(self.exception_from(cause, "exception causes must derive from BaseException")?)
            };
            let before = e.cause.replace(cause);
            drop(before);
            e.suppress_context.set(true);
        }
        self.set_context(&exception);
        Ok(exception)
    }

    /// An exception object from an exception or an exception class.
    ///
    /// # Errors
    /// `TypeError` with `message` for anything else.
    pub(in super::super) fn exception_from(&self, value: Value, message: &str) -> Result<Value> {
        if value.is_a::<Exception>() {
            return Ok(value);
        }
        if let Some(class) = value.as_gc::<Class>()
            && class.is_subclass_of(&self.types.exception("BaseException"))
        {
            let made = self.call(&value, Args::none())?;
            if made.is_a::<Exception>() {
                return Ok(made);
            }
            return Err(self.type_error(format!(
                "calling {} should have returned an instance of BaseException, not {}",
                class.name(),
                self.class_name(&made)
            )));
        }
        Err(self.type_error(message))
    }

    /// Whether `except class` takes the exception.
    ///
    /// # Errors
    /// `TypeError` for something that is no exception class.
    pub(in super::super) fn exception_matches(
        &self,
        exception: &Value,
        class: &Value,
    ) -> Result<bool> {
        if let Some(classes) = class.get::<Tuple>() {
            for class in classes.items() {
                if self.exception_matches(exception, class)? {
                    return Ok(true);
                }
            }
            return Ok(false);
        }
        match class.as_gc::<Class>() {
            Some(class) if class.is_subclass_of(&self.types.exception("BaseException")) => {
                Ok(self.class_of(exception).is_subclass_of(class))
            }
            _ => Err(self.type_error(
                "catching classes that do not inherit from BaseException is not allowed",
            )),
        }
    }

    /// The context of an exception that Rust code has just raised.
    fn set_first_context(&self, exception: &Value) {
        let is_new = exception
            .get::<Exception>()
            .is_some_and(|e| e.traceback.borrow().is_none() && e.context.borrow().is_none());
        if is_new {
            self.set_context(exception);
        }
    }

    /// Makes the exception being handled the context of another, without closing a circle.
    pub(in super::super) fn set_context(&self, exception: &Value) {
        let Some(handled) = self.handled_exception() else { return };
        let Some(e) = exception.get::<Exception>() else { return };
        if handled.is(exception) {
            return;
        }
        let context_of = |e: &Value| e.get::<Exception>().and_then(|e| e.context.borrow().clone());
        // The chain may already be a circle; one that follows at half the pace meets it then.
        let (mut link, mut slow) = (handled.clone(), handled.clone());
        let mut is_turn = false;
        while let Some(next) = context_of(&link) {
            if next.is(exception) {
                if let Some(link) = link.get::<Exception>() {
                    drop(link.context.take());
                }
                break;
            }
            link = next;
            if link.is(&slow) {
                break;
            }
            if is_turn && let Some(next) = context_of(&slow) {
                slow = next;
            }
            is_turn = !is_turn;
        }
        drop((link, slow));
        let before = e.context.replace(Some(handled));
        drop(before);
    }

    /// Gives an exception that no frame has seen the place where the program stands.
    pub(in super::super) fn add_first_traceback(&self, exception: &Value) {
        let is_new = exception.get::<Exception>().is_some_and(|e| e.traceback.borrow().is_none());
        let frame = self.frame.borrow().clone().filter(|_| is_new);
        if let Some(frame) = frame {
            self.add_traceback(exception, &frame);
        }
    }

    /// Adds the frame to the exception's traceback.
    pub(in super::super) fn add_traceback(&self, exception: &Value, frame: &Gc<Frame>) {
        let Some(e) = exception.get::<Exception>() else { return };
        Frame::become_object(frame);
        let next = e.traceback.borrow().clone();
        let entry = self.heap.alloc(Traceback {
            next: RefCell::new(next),
            frame: RefCell::new(Some(frame.to_value())),
            line: frame.line(),
        });
        // Without memory the traceback stays shorter, and the exception goes on.
        if let Ok(entry) = entry {
            let before = e.traceback.replace(Some(entry.into_value()));
            drop(before);
        }
    }
}
