//! The two ways in which a row reaches an allocator.
//!
//! [`Global`] is what a Rust program does: the layout is known on both sides, and the compiler may
//! inline the allocator. [`Pointers`] is what CPython does: an indirect call with a context, and a
//! free that is told no size. [`InHeap`] is pymalloc's heap, used directly by its one owner.

use std::alloc::{Layout, alloc, dealloc};
use std::ffi::c_void;
use std::ptr::NonNull;

use pymalloc::Heap;

/// Where a row's blocks come from.
pub trait Blocks {
    /// A block for `layout`, which is of at least one byte.
    fn alloc(&self, layout: Layout) -> *mut u8;

    /// Gives a block back.
    ///
    /// # Safety
    /// `ptr` came from [`alloc`](Self::alloc) of the same value with the same layout, and is not
    /// used any more.
    unsafe fn free(&self, ptr: *mut u8, layout: Layout);
}

/// The global allocator of the worker.
#[derive(Clone, Copy, Debug)]
pub struct Global;

impl Blocks for Global {
    #[inline(always)]
    fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the rows ask for at least one byte.
        unsafe { alloc(layout) }
    }

    #[inline(always)]
    unsafe fn free(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { dealloc(ptr, layout) };
    }
}

/// `malloc` and `free` as CPython's `PyMemAllocatorEx` has them.
#[derive(Clone, Copy, Debug)]
pub struct Pointers {
    /// The first argument of both.
    pub context: *mut c_void,
    /// A block of that many bytes, aligned to 16.
    pub malloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
    /// Gives a block of `malloc` back.
    pub free: unsafe extern "C" fn(*mut c_void, *mut c_void),
}

impl Blocks for Pointers {
    #[inline(always)]
    fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: whoever made the value vouches for its functions.
        unsafe { (self.malloc)(self.context, layout.size()) }.cast()
    }

    #[inline(always)]
    unsafe fn free(&self, ptr: *mut u8, _: Layout) {
        // SAFETY: the caller's promise.
        unsafe { (self.free)(self.context, ptr.cast()) };
    }
}

/// A heap of pymalloc's that the row owns.
#[derive(Debug, Default)]
pub struct InHeap(Heap);

impl Blocks for InHeap {
    #[inline(always)]
    fn alloc(&self, layout: Layout) -> *mut u8 {
        self.0.alloc(layout).map_or(std::ptr::null_mut(), NonNull::as_ptr)
    }

    #[inline(always)]
    unsafe fn free(&self, ptr: *mut u8, layout: Layout) {
        // SAFETY: the caller's block, which is not null.
        let ptr = unsafe { NonNull::new_unchecked(ptr) };
        // SAFETY: the caller's promise.
        unsafe { self.0.dealloc(ptr, layout) };
    }
}
