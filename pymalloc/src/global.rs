//! The allocator of a whole program: a heap of its own for every thread.
//!
//! The word of a thread leads to its heap; blocks up to 2048 bytes come from its pools and go back
//! to them as in [`Heap`](crate::Heap), whose code this is. A free compares the owner of the
//! block's pool with that word: where they differ the block goes to the owner's queue. Larger
//! blocks are the system allocator's, `global/large.rs`.
//!
//! The first allocation or free of a thread adopts a heap, and the thread's end abandons it:
//! `global/thread_heap.rs`.
//!
//! # Invariants
//! 1. Nothing here sends events, panics, or calls an allocator other than the system's: whoever
//!    allocates may be in the middle of anything.

use core::alloc::{GlobalAlloc, Layout};
use core::ptr::{self, NonNull};

use crate::arena_map;
use crate::heap::realloc::Resize;
use crate::heap::unsized_free::small_size;
use crate::size_class::SizeClass;
use crate::stats::Stats;
use thread_heap::ThreadHeap;

mod borrowed;
mod count;
mod current;
mod large;
mod outbox;
mod thread_heap;

/// The global allocator of a program.
///
/// ```
/// use pymalloc::PyMalloc;
///
/// #[global_allocator]
/// static ALLOCATOR: PyMalloc = PyMalloc;
///
/// let words: Vec<String> = "every block of this vector".split(' ').map(String::from).collect();
/// std::thread::spawn(move || drop(words)).join().unwrap();
/// ```
///
/// Any thread may allocate and free at any time: before `main`, while its thread-local variables
/// are dropped, in the child of a `fork`. Blocks may be freed by other threads than the one that
/// allocated them, also when that one is gone. In the child of a `fork`, blocks of the threads that
/// are not there can be used and freed, but their memory is not used again.
#[derive(Clone, Copy, Debug, Default)]
pub struct PyMalloc;

/// The class of pools that serves a layout.
#[inline]
fn class(layout: Layout) -> Option<SizeClass> {
    SizeClass::for_program(layout)
}

fn pointer(block: Option<NonNull<u8>>) -> *mut u8 {
    block.map_or(ptr::null_mut(), NonNull::as_ptr)
}

// SAFETY: blocks of pools are a heap's, at least as large and as aligned as the layout's class says,
// and of nobody else until they come back; the others are the system allocator's. Nothing panics.
unsafe impl GlobalAlloc for PyMalloc {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match class(layout) {
            Some(class) => pointer(ThreadHeap::alloc(class)),
            // SAFETY: the caller's layout is not empty.
            None => unsafe { ThreadHeap::alloc_large(layout) },
        }
    }

    #[inline]
    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        if class(layout).is_none() {
            // SAFETY: no class serves the layout, so the block is a large one.
            return unsafe { ThreadHeap::dealloc_large(ptr, layout) };
        }
        // SAFETY: the caller gives back a block, so its address is not null.
        let block = unsafe { NonNull::new_unchecked(ptr) };
        // SAFETY: a class serves the layout, so the block is of a thread's heap.
        unsafe { ThreadHeap::dealloc(block) };
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let Some(class) = class(layout) else {
            // SAFETY: the caller's layout is not empty.
            return unsafe { ThreadHeap::alloc_large_zeroed(layout) };
        };
        let block = ThreadHeap::alloc(class);
        if let Some(block) = block {
            // SAFETY: the block has at least the layout's size, and is the caller's alone.
            unsafe { block.write_bytes(0, layout.size()) };
        }
        pointer(block)
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        // SAFETY: the caller passes a live block, so its address is not null.
        let block = unsafe { NonNull::new_unchecked(ptr) };
        // SAFETY: the caller's new size fits the alignment of the layout.
        let new = unsafe { Layout::from_size_align_unchecked(new_size, layout.align()) };
        // SAFETY: the caller's block is of a thread's heap where a class serves the layout.
        let resize = unsafe { Resize::of(block, new_size, class(layout), class(new)) };
        match resize {
            Resize::Stay => return ptr,
            // SAFETY: no class serves either layout, so the block is a large one.
            Resize::Large => return unsafe { ThreadHeap::realloc_large(ptr, layout, new) },
            Resize::Move | Resize::Shrink => {}
        }
        // SAFETY: the new size is not zero.
        let moved = unsafe { self.alloc(new) };
        if moved.is_null() {
            return if resize == Resize::Shrink { ptr } else { moved };
        }
        // SAFETY: both blocks hold so many bytes, and a new one overlaps no other.
        unsafe { ptr.copy_to_nonoverlapping(moved, layout.size().min(new_size)) };
        // SAFETY: the caller gives the old block up.
        unsafe { self.dealloc(ptr, layout) };
        moved
    }
}

