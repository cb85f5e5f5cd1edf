//! The hash table of a set: items in slots that their hashes choose.
//!
//! ```text
//!   slots: | unused | item | removed | item | ... |      a power of two of them, 8 at least
//!            hash 0          hash -1
//! ```
//!
//! A search starts at the slot that the low bits of the hash name, looks at the nine slots behind
//! it unless the row ends there, and goes on at a slot that depends on the higher bits too. It
//! ends at a slot that was never used. A removed item leaves a mark, over which searches go on; a
//! new item takes the place of the last mark that its search came by.
//! The row grows when three fifths of it have been used. The order of the items is the order of
//! the slots: programs see it, so the row is as long as CPython's after the same operations.
//!
//! Comparing two items may run foreign code, which may change the table. So the search hands one
//! candidate out at a time, and starts anew when the candidate is no longer where it was.
//!
//! # Invariants
//! 1. The slots are out of their cell only inside functions of this module that call no foreign
//!    code and drop no item. Whoever came back to the table meanwhile would find it empty.
//! 2. `used` is the number of items, `fill` that of items and marks.
//! 3. Some slot was never used, so every search ends.
//! 4. The version changes whenever items move to other slots or all are taken away.
//!
//! # Source
//! `Objects/setobject.c`: `set_lookkey`, `set_add_entry`, `set_table_resize`, `set_merge`,
//! `set_pop`.

mod walk;

use core::cell::Cell;

use super::super::table::{Equal, equal_without_asking};
use crate::{Heap, HeapVec, OutOfMemory, Value};
use walk::Walk;

/// The length of the shortest row.
const SHORTEST: usize = 8;
/// The hash of a slot whose item was removed; no item has it.
const REMOVED: i64 = -1;

#[derive(Default)]
struct Slot {
    hash: i64,
    item: Option<Value>,
}

const _: () = assert!(size_of::<Slot>() == 16);

type Row = HeapVec<Slot>;

/// The items of a set, by hash.
pub(super) struct Slots {
    row: Cell<Option<Row>>,
    used: Cell<u32>,
    fill: Cell<u32>,
    /// Where the next search for some item to take out begins.
    finger: Cell<u32>,
    version: Cell<u32>,
}

const _: () = assert!(size_of::<Slots>() == 48);

/// The row, taken out of its cell and put back at the end.
struct Open<'a> {
    slots: &'a Slots,
    row: Option<Row>,
}

impl Drop for Open<'_> {
    #[inline(always)]
    fn drop(&mut self) {
        self.slots.row.set(self.row.take());
    }
}

/// The next step of a search.
enum Probe {
    /// There is no such item; it would be put into this slot.
    Absent(Unused),
    /// The item in this slot is the one, or equals it without asking.
    Found(usize),
    /// The item in this slot has the same hash; whether it is equal has to be asked.
    Ask(usize, Value),
}

/// Where a search ended.
enum Place {
    Held(usize),
    Unused(Unused),
}

/// A slot for a new item.
struct Unused {
    position: usize,
    is_marked: bool,
}

/// The length of a row for more than `wanted` items.
fn length_above(wanted: usize) -> usize {
    let mut len = SHORTEST;
    while len <= wanted {
        len *= 2;
    }
    len
}

/// What a row with that many items grows towards, or is cleaned up for.
fn wanted_for(used: usize) -> usize {
    if used > 50_000 { used * 2 } else { used * 4 }
}

fn empty_row(heap: &Heap, len: usize) -> Result<Row, OutOfMemory> {
    if u32::try_from(len).is_err() {
        return Err(OutOfMemory);
    }
    let mut row = heap.vec();
    row.try_reserve_exact(len)?;
    row.resize_with(len, Slot::default);
    Ok(row)
}

