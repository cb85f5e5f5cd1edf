//! The hardened mode (feature `hardened`): a heap that notices misuse, and ends the program.
//!
//! Links of free blocks are encoded: what is stored is the address of the next block, combined with
//! a key and the rotated address of the block itself. The key is random and one for the process. A
//! link that does not lead to a block's place in the same pool was overwritten.
//!
//! Which blocks are in use is recorded apart from them, a bit for every 16 bytes of an arena, set
//! where a block in use begins. The table lies behind the headers of the arena, 8 KiB of it.
//!
//! | noticed                                   | when             | by                          |
//! |-------------------------------------------|------------------|-----------------------------|
//! | a freed block was written to              | it is handed out | its link                    |
//! | a block was freed twice                   | the second free  | its bit                     |
//! | a pointer that is not to a block          | the free         | its bit                     |
//! | a pointer of no heap, or of another owner | the free         | map of arenas, owner's word |
//! | the layout of a larger block              | the free         | class of the pool           |
//!
//! Frees are checked exactly; a write to a freed block is noticed where it changes the first word.
//! Blocks that the source serves are not checked. Arenas of the system end in a page that cannot be
//! accessed.
//!
//! # Invariants
//! 1. The key does not change once there is an arena.
//! 2. The bit of a place is set from when a block there is handed out until it is given back.

use core::cell::Cell;
use core::fmt;
use core::hint::select_unpredictable;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::arena_map;
use crate::fatal::die;
use crate::geometry::{ALIGNMENT, ARENA_SIZE, IN_USE, POOL_SIZE};
use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;

#[cfg(all(unix, not(miri)))]
pub(crate) mod guard;

static KEY: AtomicUsize = AtomicUsize::new(0);

#[cfg(not(feature = "std"))]
/// The golden ratio, which spreads the bits of an address over the word.
#[expect(clippy::cast_possible_truncation, reason = "half of it is odd as well")]
const ODD: usize = 0x9E37_79B9_7F4A_7C15_u64 as usize;

/// What a program did wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Misuse {
    WrittenAfterFree,
    FreedTwice,
    Foreign,
    OtherOwner,
    Inside,
    LayoutTooLarge,
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Misuse::WrittenAfterFree => "written to after it was freed",
            Misuse::FreedTwice => "freed twice",
            Misuse::Foreign => "freed, and is in no arena",
            Misuse::OtherOwner => "freed to a heap of another owner",
            Misuse::Inside => "freed, and is not the start of a block",
            Misuse::LayoutTooLarge => "freed with the layout of a larger block",
        })
    }
}

#[cold]
#[inline(never)]
fn accuse(block: NonNull<u8>, misuse: Misuse) -> ! {
    die(format_args!("Fatal error: the block at {block:p} was {misuse}"))
}

/// Chooses the key, if there is none yet. Before the first arena is used.
pub(crate) fn prepare() {
    if KEY.load(Ordering::Acquire) == 0 {
        // Where two threads choose at once, one of them wins, and neither has an arena yet.
        let _ = KEY.compare_exchange(0, random() | 1, Ordering::AcqRel, Ordering::Acquire);
    }
}

/// A word that another run of the program does not repeat.
fn random() -> usize {
    #[cfg(feature = "std")]
    {
        use std::hash::{BuildHasher, Hasher, RandomState};
        #[expect(clippy::cast_possible_truncation, reason = "half of it is random as well")]
        let word = RandomState::new().build_hasher().finish() as usize;
        word
    }
    #[cfg(not(feature = "std"))]
    {
        // Where the system placed the stack and the program.
        let local = 0_u8;
        (&raw const local).addr().wrapping_mul(ODD) ^ (&raw const KEY).addr().rotate_left(32)
    }
}

#[inline]
fn mask(block: NonNull<u8>) -> usize {
    // SAFETY: invariant 1: whoever has a block of an arena comes after the one write, which `prepare`
    // has acquired. So the word may be read as a plain one, and once where it is needed twice.
    let key = unsafe { KEY.as_ptr().read() };
    key ^ block.addr().get().rotate_left(usize::BITS / 2)
}

/// The link to `next` as it is stored in `block`. The last block of a list leads to itself.
#[inline]
pub(crate) fn encode(block: NonNull<u8>, next: Option<NonNull<u8>>) -> usize {
    select_unpredictable(next.is_none(), block.as_ptr(), as_pointer(next)).addr() ^ mask(block)
}

