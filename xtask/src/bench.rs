//! `cargo xtask bench [NAME [ARGS]]`: measurements against CPython and the other crates of the
//! field, in one run on one machine.
//!
//! A mechanism's measurement is a program of its own, the crate `bench` inside the mechanism's
//! folder: it has a lock file of its own, because the crates it compares with are no dependencies
//! of this workspace. It takes the rest of the command line.
//!
//! The heap's measurement is an example of the `integration` crate, built for release, and a Python
//! script of the same name beside it. Both time themselves and print each figure as one JSON object in a
//! line, `{"figure": "list", "samples": [50.1, 49.8]}`, in nanoseconds for each object. The example
//! and the script, on each CPython found, run by turns, so that a machine that is slow for a while
//! is slow for all of them; the medians of all rounds stand side by side. A ratio over 1 says that
//! CPython takes longer.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};

use crate::error::Error;
use crate::table::Table;
use crate::workspace;
use crate::{collector, conform};

/// How many times each program runs.
const ROUNDS: usize = 3;

/// One measurement.
struct Bench {
    name: &'static str,
    about: &'static str,
    program: Program,
}

/// What is run.
enum Program {
    /// The example of `integration`, and the name of the script beside it.
    Example(&'static str),
    /// The folder of a crate that stands outside this workspace.
    Crate(&'static str),
    /// A measurement that another command's file makes.
    Own(fn(&Path, &[OsString]) -> Result<(), Error>),
}

const BENCHES: [Bench; 5] = [
    Bench {
        name: "first-figures",
        about: "gc.collect() over 1,000,000 live objects; birth and death of 10,000,000 small lists",
        program: Program::Example("first_figures"),
    },
    Bench {
        name: "pymalloc",
        about: "the allocator against the allocators of the field and CPython's own",
        program: Program::Crate("pymalloc/bench"),
    },
    Bench {
        name: "refcount",
        about: "the counts against std's, other crates' and CPython's own",
        program: Program::Crate("refcount/bench"),
    },
    Bench {
        name: "cyclegc",
        about: "the collector against other crates' and CPython's own",
        program: Program::Crate("cyclegc/bench"),
    },
    Bench {
        name: "cyclegc-cpython",
        about: "the collector against CPython's own, on the same objects in the same interpreter",
        program: Program::Own(collector::bench),
    },
];

/// Runs the measurement that the command line names, or lists what there is.
///
/// # Errors
/// An unknown name, or a program that cannot be run.
pub(crate) fn command(mut parser: lexopt::Parser) -> Result<ExitCode, Error> {
    let name = match parser.next()? {
        None => {
            for bench in &BENCHES {
                println!("{:<15} {}", bench.name, bench.about);
            }
            return Ok(ExitCode::SUCCESS);
        }
        Some(lexopt::Arg::Value(name)) => name.to_string_lossy().into_owned(),
        Some(other) => return Err(Error::unexpected(&other, &["none"])),
    };
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        let names = BENCHES.each_ref().map(|bench| bench.name);
        return Err(Error::unknown("measurement", "measurements", &name, &names));
    };
    match bench.program {
        Program::Example(example) => {
            if let Some(argument) = parser.next()? {
                return Err(Error::unexpected(&argument, &["none"]));
            }
            measure(example, &workspace::root()?)?;
            Ok(ExitCode::SUCCESS)
        }
        Program::Own(measure) => {
            let arguments: Vec<OsString> = parser.raw_args()?.collect();
            measure(&workspace::root()?, &arguments)?;
            Ok(ExitCode::SUCCESS)
        }
        Program::Crate(folder) => {
            let arguments: Vec<OsString> = parser.raw_args()?.collect();
            run_crate(folder, &arguments, &workspace::root()?)
        }
    }
}

/// Builds and runs the program in `folder`, and ends as it ends.
fn run_crate(folder: &str, arguments: &[OsString], root: &Path) -> Result<ExitCode, Error> {
    let manifest = root.join(folder).join("Cargo.toml");
    let mut command = Command::new(workspace::cargo());
    command.args(["run", "--quiet", "--release", "--locked", "--manifest-path"]).arg(manifest);
    let status = command.arg("--").args(arguments).current_dir(root).status();
    let status = status.map_err(|error| Error::Failed(format!("{folder}: {error}")))?;
    let code = status.code().and_then(|code| u8::try_from(code).ok());
    Ok(code.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// Runs the example and the script by turns and prints each figure's median, and the ratios.
fn measure(example: &str, root: &Path) -> Result<(), Error> {
    let script = root.join(format!("integration/examples/{example}.py"));
    if !script.is_file() {
        return Err(Error::Failed(format!("{}: no such script", script.display())));
    }
    let heap = || {
        let mut heap = Command::new(workspace::cargo());
        heap.args(["run", "--quiet", "--locked", "--release", "-p", "integration"]);
        heap.args(["--no-default-features", "--example", example]).current_dir(root);
        heap
    };
    let pythons = conform::pythons()?;
    let mut columns = vec![(String::from("the heap"), Samples::default())];
    columns.extend(pythons.iter().map(|python| {
        let name = format!("CPython {}", python.release);
        (name, Samples::default())
    }));
    if pythons.is_empty() {
        println!("no CPython is installed to compare with");
    }
    for round in 1..=ROUNDS {
        let programs =
            core::iter::once(heap()).chain(pythons.iter().map(|python| python.command(&script)));
        for (mut program, (name, samples)) in programs.zip(&mut columns) {
            eprintln!("round {round} of {ROUNDS}: {name}");
            samples.add(&output(&mut program)?)?;
        }
    }
    print!("{}", comparison(&columns));
    Ok(())
}

/// The figures of one program: name and samples, in nanoseconds for each object.
#[derive(Default)]
struct Samples(Vec<(String, Vec<f64>)>);

impl Samples {
    /// Adds the figures that a program has printed, one JSON object in a line.
    fn add(&mut self, text: &str) -> Result<(), Error> {
        for line in text.lines() {
            let (name, samples) =
                parse(line).ok_or_else(|| Error::Failed(format!("`{line}` is no figure")))?;
            match self.0.iter_mut().find(|(known, _)| *known == name) {
                Some((_, all)) => all.extend(samples),
                None => self.0.push((name, samples)),
            }
        }
        Ok(())
    }

    /// The middle one of a figure's samples.
    fn median(&self, figure: &str) -> Option<f64> {
        let (_, samples) = self.0.iter().find(|(name, _)| name == figure)?;
        let mut sorted = samples.clone();
        sorted.sort_by(f64::total_cmp);
        sorted.get(sorted.len() / 2).copied()
    }
}

fn parse(line: &str) -> Option<(String, Vec<f64>)> {
    let value: serde_json::Value = serde_json::from_str(line).ok()?;
    let samples = value.get("samples")?.as_array()?.iter().map(serde_json::Value::as_f64);
    Some((value.get("figure")?.as_str()?.to_owned(), samples.collect::<Option<_>>()?))
}

/// One row for each figure of the heap: the medians, and how many times ours each other one is.
fn comparison(columns: &[(String, Samples)]) -> Table {
    let mut heading = vec![String::from("ns an object")];
    for (index, (name, _)) in columns.iter().enumerate() {
        heading.push(name.clone());
        if index > 0 {
            heading.push(String::from("ratio"));
        }
    }
    let mut table = Table::new(heading);
    let Some((_, ours)) = columns.first() else { return table };
    for (figure, _) in &ours.0 {
        let Some(base) = ours.median(figure) else { continue };
        let mut row = vec![figure.clone(), format!("{base:.1}")];
        for (_, theirs) in &columns[1..] {
            let median = theirs.median(figure);
            row.push(median.map_or_else(String::new, |median| format!("{median:.1}")));
            row.push(median.map_or_else(String::new, |median| format!("{:.2}", median / base)));
        }
        table.row(row);
    }
    table
}

fn output(command: &mut Command) -> Result<String, Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.stderr(Stdio::inherit()).output() {
        Ok(done) if done.status.success() => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        Ok(done) => Err(Error::Failed(format!("{program}: {}", done.status))),
        Err(error) => Err(Error::Failed(format!("{program}: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Samples, command, comparison};

    #[test]
    fn an_unknown_measurement_lists_the_valid_ones() {
        let parser = lexopt::Parser::from_args(["fast"]);
        let error = command(parser).expect_err("no such measurement").to_string();
        assert_eq!(
            error,
            "unknown measurement `fast`; the measurements are: first-figures, pymalloc, refcount, \
             cyclegc, cyclegc-cpython"
        );
    }

    #[test]
    fn medians_of_all_rounds_stand_side_by_side() {
        let mut ours = Samples::default();
        ours.add("{\"figure\":\"list\",\"samples\":[10.0,30.0]}").expect("a figure");
        ours.add("{\"figure\":\"list\",\"samples\":[20.0]}").expect("a figure");
        ours.add("{\"figure\":\"own\",\"samples\":[1]}").expect("a figure");
        let mut theirs = Samples::default();
        theirs.add("{\"figure\": \"list\", \"samples\": [30, 31, 29]}").expect("a figure");
        let table = comparison(&[("the heap".into(), ours), ("CPython 3.13".into(), theirs)]);
        assert_eq!(
            table.to_string(),
            "ns an object  the heap  CPython 3.13  ratio\n\
             list              20.0          30.0   1.50\n\
             own                1.0\n"
        );
    }

    #[test]
    fn a_line_that_is_no_figure_is_named() {
        let error = Samples::default().add("warming up").expect_err("no figure");
        assert_eq!(error.to_string(), "`warming up` is no figure");
    }
}
