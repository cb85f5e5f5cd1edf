//! What marking has met and not yet traversed: first in, first out, in chunks.
//!
//! ```text
//!   front chunk                                         full chunks       back chunk
//!   | done | first | ITEMS ahead | HEADERS ahead | |    | | |  | | |      | ... last |       |
//!          read                                end                                written
//! ```
//! First in, first out, because the objects of a long list lie in memory as they stand in it: they
//! are met, and later traversed, in that order, however their own references run. As an object is
//! taken out, those a little behind it are asked for.
//!
//! Threads that mark together have a queue each. A queue that others may take from has few of its
//! chunks on offer, in a `crossbeam` deque; the others are its owner's alone.
//!
//! # Invariants
//! 1. Of the front chunk the places from `read` to `end` hold objects, of the back chunk those below
//!    `written`, of a full chunk those below its `len`.
//! 2. There are at most `OFFERS` chunks on offer, so the deque never grows.

use core::mem::MaybeUninit;
use core::ptr::NonNull;
use std::alloc::{Layout, alloc};
use std::collections::VecDeque;

use crossbeam::deque::{Steal, Stealer, Worker};

use crate::object::Object;
use crate::prefetch::{hint, hint_items};

/// How many objects a chunk holds.
const SIZE: usize = 1 << 10;
/// How many places before its turn an object's header is asked for.
const HEADERS: usize = 24;
/// How many places before its turn what an object holds outside of itself is asked for.
const ITEMS: usize = 10;
/// How many chunks are kept for the next collection: 1 MiB.
const SPARE: usize = 1 << 7;
/// How many chunks are on offer at most.
const OFFERS: usize = 4;
/// A chunk of fewer objects than this is not worth handing over.
const WORTH: usize = 16;

/// Some objects.
pub(crate) struct Chunk {
    len: usize,
    objects: [MaybeUninit<Object>; SIZE],
}

// SAFETY: objects are only addresses; whoever takes a chunk uses them as `Sharing` allows.
unsafe impl Send for Chunk {}

/// Objects in the order in which they came.
pub(crate) struct Queue {
    front: Option<Box<Chunk>>,
    read: usize,
    end: usize,
    full: VecDeque<Box<Chunk>>,
    back: Option<Box<Chunk>>,
    written: usize,
    /// Full chunks that other threads may take.
    offers: Option<Worker<Box<Chunk>>>,
    spare: Vec<Box<Chunk>>,
    /// How many chunks there are, on offer and taken ones included, and were in the last use.
    made: usize,
    most: usize,
    /// Memory has run out, and something has been dropped.
    pub(crate) failed: bool,
}

impl Queue {
    /// An empty queue without memory.
    pub(crate) const fn new() -> Self {
        Self {
            front: None,
            read: 0,
            end: 0,
            full: VecDeque::new(),
            back: None,
            written: SIZE,
            offers: None,
            spare: Vec::new(),
            made: 0,
            most: 0,
            failed: false,
        }
    }

    /// Lets other threads take chunks of it, until it is reset.
    pub(crate) fn offer(&mut self) -> Stealer<Box<Chunk>> {
        self.offers.get_or_insert_with(Worker::new_fifo).stealer()
    }

    /// Puts an object in. It is not touched.
    #[inline]
    pub(crate) fn push(&mut self, object: Object) {
        if self.written == SIZE && !self.add_chunk() {
            self.failed = true;
            return;
        }
        if let Some(back) = &mut self.back {
            back.objects[self.written].write(object);
            self.written += 1;
        }
    }