/// The block that the stored link of `block` leads to, after a look at where that is.
///
/// The end of a list is no branch: lists end too often to be foretold, and a link is often not in
/// the cache.
#[inline(always)]
pub(crate) fn decode(block: NonNull<u8>, link: usize) -> Option<NonNull<u8>> {
    let next = link ^ mask(block);
    // What differs between two blocks of a pool is in the other bits.
    let apart = next ^ block.addr().get();
    if apart & !(POOL_SIZE - ALIGNMENT) != 0 {
        accuse(block, Misuse::WrittenAfterFree);
    }
    let next = block.as_ptr().with_addr(select_unpredictable(apart == 0, 0, next));
    // `NonNull::new` would be the branch.
    // SAFETY: a pointer and an optional `NonNull` have the same layout, null being `None`.
    unsafe { core::mem::transmute::<*mut u8, Option<NonNull<u8>>>(next) }
}

/// The address, null where there is none.
fn as_pointer(block: Option<NonNull<u8>>) -> *mut u8 {
    block.map_or(ptr::null_mut(), NonNull::as_ptr)
}

/// The word with the bit of a block, and which bit it is.
///
/// # Safety
/// The address lies in a mapped arena, and may be used for all of it.
#[inline]
unsafe fn in_use<'a>(block: NonNull<u8>) -> (&'a Cell<u64>, u32) {
    let offset = block.addr().get() & (ARENA_SIZE - 1);
    let place = offset / ALIGNMENT;
    let word = IN_USE + place / 64 * size_of::<u64>();
    // SAFETY: the address lies `offset` bytes into its arena.
    let arena = unsafe { block.sub(offset) };
    // SAFETY: the table lies in the same arena.
    let word = unsafe { arena.add(word) };
    #[expect(clippy::cast_possible_truncation, reason = "less than 64")]
    let bit = (place % 64) as u32;
    // SAFETY: the table is there as long as the arena, zeroed at first.
    (unsafe { word.cast().as_ref() }, bit)
}

/// Whether a block in use begins at an address, given the word with its bit.
#[inline]
fn begins(block: NonNull<u8>, bits: u64, bit: u32) -> bool {
    bits >> bit & 1 == 1 && block.addr().get().is_multiple_of(ALIGNMENT)
}

/// Notes that a block is handed out.
///
/// # Safety
/// The block is free, and goes to a caller now.
#[inline]
pub(crate) unsafe fn hand_out(block: NonNull<u8>) {
    // SAFETY: a block lies in an arena.
    let (word, bit) = unsafe { in_use(block) };
    word.set(word.get() | 1 << bit);
}

/// Notes that a block is given back to a heap of `owner`, as one of at most `class`. False, with
/// nothing noted, where that is not right.
///
/// # Safety
/// `block` is a live block of an arena and given up; or anything else than a live block.
#[inline(always)]
pub(crate) unsafe fn take_back(block: NonNull<u8>, owner: *const (), class: SizeClass) -> bool {
    if !arena_map::contains(block) {
        return false;
    }
    // SAFETY: the address lies in an arena that is mapped.
    let (word, bit) = unsafe { in_use(block) };
    // SAFETY: the same.
    let pool = unsafe { PoolRef::of_block(block) };
    let bits = word.get();
    let right = begins(block, bits, bit) && pool.owner.get() == owner && pool.class() >= class;
    if right {
        word.set(bits & !(1 << bit));
    }
    right
}

/// Looks at whether a block is in an arena, before anything there is read.
pub(crate) fn check_ours(block: NonNull<u8>) {
    if !arena_map::contains(block) {
        accuse(block, Misuse::Foreign);
    }
}

/// Ends the program over a free that [`take_back`] has refused.
#[cold]
#[inline(never)]
pub(crate) fn reject(block: NonNull<u8>, owner: *const (), class: SizeClass) -> ! {
    check_ours(block);
    // SAFETY: the address lies in an arena that is mapped.
    let pool = unsafe { PoolRef::of_block(block) };
    accuse(block, fault(block, pool, owner, class).unwrap_or(Misuse::Inside))
}

/// What is wrong with the free of a block in an arena.
fn fault(block: NonNull<u8>, pool: PoolRef, owner: *const (), class: SizeClass) -> Option<Misuse> {
    // SAFETY: the pool is in a mapped arena, and the address in the same.
    let (word, bit) = unsafe { in_use(block) };
    if !begins(block, word.get(), bit) {
        return Some(wrong_place(block, pool));
    }
    if pool.owner.get() != owner {
        return Some(Misuse::OtherOwner);
    }
    (pool.class() < class).then_some(Misuse::LayoutTooLarge)
}

/// What it means that no block in use begins at an address.
fn wrong_place(block: NonNull<u8>, pool: PoolRef) -> Misuse {
    let is_pool = matches!(pool.state(), State::Used | State::Full | State::Kept);
    let begins = pool.state() != State::Virgin && pool.place_of(block).is_some();
    if begins || !is_pool { Misuse::FreedTwice } else { Misuse::Inside }
}

#[cfg(test)]
mod tests;
