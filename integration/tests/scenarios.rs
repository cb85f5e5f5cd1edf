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
//! Several threads may look for its garbage, and those that are about garbage come to the same with
//! them.

mod log;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::num::NonZero;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use integration::run::{Ended, GcThreads, Options, Remains, run_captured};

use log::Collections;

/// Where the scenarios stand, seen from the package that the tests run in.
const SCENARIOS: &str = "scenarios";

/// The scenarios whose finalizers run in another order after several threads have marked: that of
/// the survivors of an earlier collection, which then stay in the order they had.
const OTHER_ORDER: [&str; 2] = ["classes_with_finalizers", "order_of_cycles_at_exit"];

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
fn run(file: PathBuf, gc_threads: Option<GcThreads>) -> String {
    let collections = Collections::default();
    let options = Options { file, gc_threads, ..Options::default() };
    let (ended, stdout, stderr) =
        tracing::subscriber::with_default(collections.clone(), || run_captured(&options));
    let Some(Remains { objects, arenas, allows_threads }) = ended.remains else {
        panic!("it was not run: {stderr}");
    };
    assert_eq!(objects, 0, "objects are left behind\n{stderr}");
    assert!(arenas <= ARENAS, "{arenas} arenas are left behind");
    assert!(allows_threads, "an object keeps the heap to one thread");
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
            let text = run(folder.join(format!("{name}.py")), None);
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

themes!(errors finalization gc language program refcount thread tutorial weakref);

#[test]
fn several_threads_find_what_one_finds() {
    let two = GcThreads { number: NonZero::<usize>::MIN.saturating_add(1), least: 0 };
    let mut differ = Vec::new();
    for theme in ["finalization", "gc", "weakref"] {
        let folder = Path::new(SCENARIOS).join(theme);
        for name in names(&folder, ".py") {
            let file = folder.join(format!("{name}.py"));
            let [mut ours, mut expected] = [Some(two), None].map(|threads| {
                let text = run(file.clone(), threads);
                text.lines().map(str::to_owned).collect::<Vec<_>>()
            });
            if OTHER_ORDER.contains(&name.as_str()) {
                ours.sort_unstable();
                expected.sort_unstable();
            }
            if ours != expected {
                differ.push(format!("{theme}/{name}"));
            }
        }
    }
    assert!(differ.is_empty(), "with two threads differ: {}", differ.join(", "));
}

#[test]
fn every_folder_of_scenarios_is_a_theme() {
    let entries = fs::read_dir(SCENARIOS).expect("the scenarios are part of the package");
    let folders = entries.filter_map(Result::ok).filter(|entry| entry.path().is_dir());
    let mut found: Vec<_> =
        folders.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    found.sort();
    assert_eq!(found, THEMES);
}
