//! Objects with a fixed number of items right behind their header: tuples, strings, bytes.
//!
//! ```text
//!   | header | len | items | head | item 0 | item 1 | ...      up to 512 bytes in one block
//!                     |____________^
//!   | header | len | items | head |    item 0 ...               longer ones: items in their own
//! ```
//!
//! The items are reached through the stored pointer in both cases, so nobody who reads them has
//! to know which case it is.
//!
//! # Invariants
//! 1. `items` points at `len` initialised items until the object's drop.
//! 2. Only [`Heap::alloc_array`] makes an `Array`, so one never stands outside an object.

#[cfg(feature = "runner")]
mod append;

use core::alloc::Layout;
use core::fmt;
use core::ptr::NonNull;

use super::header::{Header, VTable};
use super::inner::Inner;
use super::vtable;
use super::{FreeList, Gc, Heap, OutOfMemory, Promise, Trace, Tracer};
#[cfg(feature = "runner")]
use super::{Value, detection};
use crate::object::Kind;

/// What distinguishes one type of array from another.
pub trait ArrayKind: 'static {
    /// One item.
    type Item: Trace;
    /// What stands before the items; it owns no references.
    type Head: 'static;
    /// Which of Python's kinds the array is.
    const KIND: Kind;
    /// Whether items can refer to other objects.
    const COLLECTABLE: bool;

    /// Whether CPython keeps dead arrays of this kind for reuse.
    const FREE_LISTED: bool = false;

    /// The free list for arrays of a length.
    fn free_list(len: usize) -> Option<FreeList> {
        let _ = len;
        None
    }

    /// Whether the collector may stop tracking an array of these items.
    fn may_untrack(items: &[Self::Item]) -> bool {
        let _ = items;
        false
    }

    /// Names the array in logs and reports.
    ///
    /// # Errors
    /// Those of the formatter.
    fn label(items: &[Self::Item], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let _ = items;
        write!(f, "{}", Self::KIND)
    }
}

/// The payload of an array object.
#[repr(C)]
pub struct Array<K: ArrayKind> {
    len: usize,
    items: NonNull<K::Item>,
    head: K::Head,
}

impl<K: ArrayKind> Array<K> {
    /// The items, in order.
    #[inline(always)]
    pub fn items(&self) -> &[K::Item] {
        // SAFETY: invariant 1.
        unsafe { core::slice::from_raw_parts(self.items.as_ptr(), self.len) }
    }

    /// How many items there are.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether there is no item.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// What stands before the items.
    #[inline(always)]
    pub fn head(&self) -> &K::Head {
        &self.head
    }

    const FIXED: usize = 16 + size_of::<Self>();
    const FITS: () = assert!(
        align_of::<K::Item>() <= 8 && align_of::<Self>() <= 8 && Self::FIXED <= pymalloc::SMALL_MAX,
        "an array's items and head are aligned to 8 at most, its head is at most 480 bytes long"
    );

    /// Whether `len` items fit behind the head in one block of a pool.
    const fn is_inline(len: usize) -> bool {
        match len.checked_mul(size_of::<K::Item>()) {
            Some(bytes) => bytes <= pymalloc::SMALL_MAX - Self::FIXED,
            None => false,
        }
    }

    fn block_layout(len: usize) -> Layout {
        let tail = if Self::is_inline(len) { len * size_of::<K::Item>() } else { 0 };
        // SAFETY: the size is at most `SMALL_MAX` and the alignment a power of two.
        unsafe { Layout::from_size_align_unchecked(Self::FIXED + tail, 16) }
    }

    const TABLE: VTable = VTable {
        drop: drop_array::<K>,
        release: release_array::<K>,
        size: |header| {
            // SAFETY: the vtable belongs to an `Array<K>`.
            let array = unsafe { payload::<K>(header) };
            // SAFETY: the payload is initialised until the object's drop.
            Self::block_layout(unsafe { array.as_ref() }.len).size()
        },
        ..vtable::of::<Self>()
    };
    const UNCOUNTED: &'static VTable =
        &VTable { counted: false, free_listed: false, ..Self::TABLE };
    const VTABLE: &'static VTable = &VTable { uncounted: Some(Self::UNCOUNTED), ..Self::TABLE };
}

#[cfg(feature = "runner")]
impl<K: ArrayKind<Item = Value>> Gc<Array<K>> {
    /// Puts another item in the place of one, if nobody else holds the array: for iterators that
    /// hand out the same tuple again and again.
    ///
    /// # Errors
    /// The new item, if there are other owners or the array is shorter.
    pub(crate) fn replace_item(&mut self, index: usize, item: Value) -> Result<Value, Value> {
        if self.owners() != 1 || index >= self.len {
            return Err(item);
        }
        detection::forbid("an array was changed");
        // SAFETY: `index` is below the number of items (invariant 1).
        let place = unsafe { self.items.add(index) };
        // SAFETY: the item is initialised. Nobody reads it: this pointer is the array's only owner
        // and is borrowed exclusively, and no collector is looking.
        Ok(unsafe { place.replace(item) })
    }
}

