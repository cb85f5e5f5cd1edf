//! The cycle collector `cyclegc` in the place of CPython's own.
//!
//! Loaded into an unmodified CPython 3.11, 3.12 or 3.13, `import cyclegc; cyclegc.install()` makes
//! every collection of the interpreter, automatic or asked for, one of ours, over the interpreter's
//! own objects and lists; `cyclegc.uninstall()` makes the built-in collector work again.
//!
//! # How it works
//! `session` exchanges what the interpreter calls, `hook` is what it calls then. A collection
//! (`collect`) marks from the `roots` (`mark`, with several threads `together`), has the crate
//! `cyclegc` find the garbage among the rest (`host`), and gives it to the interpreter as CPython does
//! (`weakrefs`, `finalize`, `legacy`). `state` finds the built-in collector's state, which stays right
//! all the time.
//!
//! # What it does not do
//! It counts no allocations and does not decide when a collection is due: the built-in does. The
//! collections of an interpreter that ends are the built-in's, too. It does not run in free-threaded
//! builds.

#[cfg(not(all(Py_3_11, not(Py_3_14))))]
compile_error!("CPython 3.11, 3.12 or 3.13 is needed; PYO3_PYTHON names the interpreter");
#[cfg(Py_GIL_DISABLED)]
compile_error!("free-threaded builds of CPython are not supported");

mod address_set;
mod addresses;
mod call;
mod codes;
mod collect;
mod finalize;
mod frames;
mod growth;
mod hook;
mod host;
mod legacy;
mod log;
mod long_row;
mod mark;
mod module;
mod object;
mod order;
mod prefetch;
mod queue;
mod report;
mod ring;
mod roots;
mod session;
mod sharing;
mod signals;
mod state;
mod threads;
mod together;
mod untrack;
mod weakrefs;

pub use module::PyInit_cyclegc;
