//! Two implementations run one scenario: are they the same?
//!
//! Scenarios are handed out to two threads, one after the other. The heap runs a scenario once and
//! is compared with every CPython that the scenario is about.

use std::env;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use similar::TextDiff;

use super::child::{self, End, Outcome};
use super::python::Interpreter;
use super::scenario::Scenario;
use crate::error::Error;

/// Scenarios that run at one time.
const THREADS: usize = 2;
/// Lines of a difference, and of a standard error, that are shown.
const SHOWN: usize = 60;

/// What comparing one scenario with one CPython came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Same output, same exit status.
    Same,
    /// Different, with the difference as text.
    Differs(String),
    /// The scenario is not about this version.
    Skipped,
}

impl Verdict {
    /// Whether it is a difference.
    pub(crate) fn differs(&self) -> bool {
        matches!(self, Self::Differs(_))
    }

    /// The cell of the table.
    pub(crate) fn word(&self) -> &'static str {
        match self {
            Self::Same => "ok",
            Self::Differs(_) => "differs",
            Self::Skipped => "skipped",
        }
    }
}

/// Starts programs and compares what they left behind.
pub(crate) struct Runner {
    /// The program that runs a scenario on the heap.
    heap: PathBuf,
    /// For one program.
    patience: Duration,
}

impl Runner {
    /// Runs scenarios on the heap by starting this very program again.
    ///
    /// # Errors
    /// The system does not tell where this program is.
    pub(crate) fn this_program(patience: Duration) -> Result<Self, Error> {
        let heap = env::current_exe()
            .map_err(|error| Error::Failed(format!("the path of this program: {error}")))?;
        Ok(Self { heap, patience })
    }

    /// The verdicts on each scenario, one for each of `pythons`, in their order.
    pub(crate) fn compare_all(
        &self,
        scenarios: &[Scenario],
        pythons: &[Interpreter],
    ) -> Vec<Vec<Verdict>> {
        let next = AtomicUsize::new(0);
        let verdicts = Mutex::new(vec![Vec::new(); scenarios.len()]);
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    loop {
                        // Each number is drawn once, whatever the order of memory.
                        let index = next.fetch_add(1, Ordering::Relaxed);
                        let Some(scenario) = scenarios.get(index) else { break };
                        let verdict = self.compare(scenario, pythons);
                        verdicts.lock().unwrap_or_else(PoisonError::into_inner)[index] = verdict;
                    }
                });
            }
        });
        verdicts.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn compare(&self, scenario: &Scenario, pythons: &[Interpreter]) -> Vec<Verdict> {
        if !pythons.iter().any(|python| scenario.is_about(python.version)) {
            return vec![Verdict::Skipped; pythons.len()];
        }
        let ours = self.run(self.heap_command(&scenario.path));
        let verdict = |python: &Interpreter| {
            if !scenario.is_about(python.version) {
                return Verdict::Skipped;
            }
            let theirs = self.run(python.command(&scenario.path));
            match (&ours, theirs) {
                (Ok(ours), Ok(theirs)) => judge(&theirs, ours),
                (Err(error), _) => Verdict::Differs(format!("the heap: {error}")),
                (_, Err(error)) => Verdict::Differs(format!("CPython: {error}")),
            }
        };
        pythons.iter().map(verdict).collect()
    }

    fn run(&self, command: Command) -> Result<Outcome, String> {
        child::run(command, self.patience).map_err(|error| error.to_string())
    }

    fn heap_command(&self, file: &Path) -> Command {
        let mut command = Command::new(&self.heap);
        command.args(["run", "--log", "off"]).arg(file);
        command
    }
}

/// Compares what the two left behind. A program that had to be stopped is the same as none.
fn judge(theirs: &Outcome, ours: &Outcome) -> Verdict {
    let same_end = theirs.end == ours.end && ours.end != End::TimedOut;
    if same_end && theirs.stdout == ours.stdout {
        return Verdict::Same;
    }
    let mut text = String::new();
    if theirs.stdout != ours.stdout {
        let left = String::from_utf8_lossy(&theirs.stdout);
        let right = String::from_utf8_lossy(&ours.stdout);
        let diff = TextDiff::from_lines(left.as_ref(), right.as_ref());
        let diff = diff.unified_diff().context_radius(2).header("CPython", "the heap").to_string();
        push_lines(&mut text, &diff, "");
    }
    if !same_end {
        push_lines(&mut text, &format!("CPython: {}", theirs.end), "");
        push_lines(&mut text, &format!("the heap: {}", ours.end), "");
        push_lines(&mut text, &String::from_utf8_lossy(&ours.stderr), "    ");
    }
    Verdict::Differs(text)
}

/// Appends the first lines of `lines`, and how many there are besides.
fn push_lines(text: &mut String, lines: &str, indent: &str) {
    for line in lines.lines().take(SHOWN) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{indent}{line}");
    }
    let rest = lines.lines().count().saturating_sub(SHOWN);
    if rest > 0 {
        let _ = writeln!(text, "{indent}({rest} more lines)");
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use super::{Verdict, judge};
    use crate::conform::child::{End, Outcome};

    fn outcome(code: i32, stdout: &str, stderr: &str) -> Outcome {
        let end = End::Ended(ExitStatus::from_raw(code << 8));
        Outcome { end, stdout: stdout.into(), stderr: stderr.into() }
    }

    #[test]
    fn standard_error_is_not_compared() {
        let verdict = judge(&outcome(0, "1\n", "a warning"), &outcome(0, "1\n", ""));
        assert_eq!(verdict, Verdict::Same);
    }

    #[test]
    fn a_different_line_is_shown_from_both_sides() {
        let verdict = judge(&outcome(0, "1\n2\n", ""), &outcome(0, "1\n3\n", ""));
        let Verdict::Differs(text) = verdict else { panic!("{verdict:?}") };
        assert_eq!(text, "--- CPython\n+++ the heap\n@@ -1,2 +1,2 @@\n 1\n-2\n+3\n");
    }

    #[test]
    fn a_different_exit_status_is_shown_with_our_standard_error() {
        let verdict = judge(&outcome(0, "", ""), &outcome(2, "", "no module re"));
        let Verdict::Differs(text) = verdict else { panic!("{verdict:?}") };
        assert_eq!(text, "CPython: exit status: 0\nthe heap: exit status: 2\n    no module re\n");
    }

    #[test]
    fn a_program_that_was_stopped_on_both_sides_is_no_agreement() {
        let hung = || Outcome { end: End::TimedOut, ..outcome(0, "a", "") };
        let Verdict::Differs(text) = judge(&hung(), &hung()) else { panic!("both timed out") };
        assert_eq!(text, "CPython: timed out\nthe heap: timed out\n");
    }
}
