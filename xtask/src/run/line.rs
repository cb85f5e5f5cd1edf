//! One event as one line.
//!
//! ```text
//! pretty:     0.001234 INFO  cyclegc     collected  generation 0  reason due  micros 93
//! compact: INFO cyclegc collected generation=0 reason=due
//! ```
//! The fields of the spans around an event stand in front of its own: a collection's generation
//! and reason belong to the span, its results to the event that ends it.

use std::fmt::{self, Debug, Write};
use std::time::Instant;

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::field::RecordFields;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields, FormattedFields};
use tracing_subscriber::registry::LookupSpan;

/// How the fields of a span or an event are written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fields {
    /// `  name value`, for people.
    Spelled,
    /// ` name=value` without durations, for tools that compare lines.
    Assigned,
}

impl<'writer> FormatFields<'writer> for Fields {
    fn format_fields<R: RecordFields>(&self, writer: Writer<'writer>, fields: R) -> fmt::Result {
        let mut visitor = FieldWriter { style: *self, writer, result: Ok(()) };
        fields.record(&mut visitor);
        visitor.result
    }
}

struct FieldWriter<'writer> {
    style: Fields,
    writer: Writer<'writer>,
    result: fmt::Result,
}

impl FieldWriter<'_> {
    fn write(&mut self, field: &Field, value: fmt::Arguments<'_>) -> fmt::Result {
        let writer = &mut self.writer;
        match (field.name(), self.style) {
            // The message stands in front of the spans' fields: the line has written it.
            ("message", _) | ("micros", Fields::Assigned) => Ok(()),
            (name, Fields::Assigned) => write!(writer, " {name}={value}"),
            (name, Fields::Spelled) if writer.has_ansi_escapes() => {
                write!(writer, "  \x1b[2m{name}\x1b[0m {value}")
            }
            (name, Fields::Spelled) => write!(writer, "  {name} {value}"),
        }
    }
}

impl Visit for FieldWriter<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        if self.result.is_ok() {
            self.result = self.write(field, format_args!("{value}"));
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if self.result.is_ok() {
            self.result = self.write(field, format_args!("{value:?}"));
        }
    }
}

/// The format of an event.
#[derive(Debug)]
pub(crate) struct Line {
    fields: Fields,
    /// Where the time in front of a line is counted from; no time where there is none.
    start: Option<Instant>,
}

impl Line {
    /// Lines that start with the seconds since now, and align their columns.
    pub(crate) fn timed() -> Self {
        Self { fields: Fields::Spelled, start: Some(Instant::now()) }
    }

    /// Lines that are the same in each run of the same program.
    pub(crate) const fn untimed() -> Self {
        Self { fields: Fields::Assigned, start: None }
    }

    /// How the fields of spans are written to go with this line.
    pub(crate) const fn fields(&self) -> Fields {
        self.fields
    }
}

impl<S, N> FormatEvent<S, N> for Line
where
    S: Subscriber + for<'span> LookupSpan<'span>,
    N: for<'writer> FormatFields<'writer> + 'static,
{
    fn format_event(
        &self,
        context: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let level = event.metadata().level();
        let target = event.metadata().target();
        match self.start {
            Some(start) => {
                let seconds = start.elapsed().as_secs_f64();
                write!(writer, "{seconds:>11.6} {level:<5} {target:<11} ")?;
            }
            None => write!(writer, "{level} {target} ")?,
        }
        let mut message = Message(String::new());
        event.record(&mut message);
        writer.write_str(&message.0)?;
        if let Some(scope) = context.event_scope() {
            for span in scope.from_root() {
                if let Some(fields) = span.extensions().get::<FormattedFields<N>>() {
                    writer.write_str(&fields.fields)?;
                }
            }
        }
        self.fields.format_fields(writer.by_ref(), event)?;
        writeln!(writer)
    }
}

/// Takes the message out of an event, because it stands in front of the spans' fields.
struct Message(String);

impl Visit for Message {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        if field.name() == "message" {
            // Writing to a string does not fail.
            let _ = write!(self.0, "{value:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::run::options::Format;
    use crate::run::subscriber::log_of;

    fn collect() {
        let span = tracing::info_span!(target: "cyclegc", "gc.collect", generation = 0);
        span.in_scope(|| {
            let reason = "due";
            tracing::info!(target: "cyclegc", examined = 7, micros = 3, reason, "collected");
        });
    }

    #[test]
    fn a_compact_line_has_no_times_and_the_spans_fields_first() {
        assert_eq!(
            log_of(Format::Compact, collect),
            "INFO cyclegc collected generation=0 examined=7 reason=due\n"
        );
    }

    #[test]
    fn a_pretty_line_starts_with_seconds() {
        let text = log_of(Format::Pretty, collect);
        let (time, rest) = text.trim_start().split_once(' ').expect("columns");
        assert!(time.parse::<f64>().is_ok(), "{text}");
        assert_eq!(
            rest,
            "INFO  cyclegc     collected  generation 0  examined 7  micros 3  reason due\n"
        );
    }
}
