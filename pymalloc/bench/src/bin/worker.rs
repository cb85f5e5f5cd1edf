//! Runs one row on the allocator that this program was built with, and prints one line of JSON.
//!
//! `worker ROW [--quick] [--pointers] [--libpython FILE]`
//!
//! With `--pointers` the row's blocks come through C function pointers, and with `--libpython` from
//! CPython's own allocator through the same kind of pointers.

use std::path::PathBuf;
use std::process::ExitCode;

use pymalloc_bench::peer::{self, PEER, Peer};
use pymalloc_bench::rows::{self, ROWS, Work};
use pymalloc_bench::run::Run;
use pymalloc_bench::{blocks, interpreter};

#[global_allocator]
static GLOBAL: Peer = PEER;

fn main() -> ExitCode {
    match measure() {
        Ok(line) => {
            println!("{line}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

fn measure() -> Result<serde_json::Value, String> {
    let (mut name, mut quick, mut pointers, mut libpython) = (None, false, false, None);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            lexopt::Arg::Long("quick") => quick = true,
            lexopt::Arg::Long("pointers") => pointers = true,
            lexopt::Arg::Long("libpython") => {
                let value = parser.value().map_err(|error| error.to_string())?;
                libpython = Some(PathBuf::from(value));
            }
            lexopt::Arg::Value(value) => name = Some(value.to_string_lossy().into_owned()),
            other => return Err(other.unexpected().to_string()),
        }
    }
    let name = name.ok_or("which row?")?;
    let row = ROWS.iter().find(|row| row.name == name);
    let row = row.ok_or_else(|| format!("unknown row `{name}`"))?;
    let mut run = Run::new(quick);
    let functions = match libpython {
        Some(library) => Some(interpreter::object_allocator(&library)?),
        None if pointers => Some(peer::pointers().ok_or("this peer has no C functions")?),
        None => None,
    };
    match (functions, row.work) {
        (Some(functions), Work::Blocks) => rows::run_blocks(row.name, &functions, &mut run),
        (Some(_), Work::Program(_)) => return Err(format!("`{name}` needs a global allocator")),
        (None, Work::Blocks) if cfg!(feature = "heap") => {
            rows::run_blocks(row.name, &blocks::InHeap::default(), &mut run);
        }
        (None, Work::Program(_)) if cfg!(feature = "heap") => {
            return Err(format!("`{name}` needs a global allocator"));
        }
        (None, _) => rows::run(row, &mut run),
    }
    Ok(run.report())
}
