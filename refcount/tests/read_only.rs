//! Immortal counts are never written: they work in memory that cannot be.

#![cfg(all(unix, not(miri)))]

use std::ptr::{self, NonNull};

#[cfg(feature = "std")]
use refcount::BiasedCount;
use refcount::{AtomicCount, Count, Decref, LocalCount};
use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect};

const PAGE: usize = 64 * 1024;

/// Moves `count` into a page of its own, takes away the right to write, and runs `test`.
fn in_read_only_memory<C>(count: C, test: impl FnOnce(&C)) {
    // SAFETY: a new mapping, wherever the system wants it.
    let page = unsafe {
        mmap_anonymous(ptr::null_mut(), PAGE, ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE)
    };
    let page = NonNull::new(page.expect("a page")).expect("not null");
    // SAFETY: the mapping is larger than a count, aligned to a page and nobody else's.
    unsafe { page.cast::<C>().write(count) };
    // SAFETY: the mapping is ours.
    unsafe { mprotect(page.as_ptr(), PAGE, MprotectFlags::READ) }.expect("protected");
    // SAFETY: a count was written there, and the mapping lives until the test has run.
    test(unsafe { page.cast::<C>().as_ref() });
    // The page stays mapped: ThreadSanitizer does not see it go, and would take the next use of the
    // address for a race.
}

fn use_as_immortal<C: Count>(count: &C) {
    for _ in 0..1_000 {
        count.incref();
        count.incref();
        count.set_maybe_weak();
        assert!(count.try_incref() && !count.take_unique());
        assert_eq!(count.decref(), Decref::Alive);
        count.make_immortal();
        assert!(count.is_immortal() && !count.is_unique());
    }
}

#[test]
fn a_count_born_immortal_is_never_written() {
    in_read_only_memory(LocalCount::new_immortal(), use_as_immortal);
    in_read_only_memory(AtomicCount::new_immortal(), use_as_immortal);
}

#[test]
fn a_count_made_immortal_is_never_written_again() {
    let (local, atomic) = (LocalCount::new(), AtomicCount::new());
    local.make_immortal();
    atomic.make_immortal();
    in_read_only_memory(local, use_as_immortal);
    in_read_only_memory(atomic, use_as_immortal);
}

#[cfg(feature = "std")]
#[test]
fn a_biased_immortal_is_written_by_no_thread() {
    let (owned, merged) = (BiasedCount::new(), BiasedCount::new_immortal());
    merged.set(0, 0b1011);
    owned.make_immortal();
    merged.make_immortal();
    let foreign = std::thread::spawn(BiasedCount::new).join().expect("no panic");
    foreign.make_immortal();
    for count in [owned, merged, foreign, BiasedCount::new_immortal()] {
        in_read_only_memory(count, |count| {
            use_as_immortal(count);
            std::thread::scope(|threads| {
                threads.spawn(|| use_as_immortal(count));
                threads.spawn(|| use_as_immortal(count));
            });
        });
    }
}

#[test]
fn an_atomic_immortal_is_written_by_no_thread() {
    in_read_only_memory(AtomicCount::new_immortal(), |count| {
        std::thread::scope(|threads| {
            threads.spawn(|| use_as_immortal(count));
            threads.spawn(|| use_as_immortal(count));
        });
    });
}
