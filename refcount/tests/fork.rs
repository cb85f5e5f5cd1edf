//! The child of a fork: what the threads it does not have owned.

#![cfg(all(unix, feature = "std", not(miri)))]

use std::panic::catch_unwind;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use refcount::BiasedCount;
use refcount::brc::Brc;

static ALIVE: AtomicUsize = AtomicUsize::new(0);

struct Value;

impl Value {
    fn brc() -> Brc<Value> {
        ALIVE.fetch_add(1, Ordering::Relaxed);
        Brc::new(Value)
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        ALIVE.fetch_sub(1, Ordering::Relaxed);
    }
}

fn alive() -> usize {
    ALIVE.load(Ordering::Relaxed)
}

/// Runs `test` in the child of a fork.
fn in_a_child(test: impl FnOnce() + std::panic::UnwindSafe) {
    // SAFETY: the other threads wait in a `recv`; the child runs the test and exits.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "fork");
    if child == 0 {
        let failed = catch_unwind(test).is_err();
        // SAFETY: ends the child, whatever the harness would do with it.
        unsafe { libc::_exit(i32::from(failed)) };
    }
    let mut status = 0;
    // SAFETY: the child was forked above, and the status is ours.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    assert_eq!(status, 0, "the child failed");
}

/// One test in this process, so that no other thread is at anything when it forks.
#[test]
fn what_a_thread_of_the_parent_owned_is_destroyed_in_the_child() {
    let (send, receive) = mpsc::channel();
    let (end, ended) = mpsc::channel::<()>();
    let other = thread::spawn(move || {
        let queued = Value::brc();
        let (kept, mine) = (Value::brc(), Value::brc());
        send.send((queued, kept, mine.clone(), Value::brc())).expect("received");
        ended.recv().expect_err("the sender is dropped");
    });
    let (queued, kept, shared, last) = receive.recv().expect("sent");
    drop(queued);
    assert_eq!(alive(), 4, "one of them waits for the other thread");

    in_a_child(|| {
        // Without a word the counts are right, and what the other thread owned stays.
        let mine = Value::brc();
        drop((mine, kept.clone()));
        assert_eq!(alive(), 4);
    });

    in_a_child(move || {
        drop((kept.clone(), shared.clone()));
        drop(last);
        assert_eq!(alive(), 4, "two of them wait for a thread that is not there");
        // SAFETY: the only thread of a child; the other one waited at the fork.
        unsafe { BiasedCount::after_fork() };
        assert_eq!(alive(), 2);
        drop(kept);
        assert_eq!(alive(), 1, "found that the owner has gone");
        drop(shared);
        assert_eq!(alive(), 1, "the thread that is not there had a reference");

        // The record goes on to a new thread.
        thread::spawn(|| drop(Value::brc())).join().expect("no panic");
        assert_eq!(alive(), 1);
    });
    drop(end);
    other.join().expect("no panic");
}
