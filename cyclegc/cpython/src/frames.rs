//! The frames of all threads, as roots.
//!
//! What a running function holds in its variables is reachable, but no object that the collector
//! tracks refers to it. The interpreter offers no way to look at it without making frame objects,
//! so the frames are read where they lie. Their layout is that of the version this is built for;
//! [`Frames::verified`] compares what it finds in the current frame with what the interpreter
//! answers about it, and without agreement no frame is read.
//!
//! Only variables are read, not the evaluation stack above them: its height is not kept for a
//! function that is inside a call. What lies there alone is found alive by trial deletion.
//!
//! Source: `Include/internal/pycore_frame.h`, `Include/cpython/pystate.h`, `Include/cpython/code.h`.

use core::ffi::{CStr, c_char, c_int};
use core::ptr;

use pyo3_ffi as ffi;

use crate::object::Object;

#[repr(C)]
struct Frame {
    #[cfg(not(Py_3_12))]
    function: *mut ffi::PyObject,
    #[cfg(Py_3_12)]
    code: *mut ffi::PyObject,
    #[cfg(Py_3_12)]
    previous: *const Frame,
    #[cfg(Py_3_12)]
    function: *mut ffi::PyObject,
    globals: *mut ffi::PyObject,
    builtins: *mut ffi::PyObject,
    locals: *mut ffi::PyObject,
    #[cfg(not(Py_3_12))]
    code: *mut ffi::PyObject,
    object: *mut ffi::PyObject,
    #[cfg(not(Py_3_12))]
    previous: *const Frame,
    instruction: *const u16,
    stack_top: c_int,
    #[cfg(not(Py_3_12))]
    is_entry: bool,
    #[cfg(Py_3_12)]
    return_offset: u16,
    owner: c_char,
    variables: [*mut ffi::PyObject; 0],
}

/// The owner of a frame that only stands for a call from C: most of it is not written.
const OWNED_BY_C: c_char = 3;

const _: () = assert!(core::mem::offset_of!(Frame, variables) == 72);

#[repr(C)]
struct Code {
    base: ffi::PyVarObject,
    constants: *mut ffi::PyObject,
    names: *mut ffi::PyObject,
    exception_table: *mut ffi::PyObject,
    flags: c_int,
    #[cfg(not(Py_3_12))]
    warmup: [i16; 2],
    argument_counts: [c_int; 3],
    stack_size: c_int,
    first_line: c_int,
    variables: c_int,
    #[cfg(Py_3_12)]
    frame_size: c_int,
    locals: c_int,
}

/// The front of a frame object.
#[repr(C)]
struct FrameObject {
    base: ffi::PyObject,
    back: *mut ffi::PyObject,
    frame: *const Frame,
}

/// The front of a thread's state.
#[repr(C)]
struct Thread {
    links: [*mut Thread; 2],
    interpreter: *mut ffi::PyInterpreterState,
    #[cfg(not(Py_3_12))]
    numbers: [c_int; 7],
    #[cfg(all(Py_3_12, not(Py_3_13)))]
    numbers: [c_int; 7],
    #[cfg(Py_3_13)]
    breaker: usize,
    #[cfg(Py_3_13)]
    numbers: [c_int; 9],
    #[cfg(not(Py_3_13))]
    c_frame: *const CFrame,
    #[cfg(Py_3_13)]
    frame: *const Frame,
}

#[cfg(not(Py_3_13))]
#[repr(C)]
struct CFrame {
    #[cfg(not(Py_3_12))]
    use_tracing: u8,
    frame: *const Frame,
}

/// The frames can be read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Frames(());

impl Frames {
    /// Looks at the current frame. `None`: there is none, or it is not laid out as expected.
    pub(crate) fn verified() -> Option<Self> {
        // 3.11.0 lets finalizers see a frame whose variables it has given up (gh-99729).
        // SAFETY: the version may be asked for at any time.
        let version = unsafe { ffi::Py_GetVersion() };
        // SAFETY: it is text that ends with a zero and lives as long as the program.
        let version = unsafe { CStr::from_ptr(version) };
        if version.to_bytes().starts_with(b"3.11.0") {
            return None;
        }
        // SAFETY: the GIL is held.
        let object = unsafe { ffi::PyEval_GetFrame() };
        if object.is_null() {
            return None;
        }
        // SAFETY: the GIL is held.
        let current = current_of(unsafe { ffi::PyThreadState_Get() });
        // SAFETY: a frame object starts like this in all versions that are built for.
        let frame = unsafe { (*object.cast::<FrameObject>()).frame };
        if frame.is_null() || frame != current {
            return None;
        }
        // SAFETY: both ways lead to this frame.
        let frame = unsafe { &*frame };
        // SAFETY: the frame object is alive.
        let code = unsafe { ffi::PyFrame_GetCode(object) }.cast::<ffi::PyObject>();
        // SAFETY: it is a new reference; the frame keeps the code alive.
        unsafe { ffi::Py_DECREF(code) };
        // SAFETY: the GIL is held.
        let globals = unsafe { ffi::PyEval_GetGlobals() };
        // SAFETY: the GIL is held.
        let builtins = unsafe { ffi::PyEval_GetBuiltins() };
        let agrees = frame.code == code
            && frame.globals == globals
            && frame.builtins == builtins
            && frame.object == object.cast()
            && frame.owner == 0
            && variables_agree(code);
        agrees.then_some(Self(()))
    }

