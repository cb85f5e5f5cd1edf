//! CPython's free lists, as far as the collector's counter can see them.
//!
//! CPython keeps dead lists, dicts, slices and short tuples for reuse. An object that goes onto
//! such a list is not counted as freed, and one that comes from it is not counted as allocated, so
//! the moment of an automatic collection depends on what died before. The heap gives every block
//! back to its pool; here only the lengths of the lists are kept. A full collection empties them.
//!
//! A heap counts every object until [`Heap::model_free_lists`] is called: the lists are for hosts
//! whose programs read `gc.get_count()`.
//!
//! Where CPython makes a tuple or a dict for a moment and this heap does not, the host may say so
//! with [`Heap::count_temporary`].
//!
//! # Invariants
//! 1. A length is at most the list's capacity; on a heap without the model every length is 0.
//!
//! # Source
//! `Include/internal/pycore_freelist.h`; `maybe_freelist_push` in `Objects/tupleobject.c`.

use core::cell::Cell;
use core::fmt;

use super::Heap;
use super::inner::Inner;

/// The longest tuple that is kept for reuse.
const LONGEST_TUPLE: usize = 20;

/// How many lists there are: lists, dicts, slices, and one for each length of tuples.
const COUNT: usize = 3 + LONGEST_TUPLE;

/// How many objects each list may hold.
const CAPACITY: [u16; COUNT] = {
    let mut capacity = [2000; COUNT];
    capacity[FreeList::LIST.0 as usize] = 80;
    capacity[FreeList::DICT.0 as usize] = 80;
    capacity[FreeList::SLICE.0 as usize] = 1;
    capacity
};

/// One of CPython's free lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeList(u8);

impl FreeList {
    /// Dead `list` objects.
    pub const LIST: Self = Self(0);
    /// Dead `dict` objects.
    pub const DICT: Self = Self(1);
    /// The one dead `slice` object.
    pub const SLICE: Self = Self(2);
    /// No list: for an object that the collector does not count, though it counts others of its
    /// type.
    pub const UNCOUNTED: Self = Self(u8::MAX);

    /// Dead tuples of a length, if there is a list for it.
    #[inline]
    pub fn of_tuple(len: usize) -> Option<Self> {
        let number = u8::try_from(len).ok()?;
        (1..=LONGEST_TUPLE).contains(&len).then(|| Self(Self::SLICE.0 + number))
    }
}

/// The lengths of the free lists of one heap.
pub(crate) struct FreeLists {
    modelled: Cell<bool>,
    lengths: [Cell<u16>; COUNT],
}

impl FreeLists {
    pub(crate) const fn new() -> Self {
        Self { modelled: Cell::new(false), lengths: [const { Cell::new(0) }; COUNT] }
    }

    /// Whether a new object of this kind comes from the list.
    #[inline]
    pub(crate) fn take(&self, list: FreeList) -> bool {
        let Some(length) = self.lengths.get(usize::from(list.0)) else { return true };
        match length.get().checked_sub(1) {
            Some(rest) if self.modelled.get() => {
                length.set(rest);
                true
            }
            _ => false,
        }
    }

    /// Whether a dead object of this kind goes onto the list.
    #[inline]
    pub(crate) fn put(&self, list: FreeList) -> bool {
        let index = usize::from(list.0);
        let Some(length) = self.lengths.get(index) else { return true };
        let fits = self.modelled.get() && length.get() < CAPACITY[index];
        if fits {
            length.set(length.get() + 1);
        }
        fits
    }

    /// Frees what the lists hold, as a full collection does; the dead slice is kept.
    pub(crate) fn empty(&self) {
        let slices = usize::from(FreeList::SLICE.0);
        for (index, length) in self.lengths.iter().enumerate() {
            if index != slices {
                length.set(0);
            }
        }
    }
}

impl fmt::Debug for FreeLists {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FreeLists").field("modelled", &self.modelled.get()).finish_non_exhaustive()
    }
}

/// An object that CPython has while this lives, and this heap does not need.
pub struct Temporary<'a> {
    inner: &'a Inner,
    list: FreeList,
}

impl Drop for Temporary<'_> {
    #[inline]
    fn drop(&mut self) {
        let lists = &self.inner.free_lists;
        if lists.modelled.get() && !lists.put(self.list) {
            self.inner.gc.note_free();
        }
    }
}

impl fmt::Debug for Temporary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Temporary").field(&self.list).finish()
    }
}

/// No object comes from a free list while this lives.
struct Bypass<'a> {
    lists: &'a FreeLists,
    before: bool,
}

impl Drop for Bypass<'_> {
    fn drop(&mut self) {
        self.lists.modelled.set(self.before);
    }
}

impl Heap {
    /// Counts allocations as CPython does, whose free lists the collector does not see.
    pub fn model_free_lists(&self) {
        let lists = &self.inner().free_lists;
        lists.modelled.set(true);
        // One slice has been used before any program begins.
        let _ = lists.put(FreeList::SLICE);
    }

    /// Counts objects that this heap does not have, and CPython has.
    pub fn count_allocations(&self, count: usize) {
        for _ in 0..count {
            self.inner().gc.note_alloc();
        }
    }

    /// Counts an object that CPython makes and frees again where this heap needs none.
    pub fn count_temporary(&self, list: FreeList) {
        drop(self.hold_temporary(list));
    }

    /// As [`Heap::count_temporary`], for an object that lives as long as the answer.
    pub fn hold_temporary(&self, list: FreeList) -> Temporary<'_> {
        let inner = self.inner();
        if inner.free_lists.modelled.get() && !inner.free_lists.take(list) {
            inner.gc.note_alloc();
        }
        Temporary { inner, list }
    }

    /// Makes an object that CPython allocates past the free list of its kind, as calls of classes
    /// do (`PyType_GenericAlloc`).
    pub fn past_free_lists<R>(&self, make: impl FnOnce() -> R) -> R {
        let lists = &self.inner().free_lists;
        let _bypass = Bypass { lists, before: lists.modelled.replace(false) };
        make()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::OutOfMemory;

    #[test]
    fn a_recycled_object_does_not_count() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        heap.model_free_lists();
        let count = || heap.collector().counts()[0];
        for _ in 0..10 {
            drop(heap.list(core::iter::empty())?);
        }
        assert_eq!(count(), 1);
        heap.collect()?;
        assert_eq!(count(), 0);
        drop(heap.past_free_lists(|| heap.list(core::iter::empty()))?);
        drop(heap.past_free_lists(|| heap.list(core::iter::empty()))?);
        assert_eq!(count(), 2);
        Ok(())
    }

    #[test]
    fn a_list_holds_only_so_many() {
        let heap = Heap::new();
        heap.model_free_lists();
        let many: Vec<_> = (0..100).map(|_| heap.list(core::iter::empty())).collect();
        assert_eq!(heap.collector().counts()[0], 100);
        drop(many);
        assert_eq!(heap.collector().counts()[0], 80);
    }

    #[test]
    fn without_the_model_every_object_counts() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        for _ in 0..10 {
            drop(heap.list(core::iter::empty())?);
        }
        assert_eq!(heap.collector().counts()[0], 0);
        Ok(())
    }

    #[test]
    fn only_short_tuples_are_kept() {
        assert_eq!(FreeList::of_tuple(0), None);
        assert_eq!(FreeList::of_tuple(21), None);
        assert!(FreeList::of_tuple(20).is_some());
        assert_ne!(FreeList::of_tuple(1), Some(FreeList::SLICE));
    }
}
