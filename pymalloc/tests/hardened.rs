//! What becomes of a program that misuses a hardened heap.

use std::env;
use std::ptr::NonNull;

use pymalloc::{Heap, SizeClass};

use crate::child::{DAMAGE, last_words};

const CLASS: SizeClass = SizeClass::of(64).unwrap();

/// Does the damage, in a child process.
#[allow(
    clippy::multiple_unsafe_ops_per_block,
    reason = "one mistake in each arm, none of them safe"
)]
fn damage(kind: &str) {
    let heap = Heap::new();
    let [block, other, _] = [0; 3].map(|_| heap.alloc_class(CLASS).expect("memory"));
    let mut local = [0_u64; 8];
    // SAFETY: none is given up but what the heap gave; the rest is what the heap is to notice.
    unsafe {
        match kind {
            "twice" => {
                heap.dealloc_class(block, CLASS);
                heap.dealloc_class(other, CLASS);
                heap.dealloc_class(block, CLASS);
            }
            "twice in a row" => {
                heap.dealloc_class(block, CLASS);
                heap.dealloc_class(block, CLASS);
            }
            "twice and last" => {
                let last = heap.alloc_class(SizeClass::of(32).expect("a small size"));
                let last = last.expect("memory");
                heap.dealloc_class(last, SizeClass::ALL[1]);
                heap.dealloc_class(last, SizeClass::ALL[1]);
            }
            "foreign" => heap.dealloc_class(NonNull::from(&mut local).cast(), CLASS),
            "inside" => heap.dealloc_class(block.add(16), CLASS),
            "layout" => heap.dealloc_class(block, SizeClass::of(500).expect("a small size")),
            "written" => {
                heap.dealloc_class(block, CLASS);
                block.cast::<usize>().write(0x1234_5678);
                heap.alloc_class(CLASS);
            }
            "beyond" => {
                let end = block.addr().get().next_multiple_of(pymalloc::ARENA_SIZE);
                block.add(end - block.addr().get()).write(1);
            }
            _ => {}
        }
    }
}

#[test]
fn misuse_ends_the_program_with_a_report() {
    if let Ok(kind) = env::var(DAMAGE) {
        return damage(&kind);
    }
    for (kind, words) in [
        ("twice", "was freed twice"),
        ("twice in a row", "was freed twice"),
        ("twice and last", "was freed twice"),
        ("foreign", "was freed, and is in no arena"),
        ("inside", "was freed, and is not the start of a block"),
        ("layout", "was freed with the layout of a larger block"),
        ("written", "was written to after it was freed"),
    ] {
        let text = last_words("hardened::misuse_ends_the_program_with_a_report", kind);
        let report = text.lines().find(|line| line.starts_with("Fatal error: the block at 0x"));
        assert!(report.is_some_and(|line| line.ends_with(words)), "{kind}: {text}");
    }
}

/// Frees a block of this thread twice, once in another thread. Where that one is the first, the second
/// free comes to light when this thread takes up what others gave back.
#[cfg(feature = "global")]
fn free_in_two_threads(other_first: bool) {
    use std::alloc::{GlobalAlloc, Layout};
    use std::sync::atomic::{AtomicPtr, Ordering};
    use std::thread;

    use pymalloc::PyMalloc;

    let layout = Layout::new::<[u64; 8]>();
    // SAFETY: the layout is not empty.
    let block = AtomicPtr::new(unsafe { PyMalloc.alloc(layout) });
    let own = block.load(Ordering::Relaxed);
    // SAFETY: none, where it is the second time: that is what is to be noticed.
    let free = move |block| unsafe { PyMalloc.dealloc(block, layout) };
    if !other_first {
        free(own);
    }
    let other = thread::spawn(move || free(block.into_inner()));
    other.join().expect("what is noticed ends the program");
    if other_first {
        free(own);
    }
    PyMalloc::trim();
}

#[cfg(feature = "global")]
#[test]
fn a_second_free_is_noticed_whichever_thread_it_comes_from() {
    let kinds = ["own first", "other first"];
    if let Ok(kind) = env::var(DAMAGE) {
        return free_in_two_threads(kind == kinds[1]);
    }
    for kind in kinds {
        let name = "hardened::a_second_free_is_noticed_whichever_thread_it_comes_from";
        let text = last_words(name, kind);
        assert!(text.contains("was freed twice"), "{kind}: {text}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_write_beyond_an_arena_meets_a_guard() {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Command;

    if let Ok(kind) = env::var(DAMAGE) {
        return damage(&kind);
    }
    let status = Command::new(env::current_exe().expect("the test binary"))
        .args(["--exact", "hardened::a_write_beyond_an_arena_meets_a_guard", "--test-threads=1"])
        .env(DAMAGE, "beyond")
        .status()
        .expect("a child process");
    assert_eq!(status.signal(), Some(11), "{status}");
}
