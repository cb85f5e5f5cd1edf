//! The biased count between threads: queues, ends of threads, resurrection, panics, a stress test.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, mpsc};
use std::thread;

use crossbeam::queue::SegQueue;
use refcount::{AnyPointer, BiasedCount, Count, Decref};

use Decref::{Alive, Dead, Queued};

/// An object that logs its destruction.
struct Object {
    count: BiasedCount,
    destroyed: Arc<AtomicUsize>,
    panics: bool,
}

/// A counted pointer to an [`Object`].
struct Pointer(NonNull<Object>);

// SAFETY: an object is for all threads.
unsafe impl Send for Pointer {}
// SAFETY: as above.
unsafe impl Sync for Pointer {}

impl Pointer {
    fn new(destroyed: &Arc<AtomicUsize>) -> Self {
        Self::build(destroyed, false)
    }

    fn build(destroyed: &Arc<AtomicUsize>, panics: bool) -> Self {
        let count = BiasedCount::new();
        let object = Object { count, destroyed: destroyed.clone(), panics };
        Self(NonNull::from(Box::leak(Box::new(object))))
    }

    fn object(&self) -> &Object {
        // SAFETY: a pointer owns a reference, so the object is alive.
        unsafe { self.0.as_ref() }
    }

    fn count(&self) -> &BiasedCount {
        &self.object().count
    }
}

impl Clone for Pointer {
    fn clone(&self) -> Self {
        self.count().incref();
        Self(self.0)
    }
}

impl Drop for Pointer {
    fn drop(&mut self) {
        match self.count().decref() {
            Alive => {}
            // SAFETY: that was the last reference.
            Dead => unsafe { destroy(AnyPointer::new(self.0)) },
            // SAFETY: right after the decref, and objects may be destroyed anywhere.
            Queued => unsafe { self.count().hand_over(AnyPointer::new(self.0), destroy) },
        }
    }
}

unsafe fn destroy(object: AnyPointer) {
    // SAFETY: pointers hand over objects of this type.
    let object = unsafe { object.cast::<Object>() };
    // SAFETY: objects are leaked boxes, and each dies once.
    let object = unsafe { Box::from_raw(object.as_ptr()) };
    object.destroyed.fetch_add(1, Ordering::Relaxed);
    assert!(!object.panics, "{}", "a destructor panics");
}

fn counter() -> Arc<AtomicUsize> {
    Arc::new(AtomicUsize::new(0))
}

fn get(counter: &AtomicUsize) -> usize {
    counter.load(Ordering::Relaxed)
}

/// Runs on another thread, and waits until it has ended altogether.
fn elsewhere<R: Send + 'static>(run: impl FnOnce() -> R + Send + 'static) -> R {
    thread::spawn(run).join().expect("no panic")
}

#[test]
fn what_another_thread_drops_waits_for_its_owner() {
    let destroyed = counter();
    let objects: Vec<_> = (0..100).map(|_| Pointer::new(&destroyed)).collect();
    let kept = objects[7].clone();
    assert!(!BiasedCount::has_queued());
    elsewhere(move || drop(objects));
    assert!(BiasedCount::has_queued());
    assert_eq!(get(&destroyed), 0);
    assert_eq!(BiasedCount::drain(), 100);
    assert_eq!(get(&destroyed), 99);
    assert!(!BiasedCount::has_queued());
    assert!(!kept.count().is_owner(), "merged");
    assert!(kept.count().is_unique());
    drop(kept);
    assert_eq!(get(&destroyed), 100);
    assert_eq!(BiasedCount::drain(), 0);
}

#[test]
fn an_owner_that_ends_with_a_full_queue_destroys_what_is_in_it() {
    let destroyed = counter();
    let (send, receive) = mpsc::channel::<Vec<Pointer>>();
    let (dropped, go_on) = mpsc::channel();
    let theirs = destroyed.clone();
    let owner = thread::spawn(move || {
        send.send((0..1_000).map(|_| Pointer::new(&theirs)).collect()).expect("received");
        go_on.recv().expect("sent");
        assert!(BiasedCount::has_queued());
        assert_eq!(get(&theirs), 0);
    });
    drop(receive.recv().expect("sent"));
    dropped.send(()).expect("received");
    owner.join().expect("no panic");
    assert_eq!(get(&destroyed), 1_000);
}

#[test]
fn whoever_finds_the_owner_gone_destroys() {
    let destroyed = counter();
    let theirs = destroyed.clone();
    let objects: Vec<_> =
        elsewhere(move || (0..100).map(|_| Pointer::new(&theirs)).collect::<Vec<_>>());
    let adopted = objects[0].count().is_owner();
    drop(objects);
    if adopted {
        BiasedCount::drain();
    }
    // The record may have gone to a thread of another test, which destroys them when it ends.
    while get(&destroyed) < 100 {
        thread::yield_now();
    }
}

#[test]
fn an_object_made_immortal_while_it_is_queued_stays() {
    for make in [true, false] {
        let destroyed = counter();
        let object = Pointer::new(&destroyed);
        let kept = object.0;
        let second = object.clone();
        elsewhere(move || drop(object));
        if make {
            second.count().make_immortal();
        } else {
            let there = second.clone();
            elsewhere(move || there.count().make_immortal());
        }
        drop(second);
        assert_eq!(BiasedCount::drain(), 1);
        assert_eq!(get(&destroyed), 0);
        // SAFETY: an immortal is never destroyed.
        assert!(unsafe { kept.as_ref() }.count.is_immortal());
        // SAFETY: nobody uses it any more.
        unsafe { destroy(AnyPointer::new(kept)) };
    }
}

