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
#![allow(
    unreachable_pub,
    reason = "the runner's modules are private: `pub` means for the other modules of the runner"
)]
#![allow(
    clippy::needless_pass_by_value,
    clippy::unnecessary_wraps,
    clippy::unused_self,
    reason = "functions of the language share one signature, which owns its arguments and can fail"
)]
#![allow(
    clippy::single_match_else,
    clippy::similar_names,
    reason = "the arms and the names are those of the protocol that is spelled out"
)]

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
mod names;
mod native;
mod operate;
mod raise;
mod reserve;
pub mod source;
mod thread;
mod traceback;
mod types;
mod vm;

#[cfg(feature = "parallel")]
pub use entry::GcThreads;
pub use entry::{Ended, Options, Remains, run_captured, run_file};
