//! `cargo xtask test`: everything a contributor must keep green, or the suites that are named.
//!
//! A suite is a list of steps. A step is a command of cargo's, or a check of this crate; its output
//! is kept back and shown when it fails. Tests are counted over all steps, a command that is no
//! test run counts as one test, and the last line printed is `N passed, N failed`.
//!
//! Snapshots are compared and never rewritten. The oracle is skipped, and says so, where no CPython
//! is installed. Suites that need a nightly toolchain run on request alone, and are skipped where
//! there is none.

mod step;
mod variant;

use std::process::ExitCode;

use crate::error::Error;
use crate::tally::Tally;
use crate::workspace;
use step::Step;
use variant::Variant;

/// A set of steps with a name that the command line takes.
struct Suite {
    name: &'static str,
    about: &'static str,
    steps: &'static [Step],
    /// Whether the run of everything leaves it out: another suite includes it, or it asks for
    /// tools that a stable toolchain has not.
    on_request: bool,
}

impl Suite {
    const fn new(name: &'static str, about: &'static str, steps: &'static [Step]) -> Self {
        Self { name, about, steps, on_request: false }
    }

    const fn on_request(self) -> Self {
        Self { on_request: true, ..self }
    }
}

const SUITES: [Suite; 19] = [
    Suite::new(
        "fmt",
        "the format of every file",
        &[
            Step::Check("fmt --all --check"),
            Step::Check("fmt --check --manifest-path pymalloc/bench/Cargo.toml"),
            Step::Check("fmt --check --manifest-path refcount/bench/Cargo.toml"),
            Step::Check("fmt --check --manifest-path cyclegc/bench/Cargo.toml"),
            Step::Check("fmt --check --manifest-path cyclegc/cpython/Cargo.toml"),
        ],
    ),
    Suite::new(
        "locks",
        "the lock files of the crates that stand alone fit their manifests",
        &[
            Step::Check("fetch --locked --manifest-path pymalloc/bench/Cargo.toml"),
            Step::Check("fetch --locked --manifest-path refcount/bench/Cargo.toml"),
            Step::Check("fetch --locked --manifest-path cyclegc/bench/Cargo.toml"),
            Step::Check("fetch --locked --manifest-path cyclegc/cpython/Cargo.toml"),
        ],
    ),
    Suite::new("tidy", "the rules that the compiler does not know", &[Step::Tidy]),
    Suite::new(
        "clippy",
        "the lints, warnings refused",
        &[Step::Check("clippy --locked --workspace --all-targets -- -D warnings")],
    ),
    Suite::new(
        "docs",
        "the documentation builds, warnings refused",
        &[Step::Check("doc --locked --workspace --no-deps")],
    ),
    Suite::new(
        "refcount",
        "tests of the counts and pointers, with and without features",
        &[
            Step::Tests("-p refcount"),
            Step::Tests("-p refcount --no-default-features"),
            Step::Tests("-p refcount --features serde"),
        ],
    ),
    Suite::new(
        "cyclegc",
        "tests of the collector, with and without features",
        &[
            Step::Tests("-p cyclegc"),
            Step::Tests("-p cyclegc --no-default-features"),
            Step::Tests("-p cyclegc --features parallel"),
        ],
    ),
    Suite::new(
        "pymalloc",
        "tests of the allocator, with and without features, and of its C face",
        &[
            Step::Tests("-p pymalloc"),
            Step::Tests("-p pymalloc --no-default-features"),
            Step::Tests("-p pymalloc --features hardened,serde"),
            Step::Tests("-p pymalloc-capi -p pymalloc-cpython"),
        ],
    ),
    Suite::new(
        "integration",
        "unit, doc, scenario and snapshot tests of the composed heap",
        &[Step::Tests("-p integration")],
    ),
    Suite::new(
        "scenarios",
        "of `integration`, the snapshots of the scenarios alone",
        &[Step::Tests("-p integration --test main scenarios")],
    )
    .on_request(),
    Suite::new("xtask", "unit tests of these commands", &[Step::Tests("-p xtask")]),
    Suite::new("conform", "the scenarios against each CPython installed", &[Step::Conform]),
    Suite::new(
        "loom",
        "what threads share, under all orders of their steps",
        &[
            Step::In(Variant::Model, "-p refcount --lib model::"),
            Step::In(Variant::Model, "-p pymalloc --lib loom"),
        ],
    ),
    Suite::new(
        "cpython",
        "CPython's own tests with our collector in each CPython installed",
        &[Step::Collector],
    )
    .on_request(),
    Suite::new(
        "cpython-allocator",
        "CPython's own tests with our allocator in each CPython installed",
        &[Step::Allocator],
    )
    .on_request(),
    Suite::new(
        "tsan",
        "the same between real threads, with a nightly toolchain's ThreadSanitizer",
        &[
            Step::In(Variant::Race, "-p refcount --test main"),
            Step::In(Variant::Race, "-p pymalloc --lib --test global --test debug_global"),
            Step::In(Variant::Race, "-p cyclegc --features parallel --lib --test main property"),
        ],
    )
    .on_request(),
    Suite::new(
        "lsan",
        "the mechanisms and the scenarios, with a nightly toolchain's LeakSanitizer",
        &[
            Step::In(Variant::Leak, "-p pymalloc --lib --test main"),
            Step::In(Variant::Leak, "-p cyclegc --test main"),
            Step::In(Variant::Leak, "-p integration --test main scenarios"),
        ],
    )
    .on_request(),
    Suite::new(
        "asan",
        "uses of memory that is not theirs, with a nightly toolchain's AddressSanitizer",
        &[
            Step::In(Variant::Address, "-p refcount --lib --tests"),
            Step::In(Variant::Address, "-p pymalloc --lib --tests"),
            Step::In(Variant::Address, "-p cyclegc --features parallel --test main"),
        ],
    )
    .on_request(),
    Suite::new(
        "miri",
        "the mechanisms' unit tests in Miri, where a nightly toolchain has it",
        &[
            Step::In(Variant::Interpreted, "-p refcount --lib"),
            Step::In(Variant::Interpreted, "-p pymalloc --lib"),
            Step::In(Variant::Interpreted, "-p cyclegc --lib"),
        ],
    )
    .on_request(),
];

