//! Taking the edges between candidates off their `gc_refs`, by one thread.
//!
//! A candidate's count is copied into its word when the pass first meets it, be it in its turn or
//! by an edge from an earlier candidate. Until then the word still names its generation, as do the
//! words of objects that another collector tracks; where the host cannot tell those apart, all
//! counts have been copied in a pass before, as CPython does it.
//!
//! What has been met before its turn has an edge from an earlier candidate: if that survives, so
//! does it. The others are heads. If all heads turn out to be held from outside, then all
//! candidates survive, in the order in which they stand, and nothing need be traversed again. That
//! is so where objects were made before those that they refer to, as roots and containers are.
//!
//! ```text
//!   candidates   a -> b -> c    d -> e        heads: a, d
//!                |         ^         |
//!                +---------+---------+
//! ```
//!
//! Where many edges lead far, visits along these wait in a queue for their headers to arrive. What
//! has not been met may be met by one of those that wait, so the queue is emptied before it is taken
//! for a head, as long as there are few heads.
//!
//! A host that reports more edges to an object than the object has owners would make `gc_refs`
//! negative. The collector keeps the object, and reports it when the pass is over.
//!
//! # Invariants
//! 1. A candidate that is no head, and has not been marked, has an edge from a candidate before it.
//!
//! Source: `Python/gc.c` (`update_refs`, `subtract_refs`, `visit_decref`).

use core::ptr::NonNull;

use crate::debug::Miscount;
use crate::detect::{Detection, make_permanent};
use crate::events;
use crate::host::{Host, Owners, word};
use crate::prefetch::{AHEAD, Fifo, WINDOW, hint_ahead, hint_all, is_near};
use crate::split::Row;
use crate::word::{MISCOUNTED, SATURATED, State};

/// What taking the edges off has shown.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Edges {
    /// Edges beyond an object's owners.
    pub(crate) miscounted: usize,
    /// No edge that was taken off leads to an object whose death somebody could see, other than
    /// candidates and what has been marked.
    pub(crate) closed: bool,
    /// Every edge that was taken off leads to a candidate.
    pub(crate) inward: bool,
    /// All candidates survive, in the order in which they stand.
    pub(crate) in_order: bool,
}

impl Edges {
    /// What no edge shows.
    pub(crate) const NONE: Self =
        Self { miscounted: 0, closed: true, inward: true, in_order: false };
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
    pub(crate) fn include(self, state: State) -> bool {
        match self {
            Self::Candidates => false,
            // The youngest is 1, and 0, which is in no generation, wraps.
            Self::UpTo(oldest) => (state as u32).wrapping_sub(1) < oldest as u32,
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

/// Takes the edges of all candidates off that have not been marked. Their counts have been copied.
pub(crate) fn subtract_refs<H: Host>(
    host: &H,
    candidates: &(impl Row<H::Object> + ?Sized),
) -> Edges {
    let mut fifo = Fifo::new();
    let mut edges = Edges::NONE;
    for index in 0..candidates.slots() {
        hint_ahead(candidates, index);
        let Some(object) = candidates.get(index) else { continue };
        if word(host, &object).state() == State::Reached {
            continue;
        }
        host.traverse(object, &mut |child| {
            if let Some(child) = fifo.push(child) {
                subtract(host, child, Members::Candidates, &mut edges);
            }
        });
    }
    while let Some(child) = fifo.pop() {
        subtract(host, child, Members::Candidates, &mut edges);
    }
    report_miscounted(host, candidates, &edges);
    edges
}

/// For one head in so many candidates, at most, the queue is emptied.
const HEADS: usize = 16;

impl<H: Host> Detection<'_, H> {
    /// Takes the edges of all candidates that have not been marked off, where their counts have not
    /// been copied before. Learns whether all of them survive.
    pub(crate) fn meet(&mut self) -> Edges {
        if self.scattered { self.meet_all::<false>() } else { self.meet_all::<true>() }
    }

    /// As `meet`. `NEAR`: most edges lead to objects that are in the cache.
    fn meet_all<const NEAR: bool>(&mut self) -> Edges {
        let Self { host, members, ref route, .. } = *self;
        let mut edges = Edges::NONE;
        let Some(heads) = &mut self.survivors else { return edges };
        self.noted = true;
        let mut fifo = Fifo::new();
        let row = &mut self.candidates[..];
        // Few objects are in the cache as they are.
        let hints = row.len() > 4 * WINDOW;
        let mut visit = |child| subtract(host, child, members, &mut edges);
        for index in 0..row.len() {
            if hints {
                hint_all(host, &*row, index, if NEAR { WINDOW } else { 2 * AHEAD });
            }
            let Some(object) = row[index] else { continue };
            let word = word(host, &object);
            if word.state() != State::Candidate {
                if word.state() == State::Reached {
                    continue;
                }
                if !NEAR && heads.len() <= HEADS + index / HEADS {
                    while let Some(child) = fifo.pop() {
                        visit(child);
                    }
                }
                if word.state() != State::Candidate {
                    word.set(State::Candidate, refs_of(host.owners(object)));
                    heads.push(object);
                }
            }
            if word.payload() >= SATURATED
                && host.owners(object) == Owners::Immortal
                && make_permanent(host, route.permanent, object)
            {
                row[index] = None;
                self.immortal += 1;
            } else if NEAR {
                host.traverse(object, &mut visit);
            } else {
                host.traverse(object, &mut |child| {
                    let now = is_near(object, child);
                    if let Some(child) = if now { Some(child) } else { fifo.push(child) } {
                        visit(child);
                    }
                });
            }
        }
        while let Some(child) = fifo.pop() {
            visit(child);
        }
        // An immortal one may have left.
        let held = |head| {
            !matches!((word(host, head).state(), word(host, head).payload()), (State::Candidate, 0))
        };
        edges.in_order = heads.all_pushed().iter().flatten().all(held);
        drop(heads.drain_pushed());
        self.noted = false;
        report_miscounted(host, &self.candidates[..], &edges);
        edges
    }
}

/// Takes one edge to `object` off its `gc_refs`, if it is a candidate.
#[inline]
fn subtract<H: Host>(host: &H, object: NonNull<H::Object>, members: Members, edges: &mut Edges) {
    let word = word(host, &object);
    if word.state() == State::Candidate {
        if !word.take_edge() && word.payload() == 0 {
            edges.miscounted += 1;
            word.set(State::Candidate, MISCOUNTED);
        }
    } else if members.contain(host, object) {
        let refs = refs_of(host.owners(object));
        word.set(State::Candidate, if refs == SATURATED { refs } else { refs - 1 });
    } else {
        edges.closed &= word.state() == State::Reached || host.dies_unseen(object);
        edges.inward = false;
    }
}

/// Reports those with fewer owners than edges, if there are any.
fn report_miscounted<H: Host>(
    host: &H,
    candidates: &(impl Row<H::Object> + ?Sized),
    edges: &Edges,
) {
    if edges.miscounted == 0 {
        return;
    }
    for object in (0..candidates.slots()).filter_map(|index| candidates.get(index)) {
        let word = word(host, &object);
        if word.state() == State::Candidate && word.payload() == MISCOUNTED {
            report(host, object);
        }
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
