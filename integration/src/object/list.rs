//! `list`: a growable row of objects.
//!
//! Appending over-allocates by an eighth, as CPython does, and a list that has shrunk to less
//! than half of its room gives the rest back. Items leave the row before they are dropped, so a
//! finalizer that comes back to the list finds it whole.
//!
//! # Invariants
//! 1. No object is dropped and no foreign code runs while `items` is borrowed. Where a function
//!    fails, its arguments outlive the borrow: locals are dropped before parameters.
//!
//! # Source
//! `list_resize` and `list_clear` in `Objects/listobject.c`.

mod removed;

use core::cell::RefCell;
use core::fmt;
use core::ops::Range;

use super::Kind;
use crate::heap::{read, release_fields};
use crate::{FreeList, Gc, Heap, HeapVec, OutOfMemory, Promise, Trace, Tracer, Value};

pub use removed::Removed;

/// The payload of a `list`.
///
/// # Examples
/// ```
/// use integration::{Heap, object::Int};
///
/// let heap = Heap::new();
/// let list = heap.list(core::iter::empty())?;
/// for n in 0..3 {
///     list.push(heap.alloc(Int::from(n))?.into_value())?;
/// }
/// let last = list.pop().and_then(|v| v.get::<Int>()?.as_i64());
/// assert_eq!(last, Some(2));
/// assert_eq!(list.len(), 2);
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
pub struct List {
    items: RefCell<HeapVec<Value>>,
}

const _: () = assert!(size_of::<List>() == 40);

