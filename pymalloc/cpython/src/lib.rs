//! pymalloc in a real CPython: a library that, preloaded, becomes the allocator of the memory and
//! the object domain before the interpreter starts.
//!
//! CPython's allocators may be replaced while no block of theirs exists, which is before `main`. A
//! preloaded library's constructor runs then, and finds `PyMem_SetAllocator` in the executable or
//! in its libpython, whichever has it: one library serves every version, interpreters that are
//! linked statically, and the processes that an interpreter starts. Programs that are no
//! interpreters are left as they are.
//!
//! The raw domain stays as it is: its blocks are allocated earlier, and without the interpreter's
//! lock. `PYTHONMALLOC` and `-X dev` are stronger: CPython then installs its own allocators over
//! these. A build without the interpreter's lock keeps its allocator, since its collector finds
//! objects by it.
//!
//! ```text
//!   PyObject_Malloc -> the domain's pointers -> domain.rs -> blocks.rs    up to 512 bytes
//!                                                         -> malloc       above, as CPython does
//! ```
//!
//! # Invariants
//! 1. A block of at most 512 bytes is of a heap of `blocks.rs`, any other one the C library's.
//!
//! Source: `Objects/obmalloc.c`, `PyMem_SetAllocator`; `Doc/c-api/memory.rst`.

#[cfg(target_os = "linux")]
mod blocks;
#[cfg(target_os = "linux")]
mod domain;
#[cfg(target_os = "linux")]
pub mod install;
