//! `aligned_alloc`, `memalign`, `posix_memalign`.
//!
//! A small block is served by a class that has the alignment; the C library serves all others.

use core::alloc::{GlobalAlloc, Layout};
use core::ffi::{c_int, c_void};

use libc::{EINVAL, ENOMEM};
use pymalloc::{PyMalloc, SizeClass};

use crate::large::{__libc_memalign, fail};

/// A block of `size` bytes, aligned to `alignment`, a power of two. Null when memory is out, with
/// `errno` set or not.
fn aligned(alignment: usize, size: usize) -> *mut c_void {
    match Layout::from_size_align(size.max(1), alignment) {
        Ok(layout) if SizeClass::for_layout(layout).is_some() => {
            // SAFETY: the layout is not empty.
            unsafe { PyMalloc.alloc(layout) }.cast()
        }
        // SAFETY: the C library takes every size and every power of two.
        _ => unsafe { __libc_memalign(alignment, size) },
    }
}

/// A block of `size` bytes, aligned to `alignment`; `EINVAL` where that is no power of two.
///
/// # Safety
/// None is needed; the name is C's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn aligned_alloc(alignment: usize, size: usize) -> *mut c_void {
    if !alignment.is_power_of_two() {
        return fail(EINVAL);
    }
    let block = aligned(alignment, size);
    if block.is_null() { fail(ENOMEM) } else { block }
}

/// A block of `size` bytes, aligned to `alignment` or, where that is no power of two, to the next
/// one above it.
///
/// # Safety
/// None is needed; the name is C's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memalign(alignment: usize, size: usize) -> *mut c_void {
    match alignment.checked_next_power_of_two() {
        // SAFETY: every power of two and every size may be asked for.
        Some(alignment) => unsafe { aligned_alloc(alignment, size) },
        None => fail(EINVAL),
    }
}

/// Stores a block of `size` bytes, aligned to `alignment`, in `place`, and answers 0; or answers
/// `EINVAL`, where the alignment is no power of two times the size of a pointer, or `ENOMEM`, and
/// stores nothing.
///
/// # Safety
/// `place` may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn posix_memalign(
    place: *mut *mut c_void,
    alignment: usize,
    size: usize,
) -> c_int {
    if !alignment.is_power_of_two() || alignment < size_of::<*mut c_void>() {
        return EINVAL;
    }
    let block = aligned(alignment, size);
    if block.is_null() {
        return ENOMEM;
    }
    // SAFETY: the caller's promise.
    unsafe { place.write(block) };
    0
}