impl List {
    /// How many items there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.items.borrow().len()
    }

    /// Whether there is no item.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a place.
    #[inline]
    pub fn get(&self, index: usize) -> Option<Value> {
        self.items.borrow().get(index).cloned()
    }

    /// Puts another item at a place and drops the old one.
    ///
    /// # Errors
    /// Gives the value back when there is no such place.
    pub fn set(&self, index: usize, value: Value) -> Result<(), Value> {
        let mut items = self.items.borrow_mut();
        let Some(place) = items.get_mut(index) else {
            drop(items);
            return Err(value);
        };
        let old = core::mem::replace(place, value);
        drop(items);
        drop(old);
        Ok(())
    }

    /// Exchanges the items at two places; nothing happens when one of them is not there.
    pub fn swap(&self, a: usize, b: usize) {
        let mut items = self.items.borrow_mut();
        if a.max(b) < items.len() {
            items.swap(a, b);
        }
    }

    /// Adds an item at the end.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the value is dropped then.
    #[inline]
    pub fn push(&self, value: Value) -> Result<(), OutOfMemory> {
        let mut items = self.items.borrow_mut();
        let Err(value) = items.push_within_capacity(value) else { return Ok(()) };
        let grown = grow(&mut items, 1);
        let refused = match grown {
            Ok(()) => items.push_within_capacity(value).err(),
            Err(_) => Some(value),
        };
        drop(items);
        if refused.is_some() { Err(OutOfMemory) } else { Ok(()) }
    }

    /// Adds an item before the one at `index`, or at the end when there are fewer.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the value is dropped then.
    pub fn insert(&self, index: usize, value: Value) -> Result<(), OutOfMemory> {
        let mut items = self.items.borrow_mut();
        grow(&mut items, 1)?;
        let index = index.min(items.len());
        items.insert(index, value);
        Ok(())
    }

    /// Takes the last item away.
    #[inline]
    pub fn pop(&self) -> Option<Value> {
        let mut items = self.items.borrow_mut();
        let last = items.pop();
        shrink(&mut items);
        last
    }

    /// Takes the item at a place away and closes the gap.
    pub fn remove(&self, index: usize) -> Option<Value> {
        let mut items = self.items.borrow_mut();
        if index >= items.len() {
            return None;
        }
        let item = items.remove(index);
        shrink(&mut items);
        Some(item)
    }

    /// Takes the items of a range away and closes the gap. A range past the end is cut.
    pub fn drain(&self, range: Range<usize>) -> Removed {
        let mut items = self.items.borrow_mut();
        let range = within(range, items.len());
        let removed = items.drain(range).collect();
        shrink(&mut items);
        Removed(removed)
    }

    /// Takes the items from `len` on away.
    pub fn truncate(&self, len: usize) -> Removed {
        self.drain(len..usize::MAX)
    }

    /// Puts `new` in the place of a range and answers what stood there. A range past the end is
    /// cut.
    ///
    /// # Errors
    /// [`OutOfMemory`]; `new` is dropped then.
    pub fn splice(&self, range: Range<usize>, mut new: Vec<Value>) -> Result<Removed, OutOfMemory> {
        let mut items = self.items.borrow_mut();
        let range = within(range, items.len());
        grow(&mut items, new.len().saturating_sub(range.len()))?;
        let start = range.start;
        let removed: Vec<Value> = items.drain(range).collect();
        let added = new.len();
        fill(&mut items, &mut new);
        items[start..].rotate_right(added);
        shrink(&mut items);
        Ok(Removed(removed))
    }

    /// Adds items at the end.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the new items are dropped then.
    pub fn extend(&self, mut new: Vec<Value>) -> Result<(), OutOfMemory> {
        let mut items = self.items.borrow_mut();
        make_room(&mut items, new.len())?;
        fill(&mut items, &mut new);
        Ok(())
    }

    /// Makes room for that many items more: in a list without room for them and one to make them
    /// even, in another as it grows.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the list is as it was.
    pub fn reserve(&self, more: usize) -> Result<(), OutOfMemory> {
        make_room(&mut self.items.borrow_mut(), more)
    }

    /// Makes room for that many items more as a list grows, also in one without room.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the list is as it was.
    pub fn grow(&self, more: usize) -> Result<(), OutOfMemory> {
        grow(&mut self.items.borrow_mut(), more)
    }

    /// Gives room back if much of it is not used.
    pub fn cut_back(&self) {
        shrink(&mut self.items.borrow_mut());
    }

    /// Turns the order around.
    pub fn reverse(&self) {
        self.items.borrow_mut().reverse();
    }

    /// A further owner of every item, in order.
    pub fn to_vec(&self) -> Vec<Value> {
        self.items.borrow().to_vec()
    }

    /// Drops every item, the last one first.
    pub fn clear(&self) {
        drop_from_the_end(self.take_storage());
    }

    /// Runs a sort on the items while the list is empty. Answers too what was put into the list
    /// meanwhile, if anything was, though it may have been taken away again.
    pub fn sort<R>(&self, work: impl FnOnce(&mut [Value]) -> R) -> (R, Option<Removed>) {
        let mut row = self.take_storage();
        let alloc = row.allocator().clone();
        let sorts = alloc.sorts();
        sorts.set(sorts.get() + 1);
        let result = work(&mut row);
        sorts.set(sorts.get() - 1);
        let meanwhile = core::mem::replace(&mut *self.items.borrow_mut(), row);
        let is_changed = meanwhile.capacity() > 0;
        (result, is_changed.then(|| Removed(meanwhile.into_iter().collect())))
    }

    /// Puts `new` in the place of all items, and answers those.
    ///
    /// # Errors
    /// [`OutOfMemory`]; `new` is dropped then.
    pub fn replace_all(&self, new: Vec<Value>) -> Result<Removed, OutOfMemory> {
        self.splice(0..usize::MAX, new)
    }

    fn take_storage(&self) -> HeapVec<Value> {
        let mut items = self.items.borrow_mut();
        let mut empty = HeapVec::new_in(items.allocator().clone());
        if items.capacity() > 0 {
            // Without memory a change during a sort goes unnoticed.
            let _ = empty.try_reserve_exact(room_of_empty(&items));
        }
        core::mem::replace(&mut *items, empty)
    }
}

/// The part of a range that lies below `len`.
fn within(range: Range<usize>, len: usize) -> Range<usize> {
    let start = range.start.min(len);
    start..range.end.clamp(start, len)
}

