//! `set` and `frozenset`: items that are there once, in the order of their hashes.
//!
//! Both are one [`SetBody`] with a kind. A body can be filled before it is made an object; a
//! `frozenset` gives it out shared only, so it stays as it was made.
//!
//! # Source
//! `Objects/setobject.c`.

mod slots;

use core::cell::Cell;
use core::fmt;
use core::ops::Deref;
use core::ptr::NonNull;

use super::table::Equal;
use super::{Kind, hash};
use crate::{Gc, Heap, OutOfMemory, Promise, Trace, Tracer, Value};
use slots::Slots;

/// The items of a set.
///
/// The functions that compare items are those of [`Dict`](super::Dict): they are called for
/// items with the same hash that are not the same object, two strings or two ints.
pub struct SetBody {
    slots: Slots,
}

impl SetBody {
    /// No items.
    pub const fn new() -> Self {
        Self { slots: Slots::new() }
    }

    /// How many items there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.slots.len()
    }

    /// Whether there is no item.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A number that changes whenever items move to other positions.
    #[inline]
    pub fn version(&self) -> u32 {
        self.slots.version()
    }

    /// How many positions there are: CPython's number, after the same operations.
    pub fn positions(&self) -> usize {
        self.slots.row_len()
    }

    /// The position of an item.
    ///
    /// # Errors
    /// What `equal` fails with.
    pub fn find<E>(
        &self,
        hash: i64,
        item: &Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<Option<usize>, E> {
        self.slots.find(hash, item, equal)
    }

    /// Adds an item, unless it is there already. Answers whether it was added.
    ///
    /// # Errors
    /// What `equal` fails with, or [`OutOfMemory`].
    pub fn add<E: From<OutOfMemory>>(
        &mut self,
        heap: &Heap,
        hash: i64,
        item: Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<bool, E> {
        self.slots.add(|| heap.clone(), hash, item, equal)
    }

    /// The item at a position.
    #[inline]
    pub fn get_at(&self, position: usize) -> Option<Value> {
        self.slots.get(position)
    }

    /// The hash that the item at a position was added with.
    pub fn hash_at(&self, position: usize) -> Option<i64> {
        self.slots.hash_at(position)
    }

    /// The first item at position `from` or later, and the position after it. Positions stay
    /// while no item is added.
    #[inline]
    pub fn next_item(&self, from: usize) -> Option<(usize, Value)> {
        let (position, item) = self.slots.next(from)?;
        Some((position + 1, item))
    }

    /// Every item, in order.
    pub fn to_vec(&self) -> Vec<Value> {
        let mut items = Vec::with_capacity(self.len());
        self.slots.for_each(|_, item| items.push(item.clone()));
        items
    }

    /// The same items in a body of their own.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn copy(&self, heap: &Heap) -> Result<Self, OutOfMemory> {
        let copy = Self::new();
        copy.merge(heap, self)?;
        Ok(copy)
    }

    /// Makes room for all items of `other`, and takes them over if nothing is or was here.
    /// Answers whether that is done; if not, they are still to be added one by one.
    fn merge(&self, heap: &Heap, other: &Self) -> Result<bool, OutOfMemory> {
        if other.is_empty() {
            return Ok(true);
        }
        self.slots.reserve(heap, other.len())?;
        self.slots.copy_from(heap, &other.slots)
    }

    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.slots.for_each(|_, item| item.trace(tracer));
    }

    fn label(&self, kind: Kind, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{kind}[{}]", self.len())
    }
}

impl Default for SetBody {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for SetBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SetBody[{}]", self.len())
    }
}

/// The payload of a `set`.
///
/// # Examples
/// ```
/// use integration::object::{Int, Set, hash};
/// use integration::{Heap, OutOfMemory, Value};
///
/// let heap = Heap::new();
/// let set = heap.set()?;
/// let int = |n| heap.alloc(Int::from(n)).map(|n| n.into_value());
/// let mut never_equal = |_: &Value, _: &Value| Ok::<_, OutOfMemory>(false);
///
/// assert!(Set::add(&set, hash::int(7), int(7)?, &mut never_equal)?);
/// assert!(!Set::add(&set, hash::int(7), int(7)?, &mut never_equal)?);
/// assert_eq!(set.len(), 1);
/// # Ok::<(), OutOfMemory>(())
/// ```
pub struct Set {
    body: SetBody,
}

