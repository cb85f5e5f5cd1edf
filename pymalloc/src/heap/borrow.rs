//! Blocks of other heaps at the front of a class: when their header comes there, and when it goes.

use core::ptr::NonNull;

use super::Heap;
use crate::arena_source::ArenaSource;
use crate::pool::PoolRef;
use crate::size_class::SizeClass;

impl<S: ArenaSource> Heap<S> {
    /// An event of the header of borrowed blocks: there are enough to be handed out, or its room is
    /// full.
    #[cold]
    #[inline(never)]
    pub(crate) fn put_borrowed(&self, borrowed: PoolRef) {
        if self.used.borrowed(borrowed.class()).is_none() {
            self.used.put_borrowed(borrowed);
            borrowed.set_borrowed();
        }
    }

    /// A block of the heap's own, where the borrowed ones of `class` have just been used up.
    pub(crate) fn pop_behind_borrowed(&self, class: SizeClass) -> Option<NonNull<u8>> {
        let borrowed = self.used.borrowed(class)?;
        self.used.take_borrowed(borrowed);
        borrowed.set_used_up();
        self.pop(class)
    }

    /// Takes the header of borrowed blocks away from the front, where it is there. Its blocks go to
    /// their owners.
    pub(crate) fn take_borrowed(&self, borrowed: PoolRef) {
        if self.used.borrowed(borrowed.class()).is_some() {
            self.used.take_borrowed(borrowed);
        }
    }
}
