//! The log: collections as lines on stderr or in a file.
//!
//! `CYCLEGC_LOG` names the level, `CYCLEGC_LOG_FILE` a file instead of stderr, and
//! `CYCLEGC_LOG_FORMAT=json` asks for one JSON object a line. Nothing is installed while no level
//! has been named: an event then costs one load.

use std::env;
use std::fs::File;
use std::io;
use std::str::FromStr;
use std::sync::Arc;

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::fmt::writer::BoxMakeWriter;

use crate::call::PythonError;

/// Starts the log that the environment asks for, if it does.
///
/// # Errors
/// As [`set`].
pub(crate) fn from_environment() -> Result<(), PythonError> {
    match env::var("CYCLEGC_LOG") {
        Ok(level) if !level.is_empty() && !tracing::dispatcher::has_been_set() => set(&level),
        _ => Ok(()),
    }
}

/// Starts to log, for the rest of the process.
///
/// # Errors
/// `ValueError` for a level that does not exist, `RuntimeError` if the file cannot be created or a
/// log has been started already.
pub(crate) fn set(level: &str) -> Result<(), PythonError> {
    let level = LevelFilter::from_str(level).map_err(|_| {
        PythonError::value("the level must be off, error, warn, info, debug or trace")
    })?;
    let failed = |what: String| PythonError::runtime(&format!("the log: {what}"));
    let writer = match env::var_os("CYCLEGC_LOG_FILE") {
        None => BoxMakeWriter::new(io::stderr),
        Some(path) => {
            let file = File::options().append(true).create(true).open(&path);
            BoxMakeWriter::new(Arc::new(file.map_err(|error| failed(error.to_string()))?))
        }
    };
    let builder = tracing_subscriber::fmt().with_max_level(level).with_writer(writer);
    let result = if env::var("CYCLEGC_LOG_FORMAT").is_ok_and(|format| format == "json") {
        builder.json().with_current_span(true).with_span_list(false).try_init()
    } else {
        builder.with_ansi(false).with_timer(tracing_subscriber::fmt::time::uptime()).try_init()
    };
    result.map_err(|error| failed(error.to_string()))
}
