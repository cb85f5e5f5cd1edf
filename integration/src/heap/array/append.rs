//! Lengthening an array of bytes in its place.
//!
//! A program that builds a long text piece by piece would copy it each time otherwise.
//!
//! # Source
//! `PyUnicode_Append` in `Objects/unicodeobject.c`.

use core::alloc::Layout;
use core::ptr::NonNull;

use super::{Array, ArrayKind, detection, payload};
use crate::{Gc, OutOfMemory};

impl<K: ArrayKind<Item = u8>> Gc<Array<K>> {
    /// Appends to an array whose items stand in a block of their own, if nobody else holds it.
    /// Answers whether it did.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the array is as it was.
    pub(crate) fn append_bytes(&mut self, bytes: &[u8]) -> Result<bool, OutOfMemory> {
        let len = self.len;
        if self.owners() != 1 || Array::<K>::is_inline(len) {
            return Ok(false);
        }
        detection::forbid("an array was changed");
        let longer = len.checked_add(bytes.len()).ok_or(OutOfMemory)?;
        let (old, new) = (Layout::array::<u8>(len), Layout::array::<u8>(longer));
        let (Ok(old), Ok(_)) = (old, new) else { return Err(OutOfMemory) };
        let heap = Self::heap(self);
        let blocks = &heap.inner().blocks;
        // SAFETY: the items were allocated with this layout, and the new size makes one.
        let moved = unsafe { blocks.realloc(self.items, old, longer) }.ok_or(OutOfMemory)?;
        // SAFETY: the block is `longer` bytes long now.
        let end = unsafe { moved.add(len) };
        let from = NonNull::from(bytes).cast::<u8>();
        // SAFETY: there is room for the bytes behind the old ones, and nobody else has the block.
        unsafe { end.copy_from_nonoverlapping(from, bytes.len()) };
        // SAFETY: the header heads an `Array<K>`, since this is a `Gc` of one.
        let array = unsafe { payload::<K>(self.header()) }.as_ptr();
        // SAFETY: the payload is initialised, and this pointer, its only owner, is borrowed
        // exclusively.
        let items = unsafe { &raw mut (*array).items };
        // SAFETY: as above.
        let length = unsafe { &raw mut (*array).len };
        // SAFETY: the field belongs to the payload; the block holds the items now.
        unsafe { items.write(moved) };
        // SAFETY: the field belongs to the payload; so many items are initialised.
        unsafe { length.write(longer) };
        Ok(true)
    }
}
