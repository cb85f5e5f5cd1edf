//! Programs timed on a real CPython, with its own allocator and with this workspace's.
//!
//! The programs stand in `pymalloc/cpython/programs`; a harness beside them runs one in a process
//! of its own and prints what its passes took, in seconds of the processor, and the most memory
//! that was resident. The two allocators run by turns. Of all passes of all rounds the medians
//! stand side by side; a ratio under 1 says that this workspace's allocator is faster, or smaller.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Stdio;

use serde_json::Value;

use super::{Python, output, plugin};
use crate::error::Error;
use crate::table::Table;
use crate::workspace;

/// Where the programs are.
const DIRECTORY: &str = "pymalloc/cpython/programs";
const HARNESS: &str = "harness";

/// What is measured, and how often.
#[derive(Debug)]
pub(super) struct Options {
    /// All, where there are none.
    programs: Vec<String>,
    rounds: usize,
    pub(super) quick: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { programs: Vec::new(), rounds: 5, quick: false }
    }
}

impl Options {
    /// Takes the value of `--programs`.
    pub(super) fn choose(&mut self, names: &OsStr) -> Result<(), Error> {
        let known = programs(&workspace::root()?)?;
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        for name in names.to_string_lossy().split(',').map(str::trim) {
            if !known.contains(&name) {
                return Err(Error::unknown("program", "programs", name, &known));
            }
            self.programs.push(name.to_owned());
        }
        Ok(())
    }

    /// Takes the value of `--rounds`.
    pub(super) fn repeat(&mut self, number: &OsStr) -> Result<(), Error> {
        let number = number.to_str().and_then(|text| text.parse().ok());
        let number = number.filter(|number| (1..=1000).contains(number));
        let what = || Error::Usage("--rounds takes a number from 1 to 1000".to_owned());
        self.rounds = number.ok_or_else(what)?;
        Ok(())
    }
}

/// The names of all programs.
fn programs(root: &Path) -> Result<Vec<String>, Error> {
    let directory = root.join(DIRECTORY);
    let failed = |error: std::io::Error| Error::Failed(format!("{}: {error}", directory.display()));
    let mut names = Vec::new();
    for entry in fs::read_dir(&directory).map_err(failed)? {
        let name = entry.map_err(failed)?.file_name();
        names.extend(name.to_str().and_then(|name| name.strip_suffix(".py")).map(str::to_owned));
    }
    names.retain(|name| name != HARNESS);
    names.sort();
    Ok(names)
}

/// What one program needed with one allocator.
#[derive(Debug, Default)]
struct Figures {
    seconds: Vec<f64>,
    peaks: Vec<f64>,
}

impl Figures {
    /// Adds what the harness has printed.
    fn add(&mut self, line: &str) -> Option<()> {
        let value: Value = serde_json::from_str(line.trim()).ok()?;
        for pass in value.get("seconds")?.as_array()? {
            self.seconds.push(pass.as_f64()?);
        }
        self.peaks.push(value.get("peak")?.as_f64()?);
        Some(())
    }
}

fn median(samples: &[f64]) -> f64 {
    let mut sorted = samples.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Times the programs and prints a table.
///
/// # Errors
/// The library does not build, or a program fails.
pub(super) fn compare(root: &Path, python: &Python, options: &Options) -> Result<(), Error> {
    let library = plugin::build(root)?;
    let names =
        if options.programs.is_empty() { programs(root)? } else { options.programs.clone() };
    let mut rows: Vec<(String, [Figures; 2])> =
        names.into_iter().map(|name| (name, <[Figures; 2]>::default())).collect();
    for round in 1..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        for (name, figures) in &mut rows {
            for turn in 0..2 {
                // Neither always follows the other.
                let which = (turn + round) % 2;
                let library = (which == 1).then_some(library.as_path());
                let line = run(root, python, library, name, options.quick)?;
                figures[which].add(&line).ok_or_else(|| {
                    Error::Failed(format!("{name}: `{}` is no figure", line.trim()))
                })?;
            }
        }
    }
    println!("CPython {}, medians of {} rounds\n", python.release, options.rounds);
    print!("{}", table(&rows));
    Ok(())
}

fn run(
    root: &Path,
    python: &Python,
    library: Option<&Path>,
    name: &str,
    quick: bool,
) -> Result<String, Error> {
    let mut command = python.command(library);
    command
        .env_remove("PYTHONMALLOC")
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command.arg("-s").arg(root.join(DIRECTORY).join(format!("{HARNESS}.py"))).arg(name);
    if quick {
        command.arg("--quick");
    }
    output(command.stdin(Stdio::null()))
}

/// One row for each program, and one of the geometric means.
fn table(rows: &[(String, [Figures; 2])]) -> Table {
    let mut table = Table::new([
        "program",
        "built-in ms",
        "pymalloc ms",
        "ratio",
        "built-in MB",
        "pymalloc MB",
        "ratio",
    ]);
    let (mut time, mut memory) = (Vec::new(), Vec::new());
    for (name, [theirs, ours]) in rows {
        let seconds = [median(&theirs.seconds), median(&ours.seconds)];
        let peaks = [median(&theirs.peaks), median(&ours.peaks)];
        time.push(seconds[1] / seconds[0]);
        memory.push(peaks[1] / peaks[0]);
        table.row([
            name.clone(),
            format!("{:.1}", seconds[0] * 1e3),
            format!("{:.1}", seconds[1] * 1e3),
            format!("{:.3}", seconds[1] / seconds[0]),
            format!("{:.1}", peaks[0] / 1e6),
            format!("{:.1}", peaks[1] / 1e6),
            format!("{:.3}", peaks[1] / peaks[0]),
        ]);
    }
    let mean = |ratios: &[f64]| format!("{:.3}", geometric_mean(ratios));
    let empty = String::new;
    table.row([
        String::from("geometric mean"),
        empty(),
        empty(),
        mean(&time),
        empty(),
        empty(),
        mean(&memory),
    ]);
    table
}

fn geometric_mean(ratios: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a few programs")]
    let count = ratios.len() as f64;
    (ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / count).exp()
}

#[cfg(test)]
mod tests {
    use super::{Figures, programs, table};
    use crate::error::Error;
    use crate::workspace;

    #[test]
    fn there_are_programs_beside_the_harness() -> Result<(), Error> {
        let names = programs(&workspace::root()?)?;
        assert!(names.len() >= 15, "{names:?}");
        assert!(names.iter().all(|name| name != "harness"));
        Ok(())
    }

    #[test]
    fn medians_and_their_ratios_stand_side_by_side() {
        let figures = |lines: &[&str]| {
            let mut figures = Figures::default();
            for line in lines {
                figures.add(line).expect("a figure");
            }
            figures
        };
        let theirs = figures(&["{\"seconds\": [0.2, 0.9, 0.1], \"peak\": 20000000}"]);
        let ours = figures(&[
            "{\"seconds\": [0.1], \"peak\": 10000000}",
            "{\"seconds\": [0.1, 0.1], \"peak\": 10000000}\n",
        ]);
        assert!(Figures::default().add("Traceback").is_none());
        let text = table(&[("lists".to_owned(), [theirs, ours])]).to_string();
        let lines: Vec<Vec<&str>> =
            text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(lines[1], ["lists", "200.0", "100.0", "0.500", "20.0", "10.0", "0.500"]);
        assert_eq!(lines[2], ["geometric", "mean", "0.500", "0.500"]);
    }
}
