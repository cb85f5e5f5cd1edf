//! Freeing garbage without taking off the references between its members.
//!
//! What a collection finds unreachable dies, one member out of the other, when each has given up its
//! references: a count is written for every edge. None of that is needed where all counts and edges
//! are known to be right and nobody can tell how the members die. Then the members are released:
//! each gives up its memory and forgets its references.
//!
//! Two passes in list order. The first one takes off the references that lead out of the garbage. It
//! is left out where the detection has met none. What loses its last owner by it dies at the end, if
//! nobody can tell when: strings, numbers, tuples of such. If somebody could, the references are put
//! back and the members are cleared in the ordinary way.
//!
//! ```text
//!   take off   a -> 's'   b -> class       's' has no owner left, and waits
//!   release    a, b, c, ...                their blocks go back to the pools
//!   destroy    's'
//! ```
//!
//! # Invariants
//! 1. Garbage comes here only if all of its members are releasable and no type of the heap may lie
//!    about its references (`Promise`). So no reference to a member exists but in members, no weak
//!    reference knows one, and code that runs meanwhile cannot come to one.
//!
//! # Source
//! None in CPython.

use core::ptr::NonNull;

use cyclegc::{Host, Unreachable, prefetch};
use refcount::{Count, Decref};

use super::death;
use super::detection::CallingOut;
use super::header::Header;
use super::inner::{Death, Inner};

/// How many members in front of the one that is looked at the processor is asked for what is behind
/// another one.
const AHEAD: usize = 8;

/// How deep containers that nobody tracks may nest for their deaths to be foreseen.
const NESTED: usize = 4;

/// The header of an object that has not been freed.
fn header<'a>(object: NonNull<Header>) -> &'a Header {
    // SAFETY: members and what they refer to keep their blocks until the members are released.
    unsafe { object.as_ref() }
}

/// Whether an object can be freed without anybody noticing, once it is unreachable.
#[inline]
pub(crate) fn is_releasable(object: NonNull<Header>) -> bool {
    let Header { word, vtable, .. } = header(object);
    vtable.releasable
        && !word.has_weakrefs()
        // SAFETY: the function is the one of the object's own vtable.
        && vtable.is_releasable.is_none_or(|is| unsafe { is(object) })
        // SAFETY: as above.
        && !(vtable.finalizes && unsafe { (vtable.needs_finalizer)(object) })
}

/// Frees all members. Answers false, having done nothing, if somebody could tell when something else
/// dies of it.
///
/// # Panics
/// With the panic of a destructor of what the members alone owned.
pub(crate) fn free_all(inner: &Inner, garbage: &Unreachable<'_, Inner>) -> bool {
    #[cfg(feature = "object-events")]
    if super::events::tells() {
        return false;
    }
    let _out = CallingOut::enter();
    let mut lost = Lost(Vec::new());
    if !garbage.is_inward() && !take_off(inner, garbage, &mut lost) {
        return false;
    }
    let _death = Death::of_one_in(inner);
    let members = garbage.take_all();
    for (index, member) in members.iter().enumerate() {
        if let Some(Some(later)) = members.get(index + 2 * AHEAD) {
            prefetch(later.as_ptr());
        }
        if let Some(Some(soon)) = members.get(index + AHEAD) {
            inner.hint(*soon);
        }
        if let Some(member) = member {
            // SAFETY: the collector has given the member up; invariant 1.
            unsafe { death::release(inner, *member) };
        }
    }
    lost.destroy();
    true
}

/// Takes the references off that lead out of the garbage. Answers false, having done nothing, if
/// something would die of it that shows, or for want of memory.
fn take_off(inner: &Inner, garbage: &Unreachable<'_, Inner>, lost: &mut Lost) -> bool {
    let far = garbage.is_scattered();
    let (mut taken, mut shows) = (0_usize, false);
    for slot in garbage.slots() {
        if let Some(later) = garbage.get(slot + 2 * AHEAD) {
            inner.hint(later);
        }
        if far && let Some(soon) = garbage.get(slot + AHEAD) {
            inner.traverse(soon, &mut |to| prefetch(to.as_ptr()));
        }
        let Some(member) = garbage.get(slot) else { continue };
        each_leaving(inner, member, &mut |to| {
            shows = shows || !lost.take(to);
            taken += usize::from(!shows);
        });
        if shows {
            put_back(inner, garbage, taken);
            lost.0.clear();
            return false;
        }
    }
    true
}

/// Puts the first `taken` references back that were taken off.
fn put_back(inner: &Inner, garbage: &Unreachable<'_, Inner>, mut taken: usize) {
    for member in garbage.iter() {
        each_leaving(inner, member, &mut |to| {
            if let Some(rest) = taken.checked_sub(1) {
                taken = rest;
                let count = &header(to).count;
                if count.count() == 0 { count.revive() } else { count.incref() }
            }
        });
    }
}

/// Visits the references of a member to counted objects that are no members.
#[inline]
fn each_leaving(inner: &Inner, member: NonNull<Header>, visit: &mut impl FnMut(NonNull<Header>)) {
    inner.traverse(member, &mut |to| {
        let Header { count, word, .. } = header(to);
        let is_member = word.is_unreachable() && inner.is_own(to) == Some(true);
        if !is_member && !count.is_immortal() {
            visit(to);
        }
    });
}

/// What has lost its last owner and is to be destroyed. `Drop` sees to the rest after a panic.
struct Lost(Vec<NonNull<Header>>);

impl Lost {
    /// Takes an owner off. Answers false, having done nothing, if that was the last one and somebody
    /// could tell that the object dies, or for want of memory.
    fn take(&mut self, object: NonNull<Header>) -> bool {
        let count = &header(object).count;
        if count.count() == 1 && (!dies_unseen(object, NESTED) || self.0.try_reserve(1).is_err()) {
            return false;
        }
        if matches!(count.decref(), Decref::Dead) {
            self.0.push(object);
        }
        true
    }

    fn destroy(&mut self) {
        while let Some(dead) = self.0.pop() {
            // SAFETY: nobody owns the object, and nobody has begun to destroy it.
            unsafe { death::destroy(dead) };
        }
    }
}

impl Drop for Lost {
    fn drop(&mut self) {
        self.destroy();
    }
}

/// Whether nobody can tell when an object dies that is no member: it owns nothing, or it is not
/// tracked and what it owns is so as well.
fn dies_unseen(object: NonNull<Header>, nested: usize) -> bool {
    let Header { word, vtable, .. } = header(object);
    if header(object).dies_unseen() {
        return true;
    }
    let mut unseen = nested > 0 && !word.is_tracked() && is_releasable(object);
    if unseen {
        let mut visit = |row: &[NonNull<Header>]| {
            unseen = unseen && row.iter().all(|to| dies_unseen(*to, nested - 1));
        };
        let mut tracer = super::Tracer::new(&mut visit);
        // SAFETY: the function is the one of the object's own vtable.
        unsafe { (vtable.trace)(object, &mut tracer) };
    }
    unseen
}
