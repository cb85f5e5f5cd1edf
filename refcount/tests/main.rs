//! The crate from outside: one binary, one file for each matter.

#[cfg(feature = "std")]
mod biased;
mod counts;
#[cfg(feature = "std")]
mod deep;
#[cfg(feature = "tracing")]
mod events;
#[cfg(feature = "std")]
mod pointer;
mod read_only;
mod weak_references;
