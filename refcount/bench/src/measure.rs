//! Rows, and running their peers by turns.

use crate::options::Options;

/// One way to do a row's workload. Takes the work, in tenths of the full one, and answers the
/// figure in the row's unit, once.
pub type Run = Box<dyn Fn(u32) -> f64>;

/// A workload and who does it.
pub struct Row {
    pub name: &'static str,
    pub about: &'static str,
    pub unit: &'static str,
    /// Fewer rounds than usual: for what takes long, or repeats exactly.
    pub rounds: usize,
    pub peers: Vec<(&'static str, Run)>,
}

impl Row {
    pub fn new(name: &'static str, about: &'static str) -> Self {
        Self { name, about, unit: "ns", rounds: usize::MAX, peers: Vec::new() }
    }

    #[must_use]
    pub fn peer(mut self, name: &'static str, run: impl Fn(u32) -> f64 + 'static) -> Self {
        self.peers.push((name, Box::new(run)));
        self
    }
}

/// A row with its figures.
pub struct Measured {
    pub name: &'static str,
    pub about: &'static str,
    pub unit: &'static str,
    pub peers: Vec<(&'static str, Vec<f64>)>,
}

/// Runs all peers of `row` once in each round.
pub fn measure(row: &Row, options: &Options) -> Measured {
    let mut samples: Vec<_> = row.peers.iter().map(|(name, _)| (*name, Vec::new())).collect();
    for _ in 0..options.rounds.min(row.rounds) {
        for ((_, run), (_, samples)) in row.peers.iter().zip(&mut samples) {
            samples.push(run(options.work));
        }
    }
    Measured { name: row.name, about: row.about, unit: row.unit, peers: samples }
}

impl Measured {
    /// The median of the ratios of `samples` to those of the peer `base` in the same round.
    pub fn ratio(&self, samples: &[f64], base: &str) -> Option<f64> {
        let (_, base) = self.peers.iter().find(|(name, _)| *name == base)?;
        Some(median(samples.iter().zip(base).map(|(figure, base)| figure / base).collect()))
    }
}

/// The middle of `values`, which must not be empty.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
