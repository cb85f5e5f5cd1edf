//! The crate's log events, one function each, empty without the feature `tracing`.
//!
//! All are cold: they are called when a count turns immortal or a destruction is deferred, never
//! from the common path of an increment, a decrement or a destruction. A subscriber may run any
//! code, so callers emit only when their own state is whole.

/// A count has reached [`FIRST_IMMORTAL`](crate::FIRST_IMMORTAL) by increments.
#[cold]
pub(crate) fn saturated() {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "refcount", "count saturated: immortal");
}

/// A mortal count was made immortal on request.
#[cold]
pub(crate) fn made_immortal() {
    #[cfg(feature = "tracing")]
    tracing::trace!(target: "refcount", "made immortal");
}

/// The first object since the outermost destruction began was put aside.
#[cold]
pub(crate) fn deferred(depth: u32) {
    #[cfg(feature = "tracing")]
    tracing::trace!(target: "refcount", depth, "destruction deferred");
    #[cfg(not(feature = "tracing"))]
    let _ = depth;
}

/// All objects that had been put aside are destroyed.
#[cold]
pub(crate) fn drained(drained: usize) {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "refcount", drained, "deferred destructions drained");
    #[cfg(not(feature = "tracing"))]
    let _ = drained;
}

/// A thread has merged the counts of the objects in its queue.
#[cfg(feature = "std")]
#[cold]
pub(crate) fn merged(merged: usize) {
    #[cfg(feature = "tracing")]
    tracing::trace!(target: "refcount", merged, "merge queue drained");
    #[cfg(not(feature = "tracing"))]
    let _ = merged;
}

/// A deferred destruction panicked while an earlier panic was on its way.
#[cold]
#[cfg_attr(not(feature = "std"), expect(dead_code, reason = "only std can catch the second panic"))]
pub(crate) fn panic_dropped() {
    #[cfg(feature = "tracing")]
    tracing::error!(target: "refcount", "panic in a deferred destruction dropped");
}
