//! The system allocator, which can tell how many bytes it was asked for.
//!
//! It counts only while a layout is being measured; otherwise it costs one load that is always
//! predicted.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};

/// The allocator of the whole program.
pub struct Counting {
    on: AtomicBool,
    bytes: AtomicUsize,
}

impl Counting {
    pub const fn new() -> Self {
        Self { on: AtomicBool::new(false), bytes: AtomicUsize::new(0) }
    }
}

// SAFETY: all blocks come from the system and go back to it.
unsafe impl GlobalAlloc for Counting {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if self.on.load(Relaxed) {
            self.bytes.fetch_add(layout.size(), Relaxed);
        }
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise; `alloc` took it from the system.
        unsafe { System.dealloc(block, layout) };
    }
}

/// The bytes that `make` asks for, all requests together.
pub fn of<T>(make: impl FnOnce() -> T) -> usize {
    let allocator = &crate::ALLOCATOR;
    allocator.bytes.store(0, Relaxed);
    allocator.on.store(true, Relaxed);
    let value = make();
    allocator.on.store(false, Relaxed);
    drop(value);
    allocator.bytes.load(Relaxed)
}
