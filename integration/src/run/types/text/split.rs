//! Taking text apart: `split`, `rsplit`, `splitlines`, `partition`, `rpartition`.
//!
//! # Source
//! `Objects/stringlib/split.h`, `Objects/stringlib/partition.h`.

use super::{Text, is_space, new, short, text_of};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] = &[
    ("split", |i, a| split(i, a, "str.split", false)),
    ("rsplit", |i, a| split(i, a, "str.rsplit", true)),
    ("splitlines", splitlines),
    ("partition", |i, a| partition(i, a, "str.partition", false)),
    ("rpartition", |i, a| partition(i, a, "str.rpartition", true)),
];

fn split(interp: &Interp, mut args: Args, function: &str, from_end: bool) -> Result<Value> {
    let this = args.take_self(interp, function)?;
    let [separator, most] = args.bind(interp, short(function), ["sep", "maxsplit"], 0)?;
    let text = Text::of(interp, this, function)?;
    let most = most.map_or(Ok(-1), |most| interp.index(&most))?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let separator = separator.filter(|separator| !interp.is_none(separator));
    let pieces = match &separator {
        None if from_end => split_spaces_from_end(text.as_str(), most),
        None => split_spaces(text.as_str(), most),
        Some(separator) => {
            let by = text_of(interp, separator, |name| format!("must be str or None, not {name}"))?;
            if by.is_empty() {
                return Err(interp.value_error("empty separator"));
            }
            split_by(text.as_str(), by.as_str(), most, from_end)
        }
    };
    list(interp, &text, &pieces)
}

/// A list of pieces; one that is the whole text is the object itself.
fn list(interp: &Interp, text: &Text, pieces: &[&str]) -> Result<Value> {
    interp.list(pieces.iter().map(|piece| text.give(interp, piece)).collect::<Result<_>>()?)
}

fn split_by<'a>(text: &'a str, by: &str, most: usize, from_end: bool) -> Vec<&'a str> {
    let pieces = most.saturating_add(1);
    if from_end {
        let mut found: Vec<_> = text.rsplitn(pieces, by).collect();
        found.reverse();
        return found;
    }
    text.splitn(pieces, by).collect()
}

/// Splits at runs of white space; what is left after `most` splits keeps the space at its end.
fn split_spaces(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_start_matches(is_space);
    while !rest.is_empty() {
        if pieces.len() == most {
            pieces.push(rest);
            break;
        }
        let (piece, after) = rest.split_at(rest.find(is_space).unwrap_or(rest.len()));
        pieces.push(piece);
        rest = after.trim_start_matches(is_space);
    }
    pieces
}

fn split_spaces_from_end(text: &str, most: usize) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = text.trim_end_matches(is_space);
    while !rest.is_empty() {
        if pieces.len() == most {
            pieces.push(rest);
            break;
        }
        let start = rest.char_indices().rfind(|(_, c)| is_space(*c));
        let (before, piece) = rest.split_at(start.map_or(0, |(at, c)| at + c.len_utf8()));
        pieces.push(piece);
        rest = before.trim_end_matches(is_space);
    }
    pieces.reverse();
    pieces
}

fn splitlines(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "str.splitlines")?;
    let [keep] = args.bind(interp, "splitlines", ["keepends"], 0)?;
    let text = Text::of(interp, this, "str.splitlines")?;
    let keep = keep.map_or(Ok(false), |keep| interp.truth(&keep))?;
    list(interp, &text, &lines(text.as_str(), keep))
}

fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

fn lines(text: &str, keep: bool) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(ends_line).unwrap_or(rest.len());
        let after = &rest[end..];
        let break_len = if after.starts_with("\r\n") {
            2
        } else {
            after.chars().next().map_or(0, char::len_utf8)
        };
        lines.push(&rest[..if keep { end + break_len } else { end }]);
        rest = &after[break_len..];
    }
    lines
}

fn partition(interp: &Interp, args: Args, function: &str, from_end: bool) -> Result<Value> {
    let (this, [separator]) = args.method(interp, function)?;
    let text = Text::of(interp, this, function)?;
    let by = text_of(interp, &separator, |name| format!("must be str, not {name}"))?;
    if by.is_empty() {
        return Err(interp.value_error("empty separator"));
    }
    let by = by.as_str();
    let (at, found) = if from_end {
        (text.as_str().rsplit_once(by), ["", "", text.as_str()])
    } else {
        (text.as_str().split_once(by), [text.as_str(), "", ""])
    };
    let parts = at.map_or(found, |(before, after)| [before, by, after]);
    let mut values = Vec::with_capacity(parts.len());
    for part in parts {
        values.push(if part.is_empty() { new(interp, "")? } else { text.give(interp, part)? });
    }
    interp.tuple(values.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_separates_in_runs_and_never_yields_empty_pieces() {
        assert_eq!(split_spaces(" a  b c ", usize::MAX), ["a", "b", "c"]);
        assert_eq!(split_spaces(" a  b c ", 1), ["a", "b c "]);
        assert_eq!(split_spaces("  ", usize::MAX), Vec::<&str>::new());
        assert_eq!(split_spaces(" a b", 0), ["a b"]);
        assert_eq!(split_spaces_from_end(" a  b c ", usize::MAX), ["a", "b", "c"]);
        assert_eq!(split_spaces_from_end(" a  b c ", 1), [" a  b", "c"]);
    }

    #[test]
    fn a_separator_yields_empty_pieces() {
        assert_eq!(split_by("a,,b", ",", usize::MAX, false), ["a", "", "b"]);
        assert_eq!(split_by("", ",", usize::MAX, false), [""]);
        assert_eq!(split_by("a,b,c", ",", 1, false), ["a", "b,c"]);
        assert_eq!(split_by("a,b,c", ",", 1, true), ["a,b", "c"]);
    }

    #[test]
    fn a_return_and_a_line_feed_end_one_line() {
        assert_eq!(lines("a\nb\r\nc\u{b}d", false), ["a", "b", "c", "d"]);
        assert_eq!(lines("a\nb\r\n", true), ["a\n", "b\r\n"]);
        assert_eq!(lines("a\n\nb\r", false), ["a", "", "b"]);
        assert_eq!(lines("", false), Vec::<&str>::new());
    }
}
