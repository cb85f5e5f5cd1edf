//! Reference counts, weak references and bounded destruction, for interpreters and programs.
#![cfg_attr(feature = "std", doc = "\n")]
#![cfg_attr(feature = "std", doc = include_str!("../README.md"))]
//!
//! # The parts
//!
//! They stand side by side and a host takes the ones it needs:
//!
//! | part | for |
//! |---|---|
//! | [`LocalCount`], [`AtomicCount`] behind [`Count`] | a count word in the host's object header |
//! | [`Trashcan`] behind [`Dealloc`] | destroying long chains on a short stack |
//! | [`WeakTable`], [`WeakNode`] | weak references without a word in every object |
//! | `Ref`, `Rc`, `Arc` (feature `std`) | the above as a pointer for Rust programs |
//!
//! It does not collect cycles and it does not own a heap.
//!
//! # Features
//!
//! * `std` (default): `Ref` and its aliases. Without it the crate is `no_std`.
//! * `tracing` (default): events on the target `refcount`, see the table below. Nothing is logged
//!   from an increment, a decrement or an ordinary destruction.
//!
//! | event | level | fields |
//! |---|---|---|
//! | `count saturated: immortal` | debug | - |
//! | `made immortal` | trace | - |
//! | `destruction deferred` | trace | `depth` |
//! | `deferred destructions drained` | debug | `drained` |
//! | `panic in a deferred destruction dropped` | error | - |
#![no_std]

#[cfg(feature = "std")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod atomic;
mod count;
mod error;
mod event;
mod local;
#[cfg(feature = "std")]
mod r#ref;
mod trashcan;
mod weak;

pub use crate::atomic::AtomicCount;
pub use crate::count::{Count, Decref, Destroy, FIRST_IMMORTAL, IMMORTAL};
pub use crate::error::OutOfMemory;
pub use crate::local::LocalCount;
#[cfg(feature = "std")]
pub use crate::r#ref::{Arc, Rc, Ref};
pub use crate::trashcan::{Dealloc, Trashcan};
pub use crate::weak::{WeakNode, WeakTable};
