//! The table of weak-reference lists: from the address of a referent to the head of its list.
//!
//! An open hash table of two words an entry, hashed by one multiplication. It is borrowed for the
//! length of one lookup and never across a call to the host (invariant 4 of the module above), so
//! a closure may come back into the table.
//!
//! It does not shrink by itself; [`WeakTable::shrink_to_fit`] does.

use core::cell::RefCell;
use core::fmt;
use core::ptr::NonNull;

use hashbrown::HashTable;

use super::WeakNode;
use crate::error::OutOfMemory;

/// The list of one referent.
struct List<O> {
    referent: NonNull<O>,
    head: NonNull<WeakNode<O>>,
}

impl<O> List<O> {
    fn hash(&self) -> u64 {
        hash(self.referent)
    }
}

/// All weak references of a heap, by referent.
///
/// Nodes that are still linked when the table is dropped are left as they are.
///
/// # Examples
///
/// ```
/// use std::ptr::NonNull;
///
/// use refcount::{WeakNode, WeakTable};
///
/// let referent = 7;
/// let object = NonNull::from(&referent);
/// let (shared, old, new) = (WeakNode::new(), WeakNode::new(), WeakNode::new());
///
/// let table = WeakTable::new();
/// // SAFETY: each node is linked once and stays in place until the object is cleared.
/// unsafe { table.link(object, NonNull::from(&old), false)? };
/// // SAFETY: as above.
/// unsafe { table.link(object, NonNull::from(&shared), true)? };
/// // SAFETY: as above.
/// unsafe { table.link(object, NonNull::from(&new), false)? };
/// assert_eq!(table.basic(object), Some(NonNull::from(&shared)));
///
/// let mut cleared = Vec::new();
/// // SAFETY: the closure does nothing to the nodes.
/// unsafe { table.clear(object, |node| cleared.push(node)) };
/// assert_eq!(cleared, [&shared, &new, &old].map(NonNull::from));
/// assert_eq!(new.referent(), None);
/// # Ok::<(), refcount::OutOfMemory>(())
/// ```
pub struct WeakTable<O> {
    lists: RefCell<HashTable<List<O>>>,
}

impl<O> WeakTable<O> {
    /// A table without weak references. Allocates nothing.
    pub const fn new() -> Self {
        Self { lists: RefCell::new(HashTable::new()) }
    }

    /// Links `node` to `referent`: a basic node first, others newest first behind the basic one.
    ///
    /// A second basic node goes in front of the first, which a host does when the first is dying.
    ///
    /// # Errors
    ///
    /// [`OutOfMemory`] when the table cannot grow; nothing has changed then.
    ///
    /// # Safety
    ///
    /// `node` is in no list. It stays alive, in place and free of exclusive references until it is
    /// unlinked, or `referent` is cleared. No visit of `referent`'s list is going on
    /// ([`clear`](Self::clear) has ended its visit of a node when it hands it out).
    pub unsafe fn link(
        &self,
        referent: NonNull<O>,
        node: NonNull<WeakNode<O>>,
        basic: bool,
    ) -> Result<(), OutOfMemory> {
        // SAFETY: the caller's promise: the node is alive.
        let new = unsafe { node.as_ref() };
        debug_assert!(new.referent.get().is_none(), "a node is in one list at most");
        let mut lists = self.lists.borrow_mut();
        if let Some(list) = lists.find_mut(hash(referent), |list| list.referent == referent) {
            let head = self.node(list.head);
            let (prev, next) = if head.basic.get() && !basic {
                (Some(list.head), head.next.get())
            } else {
                (None, Some(list.head))
            };
            new.prev.set(prev);
            new.next.set(next);
            match prev {
                Some(prev) => self.node(prev).next.set(Some(node)),
                None => list.head = node,
            }
            if let Some(next) = next {
                self.node(next).prev.set(Some(node));
            }
        } else {
            lists.try_reserve(1, List::hash).map_err(|_| OutOfMemory)?;
            new.prev.set(None);
            new.next.set(None);
            let list = List { referent, head: node };
            lists.insert_unique(hash(referent), list, List::hash);
        }
        new.referent.set(Some(referent));
        new.basic.set(basic);
        drop(lists);
        self.check_if_asked();
        Ok(())
    }

    /// The node that may be shared by all who ask for a reference without a callback.
    pub fn basic(&self, referent: NonNull<O>) -> Option<NonNull<WeakNode<O>>> {
        self.head(referent).filter(|&head| self.node(head).basic.get())
    }

    /// Takes `node` out of its list, and says whether that leaves its referent without weak
    /// references. Does nothing to a dead node, and answers `false`.
    ///
    /// # Safety
    ///
    /// `node` is alive, and was linked, if at all, through this table. No visit of the list is going
    /// on, except one that is at this very node.
    pub unsafe fn unlink(&self, node: NonNull<WeakNode<O>>) -> bool {
        // SAFETY: the caller's promise: the node is alive.
        let old = unsafe { node.as_ref() };
        let Some(referent) = old.referent.get() else { return false };
        let (prev, next) = (old.prev.get(), old.next.get());
        if let Some(next) = next {
            self.node(next).prev.set(prev);
        }
        match (prev, next) {
            (Some(prev), _) => self.node(prev).next.set(next),
            (None, Some(next)) => self.set_head(referent, next),
            (None, None) => _ = self.take_head(referent),
        }
        old.reset();
        self.check_if_asked();
        prev.is_none() && next.is_none()
    }