impl PyMalloc {
    /// The bytes of the block at `ptr`, where it is one of a pool. `None` for those that the system
    /// allocator serves: larger than [`MEDIUM_MAX`](crate::MEDIUM_MAX), or aligned to more than 512.
    ///
    /// # Safety
    /// `ptr` is a live block of this or of the system's allocator.
    #[inline]
    pub unsafe fn usable_size(ptr: NonNull<u8>) -> Option<usize> {
        // SAFETY: the caller's promise.
        unsafe { small_size(ptr) }
    }

    /// Frees a block without its layout. False, with nothing done, where
    /// [`usable_size`](Self::usable_size) is `None`.
    ///
    /// # Safety
    /// `ptr` is a live block of this or of the system's allocator; where it is of this one, nobody
    /// uses it any more.
    #[inline]
    #[must_use = "a block of the system's allocator is still there"]
    pub unsafe fn free_unsized(ptr: NonNull<u8>) -> bool {
        if arena_map::cache::contains(ptr) {
            // SAFETY: a block in an arena is of a thread's heap, and the caller gives it up.
            unsafe { ThreadHeap::dealloc(ptr) };
            return true;
        }
        // SAFETY: the caller's promise.
        unsafe { Self::free_elsewhere(ptr) }
    }

    /// The same for a block in an arena that is not in the cache, or in none. Out of line as a whole, so
    /// that what is in line needs nothing kept over a call.
    ///
    /// # Safety
    /// As for [`free_unsized`](Self::free_unsized).
    #[cold]
    #[inline(never)]
    unsafe fn free_elsewhere(ptr: NonNull<u8>) -> bool {
        let small = arena_map::contains(ptr);
        if small {
            // SAFETY: a block in an arena is of a thread's heap, and the caller gives it up.
            unsafe { ThreadHeap::dealloc(ptr) };
        }
        small
    }

    /// Gives a block of a pool another size, up to [`MEDIUM_MAX`](crate::MEDIUM_MAX), in place or
    /// elsewhere. Its contents are kept up to the smaller of the two sizes. `None` where the new
    /// size is larger, where memory is out, and where [`usable_size`](Self::usable_size) is `None`:
    /// the block is then still there.
    ///
    /// # Safety
    /// As for [`free_unsized`](Self::free_unsized). Where a block is returned, it takes the place
    /// of `ptr`.
    pub unsafe fn realloc_unsized(ptr: NonNull<u8>, new_size: usize) -> Option<NonNull<u8>> {
        let class = SizeClass::of_program(new_size)?;
        // SAFETY: the caller's promise.
        let size = unsafe { small_size(ptr) }?;
        // SAFETY: the block has a size, so it is a live one of a pool.
        let resize = unsafe { Resize::in_pools(ptr, class, new_size) };
        if resize == Resize::Stay {
            return Some(ptr);
        }
        let Some(block) = ThreadHeap::alloc(class) else {
            return (resize == Resize::Shrink).then_some(ptr);
        };
        // SAFETY: the blocks have at least so many bytes, and a new one overlaps no other.
        unsafe { block.copy_from_nonoverlapping(ptr, size.min(new_size)) };
        // SAFETY: the caller gives the old block up.
        unsafe { ThreadHeap::dealloc(ptr) };
        Some(block)
    }

    /// Counts what all threads have, while they go on.
    ///
    /// What this thread has, and what ended threads left, is exact; so are the large blocks, the
    /// kept ones and those not yet taken up, but for what happens meanwhile. The arenas, pools and
    /// blocks of another running thread are counted by that thread, when it runs out of free blocks
    /// of some size for the first time after a call of this, and now and then without one: they are
    /// as they were then. Call it regularly, as a monitor does, and they lag by one call.
    ///
    /// It neither allocates nor stops a thread, and takes time in the number of the pools.
    ///
    /// ```
    /// use pymalloc::PyMalloc;
    ///
    /// #[global_allocator]
    /// static ALLOCATOR: PyMalloc = PyMalloc;
    ///
    /// let words = vec![String::from("a block for the vector, and one for the string")];
    /// let stats = PyMalloc::stats();
    /// assert!(stats.blocks_in_use() >= 2);
    /// println!("{stats}"); // the columns of sys._debugmallocstats()
    /// # drop(words);
    /// ```
    pub fn stats() -> Stats {
        ThreadHeap::count_all()
    }

    /// Gives back what no block needs, of the calling thread's heap and of the heaps that ended
    /// threads left.
    pub fn trim() {
        ThreadHeap::trim_all();
    }
}
