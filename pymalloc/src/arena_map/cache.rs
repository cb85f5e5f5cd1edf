//! Arenas that are found with one comparison: a cache in front of the map.
//!
//! An arena has a place in it by the lower half of its address, and is there unless another one
//! was first. So an address lies in an arena where that place has just this arena; otherwise the map
//! knows.
//!
//! ```text
//!   63               32 31         20 19                    0
//!  |                   |    place    |  inside of an arena  |     an address
//! ```
//!
//! It is a static of 32 KiB.
//!
//! # Invariants
//! 1. What is in a place that is not free is an arena in the map.

use core::ptr::NonNull;
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::geometry::ARENA_SIZE;

/// Arenas that lie 4 GiB apart have the same place.
const PLACES: usize = 1 << (u32::BITS - ARENA_SIZE.trailing_zeros());

/// What a free place has: not the address of an arena, nor of what a null pointer seems to lie in.
const FREE: usize = 1;

/// The address of an arena in each place.
struct Cache([AtomicUsize; PLACES]);

static CACHE: Cache = Cache([const { AtomicUsize::new(FREE) }; _]);

/// Enters an arena that is in the map, where its place is free.
pub(super) fn insert(arena: NonNull<u8>) {
    CACHE.exchange(arena, FREE, arena.addr().get());
}

/// Takes an arena out, if it is there.
pub(crate) fn remove(arena: NonNull<u8>) {
    CACHE.exchange(arena, arena.addr().get(), FREE);
}

/// Whether an address is known to lie in an arena. Where it is not, the map is to be asked.
#[inline(always)]
pub(crate) fn contains(address: NonNull<u8>) -> bool {
    CACHE.contains(address)
}

impl Cache {
    /// The place of an arena with this address in it.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
    fn place(&self, address: NonNull<u8>) -> &AtomicUsize {
        &self.0[(address.addr().get() as u32) as usize / ARENA_SIZE]
    }

    /// Changes the place of an arena. Where it is not as expected it has another arena, which stays.
    fn exchange(&self, arena: NonNull<u8>, from: usize, to: usize) {
        let place = self.place(arena);
        let _ = place.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed);
    }

    #[inline(always)]
    fn contains(&self, address: NonNull<u8>) -> bool {
        let arena = address.addr().get() & !(ARENA_SIZE - 1);
        self.place(address).load(Ordering::Relaxed) == arena
    }
}

#[cfg(test)]
mod tests {
    use core::num::NonZero;

    use super::*;

    #[cfg(target_pointer_width = "64")]
    #[test]
    fn the_first_of_two_arenas_with_one_place_is_found_until_it_goes() {
        static CACHE: Cache = Cache([const { AtomicUsize::new(FREE) }; _]);
        let cache = &CACHE;
        let arena = |number: usize| {
            let address = (7 << 28) + number * PLACES * ARENA_SIZE;
            NonNull::without_provenance(NonZero::new(address).unwrap())
        };
        let enter = |arena: NonNull<u8>| cache.exchange(arena, FREE, arena.addr().get());
        let take_out = |arena: NonNull<u8>| cache.exchange(arena, arena.addr().get(), FREE);
        let [first, second] = [arena(0), arena(1)];
        let end = first.map_addr(|address| address | (ARENA_SIZE - 1));
        let next = NonNull::without_provenance(end.addr().checked_add(1).unwrap());
        enter(first);
        enter(second);
        assert!(cache.contains(first) && cache.contains(end));
        assert!(!cache.contains(next) && !cache.contains(second));
        take_out(second);
        assert!(cache.contains(first));
        take_out(first);
        assert!(!cache.contains(first));
        enter(second);
        assert!(cache.contains(second));
    }

    #[test]
    fn low_addresses_are_in_no_arena() {
        let last = NonNull::without_provenance(NonZero::new(ARENA_SIZE - 1).unwrap());
        assert!(!contains(NonNull::dangling()));
        assert!(!contains(last));
    }
}
