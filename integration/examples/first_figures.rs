//! The first figures: a full collection over a million live objects, and small lists that die as
//! soon as they are born.
//!
//! Every figure is one JSON object in a line of standard output: its name, and its samples in
//! nanoseconds for each object. The script of the same name measures the same in CPython;
//! `cargo xtask bench first-figures` runs both by turns and prints the ratios.
//!
//! ```text
//! cargo run --release -p integration --no-default-features --example first_figures
//! ```

#![expect(clippy::print_stdout, reason = "printing figures is what this program is for")]

use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};

use integration::object::{Int, List};
use integration::{Gc, Heap, Trace, Tracer, Value};

/// Objects alive in the collections.
const LIVE: usize = 1_000_000;

/// Lists that are born and die.
const BORN: usize = 10_000_000;

const COLLECTIONS: usize = 9;
const LOOPS: usize = 3;

/// A payload of the host's own: three references, no list around them.
struct Triple([Value; 3]);

impl Trace for Triple {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.0.trace(tracer);
    }
}

/// Numbers that look random, from a fixed seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap_or(0) % bound
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    collections()?;
    births()
}

fn report(name: &str, objects: usize, samples: &[Duration]) {
    #[expect(clippy::cast_precision_loss, reason = "figures of nine digits at most")]
    let each = |sample: &Duration| format!("{:.3}", sample.as_nanos() as f64 / objects as f64);
    let samples: Vec<String> = samples.iter().map(each).collect();
    println!("{{\"figure\":\"{name}\",\"samples\":[{}]}}", samples.join(","));
}

/// Times full collections of a graph of lists, each of three others chosen at random.
fn collections() -> Result<(), Box<dyn Error>> {
    let heap = Heap::new();
    heap.collector().set_enabled(false);
    let all = heap.list(core::iter::empty())?;
    for _ in 0..LIVE {
        all.push(heap.list(core::iter::empty())?.into_value())?;
    }
    let lists = all.to_vec();
    let mut random = Random(2026);
    for list in &lists {
        let Some(list) = list.get::<List>() else { continue };
        for _ in 0..3 {
            list.push(lists[random.below(LIVE)].clone())?;
        }
    }
    drop(lists);
    let mut samples = Vec::new();
    for round in 0..=COLLECTIONS {
        let started = Instant::now();
        let outcome = heap.collect()?;
        let sample = started.elapsed();
        if outcome.collected != 0 || outcome.examined <= LIVE {
            return Err("the graph is alive, and all of it is examined".into());
        }
        // The first one moves the young to the oldest generation.
        if round > 0 {
            samples.push(sample);
        }
    }
    report("collect", LIVE, &samples);
    Ok(())
}

/// Times the life of an object of three references to one integer.
fn births() -> Result<(), Box<dyn Error>> {
    let heap = Heap::new();
    let shared = heap.alloc(Int::from(1_000_003))?.into_value();
    let three = || core::array::from_fn(|_| shared.clone());
    time("list", &heap, || {
        let list: Gc<List> = heap.list(three().into_iter())?;
        Ok(list.into_value())
    })?;
    time("tuple", &heap, || Ok(heap.tuple(three().into_iter())?.into_value()))?;
    time("native", &heap, || Ok(heap.alloc(Triple(three()))?.into_value()))
}

fn time(
    name: &str,
    heap: &Heap,
    make: impl Fn() -> Result<Value, integration::OutOfMemory>,
) -> Result<(), Box<dyn Error>> {
    let mut samples = Vec::new();
    for _ in 0..LOOPS {
        let started = Instant::now();
        for _ in 0..BORN {
            drop(black_box(make()?));
            heap.safepoint();
        }
        samples.push(started.elapsed());
    }
    report(name, BORN, &samples);
    Ok(())
}
