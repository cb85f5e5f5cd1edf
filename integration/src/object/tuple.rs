//! `tuple`: a fixed row of objects right behind the header.
//!
//! A tuple is tracked when it is made and untracked by the first collection that finds nothing in
//! it that could be part of a cycle; a nest of tuples so takes a collection per level.
//!
//! # Source
//! `_PyTuple_MaybeUntrack` in `Objects/tupleobject.c`, `_PyObject_GC_MAY_BE_TRACKED`.

use core::fmt;

use super::Kind;
use crate::{Array, ArrayKind, FreeList, Gc, Heap, OutOfMemory, Value};

/// What a [`Tuple`] is an array of.
#[derive(Debug)]
pub enum TupleKind {}

/// The payload of a `tuple`.
///
/// # Examples
/// ```
/// use integration::{Heap, object::Int};
///
/// let heap = Heap::new();
/// let one = heap.alloc(Int::from(1))?.into_value();
/// let pair = heap.tuple([one.clone(), one].into_iter())?;
/// assert_eq!(pair.len(), 2);
/// assert!(pair.items()[0].is(&pair.items()[1]));
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
pub type Tuple = Array<TupleKind>;

impl ArrayKind for TupleKind {
    type Item = Value;
    type Head = ();
    const KIND: Kind = Kind::Tuple;
    const COLLECTABLE: bool = true;
    const FREE_LISTED: bool = true;

    fn free_list(len: usize) -> Option<FreeList> {
        FreeList::of_tuple(len)
    }

    fn may_untrack(items: &[Value]) -> bool {
        !items.iter().any(may_be_tracked)
    }

    fn label(items: &[Value], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tuple[{}]", items.len())
    }
}

/// Whether the object is, or may yet be, tracked: kinds without references never are, a tuple
/// that has been untracked stays so, an untracked class is a built-in one, an untracked instance
/// an `object()` and an untracked iterator one of a range.
#[inline]
pub(crate) fn may_be_tracked(value: &Value) -> bool {
    value.is_collectable()
        && (value.is_tracked()
            || !matches!(value.kind(), Kind::Tuple | Kind::Class | Kind::Instance | Kind::Iterator))
}

impl Heap {
    /// A tuple of the items.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the items are dropped then.
    ///
    /// # Panics
    /// When the iterator yields fewer items than it announced.
    pub fn tuple(
        &self,
        items: impl ExactSizeIterator<Item = Value>,
    ) -> Result<Gc<Tuple>, OutOfMemory> {
        self.alloc_array((), items)
    }
}

#[cfg(test)]
mod tests;