/// Moves items over; the caller has made room.
fn fill(items: &mut HeapVec<Value>, new: &mut Vec<Value>) {
    for value in new.drain(..) {
        // Within the reserved room nothing comes back.
        let _ = items.push_within_capacity(value);
    }
}

/// How much room a list of `len` items gets when it has to grow or may shrink.
fn room_for(len: usize) -> usize {
    if len == 0 { 0 } else { (len + (len >> 3) + 6) & !3 }
}

/// How much room a list keeps that gets empty.
fn room_of_empty(items: &HeapVec<Value>) -> usize {
    usize::from(items.allocator().sorts().get() > 0)
}

fn make_room(items: &mut HeapVec<Value>, added: usize) -> Result<(), OutOfMemory> {
    if items.capacity() > 0 {
        return grow(items, added);
    }
    Ok(items.try_reserve_exact(added.checked_next_multiple_of(2).ok_or(OutOfMemory)?)?)
}

/// Makes room for `added` more items.
fn grow(items: &mut HeapVec<Value>, added: usize) -> Result<(), OutOfMemory> {
    let len = items.len().checked_add(added).ok_or(OutOfMemory)?;
    if len <= items.capacity() {
        return Ok(());
    }
    let room = room_for(len);
    // Many at once come from a known source: no room for further ones is guessed.
    let room = if added > room - len { (len + 3) & !3 } else { room };
    Ok(items.try_reserve_exact(room - items.len())?)
}

/// Gives room back when less than half of it is used. Where no smaller block is to be had, the
/// list keeps its own.
fn shrink(items: &mut HeapVec<Value>) {
    if items.len() >= items.capacity() / 2 {
        return;
    }
    let room = room_for(items.len()).max(room_of_empty(items));
    if room >= items.capacity() {
        return;
    }
    let mut smaller = HeapVec::new_in(items.allocator().clone());
    if smaller.try_reserve_exact(room).is_ok() {
        smaller.append(items);
        *items = smaller;
    }
}

fn drop_from_the_end(mut items: HeapVec<Value>) {
    while let Some(item) = items.pop() {
        drop(item);
    }
}

impl Drop for List {
    fn drop(&mut self) {
        while let Some(item) = self.items.get_mut().pop() {
            drop(item);
        }
    }
}

impl Trace for List {
    const KIND: Kind = Kind::List;
    const FREE_LISTED: bool = true;
    // SAFETY: `trace` and `hint` only read the row of items, which is all that a list owns.
    const PROMISE: Promise<Self> = unsafe { Promise::releasable() };
    release_fields!(items);

    fn free_list(&self) -> Option<FreeList> {
        Some(FreeList::LIST)
    }

    fn trace(&self, tracer: &mut Tracer<'_>) {
        read(&self.items, |items| items.iter().rev().for_each(|item| item.trace(tracer)));
    }

    fn hint(&self) {
        // Items are traced from the end.
        read(&self.items, |items| {
            cyclegc::prefetch(items.last().map_or(core::ptr::null(), core::ptr::from_ref));
        });
    }

    fn clear_references(&self) {
        List::clear(self);
    }

    fn extra_size(&self) -> usize {
        self.items.borrow().capacity() * size_of::<Value>()
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "list[{}]", self.len())
    }
}

impl fmt::Debug for List {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.label(f)
    }
}

impl Heap {
    /// A list of the items, with room for no more.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the items are dropped then.
    pub fn list(
        &self,
        items: impl ExactSizeIterator<Item = Value>,
    ) -> Result<Gc<List>, OutOfMemory> {
        let len = items.len();
        let mut row = self.vec();
        row.try_reserve_exact(len)?;
        for item in items.take(len) {
            // Within the reserved room nothing comes back.
            let _ = row.push_within_capacity(item);
        }
        self.alloc(List { items: RefCell::new(row) })
    }
}

#[cfg(test)]
mod tests;