/// Name and purpose of each suite, in the order in which they run.
pub(crate) fn suites() -> impl Iterator<Item = (&'static str, &'static str)> {
    SUITES.iter().map(|suite| (suite.name, suite.about))
}

/// Runs the suites that the command line names, or all.
///
/// # Errors
/// An unknown suite or option, or no workspace to work on.
pub(crate) fn command(parser: lexopt::Parser) -> Result<ExitCode, Error> {
    let chosen = choose(parser)?;
    let root = workspace::root()?;
    let mut total = Tally::default();
    for suite in chosen {
        println!("== {}: {}", suite.name, suite.about);
        for step in suite.steps {
            total += step.run(&root);
        }
    }
    println!("{total}");
    Ok(if total.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn choose(mut parser: lexopt::Parser) -> Result<Vec<&'static Suite>, Error> {
    let mut chosen = Vec::new();
    while let Some(argument) = parser.next()? {
        let name = match argument {
            lexopt::Arg::Value(name) => name,
            lexopt::Arg::Long("suite") => parser.value()?,
            other => return Err(Error::unexpected(&other, &["--suite NAME"])),
        };
        let name = name.to_string_lossy();
        let Some(suite) = SUITES.iter().find(|suite| suite.name == name) else {
            let names = SUITES.each_ref().map(|suite| suite.name);
            return Err(Error::unknown("suite", "suites", &name, &names));
        };
        chosen.push(suite);
    }
    if chosen.is_empty() {
        chosen.extend(SUITES.iter().filter(|suite| !suite.on_request));
    }
    Ok(chosen)
}

#[cfg(test)]
mod tests {
    use super::{SUITES, choose};
    use crate::error::Error;

    fn names(arguments: &[&str]) -> Result<Vec<&'static str>, Error> {
        let parser = lexopt::Parser::from_args(arguments);
        Ok(choose(parser)?.iter().map(|suite| suite.name).collect())
    }

    #[test]
    fn suites_are_named_with_and_without_the_option() -> Result<(), Error> {
        assert_eq!(names(&["refcount", "--suite", "tidy"])?, ["refcount", "tidy"]);
        Ok(())
    }

    #[test]
    fn no_name_means_each_suite_once() -> Result<(), Error> {
        let all = names(&[])?;
        assert!(all.contains(&"integration") && all.contains(&"loom"));
        assert!(!all.contains(&"scenarios"), "its tests are a part of `integration`");
        assert!(!all.contains(&"tsan"), "it needs a nightly toolchain");
        Ok(())
    }

    #[test]
    fn an_unknown_suite_lists_the_valid_ones() {
        let error = names(&["refcounts"]).expect_err("no such suite").to_string();
        assert!(error.starts_with("unknown suite `refcounts`"), "{error}");
        assert!(SUITES.iter().all(|suite| error.contains(suite.name)), "{error}");
    }

    #[test]
    fn an_unknown_option_lists_the_valid_one() {
        let error = names(&["--fast"]).expect_err("no such option").to_string();
        assert_eq!(error, "unknown option `--fast`; the options are: --suite NAME");
    }
}
