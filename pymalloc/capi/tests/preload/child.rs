//! What the test binary does when it is started again with the library preloaded.

#![allow(clippy::print_stdout, reason = "the test that starts it reads what it prints")]

use std::ffi::{c_int, c_void};
use std::hint::black_box;
use std::ptr;
use std::sync::mpsc;
use std::thread;

/// C's `malloc_usable_size`.
fn usable(block: *mut c_void) -> usize {
    // SAFETY: the callers pass null or a live block.
    unsafe { libc::malloc_usable_size(block) }
}

fn free(block: *mut c_void) {
    // SAFETY: the callers pass null or a live block, and do not use it again.
    unsafe { libc::free(block) };
}

fn malloc(size: usize) -> *mut c_void {
    // SAFETY: every size may be asked for.
    black_box(unsafe { libc::malloc(black_box(size)) })
}

fn errno() -> c_int {
    std::io::Error::last_os_error().raw_os_error().unwrap_or(0)
}

fn set_errno(value: c_int) {
    // SAFETY: the C library has a place for each thread.
    let place = unsafe { libc::__errno_location() };
    // SAFETY: it is this thread's.
    unsafe { *place = value };
}

#[test]
fn child() {
    let Ok(name) = std::env::var("PRELOAD_CHILD") else { return };
    assert!(is_preloaded(), "the library is not in front of the C library");
    match name.as_str() {
        "sizes" => sizes(),
        "errors" => errors(),
        "threads" => threads(),
        "fork" => fork(),
        other => panic!("there is no child `{other}`"),
    }
    println!("child {name} is done");
}

/// Whether `malloc` is the library's: a block of 40 bytes then has 48, where glibc's has 40.
fn is_preloaded() -> bool {
    let block = malloc(40);
    let size = usable(block);
    free(block);
    size == 48
}

fn sizes() {
    assert_eq!(usable(ptr::null_mut()), 0);
    for size in [0, 1, 16, 17, 40, 512, 513, 4096, 100_000, 3_000_000] {
        let block = malloc(size);
        assert!(!block.is_null());
        assert!(block.addr().is_multiple_of(16), "{size}");
        assert!(usable(block) >= size, "{size}");
        // SAFETY: the block has so many bytes.
        unsafe { block.write_bytes(7, usable(block)) };
        free(block);
        // SAFETY: every count and size may be asked for.
        let zeroed = unsafe { libc::calloc(size, 1) };
        // SAFETY: the block has `size` bytes, all written by `calloc`.
        let bytes = unsafe { std::slice::from_raw_parts(zeroed.cast::<u8>(), size) };
        assert!(bytes.iter().all(|byte| *byte == 0), "{size}");
        free(zeroed);
    }
    let (first, second) = (malloc(0), malloc(0));
    assert_ne!(first, second);
    free(first);
    free(second);
    free(ptr::null_mut());
    for alignment in (3..16).map(|bits| 1_usize << bits) {
        for size in [0, 1, 100, 512, 5000] {
            let mut place = ptr::null_mut();
            // SAFETY: the place is this function's.
            assert_eq!(unsafe { libc::posix_memalign(&raw mut place, alignment, size) }, 0);
            // SAFETY: every alignment and size may be asked for.
            let other = unsafe { libc::aligned_alloc(alignment, size) };
            // SAFETY: every alignment and size may be asked for.
            let third = unsafe { libc::memalign(alignment, size) };
            for block in [place, other, third] {
                assert!(!block.is_null() && block.addr().is_multiple_of(alignment));
                assert!(usable(block) >= size);
                free(block);
            }
        }
    }
    growing();
}

/// A block that grows and shrinks over the limits of the classes keeps its contents.
fn growing() {
    // SAFETY: null is no block yet.
    let mut block = unsafe { libc::realloc(ptr::null_mut(), 1) };
    let mut have = 1;
    // SAFETY: the block has a byte.
    unsafe { block.write_bytes(9, 1) };
    for size in [16, 17, 511, 512, 513, 70_000, 514, 512, 300, 20, 1, 2000, 40] {
        // SAFETY: the block is live, and replaced.
        block = unsafe { libc::realloc(block, size) };
        // SAFETY: the block has `size` bytes, of which so many were written before.
        let kept = unsafe { std::slice::from_raw_parts(block.cast::<u8>(), have.min(size)) };
        assert!(kept.iter().all(|byte| *byte == 9), "{size}");
        // SAFETY: the block has `size` bytes.
        unsafe { block.write_bytes(9, size) };
        have = size;
    }
    // SAFETY: the block is live; this frees it.
    assert!(unsafe { libc::realloc(block, 0) }.is_null());
}

