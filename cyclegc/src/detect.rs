//! Detection: which candidates does nothing outside the candidates reach?
//!
//! Three passes over the candidates, without recursion and without user code:
//!
//! ```text
//!   update_refs       gc_refs := owners              every candidate; immortal ones leave
//!   subtract_refs     gc_refs -= 1                   for every edge between candidates
//!   move_unreachable  gc_refs > 0: survivor          in file `scan`
//! ```
//!
//! What remains in `gc_refs` after the second pass is the number of references from outside. Only
//! the immortal ones' move to the permanent array asks the allocator for memory; if that fails they
//! stay as survivors.
//!
//! A host that reports more edges to an object than the object has owners would make `gc_refs`
//! negative. The collector reports it and keeps the object.
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
use crate::prefetch::{Fifo, hint_ahead};
use crate::survivors::Survivors;
use crate::word::{SATURATED, State};

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
    /// The unreachable candidates in order, all of them objects, words still `Tentative`.
    pub(crate) unreachable: Vec<Entry<O>>,
    /// How many candidates there were, without immortal ones.
    pub(crate) examined: usize,
    /// How many candidates the mark from roots has found alive.
    pub(crate) marked: usize,
    /// How many survivors are tracked.
    pub(crate) survivors: usize,
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

pub(crate) struct Detection<'a, H: Host> {
    pub(crate) host: &'a H,
    pub(crate) route: Route<'a, H::Object>,
    pub(crate) candidates: Vec<Entry<H::Object>>,
    /// `None` only after the end.
    pub(crate) survivors: Option<Survivors<H::Object>>,
    /// What has been pushed to the survivors is the queue of the mark from roots, and still in
    /// `candidates`.
    pub(crate) marking: bool,
    /// How many candidates have been marked from roots.
    pub(crate) marked: usize,
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
        Self { host, route, candidates, survivors, marking: false, marked: 0, into_live }
    }

    /// Runs the passes.
    pub(crate) fn run(mut self, extras: Extras) -> Found<H::Object> {
        self.count_owners(extras);
        let examined = self.candidates.len();
        let edges = self.subtract(extras);
        let marked = self.marked;
        let survivors = self.move_unreachable(extras.untrack);
        let base = self.survivors.as_ref().map_or(0, Survivors::base);
        if let Some(done) = self.survivors.take() {
            self.route.into.replace(done.close(), self.into_live + survivors);
        }
        let unreachable = mem::take(&mut self.candidates);
        Found { unreachable, examined, marked, survivors, base, edges }
    }

    /// Makes candidates of all that are not immortal.
    fn count_owners(&mut self, extras: Extras) {
        #[cfg(feature = "parallel")]
        if extras.threads > 1
            && let Some(workers) = self.host.workers()
            && workers.update_refs(self.host, &self.candidates, extras.threads)
        {
            return;
        }
        let _ = extras;
        self.update_refs();
    }

    /// Marks from the roots, if that is wanted, and takes off the edges among the others; several
    /// threads go on and mark from what is left.
    fn subtract(&mut self, extras: Extras) -> Edges {
        #[cfg(feature = "parallel")]
        if extras.threads > 1
            && let Some(workers) = self.host.workers()
        {
            return workers.detect(self, extras.threads, extras.roots);
        }
        if extras.roots {
            self.mark_from_roots();
        }
        subtract_refs(self.host, &self.candidates, self.marked_state(extras.roots))
    }

    /// The state of what has been marked; that of candidates if nothing is.
    pub(crate) fn marked_state(&self, roots: bool) -> State {
        if roots { self.route.into_state } else { State::Candidate }
    }

    fn update_refs(&mut self) {
        let Some(immortals) = &mut self.survivors else { return };
        let before = self.candidates.len();
        for index in 0..before {
            hint_ahead(&self.candidates, index);
            let Some(object) = self.candidates[index] else { continue };
            match self.host.owners(object) {
                Owners::Counted(0) => word(self.host, &object).set(State::Candidate, SATURATED),
                Owners::Counted(owners) => {
                    word(self.host, &object).set(State::Candidate, owners.min(SATURATED));
                }
                Owners::Immortal => {
                    immortals.push(object);
                    self.candidates[index] = None;
                }
            }
        }
        if immortals.pushed(0).is_some() {
            self.candidates.retain(Option::is_some);
            let permanent = self.route.permanent;
            for object in immortals.drain_pushed() {
                if let Some(slot) = permanent.push(self.host, State::Permanent, object) {
                    word(self.host, &object).place(State::Permanent, slot);
                } else {
                    word(self.host, &object).set(State::Candidate, SATURATED);
                    self.candidates.push(Some(object));
                }
            }
        }
    }
}

/// Takes the edges of all that are `Candidate` off. What has been marked is in state `marked`.
pub(crate) fn subtract_refs<H: Host>(
    host: &H,
    candidates: &[Entry<H::Object>],
    marked: State,
) -> Edges {
    let mut fifo = Fifo::new();
    let mut edges = Edges { miscounted: 0, closed: true };
    for (index, entry) in candidates.iter().enumerate() {
        hint_ahead(candidates, index);
        let Some(object) = *entry else { continue };
        if word(host, &object).state() != State::Candidate {
            continue;
        }
        host.traverse(object, &mut |child| {
            if let Some(child) = fifo.push(child) {
                subtract(host, child, marked, &mut edges);
            }
        });
    }
    while let Some(child) = fifo.pop() {
        subtract(host, child, marked, &mut edges);
    }
    edges
}

/// Takes one edge to `object` off its `gc_refs`, if it is a candidate.
#[inline]
fn subtract<H: Host>(host: &H, object: NonNull<H::Object>, marked: State, edges: &mut Edges) {
    let word = word(host, &object);
    if word.state() != State::Candidate {
        edges.closed &= word.state() == marked || host.dies_unseen(object);
        return;
    }
    match word.payload() {
        SATURATED => {}
        0 => {
            edges.miscounted += 1;
            report(host, object);
            word.set(State::Candidate, SATURATED);
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
