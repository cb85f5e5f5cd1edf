//! The tables as Markdown and as JSON.
//!
//! A cell has the nanoseconds and, behind them, how many times those of the first column they are.
//! The last row has the geometric means of these ratios, over the rows that both columns have.

use std::fmt::Write;

use serde_json::{Value, json};

use super::measure::{Figure, Table};

/// A table of times, one of memory, and one of what is resident for each live byte, where rows
/// have measured that.
pub(crate) fn markdown(table: &Table) -> String {
    let mut text = format!("## {}\n\nNanoseconds an operation (times those of ", table.title);
    let _ = writeln!(text, "{}).\n", table.peers.first().map_or("nobody", String::as_str));
    heading(&mut text, table);
    for (name, figures) in &table.rows {
        let base = figures.first().copied().flatten();
        let cells = figures.iter().map(|figure| match (figure, base) {
            (None, _) => String::from("–"),
            (Some(figure), None) => format!("{:.2}", figure.ns),
            (Some(figure), Some(base)) => format!("{:.2} ({:.2})", figure.ns, figure.ns / base.ns),
        });
        line(&mut text, name, cells);
    }
    let means = (0..table.peers.len()).map(|column| {
        geometric_mean(table, column).map_or(String::from("–"), |mean| format!("({mean:.2})"))
    });
    line(&mut text, "geometric mean", means);
    text.push_str("\nMegabytes resident at most / at the end, when everything is freed.\n\n");
    heading(&mut text, table);
    for (name, figures) in &table.rows {
        let megabytes = |figure: &Figure| {
            let (peak, remaining) = (figure.peak.max(figure.remaining), figure.remaining);
            format!("{:.1} / {:.1}", peak / 1e6, remaining / 1e6)
        };
        line(&mut text, name, figures.iter().map(|figure| cell(figure.as_ref(), megabytes)));
    }
    let ratio = |figure: &Figure| figure.resident_per_live.map(|ratio| format!("{ratio:.2}"));
    let measured = table
        .rows
        .iter()
        .filter(|(_, figures)| figures.iter().flatten().any(|f| ratio(f).is_some()));
    for (index, (name, figures)) in measured.enumerate() {
        if index == 0 {
            text.push_str("\nBytes resident for each live byte after most have died.\n\n");
            heading(&mut text, table);
        }
        let ratio = |figure: &Figure| ratio(figure).unwrap_or_else(|| String::from("–"));
        line(&mut text, name, figures.iter().map(|figure| cell(figure.as_ref(), ratio)));
    }
    text
}

fn cell(figure: Option<&Figure>, words: impl Fn(&Figure) -> String) -> String {
    figure.map_or_else(|| String::from("–"), words)
}

fn heading(text: &mut String, table: &Table) {
    line(text, "row", table.peers.iter().cloned());
    let _ = writeln!(text, "|---|{}", "--:|".repeat(table.peers.len()));
}

fn line(text: &mut String, name: &str, cells: impl Iterator<Item = String>) {
    let _ = write!(text, "| {name} |");
    for cell in cells {
        let _ = write!(text, " {cell} |");
    }
    text.push('\n');
}

/// The mean of the column's ratios to the first one.
fn geometric_mean(table: &Table, column: usize) -> Option<f64> {
    let ratios: Vec<f64> = table
        .rows
        .iter()
        .filter_map(|(_, figures)| Some(figures[column]?.ns / figures.first()?.as_ref()?.ns))
        .collect();
    let count = u32::try_from(ratios.len()).ok().filter(|count| *count > 0)?;
    Some((ratios.iter().map(|ratio| ratio.ln()).sum::<f64>() / f64::from(count)).exp())
}

/// All figures, by table, row and peer.
pub(crate) fn json(tables: &[Table]) -> Value {
    let figure = |figure: &Figure| {
        json!({
            "ns": figure.ns,
            "peak": figure.peak,
            "remaining": figure.remaining,
            "resident_per_live": figure.resident_per_live,
        })
    };
    let row = |table: &Table, figures: &[Option<Figure>]| -> Value {
        let cells = table.peers.iter().zip(figures);
        let cells = cells.filter_map(|(peer, cell)| Some((peer.clone(), figure(cell.as_ref()?))));
        Value::Object(cells.collect())
    };
    let table = |table: &Table| {
        let rows =
            table.rows.iter().map(|(name, figures)| (String::from(*name), row(table, figures)));
        json!({ "title": table.title, "rows": Value::Object(rows.collect()) })
    };
    Value::Array(tables.iter().map(table).collect())
}

#[cfg(test)]
mod tests {
    use super::{json, markdown};
    use crate::driver::measure::{Figure, Table};

    #[expect(clippy::unnecessary_wraps, reason = "as the table has it")]
    fn figure(ns: f64, resident_per_live: Option<f64>) -> Option<Figure> {
        Some(Figure { ns, peak: 3e6, remaining: 1e6, resident_per_live })
    }

    fn table() -> Table {
        Table {
            title: "Title",
            peers: vec!["ours".to_owned(), "theirs".to_owned()],
            rows: vec![
                ("pair", vec![figure(2.0, None), figure(4.0, None)]),
                ("drain", vec![figure(1.0, Some(1.2)), figure(8.0, Some(3.5))]),
                ("larson", vec![None, figure(5.0, None)]),
            ],
        }
    }

    #[test]
    fn ratios_are_to_the_first_column() {
        let text = markdown(&table());
        for line in [
            "| row | ours | theirs |",
            "| pair | 2.00 (1.00) | 4.00 (2.00) |",
            "| larson | – | 5.00 |",
            "| geometric mean | (1.00) | (4.00) |",
            "| pair | 3.0 / 1.0 | 3.0 / 1.0 |",
            "| drain | 1.20 | 3.50 |",
        ] {
            assert!(text.lines().any(|other| other == line), "{line} is not in\n{text}");
        }
    }

    #[test]
    fn figures_that_were_not_measured_are_left_out_of_the_json() {
        let value = json(&[table()]);
        assert_eq!(value[0]["rows"]["drain"]["theirs"]["ns"], 8.0);
        assert!(value[0]["rows"]["larson"].get("ours").is_none());
    }
}
