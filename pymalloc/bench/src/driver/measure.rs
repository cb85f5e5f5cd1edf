//! Runs of the workers, and the medians of what they say.

use std::process::Stdio;

use pymalloc_bench::rows::{Row, Work};
use serde_json::Value;

use super::options::Options;
use super::peers::Worker;

/// What one peer needed for one row: the medians over all rounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Figure {
    /// Nanoseconds an operation.
    pub(crate) ns: f64,
    /// Bytes resident at most, and at the end, when the row has freed everything.
    pub(crate) peak: f64,
    pub(crate) remaining: f64,
    /// Bytes resident for each live byte, where the row measures it.
    pub(crate) resident_per_live: Option<f64>,
}

/// Rows and columns of figures; a peer that cannot run a row has none.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) title: &'static str,
    pub(crate) peers: Vec<String>,
    pub(crate) rows: Vec<(&'static str, Vec<Option<Figure>>)>,
}

/// Measures the rows with the workers as global allocators, and through C function pointers.
///
/// # Errors
/// A worker fails.
pub(crate) fn all(options: &Options, workers: &[Worker]) -> Result<Vec<Table>, String> {
    let direct: Vec<&Worker> =
        workers.iter().filter(|worker| worker.is_global() || worker.peer.name == "heap").collect();
    let called: Vec<&Worker> = workers.iter().filter(|worker| worker.has_pointers()).collect();
    let blocks: Vec<Row> =
        options.rows.iter().filter(|row| matches!(row.work, Work::Blocks)).copied().collect();
    let tables = [
        table(options, "As the allocator of a Rust program", &options.rows, &direct, false)?,
        table(options, "Through C function pointers", &blocks, &called, true)?,
    ];
    Ok(tables
        .into_iter()
        .filter(|table| !table.peers.is_empty() && !table.rows.is_empty())
        .collect())
}

fn table(
    options: &Options,
    title: &'static str,
    rows: &[Row],
    workers: &[&Worker],
    pointers: bool,
) -> Result<Table, String> {
    let mut table = Table {
        title,
        peers: workers.iter().map(|worker| worker.peer.name.clone()).collect(),
        rows: Vec::new(),
    };
    for row in rows {
        eprintln!("{row}: {rounds} rounds", row = row.name, rounds = options.rounds);
        let mut samples = vec![Vec::new(); workers.len()];
        for round in 0..options.rounds {
            // Another one begins each round, so that nobody always follows the same one.
            for turn in 0..workers.len() {
                let index = (round + turn) % workers.len();
                let worker = workers[index];
                if matches!(row.work, Work::Blocks) || worker.is_global() {
                    samples[index].push(figure(worker, row, options.quick, pointers)?);
                }
            }
        }
        table.rows.push((row.name, samples.iter().map(|samples| median(samples)).collect()));
    }
    Ok(table)
}

/// Runs a worker once.
fn figure(worker: &Worker, row: &Row, quick: bool, pointers: bool) -> Result<Figure, String> {
    let failed = |what: String| format!("{} on {}: {what}", worker.peer.name, row.name);
    let mut command = worker.command(row.name, quick, pointers);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| failed(error.to_string()))?;
    if !output.status.success() {
        return Err(failed(output.status.to_string()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    parse(&text).ok_or_else(|| failed(format!("`{}` is no figure", text.trim())))
}

fn parse(text: &str) -> Option<Figure> {
    let value: Value = serde_json::from_str(text).ok()?;
    Some(Figure {
        ns: value["ns"].as_f64()?,
        peak: value["peak"].as_f64()?,
        remaining: value["remaining"].as_f64()?,
        resident_per_live: value["resident_per_live"].as_f64(),
    })
}

/// Each figure's median; `None` of no samples.
fn median(samples: &[Figure]) -> Option<Figure> {
    let middle = |value: fn(&Figure) -> Option<f64>| {
        let mut values: Vec<f64> = samples.iter().filter_map(value).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied()
    };
    Some(Figure {
        ns: middle(|figure| Some(figure.ns))?,
        peak: middle(|figure| Some(figure.peak))?,
        remaining: middle(|figure| Some(figure.remaining))?,
        resident_per_live: middle(|figure| figure.resident_per_live),
    })
}

#[cfg(test)]
mod tests {
    use super::{Figure, median, parse};

    #[test]
    fn a_line_of_a_worker_is_a_figure() {
        let line = "{\"ns\":1.5,\"peak\":4096,\"remaining\":2048,\"resident_per_live\":null}\n";
        let figure = Figure { ns: 1.5, peak: 4096.0, remaining: 2048.0, resident_per_live: None };
        assert_eq!(parse(line), Some(figure));
        assert_eq!(parse("warming up"), None);
    }

    #[test]
    fn the_median_is_taken_of_each_figure_by_itself() {
        let figure = |ns, peak| Figure { ns, peak, remaining: 0.0, resident_per_live: Some(ns) };
        let samples = [figure(1.0, 30.0), figure(3.0, 10.0), figure(2.0, 20.0)];
        let expected = Figure { ns: 2.0, peak: 20.0, remaining: 0.0, resident_per_live: Some(2.0) };
        assert_eq!(median(&samples), Some(expected));
        assert_eq!(median(&[]), None);
    }
}
