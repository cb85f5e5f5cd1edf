//! `cargo xtask bench [NAME]`: measurements of the heap against CPython, in one run on one machine.
//!
//! A measurement is an example of the `integration` crate, built for release, and a Python script
//! of the same name beside it. Both time themselves and print their own figures; a script runs on
//! each CPython found, and the figures stand one below the other.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitCode};

use crate::conform;
use crate::error::Error;
use crate::workspace;

/// One measurement.
struct Bench {
    name: &'static str,
    about: &'static str,
    /// The example of `integration`, and the name of the script beside it.
    example: &'static str,
}

const BENCHES: [Bench; 1] = [Bench {
    name: "first-figures",
    about: "gc.collect() over 1,000,000 live objects; birth and death of 10,000,000 small lists",
    example: "first_figures",
}];

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
    if let Some(argument) = parser.next()? {
        return Err(Error::unexpected(&argument, &["none"]));
    }
    let Some(bench) = BENCHES.iter().find(|bench| bench.name == name) else {
        let names = BENCHES.each_ref().map(|bench| bench.name);
        return Err(Error::unknown("measurement", "measurements", &name, &names));
    };
    measure(bench, &workspace::root()?)?;
    Ok(ExitCode::SUCCESS)
}

fn measure(bench: &Bench, root: &Path) -> Result<(), Error> {
    println!("== the heap");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut heap = Command::new(cargo);
    heap.args(["run", "--quiet", "--locked", "--release", "-p", "integration", "--example"]);
    run(heap.arg(bench.example).current_dir(root))?;

    let script = root.join(format!("integration/examples/{}.py", bench.example));
    if !script.is_file() {
        return Err(Error::Failed(format!("{}: no such script", script.display())));
    }
    let pythons = conform::pythons()?;
    if pythons.is_empty() {
        println!("== no CPython is installed to compare with");
    }
    for python in pythons {
        println!("== CPython {}", python.release);
        run(&mut python.command(&script))?;
    }
    Ok(())
}

fn run(command: &mut Command) -> Result<(), Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Error::Failed(format!("{program}: {status}"))),
        Err(error) => Err(Error::Failed(format!("{program}: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::command;

    #[test]
    fn an_unknown_measurement_lists_the_valid_ones() {
        let parser = lexopt::Parser::from_args(["fast"]);
        let error = command(parser).expect_err("no such measurement").to_string();
        assert_eq!(error, "unknown measurement `fast`; the measurements are: first-figures");
    }
}
