//! Our collector in the place of the built-in one, from `install` to `uninstall`.
//!
//! ```text
//!   gc.collect() ----> ours: asks for the built-in's, answers what ours has found
//!                          |
//!   automatic --> built-in collect --> "start" --> our collection, then the lists are hidden
//!                          |
//!                 the built-in finds nothing, empties the free lists
//!                          |
//!                          +---------> "stop" ---> lists back, counts and totals set right
//! ```
//! The built-in collector keeps counting allocations, decides when a collection is due and of
//! which generation, and refuses nested ones. The list of callbacks that it knows is replaced by
//! one that holds our hook alone; the program's own, `gc.callbacks`, stays the object it was, and
//! its callbacks are called by the hook. The function behind `gc.collect` is exchanged in its
//! definition, so that names bound to it before are served as well.
//!
//! # Invariants
//! 1. There is at most one session, of one interpreter.
//! 2. The hidden lists are empty unless the built-in collector is between its two calls.
//!
//! Source: `Python/gc.c`, `Modules/gcmodule.c`.

use core::cell::{Cell, RefCell};
use core::ffi::c_int;
use core::num::NonZero;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicPtr, Ordering};

use collector::{Generation, Reason};
use pyo3_ffi as ffi;

use crate::call::{Owned, PythonError};
use crate::collect::{Account, Memory};
use crate::frames::Frames;
use crate::hook;
use crate::object::Object;
use crate::ring::{Head, List};
use crate::roots::Roots;
use crate::sharing::Sharing;
use crate::state::State;

static SESSION: AtomicPtr<Session> = AtomicPtr::new(ptr::null_mut());

/// What the hook leaves behind between the built-in's two calls.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Done {
    pub(crate) account: Account,
    pub(crate) counts: [c_int; 3],
    pub(crate) totals: [isize; 2],
    pub(crate) debug: c_int,
}

/// Our collector, installed.
#[derive(Debug)]
pub(crate) struct Session {
    pub(crate) state: &'static State,
    interpreter: *mut ffi::PyInterpreterState,
    roots: Roots,
    /// Mark from the roots in full collections.
    pub(crate) is_marking: Cell<bool>,
    /// Leave this collection to the built-in.
    pub(crate) is_aside: Cell<bool>,
    /// The collection that runs was asked for by `gc.collect`.
    pub(crate) is_asked: Cell<bool>,
    memory: RefCell<Memory>,
    hidden: [Head; 3],
    pub(crate) done: Cell<Option<Done>>,
    /// What the last collection has done.
    pub(crate) last: Cell<Option<Account>>,
    /// The program's own callbacks, a reference that the interpreter has given to us.
    callbacks: NonNull<ffi::PyObject>,
    definition: *mut ffi::PyMethodDef,
    original: ffi::PyCFunctionFastWithKeywords,
}

