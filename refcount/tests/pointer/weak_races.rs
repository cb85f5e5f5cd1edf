//! Weak pointers that become owners while another thread takes the last one away.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use refcount::{Arc, BiasedCount, Ref, RefCount};

use super::each_count;

const ROUNDS: u32 = 300;

/// Dies once, loudly.
struct Mortal<'a>(&'a AtomicU32);

impl Drop for Mortal<'_> {
    fn drop(&mut self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn an_upgrade_that_succeeds_keeps_the_value<C: RefCount + Send + Sync>() {
    for _ in 0..ROUNDS {
        let deaths = AtomicU32::new(0);
        let owner = Ref::<_, C>::new_borrowing(Mortal(&deaths));
        let (weak, ready) = (Ref::downgrade(&owner), Barrier::new(2));
        thread::scope(|threads| {
            let other = threads.spawn(|| {
                ready.wait();
                while let Some(owner) = weak.upgrade() {
                    assert_eq!(owner.0.load(Ordering::Relaxed), 0, "alive");
                }
            });
            ready.wait();
            drop(owner);
            // What the other thread left to this one, if its count is biased.
            while weak.strong_count() > 0 {
                BiasedCount::drain();
                thread::yield_now();
            }
            BiasedCount::drain();
            other.join().expect("no panic");
        });
        assert!(weak.upgrade().is_none());
        assert_eq!(deaths.load(Ordering::Relaxed), 1);
    }
}

fn unwrapping_and_upgrading_exclude_each_other<C: RefCount + Send + Sync>() {
    for _ in 0..ROUNDS {
        let deaths = AtomicU32::new(0);
        let owner = Ref::<_, C>::new_borrowing(Mortal(&deaths));
        let (weak, ready) = (Ref::downgrade(&owner), Barrier::new(2));
        let (unwrapped, upgraded) = thread::scope(|threads| {
            let other = threads.spawn(|| {
                ready.wait();
                weak.upgrade()
            });
            ready.wait();
            let unwrapped = Ref::try_unwrap(owner);
            (unwrapped, other.join().expect("no panic"))
        });
        match &unwrapped {
            Ok(_) => assert!(upgraded.is_none(), "the value has moved out"),
            Err(owner) => assert!(Ref::strong_count(owner) >= 1),
        }
        assert_eq!(deaths.load(Ordering::Relaxed), 0);
        drop(upgraded);
        drop(unwrapped);
        BiasedCount::drain();
        assert_eq!(deaths.load(Ordering::Relaxed), 1);
    }
}

fn a_thread_that_always_has_some_pointer_keeps_get_mut_out<C: RefCount + Send + Sync>() {
    let mut owner = Ref::<_, C>::new(0_u64);
    let weak = Ref::downgrade(&owner);
    let done = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|threads| {
        let other = threads.spawn(|| {
            let mut weak = weak;
            for _ in 0..2_000 {
                let strong = weak.upgrade().expect("the other thread has one");
                drop(weak);
                weak = Ref::downgrade(&strong);
                drop(strong);
            }
            done.store(true, Ordering::Release);
            drop(weak);
        });
        while !done.load(Ordering::Acquire) {
            assert!(Ref::get_mut(&mut owner).is_none() || done.load(Ordering::Acquire));
        }
        other.join().expect("no panic");
    });
    BiasedCount::drain();
    assert!(Ref::get_mut(&mut owner).is_some());
}

each_count! {
    arc: AtomicCount, brc: BiasedCount; {
        an_upgrade_that_succeeds_keeps_the_value,
        unwrapping_and_upgrading_exclude_each_other,
        a_thread_that_always_has_some_pointer_keeps_get_mut_out,
    }
}

#[test]
fn one_of_all_owners_gets_the_value() {
    for _ in 0..ROUNDS {
        let owner = Arc::new(String::from("one"));
        let owners = [owner.clone(), owner.clone(), owner];
        let got: usize = thread::scope(|threads| {
            let all = owners.map(|owner| threads.spawn(|| Arc::into_inner(owner)));
            all.into_iter().filter_map(|thread| thread.join().expect("no panic")).count()
        });
        assert_eq!(got, 1);
    }
}

#[test]
fn make_mut_takes_the_value_away_from_weak_pointers_or_clones_it() {
    for _ in 0..ROUNDS {
        let mut owner = Arc::new(vec![1]);
        let (weak, ready) = (Arc::downgrade(&owner), Barrier::new(2));
        let other = thread::scope(|threads| {
            let other = threads.spawn(|| {
                ready.wait();
                weak.upgrade()
            });
            ready.wait();
            Arc::make_mut(&mut owner).push(2);
            other.join().expect("no panic")
        });
        assert_eq!(*owner, [1, 2]);
        assert!(other.is_none_or(|other| *other == [1]), "never what is being written");
    }
}
