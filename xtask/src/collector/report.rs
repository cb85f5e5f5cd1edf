//! The report of a run of CPython's tests: how each test ended.
//!
//! Only what CPython's runner writes is understood: one `<testcase>` element for each test, with
//! its name in an attribute, and an element inside that says what happened.

use std::collections::BTreeMap;

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    Failed,
    Skipped,
}

impl Outcome {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Skipped => "was skipped",
        }
    }
}

/// How tests ended, by their full names.
pub(super) type Outcomes = BTreeMap<String, Outcome>;

/// Reads a report. Of several tests of one name the worst counts.
pub(super) fn outcomes(report: &str) -> Outcomes {
    let mut found = Outcomes::new();
    for element in report.split("<testcase ").skip(1) {
        let tag = &element[..element.find('>').unwrap_or(element.len())];
        let contents = if tag.ends_with('/') {
            ""
        } else {
            &element[tag.len()..element.find("</testcase>").unwrap_or(element.len())]
        };
        let Some((name, _)) = tag.split_once("name=\"").and_then(|(_, rest)| rest.split_once('"'))
        else {
            continue;
        };
        let outcome = if contents.contains("<failure") || contents.contains("<error") {
            Outcome::Failed
        } else if contents.contains("<skipped") || tag.contains("\"suppressed\"") {
            Outcome::Skipped
        } else {
            Outcome::Passed
        };
        let worst = found.entry(name.to_owned()).or_insert(outcome);
        if outcome == Outcome::Failed {
            *worst = outcome;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::Outcome::{Failed, Passed, Skipped};
    use super::outcomes;

    #[test]
    fn each_test_has_its_outcome() {
        let report = "<testsuite><testcase name=\"m.a\" status=\"run\"><system-out>&lt;error\
                      </system-out></testcase><testcase name=\"m.b\"><failure type=\"X\">no\
                      </failure></testcase><testcase name=\"m.c\"><error>no</error></testcase>\
                      <testcase name=\"m.d\"><skipped>why</skipped></testcase>\
                      <testcase name=\"m.e\" status=\"run\" /></testsuite>";
        let found: Vec<_> = outcomes(report).into_iter().collect();
        let expected =
            [("m.a", Passed), ("m.b", Failed), ("m.c", Failed), ("m.d", Skipped), ("m.e", Passed)];
        assert_eq!(found, expected.map(|(name, outcome)| (name.to_owned(), outcome)));
    }

    #[test]
    fn a_failure_is_not_hidden_by_a_test_of_the_same_name() {
        let report = "<testcase name=\"m.a\"><error/></testcase><testcase name=\"m.a\"/>";
        assert_eq!(outcomes(report)["m.a"], Failed);
    }
}
