//! The index of a large table: from a hash to the positions of entries that may have it.
//!
//! It is a `hashbrown` table of bare positions, one, two or four bytes each, whichever holds every
//! position below the capacity.
//!
//! # Invariants
//! 1. The index holds the position of every occupied slot once, and no other.
//! 2. Positions below the capacity last reserved fit the index's width.

use core::cell::RefCell;
use core::fmt;

use hashbrown::HashTable;

use super::hashes::Hashes;
use crate::{Gc, Heap, HeapAlloc, OutOfMemory, Trace, Tracer};

/// An index, and the stored hashes of the same table, if there are any.
pub(super) struct Index {
    ids: RefCell<Ids>,
    pub(super) hashes: Option<Gc<Hashes>>,
}

/// The positions.
enum Ids {
    /// Up to 256 positions.
    Byte(HashTable<u8, HeapAlloc>),
    /// Up to 65,536 positions.
    Short(HashTable<u16, HeapAlloc>),
    /// More.
    Word(HashTable<u32, HeapAlloc>),
}

macro_rules! each_width {
    ($ids:expr, $table:ident => $body:expr) => {
        match $ids {
            Ids::Byte($table) => $body,
            Ids::Short($table) => $body,
            Ids::Word($table) => $body,
        }
    };
}

/// Spreads a hash over all 64 bits: `hashbrown` takes the place from the low bits and a tag from
/// the high ones, and Python's hashes of small numbers are the numbers themselves.
#[inline(always)]
fn spread(hash: i64) -> u64 {
    let product = u128::from(hash.cast_unsigned()) * 0x9e37_79b9_7f4a_7c15;
    #[expect(clippy::cast_possible_truncation, reason = "both halves are used")]
    let folded = (product as u64) ^ ((product >> 64) as u64);
    folded
}

/// A position from an index.
#[inline(always)]
fn wide(position: impl Into<u32>) -> usize {
    position.into() as usize
}

impl Ids {
    fn empty(capacity: usize, alloc: HeapAlloc) -> Self {
        match capacity {
            0..=0x100 => Self::Byte(HashTable::new_in(alloc)),
            0x101..=0x1_0000 => Self::Short(HashTable::new_in(alloc)),
            _ => Self::Word(HashTable::new_in(alloc)),
        }
    }

    fn holds(&self, capacity: usize) -> bool {
        match self {
            Self::Byte(_) => capacity <= 0x100,
            Self::Short(_) => capacity <= 0x1_0000,
            Self::Word(_) => true,
        }
    }

    fn reserve(&mut self, more: usize, hash_at: impl Fn(usize) -> i64) -> Result<(), OutOfMemory> {
        each_width!(self, table => {
            Ok(table.try_reserve(more, |position| spread(hash_at(wide(*position))))?)
        })
    }

    #[expect(clippy::cast_possible_truncation, reason = "invariant 2")]
    fn insert(&mut self, position: usize, hash: i64, hash_at: impl Fn(usize) -> i64) {
        let hash = spread(hash);
        match self {
            Self::Byte(table) => {
                table.insert_unique(hash, position as u8, |p| spread(hash_at(wide(*p))));
            }
            Self::Short(table) => {
                table.insert_unique(hash, position as u16, |p| spread(hash_at(wide(*p))));
            }
            Self::Word(table) => {
                table.insert_unique(hash, position as u32, |p| spread(hash_at(wide(*p))));
            }
        }
    }
}

impl Index {
    /// An empty index with room for `capacity` positions.
    pub(super) fn allocate(
        heap: &Heap,
        capacity: usize,
        hashes: Option<Gc<Hashes>>,
    ) -> Result<Gc<Self>, OutOfMemory> {
        let mut ids = Ids::empty(capacity, heap.allocator());
        ids.reserve(capacity, |_| 0)?;
        heap.alloc(Self { ids: RefCell::new(ids), hashes })
    }

    /// The same index with other stored hashes; this one is left empty.
    pub(super) fn with_hashes(
        &self,
        heap: &Heap,
        hashes: Gc<Hashes>,
    ) -> Result<Gc<Self>, OutOfMemory> {
        let ids = RefCell::new(Ids::empty(0, heap.allocator()));
        let moved = heap.alloc(Self { ids, hashes: Some(hashes) })?;
        moved.ids.swap(&self.ids);
        Ok(moved)
    }

    /// Makes room for positions below `capacity`.
    pub(super) fn widen(
        &self,
        capacity: usize,
        hash_at: impl Fn(usize) -> i64,
    ) -> Result<(), OutOfMemory> {
        let mut ids = self.ids.borrow_mut();
        let len = each_width!(&*ids, table => table.len());
        if ids.holds(capacity) {
            return ids.reserve(capacity - len, hash_at);
        }
        let alloc = each_width!(&*ids, table => table.allocator().clone());
        let mut wider = Ids::empty(capacity, alloc);
        wider.reserve(capacity, &hash_at)?;
        each_width!(&*ids, table => for position in table {
            let position = wide(*position);
            wider.insert(position, hash_at(position), &hash_at);
        });
        *ids = wider;
        Ok(())
    }

    /// Makes sure that one position more can be added.
    #[inline]
    pub(super) fn reserve_one(&self, hash_at: impl Fn(usize) -> i64) -> Result<(), OutOfMemory> {
        self.ids.borrow_mut().reserve(1, hash_at)
    }

    /// Adds a position that the caller has made room for.
    #[inline]
    pub(super) fn insert(&self, position: usize, hash: i64, hash_at: impl Fn(usize) -> i64) {
        self.ids.borrow_mut().insert(position, hash, hash_at);
    }

    /// Takes a position out.
    pub(super) fn erase(&self, position: usize, hash: i64) {
        let mut ids = self.ids.borrow_mut();
        each_width!(&mut *ids, table => {
            if let Ok(found) = table.find_entry(spread(hash), |p| wide(*p) == position) {
                found.remove();
            }
        });
    }

    /// The first position that may have the hash and is as asked, among those that come after
    /// `after` in the order in which the index lists them.
    #[inline]
    pub(super) fn search(
        &self,
        hash: i64,
        after: Option<usize>,
        mut is: impl FnMut(usize) -> bool,
    ) -> Option<usize> {
        let ids = self.ids.borrow();
        each_width!(&*ids, table => {
            let mut positions = table.iter_hash(spread(hash)).map(|position| wide(*position));
            if let Some(after) = after {
                positions.find(|position| *position == after)?;
            }
            positions.find(|position| is(*position))
        })
    }
}

impl Trace for Index {
    const COLLECTABLE: bool = false;

    fn trace(&self, _: &mut Tracer<'_>) {}

    fn extra_size(&self) -> usize {
        let hashes = self.hashes.as_ref().map_or(0, |hashes| hashes.as_value().size());
        hashes + each_width!(&*self.ids.borrow(), table => table.allocation_size())
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("index")
    }
}
