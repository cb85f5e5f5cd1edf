//! What the interpreter calls: `gc.collect`, and the built-in collector's two callbacks.
//!
//! No exception leaves a callback: the program's own callbacks have theirs reported.

use core::ffi::c_long;
use core::ptr;

use collector::{Generation, Reason};
use pyo3_ffi as ffi;

use crate::call::{Owned, PythonError, long};
use crate::object::Object;
use crate::ring::List;
use crate::session::{Done, Session};

/// `gc.collect`, while our collector is installed.
pub(crate) unsafe extern "C" fn collect(
    module: *mut ffi::PyObject,
    arguments: *const *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let Some(session) = Session::current() else {
        // Another interpreter of this process, which shares the definition of the function.
        // SAFETY: a session is stored as long as the definition leads here.
        return Session::original_of_any().map_or(ptr::null_mut(), |original| unsafe {
            original(module, arguments, count, names)
        });
    };
    let nested = session.state.collecting.get() != 0;
    if !nested {
        session.last.set(None);
        session.is_asked.set(true);
    }
    let original = session.original();
    // SAFETY: the arguments are those of this call.
    let answer = unsafe { original(module, arguments, count, names) };
    if nested || answer.is_null() {
        return answer;
    }
    session.is_asked.set(false);
    let Some(account) = session.last.get() else { return answer };
    // SAFETY: the answer is a new reference.
    unsafe { ffi::Py_DECREF(answer) };
    // SAFETY: the GIL is held.
    unsafe { ffi::PyLong_FromSize_t(account.outcome.found()) }
}

static mut DEFINITION: ffi::PyMethodDef = ffi::PyMethodDef {
    ml_name: c"cyclegc_hook".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer { PyCFunctionFast: called },
    ml_flags: ffi::METH_FASTCALL,
    ml_doc: c"Called by the built-in collector.".as_ptr(),
};

/// The hook as a function object.
pub(crate) fn function() -> Result<Owned, PythonError> {
    let definition = &raw mut DEFINITION;
    // SAFETY: the definition lives for ever and is not changed.
    Owned::new(unsafe { ffi::PyCFunction_New(definition, ptr::null_mut()) })
}

unsafe extern "C" fn called(
    _: *mut ffi::PyObject,
    arguments: *mut *mut ffi::PyObject,
    count: ffi::Py_ssize_t,
) -> *mut ffi::PyObject {
    if let Some(session) = Session::current()
        && count == 2
    {
        // SAFETY: there are two arguments.
        let arguments = unsafe { core::slice::from_raw_parts(arguments, 2) };
        // SAFETY: arguments are alive while they are passed.
        let objects = [0, 1].map(|index| unsafe { Object::from_ptr(arguments[index]) });
        let [Some(phase), Some(info)] = objects else { return ptr::null_mut() };
        // SAFETY: the phase is a string.
        let is_start =
            unsafe { ffi::PyUnicode_CompareWithASCIIString(phase.as_ptr(), c"start".as_ptr()) }
                == 0;
        let result =
            if is_start { start(session, phase, info) } else { stop(session, phase, info) };
        if let Err(error) = result {
            error.report(phase);
        }
    }
    // SAFETY: `None` lives as long as the interpreter.
    let none = unsafe { ffi::Py_None() };
    // SAFETY: as above; the reference is a new one.
    unsafe { ffi::Py_NewRef(none) }
}

/// The built-in is about to collect.
fn start(session: &Session, phase: Object, info: Object) -> Result<(), PythonError> {
    call_all(session, phase, info);
    if session.is_aside.get() {
        return Ok(());
    }
    // SAFETY: the info is a dict.
    let number = unsafe { ffi::PyDict_GetItemString(info.as_ptr(), c"generation".as_ptr()) };
    // SAFETY: the dict owns its value.
    let number = unsafe { Object::from_ptr(number) }.map(long).transpose()?;
    let Some(Ok(generation)) = number.map(Generation::try_from) else { return Ok(()) };

    let reason = if session.is_asked.get() { Reason::Asked } else { Reason::Due };
    let state = session.state;
    let account = session.collect(generation, reason);
    let done = Done {
        account,
        counts: state.counts(),
        totals: [state.long_lived_total.get(), state.long_lived_pending.get()],
        debug: state.debug.replace(0),
    };
    session.done.set(Some(done));
    for each in Generation::ALL.into_iter().filter(|each| *each <= generation) {
        session.hidden(each).take_all(state.list(each));
    }
    Ok(())
}

/// The built-in has collected, and found nothing.
fn stop(session: &Session, phase: Object, info: Object) -> Result<(), PythonError> {
    let Some(done) = session.done.take() else {
        call_all(session, phase, info);
        return Ok(());
    };
    let state = session.state;
    for each in Generation::ALL {
        let hidden: List<'_> = session.hidden(each);
        state.list(each).take_all_in_front(hidden);
    }
    state.set_counts(done.counts);
    state.debug.set(done.debug);
    let [total, pending] = done.totals;
    state.long_lived_total.set(total);
    state.long_lived_pending.set(pending);
    let outcome = &done.account.outcome;
    let collected = outcome.collected.cast_signed();
    let uncollectable = outcome.uncollectable.cast_signed();
    let totals = &state.stats[outcome.generation.index()];
    totals.collected.set(totals.collected.get() + collected);
    totals.uncollectable.set(totals.uncollectable.get() + uncollectable);
    session.last.set(Some(done.account));
    // SAFETY: the callbacks are a list.
    if unsafe { ffi::PyList_GET_SIZE(session.callbacks().as_ptr()) } > 0 {
        for (name, number) in [(c"collected", collected), (c"uncollectable", uncollectable)] {
            let number = Owned::long(number as c_long)?;
            // SAFETY: the info is a dict, made for this call.
            unsafe { ffi::PyDict_SetItemString(info.as_ptr(), name.as_ptr(), number.as_ptr()) };
        }
        call_all(session, phase, info);
    }
    Ok(())
}

/// Calls the program's callbacks.
fn call_all(session: &Session, phase: Object, info: Object) {
    let list = session.callbacks();
    let mut index = 0;
    loop {
        // SAFETY: the callbacks are a list. It may change while a callback runs.
        if index >= unsafe { ffi::PyList_GET_SIZE(list.as_ptr()) } {
            return;
        }
        // SAFETY: the index is below the size.
        let callback = unsafe { ffi::PyList_GET_ITEM(list.as_ptr(), index) };
        index += 1;
        // SAFETY: the list owns its items.
        let Some(callback) = (unsafe { Object::from_ptr(callback) }).map(Owned::to) else {
            continue;
        };
        let arguments = [phase.as_ptr(), info.as_ptr()];
        // SAFETY: two live arguments are passed, without keywords.
        let answer = Owned::new(unsafe {
            ffi::PyObject_Vectorcall(callback.as_ptr(), arguments.as_ptr(), 2, ptr::null_mut())
        });
        if let Err(error) = answer {
            error.report(callback.object());
        }
    }
}
