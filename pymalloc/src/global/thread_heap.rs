//! The heap of a thread, and what becomes of it when the thread ends.
//!
//! A thread reaches its heap through one thread-local word. Before its first heap and after its
//! last the word leads to a heap without anything, so that the hot path needs no test of its own:
//! an allocation finds no block there, and no pool has such an owner.
//!
//! ```text
//!              first slow path                   thread-local destructor
//!   word:  NONE ------------> the thread's heap -------------------------> ENDED
//!                adopts or makes one                abandons it
//! ```
//!
//! Of the blocks of other heaps that a thread frees it keeps some for its own next requests
//! (`global/borrowed.rs`). The others are gathered in an outbox of one chain and pushed onto the
//! owner's queue when there is a batch, when another owner's block comes, and on every slow path.
//! The queue is taken up on the owner's slow paths, at its thread's end, when it is adopted, and,
//! while nobody has it, by those who push.
//!
//! After its end (other thread-local destructors may still run) a thread frees straight onto the
//! queues, and borrows an abandoned heap for each allocation.
//!
//! # Invariants
//! 1. Only the thread that claimed a heap touches anything of it but the queue and the seat, and
//!    what `count.rs` lets others read.
//! 2. The owner word of all arenas of a thread's heap is the address of that heap.
//! 3. Where a heap is abandoned its outbox is empty, and so are its borrowed blocks.

use core::ptr::{self, NonNull};

use super::borrowed::Borrowed;
use super::count::{self, Snapshot, Tally};
use super::current;
use super::large::LargeBlocks;
use super::outbox::Outbox;
#[cfg(feature = "hardened")]
use crate::hardened;
use crate::heap::Heap;
use crate::os;
use crate::pool::PoolRef;
use crate::prefetch::prefetch;
use crate::program_arenas::ProgramArenas;
use crate::registry::{Adoptable, Registry, Seat};
use crate::remote_queue::{Chain, RemoteQueue};
use crate::size_class::SizeClass;
use crate::stats::{Stats, ThreadStats};

mod large_blocks;

/// How many heaps may be abandoned with memory that is not in use.
const WARM_HEAPS: usize = 4;

/// A heap that threads hand on.
#[repr(C, align(64))]
pub(super) struct ThreadHeap {
    heap: Heap<ProgramArenas>,
    borrowed: Borrowed,
    outbox: Outbox<ThreadHeap>,
    large: LargeBlocks,
    tally: Tally,
    snapshot: Snapshot,
    shared: Shared,
}

/// What other threads use of a heap: apart from what its own thread writes all the time.
#[repr(align(64))]
struct Shared {
    queue: RemoteQueue,
    seat: Seat<ThreadHeap>,
}

// SAFETY: thread heap invariant 1: the thread that claimed the heap has everything but `shared`,
// which is atomics, and what others count, which is too or is locked. A claim acquires what the last
// thread released.
unsafe impl Sync for ThreadHeap {}

impl Adoptable for ThreadHeap {
    fn seat(&self) -> &Seat<Self> {
        &self.shared.seat
    }

    fn queue(&self) -> &RemoteQueue {
        &self.shared.queue
    }

    fn clean(&self) {
        self.drain();
        // A few heaps stay as they are: the next threads need what is in them.
        if HEAPS.abandoned() >= WARM_HEAPS {
            self.trim();
        }
    }
}

static HEAPS: Registry<ThreadHeap> = Registry::new();

/// What a thread has before its first heap, and after its last. Nothing is ever written to either.
pub(super) static NONE: ThreadHeap = ThreadHeap::new();
static ENDED: ThreadHeap = ThreadHeap::new();

std::thread_local! {
    static END: End = const { End };
}

/// Its drop is the end of the thread.
struct End;

impl Drop for End {
    fn drop(&mut self) {
        let heap = current::get();
        current::set(&ENDED);
        heap.give_borrowed();
        heap.post();
        heap.leave();
    }
}

impl ThreadHeap {
    const fn new() -> Self {
        ThreadHeap {
            heap: Heap::with_source(ProgramArenas),
            borrowed: Borrowed::new(),
            outbox: Outbox::new(),
            large: LargeBlocks::new(),
            tally: Tally::new(),
            snapshot: Snapshot::new(),
            shared: Shared { queue: RemoteQueue::new(), seat: Seat::claimed() },
        }
    }

    /// A block of `class` for the calling thread.
    #[inline]
    pub(super) fn alloc(class: SizeClass) -> Option<NonNull<u8>> {
        match current::get().heap.pop(class) {
            Some(block) => Some(block),
            None => Self::alloc_slowly(class),
        }
    }

