//! The oldest generation as it stood at the last full collection: an array of hints.
//!
//! CPython's list has to be followed link by link, and each object waits for the one before it to
//! arrive from memory; young collections have shuffled the list, so each comes from somewhere else.
//! This array remembers the order, so that the objects ahead can be asked for. Objects that have
//! died since still stand in it: what it names is never read, only hinted.
//!
//! ```text
//!   remembered   a b c d e f g h          read from the front, 8 bytes for each object
//!   list now     a b   d e   g h  x y     the dead are skipped, new objects follow at the end
//! ```
//!
//! # Invariants
//! 1. No entry is ever dereferenced.

use core::ptr::NonNull;

use crate::prefetch::hint;
use crate::ring::{Head, Node};

/// How many objects in front of the current one are asked for.
const AHEAD: usize = 16;
/// How many dead objects in a row are skipped at once.
const SKIP: usize = 32;

/// The remembered order.
#[derive(Debug, Default)]
pub(crate) struct Order {
    entries: Vec<NonNull<Head>>,
    /// The entry that is expected next.
    expected: usize,
    /// How many entries of the new order have been written over the old one.
    written: usize,
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
        if rest.first() == Some(&node.as_ptr()) {
            self.expected += 1;
        } else if let Some(skipped) =
            rest.iter().take(SKIP).position(|entry| *entry == node.as_ptr())
        {
            self.expected += skipped + 1;
        }
        if let Some(later) = self.entries.get(self.expected + AHEAD) {
            hint(later.as_ptr());
        }
    }

    /// `node` stays in the list: it is remembered behind those that were before it.
    #[inline]
    pub(crate) fn remember(&mut self, node: Node) {
        if let Some(entry) = self.entries.get_mut(self.written) {
            *entry = node.as_ptr();
        } else if self.entries.len() < self.entries.capacity()
            || self.entries.try_reserve(1).is_ok()
        {
            self.entries.push(node.as_ptr());
        } else {
            return;
        }
        self.written += 1;
    }

    /// The walk is over.
    pub(crate) fn end(&mut self) {
        self.entries.truncate(self.written);
        if self.entries.capacity() > 2 * self.entries.len() + 1024 {
            self.entries.shrink_to_fit();
        }
    }
}
