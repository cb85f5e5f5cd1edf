//! Running totals of each generation (`gc.get_stats()`).
//!
//! A collection counts under the generation it was asked for, not under the younger ones that it
//! examines as well. A collection that was refused, or that a panic of the host ended before its
//! stop callback, does not count.

use core::cell::Cell;
use core::time::Duration;

use crate::outcome::Outcome;

/// Totals over all collections of one generation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct GenerationStats {
    /// Collections.
    pub collections: usize,
    /// Objects collected, see [`Outcome::collected`].
    pub collected: usize,
    /// Uncollectable objects found.
    pub uncollectable: usize,
    /// Objects examined (CPython 3.15's `candidates`).
    pub candidates: usize,
    /// Time spent, if the host has a clock (CPython 3.15's `duration`).
    pub duration: Duration,
}

pub(crate) struct Stats([Cell<GenerationStats>; 3]);

impl Stats {
    pub(crate) const fn new() -> Self {
        const NONE: GenerationStats = GenerationStats {
            collections: 0,
            collected: 0,
            uncollectable: 0,
            candidates: 0,
            duration: Duration::ZERO,
        };
        Self([const { Cell::new(NONE) }; 3])
    }

    pub(crate) fn get(&self) -> [GenerationStats; 3] {
        [self.0[0].get(), self.0[1].get(), self.0[2].get()]
    }

    pub(crate) fn add(&self, outcome: &Outcome) {
        let cell = &self.0[outcome.generation.index()];
        let old = cell.get();
        cell.set(GenerationStats {
            collections: old.collections + 1,
            collected: old.collected + outcome.collected,
            uncollectable: old.uncollectable + outcome.uncollectable,
            candidates: old.candidates + outcome.examined,
            duration: old.duration + outcome.duration.unwrap_or_default(),
        });
    }
}
