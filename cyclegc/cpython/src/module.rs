//! The functions of the Python module `cyclegc`.

use core::ffi::{c_char, c_int, c_void};
use core::ptr;

use pyo3_ffi as ffi;

use crate::call::{Owned, PythonError};
use crate::log;
use crate::object::Object;
use crate::session::Session;
use crate::threads;

type Answer = Result<Owned, PythonError>;

macro_rules! methods {
    ($(fn $name:ident($argument:ident) $flags:ident $doc:literal $body:block)*) => {
        $(unsafe extern "C" fn $name(_: *mut ffi::PyObject, $argument: *mut ffi::PyObject) -> *mut ffi::PyObject {
            let body = || -> Answer { $body };
            body().map_or(ptr::null_mut(), Owned::into_ptr)
        })*
        static mut METHODS: [ffi::PyMethodDef; METHOD_COUNT + 2] = [
            INSTALL,
            $(ffi::PyMethodDef {
                ml_name: concat!(stringify!($name), "\0").as_ptr().cast::<c_char>(),
                ml_meth: ffi::PyMethodDefPointer { PyCFunction: $name },
                ml_flags: ffi::$flags,
                ml_doc: concat!($doc, "\0").as_ptr().cast::<c_char>(),
            },)*
            ffi::PyMethodDef::zeroed(),
        ];
    };
}

const METHOD_COUNT: usize = 8;

methods! {
    fn uninstall(_unused) METH_NOARGS "uninstall() -> bool\n\nCollect with the built-in collector again. False: nothing is installed." {
        boolean(Session::uninstall()?)
    }
    fn is_installed(_unused) METH_NOARGS "is_installed() -> bool" {
        boolean(Session::current().is_some())
    }
    fn reads_frames(_unused) METH_NOARGS "reads_frames() -> bool\n\nWhether marking starts from the frames of running functions as well." {
        boolean(installed()?.has_frames())
    }
    fn set_mark_from_roots(argument) METH_O "set_mark_from_roots(enabled)\n\nWhether full collections mark from the modules and frames before they examine the rest." {
        // SAFETY: the argument is alive.
        let on = unsafe { ffi::PyObject_IsTrue(argument) };
        if on < 0 {
            return Err(PythonError::set());
        }
        installed()?.is_marking.set(on != 0);
        none()
    }
    fn set_threads(argument) METH_O "set_threads(threads)\n\nHow many threads mark in full collections from now on. None: as the environment says." {
        // SAFETY: the argument is alive.
        let Some(argument) = (unsafe { Object::from_ptr(argument) }) else { return none() };
        let threads = threads::from_argument(argument)?;
        installed()?.set_threads(threads)?;
        none()
    }
    fn builtin_collect(_unused) METH_NOARGS "builtin_collect() -> int\n\nA full collection by the built-in collector, whatever is installed." {
        let session = installed()?;
        session.is_aside.set(true);
        let original = session.original();
        // SAFETY: no arguments are passed to the function that gc.collect was.
        let answer = Owned::new(unsafe { original(ptr::null_mut(), ptr::null(), 0, ptr::null_mut()) });
        session.is_aside.set(false);
        answer
    }
    fn last(_unused) METH_NOARGS "last() -> dict | None\n\nWhat the last collection has done: objects, bytes of memory for it, and microseconds." {
        let Some(account) = installed()?.last.get() else { return none() };
        // SAFETY: the GIL is held.
        let dict = Owned::new(unsafe { ffi::PyDict_New() })?;
        for (name, number) in account.fields() {
            let number = Owned::long(number.cast_signed())?;
            // SAFETY: the dict is ours, and the name ends with a zero.
            if unsafe { ffi::PyDict_SetItemString(dict.as_ptr(), name.as_ptr(), number.as_ptr()) } < 0 {
                return Err(PythonError::set());
            }
        }
        Ok(dict)
    }
    fn log(argument) METH_O "log(level)\n\nLog collections to stderr: off, error, warn, info, debug or trace." {
        // SAFETY: the argument is alive.
        let text = unsafe { ffi::PyUnicode_AsUTF8(argument) };
        if text.is_null() {
            return Err(PythonError::set());
        }
        // SAFETY: the text ends with a zero and lives as long as the argument.
        let text = unsafe { core::ffi::CStr::from_ptr(text) };
        log::set(&text.to_string_lossy())?;
        none()
    }
}

const INSTALL: ffi::PyMethodDef = ffi::PyMethodDef {
    ml_name: c"install".as_ptr(),
    ml_meth: ffi::PyMethodDefPointer { PyCFunctionWithKeywords: install },
    ml_flags: ffi::METH_VARARGS | ffi::METH_KEYWORDS,
    ml_doc: c"install(threads=None) -> bool\n\nCollect with cyclegc from now on, with so many threads that mark in full collections. False: it is installed already.".as_ptr(),
};

unsafe extern "C" fn install(
    _: *mut ffi::PyObject,
    arguments: *mut ffi::PyObject,
    names: *mut ffi::PyObject,
) -> *mut ffi::PyObject {
    let body = || -> Answer {
        let keywords = [c"threads".as_ptr(), ptr::null()];
        let mut argument: *mut ffi::PyObject = ptr::null_mut();
        // SAFETY: the format takes one object, which is borrowed, and there is one name.
        let parsed = unsafe {
            ffi::PyArg_ParseTupleAndKeywords(
                arguments,
                names,
                c"|O:install".as_ptr(),
                keywords.as_ptr().cast_mut().cast(),
                &raw mut argument,
            )
        };
        if parsed == 0 {
            return Err(PythonError::set());
        }
        // SAFETY: the argument is alive, if there is one.
        let threads = match unsafe { Object::from_ptr(argument) } {
            Some(argument) => threads::from_argument(argument)?,
            None => threads::from_environment()?,
        };
        log::from_environment()?;
        boolean(Session::install(threads)?)
    };
    body().map_or(ptr::null_mut(), Owned::into_ptr)
}

fn installed() -> Result<&'static Session, PythonError> {
    Session::current().ok_or_else(|| PythonError::runtime("cyclegc is not installed"))
}

fn boolean(value: bool) -> Answer {
    // SAFETY: the GIL is held.
    Owned::new(unsafe { ffi::PyBool_FromLong(value.into()) })
}

fn none() -> Answer {
    // SAFETY: `None` lives as long as the interpreter.
    let none = unsafe { ffi::Py_None() };
    // SAFETY: as above; the reference is a new one.
    Owned::new(unsafe { ffi::Py_NewRef(none) })
}

static mut MODULE: ffi::PyModuleDef = ffi::PyModuleDef {
    m_base: ffi::PyModuleDef_HEAD_INIT,
    m_name: c"cyclegc".as_ptr(),
    m_doc: c"The cycle collector cyclegc in the place of the built-in one.".as_ptr(),
    m_size: -1,
    m_methods: ptr::null_mut(),
    m_slots: ptr::null_mut(),
    m_traverse: None,
    m_clear: None,
    m_free: None,
};

/// The module's beginning, called by `import cyclegc`.
///
/// # Safety
/// The interpreter calls it, with the GIL held.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn PyInit_cyclegc() -> *mut ffi::PyObject {
    let module = &raw mut MODULE;
    let methods = (&raw mut METHODS).cast();
    // SAFETY: the interpreter imports one module at a time, and nothing else writes here.
    unsafe { (*module).m_methods = methods };
    // SAFETY: the definition lives for ever.
    unsafe { ffi::PyModule_Create(module) }
}

const _: () = assert!(size_of::<c_int>() == 4 && size_of::<*mut c_void>() == 8);