/// The array behind a header.
///
/// # Safety
/// `header` heads a live object whose payload is an `Array<K>`.
unsafe fn payload<K: ArrayKind>(header: NonNull<Header>) -> NonNull<Array<K>> {
    // SAFETY: every array block is longer than its header.
    unsafe { header.cast::<u8>().add(size_of::<Header>()) }.cast()
}

/// Drops the items, last to first as CPython's tuples do, and gives outside memory back.
///
/// # Safety
/// `header` heads an object of `inner`'s heap whose payload is an `Array<K>`, dead and not yet
/// dropped.
unsafe fn drop_array<K: ArrayKind>(header: NonNull<Header>, inner: &Inner) {
    // SAFETY: the caller hands in an `Array<K>`.
    let array = unsafe { payload::<K>(header) };
    // SAFETY: the payload is initialised; from here on it is the value's to drop.
    let Array { len, items, head } = unsafe { array.read() };
    let _row = Row::<K> { inner, items, len };
    let _items = Items { items, left: len };
    drop(head);
}

/// Releases the items, and gives outside memory back.
///
/// # Safety
/// As for `drop_array`; the items are releasable.
unsafe fn release_array<K: ArrayKind>(header: NonNull<Header>, inner: &Inner) {
    // SAFETY: the caller hands in an `Array<K>`.
    let array = unsafe { payload::<K>(header) };
    // SAFETY: the payload is initialised; from here on it is the value's to drop.
    let Array { len, items, head } = unsafe { array.read() };
    let _row = Row::<K> { inner, items, len };
    // SAFETY: the items are initialised (invariant 1), and not used afterwards.
    unsafe { Trace::release(NonNull::slice_from_raw_parts(items, len)) };
    drop(head);
}

/// Items to be dropped, the last one first, the rest also when one of them panics.
struct Items<T> {
    items: NonNull<T>,
    left: usize,
}

impl<T> Items<T> {
    fn drop_all(&mut self) {
        while let Some(index) = self.left.checked_sub(1) {
            self.left = index;
            // SAFETY: `index` is below the number of items.
            let item = unsafe { self.items.add(index) };
            // SAFETY: each item is initialised and dropped once, since `left` goes down before.
            unsafe { item.drop_in_place() };
        }
    }
}

impl<T> Drop for Items<T> {
    fn drop(&mut self) {
        struct Rest<'a, T>(&'a mut Items<T>);
        impl<T> Drop for Rest<'_, T> {
            fn drop(&mut self) {
                self.0.drop_all();
            }
        }
        if core::mem::needs_drop::<T>() {
            let rest = Rest(self);
            rest.0.drop_all();
        }
    }
}

/// The memory of items that stand in a block of their own, to be given back.
struct Row<'a, K: ArrayKind> {
    inner: &'a Inner,
    items: NonNull<K::Item>,
    len: usize,
}

impl<K: ArrayKind> Drop for Row<'_, K> {
    fn drop(&mut self) {
        if !Array::<K>::is_inline(self.len)
            && let Ok(layout) = Layout::array::<K::Item>(self.len)
        {
            // SAFETY: the items were allocated with this layout, and nobody reads them any more.
            unsafe { self.inner.blocks.dealloc(self.items.cast(), layout) };
        }
    }
}

impl<K: ArrayKind> Trace for Array<K> {
    const KIND: Kind = K::KIND;
    const COLLECTABLE: bool = K::COLLECTABLE;
    const FREE_LISTED: bool = K::FREE_LISTED;
    const UNTRACKS: bool = K::COLLECTABLE;
    // SAFETY: the array's own part of `trace` and `hint` reads what never changes. Nobody calls
    // `release`: the table has another function for that.
    const PROMISE: Promise<Self> = unsafe { Promise::of_items::<K::Item>() };

    #[inline]
    fn hint(&self) {
        // The last item is traced first.
        cyclegc::prefetch(self.items.as_ptr().wrapping_add(self.len.saturating_sub(1)));
    }

    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        if K::COLLECTABLE {
            // CPython's order: containers with a row of items are visited from the end.
            for item in self.items().iter().rev() {
                item.trace(tracer);
            }
        }
    }

    fn may_untrack(&self, _full: bool) -> bool {
        K::may_untrack(self.items())
    }

    fn free_list(&self) -> Option<FreeList> {
        K::free_list(self.len)
    }

    fn extra_size(&self) -> usize {
        if Self::is_inline(self.len) { 0 } else { self.len * size_of::<K::Item>() }
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        K::label(self.items(), f)
    }
}

