//! `refcount-bench`: what counting costs, beside the ecosystem's pointers and CPython's own counts.
//!
//! Each row of the table is one workload. Its peers run by turns, round after round, so that a
//! machine that is slow for a while is slow for all of them. A figure is the median of its rounds;
//! a ratio is the median of the ratios within each round, and the only thing to compare between
//! machines. Times are those that a thread has run, not those on the wall; of several threads, that
//! of the longest. The tables go to the standard output as Markdown.

mod bare;
mod clock;
mod cpython;
mod family;
mod heap_bytes;
mod measure;
mod options;
mod report;
mod rows;
mod threads;
mod workload;

use std::process::ExitCode;

use crate::options::Options;

#[global_allocator]
static ALLOCATOR: heap_bytes::Counting = heap_bytes::Counting::new();

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("refcount-bench: {message}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let Some(options) = Options::parse(lexopt::Parser::from_env())? else {
        print!("{}", options::USAGE);
        return Ok(());
    };
    let python = cpython::Python::open(options.python.as_deref());
    if let Err(why) = &python {
        eprintln!("CPython is left out: {why}");
    }
    let rows = rows::rows(python.ok());
    let rows = options.select(rows)?;
    let mut measured = Vec::new();
    for row in rows {
        let row = measure::measure(&row, &options);
        print!("{}", report::markdown(&row));
        measured.push(row);
    }
    if let Some(path) = &options.json {
        let text = report::json(&measured, &options);
        std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))?;
    }
    Ok(())
}
