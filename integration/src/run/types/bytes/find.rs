//! Searching in bytes: `find`, `rfind`, `index`, `rindex`, `count`, `startswith`, `endswith`,
//! `replace`.
//!
//! # Source
//! `Objects/bytes_methods.c`.

use super::{bytes_like, bytes_of, new, take};
use crate::Value;
use crate::object::Tuple;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_of};
use crate::run::raise::Result;
use crate::run::types::slice::bounds;

pub(super) const METHODS: &[(&str, Native)] = &[
    ("find", |i, a| find(i, a, "bytes.find", false)),
    ("rfind", |i, a| find(i, a, "bytes.rfind", true)),
    ("index", |i, a| index(i, a, "bytes.index", false)),
    ("rindex", |i, a| index(i, a, "bytes.rindex", true)),
    ("count", count),
    ("startswith", |i, a| matches(i, a, "startswith", <[u8]>::starts_with)),
    ("endswith", |i, a| matches(i, a, "endswith", <[u8]>::ends_with)),
    ("replace", replace),
];

/// Where a row first has another as its part.
pub(super) fn position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return Some(0);
    }
    bytes.windows(part.len()).position(|window| window == part)
}

/// Where a row last has another as its part.
pub(super) fn last_position(bytes: &[u8], part: &[u8]) -> Option<usize> {
    if part.is_empty() {
        return Some(bytes.len());
    }
    bytes.windows(part.len()).rposition(|window| window == part)
}

/// What is searched for: bytes, or one byte as a number.
fn wanted(interp: &Interp, value: &Value) -> Result<Vec<u8>> {
    if let Some(bytes) = bytes_like(value) {
        return Ok(bytes.into_owned());
    }
    let Some(number) = interp.index_or_none(value)? else {
        let name = interp.class_name(value);
        return Err(interp
            .type_error(format!("argument should be integer or bytes-like object, not '{name}'")));
    };
    match u8::try_from(number) {
        Ok(byte) => Ok(vec![byte]),
        Err(_) => Err(interp.value_error("byte must be in range(0, 256)")),
    }
}

fn place(interp: &Interp, args: Args, function: &str, last: bool) -> Result<Option<usize>> {
    let (bytes, [part, start, end]) = take(interp, args, function, 1)?;
    let Some(part) = &part else { return Ok(None) };
    let part = wanted(interp, part)?;
    let Some(range) = bounds(interp, start.as_ref(), end.as_ref(), bytes.len())? else {
        return Ok(None);
    };
    let from = range.start;
    let window = &bytes.items()[range];
    let found = if last { last_position(window, &part) } else { position(window, &part) };
    Ok(found.map(|at| from + at))
}

fn find(interp: &Interp, args: Args, function: &str, last: bool) -> Result<Value> {
    match place(interp, args, function, last)? {
        Some(place) => interp.size(place),
        None => interp.int(-1),
    }
}

fn index(interp: &Interp, args: Args, function: &str, last: bool) -> Result<Value> {
    match place(interp, args, function, last)? {
        Some(place) => interp.size(place),
        None => Err(interp.value_error("subsection not found")),
    }
}

fn count(interp: &Interp, args: Args) -> Result<Value> {
    let (bytes, [part, start, end]) = take(interp, args, "bytes.count", 1)?;
    let Some(part) = &part else { return interp.int(0) };
    let part = wanted(interp, part)?;
    let Some(range) = bounds(interp, start.as_ref(), end.as_ref(), bytes.len())? else {
        return interp.int(0);
    };
    let mut rest = &bytes.items()[range];
    if part.is_empty() {
        return interp.size(rest.len() + 1);
    }
    let mut count = 0;
    while let Some(at) = position(rest, &part) {
        count += 1;
        rest = &rest[at + part.len()..];
    }
    interp.size(count)
}

fn matches(interp: &Interp, args: Args, name: &str, is: fn(&[u8], &[u8]) -> bool) -> Result<Value> {
    let (bytes, [affix, start, end]) = take(interp, args, &format!("bytes.{name}"), 1)?;
    let Some(affix) = &affix else { return Ok(interp.bool(false)) };
    let range = bounds(interp, start.as_ref(), end.as_ref(), bytes.len())?;
    let is = |affix: &[u8]| range.clone().is_some_and(|range| is(&bytes.items()[range], affix));
    if let Some(affixes) = base_of::<Tuple>(affix) {
        for affix in affixes.items() {
            if is(&bytes_of(interp, affix)?) {
                return Ok(interp.bool(true));
            }
        }
        return Ok(interp.bool(false));
    }
    if let Some(affix) = bytes_like(affix) {
        return Ok(interp.bool(is(&affix)));
    }
    let other = interp.class_name(affix);
    Err(interp
        .type_error(format!("{name} first arg must be bytes or a tuple of bytes, not {other}")))
}

fn replace(interp: &Interp, args: Args) -> Result<Value> {
    let (bytes, [old, with, count]) = take(interp, args, "bytes.replace", 2)?;
    let none = || interp.none();
    let (old, with) = (old.unwrap_or_else(none), with.unwrap_or_else(none));
    let (old, with) = (bytes_of(interp, &old)?, bytes_of(interp, &with)?);
    let count = count.map_or(Ok(-1), |count| interp.index(&count))?;
    new(interp, &replaced(bytes.items(), &old, &with, usize::try_from(count).unwrap_or(usize::MAX)))
}

fn replaced(bytes: &[u8], old: &[u8], with: &[u8], count: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    let mut left = count;
    if old.is_empty() {
        for byte in bytes {
            if left > 0 {
                out.extend_from_slice(with);
                left -= 1;
            }
            out.push(*byte);
        }
        if left > 0 {
            out.extend_from_slice(with);
        }
        return out;
    }
    while left > 0
        && let Some(at) = position(rest, old)
    {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(with);
        rest = &rest[at + old.len()..];
        left -= 1;
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_found_at_the_beginning_and_the_end() {
        assert_eq!(position(b"abc", b""), Some(0));
        assert_eq!(last_position(b"abc", b""), Some(3));
        assert_eq!(position(b"abab", b"b"), Some(1));
        assert_eq!(last_position(b"abab", b"ab"), Some(2));
        assert_eq!(position(b"a", b"ab"), None);
    }

    #[test]
    fn nothing_is_replaced_between_all_bytes() {
        assert_eq!(replaced(b"ab", b"", b"-", usize::MAX), b"-a-b-");
        assert_eq!(replaced(b"ab", b"", b"-", 2), b"-a-b");
        assert_eq!(replaced(b"aXbX", b"X", b"", 1), b"abX");
    }
}
