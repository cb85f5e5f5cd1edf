//! Text to bytes and back: UTF-8, ASCII and Latin-1, with the usual ways to treat errors.
//!
//! # Source
//! `Objects/unicodeobject.c`: `unicode_encode_ucs1`, `unicode_decode_utf8`; `Python/codecs.c`.

use core::fmt::Write;
use core::ops::Range;

use super::{Text, text_of};
use crate::Value;
use crate::object::Str;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::{Raised, Result};

pub(super) const METHODS: &[(&str, Native)] = &[("encode", encode_method)];

/// What characters a byte or several stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Utf8,
    Ascii,
    Latin1,
}

impl Encoding {
    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Ascii => "ascii",
            Self::Latin1 => "latin-1",
        }
    }

    /// The numbers of characters that have no byte begin here.
    fn limit(self) -> u32 {
        match self {
            Self::Utf8 => 0x11_0000,
            Self::Ascii => 0x80,
            Self::Latin1 => 0x100,
        }
    }
}

fn encoding(interp: &Interp, name: Option<&Value>, function: &str) -> Result<Encoding> {
    let Some(name) = name else { return Ok(Encoding::Utf8) };
    let name = codec_argument(interp, name, function, "encoding")?;
    let plain = name.to_ascii_lowercase().replace(['_', ' '], "-");
    match &*plain {
        "utf-8" | "utf8" | "u8" | "utf" | "cp65001" => Ok(Encoding::Utf8),
        "ascii" | "us-ascii" | "646" => Ok(Encoding::Ascii),
        "latin-1" | "latin1" | "iso-8859-1" | "iso8859-1" | "8859" | "cp819" | "l1" => {
            Ok(Encoding::Latin1)
        }
        _ => Err(interp.raise("LookupError", &format!("unknown encoding: {name}"))),
    }
}

fn codec_argument<'a>(
    interp: &Interp,
    value: &'a Value,
    function: &str,
    argument: &str,
) -> Result<&'a str> {
    let text = text_of(interp, value, |name| {
        let name = if name == "NoneType" { "None" } else { name };
        format!("{function}() argument '{argument}' must be str, not {name}")
    })?;
    Ok(text.as_str())
}

fn encode_method(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "str.encode")?;
    let [encoding, errors] = args.bind(interp, "encode", ["encoding", "errors"], 0)?;
    let text = Text::of(interp, this, "str.encode")?;
    let bytes = encode(interp, &text, encoding.as_ref(), errors.as_ref(), "encode")?;
    interp.bytes(&bytes)
}

/// The bytes of a text.
///
/// # Errors
/// `UnicodeEncodeError`, and `LookupError` for an unknown encoding or treatment of errors.
pub(in crate::run) fn encode(
    interp: &Interp,
    text: &Str,
    to: Option<&Value>,
    errors: Option<&Value>,
    function: &str,
) -> Result<Vec<u8>> {
    let to = encoding(interp, to, function)?;
    let errors =
        errors.map_or(Ok("strict"), |errors| codec_argument(interp, errors, function, "errors"))?;
    if to == Encoding::Utf8 || text.is_ascii() {
        return Ok(text.items().to_vec());
    }
    let mut bytes = Vec::with_capacity(text.len());
    for (index, c) in text.as_str().chars().enumerate() {
        let code = u32::from(c);
        match u8::try_from(code) {
            Ok(byte) if code < to.limit() => bytes.push(byte),
            _ => {
                let replacement = match errors {
                    "strict" => return Err(cannot_encode(interp, text, to, index)),
                    "ignore" => String::new(),
                    "replace" => "?".to_owned(),
                    "backslashreplace" => escape(c),
                    "xmlcharrefreplace" => format!("&#{code};"),
                    _ => return Err(unknown_handler(interp, errors)),
                };
                bytes.extend_from_slice(replacement.as_bytes());
            }
        }
    }
    Ok(bytes)
}

/// The character as Python's literals escape it.
fn escape(c: char) -> String {
    let code = u32::from(c);
    match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    }
}

fn unknown_handler(interp: &Interp, name: &str) -> Raised {
    interp.raise("LookupError", &format!("unknown error handler name '{name}'"))
}

/// The error about the characters from `start` on that have no byte.
fn cannot_encode(interp: &Interp, text: &Str, to: Encoding, start: usize) -> Raised {
    let chars = text.as_str().chars().skip(start);
    let end = start + chars.take_while(|c| u32::from(*c) >= to.limit()).count();
    let reason = format!("ordinal not in range({})", to.limit());
    let raised = interp.str(text.as_str()).and_then(|object| {
        codec_error(interp, "UnicodeEncodeError", to, object, start..end, &reason)
    });
    raised.unwrap_or_else(|raised| raised)
}

