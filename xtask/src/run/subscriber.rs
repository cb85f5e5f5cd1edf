//! The subscriber that turns the crates' `tracing` events into a log.
//!
//! At level `off` none is installed, so that an event costs one load. A line is written whole, by
//! one call, as soon as its event happens: a program that dies leaves a complete log behind.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use tracing::Dispatch;
use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use super::line::Line;
use super::options::{Format, Log};
use crate::error::Error;

/// Installs the subscriber that `log` describes, for the rest of the process.
///
/// # Errors
/// The log file cannot be created.
pub(crate) fn install(log: &Log) -> Result<(), Error> {
    if log.level == LevelFilter::OFF {
        return Ok(());
    }
    let (writer, terminal) = match &log.file {
        None => (BoxMakeWriter::new(io::stderr), io::stderr().is_terminal()),
        Some(path) => {
            let file = File::create(path).map_err(|error| {
                Error::Failed(format!("the log file {}: {error}", path.display()))
            })?;
            (BoxMakeWriter::new(Arc::new(file)), false)
        }
    };
    let colour = terminal && std::env::var_os("NO_COLOR").is_none();
    tracing::dispatcher::set_global_default(subscriber(log.level, log.format, writer, colour))
        .map_err(|error| Error::Failed(format!("the log: {error}")))
}

fn subscriber(level: LevelFilter, format: Format, writer: BoxMakeWriter, colour: bool) -> Dispatch {
    let builder = tracing_subscriber::fmt().with_max_level(level).with_writer(writer);
    match format {
        Format::Pretty => {
            let line = Line::timed();
            let builder = builder.with_ansi(colour).fmt_fields(line.fields());
            builder.event_format(line).into()
        }
        Format::Compact => {
            let line = Line::untimed();
            let builder = builder.with_ansi(false).fmt_fields(line.fields());
            builder.event_format(line).into()
        }
        Format::Json => builder.json().with_current_span(true).with_span_list(false).into(),
    }
}

/// The log of the events that `emit` emits, down to debug.
#[cfg(test)]
pub(crate) fn log_of(format: Format, emit: impl FnOnce()) -> String {
    use std::sync::{Mutex, PoisonError};

    /// A log in memory.
    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<Vec<u8>>>);

    impl io::Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap_or_else(PoisonError::into_inner).write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let memory = Memory::default();
    let writer = memory.clone();
    let writer = BoxMakeWriter::new(move || writer.clone());
    let dispatch = subscriber(LevelFilter::DEBUG, format, writer, false);
    tracing::dispatcher::with_default(&dispatch, emit);
    let bytes = memory.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
    String::from_utf8_lossy(&bytes).into_owned()
}
