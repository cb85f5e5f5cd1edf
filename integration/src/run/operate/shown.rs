//! Which containers are being shown: one that contains itself is shown as `[...]`.
//!
//! The containers are items of a list that a dict of the thread holds, as in CPython: a program
//! sees the list's reference in `sys.getrefcount`, and the collector sees the list and the dict,
//! which are made when a container is first shown and stay.
//!
//! Source: `Py_ReprEnter`, `Py_ReprLeave` in `Objects/object.c`.

use core::cell::RefCell;

use super::super::interp::Interp;
use super::super::raise::Result;
use crate::object::{Dict, List};
use crate::{Gc, Value};

/// The dict of the thread and the list in it, once there was need for them.
#[derive(Default)]
pub(in crate::run) struct ThreadDict(RefCell<Option<(Gc<Dict>, Gc<List>)>>);

impl ThreadDict {
    fn list(&self, interp: &Interp) -> Result<Gc<List>> {
        if let Some((_, list)) = &*self.0.borrow() {
            return Ok(list.clone());
        }
        let (dict, list) = (interp.heap.dict()?, interp.heap.list(core::iter::empty())?);
        interp.dict_set(&dict, interp.intern("Py_Repr")?.into_value(), list.to_value())?;
        drop(self.0.replace(Some((dict, list.clone()))));
        Ok(list)
    }

    /// Exchanges them with those of another thread.
    pub(in crate::run) fn swap(&self, other: &Self) {
        self.0.swap(&other.0);
    }

    /// Lets go of them, when the program has ended.
    pub(in crate::run) fn forget(&self) {
        drop(self.0.take());
    }
}

/// Keeps a container in the list of those that are being shown.
pub(in crate::run) struct Shown(Gc<List>);

impl Shown {
    /// Nothing when the container is already being shown.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn enter(interp: &Interp, container: &Value) -> Result<Option<Self>> {
        let list = interp.state.thread_dict.list(interp)?;
        if (0..).map_while(|index| list.get(index)).any(|item| item.is(container)) {
            return Ok(None);
        }
        list.push(container.clone())?;
        Ok(Some(Self(list)))
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.0.pop());
    }
}
