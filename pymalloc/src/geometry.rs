//! Where things lie in an arena.
//!
//! An arena is aligned to its own size, so the arena of a block is a mask away, and so is its
//! pool's header: the headers lie packed behind the arena's own, indexed by the slot the block is
//! in. Headers at each 16 KiB boundary would all fall into one set of the first-level cache. What
//! only relinking reads of a pool lies apart, behind the headers.
//!
//! ```text
//!  0       192                 2240  2560              16 KiB     32 KiB   1 MiB
//!  | Arena | Pool 0 .. Pool 63 | pad | blocks of pool 0 | pool 1 | .. pool 63 |
//!
//!   63                         20 19        14 13                  0
//!  |       address of arena      | slot of pool |  offset in the slot |      a block's address
//! ```
//!
//! Slot 0 is a shorter pool: 13824 bytes instead of 16384.
//!
//! # Invariants
//! 1. The first block of every pool is aligned to the largest power of two that divides the block
//!    size, so all blocks are. A pool of the largest class, whose only block would be the whole slot,
//!    is not in slot 0.

use crate::arena::Arena;
use crate::pool::{Links, Pool};
use crate::size_class::SizeClass;

/// The alignment of every block, and the distance of two size classes, in bytes.
pub const ALIGNMENT: usize = 16;

/// The largest block that pools serve, in bytes.
pub const SMALL_MAX: usize = 512;

/// The largest block that pools serve for a whole program, in bytes.
pub const MEDIUM_MAX: usize = 2048;

/// The size of a pool, in bytes.
pub const POOL_SIZE: usize = 16 * 1024;

/// The size and the alignment of an arena, in bytes.
pub const ARENA_SIZE: usize = 1 << 20;

/// The pools of an arena, the shorter one in slot 0 included.
pub(crate) const POOLS: usize = ARENA_SIZE / POOL_SIZE;

/// Where the packed pool headers begin in an arena.
pub(crate) const POOL_HEADERS: usize = size_of::<Arena>();

/// Where the links begin that lie apart from the headers of the pools, one for each slot.
pub(crate) const LINKS: usize = POOL_HEADERS + POOLS * size_of::<Pool>();

/// What the headers take at the start of slot 0.
pub(crate) const HEADERS: usize = LINKS + POOLS * size_of::<Links>();

/// The same with the padding in front of the first block.
pub(crate) const HEADER_BYTES: usize = HEADERS.next_multiple_of(SMALL_MAX);

const _: () = assert!(POOLS == 64);
const _: () = assert!(HEADER_BYTES == if cfg!(feature = "hardened") { 3072 } else { 2560 });
const _: () = assert!(HEADER_BYTES.is_multiple_of(SMALL_MAX));

/// How many blocks fit, by class: in slot 0, and in the other slots.
const CAPACITY: [[u16; SizeClass::POOLED]; 2] = {
    let mut table = [[0; SizeClass::POOLED]; 2];
    let mut class = 0;
    while class < SizeClass::POOLED {
        let size = SizeClass::EVERY[class].block_size();
        table[0][class] = narrow((POOL_SIZE - first_block(0, SizeClass::EVERY[class])) / size);
        table[1][class] = narrow(POOL_SIZE / size);
        class += 1;
    }
    table
};

#[expect(clippy::cast_possible_truncation, reason = "asserted to fit; `try_from` is not const")]
const fn narrow(count: usize) -> u16 {
    assert!(count <= u16::MAX as usize);
    count as u16
}

/// The most blocks a pool can have.
pub(crate) const MAX_BLOCKS: usize = POOL_SIZE / ALIGNMENT;

/// How many blocks of `class` the pool in slot `index` holds.
#[inline]
pub(crate) fn capacity(index: usize, class: SizeClass) -> u16 {
    CAPACITY[usize::from(index != 0)][class.index()]
}

/// Where the blocks of a pool of `class` in slot `index` begin in its arena.
#[inline]
pub(crate) const fn first_block(index: usize, class: SizeClass) -> usize {
    let size = class.block_size();
    let alignment = size & size.wrapping_neg();
    if index == 0 { HEADER_BYTES.next_multiple_of(alignment) } else { index * POOL_SIZE }
}

/// Where the memory of the pool in slot `index` begins in its arena.
#[inline]
pub(crate) fn pool_start(index: usize) -> usize {
    if index == 0 { HEADER_BYTES } else { index * POOL_SIZE }
}

/// The bytes that the pool in slot `index` has for blocks.
#[inline]
pub(crate) fn pool_bytes(index: usize) -> usize {
    if index == 0 { POOL_SIZE - HEADER_BYTES } else { POOL_SIZE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pool_holds_as_many_blocks_as_fit() {
        let class = |size| SizeClass::of(size).unwrap();
        assert_eq!(capacity(1, class(16)), 1024);
        assert_eq!(capacity(63, class(48)), 341);
        assert_eq!(capacity(0, class(512)), if cfg!(feature = "hardened") { 26 } else { 27 });
        for class in SizeClass::EVERY {
            for index in [0, 1] {
                let bytes = usize::from(capacity(index, class)) * class.block_size();
                let start = first_block(index, class) - pool_start(index);
                assert!(start + bytes <= pool_bytes(index));
                assert!(start + bytes + class.block_size() > pool_bytes(index));
                let is_whole = class.block_size() == POOL_SIZE;
                assert_eq!(capacity(index, class) == 0, is_whole && index == 0);
            }
        }
    }

    #[test]
    fn first_blocks_are_aligned_to_what_divides_the_size() {
        for class in SizeClass::EVERY {
            let alignment = 1 << class.block_size().trailing_zeros();
            assert!((0..POOLS).all(|index| first_block(index, class).is_multiple_of(alignment)));
        }
    }
}
