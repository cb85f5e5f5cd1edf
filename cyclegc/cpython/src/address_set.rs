//! A set of objects as bits, by their addresses.
//!
//! ```text
//!   address   | region 13 bits | mebibyte 14 bits | granule 16 bits | 0000 |
//!                 top[8192] ----> middle[16384] ----> 65536 bits
//! ```
//! One bit stands for 16 bytes, of which no two objects share any. Asking whether a visited object
//! has been met already so touches 8 KiB for each mebibyte of heap instead of the object, which is
//! what makes marking a heap with random edges fast. Memory that has been used stays for the next
//! collection; it amounts to a 128th of the heap.
//!
//! Threads that mark together share a set: [`claim`](AddressSet::claim) answers one of them alone
//! that an object was missing.
//!
//! # Invariants
//! 1. The bits of a block whose `is_used` is not set are all 0.
//! 2. What has been stored in `regions` and in a region stays there, whole, as long as the set.

use core::ptr::{self, NonNull};
use core::sync::atomic::{
    AtomicBool, AtomicPtr, AtomicU64, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};
use std::alloc::{Layout, alloc_zeroed, dealloc};
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::object::Object;

const GRANULE: u32 = 4;
const WORD: u32 = GRANULE + 6;
const MEBIBYTE: u32 = 20;
const REGION: u32 = 34;
const REGIONS: usize = 1 << 13;
const MEBIBYTES: usize = 1 << (REGION - MEBIBYTE);
const WORDS: usize = 1 << (MEBIBYTE - WORD);

/// The bits of one mebibyte.
#[derive(Debug)]
struct Block {
    bits: [AtomicU64; WORDS],
    is_used: AtomicBool,
}

type Blocks = [AtomicPtr<Block>; MEBIBYTES];

/// A set of objects.
pub(crate) struct AddressSet {
    regions: Box<[AtomicPtr<Blocks>]>,
    blocks: Mutex<Vec<NonNull<Block>>>,
    /// How many regions have blocks.
    used_regions: AtomicUsize,
}

// SAFETY: the blocks belong to the set and consist of atomics.
unsafe impl Send for AddressSet {}
// SAFETY: as above; the list of them has a lock.
unsafe impl Sync for AddressSet {}

/// Where the bit of an object is.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    block: &'a Block,
    pub(crate) word: &'a AtomicU64,
    address: usize,
}

/// The bit of an address, within its word.
#[inline]
fn bit(address: usize) -> u64 {
    1 << ((address >> GRANULE) % 64)
}

impl Block {
    /// Where the bit of an object at this address is.
    #[inline]
    fn place(&self, address: usize) -> Place<'_> {
        Place { block: self, word: &self.bits[(address >> WORD) % WORDS], address }
    }
}

impl Place<'_> {
    /// The bit alone.
    #[inline]
    pub(crate) fn bit(self) -> u64 {
        bit(self.address)
    }

    /// The bit of another object, if it is in the same word.
    #[inline]
    pub(crate) fn bit_of(self, object: Object) -> Option<u64> {
        let address = object.as_ptr() as usize;
        (address >> WORD == self.address >> WORD).then(|| bit(address))
    }

    /// Whether the bit is set in what the word has been.
    #[inline]
    fn is_in(self, bits: u64) -> bool {
        bits & self.bit() != 0
    }

    /// Sets the bit. Answers whether it was not set. Only one thread may set bits meanwhile.
    #[inline]
    pub(crate) fn insert(self) -> bool {
        let bits = self.word.load(Relaxed);
        if self.is_in(bits) {
            return false;
        }
        self.word.store(bits | self.bit(), Relaxed);
        self.note_use(bits);
        true
    }

    /// As `insert`, for threads that set bits at once.
    #[inline]
    pub(crate) fn claim(self) -> bool {
        let bits = self.word.load(Relaxed);
        if self.is_in(bits) || self.is_in(self.word.fetch_or(self.bit(), Relaxed)) {
            return false;
        }
        self.note_use(bits);
        true
    }

    /// Notes that a bit of the word has been set, whose bits were `before`.
    #[inline]
    pub(crate) fn note_use(self, before: u64) {
        if before == 0 && !self.block.is_used.load(Relaxed) {
            self.block.is_used.store(true, Relaxed);
        }
    }
}

/// A set, and the block of the last lookup: objects that are visited one after the other often lie
/// near each other.
pub(crate) struct Near<'a> {
    set: &'a AddressSet,
    mebibyte: usize,
    block: Option<&'a Block>,
}

impl<'a> Near<'a> {
    /// As [`AddressSet::place`].
    #[inline]
    pub(crate) fn place(&mut self, object: Object) -> Option<Place<'a>> {
        self.find(object).or_else(|| self.set.add_block(object))
    }

    /// As [`AddressSet::contains`].
    #[inline]
    pub(crate) fn contains(&mut self, object: Object) -> bool {
        self.find(object).is_some_and(|place| place.is_in(place.word.load(Relaxed)))
    }

    #[inline]
    fn find(&mut self, object: Object) -> Option<Place<'a>> {
        let address = object.as_ptr() as usize;
        let mebibyte = address >> MEBIBYTE;
        if mebibyte != self.mebibyte {
            self.block = Some(self.set.block(mebibyte)?);
            self.mebibyte = mebibyte;
        }
        Some(self.block?.place(address))
    }
}

