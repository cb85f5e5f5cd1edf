//! The figures as Markdown and as JSON.

use std::fmt::Write;

use serde_json::{Map, Value, json};

use crate::measure::{Measured, median};
use crate::options::Options;

/// The peers that ratios are given to.
const BASES: [&str; 2] = ["std Rc", "std Arc"];

/// One row as a table.
pub fn markdown(row: &Measured) -> String {
    let bases: Vec<&str> =
        BASES.into_iter().filter(|base| row.peers.iter().any(|(name, _)| name == base)).collect();
    let mut text = format!("## {}\n\n{}\n\n| pointer | {} |", row.name, row.about, row.unit);
    let line = |text: &mut String, cell: &str| write!(text, " {cell} |").expect("a string");
    for base in &bases {
        line(&mut text, &format!("of {base}"));
    }
    text.push_str("\n|---|---|");
    text.push_str(&"---|".repeat(bases.len()));
    text.push('\n');
    for (name, samples) in &row.peers {
        write!(text, "| {name} |").expect("a string");
        line(&mut text, &figure(median(samples.clone())));
        for base in &bases {
            line(&mut text, &row.ratio(samples, base).map_or_else(String::new, figure));
        }
        text.push('\n');
    }
    text.push('\n');
    text
}

fn figure(value: f64) -> String {
    if value.fract() == 0.0 { format!("{value:.0}") } else { format!("{value:.2}") }
}

/// All rows with every sample.
pub fn json(rows: &[Measured], options: &Options) -> String {
    let row = |row: &Measured| {
        let mut peers = Map::new();
        for (name, samples) in &row.peers {
            let mut peer = json!({ "median": median(samples.clone()), "samples": samples });
            for base in BASES {
                if let Some(ratio) = row.ratio(samples, base) {
                    peer[format!("of {base}")] = Value::from(ratio);
                }
            }
            peers.insert((*name).to_owned(), peer);
        }
        json!({ "row": row.name, "about": row.about, "unit": row.unit, "peers": peers })
    };
    let rows: Vec<_> = rows.iter().map(row).collect();
    let all = json!({ "quick": options.work < 10, "rounds": options.rounds, "rows": rows });
    format!("{all:#}\n")
}
