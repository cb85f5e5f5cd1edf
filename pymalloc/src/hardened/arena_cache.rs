//! Arenas that are found with one comparison: a cache in front of the map of arenas.
//!
//! An arena has a place in it by the lower half of its address, and is there unless another one
//! was first. So an address lies in an arena where that place has just this arena; otherwise the map
//! of arenas knows.
//!
//! # Invariants
//! 1. What is in a place is an arena in the map of arenas.

use core::ptr::NonNull;
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::geometry::ARENA_SIZE;

/// Arenas that lie 4 GiB apart have the same place.
const PLACES: usize = 1 << (u32::BITS - ARENA_SIZE.trailing_zeros());

/// What a free place has: not the address of an arena, nor of what a null pointer seems to lie in.
const FREE: usize = 1;

static CACHE: [AtomicUsize; PLACES] = [const { AtomicUsize::new(FREE) }; _];

/// The place of an arena with this address in it.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "the lower half is what is asked for")]
fn place(address: NonNull<u8>) -> &'static AtomicUsize {
    &CACHE[(address.addr().get() as u32) as usize / ARENA_SIZE]
}

/// Enters an arena that is in the map of arenas, where its place is free.
pub(crate) fn insert(arena: NonNull<u8>) {
    exchange(place(arena), FREE, arena.addr().get());
}

/// Takes an arena out, if it is there.
pub(crate) fn remove(arena: NonNull<u8>) {
    exchange(place(arena), arena.addr().get(), FREE);
}

fn exchange(place: &AtomicUsize, from: usize, to: usize) {
    // Where it fails the place has another arena, which stays.
    let _ = place.compare_exchange(from, to, Ordering::Relaxed, Ordering::Relaxed);
}

/// Whether an address is known to lie in an arena. Where it is not, the map of arenas is to be asked.
#[inline(always)]
pub(crate) fn contains(address: NonNull<u8>) -> bool {
    let arena = address.addr().get() & !(ARENA_SIZE - 1);
    place(address).load(Ordering::Relaxed) == arena
}

#[cfg(test)]
mod tests {
    use core::num::NonZero;

    use super::*;

    #[test]
    fn the_first_of_two_arenas_with_one_place_is_found_until_it_goes() {
        // No program has such addresses.
        let arena = |number: usize| {
            let address = (1 << (usize::BITS - 1)) + number * PLACES * ARENA_SIZE;
            NonNull::without_provenance(NonZero::new(address).unwrap())
        };
        let [first, second] = [arena(0), arena(1)];
        let end = first.map_addr(|address| address | (ARENA_SIZE - 1));
        let next = NonNull::without_provenance(end.addr().checked_add(1).unwrap());
        insert(first);
        insert(second);
        assert!(contains(first) && contains(end) && !contains(next) && !contains(second));
        remove(second);
        assert!(contains(first));
        remove(first);
        assert!(!contains(first));
        insert(second);
        assert!(contains(second));
        remove(second);
    }

    #[test]
    fn low_addresses_are_in_no_arena() {
        assert!(!contains(NonNull::dangling()));
        let last = NonNull::without_provenance(NonZero::new(ARENA_SIZE - 1).unwrap());
        assert!(!contains(last));
    }
}
