//! One collection, in CPython's order of events, over CPython's own lists.
//!
//! ```text
//!    3  counters, merge younger lists      10  weak references, callbacks     weakrefs
//!       mark from roots (full)      mark   11  finalizers                     finalize
//!    4- detection among the rest    host   12  resurrected objects out        host
//!    7  untrack tuples           untrack   13  count, then clear              finalize
//!    8  promote, untrack dicts   untrack   14  report
//!    9  legacy finalizers apart   legacy   15  legacy to garbage and to old   legacy
//! ```
//! Steps 0 to 2 and 16 to 17 belong to the built-in collector and to `hook`.
//!
//! # Invariants
//! 1. Whenever the interpreter's code can run, every list is whole and the set is empty.
//!
//! Source: `Python/gc.c` (`gc_collect_main`).

use core::cell::RefCell;
use core::ffi::CStr;
use core::num::NonZero;
use std::time::{Duration, Instant};

use collector::{DebugFlags, Generation, Outcome, Reason, events};

use crate::address_set::AddressSet;
use crate::addresses::Code;
use crate::codes::Spare;
use crate::host::{Candidates, Split};
use crate::mark::{Marked, mark_from};
use crate::object::Object;
use crate::order::Order;
use crate::prefetch::{hint, hint_items};
use crate::queue::Queue;
use crate::report;
use crate::ring::{Head, List, Node};
use crate::roots::Roots;
use crate::sharing::Sharing;
use crate::state::State;
use crate::together::mark_together;
use crate::untrack::{untrack_dict, untrack_tuple};
use crate::{finalize, legacy, weakrefs};

/// The account of a collection.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Account {
    pub(crate) outcome: Outcome,
    /// Time until garbage and survivors were told apart.
    detection: Duration,
    detected: Detected,
}

/// What a detection has taken.
#[derive(Clone, Copy, Debug)]
struct Detected {
    marked: Marked,
    /// Bytes that the collector had for it.
    memory: usize,
}

