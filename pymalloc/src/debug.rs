//! CPython's debug hooks around any allocator: guards on both sides of every block, and fresh and
//! freed memory filled with bytes that nobody takes for data.
//!
//! ```text
//!         | size, big-endian | id | FD FD FD FD FD FD FD | data: CD .. | FD x 8 | (serial) |
//!  offset  p-16               p-8  p-7                     p             p+size   p+size+8
//! ```
//! Guards are compared when a block is freed or gets another size, not in between. Where they are
//! not as they were, the block is described as CPython's `_PyObject_DebugDumpAddress` does, and the
//! program aborts. [`DebugHooks::check`] answers the same as a value.
//!
//! Freed memory is filled with DD, guards and id included, so a second free finds a wrong id. A
//! reallocation fills both ends of the old block first: whoever reads there through an old pointer
//! is noticed, wherever the new block lies.
//!
//! Rust's frees are sized, so one more check is made: the size of the layout is the one recorded.
//! The guards behind the data are looked for at the smaller of the two, which no damage to the
//! header can lead astray. An alignment over 16 moves the data further into the block; the header
//! stays right in front of it.
//!
//! Source: `Objects/obmalloc.c`, `_PyMem_DebugRawAlloc`, `_PyMem_DebugRawRealloc`,
//! `_PyMem_DebugCheckAddress`.

use core::alloc::{GlobalAlloc, Layout};
use core::mem::MaybeUninit;
use core::ptr::{self, NonNull};
use core::sync::atomic::{AtomicUsize, Ordering};

use crate::fatal::die;

#[cfg(feature = "allocator-api2")]
mod allocator;
mod violation;

pub use violation::{Damage, DebugBlock, Violation};

/// What fresh memory is filled with.
const CLEAN: u8 = 0xCD;
/// What freed memory is filled with.
const DEAD: u8 = 0xDD;
/// What stands on both sides of a block.
const FORBIDDEN: u8 = 0xFD;

/// The bytes in front of the data: size, id and leading guards.
const HEAD: usize = 16;
/// The guards behind the data.
const TAIL: usize = 8;
/// The number of the call that made the block, where calls are numbered.
const SERIAL: usize = 8;
/// How much a reallocation fills at each end of the old block.
const ERASED: usize = 64;

/// The allocator domains of CPython. A block has to go back to the domain it is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// `PyMem_RawMalloc`: memory that needs no interpreter.
    Raw,
    /// `PyMem_Malloc`: buffers.
    Mem,
    /// `PyObject_Malloc`: objects.
    Object,
}

impl Domain {
    const fn id(self) -> u8 {
        match self {
            Domain::Raw => b'r',
            Domain::Mem => b'm',
            Domain::Object => b'o',
        }
    }
}

/// An allocator whose blocks are guarded.
///
/// It takes 24 bytes a block more than the allocator inside, which is a [`Heap`](crate::Heap) or
/// any other `GlobalAlloc`; around a `GlobalAlloc` that is `Sync` it can be a program's global
/// allocator.
///
/// ```
/// use core::alloc::{GlobalAlloc, Layout};
/// use core::ptr::NonNull;
/// use pymalloc::{Damage, DebugHooks, Domain, Heap};
///
/// let heap = DebugHooks::new(Heap::new(), Domain::Object);
/// let layout = Layout::from_size_align(20, 8).unwrap();
/// // SAFETY: the layout is not empty.
/// let block = NonNull::new(unsafe { heap.alloc(layout) }).expect("memory");
/// // SAFETY: the block has a guard behind its 20 bytes, which may be written to once.
/// unsafe { block.add(20).write(b'x') };
/// // SAFETY: the block is live and has this layout.
/// let violation = unsafe { heap.check(block, layout) }.unwrap_err();
/// assert_eq!(violation.damage, Damage::TrailingGuards);
/// assert!(violation.to_string().contains("at tail+0: 0x78 *** OUCH"));
/// ```
#[derive(Debug)]
pub struct DebugHooks<A> {
    allocator: A,
    domain: Domain,
    /// The calls so far, where they are numbered.
    serials: Option<AtomicUsize>,
}

impl<A> DebugHooks<A> {
    /// Guards the blocks of `allocator`, which all belong to `domain`.
    pub const fn new(allocator: A, domain: Domain) -> Self {
        DebugHooks { allocator, domain, serials: None }
    }

    /// The same with numbered calls: a report says which call made the block, so that the same
    /// program run again can be stopped there. Takes 8 bytes a block more (what CPython compiles in
    /// with `PYMEM_DEBUG_SERIALNO`).
    pub const fn with_serial_numbers(allocator: A, domain: Domain) -> Self {
        DebugHooks { allocator, domain, serials: Some(AtomicUsize::new(0)) }
    }

    /// The allocator inside.
    pub const fn allocator(&self) -> &A {
        &self.allocator
    }

    /// The allocations and reallocations so far, 0 where they are not numbered.
    pub fn calls(&self) -> usize {
        self.serials.as_ref().map_or(0, |calls| calls.load(Ordering::Relaxed))
    }

