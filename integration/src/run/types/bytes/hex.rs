//! Bytes as hexadecimal digits: `hex`, `fromhex`.
//!
//! # Source
//! `Python/pystrhex.c`, `_PyBytes_FromHex` in `Objects/bytesobject.c`.

use core::fmt::Write;

use super::new;
use crate::Value;
use crate::object::{Bytes, Str};
use crate::run::builtins::arguments::receiver;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_of};
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] = &[("hex", hex)];

/// `bytes.hex(sep=..., bytes_per_sep=1)`.
fn hex(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "bytes.hex")?;
    let [separator, group] = args.bind(interp, "hex", ["sep", "bytes_per_sep"], 0)?;
    let bytes = receiver::<Bytes>(interp, &this, "bytes.hex")?;
    let group = group.map_or(Ok(1), |group| interp.index(&group))?;
    let mut between = None;
    if let Some(separator) = &separator {
        let mut chars = base_of::<Str>(separator)
            .map(|text| text.as_str().to_owned())
            .or_else(|| {
                base_of::<Bytes>(separator)
                    .map(|bytes| bytes.items().iter().map(|byte| char::from(*byte)).collect())
            })
            .ok_or_else(|| interp.type_error("sep must be str or bytes."))?
            .chars()
            .collect::<Vec<_>>();
        between = chars.pop().filter(|_| chars.is_empty());
        if between.is_none() {
            return Err(interp.value_error("sep must be length 1."));
        }
    }
    interp.str(&digits(bytes.items(), between, group))
}

/// Two digits for each byte; groups are counted from the end, or from the beginning when the size
/// of a group is negative.
fn digits(bytes: &[u8], between: Option<char>, group: i64) -> String {
    let size = usize::try_from(group.unsigned_abs()).unwrap_or(usize::MAX);
    let mut out = String::with_capacity(bytes.len() * 2);
    for (index, byte) in bytes.iter().enumerate() {
        let counted = if group > 0 { bytes.len() - index } else { index };
        if let Some(between) = between
            && index > 0
            && size > 0
            && counted.is_multiple_of(size)
        {
            out.push(between);
        }
        // Writing to a string does not fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// `bytes.fromhex(text)`.
pub(in crate::run::types) fn from_hex(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "bytes.fromhex")?;
    let [text] = args.exactly(interp, "bytes.fromhex")?;
    let Some(digits) = base_of::<Str>(&text) else {
        let name = interp.class_name(&text);
        return Err(interp.type_error(format!("fromhex() argument must be str, not {name}")));
    };
    let bytes = parse(digits.as_str()).map_err(|at| {
        interp
            .value_error(format!("non-hexadecimal number found in fromhex() arg at position {at}"))
    })?;
    let made = new(interp, &bytes)?;
    if class.is(interp.types.bytes.as_value()) {
        return Ok(made);
    }
    interp.call(&class, [made])
}

/// The bytes of pairs of digits with space between; else the place of the first other character.
fn parse(text: &str) -> core::result::Result<Vec<u8>, usize> {
    let mut bytes = Vec::with_capacity(text.len() / 2);
    let mut chars = text.chars().enumerate();
    while let Some((at, high)) = chars.next() {
        if high.is_ascii_whitespace() || high == '\u{b}' {
            continue;
        }
        let high = high.to_digit(16).ok_or(at)?;
        let (at, low) = chars.next().ok_or(at + 1)?;
        let low = low.to_digit(16).ok_or(at)?;
        bytes.push(u8::try_from(high * 16 + low).unwrap_or_default());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_counted_from_the_end() {
        assert_eq!(digits(b"\x01\x02\x03", None, 1), "010203");
        assert_eq!(digits(b"\x01\x02\x03", Some(':'), 1), "01:02:03");
        assert_eq!(digits(b"\x01\x02\x03", Some(':'), 2), "01:0203");
        assert_eq!(digits(b"\x01\x02\x03", Some(':'), -2), "0102:03");
    }

    #[test]
    fn the_first_wrong_character_is_told() {
        assert_eq!(parse("0a 0B"), Ok(vec![10, 11]));
        assert_eq!(parse("0g"), Err(1));
        assert_eq!(parse("00 zz"), Err(3));
        assert_eq!(parse("abc"), Err(3));
    }
}
