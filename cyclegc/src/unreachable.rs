//! The unreachable objects of the running collection, as the weak-reference step sees them.
//!
//! A view, not a copy: members that die while callbacks run are skipped from then on. Objects that
//! a legacy finalizer keeps are not in it.

use alloc::vec::Vec;
use core::cell::Cell;
use core::fmt;
use core::ops::Range;
use core::ptr::NonNull;

use crate::collector::Collector;
use crate::host::{Host, word};
use crate::prefetch::is_scattered;
use crate::weakref::WeakrefPass;
use crate::word::State;

/// What a collection has found unreachable, lent to [`Host::clear_weakrefs`].
pub struct Unreachable<'a, H: Host> {
    collector: &'a Collector<H::Object>,
    host: &'a H,
    quiet: Cell<bool>,
    pass: WeakrefPass,
    inward: bool,
}

impl<'a, H: Host> Unreachable<'a, H> {
    pub(crate) fn new(collector: &'a Collector<H::Object>, host: &'a H, pass: WeakrefPass) -> Self {
        Self { collector, host, quiet: Cell::new(false), pass, inward: false }
    }

    /// Which weak references the call is about. [`WeakrefPass::All`] unless another
    /// [rule](crate::WeakrefRule) is set.
    pub fn pass(&self) -> WeakrefPass {
        self.pass
    }

    /// The same, with what is known of the edges.
    pub(crate) fn with_edges(mut self, inward: bool) -> Self {
        self.inward = inward;
        self
    }

    /// Whether members are known to refer to members alone. Told in [`Host::free_all`].
    pub fn is_inward(&self) -> bool {
        self.inward
    }

    /// The members in list order. Finding them needs no memory, and members that are freed while
    /// the iterator lives do not come.
    pub fn iter(&self) -> impl Iterator<Item = NonNull<H::Object>> {
        let array = &self.collector.unreachable;
        let mut slot = 0;
        core::iter::from_fn(move || {
            while slot < array.len() {
                slot += 1;
                if let Some(object) = array.get(slot - 1) {
                    return Some(object);
                }
            }
            None
        })
    }

    /// The slots of members, of whom some may be gone: the arguments of [`get`](Self::get).
    pub fn slots(&self) -> Range<usize> {
        0..self.collector.unreachable.len()
    }

    /// The member at that place in list order, if it has not died.
    #[inline]
    pub fn get(&self, slot: usize) -> Option<NonNull<H::Object>> {
        self.collector.unreachable.get(slot)
    }

    /// Takes all members out of the collector, which never touches them again. They are the caller's
    /// to free: for [`Host::free_all`].
    pub fn take_all(&self) -> Vec<Option<NonNull<H::Object>>> {
        self.collector.unreachable.take()
    }

    /// Whether `object`, which must be alive, is a member. Constant time.
    pub fn contains(&self, object: NonNull<H::Object>) -> bool {
        let word = word(self.host, &object);
        word.state() == State::Unreachable
            && self.collector.unreachable.get(word.slot()) == Some(object)
    }

    /// How many members there are now.
    pub fn len(&self) -> usize {
        self.collector.unreachable.live()
    }

    /// Whether letting members die one out of the other would miss the cache at each step: there
    /// are many, and they refer to objects far from them. Looks at a sample. For
    /// [`Host::clear_all`] to decide whether it pays.
    pub fn is_scattered(&self) -> bool {
        is_scattered(self.host, self.slots().len(), |slot| self.get(slot))
    }

    /// Whether there are none left.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The host promises that no user code ran in this [`Host::clear_weakrefs`]: no count and no
    /// edge of a member has grown. Unless a finalizer runs, the collector then need not look for
    /// resurrected objects. Not calling it is always right.
    pub fn nothing_called(&self) {
        self.quiet.set(true);
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet.get()
    }
}

impl<H: Host> fmt::Debug for Unreachable<'_, H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unreachable").field("len", &self.len()).finish_non_exhaustive()
    }
}