impl AddressSet {
    pub(crate) fn new() -> Self {
        let regions = (0..REGIONS).map(|_| AtomicPtr::new(ptr::null_mut())).collect();
        Self { regions, blocks: Mutex::new(Vec::new()), used_regions: AtomicUsize::new(0) }
    }

    /// The block of the mebibyte with this number, if it has one.
    #[inline]
    fn block(&self, mebibyte: usize) -> Option<&Block> {
        let blocks = self.regions.get(mebibyte >> (REGION - MEBIBYTE))?.load(Acquire);
        // SAFETY: invariant 2.
        let blocks = unsafe { blocks.as_ref() }?;
        let block = blocks[mebibyte % MEBIBYTES].load(Acquire);
        // SAFETY: invariant 2.
        unsafe { block.as_ref() }
    }

    /// Where the bit of `object` is, if there is memory for it.
    #[inline]
    fn find(&self, object: Object) -> Option<Place<'_>> {
        let address = object.as_ptr() as usize;
        Some(self.block(address >> MEBIBYTE)?.place(address))
    }

    /// The same set for lookups that often stay within a mebibyte.
    pub(crate) fn near(&self) -> Near<'_> {
        Near { set: self, mebibyte: usize::MAX, block: None }
    }

    /// Where the bit of `object` is. `None`: there is no memory for it, or its address has more than
    /// 47 bits.
    #[inline]
    pub(crate) fn place(&self, object: Object) -> Option<Place<'_>> {
        self.find(object).or_else(|| self.add_block(object))
    }

    /// Whether `object` is a member.
    #[inline]
    pub(crate) fn contains(&self, object: Object) -> bool {
        self.find(object).is_some_and(|place| place.is_in(place.word.load(Relaxed)))
    }

    /// Adds `object`. Answers whether it was missing; also false when [`place`](Self::place) has
    /// none. Only one thread may add meanwhile.
    #[inline]
    pub(crate) fn insert(&self, object: Object) -> bool {
        self.place(object).is_some_and(Place::insert)
    }

    /// Removes `object`. Nobody may add meanwhile.
    pub(crate) fn remove(&self, object: Object) {
        if let Some(place) = self.find(object) {
            place.word.store(place.word.load(Relaxed) & !place.bit(), Relaxed);
        }
    }

    /// Removes all members.
    pub(crate) fn clear(&mut self) {
        for block in self.blocks().iter_mut() {
            // SAFETY: the set owns its blocks, and nothing else refers to them now.
            let block = unsafe { block.as_mut() };
            if core::mem::take(block.is_used.get_mut()) {
                block.bits.fill_with(AtomicU64::default);
            }
        }
    }

    /// How much memory the set has.
    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.regions)
            + self.used_regions.load(Relaxed) * size_of::<Blocks>()
            + self.blocks().len() * size_of::<Block>()
    }

    fn blocks(&self) -> MutexGuard<'_, Vec<NonNull<Block>>> {
        self.blocks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cold]
    fn add_block(&self, object: Object) -> Option<Place<'_>> {
        let address = object.as_ptr() as usize;
        let region = self.regions.get(address >> REGION)?;
        let mut all = self.blocks();
        if region.load(Relaxed).is_null() {
            region.store(zeroed::<Blocks>()?.as_ptr(), Release);
            self.used_regions.fetch_add(1, Relaxed);
        }
        // SAFETY: invariant 2.
        let blocks = unsafe { &*region.load(Relaxed) };
        let slot = &blocks[(address >> MEBIBYTE) % MEBIBYTES];
        // Another thread may have been here first.
        if slot.load(Relaxed).is_null() {
            all.try_reserve(1).ok()?;
            let block = zeroed::<Block>()?;
            all.push(block);
            slot.store(block.as_ptr(), Release);
        }
        drop(all);
        self.find(object)
    }
}

/// Memory of a `T` whose bytes are all zero, which must be a value of it.
fn zeroed<T>() -> Option<NonNull<T>> {
    // SAFETY: the layout is not of size 0.
    NonNull::new(unsafe { alloc_zeroed(Layout::new::<T>()) }).map(NonNull::cast)
}

/// Frees what `zeroed` has answered.
fn free<T>(memory: NonNull<T>) {
    // SAFETY: the memory came from the allocator with this layout, and nothing refers to it.
    unsafe { dealloc(memory.as_ptr().cast(), Layout::new::<T>()) };
}

impl Drop for AddressSet {
    fn drop(&mut self) {
        self.blocks().drain(..).for_each(free);
        self.regions.iter().filter_map(|region| NonNull::new(region.load(Relaxed))).for_each(free);
    }
}

impl core::fmt::Debug for AddressSet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("AddressSet").field("blocks", &self.blocks().len()).finish_non_exhaustive()
    }
}
