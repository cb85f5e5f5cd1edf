//! Every scenario on the heap, against its reviewed snapshot.
//!
//! A snapshot holds the exit status, what went to standard output, how the program failed if it
//! did, and the log of collections: generation, reason and what was found, without times,
//! addresses or how many objects were looked at. Of the collections at the end, which take the
//! interpreter itself down, only what finalizers did is kept. Runs of equal lines are folded into
//! one. The conformance suite compares the output with CPython's; the snapshots guard the log, and
//! the output where no CPython is installed.
//!
//! Each program must also leave nothing behind: no mortal object, and of the arenas only the one
//! with the interpreter's immortal objects and one empty one that the allocator keeps in reserve.

mod log;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use integration::run::{Ended, Options, Remains, run_captured};

use log::Collections;

/// Where the scenarios stand, seen from the package that the tests run in.
const SCENARIOS: &str = "scenarios";

/// How many arenas a program may leave behind.
const ARENAS: usize = 2;

/// The names without their ending, in order, of the files of a folder that end so.
fn names(folder: &Path, ending: &str) -> BTreeSet<String> {
    let Ok(entries) = fs::read_dir(folder) else { return BTreeSet::new() };
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names.filter_map(|name| Some(name.strip_suffix(ending)?.to_owned())).collect()
}

/// The class of the exception that ended the program, and how many others it could not raise.
fn failure(ended: &Ended, stderr: &str) -> String {
    let ignored = stderr.lines().filter(|line| line.starts_with("Exception ignored")).count();
    let mut text = String::new();
    if ended.status != 0 {
        let last = stderr.lines().rev().find(|line| !line.is_empty());
        if let Some(class) = last.and_then(|line| line.split(':').next()) {
            let _ = writeln!(text, "last error: {class}");
        }
    }
    if ignored > 0 {
        let _ = writeln!(text, "exceptions ignored: {ignored}");
    }
    text
}

/// Runs a scenario and writes down what its snapshot holds.
///
/// # Panics
/// When the program cannot be run, or leaves something behind.
fn run(file: PathBuf) -> String {
    let collections = Collections::default();
    let options = Options { file, ..Options::default() };
    let (ended, stdout, stderr) =
        tracing::subscriber::with_default(collections.clone(), || run_captured(&options));
    let Some(Remains { objects, arenas, .. }) = ended.remains else {
        panic!("it was not run: {stderr}");
    };
    assert_eq!(objects, 0, "objects are left behind\n{stderr}");
    assert!(arenas <= ARENAS, "{arenas} arenas are left behind");
    format!(
        "status: {}\n{}--- output\n{stdout}--- collections\n{}",
        ended.status,
        failure(&ended, &stderr),
        collections.folded()
    )
}

/// Compares each scenario of a folder with its snapshot, and names all that differ or fail.
fn check(theme: &str) {
    let folder = Path::new(SCENARIOS).join(theme);
    let programs = names(&folder, ".py");
    assert!(!programs.is_empty(), "{} holds no scenario", folder.display());
    let mut failed = Vec::new();
    for name in &programs {
        let compare = || {
            let text = run(folder.join(format!("{name}.py")));
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(Path::new("snapshots").join(theme));
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(name.as_str(), text));
        };
        if catch_unwind(AssertUnwindSafe(compare)).is_err() {
            failed.push(name.as_str());
        }
    }
    assert!(failed.is_empty(), "of {theme}: {}", failed.join(", "));
    let snapshots = names(&Path::new("tests/snapshots").join(theme), ".snap");
    let orphans: Vec<_> = snapshots.difference(&programs).collect();
    assert!(orphans.is_empty(), "snapshots without a scenario: {orphans:?}");
}

macro_rules! themes {
    ($($theme:ident)*) => {
        const THEMES: &[&str] = &[$(stringify!($theme)),*];
        $(
            #[test]
            fn $theme() {
                check(stringify!($theme));
            }
        )*
    };
}

themes!(errors finalization gc language program refcount tutorial weakref);

#[test]
fn every_folder_of_scenarios_is_a_theme() {
    let entries = fs::read_dir(SCENARIOS).expect("the scenarios are part of the package");
    let folders = entries.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let mut found: Vec<_> =
        folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    found.sort();
    assert_eq!(found, THEMES);
}
