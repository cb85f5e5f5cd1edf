//! The floor: what an allocator costs when all bookkeeping is gone.
//!
//! One list of free blocks for each class and thread, filled from chunks that are never given
//! back; a block goes onto the list of the thread that frees it. Above 512 bytes, or aligned to
//! more than 16, it is the system's.
//!
//! A chunk is 64 KiB, aligned to that, of one class, and begins with the class: so that a free
//! without a size is as cheap as can be too.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::ffi::c_void;
use std::ptr;

const CHUNK: usize = 64 * 1024;
const CLASSES: usize = 32;
/// The first word of a chunk, in a place as large as a class's distance.
const HEADER: usize = 16;

/// The allocator.
#[derive(Clone, Copy, Debug)]
pub struct Floor;

struct Class {
    free: Cell<*mut u8>,
    fresh: Cell<*mut u8>,
    left: Cell<usize>,
}

thread_local! {
    static LISTS: [Class; CLASSES] = const {
        [const {
            Class {
                free: Cell::new(ptr::null_mut()),
                fresh: Cell::new(ptr::null_mut()),
                left: Cell::new(0),
            }
        }; CLASSES]
    };
}

fn class_of(layout: Layout) -> Option<usize> {
    let served = layout.size() <= 512 && layout.align() <= 16;
    served.then(|| layout.size().saturating_sub(1) / 16)
}

#[expect(clippy::cast_ptr_alignment, reason = "blocks and chunks are aligned to 16")]
impl Floor {
    #[inline]
    fn pop(class: usize) -> *mut u8 {
        LISTS.with(|lists| {
            let list = &lists[class];
            let block = list.free.get();
            if block.is_null() {
                return Self::carve(list, class);
            }
            // SAFETY: a block on the list is free, and its first word is the link.
            list.free.set(unsafe { block.cast::<*mut u8>().read() });
            block
        })
    }

    #[inline]
    fn push(class: usize, block: *mut u8) {
        LISTS.with(|lists| {
            let list = &lists[class];
            // SAFETY: the block is free and holds at least 16 bytes.
            unsafe { block.cast::<*mut u8>().write(list.free.get()) };
            list.free.set(block);
        });
    }

    #[cold]
    #[inline(never)]
    fn carve(list: &Class, class: usize) -> *mut u8 {
        let size = (class + 1) * 16;
        if list.left.get() == 0 {
            let Ok(layout) = Layout::from_size_align(CHUNK, CHUNK) else { return ptr::null_mut() };
            // SAFETY: a chunk is not empty.
            let chunk = unsafe { System.alloc(layout) };
            if chunk.is_null() {
                return chunk;
            }
            // SAFETY: the chunk is this thread's alone, and aligned to its size.
            unsafe { chunk.cast::<usize>().write(class) };
            // SAFETY: the header is a part of the chunk.
            list.fresh.set(unsafe { chunk.add(HEADER) });
            list.left.set((CHUNK - HEADER) / size);
        }
        let block = list.fresh.get();
        // SAFETY: `left` blocks of the class fit behind `fresh`.
        list.fresh.set(unsafe { block.add(size) });
        list.left.set(list.left.get() - 1);
        block
    }
}

// SAFETY: every list holds blocks that nobody uses, of its class; the rest is the system's.
unsafe impl GlobalAlloc for Floor {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match class_of(layout) {
            Some(class) => Self::pop(class),
            // SAFETY: the caller's promise.
            None => unsafe { System.alloc(layout) },
        }
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        match class_of(layout) {
            Some(class) => Self::push(class, ptr),
            // SAFETY: the caller's promise, and no class served the layout.
            None => unsafe { System.dealloc(ptr, layout) },
        }
    }
}

/// `malloc` of the shape of [`Pointers`](crate::blocks::Pointers), up to 512 bytes.
///
/// # Safety
/// None is needed; the shape asks for it.
///
/// # Panics
/// Over 512 bytes.
pub unsafe extern "C" fn malloc(_: *mut c_void, size: usize) -> *mut c_void {
    assert!(size <= 512, "the floor serves rows of small blocks");
    Floor::pop(size.saturating_sub(1) / 16).cast()
}

/// `free` of the shape of [`Pointers`](crate::blocks::Pointers).
///
/// # Safety
/// `ptr` came from [`malloc`] and is not used any more.
pub unsafe extern "C" fn free(_: *mut c_void, ptr: *mut c_void) {
    let chunk = ptr.map_addr(|address| address & !(CHUNK - 1));
    // SAFETY: each block lies in a chunk, which begins with its class.
    let class = unsafe { chunk.cast::<usize>().read() };
    Floor::push(class, ptr.cast());
}

#[cfg(test)]
mod tests {
    use std::alloc::{GlobalAlloc, Layout};

    use super::Floor;

    #[test]
    fn a_freed_block_is_the_next_of_its_class() {
        let layout = Layout::new::<[u8; 40]>();
        // SAFETY: the layout is not empty.
        let block = unsafe { Floor.alloc(layout) };
        // SAFETY: the block is of this layout and not used again.
        unsafe { Floor.dealloc(block, layout) };
        // SAFETY: the layout is not empty.
        let again = unsafe { Floor.alloc(Layout::new::<[u8; 48]>()) };
        assert_eq!(block, again);
    }
}