impl<K: ArrayKind> fmt::Debug for Array<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]", K::KIND, self.len)
    }
}

/// Drops the items written so far when the iterator that supplies them panics or runs dry.
struct Filling<'a, K: ArrayKind> {
    inner: &'a Inner,
    block: NonNull<u8>,
    items: NonNull<K::Item>,
    len: usize,
    filled: usize,
}

impl<K: ArrayKind> Drop for Filling<'_, K> {
    fn drop(&mut self) {
        let row = Row::<K> { inner: self.inner, items: self.items, len: self.len };
        drop(Items { items: self.items, left: self.filled });
        drop(row);
        // SAFETY: the block was allocated with this layout by the constructor.
        unsafe { self.inner.blocks.dealloc(self.block, Array::<K>::block_layout(self.len)) };
    }
}

impl Heap {
    /// Allocates an array object of exactly as many items as the iterator says it has.
    ///
    /// The collector tracks it, where its items can refer to others.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the items are dropped then.
    ///
    /// # Panics
    /// When the iterator yields fewer items than it announced.
    pub fn alloc_array<K: ArrayKind>(
        &self,
        head: K::Head,
        items: impl ExactSizeIterator<Item = K::Item>,
    ) -> Result<Gc<Array<K>>, OutOfMemory> {
        let len = items.len();
        let mut filling = Filling::<K>::new(self.inner(), len)?;
        let place = filling.items;
        for item in items.take(len) {
            // SAFETY: `filled` is below `len`, since `take` bounds the iteration.
            let slot = unsafe { place.add(filling.filled) };
            // SAFETY: the slot is inside the memory allocated for the items.
            unsafe { slot.write(item) };
            filling.filled += 1;
        }
        assert!(filling.filled == len, "an iterator yielded fewer items than its length");
        filling.finish(head)
    }

    /// As [`Heap::alloc_array`], of items that are copied.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn alloc_array_of<K: ArrayKind<Item: Copy>>(
        &self,
        head: K::Head,
        items: &[K::Item],
    ) -> Result<Gc<Array<K>>, OutOfMemory> {
        let mut filling = Filling::<K>::new(self.inner(), items.len())?;
        let from = NonNull::from(items).cast::<K::Item>();
        // SAFETY: `from` points at the items, and the new memory has room for as many.
        unsafe { filling.items.copy_from_nonoverlapping(from, items.len()) };
        filling.filled = items.len();
        filling.finish(head)
    }
}

impl<'a, K: ArrayKind> Filling<'a, K> {
    /// Memory for an array of `len` items, none of which is there yet.
    fn new(inner: &'a Inner, len: usize) -> Result<Self, OutOfMemory> {
        const { Array::<K>::FITS };
        let block = inner.blocks.alloc(Array::<K>::block_layout(len)).ok_or(OutOfMemory)?;
        let place = if Array::<K>::is_inline(len) {
            // SAFETY: an inline block is `FIXED` bytes and the items long.
            Some(unsafe { block.add(Array::<K>::FIXED) }.cast::<K::Item>())
        } else {
            let layout = Layout::array::<K::Item>(len).ok();
            layout.and_then(|l| inner.blocks.alloc(l)).map(NonNull::cast)
        };
        let Some(place) = place else {
            // SAFETY: the block was allocated above with this layout.
            unsafe { inner.blocks.dealloc(block, Array::<K>::block_layout(len)) };
            return Err(OutOfMemory);
        };
        Ok(Self { inner, block, items: place, len, filled: 0 })
    }

    /// Makes an object of the memory, which holds all its items.
    fn finish(self, head: K::Head) -> Result<Gc<Array<K>>, OutOfMemory> {
        let Self { inner, block, items, len, filled } = self;
        debug_assert_eq!(filled, len, "an array lacks items");
        core::mem::forget(self);
        let header = block.cast::<Header>();
        // SAFETY: the block has room for a header at its start.
        unsafe { header.write(Header::new(Array::<K>::VTABLE)) };
        // SAFETY: every array block is longer than its header.
        let payload = unsafe { block.add(size_of::<Header>()) }.cast::<Array<K>>();
        // SAFETY: the block is `FIXED` bytes long at least, which includes the payload.
        unsafe { payload.write(Array { len, items, head }) };
        inner.note_type::<Array<K>>();
        inner.note_born(header);
        #[cfg(feature = "object-events")]
        super::events::born(header);
        // SAFETY: the header was written with a count of one, which the pointer takes over.
        let gc = unsafe { Gc::from_owned(header) };
        if K::COLLECTABLE {
            inner.track(header)?;
        }
        Ok(gc)
    }
}
