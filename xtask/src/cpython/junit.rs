//! The report of a run of CPython's tests: which tests there were, and how each ended.
//!
//! Only what CPython's runner writes is understood: one `<testcase>` element for each test, with
//! the names in attributes, and an element inside that says what happened.

use std::collections::BTreeMap;

/// How tests ended, by name.
pub(super) type Outcomes = BTreeMap<String, &'static str>;

/// Reads a report. Tests of one name are told apart by a number.
pub(super) fn outcomes(report: &str) -> Outcomes {
    let mut found = Outcomes::new();
    for element in report.split("<testcase ").skip(1) {
        let end = element.find("</testcase>").unwrap_or(element.len());
        // An element without contents ends with its tag.
        let tag = element.find('>').unwrap_or(end);
        let contents = if element[..tag].ends_with('/') { "" } else { &element[tag..end.max(tag)] };
        let Some(name) = attribute(&element[..tag], "name") else { continue };
        let outcome = if contents.contains("<failure") {
            "failed"
        } else if contents.contains("<error") {
            "error"
        } else if contents.contains("<skipped") || element[..tag].contains("\"suppressed\"") {
            "skipped"
        } else {
            "passed"
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
    use super::outcomes;

    #[test]
    fn each_test_has_its_outcome() {
        let report = "<testsuites><testsuite tests=\"5\"><testcase name=\"a.b.passes\" \
                      status=\"run\" time=\"0.1\"><system-out>&lt;error</system-out></testcase>\
                      <testcase name=\"a.b.fails\"><failure type=\"X\">no</failure></testcase>\
                      <testcase name=\"a.b.breaks\"><error type=\"X\">no</error></testcase>\
                      <testcase name=\"a.b.skips\"><skipped>why</skipped></testcase>\
                      <testcase name=\"a.b.empty\" status=\"run\" /><testcase name=\"a.b.empty\"/>\
                      </testsuite></testsuites>";
        let found: Vec<(String, &str)> = outcomes(report).into_iter().collect();
        let found: Vec<(&str, &str)> =
            found.iter().map(|(name, how)| (name.as_str(), *how)).collect();
        assert_eq!(
            found,
            [
                ("a.b.breaks", "error"),
                ("a.b.empty", "passed"),
                ("a.b.empty (2)", "passed"),
                ("a.b.fails", "failed"),
                ("a.b.passes", "passed"),
                ("a.b.skips", "skipped"),
            ]
        );
    }
}
