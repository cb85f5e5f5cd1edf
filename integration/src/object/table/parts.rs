//! The memory of a table: the row of slots, and what helps to search it.
//!
//! Nothing here drops an entry or runs foreign code.
//!
//! # Invariants
//! 1. Stored hashes and the index have room for every position below the row's capacity.
//! 2. There is an index exactly when the row has room for more than [`LINEAR`] entries.
//! 3. Without stored hashes, every key was added with its natural hash.
//! 4. Positions fit 32 bits.

use super::Entry;
use super::hashes::Hashes;
use super::index::Index;
use crate::object::hash;
use crate::{Gc, Heap, HeapVec, OutOfMemory, Value};

/// Rows with room for more entries than this have an index.
pub(super) const LINEAR: usize = 10;

/// The memory of a table that has, or had, entries.
pub(super) struct Parts<E: Entry> {
    slots: HeapVec<Option<E>>,
    /// [`Hashes`], an [`Index`], or nothing.
    aux: Option<Value>,
}

const _: () = assert!(size_of::<Option<(Value, Value)>>() == 16);

/// The smallest room for more than `len` entries. From 16 on the steps are the largest loads, in
/// turn, of CPython's tables (two thirds) and of the index (seven eighths).
fn room_above(len: usize) -> usize {
    if let Some(room) = [3, 5, 8, LINEAR].into_iter().find(|room| *room > len) {
        return room;
    }
    let mut buckets = 16;
    loop {
        if let Some(room) = [buckets * 2 / 3, buckets / 8 * 7].into_iter().find(|r| *r > len) {
            return room;
        }
        buckets *= 2;
    }
}

/// The hash of the entry at a position; zero where there is none.
#[inline(always)]
fn hash_of<E: Entry>(slots: &[Option<E>], hashes: Option<&Hashes>, position: usize) -> i64 {
    match hashes {
        Some(hashes) => hashes.at(position),
        None => match slots.get(position) {
            Some(Some(entry)) => hash::natural(entry.key()),
            _ => 0,
        },
    }
}

impl<E: Entry> Parts<E> {
    fn allocate(heap: &Heap, capacity: usize, stored: bool) -> Result<Self, OutOfMemory> {
        let mut slots = heap.vec();
        slots.try_reserve_exact(capacity)?;
        let hashes = stored.then(|| Hashes::allocate(heap, capacity, |_| 0)).transpose()?;
        let aux = if capacity > LINEAR {
            Some(Index::allocate(heap, capacity, hashes)?.into_value())
        } else {
            hashes.map(Gc::into_value)
        };
        Ok(Self { slots, aux })
    }

    /// Room for the first entries of a table.
    pub(super) fn for_first(heap: &Heap, hash: i64, key: &Value) -> Result<Self, OutOfMemory> {
        Self::allocate(heap, room_above(0), hash::natural(key) != hash)
    }

    /// The same entries in a row without gaps.
    pub(super) fn copy(&self, heap: &Heap, live: usize) -> Result<Self, OutOfMemory> {
        let mut copy = Self::allocate(heap, room_above(live - 1), self.hashes().is_some())?;
        for (position, slot) in self.slots.iter().enumerate() {
            if let Some(entry) = slot {
                copy.push(self.hash_at(position), entry.clone());
            }
        }
        Ok(copy)
    }

    #[inline(always)]
    fn index(&self) -> Option<&Gc<Index>> {
        self.aux.as_ref().and_then(Value::as_gc)
    }

    #[inline(always)]
    fn hashes(&self) -> Option<&Hashes> {
        let aux = self.aux.as_ref()?;
        match aux.get::<Index>() {
            Some(index) => index.hashes.as_deref(),
            None => aux.get::<Hashes>(),
        }
    }

    /// How many entries the row has room for.
    pub(super) fn room(&self) -> usize {
        self.slots.capacity()
    }

    /// Whether the row is searched one by one.
    #[inline(always)]
    pub(super) fn is_linear(&self) -> bool {
        self.slots.capacity() <= LINEAR
    }

    /// The hash that the entry at a position was added with; zero where there is none.
    #[inline]
    pub(super) fn hash_at(&self, position: usize) -> i64 {
        hash_of(&self.slots, self.hashes(), position)
    }

    /// Makes room for one entry more, of which there are `live`.
    #[inline]
    pub(super) fn reserve(
        &mut self,
        heap: impl Fn() -> Heap,
        live: usize,
        hash: i64,
        key: &Value,
    ) -> Result<(), OutOfMemory> {
        if self.slots.len() == self.slots.capacity() {
            self.make_room(&heap(), live)?;
        }
        if self.hashes().is_none() && hash::natural(key) != hash {
            self.store_hashes(&heap(), self.slots.capacity())?;
        }
        match self.index() {
            Some(index) => index.reserve_one(|position| self.hash_at(position)),
            None => Ok(()),
        }
    }

    #[cold]
    fn make_room(&mut self, heap: &Heap, live: usize) -> Result<(), OutOfMemory> {
        let has_gaps = live < self.slots.len();
        // With gaps, a fifth of the new row is free at least, so that rows which are filled and
        // emptied in turn do not close them at every step.
        let capacity = room_above(if has_gaps { live + live / 4 } else { live });
        if u32::try_from(capacity).is_err() {
            return Err(OutOfMemory);
        }
        if !has_gaps {
            return self.grow(heap, capacity);
        }
        let mut closed = Self::allocate(heap, capacity, self.hashes().is_some())?;
        for position in 0..self.slots.len() {
            let hash = self.hash_at(position);
            if let Some(entry) = self.slots[position].take() {
                closed.push(hash, entry);
            }
        }
        *self = closed;
        Ok(())
    }

