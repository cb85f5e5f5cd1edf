//! The modules a program can import: some in Rust, some in Python.
//!
//! [`native`] finds the maker of a module written in Rust, [`source`] the text of one written in
//! Python, which is compiled by the runner itself at its first import. What the modules in Rust
//! have to remember for one interpreter is in its [`State`].
//!
//! It does not look for files: the programs that are run import nothing else.

pub(super) mod array;
pub(super) mod atexit;
mod binascii;
mod collections;
mod file;
mod functools;
pub(super) mod gc;
mod hashlib;
mod itertools;
mod kind;
mod math;
mod namespace;
mod operator;
mod posix;
mod random;
mod re;
mod sequence;
mod source;
pub(super) mod struct_;
pub(super) mod sys;
mod thread;
mod time;
mod traceback;
mod tracemalloc;
pub(super) mod weakref;
pub(super) mod weakref_proxy;

use core::any::TypeId;
use core::cell::RefCell;
use std::collections::HashMap;

use super::interp::Interp;
use super::native::{Args, Native};
use super::operate::shown::ThreadDict;
use super::raise::Result;
use crate::object::{Class, Dict, List, Str};
use crate::{Gc, Value};

pub(super) use kind::{ClassSpec, class_of_payload, native_class, registered};
pub(super) use source::source;
pub(super) use thread::{Local, end_locals, end_threads};

/// What the modules written in Rust remember for one interpreter.
#[derive(Default)]
pub struct State {
    /// The classes of payloads that only modules know.
    classes: RefCell<HashMap<TypeId, Gc<Class>>>,
    /// Classes by name, for objects that are made from Rust.
    named: RefCell<HashMap<&'static str, Gc<Class>>>,
    /// `gc.garbage`
    garbage: RefCell<Option<Gc<List>>>,
    /// `gc.callbacks`
    callbacks: RefCell<Option<Gc<List>>>,
    /// `sys.__unraisablehook__`, `sys.__excepthook__`, `sys.__stdout__`, `sys.__stderr__`
    hooks: RefCell<HashMap<&'static str, Value>>,
    /// What `atexit.register` was given.
    at_exit: RefCell<Vec<Option<atexit::Registered>>>,
    /// The builtins as they were when the program began.
    pub(super) builtins: RefCell<Vec<(Value, Value)>>,
    /// The namespace of `sys`.
    sys: RefCell<Option<Gc<Dict>>>,
    /// The dict of the thread.
    pub(super) thread_dict: ThreadDict,
}

impl State {
    /// A hook that the program has set.
    pub(super) fn hook(&self, name: &str) -> Option<Value> {
        self.hooks.borrow().get(name).cloned()
    }
}

impl core::fmt::Debug for State {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("State")
            .field("classes", &self.classes.borrow().len())
            .finish_non_exhaustive()
    }
}

/// Lets go of every object the modules keep, when the program has ended.
pub(super) fn forget(interp: &Interp) {
    let state = &interp.state;
    drop(state.at_exit.take());
    drop(state.hooks.take());
    drop(state.callbacks.take());
    drop(state.garbage.take());
    state.thread_dict.forget();
    let sys = state.sys.take();
    if let Some(sys) = sys {
        sys.clear();
    }
    let classes = state.classes.take().into_values().chain(state.named.take().into_values());
    for class in classes {
        crate::Trace::clear_references(&*class);
    }
}

/// Makes the modules that are there before any import.
///
/// # Errors
/// Out of memory.
pub(super) fn install(interp: &Interp) -> Result<()> {
    namespace::install(interp)?;
    weakref::install(interp)?;
    weakref_proxy::install(interp)?;
    sys::install(interp)?;
    gc::install(interp)?;
    builtins(interp)
}

/// What makes a module written in Rust.
pub(super) fn native(name: &str) -> Option<fn(&Interp) -> Result<Value>> {
    Some(match name {
        "_collections" => collections::module,
        "_fileio" => file::module,
        "_functools" => functools::module,
        "_hashlib" => hashlib::module,
        "_operator" => operator::module,
        "_random" => random::module,
        "_re" => re::module,
        "_struct" => struct_::module,
        "_traceback" => traceback::module,
        "_thread" => thread::module,
        "_tracemalloc" => tracemalloc::module,
        "_weakref" => weakref::module,
        "array" => array::module,
        "atexit" => atexit::module,
        "binascii" => binascii::module,
        "gc" => gc::module,
        "itertools" => itertools::module,
        "math" => math::module,
        "posix" => posix::module,
        "time" => time::module,
        _ => return None,
    })
}

/// `builtins`: the namespace every program sees, as a module.
fn builtins(interp: &Interp) -> Result<()> {
    use crate::object::Module;
    let module = Module { name: "builtins".to_owned(), dict: interp.builtins.clone() };
    let module = interp.heap.alloc(module)?.into_value();
    for (name, value) in [("__name__", interp.str("builtins")?), ("__doc__", interp.none())] {
        set(interp, &interp.builtins, name, value)?;
    }
    add_functions(interp, &interp.builtins, &[("__import__", import)])?;
    set(interp, &interp.modules, "builtins", module)
}

/// `__import__(name, globals=None, locals=None, fromlist=(), level=0)`: the package at the top,
/// unless something is wanted from the module.
fn import(interp: &Interp, args: Args) -> Result<Value> {
    let names = ["name", "globals", "locals", "fromlist", "level"];
    let [name, _, _, wanted, _] = args.bind(interp, "__import__", names, 1)?;
    let name = name.unwrap_or_else(|| interp.none());
    let Some(name) = name.get::<Str>() else {
        return Err(interp.type_error("module name must be a string"));
    };
    let module = interp.import(name.as_str())?;
    let whole = wanted.map_or(Ok(false), |wanted| interp.truth(&wanted))?;
    match name.as_str().split_once('.') {
        Some((top, _)) if !whole => interp.import(top),
        _ => Ok(module),
    }
}

/// Puts a value into a namespace.
fn set(interp: &Interp, dict: &Gc<Dict>, name: &str, value: Value) -> Result<()> {
    drop(Dict::set_str(dict, &interp.intern(name)?, value)?);
    Ok(())
}

/// Puts functions into the namespace of a module.
fn add_functions(
    interp: &Interp,
    dict: &Gc<Dict>,
    functions: &[(&'static str, Native)],
) -> Result<()> {
    for &(name, native) in functions {
        let function = interp.builtin(name, native)?;
        set(interp, dict, name, function)?;
    }
    Ok(())
}
