//! The virtual machine: runs the ops of one frame.
//!
//! The machine takes the frame's value stack for as long as it runs, and gives it back when a
//! generator is suspended. An op answers how to go on; an exception looks for its handler in the
//! code's table, with the stack cut to the handler's depth.
//!
//! # Invariants
//! 1. While a frame runs it is the interpreter's current frame, and its caller is its `back`.
//! 2. `ip` of a running frame is the index of the op that runs.
//! 3. No cell of the frame is borrowed while an op drops or calls something.
//!
//! # Source
//! `_PyEval_EvalFrameDefault` in `Python/ceval.c`, `Python/bytecodes.c`.

mod append;
mod awaiting;
mod build;
mod callee;
mod calls;
mod handle;
mod imports;
mod names;
mod pattern;
mod step;
mod unpack;
mod with;

use super::code::Op;
use super::frame::{CodeObject, Frame, State};
use super::generator::Resume;
use super::interp::Interp;
use super::raise::{Raised, Result};
use crate::{Gc, Value};

/// How a frame was left.
#[derive(Debug)]
pub enum Exit {
    /// With its result.
    Return(Value),
    /// With a value, to be resumed.
    Yield(Value),
}

/// How the machine goes on after an op.
enum Flow {
    Next,
    Jump(u32),
    Exit(Exit),
}

/// The machine at work on one frame.
struct Machine<'a> {
    interp: &'a Interp,
    frame: &'a Gc<Frame>,
    code: &'a CodeObject,
    stack: Vec<Value>,
}

/// Restores the caller as the current frame, also when the machine unwinds.
pub(super) struct Current<'a> {
    interp: &'a Interp,
    frame: &'a Gc<Frame>,
}

impl Drop for Current<'_> {
    fn drop(&mut self) {
        let caller = self.frame.back.take();
        let this = self.interp.frame.replace(caller);
        drop(this);
    }
}

impl Interp {
    /// Makes a frame the current one for as long as the answer lives.
    pub(super) fn enter_frame<'a>(&'a self, frame: &'a Gc<Frame>) -> Current<'a> {
        let caller = self.frame.replace(Some(frame.clone()));
        drop(frame.back.replace(caller));
        Current { interp: self, frame }
    }

    /// Runs a frame until it returns, yields or raises.
    ///
    /// # Errors
    /// What the code raises.
    pub(super) fn run_frame(&self, frame: &Gc<Frame>, resume: Option<Resume>) -> Result<Exit> {
        let _depth = self.enter()?;
        self.safepoint();
        let current = self.enter_frame(frame);
        let started = frame.state.replace(State::Running) != State::Created;
        let mut stack = frame.stack.take();
        if stack.capacity() == 0 {
            stack = self.rows.take();
        }
        let mut machine = Machine { interp: self, frame, code: &frame.code, stack };
        let exit = machine.start(started, resume);
        let mut stack = core::mem::take(&mut machine.stack);
        drop(machine);
        match &exit {
            Ok(Exit::Yield(_)) => {
                frame.stack.replace(stack);
                frame.state.set(State::Suspended);
            }
            _ => {
                frame.state.set(State::Finished);
                while let Some(value) = stack.pop() {
                    drop(value);
                }
                self.rows.give(stack);
            }
        }
        drop(current);
        exit
    }

    /// A place where a due collection may run, and where the turn of a thread may end.
    #[inline]
    pub fn safepoint(&self) {
        self.heap.safepoint();
        if self.scheduler.has_several() {
            self.count_down_turn();
        }
    }
}

impl Machine<'_> {
    /// Begins or resumes the frame.
    fn start(&mut self, started: bool, resume: Option<Resume>) -> Result<Exit> {
        let mut ip = self.frame.ip.get();
        match resume {
            None => {}
            Some(Resume::Send(value)) => {
                if started {
                    self.stack.push(value);
                    ip += 1;
                } else {
                    drop(value);
                    ip = self.skip_to_generator(ip)?;
                    self.stack.push(self.interp.none());
                }
            }
            Some(Resume::Throw(exception)) => {
                self.interp.add_traceback(&exception, self.frame);
                if !started {
                    return Err(Raised::Exception(exception));
                }
                // What the generator handles is the context, what its resumer handles is not.
                if self.interp.handles_here() {
                    self.interp.set_context(&exception);
                }
                ip = self.handle(Raised::Exception(exception), false)?;
            }
        }
        self.run(ip)
    }

    /// Runs what stands in front of the op that makes the generator: cells are made there.
    fn skip_to_generator(&mut self, mut ip: u32) -> Result<u32> {
        loop {
            let op = self.code.code.ops[ip as usize];
            if op == Op::ReturnGenerator {
                return Ok(ip + 1);
            }
            self.frame.ip.set(ip);
            self.step(op)?;
            ip += 1;
        }
    }

    fn run(&mut self, mut ip: u32) -> Result<Exit> {
        let frame = self.frame;
        let code = self.code;
        let ops = &code.code.ops[..];
        loop {
            let op = ops[ip as usize];
            frame.ip.set(ip);
            match self.step(op) {
                Ok(Flow::Next) => ip += 1,
                Ok(Flow::Jump(target)) => ip = target,
                Ok(Flow::Exit(exit)) => return Ok(exit),
                Err(raised) => {
                    let adds_entry = match op {
                        Op::Reraise | Op::EndAsyncFor => false,
                        Op::Raise(0) => !raised.has_traceback(),
                        _ => true,
                    };
                    ip = self.handle(raised, adds_entry)?;
                }
            }
        }
    }

    #[inline(always)]
    fn push(&mut self, value: Value) {
        self.stack.push(value);
    }

    /// Takes the top. The compiler keeps the stack deep enough; `absent` stands for a stack that
    /// is not, and is refused by every operation.
    #[inline(always)]
    fn pop(&mut self) -> Value {
        match self.stack.pop() {
            Some(value) => value,
            None => self.underflow(),
        }
    }

    #[cold]
    #[inline(never)]
    fn underflow(&self) -> Value {
        debug_assert!(false, "the value stack of {} ran out", self.code.code.qualname);
        self.interp.absent.clone()
    }

    /// The top `count` values, the topmost last.
    fn pop_many(&mut self, count: u32) -> Vec<Value> {
        let from = self.stack.len().saturating_sub(count as usize);
        self.stack.split_off(from)
    }

    /// As [`Machine::pop_many`], in a row that the callee gives back.
    fn pop_args(&mut self, count: u32) -> Vec<Value> {
        let mut args = self.interp.rows.take();
        let from = self.stack.len().saturating_sub(count as usize);
        args.extend(self.stack.drain(from..));
        args
    }

    /// The `n`-th value from the top; 1 is the top.
    #[inline(always)]
    fn peek(&self, n: u32) -> &Value {
        match self.stack.len().checked_sub(n as usize) {
            Some(index) => &self.stack[index],
            None => &self.interp.absent,
        }
    }
}

/// Whether a suspended frame stands in a `yield from`.
pub(super) fn is_delegating(frame: &Frame) -> bool {
    matches!(frame.code.code.ops.get(frame.ip.get() as usize), Some(Op::YieldDelegated(_)))
}

/// Makes a suspended frame go on behind its `yield from`, whose receiver has ended.
pub(super) fn end_delegation(frame: &Frame) {
    if let Some(Op::YieldDelegated(target)) = frame.code.code.ops.get(frame.ip.get() as usize) {
        let receiver = frame.stack.borrow_mut().pop();
        drop(receiver);
        frame.ip.set(target.saturating_sub(1));
    }
}
