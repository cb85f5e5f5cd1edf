//! The hash table under `dict`: entries in insertion order, found by hash.
//!
//! ```text
//!   Table | parts ----------------------------- | live | version |      48 bytes
//!           slots: | e0 | e1 | gone | e3 | ...      in insertion order
//!           aux:   nothing, stored hashes, or an index of positions    hashes.rs  index.rs
//! ```
//!
//! An entry's place in the row of slots is its position. Removing an entry leaves a gap, so
//! positions stay while entries are only removed; making room closes the gaps. Up to
//! [`LINEAR`](parts::LINEAR) slots are searched one by one, more through an index. Hashes are
//! stored only once a key comes with another hash than its [natural](super::hash::natural) one.
//!
//! Comparing two keys may run foreign code, which may change the table. So the search hands one
//! candidate out at a time, and starts anew when the table has been given other room or the
//! candidate is no longer where it was.
//!
//! # Invariants
//! 1. The parts are out of their cell only inside functions of this module that call no foreign
//!    code and drop no entry. Whoever came back to the table meanwhile would find it empty.
//! 2. The version changes whenever an entry is added or removed or positions move.
//! 3. `live` is the number of occupied slots.
//!
//! # Source
//! `Objects/dictobject.c`: the compact layout, and `lookdict`'s restart after a comparison.

mod hashes;
mod index;
mod parts;

use core::cell::Cell;

use super::{Int, Kind, Str};
use crate::{Gc, Heap, OutOfMemory, Value};
use parts::Parts;

/// What stands in a slot.
pub(crate) trait Entry: Clone + 'static {
    /// What the entry is found by.
    fn key(&self) -> &Value;
}

impl Entry for Value {
    #[inline(always)]
    fn key(&self) -> &Value {
        self
    }
}

impl Entry for (Value, Value) {
    #[inline(always)]
    fn key(&self) -> &Value {
        &self.0
    }
}

/// Answers whether a stored key, the first argument, equals the one that is looked up.
pub(crate) type Equal<'a, E> = dyn FnMut(&Value, &Value) -> Result<bool, E> + 'a;

/// An insertion-ordered hash table.
pub(crate) struct Table<E: Entry> {
    parts: Cell<Option<Parts<E>>>,
    live: Cell<u32>,
    version: Cell<u32>,
}

const _: () = assert!(size_of::<Table<(Value, Value)>>() == 48);

/// The bit of `version` that marks a table as a part of another object.
const PART: u32 = 1 << 31;

/// The next step of a search.
enum Probe {
    /// There is no such entry.
    Absent,
    /// The entry at this position has the key, or one that equals it without asking.
    Found(usize),
    /// The entry at this position has the same hash; whether its key is equal has to be asked.
    Ask(usize, Value),
}

/// The parts, taken out of their cell and put back at the end.
struct Open<'a, E: Entry> {
    table: &'a Table<E>,
    parts: Option<Parts<E>>,
}

impl<E: Entry> Drop for Open<'_, E> {
    #[inline(always)]
    fn drop(&mut self) {
        self.table.parts.set(self.parts.take());
    }
}

impl<E: Entry> Table<E> {
    /// A table without entries, which has no memory of its own yet.
    pub(crate) const fn new() -> Self {
        Self { parts: Cell::new(None), live: Cell::new(0), version: Cell::new(0) }
    }

