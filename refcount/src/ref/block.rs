//! The block behind a [`Ref`](super::Ref): an allocator, the two counts, then the value.
//!
//! ```text
//!  | pad | allocator | count | weak count | value ...        alive, or dead with weak pointers
//!  | pad | allocator | link to a block    | value ...        dead and put aside
//!        |<------- prefix, 8 bytes ------>|                  of an `Rc<u64>` from the global heap
//! ```
//!
//! A pointer holds the address of the value, and the prefix ends where the value begins. So both
//! counts are at a fixed distance from the address, whatever the value's alignment, and a pointer to
//! a sized value can become one to a `dyn Trait` without knowing where the block starts. The pad is
//! as long as the alignment of the value asks.
//!
//! It does not decide when a block is freed.
//!
//! # Invariants
//! 1. Between `allocate` and `free` the prefix of a block is initialised, except that the link may
//!    have overwritten the counts of a dead block without weak pointers.

use core::alloc::Layout;
use core::mem::{ManuallyDrop, offset_of};
use core::ptr::NonNull;

use allocator_api2::alloc::{Allocator, Global};

use super::count::{RefCount, WeakCount};
#[cfg(all(not(loom), target_pointer_width = "64"))]
use crate::atomic::AtomicCount;
#[cfg(target_pointer_width = "64")]
use crate::local::LocalCount;

/// Any dead block, whatever its value and counts: the link where its counts were.
#[repr(C)]
pub(super) struct Dead {
    pub(super) next: Option<NonNull<Dead>>,
}

/// The counts of a block that is not put aside.
#[repr(C)]
pub(super) struct Counts<C: RefCount> {
    pub(super) strong: C,
    pub(super) weak: C::Weak,
}

/// Never read as a whole: says how large and how aligned the place of the counts is.
#[repr(C)]
union Header<C: RefCount> {
    counts: ManuallyDrop<Counts<C>>,
    dead: ManuallyDrop<Dead>,
}

#[repr(C)]
struct Prefix<C: RefCount, A> {
    allocator: A,
    header: Header<C>,
}

#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Prefix<LocalCount, Global>>() == 8);
#[cfg(all(not(loom), target_pointer_width = "64"))]
const _: () = assert!(size_of::<Prefix<AtomicCount, Global>>() == 8);

impl<C: RefCount, A> Prefix<C, A> {
    /// How far before the value the header is.
    const HEADER: usize = size_of::<Self>() - offset_of!(Self, header);
}

/// The layout of a block and the offset of the value in it; `None` when it would be too large.
#[inline]
fn layout<C: RefCount, A>(value: Layout) -> Option<(Layout, usize)> {
    let (block, offset) = Layout::new::<Prefix<C, A>>().extend(value).ok()?;
    Some((block, offset))
}

/// A block for a value of the given layout, with both counts set, and where the value goes.
///
/// # Errors
///
/// The layout that there was no memory for; the allocator is dropped.
#[inline]
pub(super) fn allocate<C: RefCount, A: Allocator>(
    value: Layout,
    counts: Counts<C>,
    allocator: A,
) -> Result<NonNull<u8>, Layout> {
    let Some((block, offset)) = layout::<C, A>(value) else { return Err(value) };
    let Ok(memory) = allocator.allocate(block) else { return Err(block) };
    // SAFETY: the layout has the value at this offset.
    let place = unsafe { memory.cast::<u8>().byte_add(offset) };
    let header = Header { counts: ManuallyDrop::new(counts) };
    // SAFETY: at least a prefix lies before the value, aligned as the block is.
    let prefix = unsafe { prefix::<u8, C, A>(place) };
    // SAFETY: memory of the new block that nothing else is in.
    unsafe { prefix.write(Prefix { allocator, header }) };
    Ok(place)
}

/// # Safety
///
/// `value` is the place of the value in a block of counts `C` and allocator `A`.
#[inline]
unsafe fn prefix<T: ?Sized, C: RefCount, A>(value: NonNull<T>) -> NonNull<Prefix<C, A>> {
    // SAFETY: the prefix ends where the value begins.
    unsafe { value.cast::<Prefix<C, A>>().sub(1) }
}

