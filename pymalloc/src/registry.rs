//! All heaps of threads, and which of them no thread has.
//!
//! A heap is made once and never goes away. When its thread ends it is *abandoned*, with all that
//! still lives in it, and the next thread that needs a heap adopts it whole, with its pools and
//! its queue: nothing has to be searched or moved. A thread that frees a block of an abandoned heap
//! may claim the heap for a moment, to take up what its queue holds.
//!
//! ```text
//!   first --> heap --> heap --> heap --> heap         heaps are only ever put in front
//!             owned    aband.   owned    aband. <-- latest
//! ```
//!
//! Nothing here waits: who finds a heap claimed goes on without it. So a `fork` at any moment leaves
//! a child that works, in which the heaps of the threads that are not there stay claimed for ever.
//!
//! # Invariants
//! 1. Who changed `claimed` from false to true has the heap for himself until he changes it back.
//! 2. A claim acquires what the thread before released.
//! 3. Heaps in the list are never removed or freed, and their links never change.
//! 4. The queue of a heap that nobody has is empty, but for pushes whose threads are about to look
//!    at the seat.
//!
//! Source: the pool of allocators of snmalloc.

use core::ptr;

use crate::remote_queue::{Chain, RemoteQueue};
use crate::sync::{AtomicBool, AtomicPtr, AtomicUsize, Ordering, const_unless_loom, fence};

/// The part of a heap that says whether somebody has it.
#[derive(Debug)]
pub(crate) struct Seat<T> {
    claimed: AtomicBool,
    next: AtomicPtr<T>,
}

impl<T> Seat<T> {
    const_unless_loom! {
        /// A heap that its maker has.
        pub(crate) fn claimed() -> Self {
            Seat { claimed: AtomicBool::new(true), next: AtomicPtr::new(ptr::null_mut()) }
        }
    }

    /// Whether nobody has the heap, a moment ago.
    fn is_abandoned(&self) -> bool {
        !self.claimed.load(Ordering::Relaxed)
    }
}

/// A heap that threads hand on.
pub(crate) trait Adoptable: Sized + 'static {
    /// The seat of this heap, always the same.
    fn seat(&self) -> &Seat<Self>;

    /// The queue of this heap, always the same.
    fn queue(&self) -> &RemoteQueue;

    /// Takes up the queue of a heap that is about to be abandoned, again or for the first time. Only
    /// who has claimed the heap calls it.
    fn clean(&self);
}

/// The list of all heaps.
#[derive(Debug)]
pub(crate) struct Registry<T> {
    first: AtomicPtr<T>,
    /// The heap that was abandoned last: where to look first.
    latest: AtomicPtr<T>,
    abandoned: AtomicUsize,
}

impl<T: Adoptable> Registry<T> {
    const_unless_loom! {
        pub(crate) fn new() -> Self {
            Registry {
                first: AtomicPtr::new(ptr::null_mut()),
                latest: AtomicPtr::new(ptr::null_mut()),
                abandoned: AtomicUsize::new(0),
            }
        }
    }

    /// Puts a new heap into the list, which its maker has.
    pub(crate) fn enlist(&self, heap: &'static T) {
        let mut first = self.first.load(Ordering::Relaxed);
        loop {
            heap.seat().next.store(first, Ordering::Relaxed);
            let heap = ptr::from_ref(heap).cast_mut();
            match self.first.compare_exchange_weak(
                first,
                heap,
                Ordering::Release,
                Ordering::Relaxed,
            ) {
                Ok(_) => return,
                Err(now) => first = now,
            }
        }
    }

    /// Takes a heap that nobody has. False where somebody has it.
    pub(crate) fn claim(&self, heap: &'static T) -> bool {
        let claimed = heap
            .seat()
            .claimed
            .compare_exchange(false, true, Ordering::Acquire, Ordering::Relaxed)
            .is_ok();
        if claimed {
            self.abandoned.fetch_sub(1, Ordering::Relaxed);
        }
        claimed
    }

    /// Leaves a heap to whoever needs one. What has come into its queue meanwhile is taken up.
    pub(crate) fn leave(&self, heap: &'static T) {
        self.abandon(heap);
        self.visit(heap);
    }

    fn abandon(&self, heap: &'static T) {
        self.abandoned.fetch_add(1, Ordering::Relaxed);
        heap.seat().claimed.store(false, Ordering::Release);
        self.latest.store(ptr::from_ref(heap).cast_mut(), Ordering::Release);
        // Either this thread sees the blocks that another pushes, or the other sees that nobody
        // has the heap.
        fence(Ordering::SeqCst);
    }

    /// Gives blocks back to a heap that somebody else has, or nobody.
    pub(crate) fn send(&self, heap: &'static T, chain: Chain) {
        heap.queue().push(chain);
        // As in `abandon`.
        fence(Ordering::SeqCst);
        self.visit(heap);
    }

    /// Takes up the queue of a heap that nobody has.
    fn visit(&self, heap: &'static T) {
        while heap.seat().is_abandoned() && !heap.queue().is_empty() && self.claim(heap) {
            heap.clean();
            self.abandon(heap);
        }
    }

    /// Has something done with all heaps that nobody has.
    #[cfg(not(loom))]
    pub(crate) fn for_each_abandoned(&self, f: impl Fn(&'static T)) {
        for heap in self.iter().filter(|&heap| heap.seat().is_abandoned()) {
            if self.claim(heap) {
                f(heap);
                self.leave(heap);
            }
        }
    }

    /// How many heaps nobody has, about.
    pub(crate) fn abandoned(&self) -> usize {
        self.abandoned.load(Ordering::Relaxed)
    }

    /// Takes some heap that nobody has.
    pub(crate) fn adopt(&self) -> Option<&'static T> {
        if self.abandoned() == 0 {
            return None;
        }
        let latest = heap_at(self.latest.load(Ordering::Acquire));
        latest.into_iter().chain(self.iter()).find(|&heap| self.claim(heap))
    }

    /// All heaps.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &'static T> {
        let mut next = heap_at(self.first.load(Ordering::Acquire));
        core::iter::from_fn(move || {
            let heap = next?;
            // Written before the heap was released into the list.
            next = heap_at(heap.seat().next.load(Ordering::Relaxed));
            Some(heap)
        })
    }
}

fn heap_at<T>(heap: *mut T) -> Option<&'static T> {
    // SAFETY: registry invariant 3: the pointers in the list and to the latest are heaps that stay.
    unsafe { heap.as_ref() }
}

#[cfg(all(test, loom))]
#[path = "registry/loom_models.rs"]
mod loom_models;
