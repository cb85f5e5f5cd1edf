//! The cycle collectors of other crates, each with a node of the same shape.

mod arena;
mod bacon;
mod boa;
mod dumpster;
mod gcmodule;
mod jrsonnet;
mod rust_cc;
mod rust_gc;
mod safe;

pub(crate) use arena::GcArena;
pub(crate) use bacon::BaconRajan;
pub(crate) use boa::BoaGc;
pub(crate) use dumpster::Dumpster;
pub(crate) use gcmodule::Gcmodule;
pub(crate) use jrsonnet::Jrsonnet;
pub(crate) use rust_cc::RustCc;
pub(crate) use rust_gc::RustGc;
pub(crate) use safe::SafeGc;