    /// Clears every weak reference to `referent`.
    ///
    /// First all nodes die, then each is taken out and handed to `cleared`: the basic one, then
    /// newest to oldest. The table may be used inside `cleared`, but callbacks of the program, which
    /// may free any weak reference, wait until this has returned: collect the nodes and take
    /// references to those that have a callback.
    ///
    /// # Safety
    ///
    /// `cleared` frees none of the nodes except the one it is given, and links none of those that
    /// it has not yet been given. No visit of the list is going on.
    pub unsafe fn clear(
        &self,
        referent: NonNull<O>,
        mut cleared: impl FnMut(NonNull<WeakNode<O>>),
    ) {
        let head = self.take_head(referent);
        let mut at = head;
        while let Some(node) = at {
            let node = self.node(node);
            node.referent.set(None);
            at = node.next.get();
        }
        self.check_if_asked();
        at = head;
        while let Some(node) = at {
            let dead = self.node(node);
            at = dead.next.get();
            dead.reset();
            cleared(node);
        }
    }

    /// How many weak references there are to `referent`. Walks the list.
    pub fn count(&self, referent: NonNull<O>) -> usize {
        let mut count = 0;
        self.nodes(referent, |_| count += 1);
        count
    }

    /// Visits the nodes of `referent` in the order of the list.
    ///
    /// The table may be used inside `each`. Changing this list is limited by the contracts of
    /// [`link`](Self::link), [`unlink`](Self::unlink) and [`clear`](Self::clear).
    pub fn nodes(&self, referent: NonNull<O>, mut each: impl FnMut(NonNull<WeakNode<O>>)) {
        let mut at = self.head(referent);
        while let Some(node) = at {
            at = self.node(node).next.get();
            each(node);
        }
    }

    /// How many objects have weak references.
    pub fn len(&self) -> usize {
        self.lists.borrow().len()
    }

    /// Whether no object has a weak reference.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many objects can have weak references before the table grows.
    pub fn capacity(&self) -> usize {
        self.lists.borrow().capacity()
    }

    /// Gives back memory that the table's entries do not need, if the allocator lets it.
    pub fn shrink_to_fit(&self) {
        self.lists.borrow_mut().shrink_to_fit(List::hash);
    }

    /// Walks all lists and compares them with the invariants.
    ///
    /// Runs by itself after every change when the crate is built with `cfg(heap_check)`.
    ///
    /// # Panics
    ///
    /// When an invariant does not hold.
    pub fn check(&self) {
        for list in self.lists.borrow().iter() {
            let mut prev = None;
            let mut at = Some(list.head);
            while let Some(node) = at {
                let here = self.node(node);
                assert_eq!(here.referent.get(), Some(list.referent), "invariant 1: wrong list");
                assert_eq!(here.prev.get(), prev, "invariant 3: links disagree");
                prev = at;
                at = here.next.get();
            }
        }
    }

    fn check_if_asked(&self) {
        if cfg!(heap_check) {
            self.check();
        }
    }

    /// A node that is linked.
    #[expect(clippy::unused_self, reason = "borrows the node for as long as the table")]
    fn node(&self, node: NonNull<WeakNode<O>>) -> &WeakNode<O> {
        // SAFETY: the promise of `link`: a node is alive while it is linked, and callers pass only
        // linked nodes.
        unsafe { node.as_ref() }
    }

    fn head(&self, referent: NonNull<O>) -> Option<NonNull<WeakNode<O>>> {
        let lists = self.lists.borrow();
        lists.find(hash(referent), |list| list.referent == referent).map(|list| list.head)
    }

    fn set_head(&self, referent: NonNull<O>, head: NonNull<WeakNode<O>>) {
        let mut lists = self.lists.borrow_mut();
        if let Some(list) = lists.find_mut(hash(referent), |list| list.referent == referent) {
            list.head = head;
        }
    }

    fn take_head(&self, referent: NonNull<O>) -> Option<NonNull<WeakNode<O>>> {
        let mut lists = self.lists.borrow_mut();
        let entry = lists.find_entry(hash(referent), |list| list.referent == referent).ok()?;
        Some(entry.remove().0.head)
    }
}

/// Spreads an address over the word: the table takes its index from the low bits and its tag from
/// the high ones, and a product is well mixed only at the top.
fn hash<O>(referent: NonNull<O>) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let product = (referent.addr().get() as u64).wrapping_mul(ODD);
    product ^ (product >> 32)
}

impl<O> Default for WeakTable<O> {
    fn default() -> Self {
        Self::new()
    }
}

impl<O> fmt::Debug for WeakTable<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WeakTable").field("len", &self.len()).finish()
    }
}
