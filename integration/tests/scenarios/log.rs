//! The log of collections, as a subscriber that keeps what a snapshot holds of it.

use std::collections::HashMap;
use std::fmt::{self, Write};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// The counts that depend on the program alone.
const KEPT: [&str; 6] =
    ["unreachable", "finalized", "resurrected", "collected", "freed", "uncollectable"];

/// Those of them that still do when the interpreter itself is garbage.
const KEPT_AT_SHUTDOWN: [&str; 3] = ["finalized", "resurrected", "uncollectable"];

/// One line for each collection.
#[derive(Clone, Default)]
pub(crate) struct Collections(Arc<State>);

#[derive(Default)]
struct State {
    next: AtomicU64,
    spans: Mutex<HashMap<u64, String>>,
    entered: Mutex<Vec<u64>>,
    lines: Mutex<Vec<String>>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Collections {
    /// The lines, runs of equal ones as one with their number in front.
    pub(crate) fn folded(&self) -> String {
        let mut text = String::new();
        for run in lock(&self.0.lines).chunk_by(|a, b| a == b) {
            let times = if run.len() > 1 { format!("{} times ", run.len()) } else { String::new() };
            let _ = writeln!(text, "{times}{}", run[0]);
        }
        text
    }
}

impl Subscriber for Collections {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "cyclegc" && *metadata.level() <= Level::INFO
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let id = self.0.next.fetch_add(1, Ordering::Relaxed) + 1;
        let mut fields = Fields { text: String::new(), kept: &KEPT };
        span.record(&mut fields);
        lock(&self.0.spans).insert(id, fields.text);
        Id::from_u64(id)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let entered = lock(&self.0.entered).last().copied();
        let spans = lock(&self.0.spans);
        let span = entered.and_then(|id| spans.get(&id)).map_or("", String::as_str);
        let level = event.metadata().level();
        let level = if *level == Level::INFO { String::new() } else { format!("{level} ") };
        let mut fields = Fields { text: level + span, kept: &KEPT };
        if span.contains("(shutdown)") {
            fields.kept = &KEPT_AT_SHUTDOWN;
        }
        event.record(&mut fields);
        lock(&self.0.lines).push(fields.text.trim_end().to_owned());
    }

    fn enter(&self, span: &Id) {
        lock(&self.0.entered).push(span.into_u64());
    }

    fn exit(&self, _: &Id) {
        lock(&self.0.entered).pop();
    }

    fn try_close(&self, span: Id) -> bool {
        lock(&self.0.spans).remove(&span.into_u64());
        true
    }
}

/// The fields worth keeping, in a line. Counts of zero are left out.
struct Fields {
    text: String,
    kept: &'static [&'static str],
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        let value = format!("{value:?}");
        let _ = match field.name() {
            "message" if value == "collected" => Ok(()),
            "message" => write!(self.text, "{value} "),
            "generation" => write!(self.text, "generation {value} "),
            "reason" => write!(self.text, "({}): ", value.trim_matches('"')),
            name if self.kept.contains(&name) && value != "0" => {
                write!(self.text, "{name} {value} ")
            }
            _ => Ok(()),
        };
    }
}