impl Account {
    /// The numbers by their names.
    pub(crate) fn fields(&self) -> [(&'static CStr, u64); 13] {
        let Self { outcome, detection, detected } = self;
        [
            (c"examined", outcome.examined as u64),
            (c"marked", outcome.marked as u64),
            (c"unreachable", outcome.unreachable as u64),
            (c"finalized", outcome.finalized as u64),
            (c"resurrected", outcome.resurrected as u64),
            (c"collected", outcome.collected as u64),
            (c"uncollectable", outcome.uncollectable as u64),
            (c"freed", outcome.freed as u64),
            (c"met", detected.marked.met as u64),
            (c"threads", detected.marked.threads as u64),
            (c"memory", detected.memory as u64),
            (c"detection_micros", micros(*detection)),
            (c"micros", micros(outcome.duration.unwrap_or_default())),
        ]
    }
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// The memory that collections work with.
#[derive(Debug)]
pub(crate) struct Memory {
    /// What is marked, and then, when that is known, the candidates.
    set: AddressSet,
    candidates: Candidates,
    order: Order,
    spare: Spare,
    /// One for each thread that marks.
    queues: Vec<Queue>,
    /// What other threads may do, if there are to be any.
    sharing: Option<Sharing>,
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self {
            set: AddressSet::new(),
            candidates: Candidates::new(),
            order: Order::new(),
            spare: Spare::new(),
            queues: vec![Queue::new()],
            sharing: None,
        }
    }

    /// Marks with so many threads from now on, which do what `sharing` says. Runs nothing of the
    /// interpreter's.
    pub(crate) fn set_threads(&mut self, threads: NonZero<usize>, sharing: Sharing) {
        self.sharing = Some(sharing);
        self.queues.resize_with(threads.get(), Queue::new);
    }

    /// Marks what the roots reach. `None`: there was no memory, and nothing is marked.
    fn mark(&mut self, roots: Roots) -> Option<Marked> {
        match (&mut self.queues[..], &mut self.sharing) {
            ([only], _) => mark_from(roots, &mut self.set, only),
            (queues, Some(sharing)) => {
                sharing.update();
                mark_together(roots, &mut self.set, queues, sharing)
            }
            (_, None) => None,
        }
    }
}

/// Where the survivors of a collection of `generation` go.
const fn older(generation: Generation) -> Generation {
    match generation {
        Generation::Young => Generation::Middle,
        Generation::Middle | Generation::Old => Generation::Old,
    }
}

/// Runs steps 2 to 15 of a collection.
///
/// `memory` is only borrowed while nothing of the interpreter's runs.
pub(crate) fn collect(
    state: &State,
    generation: Generation,
    reason: Reason,
    roots: Option<Roots>,
    memory: &RefCell<Memory>,
) -> Account {
    let debug = DebugFlags::from_bits(state.debug.get().cast_unsigned());
    let _span = events::collection(generation, reason);
    let started = Instant::now();
    if debug.contains(DebugFlags::STATS) {
        report::start(state, generation);
    }
    let mut outcome = Outcome::nothing(generation, reason);
    count(state, generation);
    let old = state.list(older(generation));
    let heads = [Head::new(), Head::new()];
    let [unreachable, legacy_list] = heads.each_ref().map(List::new);

    let roots = roots.filter(|_| generation == Generation::Old);
    let detected =
        detect(state, generation, roots, &mut memory.borrow_mut(), unreachable, &mut outcome);
    let detection = started.elapsed();
    events::phase("detect", outcome.unreachable);

    legacy::set_apart(unreachable, legacy_list);
    let mut user_code = false;
    if debug.contains(DebugFlags::COLLECTABLE) {
        report::each("collectable", unreachable);
        user_code = true;
    }
    let cleared = weakrefs::clear(unreachable, old);
    events::phase("weakrefs", cleared.called);
    outcome.finalized = finalize::finalize(unreachable);
    events::phase("finalize", outcome.finalized);
    if user_code || cleared.called + outcome.finalized > 0 {
        let split = take_out_resurrected(&mut memory.borrow_mut(), unreachable, old);
        outcome.resurrected = split.survivors;
        events::phase("resurrect", outcome.resurrected);
    }
    let garbage_size = unreachable.iter().count();
    outcome.collected = cleared.freed + garbage_size;
    // SAFETY: the interpreter owns the list of garbage.
    let garbage = unsafe { Object::from_ptr(state.garbage.get()) };
    let save = garbage.filter(|_| debug.contains(DebugFlags::SAVEALL));
    outcome.freed = garbage_size - finalize::clear(unreachable, old, save);
    events::phase("clear", outcome.freed);

    outcome.uncollectable = legacy_list.iter().count();
    if debug.contains(DebugFlags::UNCOLLECTABLE) {
        report::each("uncollectable", legacy_list);
    }
    outcome.duration = Some(started.elapsed());
    if debug.contains(DebugFlags::STATS) {
        report::done(&outcome);
    }
    if let Some(garbage) = garbage {
        legacy::keep(legacy_list, old, garbage, debug.contains(DebugFlags::SAVEALL));
    }
    events::done(&outcome);
    Account { outcome, detection, detected }
}

/// Step 3, without the lists.
fn count(state: &State, generation: Generation) {
    let mut counts = state.counts();
    let index = generation.index();
    counts[..=index].fill(0);
    if let Some(count) = counts.get_mut(index + 1) {
        *count += 1;
    }
    state.set_counts(counts);
}

/// Steps 3 to 8: splits the candidates and promotes the survivors.
fn detect(
    state: &State,
    generation: Generation,
    roots: Option<Roots>,
    memory: &mut Memory,
    unreachable: List<'_>,
    outcome: &mut Outcome,
) -> Detected {
    let list = state.list(generation);
    for younger in Generation::ALL.iter().take(generation.index()) {
        list.take_all(state.list(*younger));
    }
    let marked = roots.and_then(|roots| memory.mark(roots));
    let has_marks = marked.is_some();
    let Memory { set, candidates, order, spare, queues, .. } = memory;
    // Marks and candidates do not stand in the set at once.
    let entered = if has_marks { None } else { Some(&*set) };
    let full = generation == Generation::Old;
    let mut survivors = Survivors { order: full.then_some(order), spare, tracked: 0 };
    survivors.begin();

    let end = Node::of_list(list);
    let mut marks = set.near();
    let mut previous = end;
    let mut node = end.next();
    while node != end {
        let next = node.next();
        let object = node.object();
        let code = survivors.hint(node);
        let stays = if object.is_immortal() {
            state.permanent().append(node);
            false
        } else if has_marks && marks.contains(object) {
            outcome.marked += 1;
            true
        } else {
            !candidates.add(node, entered, spare)
        };
        if stays {
            previous = survivors.keep(previous, node, code);
        }
        node = next;
    }
    list.end_at(previous);
    outcome.examined = outcome.marked + candidates.len();
    let head = Head::new();
    let reachable = List::new(&head);
    if has_marks {
        set.clear();
        candidates.enter(set, reachable);
    }
    let splitting = candidates.bytes();
    outcome.unreachable = candidates.split(set, spare, reachable, unreachable).unreachable;
    let marking = set.bytes() + queues.iter().map(Queue::bytes).sum::<usize>();

    for node in reachable.iter_losing() {
        survivors.meet_again(node);
    }
    let old = state.list(older(generation));
    old.take_all(reachable);
    if !full {
        old.take_all(list);
    }
    let memory = marking + spare.bytes() + splitting.max(survivors.bytes());
    survivors.finish();
    spare.trim();
    let tracked = survivors.tracked.cast_signed();
    match generation {
        Generation::Young => {}
        Generation::Middle => {
            state.long_lived_pending.set(state.long_lived_pending.get() + tracked);
        }
        Generation::Old => {
            state.long_lived_pending.set(0);
            state.long_lived_total.set(tracked);
        }
    }
    Detected { marked: marked.unwrap_or_default(), memory }
}

/// Untracks survivors, and counts those that stay.
struct Survivors<'a> {
    /// The order of the oldest generation, in a full collection.
    order: Option<&'a mut Order>,
    spare: &'a Spare,
    tracked: usize,
}

