//! The payload of a `bytearray`: bytes that can change, in a buffer of the heap.
//!
//! The buffer grows as CPython's does: by an eighth where it was nearly enough, else to what is
//! needed, and it always has room for one byte more. Programs see that through `__alloc__()`.
//!
//! # Source
//! `PyByteArray_Resize` in `Objects/bytearrayobject.c`.

use core::cell::{Cell, RefCell};
use core::fmt;
use core::ops::Range;

use crate::{Gc, Heap, HeapVec, OutOfMemory, Trace, Tracer};

/// The payload of a `bytearray`.
pub(in crate::run) struct ByteArray {
    bytes: RefCell<HeapVec<u8>>,
    room: Cell<usize>,
    /// How many views there are.
    exports: Cell<usize>,
}

impl ByteArray {
    /// A bytearray object without bytes.
    pub(in crate::run) fn empty(heap: &Heap) -> Result<Gc<Self>, OutOfMemory> {
        heap.alloc(Self {
            bytes: RefCell::new(heap.vec()),
            room: Cell::new(0),
            exports: Cell::new(0),
        })
    }

    /// A bytearray object of these bytes.
    pub(in crate::run) fn of(heap: &Heap, bytes: &[u8]) -> Result<Gc<Self>, OutOfMemory> {
        let array = Self::empty(heap)?;
        array.splice(0..0, bytes)?;
        Ok(array)
    }

    /// Counts a view of the bytes.
    pub(in crate::run) fn export(&self) {
        self.exports.set(self.exports.get() + 1);
    }

    /// A view of the bytes is gone.
    pub(in crate::run) fn unexport(&self) {
        self.exports.set(self.exports.get().saturating_sub(1));
    }

    /// Whether there are views of the bytes, which keep their number.
    pub(in crate::run) fn is_exported(&self) -> bool {
        self.exports.get() > 0
    }

    /// How many bytes there are.
    pub(in crate::run) fn len(&self) -> usize {
        self.bytes.borrow().len()
    }

    /// For how many bytes there is room.
    pub(in crate::run) fn room(&self) -> usize {
        self.room.get()
    }

    /// The byte at a place.
    pub(in crate::run) fn get(&self, place: usize) -> Option<u8> {
        self.bytes.borrow().get(place).copied()
    }

    /// Puts another byte at a place; `false` when there is no such place.
    pub(in crate::run) fn set(&self, place: usize, byte: u8) -> bool {
        match self.bytes.borrow_mut().get_mut(place) {
            Some(place) => {
                *place = byte;
                true
            }
            None => false,
        }
    }

    /// A copy of the bytes.
    pub(in crate::run) fn to_vec(&self) -> Vec<u8> {
        self.bytes.borrow().to_vec()
    }

    /// Turns the order around.
    pub(in crate::run) fn reverse(&self) {
        self.bytes.borrow_mut().reverse();
    }

    /// Puts `new` in the place of a range, which must lie inside.
    pub(in crate::run) fn splice(
        &self,
        range: Range<usize>,
        new: &[u8],
    ) -> Result<(), OutOfMemory> {
        let mut bytes = self.bytes.borrow_mut();
        let len = bytes.len() - range.len() + new.len();
        let room = room_for(len, bytes.len(), self.room.get());
        if room > bytes.capacity() {
            let more = room - bytes.len();
            bytes.try_reserve_exact(more)?;
        }
        let (start, tail) = (range.start, bytes.len() - range.end);
        if new.len() > range.len() {
            // Within the reserved room this allocates nothing.
            bytes.resize(len, 0);
        }
        bytes.copy_within(range.end..range.end + tail, start + new.len());
        bytes[start..start + new.len()].copy_from_slice(new);
        bytes.truncate(len);
        if room < self.room.get() {
            give_back(&mut bytes, room);
        }
        self.room.set(room);
        Ok(())
    }
}

/// The room for `len` bytes where there was room for `room` bytes.
fn room_for(len: usize, before: usize, room: usize) -> usize {
    if len == before {
        room
    } else if len < room {
        if len < room / 2 { len + 1 } else { room }
    } else if len <= room + room / 8 {
        len + len / 8 + if len < 9 { 3 } else { 6 }
    } else {
        len + 1
    }
}

/// Moves the bytes to a smaller buffer. Where none is to be had, they stay.
fn give_back(bytes: &mut HeapVec<u8>, room: usize) {
    let mut smaller = HeapVec::new_in(bytes.allocator().clone());
    if smaller.try_reserve_exact(room).is_ok() {
        smaller.extend_from_slice(bytes);
        *bytes = smaller;
    }
}

impl Trace for ByteArray {
    const COLLECTABLE: bool = false;

    fn trace(&self, _: &mut Tracer<'_>) {}

    fn extra_size(&self) -> usize {
        self.bytes.borrow().capacity()
    }

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bytearray[{}]", self.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_put_in_and_taken_out_anywhere() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        let array = ByteArray::of(&heap, b"hello")?;
        array.splice(1..4, b"")?;
        assert_eq!(array.to_vec(), b"ho");
        array.splice(1..1, b"ell")?;
        array.splice(0..1, b"J")?;
        assert_eq!(array.to_vec(), b"Jello");
        assert!(array.set(0, b'h') && !array.set(5, 0));
        array.splice(0..5, b"")?;
        assert_eq!(array.len(), 0);
        Ok(())
    }

    #[test]
    fn there_is_room_for_an_eighth_more_while_bytes_are_appended() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        let array = ByteArray::empty(&heap)?;
        let mut rooms = Vec::new();
        for n in 0..20 {
            array.splice(n..n, b"x")?;
            if rooms.last() != Some(&array.room()) {
                rooms.push(array.room());
            }
        }
        assert_eq!(rooms, [2, 5, 8, 12, 19, 27]);
        assert_eq!(ByteArray::of(&heap, &[0; 100])?.room(), 101);
        while array.len() > 0 {
            array.splice(array.len() - 1..array.len(), b"")?;
        }
        assert_eq!(array.room(), 1);
        Ok(())
    }
}
