//! `cargo xtask cpython [OPTIONS] [--] [ARGS]`: a real CPython on this workspace's allocator.
//!
//! The allocator comes as a preloaded library (`pymalloc/cpython`), because that works with every
//! interpreter that is installed, also one that is linked statically, and because the processes
//! that a program starts inherit it. `--allocator default` starts the same interpreter without it.
//! With `--gc cyclegc` the interpreter's cycles are collected by `cyclegc`, too, as an extension
//! module; `--gc-threads N` then lets so many threads mark, and `--log LEVEL` tells of its
//! collections on standard error.
//!
//! With `--test`, CPython's own tests run with and without the allocator and are compared one by
//! one; with `--bench`, programs are timed with and without it.

mod bench;
mod plugin;
mod suite;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};

use crate::collector::Extension;
use crate::conform;
use crate::error::Error;
use crate::tally::Tally;
use crate::workspace;

/// Each option with what it does.
pub(crate) const OPTIONS: [(&str, &str); 10] = [
    ("--python PATH|VERSION", "that CPython; else 3.13, or the newest one found"),
    ("--allocator pymalloc|default", "whose blocks objects live in, pymalloc if not given"),
    ("--gc builtin|cyclegc", "whose collector finds the cycles, the built-in one if not given"),
    ("--gc-threads N", "of --gc cyclegc: how many threads mark, 1 to 64, 1 if not given"),
    ("--log LEVEL", "of --gc cyclegc: off, error, warn, info, debug or trace, to stderr"),
    ("--test", "compare CPython's own tests with and without pymalloc (--python: only that one)"),
    ("--bench", "time programs with and without pymalloc"),
    ("--programs NAME,..", "of --bench, only these"),
    ("--rounds N", "of --bench, how often each program runs, 5 if not given"),
    ("--quick", "of --bench, a tenth of the work"),
];

/// Whose blocks the objects of an interpreter live in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Allocator {
    Pymalloc,
    Default,
}

/// The levels of a log.
const LEVELS: [&str; 6] = ["off", "error", "warn", "info", "debug", "trace"];

/// Whose collector finds the cycles.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Collector {
    Builtin,
    /// Ours, and what it is told.
    Cyclegc(Settings),
}

/// What our collector is told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Settings {
    /// The level of its log.
    level: Option<String>,
    /// How many threads mark.
    threads: Option<u8>,
}

impl Settings {
    fn put_into(&self, command: &mut Command) {
        command.env("CYCLEGC_LOG", self.level.as_deref().unwrap_or("off"));
        if let Some(threads) = self.threads {
            command.env("CYCLEGC_THREADS", threads.to_string());
        }
    }
}

/// What the command line asks for.
#[derive(Debug)]
enum Task {
    Program(Allocator, Collector, Vec<OsString>),
    Test,
    Bench(bench::Options),
}