impl Set {
    /// Adds an item, unless it is there already. Answers whether it was added.
    ///
    /// # Errors
    /// What `equal` fails with, or [`OutOfMemory`]; the set is as it was, unless `equal` has
    /// changed it.
    pub fn add<E: From<OutOfMemory>>(
        this: &Gc<Self>,
        hash: i64,
        item: Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<bool, E> {
        this.body.slots.add(|| Gc::heap(this), hash, item, equal)
    }

    /// Makes room for all items of `other`, and takes them over if nothing is or was here.
    /// Answers whether that is done; if not, they are still to be added one by one.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the set is as it was.
    pub fn merge(this: &Gc<Self>, other: &SetBody) -> Result<bool, OutOfMemory> {
        this.body.merge(&Gc::heap(this), other)
    }

    /// Makes room for that many items more.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the set is as it was.
    pub fn reserve(this: &Gc<Self>, more: usize) -> Result<(), OutOfMemory> {
        this.body.slots.reserve(&Gc::heap(this), more)
    }

    /// Gives room of removed items back, if they were many.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the set is as it was.
    pub fn clean_up(this: &Gc<Self>) -> Result<(), OutOfMemory> {
        this.body.slots.clean_up(&Gc::heap(this))
    }

    /// Moves all items into a body of their own.
    pub fn split_off(&self) -> SetBody {
        SetBody { slots: self.body.slots.split_off() }
    }

    /// Takes an item away.
    ///
    /// # Errors
    /// What `equal` fails with.
    pub fn remove<E>(
        &self,
        hash: i64,
        item: &Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<Option<Value>, E> {
        let position = self.find(hash, item, equal)?;
        Ok(position.and_then(|position| self.remove_at(position)))
    }

    /// Takes the item at a position away. Other positions stay.
    pub fn remove_at(&self, position: usize) -> Option<Value> {
        self.body.slots.remove(position)
    }

    /// Takes some item away: the next one in order after the last that was taken like this.
    pub fn pop(&self) -> Option<Value> {
        self.body.slots.pop()
    }

    /// Drops every item, in order.
    pub fn clear(&self) {
        drop(self.body.slots.take_all());
    }

    /// Puts `body` in the place of all items, which are dropped.
    pub fn replace(&self, body: SetBody) {
        drop(self.body.slots.replace(body.slots));
    }
}

impl Deref for Set {
    type Target = SetBody;

    #[inline]
    fn deref(&self) -> &SetBody {
        &self.body
    }
}

/// The payload of a `frozenset`.
pub struct FrozenSet {
    body: SetBody,
    hash: Cell<Option<i64>>,
}

impl FrozenSet {
    /// Python's `hash()` of the set, computed the first time.
    pub fn hash(&self) -> i64 {
        if let Some(hash) = self.hash.get() {
            return hash;
        }
        let mut hashes = Vec::with_capacity(self.len());
        self.body.slots.for_each(|hash, _| hashes.push(hash));
        let hash = hash::frozen_set(hashes);
        self.hash.set(Some(hash));
        hash
    }
}

impl Deref for FrozenSet {
    type Target = SetBody;

    #[inline]
    fn deref(&self) -> &SetBody {
        &self.body
    }
}

macro_rules! set_kinds {
    ($($name:ident)*) => {$(
        impl Trace for $name {
            const KIND: Kind = Kind::$name;
            // SAFETY: `trace` and `hint` only read the slots, which own all references of a set.
            const PROMISE: Promise<Self> = unsafe { Promise::releasable() };

            unsafe fn release(mut this: NonNull<Self>) {
                // SAFETY: the caller hands in a set that nobody else uses, and gives it up.
                unsafe { this.as_mut() }.body.slots.release();
            }

            fn trace(&self, tracer: &mut Tracer<'_>) {
                self.body.trace(tracer);
            }

            fn hint(&self) {
                self.body.slots.hint();
            }

            fn clear_references(&self) {
                drop(self.body.slots.take_all());
            }

            fn extra_size(&self) -> usize {
                self.body.slots.extra_size()
            }

            fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.body.label(Kind::$name, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.label(f)
            }
        }
    )*};
}

set_kinds!(Set FrozenSet);

impl Heap {
    /// An empty set.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn set(&self) -> Result<Gc<Set>, OutOfMemory> {
        self.set_of(SetBody::new())
    }

    /// A set of the items of a body.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the body is dropped then.
    pub fn set_of(&self, body: SetBody) -> Result<Gc<Set>, OutOfMemory> {
        self.alloc(Set { body })
    }

    /// A frozenset of the items of a body.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the body is dropped then.
    pub fn frozen_set(&self, body: SetBody) -> Result<Gc<FrozenSet>, OutOfMemory> {
        self.alloc(FrozenSet { body, hash: Cell::new(None) })
    }
}

#[cfg(test)]
mod tests;
