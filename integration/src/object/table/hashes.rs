//! Stored hashes: one for each slot, kept only when some key needs it.

use core::cell::Cell;
use core::fmt;

use crate::object::Kind;
use crate::{Array, ArrayKind, Gc, Heap, OutOfMemory};

/// What [`Hashes`] is an array of.
#[derive(Debug)]
pub(super) enum HashesKind {}

/// The hashes of a table's entries, by position.
pub(super) type Hashes = Array<HashesKind>;

impl ArrayKind for HashesKind {
    type Item = Cell<i64>;
    type Head = ();
    const KIND: Kind = Kind::Native;
    const COLLECTABLE: bool = false;

    fn label(items: &[Cell<i64>], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "hashes[{}]", items.len())
    }
}

impl Array<HashesKind> {
    /// Room for `capacity` hashes, filled by position.
    pub(super) fn allocate(
        heap: &Heap,
        capacity: usize,
        hash_at: impl Fn(usize) -> i64,
    ) -> Result<Gc<Hashes>, OutOfMemory> {
        heap.alloc_array((), (0..capacity).map(|position| Cell::new(hash_at(position))))
    }

    /// The hash at a position; zero where there is none.
    #[inline(always)]
    pub(super) fn at(&self, position: usize) -> i64 {
        self.items().get(position).map_or(0, Cell::get)
    }

    /// Stores the hash of a position.
    #[inline(always)]
    pub(super) fn set(&self, position: usize, hash: i64) {
        if let Some(place) = self.items().get(position) {
            place.set(hash);
        }
    }
}
