//! The four functions of a domain.
//!
//! As CPython asks of them: zero bytes get a distinct block, also by `realloc`; blocks are aligned
//! to 16; nothing is reported but by null. Sizes over `PY_SSIZE_T_MAX` do not come here.
//!
//! None of them unwinds. That they might, as far as the compiler is told, saves the two of them that
//! are called most a frame to stop it in.

use core::ffi::c_void;
use core::ptr::{self, NonNull};

use pymalloc::{PyMalloc, SMALL_MAX, SizeClass};

use crate::blocks::Blocks;

/// A small block as C sees it, null where there is none.
#[inline]
fn pointer(block: Option<NonNull<u8>>) -> *mut c_void {
    block.map_or(ptr::null_mut(), NonNull::as_ptr).cast()
}

/// A block of `size` bytes.
///
/// # Safety
/// None is needed; the shape is CPython's.
pub(crate) unsafe extern "C-unwind" fn malloc<B: Blocks>(
    _: *mut c_void,
    size: usize,
) -> *mut c_void {
    match SizeClass::of(size) {
        Some(class) => pointer(B::alloc(class)),
        // SAFETY: the C library takes every size.
        None => unsafe { libc::malloc(size) },
    }
}

/// A block of `count` times `size` bytes, all zero.
///
/// # Safety
/// None is needed; the shape is CPython's.
pub(crate) unsafe extern "C-unwind" fn calloc<B: Blocks>(
    _: *mut c_void,
    count: usize,
    size: usize,
) -> *mut c_void {
    let bytes = count.checked_mul(size);
    let Some(class) = bytes.and_then(SizeClass::of) else {
        // SAFETY: the C library takes every size, and refuses products that overflow.
        return unsafe { libc::calloc(count, size) };
    };
    let block = B::alloc(class);
    if let Some(block) = block {
        // SAFETY: a block of the class has so many bytes, and is the caller's alone.
        unsafe { block.write_bytes(0, count * size) };
    }
    pointer(block)
}

/// Gives a block another size, in place or elsewhere.
///
/// # Safety
/// `block` is null or a live block of this domain's functions; where the answer is not null, it is
/// not used any more.
pub(crate) unsafe extern "C-unwind" fn realloc<B: Blocks>(
    context: *mut c_void,
    block: *mut c_void,
    size: usize,
) -> *mut c_void {
    let Some(old) = NonNull::new(block.cast::<u8>()) else {
        // SAFETY: every size may be asked for.
        return unsafe { malloc::<B>(context, size) };
    };
    // SAFETY: the caller's block is live.
    let Some(bytes) = (unsafe { PyMalloc::usable_size(old) }) else {
        // SAFETY: the block is in no arena, so it is the C library's.
        return unsafe { libc::realloc(block, size.max(1)) };
    };
    if size <= SMALL_MAX {
        // SAFETY: the caller's block is a small one.
        return pointer(unsafe { B::realloc(old, size) });
    }
    // SAFETY: the C library takes every size.
    let new = unsafe { libc::malloc(size) };
    if !new.is_null() {
        // SAFETY: the new block is the larger one, and overlaps no other.
        unsafe { new.copy_from_nonoverlapping(block, bytes) };
        // SAFETY: the caller gives the old block up.
        unsafe { free::<B>(context, block) };
    }
    new
}

/// Gives a block back; null is none.
///
/// # Safety
/// `block` is null or a live block of this domain's functions that nobody uses any more.
pub(crate) unsafe extern "C-unwind" fn free<B: Blocks>(_: *mut c_void, block: *mut c_void) {
    let Some(ptr) = NonNull::new(block.cast::<u8>()) else { return };
    // SAFETY: the caller's promise.
    if !unsafe { B::free(ptr) } {
        // SAFETY: the block is in no arena, so it is the C library's.
        unsafe { libc::free(block) };
    }
}
