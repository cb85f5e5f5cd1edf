//! The command line.

use std::path::PathBuf;

use lexopt::prelude::*;

use crate::measure::Row;

/// What `--help` prints.
pub const USAGE: &str = "\
Measures refcount's pointers beside the ecosystem's and CPython's own counts.

    refcount-bench [--quick] [--rows NAME,NAME...] [--rounds N] [--json FILE] [--python LIBRARY]

  --quick           a tenth of the work and 11 rounds: to see that it runs
  --rows NAMES      only these rows: one, many, foreign, contended, immortal, new-drop, deep, layout
  --rounds N        how many times each peer runs, 1 to 1000; 51 if not given
  --json FILE       writes the figures, with every sample, to FILE
  --python LIBRARY  the shared library of CPython 3.13; else that of the python3.13 on the PATH,
                    or of pyenv
";

/// The whole work of a measurement, and that of a quick one.
const FULL: u32 = 10;
const QUICK: u32 = 1;

/// What was asked for.
pub struct Options {
    pub json: Option<PathBuf>,
    pub python: Option<PathBuf>,
    pub rounds: usize,
    /// Tenths of the full work.
    pub work: u32,
    rows: Option<Vec<String>>,
}

impl Options {
    /// Reads the arguments; `None` when help was asked for.
    ///
    /// # Errors
    /// Says which argument is wrong and what it could be.
    pub fn parse(mut parser: lexopt::Parser) -> Result<Option<Self>, String> {
        let mut rounds = None;
        let mut this = Self { json: None, python: None, rounds: 51, work: FULL, rows: None };
        let text = |error: lexopt::Error| error.to_string();
        while let Some(argument) = parser.next().map_err(text)? {
            match argument {
                Long("quick") => {
                    this.work = QUICK;
                    this.rounds = 11;
                }
                Long("rows") => {
                    let names = parser.value().and_then(ValueExt::string).map_err(text)?;
                    this.rows = Some(names.split(',').map(str::to_owned).collect());
                }
                Long("rounds") => rounds = Some(parser.value().map_err(text)?),
                Long("json") => this.json = Some(parser.value().map_err(text)?.into()),
                Long("python") => this.python = Some(parser.value().map_err(text)?.into()),
                Long("help") | Short('h') => return Ok(None),
                other => return Err(format!("{}\n\n{USAGE}", other.unexpected())),
            }
        }
        if let Some(value) = rounds {
            let number = value.to_str().and_then(|text| text.parse().ok());
            this.rounds = number.filter(|rounds| (1..=1000).contains(rounds)).ok_or_else(|| {
                format!("--rounds {}: takes a number from 1 to 1000", value.display())
            })?;
        }
        Ok(Some(this))
    }

    /// The rows that were asked for, in the order of the table.
    ///
    /// # Errors
    /// Names a row that does not exist, and those that do.
    pub fn select(&self, rows: Vec<Row>) -> Result<Vec<Row>, String> {
        let Some(asked) = &self.rows else { return Ok(rows) };
        if let Some(unknown) = asked.iter().find(|name| rows.iter().all(|row| row.name != *name)) {
            let names: Vec<_> = rows.iter().map(|row| row.name).collect();
            return Err(format!("--rows {unknown}: no such row; there are {}", names.join(", ")));
        }
        Ok(rows.into_iter().filter(|row| asked.iter().any(|name| name == row.name)).collect())
    }
}
