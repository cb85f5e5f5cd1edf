//! What marking has met and not yet traversed: first in, first out, in chunks.
//!
//! ```text
//!   front chunk                                      ...        back chunk
//!   | done | first | ITEMS ahead | HEADERS ahead | |  | ...     | ... last |       |
//!          read                                                          written
//! ```
//! First in, first out, because the objects of a long list lie in memory as they stand in it: they
//! are met, and later traversed, in that order, however their own references run. As an object is
//! taken out, those a little behind it are asked for.
//!
//! # Invariants
//! 1. Of the front chunk the places from `read` on hold objects, of the back chunk those below
//!    `written`; all places of the chunks between do.
//! 2. There is always a front chunk once something has been put in.

use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};
use std::alloc::{Layout, alloc};
use std::collections::VecDeque;

use crate::object::Object;
use crate::prefetch::{hint, hint_items};

/// How many objects a chunk holds.
const SIZE: usize = 4096;
/// How many places before its turn an object's header is asked for.
const HEADERS: usize = 24;
/// How many places before its turn what an object holds outside of itself is asked for.
const ITEMS: usize = 10;
/// How many chunks are kept for the next collection: 1 MiB.
const SPARE: usize = 32;

type Chunk = [MaybeUninit<Object>; SIZE];

/// Objects in the order in which they came.
pub(crate) struct Queue {
    chunks: VecDeque<Box<Chunk>>,
    spare: Vec<Box<Chunk>>,
    front: NonNull<Object>,
    read: usize,
    back: NonNull<Object>,
    written: usize,
    /// How many chunks there have been at once since the queue was empty.
    most: usize,
    /// Memory has run out, and something has been dropped.
    pub(crate) failed: bool,
}

impl Queue {
    /// An empty queue without memory.
    pub(crate) const fn new() -> Self {
        Self {
            chunks: VecDeque::new(),
            spare: Vec::new(),
            front: NonNull::dangling(),
            read: 0,
            back: NonNull::dangling(),
            written: SIZE,
            most: 0,
            failed: false,
        }
    }

    /// Puts an object in. It is not touched.
    #[inline]
    pub(crate) fn push(&mut self, object: Object) {
        if self.written == SIZE && !self.add_chunk() {
            self.failed = true;
            return;
        }
        // SAFETY: `back` is the back chunk, which has that place.
        let place = unsafe { self.back.add(self.written) };
        // SAFETY: as above; nothing else refers to the chunk.
        unsafe { place.write(object) };
        self.written += 1;
    }

    /// Takes the first object out.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Object> {
        if self.read == self.limit() && !self.next_chunk() {
            return None;
        }
        if let Some(later) = self.ahead(HEADERS) {
            hint(later.header_address());
        }
        if let Some(soon) = self.ahead(ITEMS) {
            hint_items(soon);
        }
        let first = self.ahead(0);
        self.read += 1;
        first
    }

    /// Where the objects of the front chunk end.
    #[inline]
    fn limit(&self) -> usize {
        if ptr::eq(self.front.as_ptr(), self.back.as_ptr()) { self.written } else { SIZE }
    }

    /// The object that stands that many places behind the first, in the same chunk.
    #[inline]
    fn ahead(&self, distance: usize) -> Option<Object> {
        let place = self.read + distance;
        if place >= self.limit() {
            return None;
        }
        // SAFETY: the place is below the limit, so the front chunk has it.
        let place = unsafe { self.front.add(place) };
        // SAFETY: invariant 1.
        Some(unsafe { place.read() })
    }

    /// Gives the front chunk up. False: the queue is empty.
    #[cold]
    fn next_chunk(&mut self) -> bool {
        if self.chunks.len() < 2 {
            return false;
        }
        if let Some(done) = self.chunks.pop_front()
            && self.spare.len() < SPARE
            && self.spare.try_reserve(1).is_ok()
        {
            self.spare.push(done);
        }
        self.read = 0;
        if let Some(front) = self.chunks.front_mut() {
            self.front = NonNull::from(&mut **front).cast();
        }
        true
    }

    /// Adds a chunk at the back.
    #[cold]
    fn add_chunk(&mut self) -> bool {
        let Some(mut chunk) = self.spare.pop().or_else(new_chunk) else { return false };
        if self.chunks.try_reserve(1).is_err() {
            return false;
        }
        self.back = NonNull::from(&mut *chunk).cast();
        self.written = 0;
        if self.chunks.is_empty() {
            self.front = self.back;
            self.read = 0;
            self.most = 0;
        }
        self.chunks.push_back(chunk);
        self.most = self.most.max(self.chunks.len() + self.spare.len());
        true
    }

    /// How much memory the queue has had at once in its last use.
    pub(crate) fn bytes(&self) -> usize {
        self.most * size_of::<Chunk>()
    }

    /// Makes the queue empty, and ready for the next collection.
    pub(crate) fn reset(&mut self) {
        let room = SPARE.saturating_sub(self.spare.len());
        if self.spare.try_reserve(room.min(self.chunks.len())).is_ok() {
            self.spare.extend(self.chunks.drain(..).take(room));
        }
        self.chunks.clear();
        self.front = NonNull::dangling();
        self.back = NonNull::dangling();
        (self.read, self.written, self.failed) = (SIZE, SIZE, false);
    }
}

fn new_chunk() -> Option<Box<Chunk>> {
    // SAFETY: the layout is not of size 0.
    let chunk = NonNull::new(unsafe { alloc(Layout::new::<Chunk>()) })?;
    // SAFETY: the memory is that of a box with this layout, and its places need no value.
    Some(unsafe { Box::from_raw(chunk.as_ptr().cast()) })
}

impl core::fmt::Debug for Queue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Queue").field("chunks", &self.chunks.len()).finish_non_exhaustive()
    }
}
