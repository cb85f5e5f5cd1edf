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
//! What remains in `gc_refs` after the first pass is the number of references from outside. An edge
//! may lead to a candidate before the pass comes to it. Until then the candidate's word still names
//! its generation, as do the words of objects that another collector tracks; where the host cannot
//! tell those apart, or where edges lead far, all counts are copied in a pass before. That is how
//! CPython does it, and several threads.
//!
//! Immortal candidates leave the row and are not traversed. Only their move to the permanent array
//! asks the allocator for memory; if that fails they stay as survivors.
//!
//! A host that reports more edges to an object than the object has owners would make `gc_refs`
//! negative. The collector keeps the object, and reports it when the pass is over.
//!
//! # Invariants
//! 1. At any time every candidate that is still tracked is in `candidates` or, once scanned, among
//!    the survivors pushed; so a panic of the host loses none: `Drop` puts all of them back into
//!    the array they came from.
//!
//! Source: `Python/gc.c` (`deduce_unreachable`, `update_refs`, `subtract_refs`).

use alloc::vec::Vec;
use core::mem;
use core::ptr::NonNull;

use crate::array::{Array, Entry};
use crate::debug::Miscount;
use crate::events;
use crate::host::{Host, Owners, word};
use crate::prefetch::{Fifo, hint_ahead, is_scattered};
use crate::split::Row;
use crate::survivors::Survivors;
use crate::word::{MISCOUNTED, SATURATED, State};

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

/// What taking the edges off has shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edges {
    /// Edges beyond an object's owners.
    pub(crate) miscounted: usize,
    /// No edge that was taken off leads to an object whose death somebody could see, other than
    /// candidates and what has been marked.
    pub(crate) closed: bool,
}

/// How a candidate is told from other objects before the first pass has come to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Members {
    /// It is `Candidate`.
    Candidates,
    /// It is in this generation or a younger one of the host's own collector.
    UpTo(State),
}

impl Members {
    /// Whether an object in that state may be a candidate that has not been met.
    #[inline]
    fn include(self, state: State) -> bool {
        match self {
            Self::Candidates => false,
            Self::UpTo(oldest) => state != State::Untracked && state as u32 <= oldest as u32,
        }
    }

    /// Whether `object` is a candidate, met or not.
    #[inline]
    pub(crate) fn contain<H: Host>(self, host: &H, object: NonNull<H::Object>) -> bool {
        let state = word(host, &object).state();
        state == State::Candidate || self.include(state) && host.is_own(object) == Some(true)
    }
}

/// The `gc_refs` of a candidate with that many owners.
#[inline]
pub(crate) fn refs_of(owners: Owners) -> u32 {
    match owners {
        Owners::Counted(owners @ 1..) => owners.min(SATURATED),
        Owners::Counted(0) | Owners::Immortal => SATURATED,
    }
}

