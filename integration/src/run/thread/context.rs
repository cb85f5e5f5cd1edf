//! What of the interpreter belongs to one thread: its frames, the exceptions it handles, its
//! stack. While the thread does not run, it is kept here.
//!
//! # Source
//! `PyThreadState` in `Include/cpython/pystate.h`.

use core::cell::{Cell, RefCell};

use crate::heap::Deaths;
use crate::run::frame::Frame;
use crate::run::interp::Interp;
use crate::run::operate::{self, shown::ThreadDict};
use crate::{Gc, Value};

/// The state of a thread that does not run; that of a new one at first.
pub(super) struct Context {
    frame: RefCell<Option<Gc<Frame>>>,
    handled: RefCell<Vec<Option<Value>>>,
    depth: Cell<usize>,
    nested: Cell<usize>,
    stack_limit: Cell<usize>,
    thread_dict: ThreadDict,
    deaths: Deaths,
}

impl Context {
    pub(super) fn new() -> Self {
        Self {
            frame: RefCell::new(None),
            handled: RefCell::new(vec![None]),
            depth: Cell::new(0),
            nested: Cell::new(0),
            stack_limit: Cell::new(0),
            thread_dict: ThreadDict::default(),
            deaths: Deaths::none(),
        }
    }

    /// Exchanges what is here with what stands in the interpreter.
    pub(super) fn exchange(&self, interp: &Interp) {
        self.frame.swap(&interp.frame);
        self.handled.swap(&interp.handled);
        self.depth.swap(&interp.depth);
        operate::exchange_nested(&self.nested);
        self.stack_limit.swap(&interp.stack_limit);
        self.thread_dict.swap(&interp.state.thread_dict);
        interp.heap.exchange_deaths(&self.deaths);
    }

    /// The innermost frame.
    pub(super) fn frame(&self) -> Option<Gc<Frame>> {
        self.frame.borrow().clone()
    }

    /// Lets go of everything.
    pub(super) fn forget(&self) {
        drop(self.frame.take());
        drop(self.handled.take());
        self.thread_dict.forget();
    }
}
