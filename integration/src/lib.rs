#![doc = include_str!("../README.md")]

#[cfg(feature = "runner")]
mod fiber;
pub mod heap;
pub mod object;
#[cfg(feature = "runner")]
pub mod run;

pub use heap::{
    Array, ArrayKind, CollectorView, FreeList, Gc, Heap, HeapAlloc, HeapVec, OutOfMemory, Promise,
    Runtime, Temporary, Trace, Tracer, Value, Weak, WeakRef,
};