    #[inline(always)]
    fn open(&self) -> Open<'_, E> {
        Open { table: self, parts: self.parts.take() }
    }

    #[inline(always)]
    fn read<R>(&self, look: impl FnOnce(&Parts<E>) -> Option<R>) -> Option<R> {
        let open = self.open();
        open.parts.as_ref().and_then(look)
    }

    /// Lends the parts where they are: threads of a collection may look at once.
    #[inline(always)]
    fn look<R>(&self, look: impl FnOnce(&Parts<E>) -> R) -> Option<R> {
        // SAFETY: the table belongs to one thread, or is only read while several trace it. `look`
        // runs no foreign code, so nobody takes the parts out of their cell meanwhile.
        let parts = unsafe { &*self.parts.as_ptr() };
        parts.as_ref().map(look)
    }

    #[inline]
    fn changed(&self, live: u32) {
        self.live.set(live);
        let version = self.version.get();
        self.version.set((version & PART) | (version.wrapping_add(1) & !PART));
    }

    /// Marks the table as a part of another object, which answers for it to the collector.
    pub(crate) fn make_part(&self) {
        self.version.set(self.version.get() | PART);
    }

    /// Ends what [`Table::make_part`] began.
    pub(crate) fn unmake_part(&self) {
        self.version.set(self.version.get() & !PART);
    }

    /// Whether the table is a part of another object.
    #[inline(always)]
    pub(crate) fn is_part(&self) -> bool {
        self.version.get() & PART != 0
    }

    /// How many entries there are.
    #[inline(always)]
    pub(crate) fn len(&self) -> usize {
        self.live.get() as usize
    }

    /// A number that changes with every entry added or removed.
    #[inline(always)]
    pub(crate) fn version(&self) -> u32 {
        self.version.get()
    }

    /// The position of the entry whose key is, or equals, `key`.
    pub(crate) fn find<X>(
        &self,
        hash: i64,
        key: &Value,
        equal: &mut Equal<'_, X>,
    ) -> Result<Option<usize>, X> {
        let mut after = None;
        loop {
            match self.read(|parts| Some(probe(parts, hash, key, after))) {
                None | Some(Probe::Absent) => return Ok(None),
                Some(Probe::Found(position)) => return Ok(Some(position)),
                Some(Probe::Ask(position, candidate)) => {
                    let (version, entry) = (self.version(), self.mark(position));
                    let is_equal = equal(&candidate, key)?;
                    // This may have been the last owner, so it goes before the version is read.
                    drop(candidate);
                    if self.version() != version && self.mark(position) != entry {
                        after = None;
                    } else if is_equal {
                        return Ok(Some(position));
                    } else {
                        after = Some(position);
                    }
                }
            }
        }
    }

    /// What a change of the table leaves as it is where it neither moves nor removes the entry at
    /// a position: the room of the table, and the identity of the entry's key.
    fn mark(&self, position: usize) -> Option<(usize, usize)> {
        self.read(|parts| Some((parts.room(), parts.get(position)?.key().id())))
    }

    /// The position of the entry whose key is a string of this text.
    #[inline]
    pub(crate) fn find_text(&self, hash: i64, text: &str) -> Option<usize> {
        let matches = |key: &Value| {
            key.get::<Str>().is_some_and(|key| key.hash() == hash && key.as_str() == text)
        };
        self.read(|parts| parts.search(hash, None, |_, key| matches(key)))
    }

    /// The position of the entry whose key is this string, or a string that equals it.
    #[inline]
    pub(crate) fn find_name(&self, name: &Gc<Str>) -> Option<usize> {
        self.read(|parts| {
            // Names are mostly the same object, so the row is compared by identity first.
            if parts.is_linear()
                && let Some(position) = parts.position_of(name.as_value())
            {
                return Some(position);
            }
            let hash = name.hash();
            parts.search(hash, None, |_, key| {
                key.is(name.as_value())
                    || key.get::<Str>().is_some_and(|key| key.hash() == hash && **name == *key)
            })
        })
    }

    /// Adds an entry that is known not to be there yet.
    ///
    /// The heap is asked for only when the table has to grow.
    pub(crate) fn insert_new(
        &self,
        heap: impl Fn() -> Heap,
        hash: i64,
        entry: E,
    ) -> Result<(), OutOfMemory> {
        let live = self.live.get();
        let mut open = self.open();
        let parts = if let Some(parts) = &mut open.parts {
            parts.reserve(heap, self.len(), hash, entry.key())?;
            parts
        } else {
            open.parts.insert(Parts::for_first(&heap(), hash, entry.key())?)
        };
        parts.push(hash, entry);
        drop(open);
        self.changed(live + 1);
        Ok(())
    }

    /// Changes the entry at a position. The closure only moves values.
    #[inline]
    pub(crate) fn change<R>(&self, position: usize, change: impl FnOnce(&mut E) -> R) -> Option<R> {
        let mut open = self.open();
        open.parts.as_mut().and_then(|parts| parts.get_mut(position)).map(change)
    }

    /// Takes the entry at a position away.
    pub(crate) fn remove(&self, position: usize) -> Option<E> {
        let mut open = self.open();
        let entry = open.parts.as_mut()?.take(position)?;
        drop(open);
        self.changed(self.live.get() - 1);
        Some(entry)
    }

    /// Takes the last entry away.
    pub(crate) fn pop_last(&self) -> Option<E> {
        let mut open = self.open();
        let entry = open.parts.as_mut()?.pop_last()?;
        drop(open);
        self.changed(self.live.get() - 1);
        Some(entry)
    }

    /// Takes everything away; the caller drops it, in insertion order.
    pub(crate) fn take_all(&self) -> Taken<E> {
        self.changed(0);
        Taken(self.parts.take())
    }

    /// Gives the memory up and forgets the entries.
    pub(crate) fn release(&mut self) {
        if let Some(parts) = self.parts.take() {
            parts.release();
        }
    }

    /// The entry at a position.
    #[inline]
    pub(crate) fn get(&self, position: usize) -> Option<E> {
        self.read(|parts| parts.get(position).cloned())
    }

    /// The hash that the entry at a position was added with.
    pub(crate) fn hash_at(&self, position: usize) -> Option<i64> {
        self.read(|parts| parts.get(position).map(|_| parts.hash_at(position)))
    }

    /// The first entry at `from` or later, and its position.
    #[inline]
    pub(crate) fn next(&self, from: usize) -> Option<(usize, E)> {
        self.read(|parts| parts.next(from))
    }

    /// The last entry before `before`, and its position.
    pub(crate) fn previous(&self, before: usize) -> Option<(usize, E)> {
        self.read(|parts| parts.previous(before))
    }

    /// Passes every entry on, in order. The closure runs no foreign code.
    pub(crate) fn for_each(&self, visit: impl FnMut(&E)) {
        self.look(|parts| parts.for_each(visit));
    }

    /// Hints the first entries, which are looked at soon.
    pub(crate) fn hint(&self) {
        self.look(Parts::hint);
    }

    /// Whether an entry is as asked. The closure runs no foreign code.
    pub(crate) fn any(&self, is: impl FnMut(&E) -> bool) -> bool {
        self.read(|parts| Some(parts.any(is))).unwrap_or(false)
    }

    /// A table of the same entries, without gaps.
    pub(crate) fn copy(&self, heap: &Heap) -> Result<Self, OutOfMemory> {
        let copied = Self::new();
        if self.len() > 0 {
            let open = self.open();
            let parts = open.parts.as_ref().map(|parts| parts.copy(heap, self.len()));
            drop(open);
            copied.parts.set(parts.transpose()?);
            copied.live.set(self.live.get());
        }
        Ok(copied)
    }

    /// Bytes behind the table.
    pub(crate) fn extra_size(&self) -> usize {
        self.read(|parts| Some(parts.size())).unwrap_or(0)
    }
}

