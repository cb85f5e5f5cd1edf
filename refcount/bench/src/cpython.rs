//! CPython 3.13's own counts: its shared library in this process, on real objects.
//!
//! `Py_IncRef` and `Py_DecRef` are called as any extension would that keeps to the stable ABI. The
//! interpreter runs nothing; this thread holds its lock throughout.

use std::ffi::{c_double, c_int, c_void};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;

use libloading::{Library, Symbol};

use crate::clock::Moment;
use crate::workload::each;

/// Pairs and births of a full measurement's round.
const PAIRS: u32 = 200_000;

/// Prints where the library is; an interpreter without one prints a name that does not exist.
const QUESTION: &str = "import sys, sysconfig
v = sysconfig.get_config_var
assert sys.implementation.name == 'cpython' and sys.version_info[:2] == (3, 13)
print(v('LIBDIR') + '/' + v('INSTSONAME'))";

type Object = *mut c_void;

/// The interpreter and what is called in it.
#[derive(Clone)]
pub struct Python(Rc<Functions>);

struct Functions {
    incref: unsafe extern "C" fn(Object),
    decref: unsafe extern "C" fn(Object),
    float: unsafe extern "C" fn(c_double) -> Object,
    list: unsafe extern "C" fn(isize) -> Object,
    none: Object,
}

impl Python {
    /// Loads `library`, or the one that is found, and starts the interpreter.
    ///
    /// # Errors
    /// Says what is missing.
    pub fn open(library: Option<&Path>) -> Result<Self, String> {
        let path = match library {
            Some(path) => path.to_owned(),
            None => {
                find().ok_or("no python3.13 with a shared library is on the PATH or in pyenv")?
            }
        };
        let text = |error: libloading::Error| format!("{}: {error}", path.display());
        // SAFETY: CPython's library runs nothing of its own when it is loaded.
        let library = unsafe { Library::new(&path) }.map_err(text)?;
        let library: &'static Library = Box::leak(Box::new(library));
        // SAFETY: `void Py_InitializeEx(int)`.
        let initialize: unsafe extern "C" fn(c_int) = unsafe { get(library, "Py_InitializeEx") }?;
        // SAFETY: called once, before anything else; 0 leaves the signal handlers alone.
        unsafe { initialize(0) };
        let functions = Functions {
            // SAFETY: `void Py_IncRef(PyObject *)`.
            incref: unsafe { get(library, "Py_IncRef") }?,
            // SAFETY: `void Py_DecRef(PyObject *)`.
            decref: unsafe { get(library, "Py_DecRef") }?,
            // SAFETY: `PyObject *PyFloat_FromDouble(double)`.
            float: unsafe { get(library, "PyFloat_FromDouble") }?,
            // SAFETY: `PyObject *PyList_New(Py_ssize_t)`.
            list: unsafe { get(library, "PyList_New") }?,
            // SAFETY: a static object, whose address is what a name stands for.
            none: unsafe { get(library, "_Py_NoneStruct") }?,
        };
        Ok(Self(Rc::new(functions)))
    }

    fn pairs(&self, objects: &[Object], work: u32) -> f64 {
        let rounds = PAIRS / 10 * work / u32::try_from(objects.len()).expect("a few objects");
        let (incref, decref) = (self.0.incref, self.0.decref);
        let start = Moment::now();
        for _ in 0..rounds {
            for &object in black_box(objects) {
                // SAFETY: the object is owned here, and the interpreter's lock is held.
                unsafe { incref(object) };
                // SAFETY: the reference that was just added.
                unsafe { decref(black_box(object)) };
            }
        }
        each(start.elapsed(), rounds * u32::try_from(objects.len()).expect("a few objects"))
    }

    /// Pairs on `count` new lists in turn.
    pub fn mortal(&self, count: usize, work: u32) -> f64 {
        // SAFETY: the interpreter is running and its lock is held.
        let objects: Vec<Object> = (0..count).map(|_| unsafe { (self.0.list)(0) }).collect();
        let figure = self.pairs(&objects, work);
        for object in objects {
            // SAFETY: the reference that `PyList_New` gave.
            unsafe { (self.0.decref)(object) };
        }
        figure
    }

    /// Pairs on `None`.
    pub fn immortal(&self, work: u32) -> f64 {
        self.pairs(&[self.0.none], work)
    }

    /// A new float, dropped at once.
    pub fn births(&self, work: u32) -> f64 {
        let (float, decref) = (self.0.float, self.0.decref);
        crate::workload::births(work, |value| {
            // SAFETY: the interpreter is running and its lock is held.
            let object = unsafe { float(f64::from_bits(value)) };
            // SAFETY: the only reference to it.
            unsafe { decref(black_box(object)) };
        })
    }
}

/// What `name` stands for in the library.
///
/// # Safety
/// `F` is its type.
unsafe fn get<F: Copy + 'static>(library: &'static Library, name: &str) -> Result<F, String> {
    // SAFETY: the caller's promise.
    let symbol: Result<Symbol<'static, F>, _> = unsafe { library.get(name) };
    symbol.map(|symbol| *symbol).map_err(|error| error.to_string())
}

/// The shared library of the first `python3.13` that has one.
fn find() -> Option<PathBuf> {
    let home = || std::env::home_dir().map(|home| home.join(".pyenv"));
    let pyenv = std::env::var_os("PYENV_ROOT").map(PathBuf::from).or_else(home);
    let versions = pyenv.and_then(|root| std::fs::read_dir(root.join("versions")).ok());
    let installed = versions.into_iter().flatten().flatten().map(|entry| entry.path());
    let installed = installed.map(|path| path.join("bin/python3.13"));
    std::iter::once(PathBuf::from("python3.13")).chain(installed).find_map(|program| {
        let output = Command::new(program).args(["-I", "-c", QUESTION]).output().ok()?;
        let path = PathBuf::from(String::from_utf8(output.stdout).ok()?.trim());
        (output.status.success() && path.is_file()).then_some(path)
    })
}