#[test]
fn a_resurrected_object_dies_when_its_new_owners_have_gone() {
    let destroyed = counter();
    for round in 0..200 {
        let object = Pointer::new(&destroyed);
        if round % 2 == 1 {
            object.count().set_maybe_weak();
        }
        assert_eq!(object.count().decref(), Dead);
        // The finalizer hands a reference out, which another thread drops meanwhile.
        object.count().revive();
        let other = object.clone();
        let other = thread::spawn(move || drop(other));
        drop(object);
        other.join().expect("no panic");
        BiasedCount::drain();
        assert_eq!(get(&destroyed), round + 1);
    }
}

#[test]
fn a_panic_in_a_drain_goes_on_when_the_queue_is_empty() {
    let destroyed = counter();
    let objects: Vec<_> = (0..10).map(|n| Pointer::build(&destroyed, n % 3 == 1)).collect();
    elsewhere(move || drop(objects));
    let panic = catch_unwind(AssertUnwindSafe(BiasedCount::drain)).expect_err("must panic");
    assert_eq!(panic.downcast_ref::<String>().map(String::as_str), Some("a destructor panics"));
    assert_eq!(get(&destroyed), 10);
    assert!(!BiasedCount::has_queued());
}

#[test]
fn a_panic_at_the_end_of_a_thread_is_dropped() {
    let destroyed = counter();
    let theirs = destroyed.clone();
    elsewhere(move || {
        let objects: Vec<_> = (0..10).map(|n| Pointer::build(&theirs, n == 4)).collect();
        elsewhere(move || drop(objects));
    });
    assert_eq!(get(&destroyed), 10);
}

#[test]
fn destructors_of_thread_variables_count_and_make_objects() {
    struct Late(RefCell<Vec<Pointer>>, RefCell<Option<Arc<AtomicUsize>>>);
    impl Drop for Late {
        fn drop(&mut self) {
            let destroyed = self.1.take().expect("set by the thread");
            let mut objects = self.0.take();
            objects.push(Pointer::new(&destroyed));
            let clones = objects.clone();
            drop(objects);
            assert_eq!(get(&destroyed), 0);
            drop(clones);
        }
    }
    thread_local! {
        static LATE: Late = const { Late(RefCell::new(Vec::new()), RefCell::new(None)) };
    }
    for late_first in [true, false] {
        let destroyed = counter();
        let theirs = destroyed.clone();
        elsewhere(move || {
            // Variables are destroyed in an order that depends on which was used first.
            if late_first {
                LATE.with(|_| ());
            }
            let object = Pointer::new(&theirs);
            LATE.with(|late| {
                late.0.borrow_mut().push(object);
                late.1.replace(Some(theirs));
            });
        });
        assert_eq!(get(&destroyed), 2, "late first: {late_first}");
    }
}

#[test]
fn a_drain_inside_a_destructor_goes_on_with_the_queue() {
    static DRAINED: AtomicU32 = AtomicU32::new(0);

    unsafe fn destroy_and_drain(object: AnyPointer) {
        DRAINED.fetch_add(1, Ordering::Relaxed);
        BiasedCount::drain();
        // SAFETY: below, an object of this type is handed over, which dies once.
        unsafe { destroy(object) };
    }

    let destroyed = counter();
    let objects: Vec<_> = (0..50).map(|_| Pointer::new(&destroyed)).collect();
    elsewhere(move || {
        for object in objects {
            let at = object.0;
            assert_eq!(object.count().decref(), Queued);
            // SAFETY: right after the decref.
            unsafe { object.count().hand_over(AnyPointer::new(at), destroy_and_drain) };
            std::mem::forget(object);
        }
    });
    BiasedCount::drain();
    assert_eq!(DRAINED.load(Ordering::Relaxed), 50);
}

/// Threads make, clone, pass on and drop objects, end and are replaced, and drain now and then.
#[test]
fn every_object_of_a_crowd_of_threads_is_destroyed_once() {
    const THREADS: u64 = 4;
    const ROUNDS: u32 = if cfg!(miri) { 20 } else { 1_500 };

    let (made, destroyed) = (counter(), counter());
    for generation in 0..3 {
        let passing = Arc::new(SegQueue::new());
        let start = Arc::new(Barrier::new(4));
        let threads: Vec<_> = (0..THREADS)
            .map(|thread| {
                let (passing, start) = (passing.clone(), start.clone());
                let (made, destroyed) = (made.clone(), destroyed.clone());
                thread::spawn(move || {
                    let mut random = fastrand::Rng::with_seed(generation * THREADS + thread);
                    let mut mine = Vec::new();
                    start.wait();
                    for _ in 0..ROUNDS {
                        match random.u32(..8) {
                            0 | 1 => {
                                made.fetch_add(1, Ordering::Relaxed);
                                mine.push(Pointer::new(&destroyed));
                            }
                            2 => mine.extend(mine.last().cloned()),
                            3 => mine.extend(mine.first().cloned()),
                            4 => {
                                if let Some(object) = mine.pop() {
                                    passing.push(object);
                                }
                            }
                            5 => mine.extend(passing.pop()),
                            6 if mine.len() > 20 => mine.truncate(10),
                            6 => drop(mine.pop()),
                            _ => {
                                if let Some(object) = random.choice(&mine) {
                                    let clone = object.clone();
                                    assert!(clone.count().try_incref());
                                    drop(Pointer(clone.0));
                                }
                                BiasedCount::drain();
                            }
                        }
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().expect("no panic");
        }
    }
    // Records that threads of other tests have adopted are emptied when those end.
    while get(&destroyed) < get(&made) {
        BiasedCount::drain();
        thread::yield_now();
    }
    assert_eq!(get(&destroyed), get(&made));
}
