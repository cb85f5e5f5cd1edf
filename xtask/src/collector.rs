//! CPython's own tests with its built-in collector and with `cyclegc` in its place, compared one
//! by one, under each CPython installed.
//!
//! Both runs of an interpreter go on at once, in processes that inherit the collector by
//! `PYTHONPATH`. A test that passes with the built-in collector must pass with ours; one that does
//! not, or is skipped, is none of ours and only counted.

mod bench;
mod extension;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::conform;
use crate::error::Error;
use crate::junit::{self, Outcome, Outcomes};
use crate::table::Table;
use crate::tally::Tally;

pub(crate) use bench::command as bench;
pub(crate) use extension::Extension;

/// The modules of CPython's tests that concern the collector, or lean on it.
const MODULES: [&str; 8] = [
    "test_gc",
    "test_weakref",
    "test_finalization",
    "test_generators",
    "test_io",
    "test_asyncio.test_tasks",
    "test_dataclasses",
    "test_functools",
];

/// Where this project's own tests of the extension are.
const TESTS: &str = "cyclegc/cpython/tests";

/// What stays the interpreter's, because nothing outside of it can take its place.
const NOT_REPLACED: [(&str, &str); 5] = [
    ("counting allocations", "inlined into the interpreter's allocation of tracked objects"),
    ("when a collection is due", "decided where allocations are counted, before any callback"),
    ("emptying free lists", "their functions are not exported; the built-in's own turn does it"),
    ("the answer of PyGC_Collect()", "C code gets 0; the collection behind it is ours"),
    ("collections of an ending interpreter", "made without callbacks, when modules are gone"),
];

/// Compares all tests under each CPython, and prints a table.
///
/// # Errors
/// The extension does not build, or an interpreter cannot be started.
pub(crate) fn suite(root: &Path) -> Result<Tally, Error> {
    let pythons = conform::pythons()?;
    if pythons.is_empty() || !cfg!(target_os = "linux") {
        println!("   cpython: skipped, no CPython 3.11, 3.12 or 3.13 is installed");
        return Ok(Tally::default());
    }
    let mut tally = Tally::default();
    let mut table =
        Table::new(["CPython", "module", "same", "only built-in passes", "not compared"]);
    for python in &pythons {
        let extension = Extension::build(root, &python.path, &python.release)?;
        let mut rows = compare(&python.path, &python.release, &extension)?;
        for (threads, name) in [(1, "of this project"), (2, "of this project, 2 threads")] {
            rows.insert(name.to_owned(), own(root, &python.path, &extension, threads)?);
        }
        for (module, row) in rows {
            tally += Tally { passed: row.same, failed: row.lost };
            let cells = [row.same, row.lost, row.other].map(|number| number.to_string());
            let [same, lost, other] = cells;
            table.row([python.release.clone(), module, same, lost, other]);
        }
    }
    print!("{table}");
    println!("\n   not replaced:");
    for (what, why) in NOT_REPLACED {
        println!("   - {what}: {why}");
    }
    Ok(tally)
}

/// The tests of one module.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Row {
    /// Passed with both collectors.
    same: u64,
    /// Passed with the built-in collector alone.
    lost: u64,
    /// Did not pass with the built-in collector.
    other: u64,
}

/// Runs this project's tests of the extension, with so many threads that mark: what installing
/// changes and what it leaves alone.
fn own(root: &Path, python: &Path, extension: &Extension, threads: usize) -> Result<Row, Error> {
    let mut command = Command::new(python);
    extension.offer_to(&mut command);
    let output = command
        .args(["-m", "unittest", "test_cyclegc"])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("CYCLEGC_THREADS", threads.to_string())
        .current_dir(root.join(TESTS))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Error::Failed(format!("{TESTS}: {error}")))?;
    let said = String::from_utf8_lossy(&output.stderr);
    let row = own_row(&said, output.status.success());
    if row.lost > 0 {
        println!("{}", said.trim_end());
    }
    Ok(row)
}

/// Reads what Python's `unittest` ends with, such as `Ran 3 tests in 0.1s` and
/// `FAILED (failures=1, errors=1)`.
fn own_row(said: &str, success: bool) -> Row {
    let number =
        |text: &str| text.split(|c: char| !c.is_ascii_digit()).find_map(|n| n.parse().ok());
    let ran = said.lines().rev().find_map(|line| line.strip_prefix("Ran ")).and_then(number);
    let failed = said.lines().rev().find_map(|line| line.strip_prefix("FAILED (")).unwrap_or("");
    let lost: u64 = failed.split(',').filter_map(number).sum();
    let lost = if success { lost } else { lost.max(1) };
    Row { same: ran.unwrap_or(0).saturating_sub(lost), lost, other: 0 }
}

