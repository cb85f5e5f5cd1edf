//! A heap under random operations, against a shadow of what should be in it.
//!
//! `cargo run --release -p pymalloc --example fuzz -- --operations 100000000 --seed 1`
//! `cargo run --release -p pymalloc --example fuzz -- --input FILE`
//!
//! With `RUSTFLAGS="--cfg heap_check"` all invariants of the heap are asserted besides. The last
//! line says what was done, or the seed and the number of the operation that found something;
//! the exit status is 1 then, and 2 where the command line makes no sense.

mod model;

use std::fs;
use std::io::{self, Write};
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::ExitCode;

use model::{Bytes, Model};

/// How often a long run says that it still runs.
const PROGRESS: u64 = 10_000_000;

/// What the command line asks for.
struct Options {
    operations: u64,
    seed: u64,
    input: Option<PathBuf>,
}

fn options() -> Result<Options, lexopt::Error> {
    use lexopt::prelude::*;

    let mut options = Options { operations: 1_000_000, seed: 1, input: None };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("operations") => options.operations = parser.value()?.parse()?,
            Long("seed") => options.seed = parser.value()?.parse()?,
            Long("input") => options.input = Some(parser.value()?.into()),
            _ => return Err(argument.unexpected()),
        }
    }
    Ok(options)
}

/// Random bytes, eight for each number that is drawn.
struct Random {
    rng: fastrand::Rng,
    word: u64,
    left: u8,
}

impl Bytes for Random {
    fn byte(&mut self) -> Option<u8> {
        if self.left == 0 {
            (self.word, self.left) = (self.rng.u64(..), 8);
        }
        let byte = self.word.to_le_bytes()[0];
        self.word >>= 8;
        self.left -= 1;
        Some(byte)
    }
}

/// Runs operations until the bytes end or there were enough; the panic of a finding stays one.
fn run(model: &mut Model, bytes: &mut impl Bytes, operations: u64) {
    while model.tally().operations < operations && model.step(bytes).is_some() {
        if model.tally().operations.is_multiple_of(PROGRESS) {
            let _ = writeln!(io::stderr(), "{} operations", model.tally().operations);
        }
    }
}

fn main() -> ExitCode {
    let mut out = io::stdout();
    let options = match options() {
        Ok(options) => options,
        Err(error) => {
            let _ = writeln!(
                io::stderr(),
                "error: {error}\nusage: fuzz [--operations COUNT] [--seed NUMBER] | [--input FILE]"
            );
            return ExitCode::from(2);
        }
    };
    let input = match options.input.as_ref().map(fs::read).transpose() {
        Ok(input) => input,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: the input file: {error}");
            return ExitCode::from(2);
        }
    };
    let name = match &options.input {
        Some(path) => format!("input {}", path.display()),
        None => format!("seed {}", options.seed),
    };

    let mut model = Model::new();
    let found = panic::catch_unwind(AssertUnwindSafe(|| {
        if let Some(input) = input {
            run(&mut model, &mut input.into_iter(), u64::MAX);
        } else {
            let rng = fastrand::Rng::with_seed(options.seed);
            run(&mut model, &mut Random { rng, word: 0, left: 0 }, options.operations);
        }
    }));
    let (operations, stats) = (model.tally().operations, model.stats());
    let done = found.and_then(|()| panic::catch_unwind(AssertUnwindSafe(|| model.finish())));
    let Ok(tally) = done else {
        let _ = writeln!(out, "FOUND: {name}, operation {operations}");
        return ExitCode::FAILURE;
    };
    let _ = writeln!(
        out,
        "{name}: {} operations, nothing found: {} allocations, {} reallocations, {} refusals, \
         {} trims; at most {} blocks in {} arenas, {} arenas unmapped, {} pools purged",
        tally.operations,
        tally.allocations,
        tally.reallocations,
        tally.refusals,
        tally.trims,
        tally.peak,
        stats.arenas_highwater,
        stats.arenas_reclaimed,
        stats.pools_purged,
    );
    ExitCode::SUCCESS
}