    /// Takes the first object out.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<Object> {
        if self.read == self.end && !self.next_chunk() {
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

    /// The object that stands that many places behind the first, in the same chunk.
    #[inline]
    fn ahead(&self, distance: usize) -> Option<Object> {
        let place = self.read + distance;
        let front = self.front.as_deref().filter(|_| place < self.end)?;
        // SAFETY: invariant 1.
        Some(unsafe { front.objects[place].assume_init() })
    }

    /// Gives the front chunk up for the next one. False: the queue is empty, but for its offers.
    #[cold]
    fn next_chunk(&mut self) -> bool {
        if let Some(full) = self.full.pop_front() {
            self.begin(full);
        } else if self.written > 0 && self.back.is_some() {
            // What has been read becomes the room for what is to come.
            core::mem::swap(&mut self.front, &mut self.back);
            (self.read, self.end) = (0, self.written);
            self.written = if self.back.is_some() { 0 } else { SIZE };
            self.hint_first();
        } else if let Some(taken) = self.offers.as_ref().and_then(Worker::pop) {
            self.begin(taken);
        } else {
            return false;
        }
        true
    }

    /// Reads `chunk` from now on; what was in front has been read.
    fn begin(&mut self, chunk: Box<Chunk>) {
        (self.read, self.end) = (0, chunk.len);
        if let Some(done) = self.front.replace(chunk) {
            self.keep(done);
        }
        self.hint_first();
    }

    fn hint_first(&self) {
        for place in 0..HEADERS {
            if let Some(object) = self.ahead(place) {
                hint(object.header_address());
            }
        }
    }

    /// Keeps an empty chunk for later, if there is room for it.
    fn keep(&mut self, chunk: Box<Chunk>) {
        if self.spare.len() < SPARE && self.spare.try_reserve(1).is_ok() {
            self.spare.push(chunk);
        }
    }

    /// Adds a chunk at the back.
    #[cold]
    fn add_chunk(&mut self) -> bool {
        if let Some(mut full) = self.back.take() {
            full.len = self.written;
            match &self.offers {
                Some(offers) if offers.len() < OFFERS => offers.push(full),
                _ if self.full.try_reserve(1).is_ok() => self.full.push_back(full),
                _ => return false,
            }
        }
        self.back = self.spare.pop().or_else(|| {
            self.made += 1;
            new_chunk()
        });
        self.written = 0;
        self.back.is_some()
    }

    /// Puts what there is on offer if nothing else is, for threads that have nothing to do.
    pub(crate) fn offer_rest(&mut self) {
        let Some(offers) = &self.offers else { return };
        if offers.is_empty()
            && (WORTH..SIZE).contains(&self.written)
            && let Some(mut back) = self.back.take()
        {
            back.len = self.written;
            offers.push(back);
            self.written = SIZE;
        }
    }

    /// How many objects are known to be in the queue, at least.
    pub(crate) fn is_long(&self) -> bool {
        self.full.len() + self.offers.as_ref().map_or(0, Worker::len) >= OFFERS
    }

    /// Takes a chunk that another queue offers. Answers whether there was one.
    pub(crate) fn take_from(&mut self, other: &Stealer<Box<Chunk>>) -> bool {
        loop {
            match other.steal() {
                Steal::Success(chunk) => {
                    self.begin(chunk);
                    return true;
                }
                Steal::Empty => return false,
                Steal::Retry => {}
            }
        }
    }

    /// How much memory the queue has had in its last use.
    pub(crate) fn bytes(&self) -> usize {
        self.most * size_of::<Chunk>()
    }

    /// Makes the queue empty, and ready for the next collection.
    pub(crate) fn reset(&mut self) {
        let rest = core::mem::replace(self, Self::new());
        self.spare = rest.spare;
        [rest.front, rest.back].into_iter().flatten().for_each(|chunk| self.keep(chunk));
        rest.full.into_iter().for_each(|chunk| self.keep(chunk));
        (self.made, self.most) = (self.spare.len(), rest.made);
    }
}

fn new_chunk() -> Option<Box<Chunk>> {
    // SAFETY: the layout is not of size 0.
    let chunk = NonNull::new(unsafe { alloc(Layout::new::<Chunk>()) })?.cast::<Chunk>();
    // SAFETY: the memory has room for a chunk, which nothing else refers to.
    let len = unsafe { &raw mut (*chunk.as_ptr()).len };
    // SAFETY: as above.
    unsafe { len.write(0) };
    // SAFETY: the memory is that of a box with this layout; the places of objects need no value.
    Some(unsafe { Box::from_raw(chunk.as_ptr()) })
}

impl core::fmt::Debug for Queue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Queue").field("chunks", &self.full.len()).finish_non_exhaustive()
    }
}
