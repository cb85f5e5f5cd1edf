//! Blocks of other heaps, in the shape of a pool: a header without memory.
//!
//! A thread that frees another's block may keep it for its own next request: the block is in its
//! cache, and nothing has to be sent. Such blocks go onto the list of a header like a pool's, one for
//! each class, and are handed out by the same few instructions as a pool's own. For their owner they
//! stay in use all the time.
//!
//! ```text
//!            LEAST blocks are there               the room is full
//!   Full ------------------------> Borrowed -------------------------> no more are taken
//!        <------------------------
//!       an allocation finds none: the room doubles
//! ```
//! It is in no list while it has few blocks, as a full pool is, and then in front of the heap's own
//! pools of the class, which drain meanwhile. `left` counts down to the next event as in a pool: to
//! `LEAST` blocks, or to a full room. Where it is zero no block is taken.
//!
//! A thread that only frees has no use for them. So the room is small at first, and grows each time
//! that what was in it has been used up.
//!
//! # Invariants
//! 1. The blocks on the list are of the header's class, in use for the heaps they are of, and used by
//!    nobody.
//! 2. In state `Borrowed` the header is in front of the pools of its class, otherwise in no list.
//! 3. `left` is the room, or `LEAST` in state `Full`, less the blocks on the list. It is zero before
//!    the header is opened.
//!
//! Source: the thread caches of tcmalloc, with their slow start.

use core::cell::Cell;
use core::ptr::NonNull;

use super::{Pool, PoolRef, State};
use crate::geometry::POOL_SIZE;
use crate::size_class::SizeClass;

/// How many blocks there are before they are handed out: to come to the front and leave it costs
/// more than a block.
const LEAST: u16 = 8;

/// The room at first, and at most; never more than a pool of the class holds.
const FIRST_ROOM: u16 = 16;
const MOST_ROOM: u16 = 256;

impl Pool {
    /// The header for blocks of `class`, which takes none yet.
    pub(crate) const fn borrowed(class: SizeClass) -> Pool {
        let mut pool = Pool::virgin();
        pool.class = Cell::new(class);
        pool
    }

    /// From now on blocks are taken, as many as at first. The list is empty.
    pub(crate) fn open(&self) {
        self.set_room(FIRST_ROOM);
        self.wait();
    }

    /// Whether a block is taken.
    #[inline]
    pub(crate) fn has_room(&self) -> bool {
        self.left.get() > 0
    }

    /// The room, in blocks. Nothing is carved here, so its number is free.
    fn room(&self) -> u16 {
        self.carved.get()
    }

    fn set_room(&self, room: u16) {
        let whole = POOL_SIZE / self.class().block_size();
        let whole = u16::try_from(whole).unwrap_or(MOST_ROOM).max(LEAST);
        self.carved.set(room.min(MOST_ROOM).min(whole));
    }

    /// The blocks on the list.
    pub(crate) fn borrowed_blocks(&self) -> usize {
        let all = match self.state() {
            State::Virgin => 0,
            State::Borrowed => self.room(),
            _ => LEAST,
        };
        usize::from(all) - self.left.get() as usize
    }

    /// The header comes to the front of its class, with `LEAST` blocks.
    pub(crate) fn set_borrowed(&self) {
        debug_assert!(self.state() == State::Full && self.left.get() == 0);
        self.left.set(u32::from(self.room() - LEAST));
        self.state.set(State::Borrowed);
    }

    /// The header is at the front no more, since its blocks have been used up.
    pub(crate) fn set_used_up(&self) {
        self.set_room(self.room().saturating_mul(2));
        self.wait();
    }

    /// The header is in no list, and without blocks.
    fn wait(&self) {
        debug_assert!(self.free().first().is_none());
        self.left.set(u32::from(LEAST));
        self.state.set(State::Full);
    }
}

impl PoolRef {
    /// The header of blocks that a thread has borrowed.
    pub(crate) fn of_borrowed(pool: &'static Pool) -> PoolRef {
        PoolRef(NonNull::from(pool))
    }
}
