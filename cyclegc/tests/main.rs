//! The tests of the collector against a toy host, in one binary.

mod closed;
mod cpython;
mod finalizers;
mod generations;
mod hostile;
#[cfg(feature = "tracing")]
mod logging;
mod model;
mod order;
mod property;
mod split;
mod toy;
mod weakrefs;
