//! The constructor: finds the interpreter, if there is one, and hands it the functions.

use core::ffi::{CStr, c_int, c_ulong, c_void};
use core::mem;
use core::ptr;
use core::sync::atomic::{AtomicBool, Ordering};

use crate::blocks::{Blocks, Locked, Threads};
use crate::domain;

/// `PyMemAllocatorEx`.
#[repr(C)]
struct AllocatorEx {
    context: *mut c_void,
    malloc: unsafe extern "C-unwind" fn(*mut c_void, usize) -> *mut c_void,
    calloc: unsafe extern "C-unwind" fn(*mut c_void, usize, usize) -> *mut c_void,
    realloc: unsafe extern "C-unwind" fn(*mut c_void, *mut c_void, usize) -> *mut c_void,
    free: unsafe extern "C-unwind" fn(*mut c_void, *mut c_void),
}

const _: () = assert!(size_of::<AllocatorEx>() == 5 * size_of::<usize>());

/// `PyMem_SetAllocator`.
type SetAllocator = unsafe extern "C" fn(c_int, *mut AllocatorEx);

/// `PYMEM_DOMAIN_MEM` and `PYMEM_DOMAIN_OBJ`.
const DOMAINS: [c_int; 2] = [1, 2];

impl AllocatorEx {
    fn of<B: Blocks>() -> Self {
        AllocatorEx {
            context: ptr::null_mut(),
            malloc: domain::malloc::<B>,
            calloc: domain::calloc::<B>,
            realloc: domain::realloc::<B>,
            free: domain::free::<B>,
        }
    }
}

/// `Py_Version` of the first release whose interpreters may each have a lock: 3.12.
const LOCKS: c_ulong = 0x030C_0000;

/// A function that only builds without the interpreter's lock have.
const FREE_THREADED: &CStr = c"_Py_MergeZeroLocalRefcount";

static INSTALLED: AtomicBool = AtomicBool::new(false);

#[used]
#[unsafe(link_section = ".init_array")]
static CONSTRUCTOR: extern "C" fn() = install;

extern "C" fn install() {
    let set = symbol(c"PyMem_SetAllocator");
    if set.is_null() || !symbol(FREE_THREADED).is_null() {
        return;
    }
    // SAFETY: CPython's function of that name has had this type since 3.4.
    let set = unsafe { mem::transmute::<*mut c_void, SetAllocator>(set) };
    let version = symbol(c"Py_Version").cast::<c_ulong>();
    // SAFETY: a constant of that name and type is there from 3.11 on.
    let has_one_lock = unsafe { version.as_ref() }.is_none_or(|&version| version < LOCKS);
    for domain in DOMAINS {
        let mut allocator =
            if has_one_lock { AllocatorEx::of::<Locked>() } else { AllocatorEx::of::<Threads>() };
        // SAFETY: the structure is copied; no block of these domains exists before `main`.
        unsafe { set(domain, &raw mut allocator) };
    }
    INSTALLED.store(true, Ordering::Relaxed);
}

fn symbol(name: &CStr) -> *mut c_void {
    // SAFETY: the name ends with a zero byte.
    unsafe { libc::dlsym(libc::RTLD_DEFAULT, name.as_ptr()) }
}

/// 1 where this process is an interpreter that was given the functions, 0 elsewhere. Python asks
/// with `ctypes.CDLL(None).pymalloc_is_installed()`.
#[unsafe(no_mangle)]
pub extern "C" fn pymalloc_is_installed() -> c_int {
    c_int::from(INSTALLED.load(Ordering::Relaxed))
}