impl Session {
    /// The session of the running interpreter.
    pub(crate) fn current() -> Option<&'static Self> {
        // SAFETY: a session that has once been stored stays in memory.
        let session = unsafe { SESSION.load(Ordering::Relaxed).as_ref() }?;
        // SAFETY: the GIL is held.
        let interpreter = unsafe { ffi::PyInterpreterState_Get() };
        (session.interpreter == interpreter).then_some(session)
    }

    /// Puts our collector in the place of the built-in one, to mark with so many threads. False: it
    /// is there already, and nothing changes.
    ///
    /// # Errors
    /// `RuntimeError`: this interpreter is not as expected, or another one of this process has it.
    pub(crate) fn install(threads: NonZero<usize>) -> Result<bool, PythonError> {
        if Self::current().is_some() {
            return Ok(false);
        }
        if !SESSION.load(Ordering::Relaxed).is_null() {
            return Err(PythonError::runtime("installed in another interpreter of this process"));
        }
        let gc = Owned::import(c"gc")?;
        let definition = definition_of_collect(&gc)?;
        let state = State::locate(&gc)?;
        let hook = hook::function()?;
        let mut memory = Memory::new();
        memory.set_threads(threads, Sharing::new()?);
        // SAFETY: the GIL is held.
        let list = Owned::new(unsafe { ffi::PyList_New(0) })?;
        list.call("append", &[&hook])?;
        // SAFETY: definitions of built-in functions live for ever.
        let method = unsafe { (*definition).ml_meth };
        // SAFETY: `definition_of_collect` has looked at the flags.
        let original = unsafe { method.PyCFunctionFastWithKeywords };
        let session = Box::new(Self {
            state,
            // SAFETY: the GIL is held.
            interpreter: unsafe { ffi::PyInterpreterState_Get() },
            roots: Roots { frames: Frames::verified() },
            is_marking: Cell::new(true),
            is_aside: Cell::new(false),
            is_asked: Cell::new(false),
            memory: RefCell::new(memory),
            hidden: [const { Head::new() }; 3],
            done: Cell::new(None),
            last: Cell::new(None),
            callbacks: NonNull::new(state.callbacks.replace(list.into_ptr()))
                .unwrap_or(NonNull::dangling()),
            definition,
            original,
        });
        let session = Box::leak(session);
        session.hidden.iter().for_each(|head| {
            List::new(head);
        });
        let ours = ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: hook::collect };
        // SAFETY: definitions of built-in functions are variables that live for ever.
        unsafe { (*definition).ml_meth = ours };
        SESSION.store(session, Ordering::Relaxed);
        Ok(true)
    }

    /// Gives the built-in collector its place back. False: it has it.
    ///
    /// # Errors
    /// `RuntimeError`: a collection is running.
    pub(crate) fn uninstall() -> Result<bool, PythonError> {
        let Some(session) = Self::current() else { return Ok(false) };
        if session.state.collecting.get() != 0 {
            return Err(PythonError::runtime("a collection is running"));
        }
        SESSION.store(ptr::null_mut(), Ordering::Relaxed);
        let original = ffi::PyMethodDefPointer { PyCFunctionFastWithKeywords: session.original };
        // SAFETY: as in `install`.
        unsafe { (*session.definition).ml_meth = original };
        let list = session.state.callbacks.replace(session.callbacks.as_ptr());
        // SAFETY: the reference that the interpreter had has become ours; it takes the hook along.
        drop(Owned::new(list));
        *session.memory.borrow_mut() = Memory::new();
        Ok(true)
    }

    /// The function that `gc.collect` was, whichever interpreter has the session.
    pub(crate) fn original_of_any() -> Option<ffi::PyCFunctionFastWithKeywords> {
        // SAFETY: a session that has once been stored stays in memory.
        let session = unsafe { SESSION.load(Ordering::Relaxed).as_ref() }?;
        Some(session.original)
    }

    /// Marks with so many threads from now on.
    ///
    /// # Errors
    /// `RuntimeError`: a collection is running. As [`Sharing::new`].
    pub(crate) fn set_threads(&self, threads: NonZero<usize>) -> Result<(), PythonError> {
        if self.state.collecting.get() != 0 {
            return Err(PythonError::runtime("a collection is running"));
        }
        // May collect, so the memory must not be borrowed yet.
        let sharing = Sharing::new()?;
        self.memory.borrow_mut().set_threads(threads, sharing);
        Ok(())
    }

    pub(crate) fn has_frames(&self) -> bool {
        self.roots.frames.is_some()
    }

    pub(crate) fn original(&self) -> ffi::PyCFunctionFastWithKeywords {
        self.original
    }

    /// The program's callbacks.
    pub(crate) fn callbacks(&self) -> Object {
        // SAFETY: a list that we own a reference to.
        unsafe { Object::new(self.callbacks) }
    }

    pub(crate) fn hidden(&self, generation: Generation) -> List<'_> {
        List::existing(&self.hidden[generation.index()])
    }

    /// Runs our collection.
    pub(crate) fn collect(&self, generation: Generation, reason: Reason) -> Account {
        let roots = self.is_marking.get().then_some(self.roots);
        crate::collect::collect(self.state, generation, reason, roots, &self.memory)
    }
}

/// The definition of the function `gc.collect`.
fn definition_of_collect(gc: &Owned) -> Result<*mut ffi::PyMethodDef, PythonError> {
    let function = gc.attribute("collect")?;
    // SAFETY: the function is alive.
    if unsafe { ffi::PyCFunction_CheckExact(function.as_ptr()) } == 0 {
        return Err(PythonError::runtime("gc.collect is not the built-in function"));
    }
    // SAFETY: the type has been asked for.
    let definition = unsafe { (*function.as_ptr().cast::<ffi::PyCFunctionObject>()).m_ml };
    // SAFETY: a built-in function has a definition.
    if unsafe { (*definition).ml_flags } != ffi::METH_FASTCALL | ffi::METH_KEYWORDS {
        return Err(PythonError::runtime("gc.collect is called in another way than expected"));
    }
    Ok(definition)
}
