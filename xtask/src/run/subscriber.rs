//! The subscriber that turns the crates' `tracing` events into a log.
//!
//! At level `off` none is installed, so that an event costs one load. A line is written whole, by
//! one call, as soon as its event happens: a program that dies leaves a complete log behind.

use std::fs::File;
use std::io::{self, IsTerminal};
use std::sync::Arc;

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
    let builder = tracing_subscriber::fmt().with_max_level(log.level).with_writer(writer);
    let installed = match log.format {
        Format::Pretty => {
            let line = Line::timed();
            builder.with_ansi(colour).fmt_fields(line.fields()).event_format(line).try_init()
        }
        Format::Compact => {
            let line = Line::untimed();
            builder.with_ansi(false).fmt_fields(line.fields()).event_format(line).try_init()
        }
        Format::Json => builder.json().with_current_span(true).with_span_list(false).try_init(),
    };
    installed.map_err(|error| Error::Failed(format!("the log: {error}")))
}
