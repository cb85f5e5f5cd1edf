//! One step of a suite: a command of cargo's, or a check of this crate.
//!
//! Cargo's standard output and error go into one pipe, so that a failing step is shown as it would
//! have looked on the terminal. Builds are locked: the build of this very program has brought the
//! lock file up to date. Snapshot tests are told not to write.

use std::io::{self, Read};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use super::variant::Variant;
use crate::error::Error;
use crate::tally::Tally;
use crate::{collector, conform, cpython, tidy, workspace};

/// What a suite does next.
pub(crate) enum Step {
    /// A cargo command that passes or fails as a whole.
    Check(&'static str),
    /// A run of `cargo test` with these arguments, whose tests are counted.
    Tests(&'static str),
    /// The same in a build of another kind.
    In(Variant, &'static str),
    /// The style rules.
    Tidy,
    /// The comparison with CPython.
    Conform,
    /// CPython's own tests with our collector in the interpreter.
    Collector,
    /// CPython's own tests with our allocator in the interpreter.
    Allocator,
}

impl Step {
    /// Carries the step out, prints one line about it (more when it failed), and counts its tests.
    pub(crate) fn run(&self, root: &Path) -> Tally {
        let tally = match self {
            Self::Check(arguments) => cargo(root, arguments, |_, success| Tally::of_check(success)),
            Self::Tests(arguments) => {
                let arguments = format!("test --locked --no-fail-fast {arguments}");
                cargo(root, &arguments, Tally::of_test_run)
            }
            Self::In(variant, arguments) => {
                if let Some(missing) = variant.missing() {
                    println!("   skipped: {missing}");
                    return Tally::default();
                }
                let command = variant.command(root, arguments);
                run(root, &format!("test {arguments}"), command, Tally::of_test_run)
            }
            Self::Tidy => tidy::check(root),
            Self::Conform => conform::all_scenarios(root),
            Self::Collector => collector::suite(root),
            Self::Allocator => cpython::suite(root),
        };
        tally.unwrap_or_else(|error| {
            println!("   error: {error}");
            Tally::of_check(false)
        })
    }
}

fn cargo(root: &Path, arguments: &str, count: fn(&str, bool) -> Tally) -> Result<Tally, Error> {
    let mut command = Command::new(workspace::cargo());
    command.args(arguments.split(' '));
    run(root, arguments, command, count)
}

/// Runs a command of cargo's that is shown as `cargo {arguments}`.
fn run(
    root: &Path,
    arguments: &str,
    mut command: Command,
    count: fn(&str, bool) -> Tally,
) -> Result<Tally, Error> {
    let start = Instant::now();
    command
        .current_dir(root)
        .env("INSTA_UPDATE", "no")
        .env_remove("INSTA_FORCE_PASS")
        .env("RUSTDOCFLAGS", "-D warnings")
        .env("CARGO_TERM_COLOR", "never");
    let (output, success) =
        capture(command).map_err(|error| Error::Failed(format!("cargo {arguments}: {error}")))?;
    let tally = count(&output, success);
    let seconds = start.elapsed().as_secs_f32();
    println!("   cargo {arguments}: {tally} ({seconds:.1} s)");
    if !tally.is_clean() {
        println!("{}", output.trim_end());
        println!("   failed: cargo {arguments}");
    }
    Ok(tally)
}

/// Runs `command` and answers what it printed on both outputs, in order, and whether it succeeded.
fn capture(mut command: Command) -> io::Result<(String, bool)> {
    let (mut reader, writer) = io::pipe()?;
    command.stdin(std::process::Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
    let mut child = command.spawn()?;
    // The command holds the writing ends; while it lives, reading would not end.
    drop(command);
    let mut output = Vec::new();
    reader.read_to_end(&mut output)?;
    let status = child.wait()?;
    Ok((String::from_utf8_lossy(&output).into_owned(), status.success()))
}

#[cfg(all(test, unix))]
mod tests {
    use std::io;
    use std::process::Command;

    use super::capture;

    #[test]
    fn both_outputs_are_captured_in_order() -> io::Result<()> {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; echo three; exit 3"]);
        assert_eq!(capture(command)?, ("one\ntwo\nthree\n".to_owned(), false));
        Ok(())
    }
}
