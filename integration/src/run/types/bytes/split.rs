//! Taking bytes apart: `split`, `rsplit`, `splitlines`, `partition`, `rpartition`.
//!
//! # Source
//! `Objects/stringlib/split.h`, `Objects/stringlib/partition.h`.

use super::change::is_space;
use super::find::{last_position, position};
use super::{bytes_of, new};
use crate::Value;
use crate::object::Bytes;
use crate::run::builtins::arguments::receiver;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] = &[
    ("split", |i, a| split(i, a, "split", false)),
    ("rsplit", |i, a| split(i, a, "rsplit", true)),
    ("splitlines", splitlines),
    ("partition", |i, a| partition(i, a, "bytes.partition", false)),
    ("rpartition", |i, a| partition(i, a, "bytes.rpartition", true)),
];

fn split(interp: &Interp, mut args: Args, name: &str, from_end: bool) -> Result<Value> {
    let function = format!("bytes.{name}");
    let this = args.take_self(interp, &function)?;
    let [separator, most] = args.bind(interp, name, ["sep", "maxsplit"], 0)?;
    let bytes = receiver::<Bytes>(interp, &this, &function)?.items();
    let most = most.map_or(Ok(-1), |most| interp.index(&most))?;
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let separator = separator.filter(|separator| !interp.is_none(separator));
    let pieces = match &separator {
        None if from_end => split_spaces_from_end(bytes, most),
        None => split_spaces(bytes, most),
        Some(separator) => {
            let by = bytes_of(interp, separator)?;
            if by.is_empty() {
                return Err(interp.value_error("empty separator"));
            }
            if from_end { split_by_from_end(bytes, &by, most) } else { split_by(bytes, &by, most) }
        }
    };
    list(interp, &pieces)
}

fn list(interp: &Interp, pieces: &[&[u8]]) -> Result<Value> {
    interp.list(pieces.iter().map(|piece| new(interp, piece)).collect::<Result<_>>()?)
}

fn split_by<'a>(bytes: &'a [u8], by: &[u8], most: usize) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while pieces.len() < most
        && let Some(at) = position(rest, by)
    {
        pieces.push(&rest[..at]);
        rest = &rest[at + by.len()..];
    }
    pieces.push(rest);
    pieces
}

fn split_by_from_end<'a>(bytes: &'a [u8], by: &[u8], most: usize) -> Vec<&'a [u8]> {
    let mut pieces = Vec::new();
    let mut rest = bytes;
    while pieces.len() < most
        && let Some(at) = last_position(rest, by)
    {
        pieces.push(&rest[at + by.len()..]);
        rest = &rest[..at];
    }
    pieces.push(rest);
    pieces.reverse();
    pieces
}

fn trim_start(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.iter().position(|byte| !is_space(byte)).unwrap_or(bytes.len())..]
}

fn trim_end(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().rposition(|byte| !is_space(byte)).map_or(0, |last| last + 1)]
}

fn split_spaces(bytes: &[u8], most: usize) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = trim_start(bytes);
    while !rest.is_empty() {
        if pieces.len() == most {
            pieces.push(rest);
            break;
        }
        let end = rest.iter().position(is_space).unwrap_or(rest.len());
        pieces.push(&rest[..end]);
        rest = trim_start(&rest[end..]);
    }
    pieces
}

fn split_spaces_from_end(bytes: &[u8], most: usize) -> Vec<&[u8]> {
    let mut pieces = Vec::new();
    let mut rest = trim_end(bytes);
    while !rest.is_empty() {
        if pieces.len() == most {
            pieces.push(rest);
            break;
        }
        let start = rest.iter().rposition(is_space).map_or(0, |space| space + 1);
        pieces.push(&rest[start..]);
        rest = trim_end(&rest[..start]);
    }
    pieces.reverse();
    pieces
}

fn splitlines(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "bytes.splitlines")?;
    let [keep] = args.bind(interp, "splitlines", ["keepends"], 0)?;
    let bytes = receiver::<Bytes>(interp, &this, "bytes.splitlines")?.items();
    let keep = keep.map_or(Ok(false), |keep| interp.truth(&keep))?;
    list(interp, &lines(bytes, keep))
}

fn lines(bytes: &[u8], keep: bool) -> Vec<&[u8]> {
    let mut lines = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|b| matches!(b, b'\n' | b'\r')).unwrap_or(rest.len());
        let after = end
            + match &rest[end..] {
                [b'\r', b'\n', ..] => 2,
                [] => 0,
                _ => 1,
            };
        lines.push(&rest[..if keep { after } else { end }]);
        rest = &rest[after..];
    }
    lines
}

fn partition(interp: &Interp, args: Args, function: &str, from_end: bool) -> Result<Value> {
    let (this, [separator]) = args.method(interp, function)?;
    let bytes = receiver::<Bytes>(interp, &this, function)?.items();
    let by = bytes_of(interp, &separator)?;
    if by.is_empty() {
        return Err(interp.value_error("empty separator"));
    }
    let at = if from_end { last_position(bytes, &by) } else { position(bytes, &by) };
    let parts: [&[u8]; 3] = match at {
        Some(at) => [&bytes[..at], &by, &bytes[at + by.len()..]],
        None if from_end => [b"", b"", bytes],
        None => [bytes, b"", b""],
    };
    let parts = parts.iter().map(|part| new(interp, part)).collect::<Result<Vec<_>>>()?;
    interp.tuple(parts.into_iter())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_those_of_text() {
        assert_eq!(split_by(b"a,,b", b",", usize::MAX), [&b"a"[..], b"", b"b"]);
        assert_eq!(split_by_from_end(b"a,b,c", b",", 1), [&b"a,b"[..], b"c"]);
        assert_eq!(split_spaces(b" a  b c ", 1), [&b"a"[..], b"b c "]);
        assert_eq!(split_spaces_from_end(b" a  b c ", 1), [&b" a  b"[..], b"c"]);
        assert_eq!(lines(b"a\r\nb\n\nc", false), [&b"a"[..], b"b", b"", b"c"]);
        assert_eq!(lines(b"a\r\nb", true), [&b"a\r\n"[..], b"b"]);
    }
}