pub(crate) struct Detection<'a, H: Host> {
    pub(crate) host: &'a H,
    pub(crate) route: Route<'a, H::Object>,
    pub(crate) candidates: Vec<Entry<H::Object>>,
    /// `None` only after the end.
    pub(crate) survivors: Option<Survivors<H::Object>>,
    pub(crate) members: Members,
    /// What has been pushed to the survivors is the queue of the mark from roots, and still in
    /// `candidates`.
    pub(crate) marking: bool,
    /// How many candidates have been marked from roots.
    pub(crate) marked: usize,
    /// How many have been found immortal, and have gone to the permanent array.
    pub(crate) immortal: usize,
    /// Whether all that are unreachable are plain.
    pub(crate) plain: bool,
    /// Whether a survivor may be untracked in a later pass.
    pub(crate) untracks: bool,
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
            marking: false,
            marked: 0,
            immortal: 0,
            plain: true,
            untracks: false,
            into_live,
        }
    }

    /// Runs the passes.
    pub(crate) fn run(mut self, extras: Extras) -> Found<H::Object> {
        let total = self.candidates.len();
        let edges = self.subtract(extras);
        let survivors = self.move_unreachable(extras.untrack);
        let base = self.survivors.as_ref().map_or(0, Survivors::base);
        if let Some(done) = self.survivors.take() {
            self.route.into.replace(done.close(), self.into_live + survivors);
        }
        let unreachable = mem::take(&mut self.candidates);
        Found {
            placed: unreachable.len() == total,
            unreachable,
            plain: self.plain,
            examined: total - self.immortal,
            marked: self.marked,
            survivors,
            untracks: self.untracks,
            base,
            edges,
        }
    }

    /// Marks from the roots, if that is wanted, and takes off the edges among the others; several
    /// threads go on and mark from what is left.
    fn subtract(&mut self, extras: Extras) -> Edges {
        let host = self.host;
        #[cfg(feature = "parallel")]
        if extras.threads > 1
            && let Some(workers) = host.workers()
        {
            if !workers.update_refs(host, &self.candidates, extras.threads) {
                self.update_refs();
            }
            return workers.detect(self, extras.threads, extras.roots);
        }
        if self.meets_members(extras.roots) {
            self.members = Members::UpTo(self.route.source_state);
        } else {
            self.update_refs();
        }
        if extras.roots {
            self.mark_from_roots();
            if self.marked == self.candidates.len() {
                return Edges { miscounted: 0, closed: true };
            }
        }
        let Some(immortals) = &mut self.survivors else {
            return Edges { miscounted: 0, closed: true };
        };
        let keep = |object| {
            immortals.push(object);
        };
        let edges = subtract_refs(host, &mut self.candidates[..], self.members, keep);
        self.move_immortals();
        edges
    }

    /// Whether counts are copied when candidates are first met. Where edges lead far, and most of
    /// them are to be followed, it is faster to have done it before.
    fn meets_members(&self, roots: bool) -> bool {
        let first = self.candidates.first().copied().flatten();
        matches!(self.route.source_state, State::Young | State::Middle | State::Old)
            && first.is_some_and(|first| self.host.is_own(first) == Some(true))
            && (roots
                || !is_scattered(self.host, self.candidates.len(), |slot| self.candidates[slot]))
    }

    /// Makes candidates of all that are not immortal.
    fn update_refs(&mut self) {
        let Some(immortals) = &mut self.survivors else { return };
        for index in 0..self.candidates.len() {
            hint_ahead(&self.candidates[..], index);
            let Some(object) = self.candidates[index] else { continue };
            let owners = self.host.owners(object);
            if owners == Owners::Immortal {
                immortals.push(object);
                self.candidates[index] = None;
            } else {
                word(self.host, &object).set(State::Candidate, refs_of(owners));
            }
        }
        self.move_immortals();
    }

    /// Moves those that have been found immortal to the permanent array.
    fn move_immortals(&mut self) {
        let Some(immortals) = &mut self.survivors else { return };
        if immortals.pushed(0).is_none() {
            return;
        }
        self.candidates.retain(Option::is_some);
        for object in immortals.drain_pushed() {
            if make_permanent(self.host, self.route.permanent, object) {
                self.immortal += 1;
            } else {
                word(self.host, &object).set(State::Candidate, SATURATED);
                self.candidates.push(Some(object));
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

/// Takes the edges of all that are not `Reached` off. Immortal ones among `members` that have not
/// been met before are given to `keep` instead.
pub(crate) fn subtract_refs<H: Host>(
    host: &H,
    candidates: &mut (impl Row<H::Object> + ?Sized),
    members: Members,
    mut keep: impl FnMut(NonNull<H::Object>),
) -> Edges {
    let mut fifo = Fifo::new();
    let mut edges = Edges { miscounted: 0, closed: true };
    for index in 0..candidates.slots() {
        hint_ahead(candidates, index);
        let Some(object) = candidates.get(index) else { continue };
        let word = word(host, &object);
        if word.state() == State::Reached {
            continue;
        }
        if word.state() != State::Candidate {
            word.set(State::Candidate, refs_of(host.owners(object)));
        }
        if members != Members::Candidates
            && word.payload() >= SATURATED
            && host.owners(object) == Owners::Immortal
        {
            keep(object);
            candidates.take_out(index);
            continue;
        }
        host.traverse(object, &mut |child| {
            if let Some(child) = fifo.push(child) {
                subtract(host, child, members, &mut edges);
            }
        });
    }
    while let Some(child) = fifo.pop() {
        subtract(host, child, members, &mut edges);
    }
    if edges.miscounted > 0 {
        for object in (0..candidates.slots()).filter_map(|index| candidates.get(index)) {
            let word = word(host, &object);
            if word.state() == State::Candidate && word.payload() == MISCOUNTED {
                report(host, object);
            }
        }
    }
    edges
}

/// Takes one edge to `object` off its `gc_refs`, if it is a candidate.
#[inline]
fn subtract<H: Host>(host: &H, object: NonNull<H::Object>, members: Members, edges: &mut Edges) {
    let word = word(host, &object);
    if word.state() != State::Candidate {
        if !members.contain(host, object) {
            edges.closed &= word.state() == State::Reached || host.dies_unseen(object);
            return;
        }
        word.set(State::Candidate, refs_of(host.owners(object)));
    }
    match word.payload() {
        SATURATED | MISCOUNTED => {}
        0 => {
            edges.miscounted += 1;
            word.set(State::Candidate, MISCOUNTED);
        }
        refs => word.set(State::Candidate, refs - 1),
    }
}

/// Reports an object with fewer owners than edges.
#[cold]
pub(crate) fn report<H: Host>(host: &H, object: NonNull<H::Object>) {
    let owners = match host.owners(object) {
        Owners::Counted(owners) => owners,
        Owners::Immortal => u32::MAX,
    };
    let miscount = Miscount { object, owners };
    events::refcount_too_small(host, &miscount);
    host.miscounted(&miscount);
}

impl<H: Host> Drop for Detection<'_, H> {
    fn drop(&mut self) {
        let Some(mut survivors) = self.survivors.take() else { return };
        // The host has panicked in the middle of a pass.
        let mut back = mem::take(&mut self.candidates);
        back.retain(Option::is_some);
        if !self.marking {
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
