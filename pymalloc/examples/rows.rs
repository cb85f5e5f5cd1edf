//! The rows by which builds of the crate are compared: pairs, batches and working sets.
//!
//! `cargo run --release -p pymalloc --example rows -- [ROUNDS]`, and the same with
//! `--features hardened`. Nanoseconds for an allocation with its free, the least of all rounds; the
//! last line is their geometric mean.

use std::error::Error;
use std::hint::black_box;
use std::io::{self, Write};
use std::ptr::NonNull;
use std::time::Instant;

use pymalloc::{Heap, SizeClass};

/// Blocks per measurement.
const BLOCKS: usize = 1 << 15;

/// Sizes as Python asks for them, in bytes.
const SIZES: [usize; 16] = [32, 48, 64, 32, 48, 16, 64, 32, 48, 96, 32, 48, 80, 32, 208, 64];

type Block = (NonNull<u8>, SizeClass);

/// A row: its name, its work, and the nanoseconds it took at least.
type Row<'a> = (&'static str, Box<dyn FnMut() + 'a>, f64);

#[inline(always)]
fn alloc(heap: &Heap, size: usize) -> Block {
    let class = SizeClass::of(size).expect("a small size");
    let block = heap.alloc_class(class).expect("memory");
    // SAFETY: the block is fresh and has at least two words.
    unsafe { block.cast().write([size, size]) };
    (block, class)
}

#[inline(always)]
fn free(heap: &Heap, (block, class): Block) {
    // SAFETY: the rows free each block once, with its class.
    unsafe { heap.dealloc_class(block, class) };
}

fn pairs(heap: &Heap, size: usize) {
    for _ in 0..BLOCKS {
        let (block, class) = alloc(heap, size);
        free(heap, (black_box(block), class));
    }
}

/// Allocates a batch, then frees it in the order that `order` makes of it.
fn batches(heap: &Heap, order: impl Fn(&mut [Block])) {
    let mut blocks = Vec::with_capacity(1024);
    for _ in 0..BLOCKS / 1024 {
        blocks.extend((0..1024).map(|index| alloc(heap, SIZES[index % SIZES.len()])));
        order(&mut blocks);
        blocks.drain(..).for_each(|(block, class)| free(heap, (black_box(block), class)));
    }
}

/// Replaces blocks of a set at random.
fn working_set(heap: &Heap, set: &mut [Block]) {
    let mut state = 1_u64;
    for _ in 0..BLOCKS {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let roll = usize::try_from(state >> 33).unwrap_or(0);
        let slot = &mut set[roll % set.len()];
        free(heap, *slot);
        *slot = alloc(heap, SIZES[roll % SIZES.len()]);
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let rounds: usize = std::env::args().nth(1).map_or(Ok(15), |text| text.parse())?;
    let (heap, small_heap, large_heap) = (Heap::new(), Heap::new(), Heap::new());
    let set = |heap: &Heap, count: usize| -> Vec<Block> {
        (0..count).map(|index| alloc(heap, SIZES[index % SIZES.len()])).collect()
    };
    let (mut small, mut large) = (set(&small_heap, 4_000), set(&large_heap, 100_000));
    let mut shuffle: Vec<usize> = (0..1024).collect();
    fastrand::Rng::with_seed(1).shuffle(&mut shuffle);
    let random = |blocks: &mut [Block]| {
        for (index, &other) in shuffle.iter().enumerate() {
            blocks.swap(index, other);
        }
    };

    let mut rows: [Row<'_>; 7] = [
        ("pairs of 32 bytes", Box::new(|| pairs(&heap, 32)), f64::INFINITY),
        ("pairs of 200 bytes", Box::new(|| pairs(&heap, 200)), f64::INFINITY),
        (
            "batches, last in first out",
            Box::new(|| batches(&heap, <[Block]>::reverse)),
            f64::INFINITY,
        ),
        ("batches, first in first out", Box::new(|| batches(&heap, |_| ())), f64::INFINITY),
        ("batches, at random", Box::new(|| batches(&heap, random)), f64::INFINITY),
        ("working set of 4,000", Box::new(|| working_set(&small_heap, &mut small)), f64::INFINITY),
        (
            "working set of 100,000",
            Box::new(|| working_set(&large_heap, &mut large)),
            f64::INFINITY,
        ),
    ];
    for _ in 0..rounds.max(1) {
        for (_, work, least) in &mut rows {
            let start = Instant::now();
            work();
            #[expect(clippy::cast_precision_loss, reason = "a time per block needs few digits")]
            let nanos = start.elapsed().as_nanos() as f64 / BLOCKS as f64;
            *least = least.min(nanos);
        }
    }
    let mut out = io::stdout().lock();
    for (name, _, nanos) in &rows {
        writeln!(out, "{name:28} {nanos:7.2}")?;
    }
    #[expect(clippy::cast_precision_loss, reason = "seven rows")]
    let mean = (rows.iter().map(|(_, _, nanos)| nanos.ln()).sum::<f64>() / rows.len() as f64).exp();
    writeln!(out, "{:28} {mean:7.2}", "geometric mean")?;
    Ok(())
}