/// What a table held, to be dropped.
#[must_use = "what the table held is dropped by the caller"]
pub(crate) struct Taken<E: Entry>(
    #[expect(dead_code, reason = "kept for its drop")] Option<Parts<E>>,
);

/// Looks for the next entry that has the key, or has its hash.
fn probe<E: Entry>(parts: &Parts<E>, hash: i64, key: &Value, after: Option<usize>) -> Probe {
    let mut ask = None;
    let position = parts.search(hash, after, |position, candidate| {
        if candidate.is(key) {
            return true;
        }
        if parts.hash_at(position) != hash {
            return false;
        }
        equal_without_asking(candidate, key).unwrap_or_else(|| {
            ask = Some(candidate.clone());
            true
        })
    });
    match (position, ask) {
        (None, _) => Probe::Absent,
        (Some(position), None) => Probe::Found(position),
        (Some(position), Some(candidate)) => Probe::Ask(position, candidate),
    }
}

/// Whether two keys of a built-in kind are equal; nothing when foreign code has to say.
#[inline]
pub(super) fn equal_without_asking(a: &Value, b: &Value) -> Option<bool> {
    match (a.kind(), b.kind()) {
        (Kind::Str, Kind::Str) => Some(a.get::<Str>()? == b.get::<Str>()?),
        (Kind::Int, Kind::Int) => Some(a.get::<Int>()? == b.get::<Int>()?),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
