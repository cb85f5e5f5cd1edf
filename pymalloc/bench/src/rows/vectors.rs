//! Vectors that grow: programs whose time goes into `realloc`.

use std::hint::black_box;

use fastrand::Rng;

use crate::run::Run;

/// Vectors of one to 64 items, a few of which are alive at any time.
pub(super) fn push_small(run: &mut Run) {
    run.measure(2_000_000, |count| {
        let mut rng = Rng::with_seed(18);
        let mut alive: [Vec<u64>; 16] = Default::default();
        let mut pushed = 0;
        while pushed < count {
            let length = rng.usize(1..=64);
            let mut items = Vec::new();
            for item in 0..length {
                items.push(black_box(item as u64));
            }
            alive[rng.usize(0..16)] = items;
            pushed += length;
        }
    });
}

/// One vector after the other, each of two million items.
pub(super) fn push_large(run: &mut Run) {
    run.measure(2_000_000, |count| {
        let mut items = Vec::new();
        for item in 0..count {
            items.push(black_box(item as u64));
        }
        black_box(&mut items);
    });
}

/// A hundred vectors, none of which can grow in place for long.
pub(super) fn interleaved(run: &mut Run) {
    run.measure(2_000_000, |count| {
        let mut vectors: Vec<Vec<u64>> = vec![Vec::new(); 100];
        for round in 0..count / 100 {
            for vector in &mut vectors {
                vector.push(black_box(round as u64));
            }
        }
        black_box(&mut vectors);
    });
}
