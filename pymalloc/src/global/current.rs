//! The word of a thread: which heap it has.
//!
//! In a program the word of the standard library's `thread_local!` is one instruction away. In a
//! shared library, which may be loaded at any time, that word is behind a call at each use. With the
//! feature `initial-exec` it is one load away there, too: the word then lies among those that the
//! program starts with, as the compiler's option for that model would have it, which is not to be had
//! on a stable compiler. A library that is linked or preloaded can have such words; one that is loaded
//! later gets them as long as the system's few spare ones last.
//!
//! ```text
//!   fs:0 <- start of the thread's block          GOT of the library: | .. | offset of the word | .. |
//!   | .. words, the heap's among them .. | fs:0 |                             filled when it is loaded
//! ```
//!
//! # Invariants
//! 1. Only the thread itself reads and writes its word, which always leads to a heap.
//!
//! Source: Drepper, "ELF Handling For Thread-Local Storage", the initial-exec model.

use super::thread_heap::ThreadHeap;

/// The heap of the calling thread.
#[inline(always)]
pub(super) fn get() -> &'static ThreadHeap {
    word::get()
}

/// Gives the calling thread another heap.
pub(super) fn set(heap: &'static ThreadHeap) {
    word::set(heap);
}

#[cfg(not(all(
    feature = "initial-exec",
    target_os = "linux",
    target_arch = "x86_64",
    target_pointer_width = "64",
    not(miri)
)))]
mod word {
    use core::cell::Cell;

    use crate::global::thread_heap::{NONE, ThreadHeap};

    std::thread_local! {
        static CURRENT: Cell<&'static ThreadHeap> = const { Cell::new(&NONE) };
    }

    #[inline(always)]
    pub(super) fn get() -> &'static ThreadHeap {
        CURRENT.get()
    }

    pub(super) fn set(heap: &'static ThreadHeap) {
        CURRENT.set(heap);
    }
}

#[cfg(all(
    feature = "initial-exec",
    target_os = "linux",
    target_arch = "x86_64",
    target_pointer_width = "64",
    not(miri)
))]
mod word {
    use core::arch::{asm, global_asm};

    use crate::global::thread_heap::{NONE, ThreadHeap};

    // What a thread begins with: the word with the address of `NONE` in it. Hidden, so that each
    // library has its own.
    global_asm!(
        ".pushsection .tdata, \"awT\", @progbits",
        ".globl pymalloc_current_heap",
        ".hidden pymalloc_current_heap",
        ".type pymalloc_current_heap, @object",
        ".size pymalloc_current_heap, 8",
        ".balign 8",
        "pymalloc_current_heap: .quad {none}",
        ".popsection",
        none = sym NONE,
    );

    /// How far the word is from the thread's first one.
    #[inline(always)]
    fn offset() -> usize {
        let offset: usize;
        // SAFETY: the loader has filled this word of the table before anything of the library runs,
        // and it stays.
        unsafe {
            asm!(
                "mov {}, qword ptr [rip + pymalloc_current_heap@GOTTPOFF]",
                out(reg) offset,
                options(pure, nomem, nostack, preserves_flags)
            );
        }
        offset
    }

    #[inline(always)]
    pub(super) fn get() -> &'static ThreadHeap {
        let heap: *const ThreadHeap;
        // SAFETY: a word of the calling thread is there.
        unsafe {
            asm!(
                "mov {}, qword ptr fs:[{}]",
                out(reg) heap,
                in(reg) offset(),
                options(pure, readonly, nostack, preserves_flags)
            );
        }
        // SAFETY: invariant 1; heaps stay.
        unsafe { &*heap }
    }

    pub(super) fn set(heap: &'static ThreadHeap) {
        // SAFETY: a word of the calling thread, which nobody has a reference to.
        unsafe {
            asm!(
                "mov qword ptr fs:[{}], {}",
                in(reg) offset(),
                in(reg) core::ptr::from_ref(heap),
                options(nostack, preserves_flags)
            );
        }
    }
}
