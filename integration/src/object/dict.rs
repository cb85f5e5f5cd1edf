//! `dict`: a mapping in insertion order.
//!
//! An empty dict is one block of 64 bytes; its entries stand in a row beside it (see `table.rs`).
//! A dict is made untracked, since most dicts hold nothing that could be part of a cycle. The
//! first insertion of something that could tracks it, and a full collection untracks it again
//! when nothing of that kind is left in it.
//!
//! Values that leave a dict are handed to the caller, who drops them when the dict is whole again.
//!
//! # Source
//! `Objects/dictobject.c`; `MAINTAIN_TRACKING` and `_PyDict_MaybeUntrack` of 3.13.

mod names;

use core::fmt;
use core::ptr::NonNull;

use super::Kind;
use super::table::{Equal, Table};
use super::tuple::may_be_tracked;
use crate::{FreeList, Gc, Heap, OutOfMemory, Promise, Trace, Tracer, Value};

/// The payload of a `dict`.
///
/// The general methods take the key's hash and a function that says whether a stored key (its
/// first argument) equals the one in question. It is called for keys with the same hash only, and
/// not for identical ones, two strings or two ints. It may do anything, the dict included: when
/// it has changed the dict, the search starts anew.
///
/// # Examples
/// ```
/// use integration::object::{Dict, Int, hash};
/// use integration::{Heap, OutOfMemory, Value};
///
/// let heap = Heap::new();
/// let dict = heap.dict()?;
/// let int = |n| heap.alloc(Int::from(n)).map(|n| n.into_value());
/// let mut never_equal = |_: &Value, _: &Value| Ok::<_, OutOfMemory>(false);
///
/// for n in 0..3 {
///     Dict::insert(&dict, hash::int(n), int(n)?, int(n * n)?, &mut never_equal)?;
/// }
/// let found = dict.find(hash::int(2), &int(2)?, &mut never_equal)?;
/// let (_, value) = found.and_then(|position| dict.get_at(position)).unwrap();
/// assert_eq!(value.get::<Int>(), Some(&Int::from(4)));
///
/// dict.remove(hash::int(0), &int(0)?, &mut never_equal)?;
/// assert_eq!(dict.len(), 2);
/// # Ok::<(), OutOfMemory>(())
/// ```
pub struct Dict {
    table: Table<(Value, Value)>,
}