    /// Lengthens a row without gaps.
    fn grow(&mut self, heap: &Heap, capacity: usize) -> Result<(), OutOfMemory> {
        if self.hashes().is_some() {
            self.store_hashes(heap, capacity)?;
        }
        match self.index() {
            Some(index) => index.widen(capacity, |position| self.hash_at(position))?,
            None if capacity > LINEAR => self.build_index(heap, capacity)?,
            None => {}
        }
        Ok(self.slots.try_reserve_exact(capacity - self.slots.len())?)
    }

    fn build_index(&mut self, heap: &Heap, capacity: usize) -> Result<(), OutOfMemory> {
        let hashes = self.aux.as_ref().and_then(Value::to::<Hashes>);
        let index = Index::allocate(heap, capacity, hashes)?;
        for position in 0..self.slots.len() {
            index.insert(position, self.hash_at(position), |position| self.hash_at(position));
        }
        self.aux = Some(index.into_value());
        Ok(())
    }

    /// Stores every hash, with room for `capacity` of them.
    fn store_hashes(&mut self, heap: &Heap, capacity: usize) -> Result<(), OutOfMemory> {
        let hashes = Hashes::allocate(heap, capacity, |position| self.hash_at(position))?;
        let aux = match self.index() {
            Some(index) => index.with_hashes(heap, hashes)?.into_value(),
            None => hashes.into_value(),
        };
        self.aux = Some(aux);
        Ok(())
    }

    /// Adds an entry; the caller has made room.
    #[inline]
    pub(super) fn push(&mut self, hash: i64, entry: E) {
        let position = self.slots.len();
        if let Some(hashes) = self.hashes() {
            hashes.set(position, hash);
        }
        if let Some(index) = self.index() {
            index.insert(position, hash, |position| self.hash_at(position));
        }
        let refused = self.slots.push_within_capacity(Some(entry));
        debug_assert!(refused.is_ok(), "an entry was added without room for it");
    }

    /// Takes the entry at a position away and leaves a gap.
    pub(super) fn take(&mut self, position: usize) -> Option<E> {
        let hash = self.hash_at(position);
        let entry = self.slots.get_mut(position)?.take()?;
        if let Some(index) = self.index() {
            index.erase(position, hash);
        }
        Some(entry)
    }

    /// Takes the last entry away, and the gaps after it.
    pub(super) fn pop_last(&mut self) -> Option<E> {
        let position = self.slots.iter().rposition(Option::is_some)?;
        let entry = self.take(position);
        self.slots.truncate(position);
        entry
    }

    /// The first position with that hash, or for short rows any, whose key is as asked.
    #[inline]
    pub(super) fn search(
        &self,
        hash: i64,
        after: Option<usize>,
        mut is: impl FnMut(usize, &Value) -> bool,
    ) -> Option<usize> {
        let mut at = |position: usize| {
            let slot = self.slots.get(position);
            slot.is_some_and(|slot| slot.as_ref().is_some_and(|entry| is(position, entry.key())))
        };
        match self.index() {
            Some(index) => index.search(hash, after, at),
            None => (after.map_or(0, |after| after + 1)..self.slots.len()).find(|p| at(*p)),
        }
    }

    /// The position of the entry whose key is this very object, in a short row.
    #[inline]
    pub(super) fn position_of(&self, key: &Value) -> Option<usize> {
        self.slots.iter().position(|slot| slot.as_ref().is_some_and(|entry| entry.key().is(key)))
    }

    /// The entry at a position.
    #[inline]
    pub(super) fn get(&self, position: usize) -> Option<&E> {
        self.slots.get(position)?.as_ref()
    }

    /// The entry at a position, to be changed; its key stays.
    #[inline]
    pub(super) fn get_mut(&mut self, position: usize) -> Option<&mut E> {
        self.slots.get_mut(position)?.as_mut()
    }

    /// The first entry at `from` or later, and its position.
    #[inline]
    pub(super) fn next(&self, from: usize) -> Option<(usize, E)> {
        let rest = self.slots.get(from..)?;
        let skipped = rest.iter().position(Option::is_some)?;
        Some((from + skipped, rest[skipped].clone()?))
    }

    /// The last entry before `before`, and its position.
    pub(super) fn previous(&self, before: usize) -> Option<(usize, E)> {
        let position = self.slots.iter().take(before).rposition(Option::is_some)?;
        Some((position, self.slots[position].clone()?))
    }

    /// Passes every entry on, in order.
    pub(super) fn for_each(&self, visit: impl FnMut(&E)) {
        self.slots.iter().flatten().for_each(visit);
    }

    /// Gives the memory up and forgets the entries.
    pub(super) fn release(self) {
        let Self { mut slots, aux } = self;
        // SAFETY: no entry need be there for a length of zero.
        unsafe { slots.set_len(0) };
        drop(aux);
    }

    /// Hints the first entries.
    pub(super) fn hint(&self) {
        cyclegc::prefetch(self.slots.as_ptr());
    }

    /// Whether an entry is as asked.
    pub(super) fn any(&self, is: impl FnMut(&E) -> bool) -> bool {
        self.slots.iter().flatten().any(is)
    }

    /// Bytes of the row and of what belongs to it.
    pub(super) fn size(&self) -> usize {
        let slots = self.slots.capacity() * size_of::<Option<E>>();
        slots + self.aux.as_ref().map_or(0, Value::size)
    }
}
