//! Where the carved blocks of a pool begin, asked without a division.
//!
//! A distance from the first block is a multiple of the block size where its product with
//! `reciprocal`, which is 2^32 divided by the size and rounded up, leaves less than `reciprocal` in
//! the lower 32 bits. That holds for all distances and sizes whose product is below 2^32.
//!
//! # Invariants
//! 1. `carved` is the distance of the first block that was never carved.
//!
//! Source: Lemire, Kaser and Kurz, "Faster remainder by direct computation".

use core::cell::Cell;
use core::ptr::NonNull;

use crate::geometry::{POOL_SIZE, first_block};
use crate::size_class::SizeClass;

/// A part of a pool's header. All zeroes is that of a virgin pool, without a block.
#[repr(C)]
pub(crate) struct Grid {
    start: Cell<u16>,
    carved: Cell<u16>,
    reciprocal: Cell<u32>,
}

const _: () = assert!(size_of::<Grid>() == 8);
const _: () = assert!(POOL_SIZE < 1 << 16);

impl Grid {
    pub(crate) const fn new() -> Self {
        Grid { start: Cell::new(0), carved: Cell::new(0), reciprocal: Cell::new(0) }
    }

    /// The pool in slot `index` gets `class`; none of its blocks is carved.
    pub(crate) fn set(&self, index: usize, class: SizeClass) {
        self.start.set(narrow(first_block(index, class) % POOL_SIZE));
        self.carved.set(0);
        self.reciprocal.set(u32::MAX / u32::from(narrow(class.block_size())) + 1);
    }

    /// So many bytes of blocks are carved.
    pub(crate) fn set_carved(&self, bytes: usize) {
        self.carved.set(narrow(bytes));
    }

    /// The distance of an address in the pool from the first block; a long one in front of it.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "a pool is smaller than 64 KiB")]
    fn distance(&self, address: NonNull<u8>) -> u16 {
        ((address.addr().get() % POOL_SIZE) as u16).wrapping_sub(self.start.get())
    }

    /// Whether a distance is a multiple of the block size.
    #[inline(always)]
    fn is_multiple(&self, distance: u16) -> bool {
        let reciprocal = self.reciprocal.get();
        u32::from(distance).wrapping_mul(reciprocal) < reciprocal
    }

    /// Whether a carved block begins at an address in the pool.
    #[inline(always)]
    pub(crate) fn begins(&self, address: NonNull<u8>) -> bool {
        let distance = self.distance(address);
        distance < self.carved.get() && self.is_multiple(distance)
    }

    /// Whether a block may begin at an address in the pool, carved or not: what can be told without
    /// what the pool's owner changes while a block is in use.
    #[cfg(all(feature = "global", not(loom)))]
    pub(crate) fn may_begin(&self, address: NonNull<u8>) -> bool {
        let distance = self.distance(address);
        usize::from(distance) < POOL_SIZE && self.is_multiple(distance)
    }
}

fn narrow(bytes: usize) -> u16 {
    debug_assert!(bytes <= POOL_SIZE);
    #[expect(clippy::cast_possible_truncation, reason = "a pool is smaller than 64 KiB")]
    let bytes = bytes as u16;
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::capacity;

    #[test]
    fn blocks_begin_at_the_multiples_of_their_size_that_are_carved() {
        let grid = Grid::new();
        let at = |slot: usize, offset: usize| {
            let address = 7 * crate::ARENA_SIZE + slot * POOL_SIZE + offset;
            NonNull::without_provenance(core::num::NonZero::new(address).unwrap())
        };
        for slot in [0, 1, 63] {
            assert!((0..POOL_SIZE).all(|offset| !grid.begins(at(slot, offset))));
            for class in SizeClass::EVERY {
                grid.set(slot, class);
                let first = first_block(slot, class) % POOL_SIZE;
                assert!((0..POOL_SIZE).all(|offset| !grid.begins(at(slot, offset))));
                let carved = usize::from(capacity(slot, class)) / 2 * class.block_size();
                grid.set_carved(carved);
                for offset in 0..POOL_SIZE {
                    let inside = offset.checked_sub(first);
                    let fits = inside.is_some_and(|inside| inside % class.block_size() == 0);
                    let begins = fits && inside < Some(carved);
                    assert_eq!(grid.begins(at(slot, offset)), begins, "{slot} {offset}");
                    #[cfg(all(feature = "global", not(loom)))]
                    assert_eq!(grid.may_begin(at(slot, offset)), fits, "{slot} {offset}");
                }
            }
            grid.reciprocal.set(0);
            grid.carved.set(0);
        }
    }
}
