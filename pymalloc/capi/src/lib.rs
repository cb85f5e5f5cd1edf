//! pymalloc with the functions of C's `malloc`, for programs that are started with this library in
//! `LD_PRELOAD`.
//!
//! Blocks up to 2048 bytes are the calling thread's heap's; larger ones, and those aligned to more
//! than their class, are the C library's, whose own functions stay reachable under other names
//! (`large.rs`). A block is freed by whoever serves it: the map of arenas tells, without reading
//! the block. So blocks that the C library handed out before or beside this library may be given
//! to `free` here, too.
//!
//! Zero bytes get a distinct block, except that `realloc` of a block to zero bytes frees it, as in
//! glibc. A request that cannot be served answers null and sets `errno` to `ENOMEM`; an alignment
//! that is no power of two is `EINVAL`. `free` leaves `errno` alone.
//!
//! Only glibc has the functions that large blocks are passed on to: elsewhere this library is
//! empty.
//!
//! # Invariants
//! 1. Nothing here allocates but for the caller: no call leads back into this library.
//!
//! Source: `malloc(3)`, `posix_memalign(3)`, `malloc_usable_size(3)`.

#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub mod aligned;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
mod large;
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub mod plain;
