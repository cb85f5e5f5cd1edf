//! `cargo xtask conform`: each scenario on each CPython installed and on the heap.
//!
//! A scenario is an ordinary Python file. Every implementation gets the same file with the same
//! empty input; the bytes on standard output and the exit status must be equal. Standard error is
//! not compared: it holds warnings and tracebacks whose words differ between versions. The heap's
//! side is this program, started again as `run --log off FILE`.
//!
//! A comment in the scenario's head names the versions it is about:
//! ```text
//! # versions: 3.12, 3.13
//! ```
//! Without that comment it is about all.

mod child;
mod compare;
pub(crate) mod python;
mod scenario;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use crate::error::Error;
use crate::table::Table;
use crate::tally::Tally;
use crate::workspace;
use compare::{Runner, Verdict};
use python::Interpreter;
use scenario::Scenario;

/// What one program gets, unless the command line says otherwise.
const PATIENCE: Duration = Duration::from_mins(1);

/// Each option with what it does.
pub(crate) const OPTIONS: [(&str, &str); 2] = [
    (
        "--python PATH|VERSION",
        "only that CPython (repeatable); else each of 3.11, 3.12, 3.13 found",
    ),
    ("--timeout SECONDS", "for one program, 60 if not given"),
];

/// Compares the scenarios that the command line names, or all.
///
/// # Errors
/// A file that cannot be read, or a CPython that was asked for and does not answer.
pub(crate) fn command(mut parser: lexopt::Parser) -> Result<ExitCode, Error> {
    let mut files = Vec::new();
    let mut pythons = Vec::new();
    let mut timeout = PATIENCE;
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Long("python") => {
                pythons.push(parser.value()?.to_string_lossy().into_owned());
            }
            lexopt::Arg::Long("timeout") => {
                let seconds = parser.value()?;
                let seconds = seconds.to_str().and_then(|text| text.parse().ok());
                timeout = Duration::from_secs(seconds.ok_or_else(|| {
                    Error::Usage("--timeout takes a whole number of seconds".to_owned())
                })?);
            }
            lexopt::Arg::Value(file) => files.push(PathBuf::from(file)),
            other => return Err(Error::unexpected(&other, &OPTIONS.map(|(name, _)| name))),
        }
    }
    let root = workspace::root()?;
    let scenarios =
        if files.is_empty() { scenario::all(&root)? } else { scenario::named(&files, &root)? };
    let pythons = python::find(&pythons)?;
    let tally = compare_all(&scenarios, &pythons, timeout, Rows::All)?;
    println!("{tally}");
    Ok(if tally.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Compares every scenario of the workspace at `root`, and prints the rows that differ.
///
/// # Errors
/// A scenario that cannot be read.
pub(crate) fn all_scenarios(root: &Path) -> Result<Tally, Error> {
    let scenarios = scenario::all(root)?;
    compare_all(&scenarios, &pythons()?, PATIENCE, Rows::Differing)
}

/// The interpreters that this machine has to compare with.
///
/// # Errors
/// Names the first one that the environment asks for and that does not answer.
pub(crate) fn pythons() -> Result<Vec<Interpreter>, Error> {
    python::find(&[])
}

/// Which rows of the table are printed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    All,
    Differing,
}

fn compare_all(
    scenarios: &[Scenario],
    pythons: &[Interpreter],
    timeout: Duration,
    rows: Rows,
) -> Result<Tally, Error> {
    if pythons.is_empty() {
        println!("   conform: skipped, no CPython is installed; the snapshots stand in for it");
        return Ok(Tally::default());
    }
    let runner = Runner::this_program(timeout)?;
    let verdicts = runner.compare_all(scenarios, pythons);

    let versions = pythons.iter().map(|python| python.release.clone());
    let mut table = Table::new(std::iter::once("scenario".to_owned()).chain(versions));
    let mut tally = Tally::default();
    for (scenario, verdicts) in scenarios.iter().zip(&verdicts) {
        for verdict in verdicts {
            match verdict {
                Verdict::Same => tally.passed += 1,
                Verdict::Differs(_) => tally.failed += 1,
                Verdict::Skipped => {}
            }
        }
        if rows == Rows::All || verdicts.iter().any(Verdict::differs) {
            let cells = verdicts.iter().map(|verdict| verdict.word().to_owned());
            table.row(std::iter::once(scenario.name.clone()).chain(cells));
        }
    }
    for (scenario, verdicts) in scenarios.iter().zip(&verdicts) {
        print_differences(scenario, verdicts, pythons);
    }
    if !table.is_empty() {
        println!("{table}");
    }
    let releases: Vec<&str> = pythons.iter().map(|python| python.release.as_str()).collect();
    println!("   {} scenarios, CPython {}: {tally}", scenarios.len(), releases.join(", "));
    Ok(tally)
}

/// Prints each difference once, with all the versions that it stands for.
fn print_differences(scenario: &Scenario, verdicts: &[Verdict], pythons: &[Interpreter]) {
    let mut shown: Vec<&str> = Vec::new();
    for verdict in verdicts {
        let Verdict::Differs(text) = verdict else { continue };
        if shown.contains(&text.as_str()) {
            continue;
        }
        let same = verdicts.iter().zip(pythons);
        let releases: Vec<&str> = same
            .filter(|(other, _)| matches!(other, Verdict::Differs(other) if other == text))
            .map(|(_, python)| python.release.as_str())
            .collect();
        println!("-- {} differs from CPython {}", scenario.name, releases.join(", "));
        println!("{text}");
        shown.push(text);
    }
}
