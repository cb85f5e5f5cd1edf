//! Marking by several threads, while the one that collects holds the GIL.
//!
//! Each thread has a queue of its own and takes chunks from the others' when it is empty
//! (`crossbeam::deque`). A very long list is expanded by all (`long_row`). What helpers must not
//! traverse (`sharing`) they hand over to the thread that holds the GIL.
//!
//! Threads are started when there is enough to do, and end before the collection goes on: no thread
//! of ours is there when the interpreter runs, forks or ends. They take no signals.
//!
//! # Invariants
//! 1. A helper counts as busy while it may have anything in its hands or its queue. So when none is
//!    busy and the collecting thread has nothing, nothing is left but what has been handed over.

use core::sync::atomic::{
    AtomicBool, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release, SeqCst},
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, Builder};
use std::time::Duration;

use crossbeam::deque::Stealer;
use crossbeam::utils::Backoff;
use pyo3_ffi as ffi;

use crate::address_set::AddressSet;
use crate::long_row::Row;
use crate::mark::{Marked, Marker, PART, WORDS, Way};
use crate::object::Object;
use crate::queue::{Chunk, Queue};
use crate::roots::Roots;
use crate::sharing::Sharing;
use crate::signals;

/// A row of more items than this is expanded by all threads.
const SHARED: usize = 4 * PART;
/// How many objects a helper collects before it hands them over.
const HANDFUL: usize = 256;
/// How long a helper that finds nothing to do waits before it looks again.
const NAP: Duration = Duration::from_micros(50);

/// Marks everything that `roots` reach, with up to one thread for each queue. `None`: there was no
/// memory, and nothing is marked.
pub(crate) fn mark_together(
    roots: Roots,
    marks: &mut AddressSet,
    queues: &mut [Queue],
    sharing: &Sharing,
) -> Option<Marked> {
    let round = Round {
        sharing,
        stealers: queues.iter_mut().map(Queue::offer).collect(),
        rows: Mutex::new(Vec::new()),
        handed: Mutex::new(Vec::new()),
        busy: AtomicUsize::new(0),
        started: AtomicUsize::new(0),
        done: AtomicBool::new(false),
        failed: AtomicBool::new(false),
        met: AtomicUsize::new(0),
    };
    if let Some((own, others)) = queues.split_first_mut() {
        let (round, marks) = (&round, &*marks);
        thread::scope(|scope| {
            let (mut others, mut helpers) = (Some(others), Vec::new());
            let mut start = || {
                let _quiet = signals::Blocked::new();
                for queue in others.take().into_iter().flatten() {
                    let builder = Builder::new().name("cyclegc".into());
                    // One that cannot be started is done without.
                    helpers.extend(builder.spawn_scoped(scope, || help(round, marks, queue)));
                }
                round.started.store(helpers.len(), Relaxed);
            };
            let way = Together { round, role: Role::Collects(Some(&mut start)) };
            let mut marker = Marker::new(marks, own, way);
            roots.visit(&mut |object| marker.visit(object));
            marker.collect();
            round.done.store(true, Release);
            round.met.fetch_add(marker.met, Relaxed);
            // The end of the scope would not wait until the system has forgotten them.
            for helper in helpers {
                let _ = helper.join();
            }
        });
    }
    let failed = round.failed.load(Relaxed);
    let marked = Marked { met: round.met.load(Relaxed), threads: 1 + round.started.load(Relaxed) };
    queues.iter_mut().for_each(Queue::reset);
    if failed {
        marks.clear();
    }
    (!failed).then_some(marked)
}

/// What all threads share.
struct Round<'a> {
    sharing: &'a Sharing,
    stealers: Vec<Stealer<Box<Chunk>>>,
    /// Rows with parts that nobody has claimed, maybe.
    rows: Mutex<Vec<Arc<Row>>>,
    /// Claimed objects that only the collecting thread may traverse.
    handed: Mutex<Vec<Object>>,
    /// How many helpers have something to do, and how many there are.
    busy: AtomicUsize,
    started: AtomicUsize,
    done: AtomicBool,
    failed: AtomicBool,
    /// How many objects those threads have marked that have ended.
    met: AtomicUsize,
}

// SAFETY: objects are only addresses; helpers use them as `Sharing` allows.
unsafe impl Sync for Round<'_> {}

impl Round<'_> {
    fn handed(&self) -> MutexGuard<'_, Vec<Object>> {
        self.handed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn rows(&self) -> MutexGuard<'_, Vec<Arc<Row>>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A row with parts to claim.
    fn row(&self) -> Option<Arc<Row>> {
        self.rows().first().cloned()
    }
}

/// The way of a marker among others.
struct Together<'a> {
    round: &'a Round<'a>,
    role: Role<'a>,
}

