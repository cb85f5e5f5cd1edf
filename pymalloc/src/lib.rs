//! The small-object allocator of CPython as a heap that Rust programs own.
//!
#![cfg_attr(all(feature = "global", feature = "allocator-api2"), doc = include_str!("../README.md"))]
#![no_std]

#[cfg(any(test, feature = "std"))]
extern crate std;

#[cfg(feature = "allocator-api2")]
mod allocator;
mod arena;
mod arena_map;
mod arena_source;
mod arenas;
mod block;
mod block_map;
#[cfg(any(test, heap_check))]
mod check;
mod debug;
mod event;
mod fatal;
mod fault;
mod geometry;
#[cfg(all(feature = "global", not(loom)))]
mod global;
#[cfg(feature = "hardened")]
mod hardened;
mod heap;
mod huge;
mod limited;
mod os;
mod pool;
#[cfg(all(feature = "global", not(loom)))]
mod prefetch;
mod program_arenas;
#[cfg(feature = "global")]
mod registry;
#[cfg(feature = "global")]
mod remote_queue;
mod size_class;
mod stats;
#[cfg(feature = "global")]
mod sync;
mod usable;
mod used_pools;

pub use arena_source::ArenaSource;
pub use debug::{Damage, DebugBlock, DebugHooks, Domain, Violation, is_freed_pointer};
pub use fault::FaultInjecting;
pub use geometry::{ALIGNMENT, ARENA_SIZE, MEDIUM_MAX, POOL_SIZE, SMALL_MAX};
#[cfg(all(feature = "global", not(loom)))]
pub use global::PyMalloc;
pub use heap::Heap;
pub use huge::HugeArenas;
pub use limited::Limited;
pub use os::OsArenas;
pub use program_arenas::ProgramArenas;
pub use size_class::SizeClass;
pub use stats::{ClassStats, Stats, ThreadStats};
