//! The order in which a search looks at the slots of a set.
//!
//! # Source
//! `set_lookkey` in `Objects/setobject.c`.

/// How many slots behind the first one are looked at before the search goes elsewhere.
const NEIGHBOURS: usize = 9;
/// By how much the hash is shifted to bring its next bits into play.
const SHIFT: u32 = 5;

/// The slots that a search for a hash looks at, in order.
pub(super) struct Walk {
    mask: u64,
    first: u64,
    rest: u64,
    behind: usize,
    last: usize,
}

impl Walk {
    #[inline(always)]
    /// The walk through a row of `len` slots, a power of two.
    pub(super) fn new(hash: i64, len: usize) -> Self {
        let (mask, rest) = (len as u64 - 1, hash.cast_unsigned());
        let mut walk = Self { mask, first: rest & mask, rest, behind: 0, last: 0 };
        walk.start();
        walk
    }

    #[inline(always)]
    fn start(&mut self) {
        self.behind = 0;
        let fits = self.first + NEIGHBOURS as u64 <= self.mask;
        self.last = if fits { NEIGHBOURS } else { 0 };
    }

    #[inline(always)]
    /// The slot to look at.
    pub(super) fn position(&self) -> usize {
        // The mask comes from a length, so what is masked fits.
        usize::try_from(self.first).unwrap_or_default() + self.behind
    }

    #[inline(always)]
    /// Goes on to the next slot.
    pub(super) fn advance(&mut self) {
        if self.behind < self.last {
            self.behind += 1;
            return;
        }
        self.rest >>= SHIFT;
        self.first = self.first.wrapping_mul(5).wrapping_add(1).wrapping_add(self.rest) & self.mask;
        self.start();
    }
}