fn errors() {
    let refused = |block: *mut c_void, reason: c_int| {
        // The compiler knows these functions, and may leave out calls that it thinks nobody needs.
        assert!(black_box(block).is_null());
        assert_eq!(errno(), reason);
        set_errno(0);
    };
    set_errno(0);
    let all = usize::MAX;
    refused(malloc(all), libc::ENOMEM);
    refused(malloc(all / 2 + 2), libc::ENOMEM);
    // SAFETY: every count and size may be asked for.
    refused(unsafe { libc::calloc(all / 2, 3) }, libc::ENOMEM);
    // SAFETY: null is no block yet.
    refused(unsafe { libc::reallocarray(ptr::null_mut(), all / 4, 8) }, libc::ENOMEM);
    // SAFETY: every alignment and size may be asked for.
    refused(unsafe { libc::aligned_alloc(48, 100) }, libc::EINVAL);
    // SAFETY: every alignment and size may be asked for.
    refused(unsafe { libc::aligned_alloc(64, all - 100) }, libc::ENOMEM);

    let block = malloc(100);
    // SAFETY: the block is live, and still is after a refusal.
    refused(unsafe { libc::realloc(block, all - 5) }, libc::ENOMEM);
    assert_eq!(usable(block), 112);
    set_errno(libc::EAGAIN);
    free(block);
    assert_eq!(errno(), libc::EAGAIN, "free leaves errno alone");

    let mut place = ptr::dangling_mut();
    for (alignment, size, reason) in [
        (0, 8, libc::EINVAL),
        (4, 8, libc::EINVAL),
        (24, 8, libc::EINVAL),
        (64, all - 100, libc::ENOMEM),
    ] {
        // SAFETY: the place is this function's.
        assert_eq!(unsafe { libc::posix_memalign(&raw mut place, alignment, size) }, reason);
        assert_eq!(place, ptr::dangling_mut(), "nothing is stored");
    }
}

fn threads() {
    let (sender, receiver) = mpsc::sync_channel::<Vec<Box<[u8]>>>(4);
    let consumer =
        thread::spawn(move || receiver.into_iter().map(|each| each.len()).sum::<usize>());
    let producers = (0..4).map(|number: usize| {
        let sender = sender.clone();
        thread::spawn(move || {
            for round in 0..50 {
                let blocks = (0..200).map(|index| vec![1; 1 + (index * 7 + round) % 700].into());
                sender.send(blocks.collect()).expect("the consumer waits");
            }
            // What a thread leaves behind is freed by another one.
            vec![number; 100].into_iter().map(|item| item.to_string()).collect::<Vec<String>>()
        })
    });
    let producers: Vec<_> = producers.collect();
    drop(sender);
    let left: Vec<Vec<String>> =
        producers.into_iter().map(|thread| thread.join().expect("a producer")).collect();
    assert_eq!(consumer.join().expect("the consumer"), 4 * 50 * 200);
    assert_eq!(left.iter().map(Vec::len).sum::<usize>(), 400);
    for number in 0..500 {
        let text = thread::spawn(move || number.to_string()).join().expect("a short thread");
        assert_eq!(text, number.to_string());
    }
}

fn fork() {
    let busy = thread::spawn(|| (0..200_000).map(|n: u32| n.to_string().len()).sum::<usize>());
    let mut inherited: Vec<String> = (0..10_000).map(|number: u32| number.to_string()).collect();
    for _ in 0..5 {
        // SAFETY: the child does nothing but allocate, free, and exit.
        let child = unsafe { libc::fork() };
        if child == 0 {
            inherited.truncate(5_000);
            let made: Vec<String> = (0..10_000).map(|number: u32| number.to_string()).collect();
            let status = i32::from(made.len() != 10_000 || inherited.len() != 5_000);
            // SAFETY: the child ends here, without the parent's destructors.
            unsafe { libc::_exit(status) };
        }
        let mut status = -1;
        // SAFETY: the child is this process's.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
    }
    assert!(busy.join().expect("a busy thread") > 0);
    assert_eq!(inherited.len(), 10_000);
}
