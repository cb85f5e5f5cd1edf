//! Detection: which candidates does nothing outside the candidates reach?
//!
//! Two passes over the candidates, without recursion and without user code:
//!
//! ```text
//!   subtract_refs     gc_refs := owners              when a candidate is first met
//!                     gc_refs -= 1                   for every edge between candidates
//!   move_unreachable  gc_refs > 0: survivor          in file `scan`
//! ```
//!
//! What remains in `gc_refs` after the first pass (file `subtract`) is the number of references from
//! outside. That pass often shows that all candidates survive; the second one then traverses
//! nothing.
//!
//! Immortal candidates leave the row and are not traversed. Only their move to the permanent array
//! asks the allocator for memory; if that fails they stay as survivors.
//!
//! # Invariants
//! 1. At any time every candidate that is still tracked is in `candidates` or, once scanned, among
//!    the survivors pushed; so a panic of the host loses none: `Drop` puts all of them back into
//!    the array they came from.
//!
//! Source: `Python/gc.c` (`deduce_unreachable`, `update_refs`).

use alloc::vec::Vec;
use core::mem;
use core::ptr::NonNull;

use crate::array::{Array, Entry};
use crate::host::{Host, Owners, word};
use crate::prefetch::{hint_ahead, is_scattered};
use crate::scan::Scanned;
use crate::subtract::{Edges, Members, refs_of, subtract_refs};
use crate::survivors::Survivors;
use crate::word::State;

/// Where the candidates come from and where the survivors go. The two may be the same array.
pub(crate) struct Route<'a, O> {
    pub(crate) source: &'a Array<O>,
    pub(crate) source_state: State,
    pub(crate) into: &'a Array<O>,
    pub(crate) into_state: State,
    pub(crate) permanent: &'a Array<O>,
}

/// What a detection is to do besides detecting.
#[derive(Clone, Copy, Default)]
pub(crate) struct Extras {
    /// Mark from the host's roots first.
    pub(crate) roots: bool,
    /// Ask `Host::may_untrack` about survivors.
    pub(crate) untrack: bool,
    /// How many threads subtract and mark.
    #[cfg(feature = "parallel")]
    pub(crate) threads: usize,
}

/// The result of a detection. The survivors are in the array they were to go to.
pub(crate) struct Found<O> {
    /// The unreachable candidates in order, all of them objects, words `Unreachable`.
    pub(crate) unreachable: Vec<Entry<O>>,
    /// Whether the words of the unreachable ones tell their places.
    pub(crate) placed: bool,
    /// Whether all that are unreachable are [plain](Host::is_plain).
    pub(crate) plain: bool,
    /// How many candidates there were, without immortal ones.
    pub(crate) examined: usize,
    /// How many candidates the mark from roots has found alive.
    pub(crate) marked: usize,
    /// How many survivors are tracked.
    pub(crate) survivors: usize,
    /// Whether some of them may be untracked in a later pass.
    pub(crate) untracks: bool,
    /// Where in the array the survivors start.
    pub(crate) base: usize,
    /// What the edges have shown.
    pub(crate) edges: Edges,
}

pub(crate) struct Detection<'a, H: Host> {
    pub(crate) host: &'a H,
    pub(crate) route: Route<'a, H::Object>,
    pub(crate) candidates: Vec<Entry<H::Object>>,
    /// `None` only after the end.
    pub(crate) survivors: Option<Survivors<H::Object>>,
    pub(crate) members: Members,
    /// What has been pushed to the survivors is only noted there, and still in `candidates`.
    pub(crate) noted: bool,
    /// Most edges lead to objects that are not in the cache.
    pub(crate) scattered: bool,
    /// How many candidates have been marked from roots.
    pub(crate) marked: usize,
    /// How many have been found immortal, and have gone to the permanent array.
    pub(crate) immortal: usize,
    into_live: usize,
}

