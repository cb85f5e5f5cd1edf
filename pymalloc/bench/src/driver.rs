//! The driver: which workers, in which order, and what is made of their answers.
//!
//! Within a round every peer of a row runs before the next row does, so that a machine that is slow
//! for a while is slow for all of them.

pub(crate) mod measure;
pub(crate) mod options;
pub(crate) mod peers;
pub(crate) mod report;

use std::fs;
use std::process::ExitCode;

use options::Options;

/// Builds, measures and prints.
pub(crate) fn run(options: &Options) -> ExitCode {
    match tables(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn tables(options: &Options) -> Result<(), String> {
    let workers = peers::build(&options.peers)?;
    let tables = measure::all(options, &workers)?;
    for table in &tables {
        println!("{}", report::markdown(table));
    }
    if let Some(file) = &options.json {
        let text = format!("{:#}\n", report::json(&tables));
        fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    Ok(())
}
