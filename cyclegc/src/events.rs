//! What a collection logs: target `cyclegc`.
//!
//! A [`Collector`](crate::Collector) logs by itself. A host that only lets [`split`](crate::split)
//! detect, and does the rest of a collection, logs it by these functions in the same words.
//!
//! One span `gc.collect` per collection with one INFO event at its end, a DEBUG event per phase,
//! an ERROR event per miscounted edge. Nothing is logged outside a collection. Without the feature
//! `tracing` every function here is empty.

use crate::debug::Miscount;
use crate::generation::Generation;
use crate::host::Host;
use crate::outcome::{Outcome, Reason};

/// Keeps the span of a collection entered while it lives.
#[derive(Debug)]
pub struct Collection {
    #[cfg(feature = "tracing")]
    _entered: tracing::span::EnteredSpan,
}

/// Enters the span of a collection.
pub fn collection(generation: Generation, reason: Reason) -> Collection {
    #[cfg(not(feature = "tracing"))]
    let _ = (generation, reason);
    Collection {
        #[cfg(feature = "tracing")]
        _entered: tracing::info_span!(
            target: "cyclegc",
            "gc.collect",
            generation = generation.index(),
            reason = reason.name(),
        )
        .entered(),
    }
}

/// A phase is over; it concerned that many objects.
pub fn phase(name: &'static str, objects: usize) {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "cyclegc", phase = name, objects);
    #[cfg(not(feature = "tracing"))]
    let _ = (name, objects);
}

/// The collection is over.
pub fn done(outcome: &Outcome) {
    #[cfg(feature = "tracing")]
    tracing::info!(
        target: "cyclegc",
        examined = outcome.examined,
        marked = outcome.marked,
        unreachable = outcome.unreachable,
        finalized = outcome.finalized,
        resurrected = outcome.resurrected,
        collected = outcome.collected,
        uncollectable = outcome.uncollectable,
        freed = outcome.freed,
        micros = outcome.duration.map(|d| u64::try_from(d.as_micros()).unwrap_or(u64::MAX)),
        "collected"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = outcome;
}

/// The collection could not start.
pub(crate) fn refused(candidates: usize) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: "cyclegc", candidates, "refused");
    #[cfg(not(feature = "tracing"))]
    let _ = candidates;
}

/// An edge was reported that no owner accounts for.
pub(crate) fn refcount_too_small<H: Host>(host: &H, miscount: &Miscount<H::Object>) {
    #[cfg(feature = "tracing")]
    tracing::error!(
        target: "cyclegc",
        object = %core::fmt::from_fn(|f| host.label(miscount.object, f)),
        owners = miscount.owners,
        "refcount is too small"
    );
    #[cfg(not(feature = "tracing"))]
    let _ = (host, miscount);
}
