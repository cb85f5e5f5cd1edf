//! What a collection did, and why it may not have started.
//!
//! ```text
//!   examined = survivors + unreachable
//!   unreachable = uncollectable + resurrected + gone before the clearing + garbage cleared
//! ```

use core::fmt;
use core::time::Duration;

use crate::generation::Generation;

/// Why a collection runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The allocation count exceeded its threshold.
    Due,
    /// The program asked (`gc.collect()`).
    Asked,
    /// The host is shutting down: [`Host::on_start`](crate::Host::on_start) and
    /// [`Host::on_stop`](crate::Host::on_stop) are not called.
    Shutdown,
}

impl Reason {
    /// The name in the log.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Asked => "asked",
            Self::Shutdown => "shutdown",
        }
    }
}

/// The account of one collection, in objects unless it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Outcome {
    /// The oldest generation examined.
    pub generation: Generation,
    /// Why it ran.
    pub reason: Reason,
    /// Candidates: tracked objects of the generations examined, without immortal ones.
    pub examined: usize,
    /// Candidates found alive by marking from the roots that the host named, before trial deletion
    /// was tried on the others. 0 where [`set_mark_from_roots`] is off.
    ///
    /// [`set_mark_from_roots`]: crate::Collector::set_mark_from_roots
    pub marked: usize,
    /// Candidates that no reference from outside reaches, before finalizers ran.
    pub unreachable: usize,
    /// Finalizers called.
    pub finalized: usize,
    /// Objects that finalizers or callbacks made reachable again.
    pub resurrected: usize,
    /// Garbage found after the finalizers, counted before it was cleared, and the weak reference
    /// objects that [`Host::clear_weakrefs`](crate::Host::clear_weakrefs) freed.
    pub collected: usize,
    /// Objects kept because of a legacy finalizer.
    pub uncollectable: usize,
    /// Garbage that clearing has really freed. The rest of the garbage is alive and cleared.
    pub freed: usize,
    /// Edges reported beyond an object's owners. Not zero: the host's `owners` or `traverse` is
    /// wrong. The objects concerned are kept.
    pub miscounted: usize,
    /// How long it took, callbacks included, if the host has a clock.
    pub duration: Option<Duration>,
}

impl Outcome {
    /// The account of a collection that has not examined anything.
    pub const fn nothing(generation: Generation, reason: Reason) -> Self {
        Self {
            generation,
            reason,
            examined: 0,
            marked: 0,
            unreachable: 0,
            finalized: 0,
            resurrected: 0,
            collected: 0,
            uncollectable: 0,
            freed: 0,
            miscounted: 0,
            duration: None,
        }
    }

    /// What `gc.collect()` answers: collected and uncollectable together.
    pub const fn found(&self) -> usize {
        self.collected + self.uncollectable
    }
}

/// A collection could not start: there was no memory for its working buffer (8 bytes for each
/// candidate), or more than 2^27 objects would share one generation. Nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no memory to collect garbage")
    }
}

impl core::error::Error for Refused {}

/// No slot is left for one more object: 2^27 are tracked, or memory is exhausted. The object in
/// question has not been tracked, or the generations have not been frozen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeapFull;

impl fmt::Display for HeapFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("no slot left for a tracked object")
    }
}

impl core::error::Error for HeapFull {}
