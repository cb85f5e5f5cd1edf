//! Memory that drains: a million blocks of the sizes that Python asks for, 70 % of them freed at
//! random, the rest replaced at random for a while. What stays resident, and what that costs.
//!
//! `cargo run --release -p pymalloc --example drain -- [BLOCKS] [REPLACEMENTS] [ROUNDS]`
//!
//! The same work runs on a heap that gives the memory of idle pools back and on one that keeps it,
//! in turns. Times and their ratio are medians over the rounds; resident bytes are read from the
//! system.

use std::alloc::Layout;
use std::error::Error;
use std::io::{self, Write};
use std::ptr::NonNull;
use std::time::Instant;

use pymalloc::{ArenaSource, Heap, OsArenas};

/// The system's arenas without their purge: empty pools keep their memory.
struct Keeping;

// SAFETY: every method is one of `OsArenas`.
unsafe impl ArenaSource for Keeping {
    fn map(&self) -> Option<NonNull<u8>> {
        OsArenas.map()
    }

    unsafe fn unmap(&self, arena: NonNull<u8>) {
        // SAFETY: the caller's promise.
        unsafe { OsArenas.unmap(arena) };
    }
}

/// Requests of CPython by size: up to this many bytes, in this share of a thousand.
const SIZES: [(usize, usize, u32); 8] = [
    (1, 16, 50),
    (17, 32, 290),
    (33, 48, 270),
    (49, 64, 150),
    (65, 80, 50),
    (81, 96, 90),
    (97, 112, 40),
    (113, 240, 60),
];

fn layout(rng: &mut fastrand::Rng) -> Layout {
    let mut roll = rng.u32(..1000);
    for (least, most, share) in SIZES {
        if roll < share {
            return Layout::from_size_align(rng.usize(least..=most), 16).expect("a small layout");
        }
        roll -= share;
    }
    unreachable!("the shares add up to a thousand")
}

/// What one run found.
struct Row {
    live: usize,
    blocks: usize,
    pools: usize,
    arenas: usize,
    full: usize,
    resident: usize,
    trimmed: usize,
    nanos: f64,
}

/// The resident bytes of this process; 0 where the system does not tell.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}

struct Sizes {
    blocks: usize,
    replacements: usize,
}

fn drain<S: ArenaSource>(
    source: S,
    sizes: &Sizes,
    slots: &mut Vec<(NonNull<u8>, Layout)>,
) -> Option<Row> {
    let mut rng = fastrand::Rng::with_seed(7);
    let before = resident();
    let heap = Heap::with_source(source);
    let new = |rng: &mut fastrand::Rng| {
        let layout = layout(rng);
        let block = heap.alloc(layout)?;
        // SAFETY: the block is fresh and has at least a byte.
        unsafe { block.write(1) };
        Some((block, layout))
    };
    let start = Instant::now();
    for _ in 0..sizes.blocks {
        slots.push(new(&mut rng)?);
    }
    let full = resident();
    for _ in 0..sizes.blocks * 7 / 10 {
        let (block, layout) = slots.swap_remove(rng.usize(..slots.len()));
        // SAFETY: the slots hold live blocks with their layouts.
        unsafe { heap.dealloc(block, layout) };
    }
    for _ in 0..sizes.replacements {
        let slot = rng.usize(..slots.len());
        let (block, layout) = slots[slot];
        // SAFETY: the slots hold live blocks with their layouts.
        unsafe { heap.dealloc(block, layout) };
        slots[slot] = new(&mut rng)?;
    }
    let pairs = sizes.blocks + sizes.replacements;
    #[expect(clippy::cast_precision_loss, reason = "a time per operation needs few digits")]
    let nanos = start.elapsed().as_nanos() as f64 / pairs as f64;
    let (stats, after) = (heap.stats(), resident());
    heap.trim();
    let row = Row {
        live: slots.iter().map(|(_, layout)| layout.size()).sum(),
        blocks: stats.bytes_in_use(),
        pools: stats.pools(),
        arenas: stats.arenas,
        full: full.saturating_sub(before),
        resident: after.saturating_sub(before),
        trimmed: resident().saturating_sub(before),
        nanos,
    };
    slots.clear();
    Some(row)
}

fn print(out: &mut impl Write, name: &str, rows: &mut [Row]) -> io::Result<()> {
    rows.sort_by(|one, other| one.nanos.total_cmp(&other.nanos));
    let row = &rows[rows.len() / 2];
    #[expect(clippy::cast_precision_loss, reason = "megabytes and ratios need few digits")]
    let (mega, ratio) =
        (|bytes: usize| bytes as f64 / 1e6, |bytes: usize| bytes as f64 / row.live as f64);
    writeln!(
        out,
        "{name:6} {:9.1} {:10.1} {:6} {:7} {:9.1} {:11.1} {:6.2} {:11.1} {:7.1}",
        mega(row.live),
        mega(row.blocks),
        row.pools,
        row.arenas,
        mega(row.full),
        mega(row.resident),
        ratio(row.resident),
        mega(row.trimmed),
        row.nanos,
    )
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut numbers = std::env::args().skip(1);
    let mut number = |default: usize| -> Result<usize, Box<dyn Error>> {
        let Some(text) = numbers.next() else { return Ok(default) };
        text.parse().map_err(|_| format!("{text:?} is not a number of operations").into())
    };
    let sizes = Sizes { blocks: number(1_000_000)?, replacements: number(6_000_000)? };
    let rounds = number(3)?.max(1);

    let mut slots = Vec::with_capacity(sizes.blocks);
    slots.resize(sizes.blocks, (NonNull::dangling(), Layout::new::<()>()));
    slots.clear();
    let (mut purged, mut kept, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let purge = drain(OsArenas, &sizes, &mut slots).ok_or("out of memory")?;
        let keep = drain(Keeping, &sizes, &mut slots).ok_or("out of memory")?;
        ratios.push(keep.nanos / purge.nanos);
        purged.push(purge);
        kept.push(keep);
    }
    ratios.sort_by(f64::total_cmp);
    let mut out = io::stdout().lock();
    writeln!(out, "megabytes; resident as a ratio of the live bytes; nanoseconds a replacement")?;
    writeln!(
        out,
        "        live   in blocks  pools  arenas      full    resident  ratio     trimmed      ns"
    )?;
    print(&mut out, "purge", &mut purged)?;
    print(&mut out, "keep", &mut kept)?;
    writeln!(out, "throughput with the purge: {:.2} of the other", ratios[rounds / 2])?;
    Ok(())
}
