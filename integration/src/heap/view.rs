//! The collector's own interface, seen from a heap: Python's module `gc`.

use core::fmt;

use cyclegc::{DebugFlags, Generation, GenerationStats};

use super::detection::{self, Detecting};
use super::header::Header;
use super::inner::Inner;
use super::{Heap, OutOfMemory, Value};
use core::ptr::NonNull;

/// Thresholds, counters, statistics and generations of one heap.
pub struct CollectorView<'a> {
    inner: &'a Inner,
}

impl Heap {
    /// The collector's own interface: thresholds, counters, statistics, generations.
    pub fn collector(&self) -> CollectorView<'_> {
        CollectorView { inner: self.inner() }
    }
}

impl CollectorView<'_> {
    /// Whether collections start by themselves.
    pub fn is_enabled(&self) -> bool {
        self.inner.gc.is_enabled()
    }

    /// Turns automatic collection on or off.
    pub fn set_enabled(&self, on: bool) {
        if on { self.inner.gc.enable() } else { self.inner.gc.disable() }
    }

    /// Whether a collection is running.
    pub fn is_collecting(&self) -> bool {
        self.inner.gc.is_collecting()
    }

    /// The thresholds of the three generations.
    pub fn threshold(&self) -> [usize; 3] {
        self.inner.gc.threshold()
    }

    /// Sets thresholds; those left out keep their value. Zero for the youngest turns automatic
    /// collection off.
    pub fn set_threshold(&self, young: usize, middle: Option<usize>, old: Option<usize>) {
        self.inner.gc.set_threshold(young, middle, old);
    }

    /// The counters of the three generations: `gc.get_count()`.
    pub fn counts(&self) -> [usize; 3] {
        self.inner.gc.counts()
    }

    /// What the collections of each generation have done so far.
    pub fn stats(&self) -> [GenerationStats; 3] {
        self.inner.gc.stats()
    }

    /// The debug flags.
    pub fn debug(&self) -> DebugFlags {
        self.inner.gc.debug()
    }

    /// Sets the debug flags.
    pub fn set_debug(&self, flags: DebugFlags) {
        self.inner.gc.set_debug(flags);
    }

    /// Whether full collections mark from the runtime's roots first.
    pub fn marks_from_roots(&self) -> bool {
        self.inner.gc.marks_from_roots()
    }

    /// Lets full collections mark from the runtime's roots first.
    pub fn set_mark_from_roots(&self, mark: bool) {
        self.inner.gc.set_mark_from_roots(mark);
    }

    /// Lets `threads` threads, the heap's own included, find the garbage among `least` candidates
    /// or more, see [`Collector::set_threads`](cyclegc::Collector::set_threads). They do as long as
    /// [`allows_threads`](Self::allows_threads).
    #[cfg(feature = "parallel")]
    pub fn set_threads(&self, threads: usize, least: usize) {
        self.inner.gc.set_threads(threads, least);
    }

    /// Makes automatic full collections as rare as if the last one had left that many objects more,
    /// see [`Collector::set_long_lived_elsewhere`](cyclegc::Collector::set_long_lived_elsewhere).
    pub fn set_long_lived_elsewhere(&self, objects: usize) {
        self.inner.gc.set_long_lived_elsewhere(objects);
    }

    /// Whether the types of all objects that the heap has had allow other threads to trace them
    /// ([`Trace::PROMISE`](super::Trace::PROMISE)). All of Python's kinds do.
    pub fn allows_threads(&self) -> bool {
        self.inner.is_exact()
    }

    /// How many objects are in a generation.
    pub fn len(&self, generation: Generation) -> usize {
        self.inner.gc.len(generation)
    }

    /// Whether no object is tracked.
    pub fn is_empty(&self) -> bool {
        self.inner.gc.is_empty()
    }

    /// The tracked objects of one generation, or of all, youngest first.
    pub fn objects(&self, generation: Option<Generation>) -> Vec<Value> {
        let mut found = Vec::new();
        self.inner.gc.objects(generation, |object| hold(object, &mut found));
        found
    }

    /// The tracked objects that refer directly to one of `targets`.
    pub fn referrers(&self, targets: &[Value]) -> Vec<Value> {
        let targets: Vec<_> = targets.iter().map(Value::header).collect();
        let mut found = Vec::new();
        let _detecting = Detecting::enter();
        self.inner.gc.referrers(self.inner, &targets, |object| hold(object, &mut found));
        found
    }

    /// Moves every tracked object out of the collector's reach.
    ///
    /// # Errors
    /// [`OutOfMemory`]; nothing was moved then.
    ///
    /// # Panics
    /// When called from within a [`Trace::trace`](super::Trace::trace).
    pub fn freeze(&self) -> Result<(), OutOfMemory> {
        detection::forbid("the generations were frozen");
        self.inner.gc.freeze(self.inner).map_err(|_| OutOfMemory)
    }

    /// Moves what was frozen into the oldest generation.
    ///
    /// # Errors
    /// [`OutOfMemory`]; nothing was moved then.
    ///
    /// # Panics
    /// When called from within a [`Trace::trace`](super::Trace::trace).
    pub fn unfreeze(&self) -> Result<(), OutOfMemory> {
        detection::forbid("the generations were unfrozen");
        self.inner.gc.unfreeze(self.inner).map_err(|_| OutOfMemory)
    }

    /// How many objects are frozen.
    pub fn freeze_count(&self) -> usize {
        self.inner.gc.freeze_count()
    }
}

/// Adds an owner to a tracked object, unless it is dying.
fn hold(object: NonNull<Header>, found: &mut Vec<Value>) {
    use refcount::Count;
    // SAFETY: tracked objects are untracked before their block is given back.
    if unsafe { object.as_ref() }.count.count() > 0 {
        // SAFETY: the object is alive and owned.
        found.push(unsafe { Value::from_borrowed(object) });
    }
}

impl fmt::Debug for CollectorView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CollectorView").field("counts", &self.counts()).finish_non_exhaustive()
    }
}
