//! The hardened mode (feature `hardened`): a heap that notices misuse, and ends the program.
//!
//! A free block has two words of the allocator's. The first is the link to the next one, encoded:
//! what is stored is how far apart the two addresses are, combined with a key. A link that does not
//! lead to a place in the same pool was overwritten. The second is a mark: another key, combined with
//! the address of the block. It is taken away when the block is handed out. Both keys are random and
//! those of the process.
//!
//! ```text
//!   free     | KEY ^ address ^ next | MARK ^ address << 8 | whatever was there
//!   in use   | whatever was there   | 0                   | whatever was there    until it is written
//! ```
//! Behind the last block of a list comes an odd address in its pool. The lowest byte of a mark is
//! [`DEAD`]: with the debug hooks over a hardened heap it lies where they look for a block's letter.
//!
//! | noticed                                   | when             | by                          |
//! |-------------------------------------------|------------------|-----------------------------|
//! | a freed block was written to              | it is handed out | its link                    |
//! | a block was freed twice                   | the second free  | its mark, the pool's grid   |
//! | a pointer that is not to a block          | the free         | the pool's grid             |
//! | a pointer of no heap, or of another owner | the free         | the arenas, owner's word    |
//! | the layout of a larger block              | the free         | class of the pool           |
//!
//! A write to a freed block is noticed where it changes the first word. A second free is noticed
//! unless the second word was written in between: the block is then on the list twice, and handed out
//! twice. The second time comes to light as a write to a freed block, unless the first word has not
//! been written. The chance that a block in use happens to bear its mark is that of guessing a key.
//! Blocks that the source serves are not checked. Arenas of the system end in a page that cannot be
//! accessed.
//!
//! # Invariants
//! 1. The keys do not change once there is an arena.
//! 2. The second word of a block in a free list is its mark, and that of a block that is handed out
//!    is not.

use core::fmt;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::arena::ArenaRef;
use crate::arena_map;
use crate::fatal::die;
use crate::geometry::{ALIGNMENT, POOL_SIZE};
use crate::pool::{PoolRef, State};
use crate::size_class::SizeClass;

pub(crate) mod grid;
#[cfg(all(unix, not(miri)))]
pub(crate) mod guard;

/// The key of the links, and that of the marks.
static KEY: AtomicUsize = AtomicUsize::new(0);
static MARK: AtomicUsize = AtomicUsize::new(0);

/// The lowest byte of each mark.
const DEAD: usize = 0xDD;

/// The bits in which a block's address and what its link leads to may differ.
const APART: usize = (POOL_SIZE - ALIGNMENT) | 1;

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

/// Chooses the keys, if there are none yet. Before the first arena is used.
pub(crate) fn prepare() {
    for key in [&KEY, &MARK] {
        if key.load(Ordering::Acquire) == 0 {
            // Where two threads choose at once, one of them wins, and neither has an arena yet.
            let chosen = random(ptr::from_ref(key).addr()) & !0xFF | DEAD;
            let _ = key.compare_exchange(0, chosen, Ordering::AcqRel, Ordering::Acquire);
        }
    }
}

/// A word that another run of the program does not repeat.
fn random(seed: usize) -> usize {
    #[cfg(feature = "std")]
    {
        use std::hash::{BuildHasher, RandomState};
        #[expect(clippy::cast_possible_truncation, reason = "half of it is random as well")]
        let word = RandomState::new().hash_one(seed) as usize;
        word
    }
    #[cfg(not(feature = "std"))]
    {
        // Where the system placed the stack and the program.
        let local = 0_u8;
        ((&raw const local).addr() ^ seed.rotate_left(usize::BITS / 2)).wrapping_mul(ODD)
    }
}

/// A key, as a plain word: so that it is read once where it is needed twice.
#[inline(always)]
fn read(key: &AtomicUsize) -> usize {
    // SAFETY: invariant 1: whoever has a block of an arena comes after the one write, which `prepare`
    // has acquired.
    unsafe { key.as_ptr().read() }
}

/// What marks a free block.
#[inline(always)]
fn mark(block: NonNull<u8>) -> usize {
    read(&MARK) ^ (block.addr().get() << 8)
}

/// The place of the mark.
///
/// # Safety
/// The address is that of a block, in use or not.
#[inline(always)]
unsafe fn second_word(block: NonNull<u8>) -> NonNull<usize> {
    // SAFETY: every block has two words.
    unsafe { block.cast::<usize>().add(1) }
}

