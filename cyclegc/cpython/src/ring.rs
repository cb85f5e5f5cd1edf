//! CPython's lists of tracked objects, and the two words in front of each object.
//!
//! ```text
//!    _gc_next                        _gc_prev
//!   +---------------------------+   +-------------------------------+---+---+
//!   | next object of its list   |   | previous object of its list   | C | F |
//!   +---------------------------+   +-------------------------------+---+---+
//!     0: untracked                    C collecting   F finalized
//! ```
//! A generation is a circular list with a head of its own. The interpreter takes an object out by
//! itself when it dies, so both links of every object are right whenever its code can run. Only
//! while a detection runs, the lower half of `_gc_prev` of each candidate is lent to the collector
//! as its word; what remains of an idle `_gc_prev` in the bits of the word's state is 0 or 1 and
//! so never reads as a candidate.
//!
//! # Invariants
//! 1. A [`Node`] names the head of a live list or the header of an object that is alive and tracked
//!    or was so when it was met, with no interpreter code run since.
//!
//! Source: `Include/internal/pycore_gc.h`, `Python/gc.c`.

use core::cell::Cell;
use core::marker::PhantomPinned;
use core::ptr::NonNull;

use collector::GcWord;

use crate::object::Object;

/// The object's finalizer has been called.
const FINALIZED: usize = 1;
/// The object is unreachable, as far as the running collection knows.
const COLLECTING: usize = 2;
const FLAGS: usize = FINALIZED | COLLECTING;

#[cfg(not(all(target_endian = "little", target_pointer_width = "64")))]
compile_error!("the collector's word lies in the lower half of a 64-bit `_gc_prev`");

/// The two words in front of an object, or the head of a list.
#[repr(C)]
#[derive(Debug)]
pub(crate) struct Head {
    next: Cell<usize>,
    prev: Cell<usize>,
    _pinned: PhantomPinned,
}

const _: () = assert!(size_of::<Head>() == 16 && size_of::<GcWord>() == 4);

impl Head {
    /// A head that is in no list; [`List::new`] makes it the head of one.
    pub(crate) const fn new() -> Self {
        Self { next: Cell::new(0), prev: Cell::new(0), _pinned: PhantomPinned }
    }

    /// The collector's word, while the object is a candidate.
    pub(crate) fn word(&self) -> &GcWord {
        let word = NonNull::from(&self.prev).cast::<GcWord>();
        // SAFETY: the word is a cell of 4 bytes, the lower half of a cell of 8.
        unsafe { word.as_ref() }
    }
}

/// A member or the head of a list, by its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Node(NonNull<Head>);

impl Node {
    pub(crate) fn of_list(list: List<'_>) -> Self {
        Self(NonNull::from(list.0))
    }

    /// # Safety
    /// Invariant 1 must hold for `head`.
    pub(crate) const unsafe fn new(head: NonNull<Head>) -> Self {
        Self(head)
    }

    pub(crate) const fn as_ptr(self) -> NonNull<Head> {
        self.0
    }

    pub(crate) fn head(&self) -> &Head {
        // SAFETY: invariant 1.
        unsafe { self.0.as_ref() }
    }

    /// The object behind the header. The head of a list has none.
    pub(crate) fn object(self) -> Object {
        // SAFETY: an object follows its header directly, in the same block.
        let object = unsafe { self.0.add(1) };
        // SAFETY: invariant 1; the header in front makes it an object of the collector's.
        unsafe { Object::new(object.cast()) }
    }

    fn address(self) -> usize {
        self.0.as_ptr() as usize
    }

    /// Whether the object is in some list.
    pub(crate) fn is_tracked(self) -> bool {
        self.head().next.get() != 0
    }

    pub(crate) fn next(self) -> Self {
        Self::from_address(self.head().next.get())
    }

    pub(crate) fn prev(self) -> Self {
        Self::from_address(self.head().prev.get() & !FLAGS)
    }

    fn from_address(address: usize) -> Self {
        debug_assert!(address != 0, "links of tracked objects are not null");
        // SAFETY: the links of a member name members or the head of its list, never null.
        Self(unsafe { NonNull::new_unchecked(core::ptr::with_exposed_provenance_mut(address)) })
    }

    pub(crate) fn set_next(self, next: Self) {
        self.head().next.set(next.address());
    }

    pub(crate) fn set_prev(self, prev: Self) {
        let flags = self.head().prev.get() & FLAGS;
        self.head().prev.set(prev.address() | flags);
    }

    fn set_prev_and_flags(self, prev: Self, flags: usize) {
        self.head().prev.set(prev.address() | flags);
    }

