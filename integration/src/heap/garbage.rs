//! Clearing all of the garbage of a collection.
//!
//! Cleared one by one, the members of a dead graph die one out of the other, in the order of the
//! edges: on a large heap each death waits for memory. Where nobody can tell the order of the
//! deaths, all members are cleared first, in list order, and one that loses its last owner meanwhile
//! is left lying with a count of zero; a second pass over the list destroys those. Both passes go
//! through memory as it was allocated, and the first asks for what it will touch ahead of time.
//!
//! For garbage that cannot be released (`release.rs`), such as that of types that promise nothing.
//!
//! A member that somebody else owns by then lives on, cleared, as always.
//!
//! # Invariants
//! 1. In the first pass no member's block is given back while the pass uses it: members are left
//!    lying, and where other code runs that lets them die, those in use are held.
//!
//! # Source
//! None in CPython, whose `delete_garbage` clears one by one.

use core::ptr::NonNull;

use cyclegc::{Host, Unreachable, prefetch};
use refcount::Count;

use super::death;
use super::detection::CallingOut;
use super::header::Header;
use super::inner::Inner;

/// How many slots in front of the member that is cleared the processor is asked for what the
/// clearing of another one touches.
const AHEAD: usize = 8;

/// Clears all members, and sees that those die that nobody owns then. Answers false, having done
/// nothing, if they may die one out of the other, or if the order of their deaths shows.
///
/// # Panics
/// With the panic of a payload's `clear_references` or destructor; the others are destroyed.
pub(crate) fn clear_all(inner: &Inner, garbage: &Unreachable<'_, Inner>) -> bool {
    // SAFETY: members have blocks.
    let drops_unseen = |member: NonNull<Header>| unsafe { member.as_ref() }.vtable.drops_unseen;
    if !garbage.is_scattered() || !garbage.iter().all(drops_unseen) {
        return false;
    }
    let _out = CallingOut::enter();
    let mut lying = Lying { garbage, next: 0 };
    let leaving = CallingOut::leaving_garbage(inner);
    for slot in garbage.slots() {
        if let Some(later) = garbage.get(slot + 2 * AHEAD) {
            let _held = Held::new(later);
            inner.hint(later);
        }
        if let Some(soon) = garbage.get(slot + AHEAD) {
            let _held = Held::new(soon);
            inner.traverse(soon, &mut |child| prefetch(child.as_ptr()));
        }
        if let Some(object) = garbage.get(slot) {
            let held = Held::new(object);
            // SAFETY: the function is the one of the object's own vtable.
            unsafe { (held.header().vtable.clear)(object) };
        }
    }
    drop(leaving);
    lying.destroy();
    true
}

/// A further owner of a member, alive or left lying, which is left lying in the end if it was the
/// last.
struct Held(NonNull<Header>);

impl Held {
    #[inline]
    fn new(member: NonNull<Header>) -> Self {
        let held = Self(member);
        held.header().count.incref();
        held
    }

    #[inline]
    fn header(&self) -> &Header {
        // SAFETY: invariant 1: a member in its slot has a block, and this owner keeps it.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for Held {
    #[inline]
    fn drop(&mut self) {
        let _ = self.header().count.decref();
    }
}

/// Members that may have no owner, from a slot on. `Drop` sees to them after a panic.
struct Lying<'a, 'b> {
    garbage: &'a Unreachable<'b, Inner>,
    next: usize,
}

impl Lying<'_, '_> {
    fn destroy(&mut self) {
        while self.next < self.garbage.slots().end {
            let member = self.garbage.get(self.next);
            self.next += 1;
            if let Some(member) = member
                // SAFETY: a member in its slot has a block.
                && unsafe { member.as_ref() }.count.count() == 0
            {
                // SAFETY: nobody owns the member, and nobody has begun to destroy it: it was left
                // lying.
                unsafe { death::destroy(member) };
            }
        }
    }
}

impl Drop for Lying<'_, '_> {
    fn drop(&mut self) {
        self.destroy();
    }
}