/// Writes the words of a free block; `rest` is what comes behind it on its list.
///
/// # Safety
/// The block is free, and `rest` a block of the same pool, or an odd address in it.
#[inline(always)]
pub(crate) unsafe fn set_free(block: NonNull<u8>, rest: *mut u8) {
    let address = block.addr().get();
    // Both keys are read before the block is written: the compiler takes it for a place where they
    // might be.
    let words = [read(&KEY) ^ address ^ rest.addr(), mark(block)];
    // SAFETY: every block has two words, aligned to 16.
    unsafe { block.cast().write(words) };
}

/// What comes behind a free block on its list, after a look at where that is.
///
/// # Safety
/// [`set_free`] wrote the words of the block, which was not handed out since then.
#[inline(always)]
pub(crate) unsafe fn rest(block: NonNull<u8>) -> *mut u8 {
    // SAFETY: the caller's block has a first word.
    let link: usize = unsafe { block.cast().read() };
    let apart = link ^ read(&KEY);
    if apart & !APART != 0 {
        accuse(block, Misuse::WrittenAfterFree);
    }
    block.as_ptr().map_addr(|address| address ^ apart)
}

/// Takes the mark from a block that is handed out.
///
/// # Safety
/// The block is free, on no list, and goes to a caller now.
#[inline(always)]
pub(crate) unsafe fn hand_out(block: NonNull<u8>) {
    // SAFETY: the caller's block.
    let word = unsafe { second_word(block) };
    // SAFETY: nobody uses it yet.
    unsafe { word.write(0) };
}

/// Whether a block is marked as a free one.
///
/// # Safety
/// The address is that of a block, in use or not.
#[inline(always)]
unsafe fn is_marked(block: NonNull<u8>) -> bool {
    // SAFETY: the caller's promise.
    let word = unsafe { second_word(block) };
    // SAFETY: the block is mapped, and aligned to 16. Whoever gives it up has leave to read it.
    unsafe { word.read() == mark(block) }
}

/// Whether a block in use begins at an address in a pool of the heap that looks.
#[inline(always)]
fn is_in_use(block: NonNull<u8>, pool: PoolRef) -> bool {
    // SAFETY: a carved block begins there.
    pool.begins(block) && !unsafe { is_marked(block) }
}

/// Whether a block is right to be given back to a heap of `owner`, as one of at most `class`. Where
/// it is not found to be, [`examine`] knows.
///
/// # Safety
/// `block` is a live block of an arena and given up; or anything else than a live block.
#[inline(always)]
pub(crate) unsafe fn is_right(block: NonNull<u8>, owner: *const (), class: SizeClass) -> bool {
    if !arena_map::cache::contains(block) {
        return false;
    }
    // SAFETY: the address lies in an arena that is mapped.
    let arena = unsafe { ArenaRef::containing(block) };
    // SAFETY: the same.
    let pool = unsafe { PoolRef::of_block(block) };
    arena.public.owner.get() == owner && pool.class() >= class && is_in_use(block, pool)
}

/// Ends the program where a block is no thread's, or free already. What its owner alone may read is
/// looked at when the owner takes it up.
#[cfg(all(feature = "global", not(loom)))]
pub(crate) fn check_remote(block: NonNull<u8>) {
    if !arena_map::contains(block) {
        accuse(block, Misuse::Foreign);
    }
    // SAFETY: the address lies in an arena that is mapped.
    let class = unsafe { PoolRef::class_of(block) };
    // SAFETY: a block may begin there, so it has two words.
    if !grid::may_begin(block, class) || unsafe { is_marked(block) } {
        // SAFETY: as above.
        accuse(block, wrong_place(block, unsafe { PoolRef::of_block(block) }));
    }
}

/// Ends the program over a free that [`is_right`] has refused; unless it has nothing wrong, but an
/// arena that is not in the cache.
#[cold]
#[inline(never)]
pub(crate) fn examine(block: NonNull<u8>, owner: *const (), class: SizeClass) {
    if !arena_map::contains(block) {
        accuse(block, Misuse::Foreign);
    }
    // SAFETY: the address lies in an arena that is mapped.
    let pool = unsafe { PoolRef::of_block(block) };
    if let Some(misuse) = fault(block, pool, owner, class) {
        accuse(block, misuse);
    }
}

/// What is wrong with the free of a block in an arena.
fn fault(block: NonNull<u8>, pool: PoolRef, owner: *const (), class: SizeClass) -> Option<Misuse> {
    if !is_in_use(block, pool) {
        return Some(wrong_place(block, pool));
    }
    if pool.arena().public.owner.get() != owner {
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
