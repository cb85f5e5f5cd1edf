//! Detection alone: for a host that keeps its objects in lists of its own.
//!
//! CPython inside an interpreter is one: its lists are known to code that tells nobody when an
//! object leaves them. Such a host gives the candidates of a collection in list order, is told of
//! each whether it is reachable from outside of them, and does the later steps itself.
//!
//! The row of candidates is all the memory it takes. It is the host's, which may know a shorter way
//! to write its addresses than 8 bytes for each.
//!
//! # Invariants
//! 1. What is in the row is a candidate of whom the host has not been told, or is being told.

use core::ptr::NonNull;

use crate::host::{Host, word};
use crate::outcome::Refused;
use crate::prefetch::hint_ahead;
use crate::scan::scan;
use crate::subtract::{refs_of, subtract_refs};
use crate::word::{MAX_SLOTS, State};

/// What a candidate has turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is immortal, something outside the candidates owns it, or it is reached from such a one.
    Survives,
    /// Only other unreachable candidates refer to it.
    Unreachable,
}

/// The candidates of a [`split`], in list order.
pub trait Row<O> {
    /// How many there have been.
    fn slots(&self) -> usize;

    /// The candidate with this number. `None`: it has been taken out, or there has not been one.
    fn get(&self, index: usize) -> Option<NonNull<O>>;

    /// Takes the candidate with this number out.
    fn take_out(&mut self, index: usize);
}

impl<O> Row<O> for [Option<NonNull<O>>] {
    #[inline]
    fn slots(&self) -> usize {
        self.len()
    }

    #[inline]
    fn get(&self, index: usize) -> Option<NonNull<O>> {
        <[_]>::get(self, index).copied().flatten()
    }

    #[inline]
    fn take_out(&mut self, index: usize) {
        self[index] = None;
    }
}

/// Tells which of `candidates` are reachable from outside of them, and tells `found`: first the
/// survivors, in the order in which CPython's list would have them, then the unreachable ones in
/// the order given. All have been taken out then. Answers how many edges were reported beyond their
/// targets' owners.
///
/// Each candidate is given once, with an untracked word, and stands under the guarantees that
/// [`Host`] asks for tracked objects until `found` is told of it, with the word untracked again.
/// Words of survivors may be used for anything then that does not look like a candidate's: any
/// value below 4 in the lowest three bits.
///
/// # Errors
/// [`Refused`] with more than 2^27 candidates; nothing has happened then.
///
/// # Panics
/// With the host's panic, if the host panics. Candidates that `found` was not told of are untracked
/// and taken out then.
///
/// # Examples
/// ```
/// # use core::cell::Cell;
/// # use core::ptr::NonNull;
/// use cyclegc::{GcWord, Host, Owners, Verdict, split};
///
/// struct Node { owners: u32, next: Cell<Option<NonNull<Node>>>, word: GcWord }
/// struct Nodes;
///
/// // SAFETY: the nodes below outlive the call, and counts and edges are exact.
/// unsafe impl Host for Nodes {
///     type Object = Node;
///     fn word<'a>(&self, node: &'a Node) -> &'a GcWord { &node.word }
///     fn owners(&self, node: NonNull<Node>) -> Owners {
///         // SAFETY: as above.
///         Owners::Counted(unsafe { node.as_ref() }.owners)
///     }
///     fn traverse<V: FnMut(NonNull<Node>)>(&self, node: NonNull<Node>, visit: &mut V) {
///         // SAFETY: as above.
///         unsafe { node.as_ref() }.next.get().into_iter().for_each(visit);
///     }
///     fn clear(&self, _: NonNull<Node>) {}
/// }
///
/// let nodes = [1, 2, 1].map(|owners| Node { owners, next: Cell::new(None), word: GcWord::new() });
/// let [a, b, c] = nodes.each_ref().map(NonNull::from);
/// nodes[0].next.set(Some(a));
/// nodes[1].next.set(Some(c));
/// nodes[2].next.set(Some(b));
///
/// let mut found = Vec::new();
/// split(&Nodes, &mut [a, b, c].map(Some)[..], |node, verdict| found.push((node, verdict)))?;
/// let expected =
///     [(b, Verdict::Survives), (c, Verdict::Survives), (a, Verdict::Unreachable)];
/// assert_eq!(found, expected);
/// # Ok::<(), cyclegc::Refused>(())
/// ```
pub fn split<H: Host>(
    host: &H,
    candidates: &mut (impl Row<H::Object> + ?Sized),
    mut found: impl FnMut(NonNull<H::Object>, Verdict),
) -> Result<usize, Refused> {
    if candidates.slots() > MAX_SLOTS {
        return Err(Refused);
    }
    let rest = Rest { host, candidates };
    for index in 0..rest.candidates.slots() {
        hint_ahead(rest.candidates, index);
        let Some(object) = rest.candidates.get(index) else { continue };
        word(host, &object).set(State::Candidate, refs_of(host.owners(object)));
    }
    let edges = subtract_refs(host, &*rest.candidates);
    scan(
        host,
        rest.candidates,
        |_| {},
        |object| {
            word(host, &object).set_untracked();
            found(object, Verdict::Survives);
        },
    );
    for index in 0..rest.candidates.slots() {
        hint_ahead(rest.candidates, index);
        if let Some(object) = rest.candidates.get(index) {
            rest.candidates.take_out(index);
            word(host, &object).set_untracked();
            found(object, Verdict::Unreachable);
        }
    }
    Ok(edges.miscounted)
}

/// The candidates; those left are untracked in the end, which only a panic brings before all have
/// been told of.
struct Rest<'a, H: Host, R: Row<H::Object> + ?Sized> {
    host: &'a H,
    candidates: &'a mut R,
}

impl<H: Host, R: Row<H::Object> + ?Sized> Drop for Rest<'_, H, R> {
    fn drop(&mut self) {
        for index in 0..self.candidates.slots() {
            let Some(object) = self.candidates.get(index) else { continue };
            let word = word(self.host, &object);
            // `found` may have been told already, and have panicked.
            if matches!(word.state(), State::Candidate | State::Reached | State::Unreachable) {
                word.set_untracked();
            }
            self.candidates.take_out(index);
        }
    }
}
