//! Bytes made from other bytes: case, stripping, padding, `translate`, and what they consist of.
//! Only ASCII letters have a case.
//!
//! # Source
//! `Objects/bytes_methods.c`, `Objects/stringlib/transmogrify.h`.

use std::borrow::Cow;

use super::{bytes_of, new, take};
use crate::Value;
use crate::object::Bytes;
use crate::run::builtins::arguments::{exactly, receiver};
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_of};
use crate::run::operate::sequence::room_for;
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] = &[
    ("lower", |i, a| apply(i, a, "bytes.lower", <[u8]>::to_ascii_lowercase)),
    ("upper", |i, a| apply(i, a, "bytes.upper", <[u8]>::to_ascii_uppercase)),
    ("swapcase", |i, a| apply(i, a, "bytes.swapcase", swapcase)),
    ("title", |i, a| apply(i, a, "bytes.title", title)),
    ("capitalize", |i, a| apply(i, a, "bytes.capitalize", capitalize)),
    ("isalpha", |i, a| ask(i, a, "bytes.isalpha", |b| every(b, u8::is_ascii_alphabetic))),
    ("isdigit", |i, a| ask(i, a, "bytes.isdigit", |b| every(b, u8::is_ascii_digit))),
    ("isalnum", |i, a| ask(i, a, "bytes.isalnum", |b| every(b, u8::is_ascii_alphanumeric))),
    ("isspace", |i, a| ask(i, a, "bytes.isspace", |b| every(b, is_space))),
    ("isascii", |i, a| ask(i, a, "bytes.isascii", <[u8]>::is_ascii)),
    ("islower", |i, a| ask(i, a, "bytes.islower", |b| one_case(b, u8::is_ascii_lowercase))),
    ("isupper", |i, a| ask(i, a, "bytes.isupper", |b| one_case(b, u8::is_ascii_uppercase))),
    ("strip", |i, a| strip(i, a, "bytes.strip", true, true)),
    ("lstrip", |i, a| strip(i, a, "bytes.lstrip", true, false)),
    ("rstrip", |i, a| strip(i, a, "bytes.rstrip", false, true)),
    ("removeprefix", |i, a| remove(i, a, "bytes.removeprefix", <[u8]>::strip_prefix)),
    ("removesuffix", |i, a| remove(i, a, "bytes.removesuffix", <[u8]>::strip_suffix)),
    ("ljust", |i, a| pad(i, a, "ljust", |room, _| (0, room))),
    ("rjust", |i, a| pad(i, a, "rjust", |room, _| (room, 0))),
    ("center", |i, a| pad(i, a, "center", centered)),
    ("zfill", zfill),
    ("translate", translate),
];

fn apply(
    interp: &Interp,
    args: Args,
    function: &str,
    change: fn(&[u8]) -> Vec<u8>,
) -> Result<Value> {
    let (this, []) = args.method(interp, function)?;
    new(interp, &change(receiver::<Bytes>(interp, &this, function)?.items()))
}

fn ask(interp: &Interp, args: Args, function: &str, is: fn(&[u8]) -> bool) -> Result<Value> {
    let (this, []) = args.method(interp, function)?;
    Ok(interp.bool(is(receiver::<Bytes>(interp, &this, function)?.items())))
}

fn every(bytes: &[u8], is: fn(&u8) -> bool) -> bool {
    !bytes.is_empty() && bytes.iter().all(is)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "it stands beside the methods of `u8`")]
pub(super) fn is_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t'..=b'\r')
}

fn one_case(bytes: &[u8], is: fn(&u8) -> bool) -> bool {
    let mut letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(is)
}

fn swapcase(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|b| if b.is_ascii_alphabetic() { b ^ 0x20 } else { *b }).collect()
}

fn capitalize(bytes: &[u8]) -> Vec<u8> {
    let mut out = bytes.to_ascii_lowercase();
    if let Some(first) = out.first_mut() {
        first.make_ascii_uppercase();
    }
    out
}

fn title(bytes: &[u8]) -> Vec<u8> {
    let mut inside = false;
    let one = |byte: &u8| {
        let out = if inside { byte.to_ascii_lowercase() } else { byte.to_ascii_uppercase() };
        inside = byte.is_ascii_alphabetic();
        out
    };
    bytes.iter().map(one).collect()
}

fn strip(interp: &Interp, args: Args, function: &str, left: bool, right: bool) -> Result<Value> {
    let (bytes, [set]) = take(interp, args, function, 0)?;
    let set = set.filter(|set| !interp.is_none(set));
    let set = match &set {
        Some(set) => Some(bytes_of(interp, set)?),
        None => None,
    };
    let stays = |byte: &u8| !set.as_ref().map_or_else(|| is_space(byte), |set| set.contains(byte));
    let mut rest = bytes.items();
    if left {
        rest = &rest[rest.iter().position(stays).unwrap_or(rest.len())..];
    }
    if right {
        rest = &rest[..rest.iter().rposition(stays).map_or(0, |last| last + 1)];
    }
    new(interp, rest)
}

