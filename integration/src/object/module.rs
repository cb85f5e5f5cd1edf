//! Modules: a name and a namespace.
//!
//! # Source
//! `Objects/moduleobject.c`.

use core::fmt;

use super::{Dict, Kind};
use crate::{Gc, Trace, Tracer};

/// A module.
#[derive(Debug)]
pub struct Module {
    /// `__name__`, as the importer knows it.
    pub name: String,
    /// The namespace. The collector does not clear it: functions may outlive their module and
    /// still need their globals.
    pub dict: Gc<Dict>,
}

impl Trace for Module {
    const KIND: Kind = Kind::Module;

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.dict.trace(tracer);
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "module {}", self.name)
    }
}
