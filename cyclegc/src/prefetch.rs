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

use crate::host::Host;
use crate::split::Row;

/// How many entries in front of the current one a pass over an array hints.
pub(crate) const AHEAD: usize = 12;

/// How many entries in front the objects lie that edges mostly lead to, where these lead not far:
/// their headers fit into the cache of the second level.
pub(crate) const WINDOW: usize = 1 << 10;

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
pub(crate) fn hint_ahead<T>(entries: &(impl Row<T> + ?Sized), index: usize) {
    if let Some(object) = entries.get(index + AHEAD) {
        hint(object);
    }
}

/// Hints the header of the entry that is `headers` in front of `index`, and what the traversal of
/// the one [`AHEAD`] of it reads. Its header must have been hinted before.
#[inline]
pub(crate) fn hint_all<H: Host>(
    host: &H,
    entries: &(impl Row<H::Object> + ?Sized),
    index: usize,
    headers: usize,
) {
    if let Some(object) = entries.get(index + headers) {
        hint(object);
    }
    if let Some(object) = entries.get(index + AHEAD) {
        host.hint(object);
    }
}

/// Whether the header of `child` is probably in the cache when `object` has been hinted with those
/// around it.
#[inline]
pub(crate) fn is_near<O>(object: NonNull<O>, child: NonNull<O>) -> bool {
    object.addr().get().abs_diff(child.addr().get()) < 1 << 10
}

/// Fewer objects than these fit into the cache. Tests have both sorts of graphs with few objects.
const MANY: usize = if cfg!(test) { 8 } else { 1 << 14 };

/// How many objects are looked at to tell whether they are scattered.
const SAMPLE: usize = 1 << 8;

/// How many bytes away an object is probably not in the cache.
const FAR: usize = if cfg!(test) { 1 << 9 } else { 1 << 18 };

/// Whether going from object to object along the edges would miss the cache at each step: there are
/// many of the `slots`, and they refer to objects far from them. Looks at a sample.
pub(crate) fn is_scattered<H: Host>(
    host: &H,
    slots: usize,
    get: impl Fn(usize) -> Option<NonNull<H::Object>>,
) -> bool {
    if slots < MANY {
        return false;
    }
    let (mut edges, mut far) = (0_usize, 0);
    for object in (0..slots).step_by((slots / SAMPLE).max(1)).filter_map(get) {
        host.traverse(object, &mut |to| {
            edges += 1;
            far += usize::from(object.addr().get().abs_diff(to.addr().get()) > FAR);
        });
    }
    far > edges / 4
}

/// Visited objects whose headers are on their way.
pub(crate) struct Fifo<O> {
    ring: [NonNull<O>; DEPTH],
    /// Where the oldest stands.
    oldest: usize,
    len: usize,
}

impl<O> Fifo<O> {
    pub(crate) const fn new() -> Self {
        Self { ring: [NonNull::dangling(); DEPTH], oldest: 0, len: 0 }
    }

    /// Adds `object`; when the queue is full the oldest comes out, to be used now.
    #[inline]
    pub(crate) fn push(&mut self, object: NonNull<O>) -> Option<NonNull<O>> {
        hint(object);
        if self.len < DEPTH {
            self.ring[(self.oldest + self.len) % DEPTH] = object;
            self.len += 1;
            return None;
        }
        let place = self.oldest % DEPTH;
        self.oldest = (place + 1) % DEPTH;
        Some(core::mem::replace(&mut self.ring[place], object))
    }

    /// Takes the oldest out.
    #[inline]
    pub(crate) fn pop(&mut self) -> Option<NonNull<O>> {
        self.len = self.len.checked_sub(1)?;
        let place = self.oldest % DEPTH;
        self.oldest = (place + 1) % DEPTH;
        Some(self.ring[place])
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
