//! How many tests passed and how many failed, over all the steps of a run.
//!
//! The harness that `cargo test` builds ends each test binary with one `test result:` line; the
//! tally of a step is the sum of those. The last line of a run is the tally's `Display`.

use std::fmt::{self, Display};
use std::ops::AddAssign;

/// Counts of tests, summed over steps.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Tests that did what they say.
    pub(crate) passed: u64,
    /// Tests that did not, and steps that could not be carried out.
    pub(crate) failed: u64,
}

impl Tally {
    /// The tally of one check that is a test by itself.
    pub(crate) fn of_check(passed: bool) -> Self {
        Self { passed: u64::from(passed), failed: u64::from(!passed) }
    }

    /// The tally of a `cargo test` run that printed `output` and ended with `success`.
    ///
    /// A run that fails before or outside its tests (it does not compile, a binary aborts) has at
    /// least one failure, and so has a run that executed no test: a suite that tests nothing must
    /// not look green.
    pub(crate) fn of_test_run(output: &str, success: bool) -> Self {
        let mut tally = Self::default();
        for line in output.lines() {
            if let Some(result) = line.trim().strip_prefix("test result:") {
                tally.passed += count(result, "passed");
                tally.failed += count(result, "failed");
            }
        }
        let nothing_ran = tally == Self::default();
        if tally.failed == 0 && (!success || nothing_ran) {
            tally.failed = 1;
        }
        tally
    }

    /// Whether nothing failed.
    pub(crate) fn is_clean(self) -> bool {
        self.failed == 0
    }
}

/// The number in front of `word` in a line such as ` ok. 12 passed; 0 failed; 0 ignored`.
fn count(result: &str, word: &str) -> u64 {
    result
        .split([';', '.'])
        .filter_map(|part| part.trim().strip_suffix(word))
        .find_map(|number| number.trim().parse().ok())
        .unwrap_or(0)
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    const OUTPUT: &str = "\
running 2 tests
test a ... ok
test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.02s
   Doc-tests refcount
test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.5s
";

    #[test]
    fn the_results_of_all_binaries_are_summed() {
        let tally = Tally::of_test_run(OUTPUT, false);
        assert_eq!(tally, Tally { passed: 15, failed: 2 });
        assert_eq!(tally.to_string(), "15 passed, 2 failed");
    }

    #[test]
    fn a_run_that_does_not_compile_has_failed() {
        assert_eq!(Tally::of_test_run("error: no", false), Tally { passed: 0, failed: 1 });
    }

    #[test]
    fn a_run_that_breaks_off_after_passing_tests_has_failed() {
        let output = "test result: ok. 4 passed; 0 failed; 0 ignored";
        assert_eq!(Tally::of_test_run(output, false), Tally { passed: 4, failed: 1 });
        assert_eq!(Tally::of_test_run(output, true), Tally { passed: 4, failed: 0 });
    }

    #[test]
    fn a_run_of_no_tests_has_failed() {
        let output = "test result: ok. 0 passed; 0 failed; 0 ignored";
        assert_eq!(Tally::of_test_run(output, true), Tally { passed: 0, failed: 1 });
    }
}
