//! The collector against CPython and the cycle collectors of other crates, by turns.
//!
//! ```text
//!   rows.rs      what is timed              memory.rs    what a row asks of a memory
//!   numbers.rs   the graphs                 toy.rs       the collector over a small host
//!   rows.py      the same rows in Python    composed.rs  the collector in `integration`'s heap
//!   contender.rs who takes part             peers/       the other crates
//!   table.rs     medians and ratios
//! ```
//! Each measurement is a process of its own: this program with `--child`, or a Python. In each
//! round all contenders of a row run one after the other, so that a machine that is slow for a
//! while is slow for all of them.

mod composed;
mod contender;
mod memory;
mod numbers;
mod peers;
mod rows;
mod table;
mod toy;

use std::process::ExitCode;

use contender::{Contender, ROWS};
use table::Table;

const HELP: &str = "\
usage: cargo xtask bench cyclegc [OPTIONS]

  --rows A,B      only these rows: random sequential local program list tree pairs rings
                  gcbench gcbench-parents young
  --only A,B      only these contenders, by the beginning of their names
  --peers         with the cycle collectors of other crates
  --large         10,000,000 objects instead of 1,000,000
  --quick         100,000 objects, one round
  --cpu           time of the processor, for a machine that is shared
  --rounds N      rounds of every row (3); the medians are shown
  --python PATH   the Python to compare with (python3.13; none: --python '')
  --json FILE     also writes all figures to FILE
";

/// What the command line asks for.
pub(crate) struct Options {
    rows: Vec<String>,
    only: Vec<String>,
    peers: bool,
    large: bool,
    quick: bool,
    cpu: bool,
    rounds: usize,
    /// `None` until one has been looked for.
    python: Option<String>,
    json: Option<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cyclegc-bench: {error}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), Box<dyn std::error::Error>> {
    use lexopt::prelude::{Long, ValueExt};
    let mut options = Options {
        rows: Vec::new(),
        only: Vec::new(),
        peers: false,
        large: false,
        quick: false,
        cpu: false,
        rounds: 3,
        python: None,
        json: None,
    };
    let names = |value: std::ffi::OsString| -> Result<Vec<String>, lexopt::Error> {
        Ok(value.string()?.split(',').map(str::to_owned).collect())
    };
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Long("child") => {
                let contender = parser.value()?.string()?;
                let (row, size) = (parser.value()?.string()?, parser.value()?.parse()?);
                let cpu = parser.next()?.is_some();
                rows::CPU.store(cpu, std::sync::atomic::Ordering::Relaxed);
                return contender::child(&contender, &row, size);
            }
            Long("rows") => options.rows = names(parser.value()?)?,
            Long("only") => options.only = names(parser.value()?)?,
            Long("peers") => options.peers = true,
            Long("large") => options.large = true,
            Long("quick") => options.quick = true,
            Long("cpu") => options.cpu = true,
            Long("rounds") => options.rounds = parser.value()?.parse()?,
            Long("python") => options.python = Some(parser.value()?.string()?),
            Long("json") => options.json = Some(parser.value()?.string()?),
            Long("help") => {
                print!("{HELP}");
                return Ok(());
            }
            other => return Err(other.unexpected().into()),
        }
    }
    if let Some(unknown) = options.rows.iter().find(|row| !ROWS.contains(&row.as_str())) {
        return Err(format!("no row is called {unknown}; there are {}", ROWS.join(" ")).into());
    }
    if options.python.is_none() {
        options.python = contender::find_python();
    }
    measure(&options)
}

fn measure(options: &Options) -> Result<(), Box<dyn std::error::Error>> {
    let mut figures = serde_json::Map::new();
    for row in ROWS {
        if !options.rows.is_empty() && !options.rows.iter().any(|wanted| wanted == row) {
            continue;
        }
        let size = contender::size(row, options);
        let contenders = Contender::all(row, options);
        let mut table = Table::new(row, size, &contenders);
        let rounds = if options.quick { 1 } else { options.rounds.max(1) };
        for _ in 0..rounds {
            for (index, contender) in contenders.iter().enumerate() {
                table.add(index, contender.run(row, size, options.cpu));
            }
        }
        print!("{table}");
        figures.insert(row.to_owned(), table.json());
    }
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_string_pretty(&figures)?)
            .map_err(|error| format!("{file}: {error}"))?;
    }
    Ok(())
}