    /// Visits what the frames of all threads refer to.
    #[expect(clippy::unused_self, reason = "it stands for the verification")]
    pub(crate) fn visit(self, visit: &mut impl FnMut(Object)) {
        // SAFETY: the GIL is held.
        let interpreter = unsafe { ffi::PyInterpreterState_Get() };
        // SAFETY: the GIL is held, so no thread comes or goes.
        let mut thread = unsafe { ffi::PyInterpreterState_ThreadHead(interpreter) };
        while !thread.is_null() {
            let mut frame = current_of(thread);
            // SAFETY: a thread's frames form a list that ends with null.
            while let Some(this) = unsafe { frame.as_ref() } {
                visit_frame(this, visit);
                frame = this.previous;
            }
            // SAFETY: as above.
            thread = unsafe { ffi::PyThreadState_Next(thread) };
        }
    }
}

fn current_of(thread: *mut ffi::PyThreadState) -> *const Frame {
    let thread = thread.cast::<Thread>();
    #[cfg(Py_3_13)]
    // SAFETY: the caller passes the state of a live thread.
    return unsafe { (*thread).frame };
    #[cfg(not(Py_3_13))]
    {
        // SAFETY: the caller passes the state of a live thread.
        let c_frame = unsafe { (*thread).c_frame };
        if c_frame.is_null() {
            return ptr::null();
        }
        // SAFETY: it is that of the innermost evaluation of the thread.
        unsafe { (*c_frame).frame }
    }
}

/// Whether the numbers of variables are where they are looked for.
fn variables_agree(code: *mut ffi::PyObject) -> bool {
    let number = |name: &CStr| {
        // SAFETY: the code is alive.
        let value = unsafe { ffi::PyObject_GetAttrString(code, name.as_ptr()) };
        if value.is_null() {
            return None;
        }
        // SAFETY: the attribute is an `int` or a tuple.
        let number = unsafe { ffi::PyLong_AsLong(value) };
        // SAFETY: it is a new reference.
        unsafe { ffi::Py_DECREF(value) };
        c_int::try_from(number).ok()
    };
    let code_locals = number(c"co_nlocals");
    let stack_size = number(c"co_stacksize");
    // SAFETY: a failed question has left an exception.
    unsafe { ffi::PyErr_Clear() };
    // SAFETY: the code is alive.
    let code = unsafe { &*code.cast::<Code>() };
    code_locals == Some(code.locals)
        && stack_size == Some(code.stack_size)
        && code.variables >= code.locals
}

fn visit_frame(frame: &Frame, visit: &mut impl FnMut(Object)) {
    if frame.owner == OWNED_BY_C {
        return;
    }
    for pointer in
        [frame.function, frame.globals, frame.builtins, frame.locals, frame.code, frame.object]
    {
        // SAFETY: the frame owns these, or its function does.
        if let Some(object) = unsafe { Object::from_ptr(pointer) } {
            visit(object);
        }
    }
    // SAFETY: a frame that is not C's runs the code that it names.
    let variables = unsafe { (*frame.code.cast::<Code>()).variables };
    let first = ptr::from_ref(frame).wrapping_byte_add(core::mem::offset_of!(Frame, variables));
    let first = first.cast::<*mut ffi::PyObject>();
    for index in 0..usize::try_from(variables).unwrap_or(0) {
        // SAFETY: a frame has room for the variables of its code, each an object or null.
        let pointer = unsafe { *first.wrapping_add(index) };
        // SAFETY: the frame owns its variables.
        if let Some(object) = unsafe { Object::from_ptr(pointer) } {
            visit(object);
        }
    }
}
