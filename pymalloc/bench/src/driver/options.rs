//! The command line of the driver.

use std::fmt::Write;
use std::path::PathBuf;

use pymalloc_bench::rows::{ROWS, Row};

use super::peers::{self, Peer};

/// What to measure, and how.
#[derive(Debug)]
pub(crate) struct Options {
    pub(crate) rows: Vec<Row>,
    pub(crate) peers: Vec<Peer>,
    pub(crate) rounds: usize,
    pub(crate) quick: bool,
    pub(crate) json: Option<PathBuf>,
}

/// Each option with what it does.
const OPTIONS: [(&str, &str); 5] = [
    ("--rows NAME,..", "only these rows"),
    ("--peers NAME,..", "only these columns; the first is the one that ratios are to"),
    ("--rounds N", "how often each worker runs, 5 if not given (1 with --quick)"),
    ("--quick", "a tenth of the operations: to see that it runs, not to compare"),
    ("--json FILE", "write the figures to FILE, too"),
];

/// Reads the command line; `None` where it asks for help.
///
/// # Errors
/// Names what is not understood, and the valid values.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Option<Options>, String> {
    let text = |error: lexopt::Error| error.to_string();
    let (mut rows, mut peers) = (ROWS.to_vec(), peers::all());
    let (mut rounds, mut quick, mut json) = (None, false, None);
    while let Some(argument) = parser.next().map_err(text)? {
        match argument {
            lexopt::Arg::Short('h') | lexopt::Arg::Long("help") => return Ok(None),
            lexopt::Arg::Long("quick") => quick = true,
            lexopt::Arg::Long("json") => json = Some(parser.value().map_err(text)?.into()),
            lexopt::Arg::Long("rounds") => {
                let number = parser.value().map_err(text)?;
                let number = number.to_str().and_then(|text| text.parse().ok());
                let number = number.filter(|number| (1..=1_000).contains(number));
                rounds = Some(number.ok_or("--rounds takes a number from 1 to 1000")?);
            }
            lexopt::Arg::Long("rows") => {
                let names = parser.value().map_err(text)?;
                rows = choose("row", &names.to_string_lossy(), &rows, |row| row.name)?;
            }
            lexopt::Arg::Long("peers") => {
                let names = parser.value().map_err(text)?;
                peers = choose("peer", &names.to_string_lossy(), &peers, |peer| &peer.name)?;
            }
            lexopt::Arg::Value(value) => {
                return Err(format!("unexpected argument `{}`", value.to_string_lossy()));
            }
            lexopt::Arg::Long(_) | lexopt::Arg::Short(_) => {
                let valid = OPTIONS.map(|(option, _)| option).join(", ");
                return Err(format!("{}; the options are: {valid}", argument.unexpected()));
            }
        }
    }
    let rounds = rounds.unwrap_or(if quick { 1 } else { 5 });
    Ok(Some(Options { rows, peers, rounds, quick, json }))
}

/// The items that `names` lists, in its order.
fn choose<T: Clone>(
    kind: &str,
    names: &str,
    from: &[T],
    name_of: impl Fn(&T) -> &str,
) -> Result<Vec<T>, String> {
    let find = |name: &str| {
        from.iter().find(|item| name_of(item) == name).cloned().ok_or_else(|| {
            let valid: Vec<&str> = from.iter().map(&name_of).collect();
            format!("unknown {kind} `{name}`; the {kind}s are: {}", valid.join(", "))
        })
    };
    names.split(',').map(str::trim).map(find).collect()
}

/// What `--help` prints.
pub(crate) fn help() -> String {
    let mut text = String::from("pymalloc-bench [OPTIONS]\n\n");
    for (option, about) in OPTIONS {
        let _ = writeln!(text, "  {option:<17} {about}");
    }
    text.push_str("\nRows (nanoseconds an operation):\n");
    for row in ROWS {
        let _ = writeln!(text, "  {:<17} {}", row.name, row.about);
    }
    let names: Vec<String> = peers::all().into_iter().map(|peer| peer.name).collect();
    let _ = writeln!(text, "\nPeers of this machine: {}", names.join(", "));
    text
}

#[cfg(test)]
mod tests {
    use super::parse;

    fn error(arguments: &[&str]) -> String {
        parse(lexopt::Parser::from_args(arguments)).expect_err("it makes no sense")
    }

    #[test]
    fn rows_and_peers_come_in_the_order_asked_for() -> Result<(), String> {
        let arguments = ["--rows", "drain,pair32", "--peers", "system,heap", "--quick"];
        let options =
            parse(lexopt::Parser::from_args(arguments))?.ok_or("no help was asked for")?;
        let rows: Vec<&str> = options.rows.iter().map(|row| row.name).collect();
        let peers: Vec<&str> = options.peers.iter().map(|peer| peer.name.as_str()).collect();
        assert_eq!(rows, ["drain", "pair32"]);
        assert_eq!(peers, ["system", "heap"]);
        assert_eq!((options.quick, options.rounds), (true, 1));
        Ok(())
    }

    #[test]
    fn what_is_unknown_is_answered_with_the_valid_ones() {
        assert!(
            error(&["--rows", "pairs"]).starts_with("unknown row `pairs`; the rows are: pair32")
        );
        assert!(
            error(&["--peers", "malloc"])
                .contains("the peers are: pymalloc, pymalloc-hardened, heap")
        );
        assert!(error(&["--fast"]).contains("the options are: --rows NAME,.., --peers"));
        assert_eq!(error(&["--rounds", "0"]), "--rounds takes a number from 1 to 1000");
        assert_eq!(error(&["pair32"]), "unexpected argument `pair32`");
    }
}
