//! The four functions of a domain.
//!
//! As CPython asks of them: zero bytes get a distinct block, also by `realloc`; blocks are aligned
//! to 16; nothing is reported but by null. Sizes over `PY_SSIZE_T_MAX` do not come here.

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::c_void;
use core::ptr::{self, NonNull};

use pymalloc::{ALIGNMENT, PyMalloc, SMALL_MAX};

/// The layout of a small block: at least one byte, since a layout for `alloc` is not empty.
#[inline]
const fn small(size: usize) -> Layout {
    debug_assert!(size <= SMALL_MAX);
    let size = if size == 0 { 1 } else { size };
    // SAFETY: the alignment is a power of two, and the size at most 512.
    unsafe { Layout::from_size_align_unchecked(size, ALIGNMENT) }
}

/// A block of `size` bytes.
///
/// # Safety
/// None is needed; the shape is CPython's.
pub(crate) unsafe extern "C" fn malloc(_: *mut c_void, size: usize) -> *mut c_void {
    if size > SMALL_MAX {
        // SAFETY: the C library takes every size.
        return unsafe { libc::malloc(size) };
    }
    // SAFETY: the layout is not empty.
    unsafe { PyMalloc.alloc(small(size)) }.cast()
}

/// A block of `count` times `size` bytes, all zero.
///
/// # Safety
/// None is needed; the shape is CPython's.
pub(crate) unsafe extern "C" fn calloc(_: *mut c_void, count: usize, size: usize) -> *mut c_void {
    match count.checked_mul(size) {
        // SAFETY: the layout is not empty.
        Some(bytes) if bytes <= SMALL_MAX => unsafe { PyMalloc.alloc_zeroed(small(bytes)) }.cast(),
        // SAFETY: the C library takes every size, and refuses products that overflow.
        _ => unsafe { libc::calloc(count, size) },
    }
}

/// Gives a block another size, in place or elsewhere.
///
/// # Safety
/// `block` is null or a live block of this domain's functions; where the answer is not null, it is
/// not used any more.
pub(crate) unsafe extern "C" fn realloc(
    context: *mut c_void,
    block: *mut c_void,
    size: usize,
) -> *mut c_void {
    let Some(old) = NonNull::new(block.cast::<u8>()) else {
        // SAFETY: every size may be asked for.
        return unsafe { malloc(context, size) };
    };
    // SAFETY: the caller's block is live.
    let Some(bytes) = (unsafe { PyMalloc::usable_size(old) }) else {
        // SAFETY: the block is in no arena, so it is the C library's.
        return unsafe { libc::realloc(block, size.max(1)) };
    };
    if size <= SMALL_MAX {
        // SAFETY: the caller's block is a small one.
        let new = unsafe { PyMalloc::realloc_unsized(old, size) };
        return new.map_or(ptr::null_mut(), |new| new.as_ptr().cast());
    }
    // SAFETY: the C library takes every size.
    let new = unsafe { libc::malloc(size) };
    if !new.is_null() {
        // SAFETY: the new block is the larger one, and overlaps no other.
        unsafe { new.copy_from_nonoverlapping(block, bytes) };
        // SAFETY: the caller gives the old block up.
        unsafe { free(context, block) };
    }
    new
}

/// Gives a block back; null is none.
///
/// # Safety
/// `block` is null or a live block of this domain's functions that nobody uses any more.
pub(crate) unsafe extern "C" fn free(_: *mut c_void, block: *mut c_void) {
    let Some(ptr) = NonNull::new(block.cast::<u8>()) else { return };
    // SAFETY: the caller's promise.
    if !unsafe { PyMalloc::free_unsized(ptr) } {
        // SAFETY: the block is in no arena, so it is the C library's.
        unsafe { libc::free(block) };
    }
}
