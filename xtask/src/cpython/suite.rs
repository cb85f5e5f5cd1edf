//! CPython's own tests, with its allocator and with this workspace's, compared one by one.
//!
//! Both runs of an interpreter go on at once. A test counts as passed when it ends the same way in
//! both, whichever way that is; a test that is in one report only has failed. Beside them stand
//! programs of this project (`pymalloc/cpython/tests`), whose output must be the same: threads,
//! `fork`, interpreters with a lock of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use super::{Python, output, plugin};
use crate::error::Error;
use crate::junit::{self, Outcome, Outcomes};
use crate::tally::Tally;

/// The modules of CPython's tests.
const MODULES: [&str; 10] = [
    "test_gc",
    "test_weakref",
    "test_list",
    "test_dict",
    "test_set",
    "test_tuple",
    "test_class",
    "test_json",
    "test_re",
    "test_pickle",
];

/// A program's question that only this workspace's allocator answers with 1.
const INSTALLED: &str = "import ctypes; print(ctypes.CDLL(None).pymalloc_is_installed())";

/// Compares all tests and programs on each interpreter, and prints what differs.
///
/// # Errors
/// The library does not build, or an interpreter cannot be started.
pub(super) fn compare(root: &Path, pythons: &[Python]) -> Result<Tally, Error> {
    if pythons.is_empty() || !cfg!(target_os = "linux") {
        println!(
            "   cpython-allocator: skipped, no CPython is installed that it could be put into"
        );
        return Ok(Tally::default());
    }
    let library = plugin::build(root)?;
    let mut tally = Tally::default();
    for python in pythons {
        tally += is_installed(python, &library)?;
        tally += programs(root, python, &library)?;
        tally += tests(&library, python)?;
    }
    Ok(tally)
}

fn is_installed(python: &Python, library: &Path) -> Result<Tally, Error> {
    let answer = output(python.command(Some(library)).args(["-I", "-c", INSTALLED]))?;
    let installed = answer.trim() == "1";
    if !installed {
        println!("   CPython {}: the allocator is not installed", python.release);
    }
    Ok(Tally::of_check(installed))
}

/// The programs of this project.
fn programs(root: &Path, python: &Python, library: &Path) -> Result<Tally, Error> {
    let directory = root.join("pymalloc/cpython/tests");
    let failed = |error: std::io::Error| Error::Failed(format!("{}: {error}", directory.display()));
    let mut files = Vec::new();
    for entry in fs::read_dir(&directory).map_err(failed)? {
        files.push(entry.map_err(failed)?.path());
    }
    files.retain(|file| file.extension().is_some_and(|extension| extension == "py"));
    files.sort();
    let mut tally = Tally::default();
    for file in files {
        let run = |library| {
            let mut command = python.command(library);
            let done = command.arg("-I").arg(&file).stdin(Stdio::null()).output();
            done.map_err(|error| Error::Failed(format!("{}: {error}", python.path.display())))
        };
        let (theirs, ours) = (run(None)?, run(Some(library))?);
        let same = theirs.status == ours.status && theirs.stdout == ours.stdout;
        if !same {
            println!("   CPython {}: {} differs", python.release, file.display());
            println!("without: {}, {}", theirs.status, String::from_utf8_lossy(&theirs.stdout));
            println!("with:    {}, {}", ours.status, String::from_utf8_lossy(&ours.stdout));
            println!("{}", String::from_utf8_lossy(&ours.stderr));
        }
        tally += Tally::of_check(same);
    }
    Ok(tally)
}

/// CPython's own tests.
fn tests(library: &Path, python: &Python) -> Result<Tally, Error> {
    let place = library.with_file_name(format!("tests-{}", python.release));
    let without = Run::start(python, None, &place.join("without"))?;
    let with = Run::start(python, Some(library), &place.join("with"))?;
    let (Some(without), Some(with)) = (without.finish()?, with.finish()?) else {
        println!("   CPython {}: its tests are not installed, skipped", python.release);
        return Ok(Tally::default());
    };
    let tally = differences(&python.release, &without, &with);
    println!("   CPython {}: {} tests end the same way, {tally}", python.release, tally.passed);
    Ok(tally)
}

/// A run of all modules.
struct Run {
    child: Child,
    report: PathBuf,
}

impl Run {
    fn start(python: &Python, library: Option<&Path>, place: &Path) -> Result<Self, Error> {
        let failed = |error: std::io::Error| Error::Failed(format!("{}: {error}", place.display()));
        fs::create_dir_all(place).map_err(failed)?;
        let report = place.join("report.xml");
        // The report of an earlier run must not be taken for this one's.
        if report.exists() {
            fs::remove_file(&report).map_err(failed)?;
        }
        let log = fs::File::create(place.join("log")).map_err(failed)?;
        let mut command: Command = python.command(library);
        command.env_remove("PYTHONMALLOC").env("PYTHONHASHSEED", "0");
        command.args(["-s", "-m", "test", "--junit-xml"]).arg(&report).args(MODULES);
        command.current_dir(place).stdin(Stdio::null());
        command.stderr(log.try_clone().map_err(failed)?).stdout(log);
        let child = command.spawn().map_err(failed)?;
        Ok(Self { child, report })
    }

    /// How the tests ended; `None` where there are none to run.
    fn finish(mut self) -> Result<Option<Outcomes>, Error> {
        let failed = |error: std::io::Error| Error::Failed(error.to_string());
        let status = self.child.wait().map_err(failed)?;
        match fs::read_to_string(&self.report) {
            Ok(report) => Ok(Some(junit::outcomes(&report))),
            Err(_) if is_missing(&self.report.with_file_name("log")) => Ok(None),
            Err(_) => {
                Ok(Some(Outcomes::from([(format!("a run of tests: {status}"), Outcome::Failed)])))
            }
        }
    }
}

/// Whether the interpreter has come without its tests.
fn is_missing(log: &Path) -> bool {
    fs::read_to_string(log).is_ok_and(|log| log.contains("No module named test"))
}

fn differences(release: &str, without: &Outcomes, with: &Outcomes) -> Tally {
    let mut tally = Tally::default();
    for (name, theirs) in without {
        let ours = with.get(name);
        tally += Tally::of_check(ours == Some(theirs));
        if ours != Some(theirs) {
            let ours = ours.map_or_else(|| "missing".to_owned(), Outcome::to_string);
            println!("   CPython {release}: {name}: {theirs} without, {ours} with");
        }
    }
    for (name, ours) in with.iter().filter(|(name, _)| !without.contains_key(*name)) {
        tally += Tally::of_check(false);
        println!("   CPython {release}: {name}: missing without, {ours} with");
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::{Outcome, Outcomes, differences};
    use crate::junit::Outcome::{Error, Failed, Passed, Skipped};
    use crate::tally::Tally;

    #[test]
    fn tests_are_compared_by_name() {
        let of = |outcomes: &[(&str, Outcome)]| -> Outcomes {
            outcomes.iter().map(|(name, outcome)| ((*name).to_owned(), *outcome)).collect()
        };
        let without = of(&[("a", Passed), ("b", Failed), ("c", Passed), ("d", Skipped)]);
        let with = of(&[("a", Passed), ("b", Failed), ("c", Error), ("e", Passed)]);
        assert_eq!(differences("3.13.0", &without, &with), Tally { passed: 2, failed: 3 });
    }
}
