//! A heap that is filled on huge pages and on ordinary ones, in turns: what the page faults cost.
//!
//! `cargo run --release -p pymalloc --example huge_pages -- [MEGABYTES] [ROUNDS]`

use std::alloc::Layout;
use std::error::Error;
use std::io::{self, Write};
use std::time::Instant;

use pymalloc::{ArenaSource, Heap, HugeArenas, OsArenas};

/// The bytes of this process that lie on huge pages; 0 where the system does not tell.
fn huge() -> usize {
    let maps = std::fs::read_to_string("/proc/self/smaps_rollup").unwrap_or_default();
    let line = maps.lines().find_map(|line| line.strip_prefix("AnonHugePages:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// Fills a heap with blocks of 64 bytes, and gives the milliseconds and the bytes on huge pages.
fn fill<S: ArenaSource>(source: S, blocks: usize) -> Option<(f64, usize)> {
    let heap = Heap::with_source(source);
    let layout = Layout::new::<[u64; 8]>();
    let start = Instant::now();
    for _ in 0..blocks {
        let block = heap.alloc(layout)?;
        // SAFETY: the block is fresh and has this size.
        unsafe { block.cast::<[u64; 8]>().write([1; 8]) };
    }
    Some((start.elapsed().as_secs_f64() * 1e3, huge()))
}

fn median(rows: &mut [(f64, usize)]) -> (f64, usize) {
    rows.sort_by(|one, other| one.0.total_cmp(&other.0));
    rows[rows.len() / 2]
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1);
    let mut number = |default: usize| -> Result<usize, Box<dyn Error>> {
        let Some(text) = numbers.next() else { return Ok(default) };
        text.parse().map_err(|_| format!("{text:?} is not a number").into())
    };
    let (megabytes, rounds) = (number(200)?, number(5)?.max(1));
    let blocks = megabytes * 1_000_000 / 64;
    let (mut huge, mut ordinary) = (Vec::new(), Vec::new());
    for _ in 0..rounds {
        huge.push(fill(HugeArenas::new(), blocks).ok_or("out of memory")?);
        ordinary.push(fill(OsArenas, blocks).ok_or("out of memory")?);
    }
    let (huge, ordinary) = (median(&mut huge), median(&mut ordinary));
    let mut out = io::stdout().lock();
    writeln!(out, "{megabytes} megabytes of blocks of 64 bytes, medians of {rounds} rounds")?;
    for (name, (millis, bytes)) in [("huge pages", huge), ("ordinary", ordinary)] {
        writeln!(out, "{name:10} {millis:8.1} ms, {:5} MiB on huge pages", bytes >> 20)?;
    }
    writeln!(out, "ratio      {:8.2}", huge.0 / ordinary.0)?;
    Ok(())
}
