//! Adding up the events of a log.
//!
//! An event is one JSON object per line, as `tracing-subscriber` writes it: `level`, `target`,
//! `fields` with the message among them, and the `span` around it. A collection is the event of the
//! target `cyclegc` that says how many objects it `examined`; its generation and reason are fields
//! of the span. How long it took is its field `micros`, and unknown where there is none.

use std::collections::BTreeMap;

use serde_json::Value;

/// What the events of a log add up to.
#[derive(Debug, Default)]
pub(super) struct Summary {
    /// By generation.
    pub(super) generations: BTreeMap<String, Collections>,
    /// How many collections ran for each reason.
    pub(super) reasons: BTreeMap<String, u64>,
    /// How often each warning or error was logged.
    pub(super) warnings: BTreeMap<String, u64>,
    pub(super) arenas_mapped: u64,
    pub(super) arenas_unmapped: u64,
}

/// The collections of one generation; all but `count` and `micros` in objects.
#[derive(Debug, Default)]
pub(super) struct Collections {
    pub(super) count: u64,
    pub(super) examined: u64,
    pub(super) unreachable: u64,
    pub(super) finalized: u64,
    pub(super) collected: u64,
    pub(super) uncollectable: u64,
    /// How long each took, as far as it is known.
    micros: Vec<u64>,
}

/// How long collections took, in microseconds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Pause {
    pub(super) total: u64,
    /// The upper one of the two in the middle.
    pub(super) median: u64,
    pub(super) max: u64,
}

impl Collections {
    /// How long these collections took; nothing where no duration is known.
    pub(super) fn pause(&self) -> Option<Pause> {
        let mut micros = self.micros.clone();
        micros.sort_unstable();
        let max = *micros.last()?;
        Some(Pause { total: micros.iter().sum(), median: micros[micros.len() / 2], max })
    }
}

impl Summary {
    /// Adds one line of a log; empty lines are none.
    ///
    /// # Errors
    /// Says why the line is not of such a log.
    pub(super) fn add(&mut self, line: &str) -> Result<(), String> {
        if line.trim().is_empty() {
            return Ok(());
        }
        let event: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let text = |key: &str| event.get(key).and_then(Value::as_str);
        let missing = |key: &str| format!("no `{key}`: not a line of a JSON log");
        let level = text("level").ok_or_else(|| missing("level"))?;
        let target = text("target").ok_or_else(|| missing("target"))?;
        let fields = event.get("fields").ok_or_else(|| missing("fields"))?;
        let message = fields.get("message").and_then(Value::as_str).unwrap_or("");
        if matches!(level, "WARN" | "ERROR") {
            *self.warnings.entry(format!("{target}: {message}")).or_default() += 1;
        }
        match (target, message) {
            ("pymalloc", "arena mapped") => self.arenas_mapped += 1,
            ("pymalloc", "arena unmapped") => self.arenas_unmapped += 1,
            ("cyclegc", _) if fields.get("examined").is_some() => {
                self.add_collection(fields, event.get("span"));
            }
            _ => {}
        }
        Ok(())
    }

    fn add_collection(&mut self, fields: &Value, span: Option<&Value>) {
        let about = |key: &str| match fields.get(key).or_else(|| span?.get(key)) {
            Some(Value::String(text)) => text.clone(),
            Some(value) => value.to_string(),
            None => "unknown".to_owned(),
        };
        let objects = |key: &str| fields.get(key).and_then(Value::as_u64);
        *self.reasons.entry(about("reason")).or_default() += 1;
        let collections = self.generations.entry(about("generation")).or_default();
        collections.count += 1;
        collections.examined += objects("examined").unwrap_or(0);
        collections.unreachable += objects("unreachable").unwrap_or(0);
        collections.finalized += objects("finalized").unwrap_or(0);
        collections.collected += objects("collected").unwrap_or(0);
        collections.uncollectable += objects("uncollectable").unwrap_or(0);
        collections.micros.extend(objects("micros"));
    }
}

#[cfg(test)]
mod tests {
    use super::{Pause, Summary};

    fn collection(generation: u8, examined: u64, micros: u64) -> String {
        format!(
            r#"{{"level":"INFO","target":"cyclegc","fields":{{"message":"collected",
            "examined":{examined},"micros":{micros}}},
            "span":{{"name":"gc.collect","generation":{generation},"reason":"due"}}}}"#
        )
    }

    #[test]
    fn collections_add_up_by_generation() -> Result<(), String> {
        let mut summary = Summary::default();
        for micros in [5, 1, 9] {
            summary.add(&collection(0, 100, micros))?;
        }
        summary.add(&collection(2, 7, 40))?;
        assert_eq!(summary.generations["0"].examined, 300);
        assert_eq!(summary.generations["0"].pause(), Some(Pause { total: 15, median: 5, max: 9 }));
        assert_eq!(summary.generations["2"].count, 1);
        assert_eq!(summary.reasons["due"], 4);
        Ok(())
    }

    #[test]
    fn arenas_and_warnings_are_counted() -> Result<(), String> {
        let mut summary = Summary::default();
        let mapped = r#"{"level":"DEBUG","target":"pymalloc","fields":{"message":"arena mapped"}}"#;
        let warning =
            r#"{"level":"WARN","target":"integration","fields":{"message":"finalizer raised"}}"#;
        for line in [mapped, mapped, "", warning] {
            summary.add(line)?;
        }
        assert_eq!((summary.arenas_mapped, summary.arenas_unmapped), (2, 0));
        assert_eq!(summary.warnings["integration: finalizer raised"], 1);
        Ok(())
    }

    #[test]
    fn a_line_of_something_else_is_refused_with_the_reason() {
        let mut summary = Summary::default();
        let error = summary.add("{\"level\":").expect_err("half an object");
        assert!(error.contains("EOF"), "{error}");
        let error = summary.add("{\"level\":\"INFO\"}").expect_err("no target");
        assert_eq!(error, "no `target`: not a line of a JSON log");
    }
}
