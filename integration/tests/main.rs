//! The tests of the composed heap, and of the programs that run on it.

mod heap;
mod quiet;
#[cfg(feature = "runner")]
mod scenarios;
