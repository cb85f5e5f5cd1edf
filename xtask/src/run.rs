//! `cargo xtask run FILE.py [ARGS]`: a Python program on the composed heap.
//!
//! Reads the options in front of the file, sets up the log, and hands the program to the
//! `integration` crate, whose exit status it answers with. Standard output belongs to the program:
//! the log goes to standard error or to a file.
//!
//! The runner is the build of this program, in the profile that `cargo xtask` uses, so that looking
//! at a program and testing share one build. For speed: `cargo run --release -p xtask -- run`.

mod line;
mod options;
mod subscriber;

use std::process::ExitCode;

use crate::error::Error;
use options::{Options, Program};

#[cfg(test)]
pub(crate) use options::Format;
pub(crate) use options::OPTIONS;
#[cfg(test)]
pub(crate) use subscriber::log_of;

/// Runs the program that the command line names.
///
/// # Errors
/// A command line that makes no sense, or a log file that cannot be created.
pub(crate) fn command(parser: lexopt::Parser) -> Result<ExitCode, Error> {
    let Options { log, program } = Options::parse(parser)?;
    subscriber::install(&log)?;
    Ok(start(program))
}

fn start(program: Program) -> ExitCode {
    let Program { file, args, stats, max_heap, gc_threads } = program;
    let options = integration::run::Options { file, args, stats, max_heap, gc_threads };
    integration::run::run_file(options)
}