    /// Compares the guards of a block with what they should be.
    ///
    /// # Errors
    /// What is wrong, with a description of the block.
    ///
    /// # Safety
    /// `block` points `max(16, align)` bytes or more into memory that can be read, to which at least
    /// `layout.size() + 8` bytes follow (16 with numbered calls). A live block of these hooks with
    /// the layout it was allocated for is one such, whatever was written over it.
    pub unsafe fn check(&self, block: NonNull<u8>, layout: Layout) -> Result<(), Violation> {
        // SAFETY: the caller's promise.
        let block = unsafe { DebugBlock::read(block, layout.size(), self.serials.is_some()) };
        match block.damage(self.domain) {
            None => Ok(()),
            Some(damage) => Err(Violation { block, damage }),
        }
    }

    /// [`check`](Self::check), or the end of the program in `operation`.
    ///
    /// # Safety
    /// As for `check`.
    unsafe fn insist(&self, block: NonNull<u8>, layout: Layout, operation: &str) {
        // SAFETY: the caller's promise.
        if let Err(Violation { block, damage }) = unsafe { self.check(block, layout) } {
            die(format_args!("{block}\nFatal error: {operation}: {damage}"));
        }
    }

    /// The layout of the whole block around data of `layout`, and where in it the data begins.
    fn whole(&self, layout: Layout) -> Option<(Layout, usize)> {
        let front = layout.align().max(HEAD);
        let behind = if self.serials.is_some() { TAIL + SERIAL } else { TAIL };
        let size = layout.size().checked_add(front + behind)?;
        Some((Layout::from_size_align(size, layout.align()).ok()?, front))
    }

    /// Writes the guards around the data of `size` bytes at `data`.
    ///
    /// # Safety
    /// `data` lies in a block with room for guards of this size, and nobody else uses the block.
    unsafe fn guard(&self, data: NonNull<u8>, size: usize) {
        let mut head = [FORBIDDEN; HEAD];
        head[..8].copy_from_slice(&(size as u64).to_be_bytes());
        head[8] = self.domain.id();
        // SAFETY: the caller's room in front of the data.
        let front = unsafe { data.sub(HEAD) };
        // SAFETY: the same.
        unsafe { front.cast().write(head) };
        // SAFETY: the data ends inside the block.
        let behind = unsafe { data.add(size) };
        // SAFETY: the caller's room behind the data.
        unsafe { behind.cast().write([FORBIDDEN; TAIL]) };
        if let Some(calls) = &self.serials {
            let serial = (calls.fetch_add(1, Ordering::Relaxed) as u64 + 1).to_be_bytes();
            // SAFETY: the serial number has room behind the guards.
            let place = unsafe { behind.add(TAIL) };
            // SAFETY: the same.
            unsafe { place.cast().write(serial) };
        }
    }
}

/// The block's two ends, saved from a reallocation that is to find them dead.
struct Ends {
    bytes: [MaybeUninit<u8>; 2 * ERASED],
    /// The bytes at the front; all of them where the block is not larger than both ends.
    front: usize,
    /// The bytes at the back.
    back: usize,
}

impl Ends {
    /// Saves the ends of the `size` bytes at `data` and fills them with `DEAD`.
    ///
    /// # Safety
    /// `data` has `size` bytes, and nobody else uses them.
    unsafe fn take(data: NonNull<u8>, size: usize) -> Ends {
        let (front, back) = if size <= 2 * ERASED { (size, 0) } else { (ERASED, ERASED) };
        let mut ends = Ends { bytes: [MaybeUninit::uninit(); 2 * ERASED], front, back };
        let saved = ends.bytes.as_mut_ptr().cast::<u8>();
        // SAFETY: both have `front` bytes.
        unsafe { ptr::copy_nonoverlapping(data.as_ptr(), saved, front) };
        // SAFETY: `back` bytes lie behind those at the front, or none.
        let tail = unsafe { data.add(size - back) };
        // SAFETY: the array has room for `front + back` bytes.
        let saved = unsafe { saved.add(front) };
        // SAFETY: both have `back` bytes.
        unsafe { ptr::copy_nonoverlapping(tail.as_ptr(), saved, back) };
        // SAFETY: the caller's bytes.
        unsafe { data.write_bytes(DEAD, front) };
        // SAFETY: the same.
        unsafe { tail.write_bytes(DEAD, back) };
        ends
    }

    /// Puts back what fits into the first `new_size` bytes of the data, which had `size` bytes.
    ///
    /// # Safety
    /// `data` has `new_size` bytes, and nobody else uses them.
    unsafe fn put(&self, data: NonNull<u8>, size: usize, new_size: usize) {
        let saved = self.bytes.as_ptr().cast::<u8>();
        // SAFETY: the count is at most either size, and the saved bytes.
        unsafe { ptr::copy_nonoverlapping(saved, data.as_ptr(), self.front.min(new_size)) };
        let start = size - self.back;
        if new_size > start {
            // SAFETY: the array holds the back behind the front.
            let saved = unsafe { saved.add(self.front) };
            // SAFETY: `start` is below `new_size`.
            let tail = unsafe { data.add(start) };
            let count = self.back.min(new_size - start);
            // SAFETY: both have that many bytes.
            unsafe { ptr::copy_nonoverlapping(saved, tail.as_ptr(), count) };
        }
    }
}