/// Puts an item that is not there into a row without marks.
fn insert_clean(row: &mut Row, hash: i64, item: Value) {
    let mut walk = Walk::new(hash, row.len());
    while row[walk.position()].item.is_some() {
        walk.advance();
    }
    row[walk.position()] = Slot { hash, item: Some(item) };
}

impl Slots {
    /// No items, and no memory yet.
    pub(super) const fn new() -> Self {
        Self {
            row: Cell::new(None),
            used: Cell::new(0),
            fill: Cell::new(0),
            finger: Cell::new(0),
            version: Cell::new(0),
        }
    }

    #[inline(always)]
    fn open(&self) -> Open<'_> {
        Open { slots: self, row: self.row.take() }
    }

    #[inline(always)]
    fn read<R>(&self, look: impl FnOnce(&Row) -> Option<R>) -> Option<R> {
        let open = self.open();
        open.row.as_ref().and_then(look)
    }

    /// Lends the row where it is: threads of a collection may look at once.
    #[inline(always)]
    fn look<R>(&self, look: impl FnOnce(&Row) -> R) -> Option<R> {
        // SAFETY: the slots belong to one thread, or are only read while several trace them. `look`
        // runs no foreign code, so nobody takes the row out of its cell meanwhile.
        let row = unsafe { &*self.row.as_ptr() };
        row.as_ref().map(look)
    }

    /// Gives the memory up and forgets the items.
    pub(super) fn release(&mut self) {
        if let Some(mut row) = self.row.take() {
            // SAFETY: no slot need be there for a length of zero.
            unsafe { row.set_len(0) };
        }
    }

    /// How many items there are.
    #[inline(always)]
    pub(super) fn len(&self) -> usize {
        self.used.get() as usize
    }

    fn fill(&self) -> usize {
        self.fill.get() as usize
    }

    /// How many slots there are, or will be once there is an item.
    pub(super) fn row_len(&self) -> usize {
        self.read(|row| Some(row.len())).unwrap_or(SHORTEST)
    }

    pub(super) fn version(&self) -> u32 {
        self.version.get()
    }

    fn changed(&self) {
        self.version.set(self.version.get().wrapping_add(1));
    }

    fn probe(&self, walk: &mut Walk, mark: &mut Option<usize>, hash: i64, key: &Value) -> Probe {
        let absent = |mark: Option<usize>, position| {
            let position = mark.unwrap_or(position);
            Probe::Absent(Unused { position, is_marked: mark.is_some() })
        };
        let open = self.open();
        let Some(row) = &open.row else { return absent(None, walk.position()) };
        loop {
            let position = walk.position();
            let slot = &row[position];
            match &slot.item {
                None if slot.hash == 0 => return absent(*mark, position),
                None => *mark = Some(position),
                Some(item) if slot.hash == hash => {
                    if item.is(key) {
                        return Probe::Found(position);
                    }
                    match equal_without_asking(item, key) {
                        Some(true) => return Probe::Found(position),
                        Some(false) => {}
                        None => {
                            walk.advance();
                            return Probe::Ask(position, item.clone());
                        }
                    }
                }
                Some(_) => {}
            }
            walk.advance();
        }
    }

    fn search<E>(&self, hash: i64, key: &Value, equal: &mut Equal<'_, E>) -> Result<Place, E> {
        let mut walk = Walk::new(hash, self.row_len());
        let mut mark = None;
        loop {
            match self.probe(&mut walk, &mut mark, hash, key) {
                Probe::Absent(unused) => return Ok(Place::Unused(unused)),
                Probe::Found(position) => return Ok(Place::Held(position)),
                Probe::Ask(position, candidate) => {
                    let version = self.version();
                    let is_equal = equal(&candidate, key)?;
                    let is_there = self.version() == version
                        && self.get(position).is_some_and(|item| item.is(&candidate));
                    // If this is the last owner, the slot is not one, so the search starts anew.
                    drop(candidate);
                    if !is_there {
                        walk = Walk::new(hash, self.row_len());
                        mark = None;
                    } else if is_equal {
                        return Ok(Place::Held(position));
                    }
                }
            }
        }
    }

    /// The position of an item.
    pub(super) fn find<E>(
        &self,
        hash: i64,
        key: &Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<Option<usize>, E> {
        Ok(match self.search(hash, key, equal)? {
            Place::Held(position) => Some(position),
            Place::Unused(_) => None,
        })
    }

    /// Adds an item, unless it is there already. Answers whether it was added.
    pub(super) fn add<E: From<OutOfMemory>>(
        &self,
        heap: impl Fn() -> Heap,
        hash: i64,
        item: Value,
        equal: &mut Equal<'_, E>,
    ) -> Result<bool, E> {
        match self.search(hash, &item, equal)? {
            Place::Held(_) => Ok(false),
            Place::Unused(unused) => {
                self.occupy(heap, &unused, hash, item)?;
                Ok(true)
            }
        }
    }

    fn occupy(
        &self,
        heap: impl Fn() -> Heap,
        unused: &Unused,
        hash: i64,
        item: Value,
    ) -> Result<(), OutOfMemory> {
        let used = self.len() + 1;
        let fill = self.fill() + usize::from(!unused.is_marked);
        let mut open = self.open();
        let row = match &mut open.row {
            Some(row) => row,
            none => none.insert(empty_row(&heap(), SHORTEST)?),
        };
        let position = unused.position;
        if unused.is_marked || fill * 5 < (row.len() - 1) * 3 {
            row[position] = Slot { hash, item: Some(item) };
            drop(open);
            self.used.set(self.used.get() + 1);
            self.fill.set(self.fill.get() + u32::from(!unused.is_marked));
            return Ok(());
        }
        // The longer row comes first: without it the item is not added.
        let longer = empty_row(&heap(), length_above(wanted_for(used)))?;
        row[position] = Slot { hash, item: Some(item) };
        open.move_to(longer);
        drop(open);
        self.used.set(self.used.get() + 1);
        self.fill.set(self.used.get());
        self.changed();
        Ok(())
    }

    fn resize(&self, heap: &Heap, wanted: usize) -> Result<(), OutOfMemory> {
        let len = length_above(wanted);
        if len == SHORTEST && self.row_len() == SHORTEST && self.fill() == self.len() {
            return Ok(());
        }
        let other = empty_row(heap, len)?;
        self.open().move_to(other);
        self.fill.set(self.used.get());
        self.changed();
        Ok(())
    }

    /// Makes room for that many items more, most of which are expected to be new.
    pub(super) fn reserve(&self, heap: &Heap, more: usize) -> Result<(), OutOfMemory> {
        if (self.fill() + more) * 5 < (self.row_len() - 1) * 3 {
            return Ok(());
        }
        self.resize(heap, (self.len() + more) * 2)
    }

    /// Takes the marks away if they are more than a quarter of the slots.
    pub(super) fn clean_up(&self, heap: &Heap) -> Result<(), OutOfMemory> {
        if self.fill() - self.len() <= (self.row_len() - 1) / 4 {
            return Ok(());
        }
        self.resize(heap, wanted_for(self.len()))
    }

    /// Takes the items of another table over, if nothing is or was here, after
    /// [`Slots::reserve`]. Answers whether it did.
    pub(super) fn copy_from(&self, heap: &Heap, other: &Self) -> Result<bool, OutOfMemory> {
        if self.fill() > 0 {
            return Ok(false);
        }
        let mut row = empty_row(heap, self.row_len())?;
        let as_it_is = row.len() == other.row_len() && other.fill() == other.len();
        let open = other.open();
        for (position, slot) in open.row.iter().flatten().enumerate() {
            let Some(item) = &slot.item else { continue };
            if as_it_is {
                row[position] = Slot { hash: slot.hash, item: Some(item.clone()) };
            } else {
                insert_clean(&mut row, slot.hash, item.clone());
            }
        }
        drop(open);
        self.row.set(Some(row));
        self.used.set(other.used.get());
        self.fill.set(other.used.get());
        self.changed();
        Ok(true)
    }

    /// Takes the item at a position away.
    pub(super) fn remove(&self, position: usize) -> Option<Value> {
        let mut open = self.open();
        let slot = open.row.as_mut()?.get_mut(position)?;
        let item = slot.item.take()?;
        slot.hash = REMOVED;
        self.used.set(self.used.get() - 1);
        Some(item)
    }

    /// Takes some item away: the first one at or behind the finger, from the end on to the
    /// beginning.
    pub(super) fn pop(&self) -> Option<Value> {
        let position = self.read(|row| {
            let finger = self.finger.get() as usize & (row.len() - 1);
            let (before, behind) = row.split_at(finger);
            let held = |slot: &Slot| slot.item.is_some();
            match behind.iter().position(held) {
                Some(position) => Some(finger + position),
                None => before.iter().position(held),
            }
        })?;
        self.finger.set(u32::try_from(position + 1).unwrap_or_default());
        self.remove(position)
    }

    /// Takes everything away; the caller drops it, in order.
    pub(super) fn take_all(&self) -> Taken {
        self.used.set(0);
        self.fill.set(0);
        self.changed();
        Taken(self.row.take())
    }

    /// Takes the items of another table over. What was here before is dropped by the caller.
    pub(super) fn replace(&self, other: Self) -> Taken {
        let old = self.take_all();
        self.used.set(other.used.get());
        self.fill.set(other.fill.get());
        self.row.set(other.row.into_inner());
        old
    }

    /// Moves everything into a table of its own.
    pub(super) fn split_off(&self) -> Self {
        let all = Self::new();
        all.used.set(self.used.get());
        all.fill.set(self.fill.get());
        let Taken(row) = self.take_all();
        all.row.set(row);
        all
    }

    /// The item at a position.
    #[inline]
    pub(super) fn get(&self, position: usize) -> Option<Value> {
        self.read(|row| row.get(position)?.item.clone())
    }

    /// The hash of the item at a position.
    pub(super) fn hash_at(&self, position: usize) -> Option<i64> {
        self.read(|row| row.get(position).filter(|slot| slot.item.is_some()).map(|slot| slot.hash))
    }

    /// The first item at `from` or later, and its position.
    #[inline]
    pub(super) fn next(&self, from: usize) -> Option<(usize, Value)> {
        self.read(|row| {
            let rest = row.get(from..)?;
            let skipped = rest.iter().position(|slot| slot.item.is_some())?;
            Some((from + skipped, rest[skipped].item.clone()?))
        })
    }

    /// Passes every item on, in order, with its hash. The closure runs no foreign code.
    pub(super) fn for_each(&self, mut visit: impl FnMut(i64, &Value)) {
        self.look(|row| {
            for slot in row {
                if let Some(item) = &slot.item {
                    visit(slot.hash, item);
                }
            }
        });
    }

    /// Hints the first slots, which are looked at soon.
    pub(super) fn hint(&self) {
        self.look(|row| cyclegc::prefetch(row.as_ptr()));
    }

    /// Bytes behind the table.
    pub(super) fn extra_size(&self) -> usize {
        self.read(|row| Some(row.capacity() * size_of::<Slot>())).unwrap_or(0)
    }
}

impl Open<'_> {
    /// Moves every item into an empty row, which takes the place of the old one.
    fn move_to(&mut self, mut row: Row) {
        for slot in self.row.iter_mut().flatten() {
            if let Some(item) = slot.item.take() {
                insert_clean(&mut row, slot.hash, item);
            }
        }
        self.row = Some(row);
    }
}

/// What a table held, to be dropped.
#[must_use = "what the table held is dropped by the caller"]
pub(super) struct Taken(Option<Row>);
