//! Where the carved blocks of a pool begin, asked with one product and one comparison.
//!
//! A reciprocal is 2^32 divided by the block size, and a little more. So the product of it with a
//! multiple of the size, in 32 bits, is small: as many times the `unit` as the distance is blocks, and
//! the unit is at most the size. The product with any other distance, also with one that lies in
//! front of the first block, is larger than that with the whole pool. So a carved block begins where
//! the product is less than the unit for each of the carved blocks, a number that the pool's header
//! has.
//!
//! # Invariants
//! 1. `start` is the lower half of the address of the first block. Of a virgin pool, which has no
//!    blocks, both numbers are zero.
//!
//! Source: Lemire, Kaser and Kurz, "Faster remainder by direct computation".

use core::cell::Cell;
use core::ptr::NonNull;

use crate::geometry::POOL_SIZE;
#[cfg(all(feature = "global", not(loom)))]
use crate::geometry::{ARENA_SIZE, first_block};
use crate::size_class::SizeClass;

/// A part of a pool's header. All zeroes is that of a virgin pool, without a block.
#[repr(C)]
pub(crate) struct Grid {
    start: Cell<u32>,
    reciprocal: Cell<u32>,
}

const _: () = assert!(size_of::<Grid>() == 8);
/// What the products of a pool's multiples, also of those in front of it, stay away from the others.
const _: () = assert!((2 * POOL_SIZE * POOL_SIZE) as u64 <= u32::MAX as u64);

/// Where an address lies, as far as addresses in one pool differ.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "a pool is smaller than 4 GiB")]
fn low(address: NonNull<u8>) -> u32 {
    address.addr().get() as u32
}

impl Grid {
    pub(crate) const fn new() -> Self {
        Grid { start: Cell::new(0), reciprocal: Cell::new(0) }
    }

    /// The pool's blocks are of `class` from now on, and begin with `first`.
    pub(crate) fn set(&self, first: NonNull<u8>, class: SizeClass) {
        self.start.set(low(first));
        self.reciprocal.set(RECIPROCALS[class.index()]);
    }

    /// What the product grows by from one block to the next. The pool's blocks are of `class`. Zero in
    /// a virgin pool.
    #[expect(clippy::cast_possible_truncation, reason = "at most the size of a block")]
    pub(crate) fn unit(&self, class: SizeClass) -> u16 {
        self.reciprocal.get().wrapping_mul(size_of_block(class)) as u16
    }

    /// The product of an address in the pool.
    #[inline(always)]
    fn product(&self, address: NonNull<u8>) -> u32 {
        low(address).wrapping_sub(self.start.get()).wrapping_mul(self.reciprocal.get())
    }

    /// Whether one of so many blocks, counted in units, begins at an address in the pool.
    #[inline(always)]
    pub(crate) fn begins(&self, address: NonNull<u8>, units: u16) -> bool {
        self.product(address) < u32::from(units)
    }
}

/// Whether a block may begin at an address in a pool of `class`, carved or not: what can be told
/// without the pool's header, which its owner writes all the time.
#[cfg(all(feature = "global", not(loom)))]
#[expect(clippy::cast_possible_truncation, reason = "a pool is smaller than 4 GiB")]
pub(crate) fn may_begin(address: NonNull<u8>, class: SizeClass) -> bool {
    let offset = address.addr().get() % ARENA_SIZE;
    let distance = offset.wrapping_sub(first_block(offset / POOL_SIZE, class)) as u32;
    distance.wrapping_mul(RECIPROCALS[class.index()]) < POOL_SIZE as u32
}

/// 2^32 divided by the block size and rounded up; one more for a power of two, since it divides
/// 2^32, and the unit would be zero.
const RECIPROCALS: [u32; SizeClass::POOLED] = {
    let mut reciprocals = [0; SizeClass::POOLED];
    let mut index = 0;
    while index < SizeClass::POOLED {
        let size = size_of_block(SizeClass::EVERY[index]);
        reciprocals[index] = u32::MAX / size + 1 + size.is_power_of_two() as u32;
        index += 1;
    }
    reciprocals
};

#[expect(clippy::cast_possible_truncation, reason = "at most a pool")]
const fn size_of_block(class: SizeClass) -> u32 {
    class.block_size() as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::{capacity, first_block};

    #[test]
    fn blocks_begin_at_the_multiples_of_their_size_that_are_carved() {
        let grid = Grid::new();
        let at = |slot: usize, offset: usize| {
            let address = 7 * crate::ARENA_SIZE + slot * POOL_SIZE + offset;
            NonNull::without_provenance(core::num::NonZero::new(address).unwrap())
        };
        for slot in [0, 1, 63] {
            assert!((0..POOL_SIZE).all(|offset| !grid.begins(at(slot, offset), 0)));
            for class in SizeClass::EVERY {
                let first = first_block(slot, class) % POOL_SIZE;
                let whole = capacity(slot, class);
                if whole == 0 {
                    continue;
                }
                grid.set(at(slot, first), class);
                for carved in [0, whole / 2, whole] {
                    let units = grid.unit(class) * carved;
                    for offset in 0..POOL_SIZE {
                        let inside = offset.checked_sub(first);
                        let fits = inside.is_some_and(|inside| inside % class.block_size() == 0);
                        let end = usize::from(carved) * class.block_size();
                        let begins = fits && inside < Some(end);
                        let address = at(slot, offset);
                        assert_eq!(grid.begins(address, units), begins, "{slot} {offset}");
                        #[cfg(all(feature = "global", not(loom)))]
                        assert_eq!(may_begin(address, class), fits, "{slot} {offset}");
                    }
                }
            }
            grid.reciprocal.set(0);
        }
    }
}
