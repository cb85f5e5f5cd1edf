//! Detection by several threads.
//!
//! While the collecting thread waits, helpers and it go through the candidates together: they mark
//! from what has `gc_refs` left. What is marked need not be traversed again, so the scan that follows
//! on one thread only sorts survivors from unreachable objects. Marking works as the mark from roots
//! does, and as there the set and the order of the unreachable objects are those of one thread, and
//! the survivors keep the order they had.
//!
//! The edges are taken off by one thread, which often learns that nothing need be marked (file
//! `subtract` one level up). That takes a host that can tell its own objects; for others, counts are
//! copied and edges are taken off together, too.
//!
//! ```text
//!   update_refs   all, candidates by chunks                    parallel/update.rs
//!   roots         one thread asks the host, all mark           parallel/mark.rs
//!   subtract      one, or all, candidates by chunks            parallel/subtract.rs
//!   mark          all, from candidates with gc_refs above 0    parallel/mark.rs
//!   scan          one thread, traverses nothing
//! ```
//!
//! Threads start with each phase and end with it. One that cannot be started is done without; the
//! collecting thread alone gets the work done. A panic in one of them stops all and goes on in the
//! collecting thread, with nothing changed.
//!
//! # Invariants
//! 1. Between the start and the end of a phase, words are accessed only through `GcWord::shared`.
//! 2. In one phase, at most one thread traverses an object.

mod mark;
mod subtract;
mod update;

use core::fmt;
use core::marker::PhantomData;
use core::ops::Range;
use core::ptr::NonNull;
use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;
use std::vec::Vec;

use crate::array::Entry;
use crate::detect::Detection;
use crate::host::Host;
use crate::subtract::Edges;

/// How many candidates a thread takes at a time.
const CHUNK: usize = if cfg!(test) { 4 } else { 1 << 10 };

/// A host whose objects may be traversed by several threads at once.
///
/// # Safety
/// While the thread that collects waits, other threads may call `word`, `owners`, `traverse`,
/// `hint`, `is_own` and `dies_unseen`, each object being traversed by one thread at a time. So these
/// methods, on top of what [`Host`] asks:
/// * read nothing that a thread outside the collection writes meanwhile: the host stops its world;
/// * write nothing that the same methods read or write for another object, borrow flags included;
/// * do not depend on the thread they run on.
pub unsafe trait ParallelHost: Host {}

/// The way to detection by several threads, for [`Host::workers`].
pub struct Workers<H: Host> {
    update: Update<H>,
    detect: Detect<H>,
}

type Update<H> = fn(&H, &[Entry<<H as Host>::Object>], usize) -> bool;

type Detect<H> = fn(&mut Detection<'_, H>, usize, bool) -> Edges;

impl<H: ParallelHost> Workers<H> {
    /// The way, open to every [`ParallelHost`].
    pub const fn new() -> Self {
        Self {
            update: update::update_refs::<H>,
            detect: |detection, threads, roots| detection.subtract_and_mark(threads, roots),
        }
    }
}

impl<H: Host> Workers<H> {
    /// Copies the counts. Answers false if there are immortal candidates: then it has to be done by
    /// one thread.
    pub(crate) fn update_refs(
        &self,
        host: &H,
        candidates: &[Entry<H::Object>],
        threads: usize,
    ) -> bool {
        (self.update)(host, candidates, threads)
    }

    /// Subtracts and marks, from the host's roots first if `roots`.
    pub(crate) fn detect(
        &self,
        detection: &mut Detection<'_, H>,
        threads: usize,
        roots: bool,
    ) -> Edges {
        (self.detect)(detection, threads, roots)
    }
}

impl<H: ParallelHost> Default for Workers<H> {
    fn default() -> Self {
        Self::new()
    }
}

impl<H: Host> fmt::Debug for Workers<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Workers")
    }
}

/// What all threads of a phase share.
struct Phase<'a, H: Host> {
    host: &'a H,
    objects: &'a [Entry<H::Object>],
    /// The first object that no thread has taken.
    next: AtomicUsize,
    /// A thread has panicked.
    stop: AtomicBool,
}

// SAFETY: `ParallelHost`, without which no phase is made, lets other threads use the host and its
// objects as the phases do; all the rest is shared by its own means.
unsafe impl<H: Host> Sync for Phase<'_, H> {}

impl<'a, H: ParallelHost> Phase<'a, H> {
    fn new(host: &'a H, objects: &'a [Entry<H::Object>]) -> Self {
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        Self { host, objects, next, stop }
    }

    /// The next objects to look at, as places in the row.
    fn take(&self) -> Option<Range<usize>> {
        if self.stop.load(Relaxed) {
            return None;
        }
        let start = self.next.fetch_add(CHUNK, Relaxed);
        (start < self.objects.len()).then(|| start..(start + CHUNK).min(self.objects.len()))
    }

    /// Runs `work` for each of `items` on a thread of its own, the first on this one, and gives what
    /// each of them found.
    ///
    /// # Panics
    /// With the panic of one of them.
    fn run<T: Send, R: Send>(
        &self,
        items: impl IntoIterator<Item = T>,
        work: impl Fn(T) -> R + Sync,
    ) -> Vec<R> {
        let guarded = |item: T| {
            let found = catch_unwind(AssertUnwindSafe(|| work(item)));
            self.stop.fetch_or(found.is_err(), Relaxed);
            found
        };
        let guarded = &guarded;
        let mut items = items.into_iter();
        let Some(own) = items.next() else { return Vec::new() };
        thread::scope(|scope| {
            let helpers: Vec<_> = items
                .filter_map(|item| {
                    let helper = thread::Builder::new().name("cyclegc".into());
                    helper.spawn_scoped(scope, move || guarded(item)).ok()
                })
                .collect();
            let mut found = Vec::with_capacity(1 + helpers.len());
            found.push(guarded(own));
            found.extend(helpers.into_iter().map(|helper| helper.join().flatten()));
            found
        })
        .into_iter()
        .collect::<thread::Result<_>>()
        .unwrap_or_else(|panic| resume_unwind(panic))
    }
}

/// An object that is handed from thread to thread.
struct Handed<O>(NonNull<O>, PhantomData<O>);

// SAFETY: whoever is handed the object uses it as `ParallelHost` allows.
unsafe impl<O> Send for Handed<O> {}

impl<O> Handed<O> {
    fn new(object: NonNull<O>) -> Self {
        Self(object, PhantomData)
    }

    fn object(self) -> NonNull<O> {
        self.0
    }
}
