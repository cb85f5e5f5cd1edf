//! `malloc`, `calloc`, `realloc`, `reallocarray`, `free`, `malloc_usable_size`.

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::c_void;
use core::ptr::{self, NonNull};

use libc::ENOMEM;
use pymalloc::{ALIGNMENT, MEDIUM_MAX, PyMalloc};

use crate::large::{self, __libc_calloc, __libc_free, __libc_malloc, __libc_realloc, fail};

/// The layout of a block of a pool: at least one byte, since a layout for `alloc` is not empty.
#[inline]
const fn small(size: usize) -> Layout {
    debug_assert!(size <= MEDIUM_MAX);
    let size = if size == 0 { 1 } else { size };
    // SAFETY: the alignment is a power of two, and the size at most 2048.
    unsafe { Layout::from_size_align_unchecked(size, ALIGNMENT) }
}

/// The answer for a block of a heap's, which is null when memory is out.
#[inline]
fn answer(block: *mut u8) -> *mut c_void {
    if block.is_null() { fail(ENOMEM) } else { block.cast() }
}

/// A block of `size` bytes, aligned to 16.
///
/// # Safety
/// None is needed; the name is C's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn malloc(size: usize) -> *mut c_void {
    if size > MEDIUM_MAX {
        // SAFETY: the C library takes every size.
        return unsafe { __libc_malloc(size) };
    }
    // SAFETY: the layout is not empty.
    answer(unsafe { PyMalloc.alloc(small(size)) })
}

/// A block of `count` times `size` bytes, all zero.
///
/// # Safety
/// None is needed; the name is C's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    match count.checked_mul(size) {
        Some(bytes) if bytes <= MEDIUM_MAX => {
            // SAFETY: the layout is not empty.
            answer(unsafe { PyMalloc.alloc_zeroed(small(bytes)) })
        }
        // SAFETY: the C library takes every size.
        Some(_) => unsafe { __libc_calloc(count, size) },
        None => fail(ENOMEM),
    }
}

/// Gives a block another size, in place or elsewhere.
///
/// # Safety
/// `block` is null, or a live block of these functions or of the C library's; where the answer is
/// not null, or `size` is zero, it is not used any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn realloc(block: *mut c_void, size: usize) -> *mut c_void {
    let Some(old) = NonNull::new(block.cast::<u8>()) else {
        // SAFETY: every size may be asked for.
        return unsafe { malloc(size) };
    };
    if size == 0 {
        // SAFETY: the caller gives the block up.
        unsafe { free(block) };
        return ptr::null_mut();
    }
    // SAFETY: the caller's block is live.
    let Some(bytes) = (unsafe { PyMalloc::usable_size(old) }) else {
        // SAFETY: the block is in no arena, so it is the C library's.
        return unsafe { __libc_realloc(block, size) };
    };
    if size <= MEDIUM_MAX {
        // SAFETY: the caller's block is a small one.
        let new = unsafe { PyMalloc::realloc_unsized(old, size) };
        return answer(new.map_or(ptr::null_mut(), NonNull::as_ptr));
    }
    // SAFETY: the C library takes every size.
    let new = unsafe { __libc_malloc(size) };
    if !new.is_null() {
        // SAFETY: the new block is the larger one, and overlaps no other.
        unsafe { new.copy_from_nonoverlapping(block, bytes) };
        // SAFETY: the caller gives the old block up.
        unsafe { free(block) };
    }
    new
}

/// `realloc` to `count` times `size` bytes.
///
/// # Safety
/// As for [`realloc`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn reallocarray(
    block: *mut c_void,
    count: usize,
    size: usize,
) -> *mut c_void {
    match count.checked_mul(size) {
        // SAFETY: the caller's promise.
        Some(bytes) => unsafe { realloc(block, bytes) },
        None => fail(ENOMEM),
    }
}

/// Gives a block back; null is none.
///
/// # Safety
/// `block` is null, or a live block of these functions or of the C library's that nobody uses any
/// more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(block: *mut c_void) {
    let Some(ptr) = NonNull::new(block.cast::<u8>()) else { return };
    // SAFETY: the caller's promise.
    if !unsafe { PyMalloc::free_unsized(ptr) } {
        // SAFETY: the block is in no arena, so it is the C library's.
        unsafe { __libc_free(block) };
    }
}

/// The bytes that a block really has; 0 for null.
///
/// # Safety
/// `block` is null, or a live block of these functions or of the C library's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn malloc_usable_size(block: *mut c_void) -> usize {
    let Some(ptr) = NonNull::new(block.cast::<u8>()) else { return 0 };
    // SAFETY: the caller's block is live.
    match unsafe { PyMalloc::usable_size(ptr) } {
        Some(bytes) => bytes,
        // SAFETY: the block is in no arena, so it is the C library's.
        None => unsafe { large::usable_size(block) },
    }
}
