//! The workloads that pymalloc is measured on, and the allocators it is measured against.
//!
//! A `worker` is a program with one allocator, chosen by a feature; it runs one row and prints one
//! line of JSON. The driver (`main.rs`) builds a worker for each peer, runs them by turns and
//! prints the tables.

pub mod blocks;
#[cfg(any(test, feature = "floor"))]
pub mod floor;
pub mod interpreter;
pub mod memory;
pub mod peer;
pub mod rows;
pub mod run;
pub mod sizes;
