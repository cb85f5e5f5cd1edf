//! A program whose global allocator is `PyMalloc` with CPython's debug hooks around it: everything in
//! this binary is guarded, the test harness included.
#![cfg(not(loom))]

use std::alloc::{GlobalAlloc, Layout};
use std::collections::BTreeMap;
use std::env;
use std::ptr::NonNull;
use std::thread;

use child::{DAMAGE, last_words};
use pymalloc::{Damage, DebugHooks, Domain, PyMalloc};

mod child;

#[global_allocator]
static ALLOCATOR: DebugHooks<PyMalloc> = DebugHooks::new(PyMalloc, Domain::Raw);

#[test]
fn a_guarded_program_works_in_all_its_threads() {
    let words = |salt: usize| -> BTreeMap<String, Vec<usize>> {
        (0..2_000).map(|n| (format!("{salt} {n}"), (0..n % 700).collect())).collect()
    };
    let threads: Vec<_> = (0..4).map(|salt| thread::spawn(move || words(salt))).collect();
    for (salt, thread) in threads.into_iter().enumerate() {
        // Built by one thread, compared and freed by another.
        assert!(thread.join().unwrap() == words(salt));
    }
}

#[test]
fn blocks_are_guarded_on_both_sides_and_filled_when_fresh() {
    for (size, align) in [(1, 1), (20, 8), (600, 64), (5_000, 4096)] {
        let layout = Layout::from_size_align(size, align).unwrap();
        // SAFETY: the layout is not empty.
        let block = NonNull::new(unsafe { ALLOCATOR.alloc(layout) }).unwrap();
        assert!(block.addr().get().is_multiple_of(align));
        let bytes = NonNull::slice_from_raw_parts(block, size);
        // SAFETY: the block has so many bytes, which the hooks have filled.
        assert!(unsafe { bytes.as_ref() }.iter().all(|&byte| byte == 0xCD));
        // SAFETY: the block is live and has this layout.
        assert!(unsafe { ALLOCATOR.check(block, layout) }.is_ok());
        // SAFETY: the guards behind the data are part of what was allocated.
        let guard = unsafe { block.add(size) };
        // SAFETY: the same.
        unsafe { guard.write(1) };
        // SAFETY: the block is live and has this layout.
        let violation = unsafe { ALLOCATOR.check(block, layout) }.unwrap_err();
        assert_eq!(violation.damage, Damage::TrailingGuards);
        // SAFETY: the same as above; 0xFD is what a guard is.
        unsafe { guard.write(0xFD) };
        // SAFETY: the block is live, has this layout, and is not used any more.
        unsafe { ALLOCATOR.dealloc(block.as_ptr(), layout) };
    }
}

/// Writes behind a vector that another thread made, or frees one twice; in a child process.
fn damage(kind: &str) {
    if kind == "overflow" {
        let mut bytes = thread::spawn(|| vec![1_u8; 24]).join().unwrap();
        // SAFETY: the guards behind the data are part of what was allocated.
        let guard = unsafe { bytes.as_mut_ptr().add(24) };
        // SAFETY: the same.
        unsafe { guard.write(7) };
    } else {
        let mut bytes = vec![1_u8; 24];
        // SAFETY: the block is live; the hooks notice the second free before it happens.
        unsafe { ALLOCATOR.dealloc(bytes.as_mut_ptr(), Layout::new::<[u8; 24]>()) };
    }
}

#[test]
fn damage_in_a_guarded_program_ends_it_with_a_report() {
    if let Ok(kind) = env::var(DAMAGE) {
        return damage(&kind);
    }
    for (kind, words) in [
        ("overflow", "Fatal error: dealloc: bad trailing pad byte"),
        (
            "twice",
            "Fatal error: dealloc: bad ID: Allocated using API '\\xdd', verified using API 'r'",
        ),
    ] {
        let text = last_words("damage_in_a_guarded_program_ends_it_with_a_report", kind);
        assert!(text.contains("Debug memory block at address p=0x"), "{kind}: {text}");
        assert!(text.lines().any(|line| line == words), "{kind}: {text}");
    }
}
