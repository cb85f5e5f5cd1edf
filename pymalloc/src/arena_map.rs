//! Which addresses lie in arenas: asked where the layout of a block is not known.
//!
//! A bit per arena of the address space, in two levels: a table of the tables that exist, and a
//! table of 4 KiB for every 32 GiB in which there ever was an arena. The question reads two words,
//! never the memory asked about.
//!
//! ```text
//!   47              35 34             20 19                    0
//!  |  entry of TABLES |  bit of a table  |  inside of an arena  |     an address
//! ```
//!
//! Every heap enters its arenas. Addresses from 2^48 on are in none: an arena there is refused.
//!
//! # Invariants
//! 1. The bit of an arena is set from before its heap uses it until before it is unmapped.
//! 2. A table, once entered, stays.
//!
//! Source: `Objects/obmalloc.c`, `arena_map_root`.

use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicPtr, AtomicU64, Ordering};

use crate::geometry::ARENA_SIZE;
use crate::os;

const ADDRESS_BITS: u32 = 48;
const ARENA_BITS: u32 = ARENA_SIZE.trailing_zeros();
/// The bits of a table number, so that a table is one page.
const TABLE_BITS: u32 = 15;
const WORDS: usize = 1 << (TABLE_BITS - u64::BITS.trailing_zeros());

type Table = [AtomicU64; WORDS];

const _: () = assert!(size_of::<Table>() == 4096);

static TABLES: [AtomicPtr<Table>; 1 << (ADDRESS_BITS - ARENA_BITS - TABLE_BITS)] =
    [const { AtomicPtr::new(ptr::null_mut()) }; _];

/// Where the bit of an address is.
struct Place {
    entry: &'static AtomicPtr<Table>,
    word: usize,
    bit: u64,
}

impl Place {
    #[inline]
    fn of(address: NonNull<u8>) -> Option<Place> {
        let arena = address.addr().get() >> ARENA_BITS;
        let entry = TABLES.get(arena >> TABLE_BITS)?;
        let (word, bit) = (arena / 64 % WORDS, 1 << (arena % 64));
        Some(Place { entry, word, bit })
    }

    #[inline]
    fn table(&self) -> Option<&'static Table> {
        let table = self.entry.load(Ordering::Acquire);
        // SAFETY: map invariant 2: what is entered was made by `new_table` and stays.
        unsafe { table.as_ref() }
    }

    /// Enters a new table, or finds the one that another thread entered first.
    fn new_table(&self) -> Option<&'static Table> {
        let table = os::map_table(size_of::<Table>())?;
        let new = table.cast::<Table>().as_ptr();
        let entered =
            self.entry.compare_exchange(ptr::null_mut(), new, Ordering::AcqRel, Ordering::Relaxed);
        if entered.is_err() {
            // SAFETY: the table was just mapped, and nobody else knows it.
            unsafe { os::unmap_table(table, size_of::<Table>()) };
        }
        self.table()
    }
}

/// Enters an arena. False when there is no memory for the map.
pub(crate) fn insert(arena: NonNull<u8>) -> bool {
    let Some(place) = Place::of(arena) else { return false };
    let Some(table) = place.table().or_else(|| place.new_table()) else { return false };
    table[place.word].fetch_or(place.bit, Ordering::Relaxed);
    true
}

/// Takes an arena out that was entered.
pub(crate) fn remove(arena: NonNull<u8>) {
    if let Some(place) = Place::of(arena)
        && let Some(table) = place.table()
    {
        table[place.word].fetch_and(!place.bit, Ordering::Relaxed);
    }
}

/// Whether an address lies in an arena of any heap.
#[inline]
pub(crate) fn contains(address: NonNull<u8>) -> bool {
    let Some(place) = Place::of(address) else { return false };
    let Some(table) = place.table() else { return false };
    table[place.word].load(Ordering::Relaxed) & place.bit != 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena_source::ArenaSource;
    use crate::os::OsArenas;

    #[test]
    fn addresses_are_in_the_map_from_the_arena_s_first_byte_to_its_last() {
        let arena = OsArenas.map().unwrap();
        let last = arena.map_addr(|address| address | (ARENA_SIZE - 1));
        assert!(!contains(arena));
        assert!(insert(arena));
        assert!(contains(arena) && contains(last));
        remove(arena);
        assert!(!contains(arena) && !contains(last));
        // SAFETY: mapped above, and not used.
        unsafe { OsArenas.unmap(arena) };
    }

    #[test]
    fn addresses_beyond_the_map_are_in_no_arena_and_cannot_be_entered() {
        let local = 0_u8;
        let beyond = NonNull::from(&local).map_addr(|address| address | (1 << 50));
        assert!(!contains(NonNull::from(&local)));
        assert!(!contains(beyond));
        assert!(!insert(beyond));
    }
}
