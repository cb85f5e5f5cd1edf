//! Modules: a name and a namespace.
//!
//! # Source
//! `Objects/moduleobject.c`.

use core::fmt;

use super::{Dict, Kind};
use crate::heap::trace_fields;
use crate::{Gc, Trace};

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

    trace_fields!(dict);

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "module {}", self.name)
    }
}
