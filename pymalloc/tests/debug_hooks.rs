//! What becomes of a program that damages guarded memory.

use std::alloc::{GlobalAlloc, Layout};
use std::env;

use pymalloc::{DebugHooks, Domain, Heap, is_freed_pointer};

use crate::child::{DAMAGE, last_words};

/// Does the damage, in a child process.
fn damage(kind: &str) {
    let hooks = DebugHooks::new(Heap::new(), Domain::Object);
    let layout = Layout::new::<[u64; 3]>();
    // SAFETY: the layout is not empty.
    let block = unsafe { hooks.alloc(layout) };
    let (offset, freed_as, size) = match kind {
        "overflow" => (24, layout, None),
        "underflow" => (-1, layout, None),
        "reallocation" => (24, layout, Some(500)),
        "layout" => (0, Layout::new::<[u64; 4]>(), None),
        _ => (0, layout, None),
    };
    // SAFETY: the guards are inside the block.
    let place = unsafe { block.offset(offset) };
    // SAFETY: the same.
    unsafe { place.write(7) };
    match size {
        // SAFETY: the hooks find the damage before they use the block.
        Some(size) => drop(unsafe { hooks.realloc(block, layout, size) }),
        // SAFETY: the same.
        None => unsafe { hooks.dealloc(block, freed_as) },
    }
    if kind == "twice" {
        // SAFETY: the same; the memory is still the heap's.
        unsafe { hooks.dealloc(block, layout) };
    }
}

#[test]
fn damage_ends_the_program_with_a_report() {
    if let Ok(kind) = env::var(DAMAGE) {
        return damage(&kind);
    }
    let case = "debug_hooks::damage_ends_the_program_with_a_report";
    for (kind, words) in [
        ("overflow", "Fatal error: dealloc: bad trailing pad byte"),
        ("underflow", "Fatal error: dealloc: bad leading pad byte"),
        ("reallocation", "Fatal error: realloc: bad trailing pad byte"),
        (
            "layout",
            "Fatal error: dealloc: bad size: Allocated 24 bytes, verified with a layout of 32",
        ),
        (
            "twice",
            "Fatal error: dealloc: bad ID: Allocated using API '\\xdd', verified using API 'o'",
        ),
    ] {
        let text = last_words(case, kind);
        assert!(text.contains("Debug memory block at address p=0x"), "{kind}: {text}");
        assert!(text.lines().any(|line| line == words), "{kind}: {text}");
    }
}

#[test]
fn pointers_made_of_fill_bytes_are_recognised() {
    for byte in [0, 0xCD, 0xDD, 0xFD] {
        let pointer =
            std::ptr::without_provenance::<u8>(usize::from_ne_bytes([byte; size_of::<usize>()]));
        assert!(is_freed_pointer(pointer));
    }
    assert!(!is_freed_pointer(std::ptr::without_provenance::<u8>(0xCD)));
}
