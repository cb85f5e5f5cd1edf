//! Which addresses lie in arenas: asked where the layout of a block is not known.
//!
//! A bit for every arena that the addresses of a program have room for. The question reads one word
//! of the map, never the memory asked about. A cache in front of the map answers what lies in an arena
//! with fewer instructions: `arena_map/cache.rs`.
//!
//! ```text
//!   47                    26 25           20 19                    0
//!  |  word of the map       | bit of a word |  inside of an arena  |     an address
//! ```
//!
//! The map is a static of 16 MiB on x86-64 (32 MiB on other machines of 64 bits, 512 bytes on those
//! of 32), which takes no room in a file: its pages are there once an arena is entered, 4 KiB of
//! them for every 32 GiB of addresses. The child of a `fork` has a copy of those pages.
//!
//! Every heap enters its arenas. Addresses beyond the map are in none: an arena there is refused.
//!
//! # Invariants
//! 1. The bit of an arena is set from before its heap uses it until before it is unmapped.
//!
//! Source: `Objects/obmalloc.c`, `arena_map_root`.

use core::ptr::NonNull;
use core::sync::atomic::{AtomicU64, Ordering};

use crate::geometry::ARENA_SIZE;

pub(crate) mod cache;

/// The bits of the addresses that a system gives to a program that does not ask for higher ones.
const ADDRESS_BITS: u32 = if cfg!(target_arch = "x86_64") {
    47
} else if usize::BITS == 64 {
    48
} else {
    usize::BITS
};
const ARENA_BITS: u32 = ARENA_SIZE.trailing_zeros();
const WORD_BITS: u32 = u64::BITS.trailing_zeros();
const WORDS: usize = 1 << (ADDRESS_BITS - ARENA_BITS - WORD_BITS);

static MAP: [AtomicU64; WORDS] = [const { AtomicU64::new(0) }; _];

/// The word with the bit of an address, and the bit. `None` beyond the map.
#[inline]
fn place(address: NonNull<u8>) -> Option<(&'static AtomicU64, u64)> {
    let arena = address.addr().get() >> ARENA_BITS;
    Some((MAP.get(arena >> WORD_BITS)?, 1 << (arena % (1 << WORD_BITS))))
}

/// Enters an arena. False where it lies beyond the map.
pub(crate) fn insert(arena: NonNull<u8>) -> bool {
    let Some((word, bit)) = place(arena) else { return false };
    word.fetch_or(bit, Ordering::Relaxed);
    cache::insert(arena);
    true
}

/// Takes an arena out that was entered.
pub(crate) fn remove(arena: NonNull<u8>) {
    cache::remove(arena);
    if let Some((word, bit)) = place(arena) {
        word.fetch_and(!bit, Ordering::Relaxed);
    }
}

/// Whether an address lies in an arena of any heap.
#[inline]
pub(crate) fn contains(address: NonNull<u8>) -> bool {
    cache::contains(address) || is_in_map(address)
}

/// The same without the cache. Out of line: most addresses that are asked about lie in an arena.
#[cold]
#[inline(never)]
fn is_in_map(address: NonNull<u8>) -> bool {
    place(address).is_some_and(|(word, bit)| word.load(Ordering::Relaxed) & bit != 0)
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
    fn each_arena_has_a_bit_of_its_own_up_to_the_last_address_of_the_map() {
        let last = usize::MAX >> (usize::BITS - ADDRESS_BITS);
        let address = |address| NonNull::without_provenance(address);
        let entered = address(core::num::NonZero::new(last).unwrap());
        assert!(!contains(entered));
        assert!(insert(entered));
        assert!(contains(entered));
        let before = last - ARENA_SIZE;
        assert!(!contains(address(core::num::NonZero::new(before).unwrap())));
        remove(entered);
        assert!(!contains(entered));
    }

    #[cfg(target_pointer_width = "64")]
    #[test]
    fn addresses_beyond_the_map_are_in_no_arena_and_cannot_be_entered() {
        let local = 0_u8;
        let beyond = NonNull::from(&local).map_addr(|address| address | (1 << 50));
        assert!(!contains(NonNull::from(&local)));
        assert!(!contains(beyond));
        assert!(!insert(beyond));
    }
}