impl Survivors<'_> {
    fn begin(&mut self) {
        if let Some(order) = &mut self.order {
            order.begin();
        }
    }

    fn bytes(&self) -> usize {
        self.order.as_ref().map_or(0, |order| order.bytes())
    }

    /// The walk through the candidates comes to `node`. Answers by what it is remembered.
    #[inline]
    fn hint(&mut self, node: Node) -> Option<Code> {
        self.order.as_mut()?.meet(node, self.spare)
    }

    /// A candidate has survived.
    fn meet_again(&mut self, node: Node) {
        let code = self.order.as_mut().and_then(|order| order.code(node));
        self.meet(node, code);
    }

    /// Leaves `node` in its list behind `last`; what stood between has been taken out. Answers the
    /// last object of the list then.
    #[inline]
    fn keep(&mut self, last: Node, node: Node, code: Option<Code>) -> Node {
        if node.prev() != last {
            last.set_next(node);
            node.set_prev(last);
        }
        if self.meet(node, code) { node } else { last }
    }

    /// Answers whether `node` stays tracked.
    #[inline(always)]
    fn meet(&mut self, node: Node, code: Option<Code>) -> bool {
        let object = node.object();
        if object.is_exactly_tuple() && untrack_tuple(node) {
            return false;
        }
        self.tracked += 1;
        if let Some(order) = &mut self.order
            && let Some(code) = code
        {
            // CPython looks at the dicts when all tuples have been looked at.
            order.remember(code, object.is_exactly_dict(), self.spare);
        }
        true
    }

    fn finish(&mut self) {
        let Some(order) = &mut self.order else { return };
        let mut untracked = 0;
        order.for_each_noted(|dict, later, soon| {
            if let Some(later) = later {
                hint(later.as_ptr().as_ptr());
            }
            if let Some(soon) = soon {
                hint_items(soon.object());
            }
            untracked += usize::from(untrack_dict(dict));
        });
        self.tracked -= untracked;
        order.end(self.spare);
    }
}

/// Step 12: what finalizers and callbacks have made reachable joins `old`.
fn take_out_resurrected(memory: &mut Memory, unreachable: List<'_>, old: List<'_>) -> Split {
    let Memory { set, candidates, spare, .. } = memory;
    let head = Head::new();
    let again = List::new(&head);
    again.take_all(unreachable);
    let end = Node::of_list(again);
    let mut node = end.next();
    while node != end {
        let next = node.next();
        node.clear_collecting();
        if !candidates.add(node, Some(&*set), spare) {
            old.append(node);
        }
        node = next;
    }
    candidates.split(set, spare, old, unreachable)
}
