//! Hints to the processor, and the queue that gives a hint time to work.
//!
//! Objects lie all over the heap, so reading the header of a visited object usually misses the
//! cache. [`Fifo::push`] asks for the header and hands back an object pushed `DEPTH` visits ago,
//! whose header has arrived by now. Passes over an array hint [`AHEAD`] entries in front. Hints
//! never fault, and do nothing on processors that this file does not know.
//!
//! # Invariants
//! 1. Objects come out of a `Fifo` in the order in which they went in.
//!
//! Source: the free-threaded collector of CPython 3.14 (prefetch buffer of the mark phase).

use core::ptr::NonNull;

/// How many entries in front of the current one a pass over an array hints.
pub(crate) const AHEAD: usize = 12;

/// How many visits lie between the hint and the use of a header. A power of two.
const DEPTH: usize = 32;

const _: () = assert!(DEPTH.is_power_of_two());

/// Asks the processor for the cache line at `address`, for [`Host::hint`](crate::Host::hint) and
/// [`Host::clear_all`](crate::Host::clear_all). Any address will do; nothing happens on processors
/// that this crate does not know.
#[inline]
pub fn prefetch<T>(address: *const T) {
    #[cfg(all(target_arch = "x86_64", not(miri)))]
    {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a prefetch reads no memory that the program can observe and never faults; SSE,
        // which it needs, is part of every x86-64 processor.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) };
    }
    #[cfg(not(all(target_arch = "x86_64", not(miri))))]
    let _ = address;
}

/// Asks for the cache line at `pointer`.
#[inline]
pub(crate) fn hint<T>(pointer: NonNull<T>) {
    prefetch(pointer.as_ptr());
}

/// Hints the entry [`AHEAD`] of `index`, if there is one.
#[inline]
pub(crate) fn hint_ahead<T>(entries: &[Option<NonNull<T>>], index: usize) {
    if let Some(&Some(object)) = entries.get(index + AHEAD) {
        hint(object);
    }
}

/// Visited objects whose headers are on their way.
pub(crate) struct Fifo<O> {
    ring: [NonNull<O>; DEPTH],
    /// How many have been pushed and popped in all; the difference is what the ring holds.
    pushed: usize,
    popped: usize,
}

impl<O> Fifo<O> {
    pub(crate) const fn new() -> Self {
        Self { ring: [NonNull::dangling(); DEPTH], pushed: 0, popped: 0 }
    }

    /// Adds `object`; when the queue is full the oldest comes out, to be used now.
    #[inline]
    pub(crate) fn push(&mut self, object: NonNull<O>) -> Option<NonNull<O>> {
        hint(object);
        let oldest = if self.pushed.wrapping_sub(self.popped) == DEPTH { self.pop() } else { None };
        self.ring[self.pushed % DEPTH] = object;
        self.pushed = self.pushed.wrapping_add(1);
        oldest
    }

    /// Takes the oldest out.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<NonNull<O>> {
        if self.pushed == self.popped {
            return None;
        }
        let object = self.ring[self.popped % DEPTH];
        self.popped = self.popped.wrapping_add(1);
        Some(object)
    }
}

#[cfg(test)]
mod tests {
    use super::{DEPTH, Fifo};
    use core::ptr::NonNull;

    #[test]
    fn objects_come_out_in_the_order_they_went_in() {
        let values: [u8; 100] = core::array::from_fn(|i| u8::try_from(i).unwrap());
        let mut fifo = Fifo::new();
        let mut out: alloc::vec::Vec<_> =
            values.iter().filter_map(|value| fifo.push(NonNull::from(value))).collect();
        assert_eq!(out.len(), values.len() - DEPTH);
        out.extend(core::iter::from_fn(|| fifo.pop()));
        assert!(out.into_iter().eq(values.iter().map(NonNull::from)));
    }
}
