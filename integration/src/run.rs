//! The runner: ordinary Python files on the heap.
//!
//! ```text
//!   file --source--> text --compile--> Code --frame--> CodeObject
//!                                                        |
//!   Interp: types, builtins, modules                     v
//!     call.rs    binds arguments, makes frames  -->  vm.rs runs their ops
//!     attr.rs    finds attributes                    operate.rs, iterate.rs: operators, loops
//!     class.rs   finds along and makes classes       generator.rs: frames in pieces
//!     finalize.rs  what the heap asks of Python      entry.rs: a program from file to exit
//! ```
//!
//! Frames, cells, functions, classes, generators and exceptions are heap objects like any other.
//! There is no unsafe code below this module.

#![forbid(unsafe_code)]

mod attr;
mod builtins;
mod call;
mod class;
pub mod code;
pub mod compile;
mod entry;
mod exception;
mod finalize;
mod format;
mod frame;
mod generator;
mod import;
mod interp;
mod iterate;
mod lookup;
mod modules;
mod native;
mod operate;
mod raise;
mod reserve;
pub mod source;
mod traceback;
mod types;
mod vm;

pub use entry::{Ended, Options, Remains, run_captured, run_file};
