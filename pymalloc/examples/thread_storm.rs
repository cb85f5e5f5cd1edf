//! A storm of threads that live for a moment, on `PyMalloc`: what it costs and what it leaves.
//!
//! `cargo run --release -p pymalloc --example thread_storm -- 100000`

use std::io::{self, Write};
use std::process::ExitCode;
use std::thread;
use std::time::Instant;

use pymalloc::PyMalloc;

#[global_allocator]
static ALLOCATOR: PyMalloc = PyMalloc;

/// Threads that live side by side.
const AT_ONCE: u32 = 8;

/// Blocks of a thread; every second one is left to the thread that waits for it.
const BLOCKS: usize = 100;

fn life() -> Vec<Box<[u8]>> {
    let blocks = (1..=BLOCKS).map(|at| vec![1; at * 7 % 600 + 1].into_boxed_slice());
    let (left, _freed): (Vec<_>, Vec<_>) = blocks.partition(|block| block.len() % 2 == 0);
    left
}

/// The bytes of the process in memory, where the system tells.
fn resident() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find(|line| line.starts_with("VmRSS"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

fn storm(threads: u32) -> io::Result<()> {
    let mut out = io::stdout().lock();
    let before = resident();
    let start = Instant::now();
    let mut blocks = 0;
    for wave in 0..threads.div_ceil(AT_ONCE) {
        let alive = AT_ONCE.min(threads - wave * AT_ONCE);
        let alive: Vec<_> = (0..alive).map(|_| thread::spawn(life)).collect();
        for thread in alive {
            blocks += thread.join().map_or(0, |left| left.len());
        }
    }
    let micros = start.elapsed().as_secs_f64() * 1e6 / f64::from(threads.max(1));
    writeln!(out, "{threads} threads, {micros:.1} us each, {blocks} blocks outlived theirs")?;
    if let (Some(before), Some(after)) = (before, resident()) {
        PyMalloc::trim();
        let trimmed = resident().unwrap_or(after);
        writeln!(out, "resident bytes: {before} before, {after} after, {trimmed} after a trim")?;
    }
    Ok(())
}

fn main() -> ExitCode {
    let text = std::env::args().nth(1).unwrap_or_else(|| "10000".to_owned());
    let Ok(threads) = text.parse() else {
        eprintln!("error: `{text}` is no number of threads, such as 100000");
        return ExitCode::from(2);
    };
    match storm(threads) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}
