//! The C library's side: blocks that no class serves, and `errno`.
//!
//! `malloc` of the C library is replaced by the one of this library wherever it is called by its
//! name, so the names are used that glibc keeps for that case. It has none for the usable size,
//! which is looked up behind this library.

use core::ffi::{c_int, c_void};
use core::mem;
use core::ptr;
use core::sync::atomic::{AtomicPtr, Ordering};

unsafe extern "C" {
    pub(crate) fn __libc_malloc(size: usize) -> *mut c_void;
    pub(crate) fn __libc_calloc(count: usize, size: usize) -> *mut c_void;
    pub(crate) fn __libc_realloc(block: *mut c_void, size: usize) -> *mut c_void;
    pub(crate) fn __libc_memalign(alignment: usize, size: usize) -> *mut c_void;
    pub(crate) fn __libc_free(block: *mut c_void);
}

type UsableSize = unsafe extern "C" fn(*mut c_void) -> usize;

/// The C library's `malloc_usable_size`, null until it is looked up.
static USABLE_SIZE: AtomicPtr<c_void> = AtomicPtr::new(ptr::null_mut());

/// The bytes of a block of the C library's.
///
/// # Safety
/// `block` is a live block of the C library's.
pub(crate) unsafe fn usable_size(block: *mut c_void) -> usize {
    let mut function = USABLE_SIZE.load(Ordering::Relaxed);
    if function.is_null() {
        // SAFETY: the name ends with a zero byte.
        function = unsafe { libc::dlsym(libc::RTLD_NEXT, c"malloc_usable_size".as_ptr()) };
        if function.is_null() {
            return 0;
        }
        USABLE_SIZE.store(function, Ordering::Relaxed);
    }
    // SAFETY: the C library's function of that name has this type.
    let usable_size = unsafe { mem::transmute::<*mut c_void, UsableSize>(function) };
    // SAFETY: the caller's promise.
    unsafe { usable_size(block) }
}

/// Answers null, with the reason in `errno`.
#[cold]
#[inline(never)]
pub(crate) fn fail(reason: c_int) -> *mut c_void {
    // SAFETY: the C library has a place for each thread.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: the place is the calling thread's alone.
    unsafe { *errno = reason };
    ptr::null_mut()
}