// SAFETY: a block is a part of one of the allocator inside, which keeps the contract; the parts in
// front of it and behind it are the hooks'. Damage ends in an abort, never in unwinding.
unsafe impl<A: GlobalAlloc> GlobalAlloc for DebugHooks<A> {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((whole, front)) = self.whole(layout) else { return ptr::null_mut() };
        // SAFETY: the whole layout is not empty, with the guards in it.
        let Some(block) = NonNull::new(unsafe { self.allocator.alloc(whole) }) else {
            return ptr::null_mut();
        };
        // SAFETY: the data begins inside the block.
        let data = unsafe { block.add(front) };
        // SAFETY: the data has the size of the layout.
        unsafe { data.write_bytes(CLEAN, layout.size()) };
        // SAFETY: the block has room for the guards and is nobody else's.
        unsafe { self.guard(data, layout.size()) };
        data.as_ptr()
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        let Some((whole, front)) = self.whole(layout) else { return ptr::null_mut() };
        // SAFETY: the whole layout is not empty, with the guards in it.
        let Some(block) = NonNull::new(unsafe { self.allocator.alloc_zeroed(whole) }) else {
            return ptr::null_mut();
        };
        // SAFETY: the data begins inside the block.
        let data = unsafe { block.add(front) };
        // SAFETY: the block has room for the guards and is nobody else's.
        unsafe { self.guard(data, layout.size()) };
        data.as_ptr()
    }

    unsafe fn dealloc(&self, ptr: *mut u8, layout: Layout) {
        let Some((data, (whole, front))) = NonNull::new(ptr).zip(self.whole(layout)) else {
            die(format_args!("Fatal error: dealloc: {layout:?} at {ptr:p} cannot be a block"));
        };
        // SAFETY: the caller passes a block of these hooks with its layout.
        unsafe { self.insist(data, layout, "dealloc") };
        // SAFETY: the data begins `front` bytes into the block.
        let block = unsafe { data.sub(front) };
        // SAFETY: the caller gives the block up.
        unsafe { block.write_bytes(DEAD, whole.size()) };
        // SAFETY: the allocator inside served the block for this layout.
        unsafe { self.allocator.dealloc(block.as_ptr(), whole) };
    }

    unsafe fn realloc(&self, ptr: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        let old = NonNull::new(ptr).zip(self.whole(layout));
        let Some((data, (whole, front))) = old else {
            die(format_args!("Fatal error: realloc: {layout:?} at {ptr:p} cannot be a block"));
        };
        // SAFETY: the caller passes a block of these hooks with its layout.
        unsafe { self.insist(data, layout, "realloc") };
        let new = Layout::from_size_align(new_size, layout.align()).ok();
        let Some((new_whole, _)) = new.and_then(|new| self.whole(new)) else {
            return ptr::null_mut();
        };
        // SAFETY: the caller leaves the data to the reallocation.
        let ends = unsafe { Ends::take(data, layout.size()) };
        // SAFETY: the data begins `front` bytes into the block.
        let block = unsafe { data.sub(front) };
        // SAFETY: the allocator inside served the block for `whole`; the new size is not zero, and
        // makes a layout.
        let moved = unsafe { self.allocator.realloc(block.as_ptr(), whole, new_whole.size()) };
        let Some(moved) = NonNull::new(moved) else {
            // SAFETY: a refused reallocation left the block.
            unsafe { ends.put(data, layout.size(), layout.size()) };
            return ptr::null_mut();
        };
        // SAFETY: the data begins at the same place in the new block.
        let data = unsafe { moved.add(front) };
        // SAFETY: the data has `new_size` bytes, in nobody else's hands yet.
        unsafe { ends.put(data, layout.size(), new_size) };
        if let Some(grown) = new_size.checked_sub(layout.size()) {
            // SAFETY: the old data ends inside the new.
            let added = unsafe { data.add(layout.size()) };
            // SAFETY: from there to the end of the data.
            unsafe { added.write_bytes(CLEAN, grown) };
        }
        // SAFETY: the block has room for the guards and is nobody else's yet.
        unsafe { self.guard(data, new_size) };
        data.as_ptr()
    }
}

/// Whether a pointer is none, or made of the bytes that the hooks fill memory with: what is found
/// where a freed or never written object kept a pointer (CPython's `_PyMem_IsPtrFreed`).
///
/// ```
/// assert!(pymalloc::is_freed_pointer(core::ptr::without_provenance::<u8>(usize::MAX / 255 * 0xDD)));
/// assert!(!pymalloc::is_freed_pointer(&1));
/// ```
pub fn is_freed_pointer<T>(pointer: *const T) -> bool {
    let repeated = |byte: u8| usize::from_ne_bytes([byte; size_of::<usize>()]);
    [0, repeated(CLEAN), repeated(DEAD), repeated(FORBIDDEN)].contains(&pointer.addr())
}

#[cfg(test)]
mod tests;