impl<'a, H: Host> Detection<'a, H> {
    /// Prepares a detection among `candidates`, which are all objects and have been taken out of
    /// the source. `target` holds the entries of the array to append to, with the room reserved.
    pub(crate) fn new(
        host: &'a H,
        route: Route<'a, H::Object>,
        candidates: Vec<Entry<H::Object>>,
        target: Vec<Entry<H::Object>>,
        into_live: usize,
    ) -> Self {
        let survivors = Some(Survivors::new(target, candidates.len()));
        Self {
            host,
            route,
            candidates,
            survivors,
            members: Members::Candidates,
            noted: false,
            scattered: false,
            marked: 0,
            immortal: 0,
            into_live,
        }
    }

    /// Runs the passes.
    pub(crate) fn run(mut self, extras: Extras) -> Found<H::Object> {
        let total = self.candidates.len();
        let edges = self.subtract(extras);
        let Scanned { tracked, plain, untracks } =
            self.move_unreachable(extras.untrack, edges.in_order);
        let base = self.survivors.as_ref().map_or(0, Survivors::base);
        if let Some(done) = self.survivors.take() {
            self.route.into.replace(done.close(), self.into_live + tracked);
        }
        let unreachable = mem::take(&mut self.candidates);
        Found {
            placed: unreachable.len() == total,
            unreachable,
            plain,
            examined: total - self.immortal,
            marked: self.marked,
            survivors: tracked,
            untracks,
            base,
            edges,
        }
    }

    /// Marks from the roots, if that is wanted, and takes off the edges among the others; several
    /// threads go on and mark from what is left.
    fn subtract(&mut self, extras: Extras) -> Edges {
        let host = self.host;
        let meets = self.meets_members();
        if meets {
            self.members = Members::UpTo(self.route.source_state);
        }
        self.scattered = is_scattered(host, self.candidates.len(), |slot| self.candidates[slot]);
        #[cfg(feature = "parallel")]
        if extras.threads > 1
            // Where the next object is in the cache already, threads are in each other's way.
            && (self.scattered || !meets)
            && let Some(workers) = host.workers()
        {
            if !meets && !workers.update_refs(host, &self.candidates, extras.threads) {
                self.update_refs();
            }
            return workers.detect(self, extras.threads, extras.roots);
        }
        if !meets {
            self.update_refs();
        }
        if extras.roots {
            self.mark_from_roots();
            if self.marked == self.candidates.len() {
                return Edges { in_order: true, ..Edges::NONE };
            }
        }
        if !meets {
            return subtract_refs(host, &self.candidates[..]);
        }
        self.meet()
    }

    /// Whether counts are copied when candidates are first met.
    fn meets_members(&self) -> bool {
        let first = self.candidates.first().copied().flatten();
        matches!(self.route.source_state, State::Young | State::Middle | State::Old)
            && first.is_some_and(|first| self.host.is_own(first) == Some(true))
    }

    /// Makes candidates of all that are not immortal.
    fn update_refs(&mut self) {
        let Self { host, ref route, .. } = *self;
        for index in 0..self.candidates.len() {
            hint_ahead(&self.candidates[..], index);
            let Some(object) = self.candidates[index] else { continue };
            let owners = host.owners(object);
            if owners == Owners::Immortal && make_permanent(host, route.permanent, object) {
                self.immortal += 1;
                self.candidates[index] = None;
            } else {
                word(host, &object).set(State::Candidate, refs_of(owners));
            }
        }
    }
}

/// Moves an immortal object to the permanent array. Answers whether there was memory.
pub(crate) fn make_permanent<H: Host>(
    host: &H,
    permanent: &Array<H::Object>,
    object: NonNull<H::Object>,
) -> bool {
    let slot = permanent.push(host, State::Permanent, object);
    if let Some(slot) = slot {
        word(host, &object).place(State::Permanent, slot);
    }
    slot.is_some()
}

impl<H: Host> Drop for Detection<'_, H> {
    fn drop(&mut self) {
        let Some(mut survivors) = self.survivors.take() else { return };
        // The host has panicked in the middle of a pass.
        let mut back = mem::take(&mut self.candidates);
        back.retain(Option::is_some);
        if !self.noted {
            back.extend(survivors.drain_pushed().map(Some));
        }
        for (slot, object) in back.iter().flatten().enumerate() {
            word(self.host, object).place(self.route.source_state, slot);
        }
        let live = back.len();
        self.route.into.replace(survivors.abandon(), self.into_live);
        self.route.source.replace(back, live);
    }
}
