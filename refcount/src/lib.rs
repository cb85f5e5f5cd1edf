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
//! | `BiasedCount` (feature `std`) | the same, cheap for the thread that made the object |
//! | [`Trashcan`] behind [`Dealloc`] | destroying long chains on a short stack |
//! | [`WeakTable`], [`WeakNode`], [`WeakHash`] | weak references without a word in every object |
//! | [`Ref`] as [`Rc`], [`Arc`] and `Brc`, [`Weak`] | the above as pointers for Rust programs |
//!
//! It does not collect cycles and it does not own a heap.
//!
//! # Features
//!
//! * `std` (default): `BiasedCount`, and last drops of pointers that nest at most 50 deep, for which
//!   there must be threads. Without it the crate is `no_std` with `alloc`.
//! * `serde`: reading and writing a pointer as its value.
//! * `tracing` (default): events on the target `refcount`, see the table below. Nothing is logged
//!   from an increment, a decrement or an ordinary destruction.
//!
//! | event | level | fields |
//! |---|---|---|
//! | `count saturated: immortal` | debug | - |
//! | `made immortal` | trace | - |
//! | `destruction deferred` | trace | `depth` |
//! | `deferred destructions drained` | debug | `drained` |
//! | `merge queue drained` | trace | `merged` |
//! | `panic in a deferred destruction dropped` | error | - |
#![no_std]

extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

mod any_pointer;
pub mod arc;
mod atomic;
#[cfg(feature = "std")]
mod biased;
#[cfg(feature = "std")]
pub mod brc;
mod count;
mod error;
mod event;
mod local;
#[cfg(all(test, loom))]
mod model;
pub mod rc;
mod r#ref;
mod sync;
mod trashcan;
mod unwind;
mod weak;

pub use crate::any_pointer::AnyPointer;
pub use crate::atomic::AtomicCount;
#[cfg(feature = "std")]
pub use crate::biased::BiasedCount;
pub use crate::count::{Count, Decref, Destroy, FIRST_IMMORTAL, IMMORTAL};
pub use crate::error::OutOfMemory;
pub use crate::local::LocalCount;
#[cfg(feature = "std")]
pub use crate::r#ref::Brc;
pub use crate::r#ref::{
    Arc, AtomicWeakCount, CloneToUninit, LocalWeakCount, Rc, Ref, RefCount, Weak, WeakCount,
};
pub use crate::trashcan::{Dealloc, Trashcan};
pub use crate::weak::{HashError, WeakHash, WeakNode, WeakTable};
