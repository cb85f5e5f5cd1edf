//! The small-object allocator of CPython as a heap that Rust programs own.
//!
#![cfg_attr(all(feature = "std", feature = "allocator-api2"), doc = include_str!("../README.md"))]
#![no_std]

#[cfg(any(test, feature = "std"))]
extern crate std;

#[cfg(feature = "allocator-api2")]
mod allocator;
mod arena;
mod arena_source;
mod arenas;
mod block;
mod block_map;
#[cfg(any(test, heap_check))]
mod check;
mod event;
mod fault;
mod geometry;
mod heap;
mod limited;
mod os;
mod pool;
mod size_class;
mod stats;
mod usable;
mod used_pools;

pub use arena_source::ArenaSource;
pub use fault::FaultInjecting;
pub use geometry::{ALIGNMENT, ARENA_SIZE, POOL_SIZE, SMALL_MAX};
pub use heap::Heap;
pub use limited::Limited;
pub use os::OsArenas;
pub use size_class::SizeClass;
pub use stats::{ClassStats, Stats};