impl Dict {
    /// How many entries there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.table.len()
    }

    /// Whether there is no entry.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number that changes whenever an entry is added or removed. Giving an entry another value
    /// does not change it.
    #[inline]
    pub fn version(&self) -> u32 {
        self.table.version()
    }

    /// Marks the dict as a part of another object, which traces it as its own: it is not tracked
    /// from here on.
    pub fn embed(&self) {
        self.table.make_part();
    }

    /// Whether the dict is a part of another object.
    pub fn is_embedded(&self) -> bool {
        self.table.is_part()
    }

    /// Makes an embedded dict, whose object has let go of it, an object like any other. Without
    /// memory to track it, it is not tracked before something is put into it.
    pub fn part_from_object(this: &Gc<Self>) {
        this.table.unmake_part();
        if this.refers_to_tracked() {
            let _ = this.track();
        }
    }

    /// Whether something in the dict is tracked or may yet be.
    pub fn refers_to_tracked(&self) -> bool {
        self.table.any(|(key, value)| may_be_tracked(key) || may_be_tracked(value))
    }

    /// The position of the entry with this key.
    ///
    /// # Errors
    /// What `equal` fails with.
    pub fn find<E>(
        &self,
        hash: i64,
        key: &Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<Option<usize>, E> {
        self.table.find(hash, key, equal)
    }

    /// The value of a key.
    ///
    /// # Errors
    /// What `equal` fails with.
    pub fn get<E>(
        &self,
        hash: i64,
        key: &Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<Option<Value>, E> {
        let position = self.find(hash, key, equal)?;
        Ok(position.and_then(|position| self.get_at(position)).map(|(_, value)| value))
    }

    /// The entry at a position.
    #[inline]
    pub fn get_at(&self, position: usize) -> Option<(Value, Value)> {
        self.table.get(position)
    }

    /// The hash that the key at a position was inserted with.
    pub fn hash_at(&self, position: usize) -> Option<i64> {
        self.table.hash_at(position)
    }

    /// Gives a key a value, and answers the value it had. A key that is already there stays the
    /// object that it is.
    ///
    /// # Errors
    /// What `equal` fails with, or [`OutOfMemory`]; the dict is as it was, unless `equal` has
    /// changed it.
    pub fn insert<E: From<OutOfMemory>>(
        this: &Gc<Self>,
        hash: i64,
        key: Value,
        value: Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<Option<Value>, E> {
        let found = this.table.find(hash, &key, equal)?;
        Ok(Self::put(this, found, hash, key, value)?)
    }

    /// Puts a value at a position that was found for its key, or a new entry at the end.
    fn put(
        this: &Gc<Self>,
        found: Option<usize>,
        hash: i64,
        key: Value,
        value: Value,
    ) -> Result<Option<Value>, OutOfMemory> {
        let Some(position) = found else {
            Self::keep_tracked(this, &key)?;
            Self::keep_tracked(this, &value)?;
            this.table.insert_new(|| Gc::heap(this), hash, (key, value))?;
            return Ok(None);
        };
        Self::set_at(this, position, value)
    }

    /// Gives the entry at a position another value, and answers the one it had. Without an entry
    /// there, nothing happens.
    ///
    /// # Errors
    /// [`OutOfMemory`] when the collector cannot track the dict; nothing is changed then.
    pub fn set_at(
        this: &Gc<Self>,
        position: usize,
        value: Value,
    ) -> Result<Option<Value>, OutOfMemory> {
        Self::keep_tracked(this, &value)?;
        Ok(this.table.change(position, |entry| core::mem::replace(&mut entry.1, value)))
    }

    /// Tracks the dict if the value to be put into it could be part of a cycle.
    #[inline]
    fn keep_tracked(this: &Gc<Self>, value: &Value) -> Result<(), OutOfMemory> {
        if may_be_tracked(value) && !this.table.is_part() { this.track() } else { Ok(()) }
    }

    /// Takes the entry with this key away.
    ///
    /// # Errors
    /// What `equal` fails with.
    pub fn remove<E>(
        &self,
        hash: i64,
        key: &Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<Option<(Value, Value)>, E> {
        let position = self.find(hash, key, equal)?;
        Ok(position.and_then(|position| self.remove_at(position)))
    }

    /// Takes the entry at a position away. Other positions stay.
    pub fn remove_at(&self, position: usize) -> Option<(Value, Value)> {
        self.table.remove(position)
    }

    /// Takes the last entry away.
    pub fn pop_last(&self) -> Option<(Value, Value)> {
        self.table.pop_last()
    }

    /// The first entry at position `from` or later, and the position after it. Positions stay
    /// while no entry is inserted.
    #[inline]
    pub fn next_entry(&self, from: usize) -> Option<(usize, Value, Value)> {
        let (position, (key, value)) = self.table.next(from)?;
        Some((position + 1, key, value))
    }

    /// The last entry before position `before`, and its position, from which to go on. Any large
    /// number is a beginning.
    pub fn prev_entry(&self, before: usize) -> Option<(usize, Value, Value)> {
        let (position, (key, value)) = self.table.previous(before)?;
        Some((position, key, value))
    }

    /// Every entry, in order.
    pub fn entries(&self) -> Vec<(Value, Value)> {
        let mut entries = Vec::with_capacity(self.len());
        self.table.for_each(|entry| entries.push(entry.clone()));
        entries
    }

    /// A dict of the same entries.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn copy(&self, heap: &Heap) -> Result<Gc<Self>, OutOfMemory> {
        let copy = heap.alloc(Self { table: self.table.copy(heap)? })?;
        if copy.refers_to_tracked() {
            copy.track()?;
        }
        Ok(copy)
    }

    /// Drops every entry, in insertion order.
    pub fn clear(&self) {
        drop(self.table.take_all());
    }
}

impl Trace for Dict {
    const KIND: Kind = Kind::Dict;
    const TRACKED_AT_BIRTH: bool = false;
    const FREE_LISTED: bool = true;
    const UNTRACKS: bool = true;
    // SAFETY: `trace` and `hint` only read the table, which is all that a dict owns.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable() };

    unsafe fn release(mut this: NonNull<Self>) {
        // SAFETY: the caller hands in a dict that nobody else uses, and gives it up.
        unsafe { this.as_mut() }.table.release();
    }

    fn free_list(&self) -> Option<FreeList> {
        Some(FreeList::DICT)
    }

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.table.for_each(|(key, value)| {
            value.trace(tracer);
            key.trace(tracer);
        });
    }

    fn hint(&self) {
        self.table.hint();
    }

    fn clear_references(&self) {
        Dict::clear(self);
    }

    fn may_untrack(&self, full: bool) -> bool {
        full && !self.refers_to_tracked()
    }

    fn extra_size(&self) -> usize {
        self.table.extra_size()
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "dict[{}]", self.len())
    }
}

impl fmt::Debug for Dict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.label(f)
    }
}

impl Heap {
    /// An empty dict, untracked until something is put into it that could be part of a cycle.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn dict(&self) -> Result<Gc<Dict>, OutOfMemory> {
        self.alloc(Dict { table: Table::new() })
    }
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod memory_tests;