/// Runs the tests of one interpreter both ways.
fn compare(
    python: &Path,
    release: &str,
    extension: &Extension,
) -> Result<BTreeMap<String, Row>, Error> {
    let path = |name: &str| extension.directory().join(format!("{name}.xml"));
    let reports = [path("builtin"), path("cyclegc")];
    let children = reports.each_ref().map(|report| {
        let mut command = Command::new(python);
        if *report == reports[1] {
            extension.put_into(&mut command);
        }
        start(command, report)
    });
    for child in children {
        // A run that fails says so in its report, or by having none.
        let _ = child?.wait();
    }
    let [builtin, ours] = reports.map(|report| read(&report));
    let builtin = builtin.ok_or_else(|| {
        Error::Failed(format!("CPython {release} cannot run its own tests; are they installed?"))
    })?;
    Ok(rows(release, &builtin, &ours.unwrap_or_default()))
}

fn start(mut command: Command, report: &Path) -> Result<std::process::Child, Error> {
    // What an earlier run left behind must not be taken for this one's.
    let _ = fs::remove_file(report);
    command
        .args(["-m", "test", "--junit-xml"])
        .arg(report)
        .args(MODULES)
        .env("PYTHONHASHSEED", "0")
        .current_dir(std::env::temp_dir())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().map_err(|error| Error::Failed(format!("CPython's tests: {error}")))
}

fn read(path: &Path) -> Option<Outcomes> {
    let outcomes = junit::outcomes(&fs::read_to_string(path).ok()?);
    (!outcomes.is_empty()).then_some(outcomes)
}

/// Compares test by test, and prints those that are lost.
fn rows(release: &str, builtin: &Outcomes, ours: &Outcomes) -> BTreeMap<String, Row> {
    let mut rows = BTreeMap::<String, Row>::new();
    for (name, outcome) in builtin {
        let row = rows.entry(module_of(name).to_owned()).or_default();
        if *outcome != Outcome::Passed {
            row.other += 1;
        } else if ours.get(name) == Some(&Outcome::Passed) {
            row.same += 1;
        } else {
            row.lost += 1;
            let how = ours.get(name).map_or_else(|| "did not run".to_owned(), Outcome::to_string);
            println!("   CPython {release} with cyclegc: {name} {how}");
        }
    }
    rows
}

/// The module of a test such as `test.test_gc.GCTests.test_list`.
fn module_of(test: &str) -> &str {
    let inner = test.strip_prefix("test.").unwrap_or(test);
    let known = MODULES.iter().find(|module| inner.starts_with(&format!("{module}.")));
    known.copied().unwrap_or_else(|| inner.split('.').next().unwrap_or(inner))
}

#[cfg(test)]
mod tests {
    use super::{Outcomes, Row, module_of, own_row, rows};
    use crate::junit::Outcome::{Failed, Passed, Skipped};

    fn outcomes(list: &[(&str, super::Outcome)]) -> Outcomes {
        list.iter().map(|(name, outcome)| ((*name).to_owned(), *outcome)).collect()
    }

    #[test]
    fn a_test_is_lost_when_it_passes_with_the_built_in_collector_alone() {
        let builtin = outcomes(&[
            ("test.test_gc.A.a", Passed),
            ("test.test_gc.A.b", Passed),
            ("test.test_gc.A.c", Passed),
            ("test.test_gc.A.d", Failed),
            ("test.test_io.A.e", Skipped),
        ]);
        let ours = outcomes(&[("test.test_gc.A.a", Passed), ("test.test_gc.A.b", Failed)]);
        let rows = rows("3.13.0", &builtin, &ours);
        assert_eq!(rows["test_gc"], Row { same: 1, lost: 2, other: 1 });
        assert_eq!(rows["test_io"], Row { same: 0, lost: 0, other: 1 });
    }

    #[test]
    fn the_last_lines_of_unittest_are_counted() {
        let row = |said, success| {
            let row = own_row(said, success);
            (row.same, row.lost)
        };
        assert_eq!(row("Ran 26 tests in 1.5s\n\nOK\n", true), (26, 0));
        let failed = "Ran 26 tests in 1.5s\n\nFAILED (failures=2, errors=1)\n";
        assert_eq!(row(failed, false), (23, 3));
        assert_eq!(row("Segmentation fault\n", false), (0, 1));
    }

    #[test]
    fn a_module_inside_of_a_package_keeps_its_name() {
        assert_eq!(
            module_of("test.test_asyncio.test_tasks.TaskTests.test_x"),
            "test_asyncio.test_tasks"
        );
        assert_eq!(module_of("__main__.Doc.test"), "__main__");
    }
}
