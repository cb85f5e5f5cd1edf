//! `cargo xtask log FILE.jsonl`: what a log says, as tables.
//!
//! Reads what `run --log-format json --log-file FILE.jsonl` wrote. Collections and warnings are in
//! every log of level info, arenas in one of level debug.

mod summary;

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::error::Error;
use crate::table::Table;
use summary::{Collections, Summary};

/// Prints the summary of the log that the command line names.
///
/// # Errors
/// No file or more than one, one that cannot be read, or a line that is not of such a log.
pub(crate) fn command(mut parser: lexopt::Parser) -> Result<ExitCode, Error> {
    let mut path = None;
    while let Some(argument) = parser.next()? {
        match argument {
            lexopt::Arg::Value(file) if path.is_none() => path = Some(PathBuf::from(file)),
            other => return Err(Error::unexpected(&other, &["none"])),
        }
    }
    let path = path.ok_or_else(|| Error::Usage("no log is named: log FILE.jsonl".to_owned()))?;
    let failed = |error| Error::Failed(format!("{}: {error}", path.display()));
    let file = File::open(&path).map_err(failed)?;
    let mut summary = Summary::default();
    for (index, line) in BufReader::new(file).lines().enumerate() {
        summary
            .add(&line.map_err(failed)?)
            .map_err(|what| Error::Failed(format!("{}:{}: {what}", path.display(), index + 1)))?;
    }
    print!("{}", text(&summary));
    Ok(ExitCode::SUCCESS)
}

fn text(summary: &Summary) -> String {
    let mut table = Table::new([
        "generation",
        "collections",
        "examined",
        "unreachable",
        "finalized",
        "collected",
        "uncollectable",
        "total us",
        "median us",
        "max us",
    ]);
    for (generation, collections) in &summary.generations {
        table.row(cells(generation, collections));
    }
    let mut text = if table.is_empty() { "no collection\n".to_owned() } else { table.to_string() };

    let mut reasons = Table::new(["reason", "collections"]);
    for (reason, count) in &summary.reasons {
        reasons.row([reason.clone(), count.to_string()]);
    }
    let mut warnings = Table::new(["warnings and errors", "times"]);
    for (message, count) in &summary.warnings {
        warnings.row([message.clone(), count.to_string()]);
    }
    for table in [reasons, warnings].iter().filter(|table| !table.is_empty()) {
        text.push('\n');
        text.push_str(&table.to_string());
    }
    let (mapped, unmapped) = (summary.arenas_mapped, summary.arenas_unmapped);
    let arenas = match mapped + unmapped {
        0 => "not in this log (written from level debug on)".to_owned(),
        _ => format!("{mapped} mapped, {unmapped} unmapped"),
    };
    text + "\narenas: " + &arenas + "\n"
}

fn cells(generation: &str, collections: &Collections) -> Vec<String> {
    let pause = collections.pause();
    let micros = |pick: fn(&summary::Pause) -> u64| {
        pause.as_ref().map_or_else(|| "-".to_owned(), |pause| pick(pause).to_string())
    };
    vec![
        generation.to_owned(),
        collections.count.to_string(),
        collections.examined.to_string(),
        collections.unreachable.to_string(),
        collections.finalized.to_string(),
        collections.collected.to_string(),
        collections.uncollectable.to_string(),
        micros(|pause| pause.total),
        micros(|pause| pause.median),
        micros(|pause| pause.max),
    ]
}

#[cfg(test)]
mod tests {
    use super::{Summary, text};
    use crate::run::{Format, log_of};

    #[test]
    fn a_log_without_collections_says_so() {
        let text = text(&Summary::default());
        assert!(text.starts_with("no collection\n"), "{text}");
        assert!(text.contains("written from level debug on"), "{text}");
    }

    #[test]
    fn what_the_runner_logs_is_understood() -> Result<(), String> {
        let log = log_of(Format::Json, || {
            tracing::debug!(target: "pymalloc", arenas = 1, "arena mapped");
            let span = tracing::info_span!(
                target: "cyclegc", "gc.collect", generation = 2, reason = "asked"
            );
            span.in_scope(|| {
                tracing::info!(
                    target: "cyclegc",
                    examined = 9,
                    unreachable = 4,
                    finalized = 1,
                    collected = 3,
                    uncollectable = 0,
                    micros = 12,
                    "collected"
                );
            });
        });
        let mut summary = Summary::default();
        log.lines().try_for_each(|line| summary.add(line))?;
        let text = text(&summary);
        let rows: Vec<Vec<&str>> =
            text.lines().map(|line| line.split_whitespace().collect()).collect();
        assert_eq!(rows[1], ["2", "1", "9", "4", "1", "3", "0", "12", "12", "12"]);
        assert_eq!(rows[4], ["asked", "1"]);
        assert!(text.ends_with("\narenas: 1 mapped, 0 unmapped\n"), "{text}");
        Ok(())
    }
}
