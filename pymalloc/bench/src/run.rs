//! One measurement: passes over a workload, and what they cost.
//!
//! A pass is a fixed number of operations, the same for every peer. The first pass warms up and is
//! not counted; of the others the median stands for the run.

use std::time::Instant;

use serde_json::{Value, json};

use crate::memory;

/// Passes that count.
const PASSES: usize = 5;

/// What a quick run divides numbers of operations by.
const QUICK: usize = 10;

/// A run of one row.
#[derive(Debug)]
pub struct Run {
    quick: bool,
    samples: Vec<f64>,
    resident_per_live: Option<f64>,
}

impl Run {
    /// A run, with a tenth of the operations where `quick`.
    pub fn new(quick: bool) -> Self {
        Run { quick, samples: Vec::with_capacity(PASSES), resident_per_live: None }
    }

    /// The operations of a pass in this run.
    pub fn scaled(&self, operations: usize) -> usize {
        if self.quick { operations.div_ceil(QUICK) } else { operations }
    }

    /// Times passes of `operations`, which the closure gets scaled.
    pub fn measure(&mut self, operations: usize, mut pass: impl FnMut(usize)) {
        let operations = self.scaled(operations);
        pass(operations);
        for _ in 0..PASSES {
            self.once(operations, &mut pass);
        }
    }

    /// Times one pass of exactly `operations`, without a warm-up.
    pub fn once(&mut self, operations: usize, pass: impl FnOnce(usize)) {
        let start = Instant::now();
        pass(operations);
        let elapsed = start.elapsed().as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "far below 2^52 operations")]
        self.samples.push(elapsed * 1e9 / operations as f64);
    }

    /// Records how much memory was resident for each live byte.
    pub fn resident_per_live(&mut self, ratio: f64) {
        self.resident_per_live = Some(ratio);
    }

    /// The line that the worker prints: nanoseconds an operation, and memory in bytes.
    ///
    /// # Panics
    /// Before anything was measured.
    pub fn report(mut self) -> Value {
        let (peak, remaining) = (memory::peak(), memory::resident());
        self.samples.sort_by(f64::total_cmp);
        json!({
            "ns": self.samples[self.samples.len() / 2],
            "peak": peak,
            "remaining": remaining,
            "resident_per_live": self.resident_per_live,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Run;

    #[test]
    fn the_first_pass_is_not_counted() {
        let mut run = Run::new(true);
        let mut passes = Vec::new();
        run.measure(100, |operations| passes.push(operations));
        assert_eq!(passes, [10; 6]);
        assert_eq!(run.samples.len(), 5);
    }
}
