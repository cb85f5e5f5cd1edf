//! Weak references: a node in each weak reference, a list for each referent, a table of the lists.
//!
//! The host embeds a [`WeakNode`] in its weak-reference object. An object has no room for weak
//! references; the [`WeakTable`] maps the address of a referent to the first node of its list, and
//! has an entry only while there are nodes. The host keeps one bit in the object's header that says
//! so, and looks here only when it is set.
//!
//! ```text
//!  table: referent -> head
//!                      |
//!                      v
//!                   [basic] <-> [newest] <-> ... <-> [oldest]
//!                      \           |                   /
//!                       +------> referent <-----------+
//! ```
//!
//! A basic node is that of a reference without a callback and of the exact type: one is shared by
//! all who ask, and it stands first. The others stand newest first, which is the order in which
//! their callbacks run.
//!
//! It calls no callbacks and owns no nodes. It hands the cleared nodes to the host, which calls
//! back when all of them are dead.
//!
//! # Invariants
//! 1. A node is in the list of `referent` if and only if its referent is `Some`.
//! 2. The table has an entry for an address if and only if the list there is not empty.
//! 3. `a.next == b` if and only if `b.prev == a`; a head has no `prev`.
//! 4. The table is not borrowed while a closure of the host runs.
//!
//! Source: `Objects/weakrefobject.c` of CPython 3.13.

mod hash;
mod table;

#[cfg(test)]
mod tests;

use core::cell::Cell;
use core::fmt;
use core::ptr::NonNull;

pub use self::hash::{HashError, WeakHash};
pub use self::table::WeakTable;

/// The part of a weak-reference object that the mechanism uses: 4 words.
///
/// A new node is dead. [`WeakTable::link`] makes it refer to an object; it is dead again after
/// [`WeakTable::unlink`], or [`WeakTable::clear`] of the object.
#[repr(C)]
pub struct WeakNode<O> {
    referent: Cell<Option<NonNull<O>>>,
    prev: Cell<Option<NonNull<WeakNode<O>>>>,
    next: Cell<Option<NonNull<WeakNode<O>>>>,
    basic: Cell<bool>,
}

const _: () = assert!(size_of::<WeakNode<u8>>() == 4 * size_of::<usize>());

impl<O> WeakNode<O> {
    /// A node that refers to nothing.
    pub const fn new() -> Self {
        Self {
            referent: Cell::new(None),
            prev: Cell::new(None),
            next: Cell::new(None),
            basic: Cell::new(false),
        }
    }

    /// The object referred to, or `None` once it is cleared.
    ///
    /// The object may be dying: a host that finds a count of 0 there treats it as gone.
    #[inline]
    pub fn referent(&self) -> Option<NonNull<O>> {
        self.referent.get()
    }

    /// Whether the node is linked, and was linked as the one that may be shared.
    #[inline]
    pub fn is_basic(&self) -> bool {
        self.basic.get()
    }

    /// Makes the node a dead one that is in no list.
    fn reset(&self) {
        self.referent.set(None);
        self.prev.set(None);
        self.next.set(None);
        self.basic.set(false);
    }
}

impl<O> Default for WeakNode<O> {
    fn default() -> Self {
        Self::new()
    }
}

impl<O> fmt::Debug for WeakNode<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakNode")
            .field("alive", &self.referent.get().is_some())
            .field("basic", &self.basic.get())
            .finish_non_exhaustive()
    }
}
