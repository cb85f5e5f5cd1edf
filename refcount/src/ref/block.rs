//! The block behind a [`Ref`](super::Ref): one word of header, then the value.
//!
//! ```text
//!  0              4              8
//!  | count (u32)  | pad          | value ...        alive
//!  | next: Option<NonNull<Dead>> | value ...        dead and put aside
//! ```
//!
//! The header is a union because a count and a link are never needed at once. A count larger than a
//! word makes a larger header. Which `T` a dead block holds is not written in it; see `thread.rs`.

use alloc::alloc::{alloc, dealloc, handle_alloc_error};
use core::alloc::Layout;
use core::mem::{ManuallyDrop, offset_of};
use core::ptr::NonNull;

#[cfg(target_pointer_width = "64")]
use crate::atomic::AtomicCount;
use crate::count::Count;
use crate::error::OutOfMemory;
#[cfg(target_pointer_width = "64")]
use crate::local::LocalCount;

/// Any dead block, whatever its value and count: the link at its start.
#[repr(C)]
pub(super) struct Dead {
    pub(super) next: Option<NonNull<Dead>>,
}

#[repr(C)]
union Header<C> {
    count: ManuallyDrop<C>,
    dead: ManuallyDrop<Dead>,
}

/// What a `Ref` points at.
#[repr(C)]
pub(super) struct Block<T, C> {
    header: Header<C>,
    value: T,
}

#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Block<u64, LocalCount>>() == 16);
#[cfg(target_pointer_width = "64")]
const _: () = assert!(size_of::<Block<u64, AtomicCount>>() == 16);
const _: () = assert!(offset_of!(Block<u8, u8>, header) == 0);

impl<T, C: Count> Block<T, C> {
    const LAYOUT: Layout = Layout::new::<Self>();

    /// A block with one owner, or the value back.
    #[inline]
    pub(super) fn new(value: T) -> Result<NonNull<Self>, (OutOfMemory, T)> {
        // SAFETY: a block is never empty: its header is a word at least.
        let memory = unsafe { alloc(Self::LAYOUT) };
        let Some(block) = NonNull::new(memory.cast::<Self>()) else {
            return Err((OutOfMemory, value));
        };
        let header = Header { count: ManuallyDrop::new(C::new()) };
        // SAFETY: fresh memory of this type's layout.
        unsafe { block.write(Self { header, value }) };
        Ok(block)
    }

    /// Reports that `new` failed.
    #[cold]
    pub(super) fn out_of_memory() -> ! {
        handle_alloc_error(Self::LAYOUT)
    }

    /// The count of a live block.
    ///
    /// # Safety
    ///
    /// The block is alive, and stays so for `'a`.
    #[inline]
    pub(super) unsafe fn count<'a>(block: NonNull<Self>) -> &'a C {
        // SAFETY: the header is at offset 0, and of a live block it holds the count.
        unsafe { block.cast::<C>().as_ref() }
    }

    /// Where the value of a block is.
    #[inline]
    pub(super) fn value(block: NonNull<Self>) -> NonNull<T> {
        // SAFETY: callers hold a block that is not freed, so the field is inside it.
        unsafe { block.byte_add(offset_of!(Self, value)) }.cast()
    }

    /// The block of a value.
    ///
    /// # Safety
    ///
    /// `value` points, with the right to the whole block, at the value of a block of this type.
    #[inline]
    pub(super) unsafe fn from_value(value: *const T) -> NonNull<Self> {
        // SAFETY: the caller's promise: a block starts this much before.
        let block = unsafe { value.byte_sub(offset_of!(Self, value)) };
        // SAFETY: the start of a block is not null.
        unsafe { NonNull::new_unchecked(block.cast::<Self>().cast_mut()) }
    }

    /// Gives a block's memory back without dropping its value.
    ///
    /// # Safety
    ///
    /// The block came from [`new`](Self::new), and nobody uses it any more.
    pub(super) unsafe fn free(block: NonNull<Self>) {
        // SAFETY: `new` allocated it with this layout.
        unsafe { dealloc(block.as_ptr().cast(), Self::LAYOUT) };
    }

    /// Drops the value of a dead block and gives its memory back, even if the value panics.
    ///
    /// # Safety
    ///
    /// `dead` is a block of this type without owners, and this is its only destruction.
    pub(super) unsafe fn drop_dead(dead: NonNull<Dead>) {
        struct Free<T, C: Count>(NonNull<Block<T, C>>);

        impl<T, C: Count> Drop for Free<T, C> {
            fn drop(&mut self) {
                // SAFETY: the value is dropped, and the block is destroyed once.
                unsafe { Block::free(self.0) };
            }
        }

        let free = Free::<T, C>(dead.cast());
        // SAFETY: the block is not freed, and its value has not been dropped.
        unsafe { Self::value(free.0).drop_in_place() };
    }
}
