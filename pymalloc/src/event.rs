//! What the heap tells a log: arenas, pools that change class, refusals.
//!
//! Events of the `tracing` crate with the target `pymalloc`. They are sent between two steps, when
//! the heap is in order, so a subscriber may use the heap itself. Without the feature `tracing`
//! they are nothing.
//!
//! | level | message                   | fields                         |
//! |-------|---------------------------|--------------------------------|
//! | debug | `arena mapped`            | `arena` (address), `arenas`    |
//! | debug | `arena unmapped`          | `arena` (address), `arenas`    |
//! | debug | `pools purged`           | `pools`, `bytes`               |
//! | trace | `pool changes class`      | `from`, `to` (bytes a block)   |
//! | warn  | `source refused an arena` | `arenas`                       |
//! | warn  | `source refused a block`  | `size`, `align`                |

#![cfg_attr(
    not(feature = "tracing"),
    allow(unused_variables, reason = "the events are nothing without the feature")
)]

use core::alloc::Layout;
use core::ptr::NonNull;

use crate::size_class::SizeClass;

/// A new arena is in the heap; there are `arenas` now.
pub(crate) fn arena_mapped(arena: NonNull<u8>, arenas: usize) {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "pymalloc", ?arena, arenas, "arena mapped");
}

/// An arena went back; there are `arenas` now.
pub(crate) fn arena_unmapped(arena: NonNull<u8>, arenas: usize) {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "pymalloc", ?arena, arenas, "arena unmapped");
}

/// The memory of empty pools went back to the source; none where it refused the first.
pub(crate) fn pools_purged(pools: usize, bytes: usize) {
    #[cfg(feature = "tracing")]
    tracing::debug!(target: "pymalloc", pools, bytes, "pools purged");
}

/// An empty pool of one class became a pool of another.
pub(crate) fn pool_changes_class(from: SizeClass, to: SizeClass) {
    #[cfg(feature = "tracing")]
    tracing::trace!(
        target: "pymalloc",
        from = from.block_size(),
        to = to.block_size(),
        "pool changes class"
    );
}

/// The source gave no arena to a heap of `arenas`.
pub(crate) fn arena_refused(arenas: usize) {
    #[cfg(feature = "tracing")]
    tracing::warn!(target: "pymalloc", arenas, "source refused an arena");
}

/// The source gave no large block.
pub(crate) fn block_refused(layout: Layout) {
    #[cfg(feature = "tracing")]
    tracing::warn!(
        target: "pymalloc",
        size = layout.size(),
        align = layout.align(),
        "source refused a block"
    );
}
