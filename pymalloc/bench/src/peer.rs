//! The allocator of this build of the worker.
//!
//! Each module has the peer as a [`GlobalAlloc`](std::alloc::GlobalAlloc), and as the two functions
//! that a C program would call, taken from the peer's own C interface where it has one.

use crate::blocks::Pointers;

/// The functions of a peer in the shape of [`Pointers`], which has a context in front.
#[cfg(any(
    feature = "jemalloc",
    feature = "mimalloc",
    feature = "rpmalloc",
    feature = "snmalloc",
    not(any(feature = "floor", feature = "heap", feature = "pymalloc"))
))]
macro_rules! c_functions {
    ($malloc:path, $free:path) => {
        unsafe extern "C" fn malloc(_: *mut c_void, size: usize) -> *mut c_void {
            // SAFETY: C's `malloc` takes every size.
            unsafe { $malloc(size) }
        }

        unsafe extern "C" fn free(_: *mut c_void, ptr: *mut c_void) {
            // SAFETY: the caller gives back a block of `malloc`.
            let _ = unsafe { $free(ptr) };
        }

        /// The peer as C sees it.
        pub(super) fn pointers() -> Option<Pointers> {
            Some(Pointers { context: std::ptr::null_mut(), malloc, free })
        }
    };
}

#[cfg(feature = "jemalloc")]
mod chosen {
    use super::Pointers;
    use std::ffi::c_void;
    pub use tikv_jemallocator::Jemalloc as Peer;
    pub(super) const PEER: Peer = Peer;
    c_functions!(tikv_jemalloc_sys::malloc, tikv_jemalloc_sys::free);
}

#[cfg(feature = "mimalloc")]
mod chosen {
    use super::Pointers;
    pub use mimalloc::MiMalloc as Peer;
    use std::ffi::c_void;
    pub(super) const PEER: Peer = Peer;
    c_functions!(libmimalloc_sys::mi_malloc, libmimalloc_sys::mi_free);
}

#[cfg(feature = "rpmalloc")]
mod chosen {
    use super::Pointers;
    pub use rpmalloc::RpMalloc as Peer;
    use std::ffi::c_void;
    pub(super) const PEER: Peer = Peer;
    c_functions!(rpmalloc_sys::rpmalloc, rpmalloc_sys::rpfree);
}

#[cfg(feature = "snmalloc")]
mod chosen {
    use super::Pointers;
    pub use snmalloc_rs::SnMalloc as Peer;
    use std::ffi::c_void;
    pub(super) const PEER: Peer = Peer;
    c_functions!(snmalloc_sys::sn_malloc, snmalloc_sys::sn_free);
}

#[cfg(feature = "floor")]
mod chosen {
    use super::Pointers;
    pub use crate::floor::Floor as Peer;
    use crate::floor::{free, malloc};
    pub(super) const PEER: Peer = Peer;

    #[expect(clippy::unnecessary_wraps, reason = "not every peer has them")]
    pub(super) fn pointers() -> Option<Pointers> {
        Some(Pointers { context: std::ptr::null_mut(), malloc, free })
    }
}

#[cfg(feature = "pymalloc")]
mod chosen {
    use super::Pointers;
    use std::alloc::{GlobalAlloc, Layout};
    use std::ffi::c_void;
    use std::ptr::NonNull;

    pub use pymalloc::PyMalloc as Peer;
    pub(super) const PEER: Peer = Peer;

    unsafe extern "C" fn malloc(_: *mut c_void, size: usize) -> *mut c_void {
        assert!(size - 1 < pymalloc::SMALL_MAX, "the rows are of small blocks");
        // SAFETY: the alignment is a power of two, and the size at most 512.
        let layout = unsafe { Layout::from_size_align_unchecked(size, pymalloc::ALIGNMENT) };
        // SAFETY: the size is not zero.
        unsafe { PEER.alloc(layout) }.cast()
    }

    unsafe extern "C" fn free(_: *mut c_void, ptr: *mut c_void) {
        let Some(ptr) = NonNull::new(ptr.cast()) else { return };
        // SAFETY: the caller gives back a block of `malloc`.
        if !unsafe { Peer::free_unsized(ptr) } {
            // SAFETY: all other blocks are the C library's.
            unsafe { libc::free(ptr.as_ptr().cast()) };
        }
    }

    #[expect(clippy::unnecessary_wraps, reason = "not every peer has them")]
    pub(super) fn pointers() -> Option<Pointers> {
        Some(Pointers { context: std::ptr::null_mut(), malloc, free })
    }
}

#[cfg(feature = "heap")]
mod chosen {
    use super::Pointers;
    pub use std::alloc::System as Peer;
    pub(super) const PEER: Peer = Peer;

    pub(super) fn pointers() -> Option<Pointers> {
        None
    }
}

#[cfg(not(any(
    feature = "floor",
    feature = "heap",
    feature = "jemalloc",
    feature = "mimalloc",
    feature = "pymalloc",
    feature = "rpmalloc",
    feature = "snmalloc"
)))]
mod chosen {
    use super::Pointers;
    pub use std::alloc::System as Peer;
    use std::ffi::c_void;
    pub(super) const PEER: Peer = Peer;
    c_functions!(libc::malloc, libc::free);
}

pub use chosen::Peer;

/// The global allocator of the worker.
pub const PEER: Peer = chosen::PEER;

/// The peer as C sees it, where it can be seen so.
pub fn pointers() -> Option<Pointers> {
    chosen::pointers()
}
