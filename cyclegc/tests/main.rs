//! The tests of the collector against a toy host, in one binary.

mod order;
mod toy;
