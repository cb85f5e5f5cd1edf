//! The report of a run of CPython's tests: which tests there were, and how each ended.
//!
//! Only what CPython's runner writes is understood: one `<testcase>` element for each test, with
//! the names in attributes, and an element inside that says what happened.

use std::collections::BTreeMap;
use std::fmt::{self, Display};

/// How a test ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Passed,
    Failed,
    /// It raised what it did not expect.
    Error,
    Skipped,
}

impl Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Error => "error",
            Self::Skipped => "skipped",
        })
    }
}

/// How tests ended, by their full names.
pub(crate) type Outcomes = BTreeMap<String, Outcome>;

/// Reads a report. Tests of one name are told apart by a number.
pub(crate) fn outcomes(report: &str) -> Outcomes {
    let mut found = Outcomes::new();
    for element in report.split("<testcase ").skip(1) {
        let end = element.find("</testcase>").unwrap_or(element.len());
        // An element without contents ends with its tag.
        let tag = element.find('>').unwrap_or(end);
        let contents = if element[..tag].ends_with('/') { "" } else { &element[tag..end.max(tag)] };
        let Some(name) = attribute(&element[..tag], "name") else { continue };
        let outcome = if contents.contains("<failure") {
            Outcome::Failed
        } else if contents.contains("<error") {
            Outcome::Error
        } else if contents.contains("<skipped") || element[..tag].contains("\"suppressed\"") {
            Outcome::Skipped
        } else {
            Outcome::Passed
        };
        let mut unique = name.to_owned();
        let mut number = 1;
        while found.contains_key(&unique) {
            number += 1;
            unique = format!("{name} ({number})");
        }
        found.insert(unique, outcome);
    }
    found
}

fn attribute<'text>(tag: &'text str, name: &str) -> Option<&'text str> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

#[cfg(test)]
mod tests {
    use super::Outcome::{Error, Failed, Passed, Skipped};
    use super::{Outcome, outcomes};

    #[test]
    fn each_test_has_its_outcome() {
        let report = "<testsuites><testsuite tests=\"5\"><testcase name=\"a.b.passes\" \
                      status=\"run\" time=\"0.1\"><system-out>&lt;error</system-out></testcase>\
                      <testcase name=\"a.b.fails\"><failure type=\"X\">no</failure></testcase>\
                      <testcase name=\"a.b.breaks\"><error type=\"X\">no</error></testcase>\
                      <testcase name=\"a.b.skips\"><skipped>why</skipped></testcase>\
                      <testcase name=\"a.b.empty\" status=\"run\" /><testcase name=\"a.b.empty\"/>\
                      </testsuite></testsuites>";
        let found: Vec<(String, Outcome)> = outcomes(report).into_iter().collect();
        let found: Vec<(&str, Outcome)> =
            found.iter().map(|(name, how)| (name.as_str(), *how)).collect();
        assert_eq!(
            found,
            [
                ("a.b.breaks", Error),
                ("a.b.empty", Passed),
                ("a.b.empty (2)", Passed),
                ("a.b.fails", Failed),
                ("a.b.passes", Passed),
                ("a.b.skips", Skipped),
            ]
        );
    }
}
