//! Addresses of headers in 4 bytes each.
//!
//! ```text
//!   31   28 27                          0
//!   | piece | place, in 16 bytes       |      0 as a whole: none
//! ```
//! The heap of a program lies in few pieces of 4 GiB. Each piece that occurs gets a number, until
//! there are no more; what lies elsewhere has no such code.
//!
//! # Invariants
//! 1. A code that [`Pieces::encode`] has answered stands for one address as long as the pieces.

use core::ptr::NonNull;

use collector::Row;

use crate::codes::{Codes, Spare};
use crate::growth;
use crate::ring::Head;

/// How many bits tell the place within a piece, in units of 16 bytes.
const PLACE: u32 = 28;
const GRANULE: u32 = 4;
const PIECES: usize = 1 << (u32::BITS - PLACE);

/// The address of a header, or none if it is 0.
pub(crate) type Code = u32;

/// The pieces that have occurred.
#[derive(Clone, Debug)]
pub(crate) struct Pieces {
    /// Where they begin; nothing lies in the first.
    uppers: [usize; PIECES],
    used: usize,
}

impl Pieces {
    pub(crate) const fn new() -> Self {
        Self { uppers: [0; PIECES], used: 1 }
    }

    /// The code of an address. `None`: the pieces have run out of numbers.
    #[inline]
    pub(crate) fn encode(&mut self, head: NonNull<Head>) -> Option<Code> {
        let address = head.as_ptr().expose_provenance();
        let upper = address & !((1 << (PLACE + GRANULE)) - 1);
        let known = self.uppers[1..self.used].iter().position(|other| *other == upper);
        let piece = match known {
            Some(index) => index + 1,
            None => self.add(upper)?,
        };
        #[expect(clippy::cast_possible_truncation, reason = "the lower part is meant")]
        let place = (address >> GRANULE) as u32 & ((1 << PLACE) - 1);
        #[expect(clippy::cast_possible_truncation, reason = "there are 16 pieces")]
        Some((piece as u32) << PLACE | place)
    }

    #[cold]
    fn add(&mut self, upper: usize) -> Option<usize> {
        let piece = self.used;
        *self.uppers.get_mut(piece)? = upper;
        self.used += 1;
        Some(piece)
    }

    /// Whether there is no number left.
    pub(crate) fn are_used_up(&self) -> bool {
        self.used == PIECES
    }

    /// The address that a code stands for.
    #[inline]
    pub(crate) fn decode(&self, code: Code) -> Option<NonNull<Head>> {
        let upper = self.uppers[(code >> PLACE) as usize];
        let place = code as usize & ((1 << PLACE) - 1);
        NonNull::new(core::ptr::with_exposed_provenance_mut(upper | place << GRANULE))
    }
}

/// A row of headers, in 4 bytes each, or in 8 once they lie too far from each other.
#[derive(Debug)]
pub(crate) struct Addresses {
    pieces: Pieces,
    codes: Codes,
    /// All, where the codes do not suffice; `codes` is empty then.
    wide: Vec<Option<NonNull<Head>>>,
}

impl Addresses {
    pub(crate) const fn new() -> Self {
        Self { pieces: Pieces::new(), codes: Codes::new(), wide: Vec::new() }
    }

    /// Appends a header. False: there is no memory, and nothing has happened.
    #[inline]
    pub(crate) fn push(&mut self, head: NonNull<Head>, spare: &Spare) -> bool {
        if self.wide.is_empty()
            && let Some(code) = self.pieces.encode(head)
        {
            return self.codes.push(code, spare);
        }
        self.push_wide(head, spare)
    }

    #[cold]
    fn push_wide(&mut self, head: NonNull<Head>, spare: &Spare) -> bool {
        if self.wide.is_empty() {
            if self.wide.try_reserve(self.codes.len()).is_err() {
                return false;
            }
            let codes = (0..self.codes.len()).filter_map(|index| self.codes.get(index));
            self.wide.extend(codes.map(|code| self.pieces.decode(code)));
            self.codes.clear(spare);
        }
        growth::push(&mut self.wide, Some(head))
    }

    /// How much memory it has besides its blocks.
    pub(crate) fn bytes(&self) -> usize {
        self.wide.capacity() * size_of::<Option<NonNull<Head>>>()
    }

    /// Makes the row empty.
    pub(crate) fn clear(&mut self, spare: &Spare) {
        self.codes.clear(spare);
        self.wide = Vec::new();
        self.pieces = Pieces::new();
    }
}

impl Row<Head> for Addresses {
    #[inline]
    fn slots(&self) -> usize {
        self.codes.len().max(self.wide.len())
    }

    #[inline]
    fn get(&self, index: usize) -> Option<NonNull<Head>> {
        match self.codes.get(index) {
            Some(code) => self.pieces.decode(code),
            None => self.wide.get(index).copied().flatten(),
        }
    }

    #[inline]
    fn take_out(&mut self, index: usize) {
        if let Some(code) = self.codes.get_mut(index) {
            *code = 0;
        } else {
            self.wide[index] = None;
        }
    }
}