    /// Takes a block back, whichever thread's it is.
    ///
    /// # Safety
    /// `block` came from `alloc`, was not given back, and nobody uses it any more; it may be used
    /// for the whole arena.
    #[cfg_attr(not(feature = "hardened"), inline)]
    #[cfg_attr(feature = "hardened", inline(never))]
    pub(super) unsafe fn dealloc(block: NonNull<u8>) {
        let here = current::get();
        // SAFETY: the caller's promise.
        #[cfg(feature = "hardened")]
        if unsafe { hardened::is_right(block, ptr::from_ref(here).cast(), SizeClass::ALL[0]) } {
            // SAFETY: the block is of this heap.
            unsafe { here.heap.put_back(block) };
        } else {
            // SAFETY: the caller's promise.
            unsafe { Self::dealloc_elsewhere(block, here) };
        }
        #[cfg(not(feature = "hardened"))]
        // SAFETY: the caller's promise.
        unsafe {
            Self::route(block, here);
        }
    }

    /// Takes a block back that is another thread's, or ends the program over it.
    ///
    /// # Safety
    /// As for `dealloc`; `here` is the calling thread's heap.
    #[cfg(feature = "hardened")]
    #[cold]
    #[inline(never)]
    unsafe fn dealloc_elsewhere(block: NonNull<u8>, here: &'static ThreadHeap) {
        hardened::check_remote(block);
        // SAFETY: the caller's promise.
        unsafe { Self::route(block, here) };
    }

    /// Takes a block to its owner.
    ///
    /// # Safety
    /// As for `dealloc`; `here` is the calling thread's heap.
    #[inline]
    unsafe fn route(block: NonNull<u8>, here: &'static ThreadHeap) {
        // SAFETY: the caller's block is live, so its heap exists, as all thread heaps do.
        let owner = unsafe { Heap::<ProgramArenas>::owner_of(block) };
        if ptr::eq(owner, ptr::from_ref(here).cast()) {
            // SAFETY: the block is of this heap.
            unsafe { here.heap.take_back(block) };
        } else {
            // SAFETY: the block is of another heap, and the caller gives it up.
            unsafe { Self::dealloc_foreign(block, here) };
        }
    }

    /// Takes back a block of another heap. Out of line and out of the way, so that what is in line stays
    /// small and straight.
    ///
    /// # Safety
    /// As for `dealloc`; `here` is the calling thread's heap.
    #[cold]
    #[inline(never)]
    unsafe fn dealloc_foreign(block: NonNull<u8>, here: &'static ThreadHeap) {
        // SAFETY: the caller's block is live, and lies in a pool.
        let class = unsafe { PoolRef::class_of(block) };
        // SAFETY: the block is of another heap, and the caller gives it up.
        if !unsafe { here.borrowed.keep(block, class, &here.heap) } {
            // SAFETY: the same; it is still there.
            let owner = unsafe { Heap::<ProgramArenas>::owner_of(block) };
            // SAFETY: thread heap invariant 2: the word is the address of a heap, which stays.
            let owner = unsafe { &*owner.cast::<ThreadHeap>() };
            // SAFETY: the block is of the heap `owner`, and the caller gives it up.
            unsafe { Self::send(block, owner) };
        }
    }

    #[cold]
    #[inline(never)]
    fn alloc_slowly(class: SizeClass) -> Option<NonNull<u8>> {
        let heap = current::get();
        if ptr::eq(heap, &raw const ENDED) {
            let heap = Self::adopt()?;
            heap.take_up();
            let block = heap.heap.alloc_class(class);
            heap.leave();
            return block;
        }
        let heap = Self::current()?;
        if let Some(block) = heap.heap.pop_behind_borrowed(class) {
            return Some(block);
        }
        heap.take_up();
        let block = heap.heap.alloc_class(class);
        heap.snapshot.tick(&heap.heap, &heap.borrowed);
        block
    }