    pub(crate) fn is_finalized(self) -> bool {
        self.head().prev.get() & FINALIZED != 0
    }

    pub(crate) fn set_finalized(self) {
        self.head().prev.set(self.head().prev.get() | FINALIZED);
    }

    pub(crate) fn is_collecting(self) -> bool {
        self.head().prev.get() & COLLECTING != 0
    }

    pub(crate) fn clear_collecting(self) {
        self.head().prev.set(self.head().prev.get() & !COLLECTING);
    }

    /// Lends the lower half of `_gc_prev` to the collector. The finalized flag moves to the word;
    /// [`List::append_returned`] takes both back.
    pub(crate) fn lend(self) {
        let finalized = self.is_finalized();
        self.head().prev.set(0);
        if finalized {
            self.head().word().set_finalized();
        }
    }

    /// Takes the object out of its list; it is untracked then.
    pub(crate) fn untrack(self) {
        self.unlink();
        self.head().next.set(0);
        self.head().prev.set(self.head().prev.get() & FINALIZED);
    }

    fn unlink(self) {
        let (prev, next) = (self.prev(), self.next());
        prev.set_next(next);
        next.set_prev(prev);
    }
}

/// A circular list.
#[derive(Clone, Copy, Debug)]
pub(crate) struct List<'a>(&'a Head);

impl<'a> List<'a> {
    /// Makes `head` the head of an empty list.
    pub(crate) fn new(head: &'a Head) -> Self {
        let list = Self(head);
        list.clear();
        list
    }

    /// The list whose head this already is.
    pub(crate) const fn existing(head: &'a Head) -> Self {
        Self(head)
    }

    /// Forgets the members.
    fn clear(self) {
        let address = Node::of_list(self).address();
        self.0.next.set(address);
        self.0.prev.set(address);
    }

    pub(crate) fn is_empty(self) -> bool {
        self.0.next.get() == Node::of_list(self).address()
    }

    pub(crate) fn first(self) -> Option<Node> {
        (!self.is_empty()).then(|| Node::of_list(self).next())
    }

    fn last(self) -> Node {
        Node::of_list(self).prev()
    }

    /// Appends an object that is in no list, or whose list is about to be forgotten. Its flags
    /// stay.
    pub(crate) fn append(self, node: Node) {
        let last = self.last();
        node.set_prev(last);
        self.close(last, node);
    }

    /// As `append`, for an object whose `_gc_prev` has been lent to the collector.
    pub(crate) fn append_returned(self, node: Node, collecting: bool) {
        let finalized = node.head().word().is_finalized();
        let flags = if finalized { FINALIZED } else { 0 } | if collecting { COLLECTING } else { 0 };
        let last = self.last();
        node.set_prev_and_flags(last, flags);
        self.close(last, node);
    }

    fn close(self, last: Node, node: Node) {
        last.set_next(node);
        node.set_next(Node::of_list(self));
        self.0.prev.set(node.address());
    }

    /// Moves a member of any list to the end of this one.
    pub(crate) fn take(self, node: Node) {
        node.unlink();
        self.append(node);
    }

    /// Moves all members of `other` to the end of this one.
    pub(crate) fn take_all(self, other: List<'_>) {
        let Some(first) = other.first() else { return };
        let (last, end) = (other.last(), self.last());
        end.set_next(first);
        first.set_prev(end);
        last.set_next(Node::of_list(self));
        self.0.prev.set(last.address());
        other.clear();
    }

    /// Moves all members of `other` to the front of this one.
    pub(crate) fn take_all_in_front(self, other: List<'_>) {
        let head = Head::new();
        let own = List::new(&head);
        own.take_all(self);
        self.take_all(other);
        self.take_all(own);
    }

    /// The members in order. The list may grow meanwhile, but not lose the member that came last.
    pub(crate) fn iter(self) -> impl Iterator<Item = Node> + use<'a> {
        let end = Node::of_list(self);
        let mut last = end;
        core::iter::from_fn(move || {
            last = last.next();
            (last != end).then_some(last)
        })
    }

    /// The members in order. The list may lose the member that came last, but not the one behind.
    pub(crate) fn iter_losing(self) -> impl Iterator<Item = Node> + use<'a> {
        let end = Node::of_list(self);
        let mut next = end.next();
        core::iter::from_fn(move || {
            let node = next;
            (node != end).then(|| {
                next = node.next();
                node
            })
        })
    }

    /// Ends the list behind `last`, its new last member or itself.
    pub(crate) fn end_at(self, last: Node) {
        last.set_next(Node::of_list(self));
        self.0.prev.set(last.address());
    }
}