/// An error with the parts that the codec errors have.
fn codec_error(
    interp: &Interp,
    class: &str,
    encoding: Encoding,
    object: Value,
    bad: Range<usize>,
    reason: &str,
) -> Result<Raised> {
    let parts = [
        interp.str(encoding.name())?,
        object,
        interp.size(bad.start)?,
        interp.size(bad.end)?,
        interp.str(reason)?,
    ];
    Ok(interp.raise_with(class, &parts))
}

/// The text of bytes.
///
/// # Errors
/// `UnicodeDecodeError`, and `LookupError` for an unknown encoding or treatment of errors.
pub(in crate::run) fn decode(
    interp: &Interp,
    bytes: &[u8],
    from: Option<&Value>,
    errors: Option<&Value>,
    function: &str,
) -> Result<String> {
    let from = encoding(interp, from, function)?;
    let errors =
        errors.map_or(Ok("strict"), |errors| codec_argument(interp, errors, function, "errors"))?;
    let mut text = String::with_capacity(bytes.len());
    let mut position = 0;
    let mut rest = bytes;
    while !rest.is_empty() {
        let (good, bad) = piece(rest, from);
        match from {
            Encoding::Latin1 => text.extend(rest.iter().map(|byte| char::from(*byte))),
            _ => text.push_str(core::str::from_utf8(&rest[..good]).unwrap_or_default()),
        }
        if bad > 0 {
            let at = position + good;
            match errors {
                "strict" => {
                    return Err(cannot_decode(interp, bytes, from, at..at + bad));
                }
                "ignore" => {}
                "replace" => text.push('\u{fffd}'),
                "backslashreplace" => {
                    for byte in &bytes[at..at + bad] {
                        // Writing to a string does not fail.
                        let _ = write!(text, "\\x{byte:02x}");
                    }
                }
                _ => return Err(unknown_handler(interp, errors)),
            }
        }
        position += good + bad;
        rest = &bytes[position..];
    }
    Ok(text)
}

/// How many bytes at the beginning are text, and how many after those are one error.
fn piece(bytes: &[u8], from: Encoding) -> (usize, usize) {
    match from {
        Encoding::Latin1 => (bytes.len(), 0),
        Encoding::Ascii => match bytes.iter().position(|byte| !byte.is_ascii()) {
            Some(good) => (good, 1),
            None => (bytes.len(), 0),
        },
        Encoding::Utf8 => match core::str::from_utf8(bytes) {
            Ok(_) => (bytes.len(), 0),
            Err(error) => {
                let good = error.valid_up_to();
                (good, error.error_len().unwrap_or(bytes.len() - good))
            }
        },
    }
}

/// The error about bytes that stand for no text.
fn cannot_decode(interp: &Interp, bytes: &[u8], from: Encoding, bad: Range<usize>) -> Raised {
    let reason = match from {
        Encoding::Utf8 if matches!(bytes[bad.start], 0x80..=0xc1 | 0xf5..) => "invalid start byte",
        Encoding::Utf8
            if core::str::from_utf8(&bytes[bad.start..])
                .is_err_and(|e| e.valid_up_to() == 0 && e.error_len().is_none()) =>
        {
            "unexpected end of data"
        }
        Encoding::Utf8 => "invalid continuation byte",
        _ => "ordinal not in range(128)",
    };
    let raised = interp.heap.bytes(bytes).map_err(Raised::from).and_then(|object| {
        codec_error(interp, "UnicodeDecodeError", from, object.into_value(), bad, reason)
    });
    raised.unwrap_or_else(|raised| raised)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_as_long_as_the_sequence_that_began() {
        assert_eq!(piece(b"a\xff", Encoding::Utf8), (1, 1));
        assert_eq!(piece(b"a\xe2\x82", Encoding::Utf8), (1, 2));
        assert_eq!(piece(b"a\xe2\x82a", Encoding::Utf8), (1, 2));
        assert_eq!(piece(b"a\xe9", Encoding::Ascii), (1, 1));
        assert_eq!(piece(b"a\xe9", Encoding::Latin1), (2, 0));
    }

    #[test]
    fn escapes_are_as_short_as_they_can_be() {
        assert_eq!(escape('\u{e9}'), "\\xe9");
        assert_eq!(escape('\u{20ac}'), "\\u20ac");
        assert_eq!(escape('\u{1f600}'), "\\U0001f600");
    }
}