/// The header of a block, as one that is put aside.
///
/// # Safety
///
/// As for [`counts`], except that the block may be dead.
#[inline]
#[cfg_attr(not(feature = "std"), expect(dead_code, reason = "nothing is put aside without std"))]
pub(super) unsafe fn dead<T: ?Sized, C: RefCount, A>(value: NonNull<T>) -> NonNull<Dead> {
    // SAFETY: the header is this far before the value.
    unsafe { value.cast::<Dead>().byte_sub(Prefix::<C, A>::HEADER) }
}

/// Writes the weak count of a block that owners alone held back to where the link was.
///
/// # Safety
///
/// `dead` came from [`dead`] with the same `C`, and the block has been put aside until now.
#[inline]
#[cfg_attr(not(feature = "std"), expect(dead_code, reason = "nothing is put aside without std"))]
pub(super) unsafe fn put_back<C: RefCount>(dead: NonNull<Dead>) {
    let counts = dead.cast::<Counts<C>>();
    // SAFETY: the header is the place of the counts.
    let weak = unsafe { &raw mut (*counts.as_ptr()).weak };
    // SAFETY: a field of the header; nobody reads the link again.
    unsafe { weak.write(C::Weak::new(false)) };
}

/// Where the value of the block with this header is.
///
/// # Safety
///
/// `dead` came from [`dead`] with the same `C` and `A`.
#[inline]
#[cfg_attr(not(feature = "std"), expect(dead_code, reason = "nothing is put aside without std"))]
pub(super) unsafe fn value<C: RefCount, A>(dead: NonNull<Dead>) -> NonNull<()> {
    // SAFETY: the value is this far behind the header.
    unsafe { dead.cast::<()>().byte_add(Prefix::<C, A>::HEADER) }
}

/// The counts of a block.
///
/// # Safety
///
/// `value` is the place of the value in a block of counts `C` and allocator `A` that is not freed,
/// nor put aside, for the length of `'a`.
#[inline]
pub(super) unsafe fn counts<'a, T: ?Sized, C: RefCount + 'a, A>(
    value: NonNull<T>,
) -> &'a Counts<C> {
    // SAFETY: the header is this far before the value.
    let header = unsafe { value.cast::<Counts<C>>().byte_sub(Prefix::<C, A>::HEADER) };
    // SAFETY: invariant 1, and the caller's promise that the block stays.
    unsafe { header.as_ref() }
}

/// The allocator of a block.
///
/// # Safety
///
/// As for [`counts`], except that the block may be put aside.
#[inline]
pub(super) unsafe fn allocator<'a, T: ?Sized, C: RefCount, A: 'a>(value: NonNull<T>) -> &'a A {
    // SAFETY: the caller's promise.
    let prefix = unsafe { prefix::<T, C, A>(value) };
    // SAFETY: invariant 1; the allocator is never overwritten.
    unsafe { &(*prefix.as_ptr()).allocator }
}

/// Gives a block's memory back without dropping its value.
///
/// # Safety
///
/// The block came from [`allocate`] with the layout of `value`, and nobody uses it any more. Its value
/// may be dropped, or never have been made.
#[inline]
pub(super) unsafe fn free<T: ?Sized, C: RefCount, A: Allocator>(value: NonNull<T>) {
    // SAFETY: nobody writes there; of the value only the metadata is looked at.
    let layout_of_value = Layout::for_value(unsafe { value.as_ref() });
    // SAFETY: `allocate` has found that the layout is not too large.
    let (block, offset) = unsafe { layout::<C, A>(layout_of_value).unwrap_unchecked() };
    // SAFETY: the caller's promise.
    let prefix = unsafe { prefix::<T, C, A>(value) };
    // SAFETY: the field is inside the prefix.
    let allocator = unsafe { &raw const (*prefix.as_ptr()).allocator };
    // SAFETY: invariant 1; nobody reads the allocator after this.
    let allocator = unsafe { allocator.read() };
    // SAFETY: `allocate` put the value this far behind the start of the block.
    let start = unsafe { value.cast::<u8>().byte_sub(offset) };
    // SAFETY: `allocate` got it from this allocator with this layout.
    unsafe { allocator.deallocate(start, block) };
}
