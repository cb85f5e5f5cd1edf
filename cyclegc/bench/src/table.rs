//! The figures of one row: medians of the rounds, and their ratios to ours.

use std::fmt;

use crate::contender::Contender;

/// One column: its name and the samples of the rounds.
type Column = (String, Vec<f64>);

/// A row's samples, by contender and column.
pub(crate) struct Table {
    row: String,
    size: usize,
    names: Vec<String>,
    samples: Vec<Vec<Column>>,
    failures: Vec<usize>,
}

impl Table {
    pub(crate) fn new(row: &str, size: usize, contenders: &[Contender]) -> Self {
        let names: Vec<_> = contenders.iter().map(|one| one.name().to_owned()).collect();
        let (samples, failures) = (vec![Vec::new(); names.len()], vec![0; names.len()]);
        Self { row: row.to_owned(), size, names, samples, failures }
    }

    /// Adds what one process has measured.
    pub(crate) fn add(&mut self, contender: usize, times: Option<Vec<(String, f64)>>) {
        let Some(times) = times else {
            self.failures[contender] += 1;
            return;
        };
        let columns = &mut self.samples[contender];
        for (name, time) in times {
            match columns.iter_mut().find(|(known, _)| *known == name) {
                Some((_, samples)) => samples.push(time),
                None => columns.push((name, vec![time])),
            }
        }
    }

    fn columns(&self) -> Vec<&str> {
        let widest = self.samples.iter().max_by_key(|columns| columns.len());
        widest.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    fn median(&self, contender: usize, column: &str) -> Option<f64> {
        let (_, samples) = self.samples[contender].iter().find(|(name, _)| name == column)?;
        let mut sorted = samples.clone();
        sorted.sort_by(f64::total_cmp);
        Some(sorted[sorted.len() / 2])
    }

    /// All samples as JSON.
    pub(crate) fn json(&self) -> serde_json::Value {
        let contenders = self.names.iter().zip(&self.samples).map(|(name, columns)| {
            let columns = columns.iter().map(|(column, samples)| {
                (column.clone(), serde_json::Value::from(samples.clone()))
            });
            (name.clone(), serde_json::Value::Object(columns.collect()))
        });
        let contenders = serde_json::Value::Object(contenders.collect());
        serde_json::json!({ "objects": self.size, "samples": contenders })
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let columns = self.columns();
        let unit = if self.row == "young" { "us" } else { "ms" };
        writeln!(f, "\n### {} ({}), {unit}; in brackets: times the first\n", self.row, self.size)?;
        write!(f, "| |")?;
        columns.iter().try_for_each(|column| write!(f, " {column} |"))?;
        write!(f, "\n|---|")?;
        columns.iter().try_for_each(|_| write!(f, "---|"))?;
        writeln!(f)?;
        for (index, name) in self.names.iter().enumerate() {
            write!(f, "| {name} |")?;
            for column in &columns {
                match (self.median(index, column), self.median(0, column)) {
                    (Some(time), Some(first)) if index > 0 => {
                        write!(f, " {time:.1} ({:.2}) |", time / first)?;
                    }
                    (Some(time), _) => write!(f, " {time:.1} |")?,
                    (None, _) => write!(f, " - |")?,
                }
            }
            let failures = self.failures[index];
            writeln!(f, "{}", if failures > 0 { " failed" } else { "" })?;
        }
        Ok(())
    }
}
