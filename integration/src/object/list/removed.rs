//! What was taken out of a list, on its way to its end.
//!
//! # Source
//! `list_ass_slice` in `Objects/listobject.c`, which drops what it has cut out from the end.

use core::ops::Deref;

use crate::Value;

/// Items that have left a list. Those that are still here when it goes die last to first.
#[derive(Debug)]
pub struct Removed(pub(super) Vec<Value>);

impl Removed {
    /// The items, in the order they had in the list.
    pub fn into_vec(mut self) -> Vec<Value> {
        core::mem::take(&mut self.0)
    }
}

impl Deref for Removed {
    type Target = [Value];

    fn deref(&self) -> &[Value] {
        &self.0
    }
}

impl Drop for Removed {
    fn drop(&mut self) {
        while let Some(item) = self.0.pop() {
            drop(item);
        }
    }
}