    /// The heap of the calling thread. `None` where it is at its end, or memory is.
    fn current() -> Option<&'static ThreadHeap> {
        let heap = current::get();
        if ptr::eq(heap, &raw const ENDED) {
            return None;
        }
        if ptr::eq(heap, &raw const NONE) {
            let heap = Self::adopt()?;
            heap.snapshot.take(&heap.heap, &heap.borrowed);
            current::set(heap);
            // Whatever this allocates comes from the heap already. Where the thread has come too
            // far for a destructor, the heap is lost to others, and nothing worse.
            let _ = END.try_with(|_| ());
            return Some(heap);
        }
        Some(heap)
    }

    /// A heap for a thread that has none: an abandoned one, or else a new one.
    fn adopt() -> Option<&'static ThreadHeap> {
        if let Some(heap) = HEAPS.adopt() {
            return Some(heap);
        }
        let place = os::map_table(size_of::<ThreadHeap>())?.cast::<ThreadHeap>();
        // SAFETY: the mapping is large enough and aligned to a page; nobody else knows it.
        unsafe { place.write(ThreadHeap::new()) };
        // SAFETY: just written, and never unmapped.
        let heap: &'static ThreadHeap = unsafe { place.as_ref() };
        heap.heap.set_owner(ptr::from_ref(heap).cast());
        heap.borrowed.open();
        heap.large.open();
        HEAPS.enlist(heap);
        Some(heap)
    }

    /// Puts a block on its way to its owner, another heap than the calling thread's.
    ///
    /// # Safety
    /// As for [`dealloc`](Self::dealloc); `block` is of the heap `owner`.
    #[cold]
    #[inline(never)]
    unsafe fn send(block: NonNull<u8>, owner: &'static ThreadHeap) {
        let here = current::get();
        // What stands for no heap has nothing in its outbox.
        if here.outbox.is_for(owner) {
            // SAFETY: the caller gives the block up.
            unsafe { here.put(block, owner) };
        } else {
            // SAFETY: the caller's promise.
            unsafe { Self::send_first(block, owner) };
        }
    }

    /// The same, where the last block sent was of another owner, or there was none.
    ///
    /// # Safety
    /// As for [`send`](Self::send).
    #[inline(never)]
    unsafe fn send_first(block: NonNull<u8>, owner: &'static ThreadHeap) {
        let Some(here) = Self::current() else {
            Tally::count_pending(None, 1);
            // SAFETY: the caller gives the block up.
            HEAPS.send(owner, unsafe { Chain::of(block, None) });
            return;
        };
        if ptr::eq(here, owner) {
            // The thread has just adopted the heap that the block is of.
            // SAFETY: the block is of this heap.
            return unsafe { here.heap.take_back(block) };
        }
        here.post();
        // SAFETY: the caller gives the block up.
        unsafe { here.put(block, owner) };
    }

    /// Puts a block into the outbox, which is empty or for its owner, and sends off a full batch.
    /// The calling thread has this heap.
    ///
    /// # Safety
    /// As for [`send`](Self::send).
    #[inline]
    unsafe fn put(&self, block: NonNull<u8>, owner: &'static ThreadHeap) {
        Tally::count_pending(Some(&self.tally), 1);
        // SAFETY: the caller gives the block up.
        if unsafe { self.outbox.put(block, owner) } {
            self.post();
        }
    }

    /// Puts the borrowed blocks on their way to their owners. The calling thread has the heap.
    fn give_borrowed(&'static self) {
        self.borrowed.give_all(&self.heap, |block| {
            // SAFETY: the block is in use for its heap, which exists as all thread heaps do.
            let owner = unsafe { Heap::<ProgramArenas>::owner_of(block) };
            // SAFETY: thread heap invariant 2: the word is the address of a heap, which stays.
            let owner = unsafe { &*owner.cast::<ThreadHeap>() };
            if !self.outbox.is_for(owner) {
                self.post();
            }
            // SAFETY: nobody uses a borrowed block.
            unsafe { self.put(block, owner) };
        });
    }

    /// Sends off what is in the outbox.
    fn post(&self) {
        if let Some((owner, chain)) = self.outbox.take() {
            HEAPS.send(owner, chain);
        }
    }

    /// Takes up what other threads gave back, and sends off what is theirs. The calling thread has
    /// the heap.
    fn take_up(&'static self) {
        self.post();
        self.drain();
    }

    fn drain(&self) {
        let mut taken = 0;
        for (block, ahead) in self.shared.queue.take() {
            if let Some(ahead) = ahead {
                prefetch(ahead.as_ptr());
                PoolRef::prefetch_of(ahead);
            }
            // SAFETY: queue invariant 1: blocks of this heap, given up by whoever pushed them.
            unsafe { self.heap.take_back(block) };
            taken += 1;
        }
        Tally::count_pending(Some(&self.tally), -taken);
    }

    /// Gives back what no block needs. The calling thread has the heap.
    fn trim(&self) {
        self.large.release();
        self.heap.trim();
    }

    /// Leaves the heap to other threads. The calling thread has it, and its outbox is empty.
    fn leave(&'static self) {
        self.clean();
        HEAPS.leave(self);
    }

    /// Counts what the heaps of all threads have.
    pub(super) fn count_all() -> Stats {
        count::ask();
        let here = Self::current();
        let (mut stats, mut threads) = (Stats::new(), ThreadStats::default());
        let mut borrowed = 0;
        for heap in HEAPS.iter() {
            threads.heaps += 1;
            let (blocks, bytes) = heap.large.kept();
            threads.kept_blocks += blocks;
            threads.kept_bytes += bytes;
            if here.is_some_and(|here| ptr::eq(here, heap)) {
                stats.add(&heap.heap);
                borrowed += heap.borrowed.count();
            } else if HEAPS.claim(heap) {
                threads.abandoned_heaps += 1;
                stats.add(&heap.heap);
                HEAPS.leave(heap);
            } else {
                let snapshot = heap.snapshot.read();
                stats.merge(&snapshot.heap);
                borrowed += snapshot.borrowed;
            }
        }
        let tallies = HEAPS.iter().map(|heap| &heap.tally);
        [stats.large_blocks, stats.large_bytes, threads.pending_blocks] = Tally::sums(tallies);
        threads.pending_blocks += borrowed;
        stats.threads = Some(threads);
        stats
    }

    /// Gives back what no block needs, of the calling thread's heap and of those that nobody has.
    pub(super) fn trim_all() {
        if let Some(heap) = Self::current() {
            heap.give_borrowed();
            heap.take_up();
            heap.trim();
        }
        HEAPS.for_each_abandoned(|heap| {
            heap.drain();
            heap.trim();
        });
    }
}

const _: () = assert!(size_of::<ThreadHeap>() <= 8192);

#[cfg(test)]
mod tests;
