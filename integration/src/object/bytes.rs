//! `bytes`: an immutable row of bytes right behind the header.

use core::fmt;

use super::{Kind, hash};
use crate::{Array, ArrayKind, Gc, Heap, OutOfMemory};

/// What a [`Bytes`] is an array of.
#[derive(Debug)]
pub enum BytesKind {}

/// The payload of a `bytes` object.
///
/// # Examples
/// ```
/// use integration::Heap;
///
/// let heap = Heap::new();
/// let data = heap.bytes(b"\x00\x01")?;
/// assert_eq!(data.items(), [0, 1]);
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
pub type Bytes = Array<BytesKind>;

impl ArrayKind for BytesKind {
    type Item = u8;
    type Head = ();
    const KIND: Kind = Kind::Bytes;
    const COLLECTABLE: bool = false;

    fn label(items: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "bytes[{}]", items.len())
    }
}

impl Array<BytesKind> {
    /// Python's `hash()` of the bytes.
    pub fn hash(&self) -> i64 {
        hash::bytes(self.items())
    }
}

impl Heap {
    /// A bytes object.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn bytes(&self, bytes: &[u8]) -> Result<Gc<Bytes>, OutOfMemory> {
        self.alloc_array((), bytes.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_bytes_and_hashes_like_equal_text() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        let bytes = heap.bytes(b"abc")?;
        assert_eq!(bytes.items(), b"abc");
        assert_eq!(bytes.hash(), heap.str("abc")?.hash());
        assert_eq!(bytes.as_value().label().to_string(), "bytes[3]");
        assert!(!bytes.as_value().is_collectable());
        assert!(heap.bytes(b"")?.is_empty());
        Ok(())
    }
}
