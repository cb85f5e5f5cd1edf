//! The oldest generation as it stood at the last full collection: an array of hints.
//!
//! CPython's list has to be followed link by link, and each object waits for the one before it to
//! arrive from memory; young collections have shuffled the list, so each comes from somewhere else.
//! This array remembers the order, so that the objects ahead can be asked for. Objects that have
//! died since still stand in it: what it names is never read, only hinted.
//!
//! ```text
//!   remembered   a b c d e f g h          read from the front, 4 bytes for each object
//!   list now     a b   d e   g h  x y     the dead are skipped, new objects follow at the end
//! ```
//! An entry is the lower part of an address, in units of 16 bytes. The rest is taken from the object
//! that the walk has come to: what lies in another 64 GiB than that is hinted in vain.
//!
//! # Invariants
//! 1. No entry is ever dereferenced.

use crate::growth;
use crate::prefetch::hint;
use crate::ring::Node;

/// How many objects in front of the current one are asked for.
const AHEAD: usize = 16;
/// How many dead objects in a row are skipped at once.
const SKIP: usize = 32;
/// Two objects differ in their addresses without these bits.
const GRANULE: u32 = 4;

/// The remembered order.
#[derive(Debug, Default)]
pub(crate) struct Order {
    entries: Vec<u32>,
    /// The entry that is expected next.
    expected: usize,
    /// How many entries of the new order have been written over the old one.
    written: usize,
}

/// The entry of an object.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower part is meant")]
fn entry_of(node: Node) -> u32 {
    (node.as_ptr().as_ptr().addr() >> GRANULE) as u32
}

/// The address that `entry` stands for if it is in the neighbourhood of `node`.
#[inline]
fn address(entry: u32, node: Node) -> *const u8 {
    let near = node.as_ptr().as_ptr().cast::<u8>();
    let upper = near.addr() >> GRANULE & !(u32::MAX as usize);
    near.with_addr((upper | entry as usize) << GRANULE)
}

impl Order {
    /// A walk through the list begins.
    pub(crate) fn begin(&mut self) {
        self.expected = 0;
        self.written = 0;
    }

    /// The walk comes to `node`: asks for those that are likely to follow.
    #[inline]
    pub(crate) fn meet(&mut self, node: Node) {
        let Some(rest) = self.entries.get(self.expected..) else { return };
        let entry = entry_of(node);
        if rest.first() == Some(&entry) {
            self.expected += 1;
        } else if let Some(skipped) = rest.iter().take(SKIP).position(|other| *other == entry) {
            self.expected += skipped + 1;
        }
        if let Some(later) = self.entries.get(self.expected + AHEAD) {
            hint(address(*later, node));
        }
    }

    /// `node` stays in the list: it is remembered behind those that were before it.
    #[inline]
    pub(crate) fn remember(&mut self, node: Node) {
        if let Some(entry) = self.entries.get_mut(self.written) {
            *entry = entry_of(node);
        } else if !growth::push(&mut self.entries, entry_of(node)) {
            return;
        }
        self.written += 1;
    }

    /// How much memory it has.
    pub(crate) fn bytes(&self) -> usize {
        self.entries.capacity() * size_of::<u32>()
    }

    /// The walk is over.
    pub(crate) fn end(&mut self) {
        self.entries.truncate(self.written);
        if self.entries.capacity() > 2 * self.entries.len() + 1024 {
            self.entries.shrink_to_fit();
        }
    }
}
