//! The order of the oldest generation, remembered from one full collection to the next.
//!
//! A walk through the list has to be followed link by link, and each object waits for the one
//! before it to arrive from memory; young collections have shuffled the list, so each comes from
//! somewhere else. This array remembers the order, so that the objects ahead can be asked for.
//! Objects that have died since still stand in it: what it names is never read, only hinted.
//!
//! ```text
//!   remembered   a b c d e f g h          read from the front, 4 bytes for each object
//!   list now     a b   d e   g h  x y     the dead are skipped, new objects follow at the end
//! ```
//! Beside each that has been remembered in this collection a bit can be noted, for dicts, which are
//! looked at once more when the walk is over.
//!
//! # Invariants
//! 1. An entry is only dereferenced in the collection that has remembered it, before anything of the
//!    interpreter's runs.

use core::ptr::NonNull;

use crate::addresses::{Code, Pieces};
use crate::codes::{Codes, SIZE, Spare};
use crate::growth;
use crate::prefetch::hint;
use crate::ring::{Head, Node};

/// How many objects in front of the current one are asked for.
const AHEAD: usize = 16;
/// How many dead objects in a row are skipped at once.
const SKIP: usize = 32;
/// How many of the noted are looked up at a time, and how many places before its turn one is asked
/// for, and what it holds.
const BATCH: usize = 512;
const LATER: usize = 16;
const SOON: usize = 8;

/// The remembered order.
#[derive(Debug)]
pub(crate) struct Order {
    pieces: Pieces,
    /// The order of the last collection, and the one that is expected next.
    entries: Codes,
    expected: usize,
    /// The order of this collection.
    written: Codes,
    /// A bit for each that has been written, up to the last that is noted.
    noted: Vec<u64>,
}

impl Order {
    pub(crate) const fn new() -> Self {
        Self {
            pieces: Pieces::new(),
            entries: Codes::new(),
            expected: 0,
            written: Codes::new(),
            noted: Vec::new(),
        }
    }

    /// A walk through the list begins.
    pub(crate) fn begin(&mut self) {
        self.expected = 0;
        self.noted.clear();
    }

    /// The walk comes to `node`: asks for those that are likely to follow, and answers its code.
    #[inline]
    pub(crate) fn meet(&mut self, node: Node, spare: &Spare) -> Option<Code> {
        let head = node.as_ptr();
        if let Some(block) = self.entries.block(self.expected) {
            let place = self.expected % SIZE;
            if let Some(later) = block.get(place + AHEAD)
                && let Some(later) = self.pieces.decode(*later)
            {
                hint(later.as_ptr());
            }
            let code = block[place];
            if self.pieces.decode(code) == Some(head) {
                self.advance(1, spare);
                return Some(code);
            }
        }
        self.search(head, spare)
    }

    /// Looks for one that is not the expected one.
    #[cold]
    fn search(&mut self, head: NonNull<Head>, spare: &Spare) -> Option<Code> {
        let code = self.pieces.encode(head)?;
        let mut ahead = (0..SKIP).map_while(|step| self.entries.get(self.expected + step));
        if let Some(skipped) = ahead.position(|other| other == code) {
            self.advance(skipped + 1, spare);
        }
        Some(code)
    }

    #[inline]
    fn advance(&mut self, steps: usize, spare: &Spare) {
        let before = self.expected;
        self.expected += steps;
        if before / SIZE != self.expected / SIZE {
            self.entries.give_up_to(self.expected, spare);
        }
    }

    /// The code of an object that the walk has been at before.
    pub(crate) fn code(&mut self, node: Node) -> Option<Code> {
        self.pieces.encode(node.as_ptr())
    }

    /// The object with this code stays in the list: it is remembered behind those that were before
    /// it, and noted or not.
    #[inline]
    pub(crate) fn remember(&mut self, code: Code, is_noted: bool, spare: &Spare) {
        if self.written.push(code, spare) && is_noted {
            self.note(self.written.len() - 1);
        }
    }

    /// Notes the one that was written with this number.
    fn note(&mut self, index: usize) {
        while self.noted.len() <= index / 64 {
            if !growth::push(&mut self.noted, 0) {
                return;
            }
        }
        self.noted[index / 64] |= 1 << (index % 64);
    }

    /// Calls `look` for each that has been noted, with others whose turn comes later, and soon.
    pub(crate) fn for_each_noted(&self, mut look: impl FnMut(Node, Option<Node>, Option<Node>)) {
        let mut batch = [0; BATCH];
        let mut filled = 0;
        let mut empty = |batch: &[Code]| {
            let node = |index: usize| {
                let head = self.pieces.decode(*batch.get(index)?)?;
                // SAFETY: remembered in this walk, and nothing of the interpreter's has run since.
                Some(unsafe { Node::new(head) })
            };
            for index in 0..batch.len() {
                if let Some(this) = node(index) {
                    look(this, node(index + LATER), node(index + SOON));
                }
            }
        };
        for (bits, entries) in self.noted.iter().zip(self.written.chunks()) {
            let mut left = *bits;
            while left != 0 {
                batch[filled] = entries[left.trailing_zeros() as usize];
                filled += 1;
                left &= left - 1;
                if filled == BATCH {
                    empty(&batch);
                    filled = 0;
                }
            }
        }
        empty(&batch[..filled]);
    }

    /// How much memory it has besides its blocks.
    pub(crate) fn bytes(&self) -> usize {
        self.noted.capacity() * size_of::<u64>()
    }

    /// The walk is over.
    pub(crate) fn end(&mut self, spare: &Spare) {
        core::mem::swap(&mut self.entries, &mut self.written);
        self.written.clear(spare);
        if self.pieces.are_used_up() {
            // Some of them may be empty by now: begins anew.
            self.entries.clear(spare);
            self.pieces = Pieces::new();
        }
        if self.noted.capacity() > 2 * self.noted.len() + 1024 {
            self.noted.shrink_to_fit();
        }
    }
}
