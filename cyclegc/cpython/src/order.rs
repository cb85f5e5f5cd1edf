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

use crate::addresses::{Code, Pieces};
use crate::growth;
use crate::prefetch::hint;
use crate::ring::Node;

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
    entries: Vec<Code>,
    /// The entry that is expected next.
    expected: usize,
    /// How many entries of the new order have been written over the old one.
    written: usize,
    /// A bit for each entry that has been written.
    noted: Vec<u64>,
}

impl Order {
    pub(crate) const fn new() -> Self {
        Self {
            pieces: Pieces::new(),
            entries: Vec::new(),
            expected: 0,
            written: 0,
            noted: Vec::new(),
        }
    }

    /// A walk through the list begins.
    pub(crate) fn begin(&mut self) {
        self.expected = 0;
        self.written = 0;
        self.noted.clear();
    }

    /// The walk comes to `node`: asks for those that are likely to follow, and answers its code.
    #[inline]
    pub(crate) fn meet(&mut self, node: Node) -> Option<Code> {
        let head = node.as_ptr();
        let expected = self.entries.get(self.expected).copied();
        let mut code = expected.filter(|code| self.pieces.decode(*code) == Some(head));
        if code.is_some() {
            self.expected += 1;
        } else {
            code = self.pieces.encode(head);
            let rest = self.entries.get(self.expected..).unwrap_or_default();
            if let Some(skipped) = rest.iter().take(SKIP).position(|other| Some(*other) == code) {
                self.expected += skipped + 1;
            }
        }
        if let Some(later) = self.entries.get(self.expected + AHEAD)
            && let Some(later) = self.pieces.decode(*later)
        {
            hint(later.as_ptr());
        }
        code
    }

    /// The code of an object that the walk has been at before.
    pub(crate) fn code(&mut self, node: Node) -> Option<Code> {
        self.pieces.encode(node.as_ptr())
    }

    /// The object with this code stays in the list: it is remembered behind those that were before
    /// it, and noted or not.
    #[inline]
    pub(crate) fn remember(&mut self, code: Code, is_noted: bool) {
        if self.noted.len() == self.written / 64 && !growth::push(&mut self.noted, 0) {
            return;
        }
        if let Some(entry) = self.entries.get_mut(self.written) {
            *entry = code;
        } else if !growth::push(&mut self.entries, code) {
            return;
        }
        if let Some(bits) = self.noted.last_mut() {
            *bits |= u64::from(is_noted) << (self.written % 64);
        }
        self.written += 1;
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
        for (bits, entries) in self.noted.iter().zip(self.entries.chunks(64)) {
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

    /// How much memory it has.
    pub(crate) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<Code>() + self.noted.capacity() * size_of::<u64>()
    }

    /// The walk is over.
    pub(crate) fn end(&mut self) {
        if self.pieces.are_used_up() {
            // Some of them may be empty by now: begins anew.
            *self = Self::new();
        }
        self.entries.truncate(self.written);
        if self.entries.capacity() > 2 * self.entries.len() + 1024 {
            self.entries.shrink_to_fit();
        }
    }
}
