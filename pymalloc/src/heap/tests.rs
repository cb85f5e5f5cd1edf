//! The heap against its invariants: after each step of these tests the whole heap is checked.

use core::alloc::Layout;
use core::ptr::NonNull;
use std::vec::Vec;

use crate::arena_source::ArenaSource;
use crate::heap::Heap;
use crate::size_class::SizeClass;

mod aligned;
mod blocks;
mod model;
mod pools;
mod populate;
mod purge;
mod refusal;
mod source;
mod walking;

pub(super) use source::Counting;

pub(super) fn layout(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

pub(super) fn class(size: usize) -> SizeClass {
    SizeClass::of(size).unwrap()
}

/// Allocates `count` blocks of a class.
pub(super) fn fill<S: ArenaSource>(
    heap: &Heap<S>,
    class: SizeClass,
    count: usize,
) -> Vec<NonNull<u8>> {
    (0..count).map(|_| heap.alloc_class(class).unwrap()).collect()
}

/// Gives blocks of a class back.
pub(super) fn free_all<S: ArenaSource>(
    heap: &Heap<S>,
    class: SizeClass,
    blocks: impl IntoIterator<Item = NonNull<u8>>,
) {
    for block in blocks {
        // SAFETY: the tests pass blocks of this class and heap, and use none of them later.
        unsafe { heap.dealloc_class(block, class) };
    }
}

/// Blocks of `size` that fill a pool in another slot than the first.
pub(super) fn per_pool(size: usize) -> usize {
    usize::from(crate::geometry::capacity(1, class(size)))
}

/// Blocks of `size` that fill an arena.
pub(super) fn per_arena(size: usize) -> usize {
    63 * per_pool(size) + usize::from(crate::geometry::capacity(0, class(size)))
}