fn remove(
    interp: &Interp,
    args: Args,
    function: &str,
    without: for<'a> fn(&'a [u8], &[u8]) -> Option<&'a [u8]>,
) -> Result<Value> {
    let (this, [affix]) = args.method(interp, function)?;
    let bytes = receiver::<Bytes>(interp, &this, function)?.items();
    let affix = bytes_of(interp, &affix)?;
    new(interp, without(bytes, &affix).unwrap_or(bytes))
}

fn centered(room: usize, width: usize) -> (usize, usize) {
    let left = room / 2 + (room & width & 1);
    (left, room - left)
}

fn width_of(interp: &Interp, width: Option<&Value>) -> Result<usize> {
    let width = width.map_or(Ok(0), |width| interp.index(width))?;
    Ok(usize::try_from(width).unwrap_or(0))
}

fn pad(
    interp: &Interp,
    args: Args,
    name: &str,
    split: fn(usize, usize) -> (usize, usize),
) -> Result<Value> {
    let (bytes, [width, fill]) = take(interp, args, &format!("bytes.{name}"), 1)?;
    let width = width_of(interp, width.as_ref())?;
    let fill = match fill.as_ref().map(|fill| (fill, base_of::<Bytes>(fill).map(Bytes::items))) {
        None => b' ',
        Some((_, Some([byte]))) => *byte,
        Some((fill, _)) => {
            let other = interp.class_name(fill);
            return Err(interp.type_error(format!(
                "{name}() argument 2 must be a byte string of length 1, not {other}"
            )));
        }
    };
    let (left, right) = split(width.saturating_sub(bytes.len()), width);
    room_for(width)?;
    let mut out = vec![fill; left];
    out.extend_from_slice(bytes.items());
    out.resize(out.len() + right, fill);
    new(interp, &out)
}

fn zfill(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [width]) = args.method(interp, "bytes.zfill")?;
    let bytes = receiver::<Bytes>(interp, &this, "bytes.zfill")?.items();
    let room = width_of(interp, Some(&width))?.saturating_sub(bytes.len());
    let sign = usize::from(matches!(bytes.first(), Some(b'+' | b'-')));
    room_for(room)?;
    let mut out = bytes[..sign].to_vec();
    out.resize(sign + room, b'0');
    out.extend_from_slice(&bytes[sign..]);
    new(interp, &out)
}

/// `bytes.translate(table, delete=b'')`.
fn translate(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "bytes.translate")?;
    let [table, delete] = args.bind(interp, "translate", ["*table", "delete"], 1)?;
    let bytes = receiver::<Bytes>(interp, &this, "bytes.translate")?.items();
    let table = table.filter(|table| !interp.is_none(table));
    let table = match &table {
        Some(table) => Some(bytes_of(interp, table)?),
        None => None,
    };
    if table.as_ref().is_some_and(|table| table.len() != 256) {
        return Err(interp.value_error("translation table must be 256 characters long"));
    }
    let delete = match &delete {
        Some(delete) => bytes_of(interp, delete)?,
        None => Cow::Borrowed(&[][..]),
    };
    let out: Vec<u8> = bytes
        .iter()
        .filter(|byte| !delete.contains(byte))
        .map(|byte| table.as_ref().map_or(*byte, |table| table[usize::from(*byte)]))
        .collect();
    new(interp, &out)
}

/// `bytes.maketrans(from, to)`: a table for `translate`.
pub(in crate::run::types) fn make_table(interp: &Interp, args: Args) -> Result<Value> {
    let [from, to] = exactly(interp, args, "maketrans")?;
    let (from, to) = (bytes_of(interp, &from)?, bytes_of(interp, &to)?);
    if from.len() != to.len() {
        return Err(interp.value_error("maketrans arguments must have same length"));
    }
    let mut table: Vec<u8> = (0..=u8::MAX).collect();
    for (from, to) in from.iter().zip(to.iter()) {
        table[usize::from(*from)] = *to;
    }
    interp.bytes(&table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ascii_letters_have_a_case() {
        assert_eq!(title(b"hello wORLD 3x"), b"Hello World 3X");
        assert_eq!(capitalize(b"aBC\xe9"), b"Abc\xe9");
        assert_eq!(swapcase(b"aB1"), b"Ab1");
        assert!(one_case(b"AB 1", u8::is_ascii_uppercase));
        assert!(!one_case(b"1", u8::is_ascii_uppercase));
    }
}