/// Starts the interpreter, or does what `--test` and `--bench` say.
///
/// # Errors
/// A command line that makes no sense, an interpreter that is not there, a library that does not
/// build.
pub(crate) fn command(parser: lexopt::Parser) -> Result<ExitCode, Error> {
    let (python, task) = parse(parser)?;
    let root = workspace::root()?;
    match task {
        Task::Program(allocator, collector, arguments) => {
            let python = Python::find(python.as_deref())?;
            let library = match allocator {
                Allocator::Pymalloc => Some(plugin::build(&root)?),
                Allocator::Default => None,
            };
            let mut command = python.command(library.as_deref());
            if let Collector::Cyclegc(settings) = collector {
                Extension::build(&root, &python.path, &python.release)?.put_into(&mut command);
                settings.put_into(&mut command);
            }
            start(command.args(arguments))
        }
        Task::Test => {
            let pythons = match python {
                Some(name) => vec![Python::find(Some(&name))?],
                None => Python::all()?,
            };
            let tally = suite::compare(&root, &pythons)?;
            println!("{tally}");
            Ok(if tally.is_clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
        }
        Task::Bench(options) => {
            bench::compare(&root, &Python::find(python.as_deref())?, &options)?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// CPython's own tests with and without the allocator, on each CPython found, compared one by one.
///
/// # Errors
/// A library that does not build, or an interpreter that cannot be started.
pub(crate) fn suite(root: &Path) -> Result<Tally, Error> {
    suite::compare(root, &Python::all()?)
}

fn parse(mut parser: lexopt::Parser) -> Result<(Option<String>, Task), Error> {
    let (mut python, mut allocator, mut test, mut bench) = (None, None, false, false);
    let (mut collector, mut settings) = (None, Settings::default());
    let mut options = bench::Options::default();
    let mut arguments = Vec::new();
    // Options end where the interpreter's arguments begin, which are not looked at.
    while arguments.is_empty() {
        if let Some(raw) = parser.try_raw_args()
            && (raw.peek().is_some_and(|next| next == "--" || !is_option(next)))
        {
            let skip = usize::from(raw.peek().is_some_and(|next| next == "--"));
            arguments.extend(raw.skip(skip));
            break;
        }
        let Some(argument) = parser.next()? else { break };
        match argument {
            lexopt::Arg::Long("python") => {
                python = Some(parser.value()?.to_string_lossy().into_owned());
            }
            lexopt::Arg::Long("allocator") => {
                let name = parser.value()?.to_string_lossy().into_owned();
                allocator = Some(match name.as_str() {
                    "pymalloc" => Allocator::Pymalloc,
                    "default" => Allocator::Default,
                    _ => {
                        let valid = ["pymalloc", "default"];
                        return Err(Error::unknown("allocator", "allocators", &name, &valid));
                    }
                });
            }
            lexopt::Arg::Long("gc") => {
                let name = parser.value()?.to_string_lossy().into_owned();
                collector = Some(match name.as_str() {
                    "builtin" => false,
                    "cyclegc" => true,
                    _ => {
                        let valid = ["builtin", "cyclegc"];
                        return Err(Error::unknown("collector", "collectors", &name, &valid));
                    }
                });
            }
            lexopt::Arg::Long("log") => {
                let name = parser.value()?.to_string_lossy().into_owned();
                if !LEVELS.contains(&name.as_str()) {
                    return Err(Error::unknown("level", "levels", &name, &LEVELS));
                }
                settings.level = Some(name);
            }
            lexopt::Arg::Long("gc-threads") => {
                let name = parser.value()?.to_string_lossy().into_owned();
                let number = name.parse().ok().filter(|number| (1..=64).contains(number));
                settings.threads = Some(number.ok_or_else(|| {
                    Error::Usage(format!("--gc-threads takes a number from 1 to 64, not `{name}`"))
                })?);
            }
            lexopt::Arg::Long("test") => test = true,
            lexopt::Arg::Long("bench") => bench = true,
            lexopt::Arg::Long("programs") => options.choose(&parser.value()?)?,
            lexopt::Arg::Long("rounds") => options.repeat(&parser.value()?)?,
            lexopt::Arg::Long("quick") => options.quick = true,
            other => return Err(Error::unexpected(&other, &OPTIONS.map(|(name, _)| name))),
        }
    }
    if settings != Settings::default() && collector != Some(true) {
        return Err(Error::Usage("--log and --gc-threads are for --gc cyclegc".to_owned()));
    }
    let given = allocator.is_some() || collector.is_some() || !arguments.is_empty();
    let task = match (test, bench) {
        (false, false) => {
            let cyclegc = collector == Some(true);
            let collector = if cyclegc { Collector::Cyclegc(settings) } else { Collector::Builtin };
            Task::Program(allocator.unwrap_or(Allocator::Pymalloc), collector, arguments)
        }
        _ if given || (test && bench) => {
            let what = "--test and --bench take no allocator, no collector, no arguments, and not \
                        one another";
            return Err(Error::Usage(what.to_owned()));
        }
        (true, _) => Task::Test,
        (_, true) => Task::Bench(options),
    };
    Ok((python, task))
}

fn is_option(argument: &std::ffi::OsStr) -> bool {
    argument.as_encoded_bytes().starts_with(b"-")
}

/// Becomes the program.
#[cfg(unix)]
fn start(command: &mut Command) -> Result<ExitCode, Error> {
    use std::os::unix::process::CommandExt;
    let program = command.get_program().to_string_lossy().into_owned();
    Err(Error::Failed(format!("{program}: {}", command.exec())))
}

/// Runs the program and answers its exit status.
#[cfg(not(unix))]
fn start(command: &mut Command) -> Result<ExitCode, Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    let status = command.status().map_err(|error| Error::Failed(format!("{program}: {error}")))?;
    Ok(ExitCode::from(u8::try_from(status.code().unwrap_or(1)).unwrap_or(1)))
}

/// An interpreter of this machine.
#[derive(Clone, Debug)]
struct Python {
    /// The program itself, not one that stands in for it on the `PATH`.
    path: PathBuf,
    /// With its micro release, such as `3.13.0`.
    release: String,
}

impl Python {
    /// The one that is asked for, else the newest.
    fn find(name: Option<&str>) -> Result<Self, Error> {
        let found = match name {
            Some(name) => conform::python::find(&[name.to_owned()])?.into_iter().next_back(),
            None => conform::pythons()?.into_iter().next_back(),
        };
        let found = found.ok_or_else(|| Error::Failed("no CPython is installed".to_owned()))?;
        Self::behind(&found.path, found.release)
    }

    /// Each of the versions that this workspace is compared with.
    fn all() -> Result<Vec<Self>, Error> {
        conform::pythons()?
            .into_iter()
            .map(|found| Self::behind(&found.path, found.release))
            .collect()
    }

    fn behind(path: &Path, release: String) -> Result<Self, Error> {
        let mut command = Command::new(path);
        command.args(["-I", "-c", "import sys; print(sys.executable)"]).stdin(Stdio::null());
        let answer = output(&mut command)?;
        Ok(Self { path: PathBuf::from(answer.trim()), release })
    }

    /// A command that starts the interpreter, with the library where there is one.
    fn command(&self, library: Option<&Path>) -> Command {
        let mut command = Command::new(&self.path);
        if let Some(library) = library {
            let mut preload = library.as_os_str().to_owned();
            if let Some(others) = std::env::var_os("LD_PRELOAD").filter(|other| !other.is_empty()) {
                preload.push(":");
                preload.push(others);
            }
            command.env("LD_PRELOAD", preload);
        }
        command
    }
}

/// What `command` prints on standard output.
///
/// # Errors
/// It cannot be run, or fails.
fn output(command: &mut Command) -> Result<String, Error> {
    let program = command.get_program().to_string_lossy().into_owned();
    match command.output() {
        Ok(done) if done.status.success() => Ok(String::from_utf8_lossy(&done.stdout).into_owned()),
        Ok(done) => {
            let said = String::from_utf8_lossy(&done.stderr).into_owned();
            Err(Error::Failed(format!("{program}: {}\n{}", done.status, said.trim_end())))
        }
        Err(error) => Err(Error::Failed(format!("{program}: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Allocator, Collector, Settings, Task, parse};

    fn error(arguments: &[&str]) -> String {
        parse(lexopt::Parser::from_args(arguments)).expect_err("it makes no sense").to_string()
    }

    fn program(arguments: &[&str]) -> (Option<String>, Allocator, Vec<String>) {
        match parse(lexopt::Parser::from_args(arguments)) {
            Ok((python, Task::Program(allocator, _, arguments))) => {
                let arguments = arguments.into_iter().map(|word| word.to_string_lossy().into());
                (python, allocator, arguments.collect())
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_interpreter_gets_what_follows_the_options() {
        let (python, allocator, arguments) =
            program(&["--python", "3.12", "--allocator", "default", "--", "-c", "print(1)"]);
        assert_eq!((python.as_deref(), allocator), (Some("3.12"), Allocator::Default));
        assert_eq!(arguments, ["-c", "print(1)"]);
        let (python, allocator, arguments) = program(&["program.py", "--python", "x", "--"]);
        assert_eq!((python, allocator), (None, Allocator::Pymalloc));
        assert_eq!(arguments, ["program.py", "--python", "x", "--"]);
        assert!(program(&[]).2.is_empty());
    }

    #[test]
    fn what_is_unknown_is_answered_with_the_valid_ones() {
        let allocator = error(&["--allocator", "jemalloc"]);
        assert_eq!(
            allocator,
            "unknown allocator `jemalloc`; the allocators are: pymalloc, default"
        );
        let option = error(&["--malloc"]);
        assert!(option.starts_with("unknown option `--malloc`; the options are: --python"));
        assert!(error(&["-x"]).starts_with("unknown option `-x`"));
        assert!(error(&["--bench", "--programs", "none"]).starts_with("unknown program `none`"));
        assert!(error(&["--bench", "--rounds", "many"]).contains("--rounds takes"));
    }

    #[test]
    fn a_collector_is_chosen_and_its_log() {
        let task = |arguments: &[&str]| match parse(lexopt::Parser::from_args(arguments)) {
            Ok((_, Task::Program(_, collector, _))) => collector,
            other => panic!("{other:?}"),
        };
        assert_eq!(task(&["program.py"]), Collector::Builtin);
        let settings = |level: Option<&str>, threads| {
            Collector::Cyclegc(Settings { level: level.map(str::to_owned), threads })
        };
        assert_eq!(task(&["--gc", "cyclegc", "program.py"]), settings(None, None));
        let logged = task(&["--gc", "cyclegc", "--log", "info", "--", "program.py"]);
        assert_eq!(logged, settings(Some("info"), None));
        let threads = task(&["--gc-threads", "2", "--gc", "cyclegc"]);
        assert_eq!(threads, settings(None, Some(2)));
        assert!(error(&["--gc", "rust"]).ends_with("the collectors are: builtin, cyclegc"));
        assert!(error(&["--gc", "cyclegc", "--log", "loud"]).starts_with("unknown level `loud`"));
        for number in ["0", "65", "-1", "many"] {
            let text = error(&["--gc", "cyclegc", &format!("--gc-threads={number}")]);
            assert_eq!(text, format!("--gc-threads takes a number from 1 to 64, not `{number}`"));
        }
        for option in [["--log", "info"], ["--gc-threads", "2"]] {
            assert_eq!(error(&option), "--log and --gc-threads are for --gc cyclegc");
        }
    }

    #[test]
    fn tests_and_programs_are_not_run_with_arguments() {
        assert!(matches!(parse(lexopt::Parser::from_args(["--test"])), Ok((None, Task::Test))));
        assert!(error(&["--test", "program.py"]).starts_with("--test and --bench take no"));
        assert!(error(&["--test", "--bench"]).starts_with("--test and --bench take no"));
    }
}
