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
//! # Invariants
//! 1. The bits of a block that is not in `used` are all 0.

use core::ptr::NonNull;
use std::alloc::{Layout, alloc_zeroed, dealloc};

use crate::object::Object;

const GRANULE: u32 = 4;
const MEBIBYTE: u32 = 20;
const REGION: u32 = 34;
const REGIONS: usize = 1 << 13;
const MEBIBYTES: usize = 1 << (REGION - MEBIBYTE);
const WORDS: usize = 1 << (MEBIBYTE - GRANULE - 6);

/// The bits of one mebibyte.
#[derive(Debug)]
struct Block {
    bits: [u64; WORDS],
    is_used: bool,
}

type Blocks = [Option<NonNull<Block>>; MEBIBYTES];

/// A set of objects.
pub(crate) struct AddressSet {
    regions: Box<[Option<NonNull<Blocks>>]>,
    /// Blocks that may have a bit set.
    used: Vec<NonNull<Block>>,
    /// Blocks in all.
    blocks: usize,
}

impl AddressSet {
    pub(crate) fn new() -> Self {
        Self { regions: vec![None; REGIONS].into_boxed_slice(), used: Vec::new(), blocks: 0 }
    }

    #[inline]
    fn block(&self, address: usize) -> Option<NonNull<Block>> {
        let blocks = (*self.regions.get(address >> REGION)?)?;
        let block = blocks.as_ptr().cast::<Option<NonNull<Block>>>();
        let block = block.wrapping_add((address >> MEBIBYTE) % MEBIBYTES);
        // SAFETY: the index is below the number of blocks of a region, which lives as long as the
        // set.
        unsafe { *block }
    }

    #[inline]
    fn word(block: NonNull<Block>, address: usize) -> (NonNull<u64>, u64) {
        let bits = block.cast::<u64>();
        // SAFETY: the index is below the number of words; `bits` is the first field.
        let word = unsafe { bits.add((address >> (GRANULE + 6)) % WORDS) };
        (word, 1 << ((address >> GRANULE) % 64))
    }

    /// Whether `object` is a member.
    #[inline]
    pub(crate) fn contains(&self, object: Object) -> bool {
        let address = object.as_ptr() as usize;
        let Some(block) = self.block(address) else { return false };
        let (word, bit) = Self::word(block, address);
        // SAFETY: the set owns its blocks.
        unsafe { word.read() & bit != 0 }
    }

    /// Adds `object`. Answers whether it was missing; also false when there is no memory for it,
    /// or its address has more than 47 bits.
    #[inline]
    pub(crate) fn insert(&mut self, object: Object) -> bool {
        let address = object.as_ptr() as usize;
        let Some(block) = self.block(address).or_else(|| self.add_block(address)) else {
            return false;
        };
        let (word, bit) = Self::word(block, address);
        // SAFETY: the set owns its blocks.
        let bits = unsafe { word.read() };
        if bits & bit != 0 {
            return false;
        }
        // SAFETY: as above.
        unsafe { word.write(bits | bit) };
        if bits == 0 {
            self.note_use(block);
        }
        true
    }

    /// Removes `object`.
    pub(crate) fn remove(&self, object: Object) {
        let address = object.as_ptr() as usize;
        let Some(block) = self.block(address) else { return };
        let (word, bit) = Self::word(block, address);
        // SAFETY: the set owns its blocks.
        unsafe { *word.as_ptr() &= !bit };
    }

    /// Removes all members.
    pub(crate) fn clear(&mut self) {
        for mut block in self.used.drain(..) {
            // SAFETY: the set owns its blocks, and nothing else refers to this one now.
            let block = unsafe { block.as_mut() };
            block.bits.fill(0);
            block.is_used = false;
        }
    }

    /// How much memory the set has.
    pub(crate) fn bytes(&self) -> usize {
        let regions = self.regions.iter().flatten().count() * size_of::<Blocks>();
        size_of_val(&*self.regions) + regions + self.blocks * size_of::<Block>()
    }

    #[inline]
    fn note_use(&mut self, block: NonNull<Block>) {
        // SAFETY: the set owns its blocks; the borrow ends at once.
        let is_used = unsafe { &mut (*block.as_ptr()).is_used };
        if !*is_used {
            *is_used = true;
            self.used.push(block);
        }
    }

    #[cold]
    fn add_block(&mut self, address: usize) -> Option<NonNull<Block>> {
        self.used.try_reserve(self.blocks + 1 - self.used.len().min(self.blocks)).ok()?;
        let region = self.regions.get_mut(address >> REGION)?;
        let blocks = match region {
            Some(blocks) => *blocks,
            None => *region.insert(zeroed::<Blocks>()?),
        };
        let block = zeroed::<Block>()?;
        // SAFETY: the set owns its regions; null pointers are `None`.
        let blocks = unsafe { &mut *blocks.as_ptr() };
        blocks[(address >> MEBIBYTE) % MEBIBYTES] = Some(block);
        self.blocks += 1;
        Some(block)
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
        for blocks in self.regions.iter().flatten() {
            // SAFETY: the set owns its regions.
            for block in unsafe { blocks.as_ref() }.iter().flatten() {
                free(*block);
            }
            free(*blocks);
        }
    }
}

impl core::fmt::Debug for AddressSet {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("AddressSet").field("blocks", &self.blocks).finish_non_exhaustive()
    }
}