/// What a thread is to the others.
enum Role<'a> {
    /// Holds the GIL, and starts the others, unless it has.
    Collects(Option<&'a mut dyn FnMut()>),
    /// Helps, and is about to hand these over.
    Helps(Vec<Object>),
}

impl Way for Together<'_> {
    const TOGETHER: bool = true;

    #[inline]
    fn may_traverse(&self, object: Object) -> bool {
        self.may_ask_interpreter() || self.round.sharing.allows(object)
    }

    #[inline]
    fn may_ask_interpreter(&self) -> bool {
        matches!(self.role, Role::Collects(_))
    }

    fn hand_over(&mut self, object: Object) {
        let Role::Helps(handful) = &mut self.role else { return };
        handful.push(object);
        if handful.len() == HANDFUL {
            self.hand_over_all();
        }
    }

    fn look_around(marker: &mut Marker<'_, Self>) -> bool {
        if marker.queue.is_long() {
            marker.way.start();
        }
        let round = marker.way.round;
        if round.busy.load(Relaxed) < round.started.load(Relaxed) {
            marker.queue.offer_rest();
        }
        !round.failed.load(Relaxed)
    }

    fn share_row(marker: &mut Marker<'_, Self>, items: &[*mut ffi::PyObject]) -> bool {
        if items.len() <= SHARED || !marker.make_room() {
            return false;
        }
        let Some(row) = Row::new(items) else { return false };
        let row = Arc::new(row);
        let round = marker.way.round;
        round.rows().push(row.clone());
        marker.way.start();
        marker.share(&row);
        true
    }
}

impl Together<'_> {
    /// Starts the helpers, once.
    fn start(&mut self) {
        if let Role::Collects(start) = &mut self.role
            && let Some(start) = start.take()
        {
            start();
        }
    }

    fn hand_over_all(&mut self) {
        let Role::Helps(handful) = &mut self.role else { return };
        let mut handed = self.round.handed();
        if handed.try_reserve(handful.len()).is_ok() {
            handed.append(handful);
        } else {
            handful.clear();
            self.round.failed.store(true, Relaxed);
        }
    }
}

/// What a helper does.
fn help(round: &Round<'_>, marks: &AddressSet, queue: &mut Queue) {
    let mut handful = Vec::new();
    if handful.try_reserve_exact(HANDFUL).is_err() {
        return;
    }
    let mut marker = Marker::new(marks, queue, Together { round, role: Role::Helps(handful) });
    let backoff = Backoff::new();
    while !round.done.load(Acquire) && !round.failed.load(Relaxed) {
        round.busy.fetch_add(1, SeqCst);
        while marker.find() {
            marker.run();
            backoff.reset();
        }
        marker.way.hand_over_all();
        round.failed.fetch_or(marker.queue.failed, Relaxed);
        round.busy.fetch_sub(1, SeqCst);
        if backoff.is_completed() {
            thread::park_timeout(NAP);
        } else {
            backoff.snooze();
        }
    }
    round.met.fetch_add(marker.met, Relaxed);
}

impl Marker<'_, Together<'_>> {
    /// What the collecting thread does, until nothing is left.
    fn collect(&mut self) {
        let round = self.way.round;
        let backoff = Backoff::new();
        while !round.failed.load(Relaxed) {
            self.run();
            round.failed.fetch_or(self.queue.failed, Relaxed);
            // Asked before what it may have left behind is looked for.
            let alone = round.busy.load(SeqCst) == 0;
            let handed = core::mem::take(&mut *round.handed());
            if !handed.is_empty() {
                self.expand_all(&handed);
            } else if alone {
                return;
            } else if !self.find() {
                backoff.snooze();
                continue;
            }
            backoff.reset();
        }
    }

    /// Looks for something that others have left to do. A row is worked at here; a chunk of another
    /// queue is in the own one then.
    fn find(&mut self) -> bool {
        if let Some(row) = self.way.round.row()
            && self.make_room()
        {
            self.share(&row);
            return true;
        }
        let stealers = &self.way.round.stealers;
        stealers.iter().any(|other| self.queue.take_from(other))
    }

    /// Marks and expands parts of a row as long as there are any.
    fn share(&mut self, row: &Arc<Row>) {
        while let Some(part) = row.to_mark() {
            let items = row.items(part);
            let mut fresh = [0; WORDS];
            for (bits, items) in fresh.iter_mut().zip(items.chunks(64)) {
                *bits = self.claim_items(items);
            }
            if row.state(part).set(&fresh) {
                self.expand_fresh(items, &fresh);
            }
        }
        while let Some(part) = row.to_expand() {
            if let Some(fresh) = row.state(part).pass() {
                self.expand_fresh(row.items(part), &fresh);
            }
        }
        self.way.round.rows().retain(|other| !Arc::ptr_eq(other, row));
    }
}
