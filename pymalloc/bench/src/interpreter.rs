//! CPython's own allocator, taken from a libpython that is loaded at run time.
//!
//! The interpreter is initialised, because since 3.12 the allocator's state belongs to it, and then
//! asked for the allocator of its object domain: the pair of functions and the context that every
//! `PyObject_Malloc` goes through.

use std::ffi::{c_int, c_void};
use std::path::Path;
use std::ptr;

use libloading::os::unix::{Library, RTLD_GLOBAL, RTLD_NOW};

use crate::blocks::Pointers;

/// `PYMEM_DOMAIN_OBJ`.
const DOMAIN_OBJ: c_int = 2;

/// `PyMemAllocatorEx`.
#[repr(C)]
struct AllocatorEx {
    context: *mut c_void,
    malloc: Option<unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void>,
    calloc: *mut c_void,
    realloc: *mut c_void,
    free: Option<unsafe extern "C" fn(*mut c_void, *mut c_void)>,
}

/// Loads and initialises the libpython at `path`, and answers its object allocator.
///
/// # Errors
/// Says what is missing in the library, or why it cannot be loaded.
pub fn object_allocator(path: &Path) -> Result<Pointers, String> {
    type Initialize = unsafe extern "C" fn(c_int);
    type GetAllocator = unsafe extern "C" fn(c_int, *mut AllocatorEx);
    let failed = |error: libloading::Error| format!("{}: {error}", path.display());
    // SAFETY: CPython's library has no constructors with demands.
    let library = unsafe { Library::open(Some(path), RTLD_NOW | RTLD_GLOBAL) }.map_err(failed)?;
    // SAFETY: the function has had this type since CPython 2.4.
    let initialize = unsafe { library.get::<Initialize>(b"Py_InitializeEx\0") }.map_err(failed)?;
    // SAFETY: the function has had this type since CPython 3.4.
    let get = unsafe { library.get::<GetAllocator>(b"PyMem_GetAllocator\0") }.map_err(failed)?;
    // SAFETY: the only call, on the thread that goes on to allocate.
    unsafe { initialize(0) };
    let mut allocator = AllocatorEx {
        context: ptr::null_mut(),
        malloc: None,
        calloc: ptr::null_mut(),
        realloc: ptr::null_mut(),
        free: None,
    };
    // SAFETY: the structure has the layout of the library's.
    unsafe { get(DOMAIN_OBJ, &raw mut allocator) };
    // The interpreter lives as long as the process.
    std::mem::forget(library);
    let (Some(malloc), Some(free)) = (allocator.malloc, allocator.free) else {
        return Err(format!("{}: no object allocator", path.display()));
    };
    Ok(Pointers { context: allocator.context, malloc, free })
}
