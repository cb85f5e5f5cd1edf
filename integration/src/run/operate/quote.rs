//! Literals of text and bytes, with escapes for what cannot be shown.
//!
//! Source: `unicode_repr` in `Objects/unicodeobject.c`, `PyBytes_Repr` in `Objects/bytesobject.c`.

use core::fmt::Write as _;

/// The quotation mark for a text: double ones only when that saves escapes.
fn mark(has_single: bool, has_double: bool) -> char {
    if has_single && !has_double { '"' } else { '\'' }
}

/// A text as a literal.
pub(crate) fn quote_text(text: &str) -> String {
    let mark = mark(text.contains('\''), text.contains('"'));
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push(mark);
    for c in text.chars() {
        match c {
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c == mark => {
                quoted.push('\\');
                quoted.push(c);
            }
            c if is_printable(c) => quoted.push(c),
            c => escape(&mut quoted, c),
        }
    }
    quoted.push(mark);
    quoted
}

/// A text with escapes for everything that is not ASCII.
pub(crate) fn quote_ascii(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            escaped.push(c);
        } else {
            escape(&mut escaped, c);
        }
    }
    escaped
}

fn escape(into: &mut String, c: char) {
    let code = u32::from(c);
    // Writing into a string cannot fail.
    let _ = match code {
        0..0x100 => write!(into, "\\x{code:02x}"),
        0x100..0x1_0000 => write!(into, "\\u{code:04x}"),
        _ => write!(into, "\\U{code:08x}"),
    };
}

/// Bytes as a literal.
pub(crate) fn quote_bytes(bytes: &[u8]) -> String {
    let mark = mark(bytes.contains(&b'\''), bytes.contains(&b'"'));
    let mut quoted = format!("b{mark}");
    for &byte in bytes {
        match byte {
            b'\\' => quoted.push_str("\\\\"),
            b'\n' => quoted.push_str("\\n"),
            b'\r' => quoted.push_str("\\r"),
            b'\t' => quoted.push_str("\\t"),
            b' '..=b'~' => {
                if char::from(byte) == mark {
                    quoted.push('\\');
                }
                quoted.push(char::from(byte));
            }
            byte => escape(&mut quoted, char::from(byte)),
        }
    }
    quoted.push(mark);
    quoted
}

/// Whether `str.isprintable` says so: neither a control, a format, an unassigned or a private
/// character, nor a separator other than the space.
pub(crate) fn is_printable(c: char) -> bool {
    if c.is_ascii() {
        return !c.is_ascii_control();
    }
    // Rust escapes by the same categories, and also marks that stand first in a text.
    let mut text = String::from("a");
    text.push(c);
    !text.escape_debug().to_string().contains('\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_quoted_with_as_few_escapes_as_possible() {
        assert_eq!(quote_text("it's"), "\"it's\"");
        assert_eq!(quote_text("say \"hi\""), "'say \"hi\"'");
        assert_eq!(quote_text("it's \"q\""), "'it\\'s \"q\"'");
        assert_eq!(
            quote_text("a\tb\\\n\u{7f}é\u{a0}\u{ad}\u{e000}\u{10ffff}"),
            "'a\\tb\\\\\\n\\x7fé\\xa0\\xad\\ue000\\U0010ffff'"
        );
        assert_eq!(quote_text("e\u{301}"), "'e\u{301}'");
    }

    #[test]
    fn bytes_are_quoted_byte_by_byte() {
        assert_eq!(quote_bytes(b"a'\x00\xff\n"), "b\"a'\\x00\\xff\\n\"");
    }

    #[test]
    fn ascii_leaves_no_other_character() {
        assert_eq!(quote_ascii("'\u{e9}\u{20ac}\u{1f600}'"), "'\\xe9\\u20ac\\U0001f600'");
    }
}
