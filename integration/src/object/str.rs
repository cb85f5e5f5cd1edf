//! `str`: immutable text, its UTF-8 right behind the header.
//!
//! ```text
//!   | header 16 | len 8 | items 8 | state 8 | utf-8 ...
//!                                    |
//!      63                   2   1   0
//!     | hash, 62 bits, signed | A | H |      H  the hash has been computed
//!                                            A  every character is ASCII
//! ```
//!
//! # Invariants
//! 1. The items are UTF-8: a head, without which no `str` can be made, comes only from
//!    [`Heap::str`], which takes the bytes of a `&str`; what is appended are such bytes too.
//!
//! # Source
//! `PyASCIIObject` in `Include/cpython/unicodeobject.h`.

use core::cell::Cell;
use core::fmt;

use super::{Kind, hash};
use crate::{Array, ArrayKind, Gc, Heap, OutOfMemory};

const HASHED: u64 = 1;
const ASCII: u64 = 2;

/// What a [`Str`] is an array of: UTF-8, with a hash before it.
#[derive(Debug)]
pub enum StrKind {}

/// What stands before a text: its hash, once it was asked for, and whether it is ASCII.
#[derive(Debug)]
pub struct StrHead(Cell<u64>);

const _: () = assert!(size_of::<Array<StrKind>>() == 24);

/// The payload of a `str`.
///
/// # Examples
/// ```
/// use integration::Heap;
///
/// let heap = Heap::new();
/// let text = heap.str("naïve")?;
/// assert_eq!(text.as_str(), "naïve");
/// assert_eq!(text.char_len(), 5);
/// assert_eq!(text.hash(), heap.str("naïve")?.hash());
/// # Ok::<(), integration::OutOfMemory>(())
/// ```
pub type Str = Array<StrKind>;

impl ArrayKind for StrKind {
    type Item = u8;
    type Head = StrHead;
    const KIND: Kind = Kind::Str;
    const COLLECTABLE: bool = false;

    fn label(items: &[u8], f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        // Twenty characters are at most eighty bytes; a cut character at their end is left out.
        let start = &items[..items.len().min(4 * SHOWN)];
        let start = start.utf8_chunks().next().map_or("", |chunk| chunk.valid());
        let shown: String = start.chars().take(SHOWN).collect();
        let rest = if shown.len() < items.len() { "..." } else { "" };
        write!(f, "str '{}{rest}'", shown.escape_debug())
    }
}

impl Array<StrKind> {
    /// The text.
    #[inline(always)]
    pub fn as_str(&self) -> &str {
        // SAFETY: invariant 1: the items are the bytes of texts, one behind the other.
        unsafe { core::str::from_utf8_unchecked(self.items()) }
    }

    /// Whether every character is ASCII, so that characters and bytes are the same.
    #[inline]
    pub fn is_ascii(&self) -> bool {
        self.head().0.get() & ASCII != 0
    }

    /// How many characters there are: Python's `len()`. Counts them when the text is not ASCII.
    #[inline]
    pub fn char_len(&self) -> usize {
        if self.is_ascii() { self.len() } else { self.as_str().chars().count() }
    }

    /// Python's `hash()` of the text, computed the first time.
    #[inline]
    pub fn hash(&self) -> i64 {
        let state = self.head().0.get();
        if state & HASHED != 0 { state.cast_signed() >> 2 } else { self.compute_hash() }
    }

    #[cold]
    fn compute_hash(&self) -> i64 {
        let hash = hash::text(self.as_str());
        let state = &self.head().0;
        state.set((hash << 2).cast_unsigned() | (state.get() & ASCII) | HASHED);
        hash
    }
}

#[cfg(feature = "runner")]
impl Gc<Array<StrKind>> {
    /// Appends to a long text in its place, if nobody else holds it. Answers whether it did.
    ///
    /// # Errors
    /// [`OutOfMemory`]; the text is as it was.
    pub(crate) fn append(&mut self, text: &str) -> Result<bool, OutOfMemory> {
        let state = if self.is_ascii() && text.is_ascii() { ASCII } else { 0 };
        let appended = self.append_bytes(text.as_bytes())?;
        if appended {
            self.head().0.set(state);
        }
        Ok(appended)
    }
}

impl fmt::Display for Array<StrKind> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl PartialEq for Array<StrKind> {
    #[inline]
    fn eq(&self, other: &Self) -> bool {
        self.items() == other.items()
    }
}

impl Eq for Array<StrKind> {}

impl Heap {
    /// A string object.
    ///
    /// # Errors
    /// [`OutOfMemory`].
    pub fn str(&self, text: &str) -> Result<Gc<Str>, OutOfMemory> {
        let state = if text.is_ascii() { ASCII } else { 0 };
        self.alloc_array_of(StrHead(Cell::new(state)), text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_text_of_any_length_and_counts_its_characters() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        for (text, chars) in [("", 0), ("abc", 3), ("h\u{e9}h\u{e9}", 4), ("\u{1f600}", 1)] {
            let object = heap.str(text)?;
            assert_eq!(object.as_str(), text);
            assert_eq!(object.char_len(), chars);
            assert_eq!(object.is_ascii(), text.is_ascii());
        }
        let long = "x\u{e4}".repeat(10_000);
        assert_eq!(heap.str(&long)?.as_str(), long);
        Ok(())
    }

    #[test]
    fn the_cached_hash_is_the_hash_of_the_text() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        for text in ["", "a", "self", "a longer text, longer than sixteen bytes", "\u{e4}"] {
            let object = heap.str(text)?;
            let first = object.hash();
            assert_eq!(first, hash::text(text));
            assert_eq!(object.hash(), first);
            assert_eq!(object.is_ascii(), text.is_ascii());
        }
        Ok(())
    }

    #[test]
    fn takes_no_more_memory_than_in_cpython() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        for len in 0..600 {
            let ours = heap.str(&"x".repeat(len))?.as_value().size();
            assert!(ours <= 41 + len, "{ours} bytes for {len} characters");
        }
        Ok(())
    }

    #[cfg(feature = "runner")]
    #[test]
    fn a_long_text_grows_in_its_place_while_nobody_else_holds_it() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        let mut expected = "x".repeat(600);
        let mut text = heap.str(&expected)?;
        let before = text.hash();
        for piece in ["y", "\u{e4}", &"z".repeat(5_000)] {
            assert!(text.append(piece)?);
            expected.push_str(piece);
            assert_eq!(text.as_str(), expected);
            assert_eq!(text.is_ascii(), expected.is_ascii());
        }
        assert_ne!(text.hash(), before);
        let other = text.clone();
        assert!(!text.append("y")?);
        assert!(!heap.str("short")?.append("y")?);
        assert_eq!(*other, *heap.str(&expected)?);
        drop((text, other));
        assert_eq!(heap.live_objects(), 0);
        Ok(())
    }

    #[test]
    fn the_label_is_one_short_line() -> Result<(), OutOfMemory> {
        let heap = Heap::new();
        let label = |text: &str| heap.str(text).map(|s| s.as_value().label().to_string());
        assert_eq!(label("abc")?, "str 'abc'");
        assert_eq!(label("a\nb")?, r"str 'a\nb'");
        assert_eq!(label("12345678901234567890")?, "str '12345678901234567890'");
        assert_eq!(label("123456789012345678901")?, "str '12345678901234567890...'");
        assert_eq!(label(&"\u{1f600}".repeat(30))?, format!("str '{}...'", "\u{1f600}".repeat(20)));
        Ok(())
    }
}
