//! What a text consists of: `isalpha`, `isdigit`, `isspace` and the others.
//!
//! # Source
//! `unicode_isalpha_impl` and its like in `Objects/unicodeobject.c`.

use super::{Text, fold};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] = &[
    ("isalpha", |i, a| ask(i, a, "str.isalpha", |s| every(s, fold::is_alpha))),
    ("isalnum", |i, a| ask(i, a, "str.isalnum", |s| every(s, is_alnum))),
    ("isdecimal", |i, a| ask(i, a, "str.isdecimal", |s| every(s, |c| fold::decimal(c).is_some()))),
    ("isdigit", |i, a| ask(i, a, "str.isdigit", |s| every(s, fold::is_digit))),
    ("isnumeric", |i, a| ask(i, a, "str.isnumeric", |s| every(s, is_numeric))),
    ("isspace", |i, a| ask(i, a, "str.isspace", |s| every(s, is_space))),
    ("isascii", |i, a| ask(i, a, "str.isascii", str::is_ascii)),
    ("islower", |i, a| ask(i, a, "str.islower", |s| one_case(s, char::is_lowercase))),
    ("isupper", |i, a| ask(i, a, "str.isupper", |s| one_case(s, char::is_uppercase))),
    ("istitle", |i, a| ask(i, a, "str.istitle", is_title)),
    ("isidentifier", |i, a| ask(i, a, "str.isidentifier", is_identifier)),
    ("isprintable", |i, a| ask(i, a, "str.isprintable", |s| s.chars().all(is_printable))),
];

fn ask(interp: &Interp, args: Args, function: &str, is: fn(&str) -> bool) -> Result<Value> {
    let (this, []) = args.method(interp, function)?;
    let text = Text::of(interp, this, function)?;
    Ok(interp.bool(is(text.as_str())))
}

/// Whether there is a character, and all are so.
fn every(text: &str, is: impl Fn(char) -> bool) -> bool {
    !text.is_empty() && text.chars().all(is)
}

fn is_alnum(c: char) -> bool {
    fold::is_alpha(c) || is_numeric(c)
}

fn is_numeric(c: char) -> bool {
    c.is_numeric() || fold::is_digit(c)
}

/// Whether Python splits text at the character.
pub(in crate::run) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{1c}'..='\u{1f}')
}

/// Whether there are cased characters, and all of them are of one case.
fn one_case(text: &str, is: impl Fn(char) -> bool) -> bool {
    let mut cased = text.chars().filter(|c| fold::is_cased(*c)).peekable();
    cased.peek().is_some() && cased.all(is)
}

fn is_title(text: &str) -> bool {
    let mut any = false;
    let mut inside = false;
    for c in text.chars() {
        if c.is_uppercase() || fold::is_title(c) {
            if inside {
                return false;
            }
            (any, inside) = (true, true);
        } else if c.is_lowercase() {
            if !inside {
                return false;
            }
            any = true;
        } else {
            inside = false;
        }
    }
    any
}

fn is_identifier(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(|c| c == '_' || c.is_alphabetic())
        && chars.all(|c| c == '_' || c.is_alphanumeric())
}

/// Whether `repr()` shows the character as it is.
fn is_printable(c: char) -> bool {
    match c {
        ' '..='~' => true,
        // The standard library escapes what has no shape, and characters that join others.
        _ if c.is_ascii() || c.is_whitespace() || c.is_control() => false,
        _ => !matches!(
            u32::from(c),
            0xad | 0x600..=0x605 | 0x61c | 0x6dd | 0x70f | 0x180e | 0x200b..=0x200f
                | 0x202a..=0x202e | 0x2060..=0x206f | 0xe000..=0xf8ff | 0xfeff | 0xfff0..=0xfffb
                | 0xfffe..=0xffff | 0xe0000..=0x10_ffff
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_is_decided_by_the_cased_characters_alone() {
        assert!(one_case("abc 1", char::is_lowercase));
        assert!(!one_case("aBc", char::is_lowercase));
        assert!(!one_case("123", char::is_lowercase));
        assert!(is_title("Hello World 3D"));
        assert!(!is_title("Hello world"));
        assert!(!is_title("HELLO"));
        assert!(!is_title(""));
    }

    #[test]
    fn names_begin_with_a_letter_or_an_underscore() {
        assert!(is_identifier("_a1") && is_identifier("\u{e9}"));
        assert!(!is_identifier("1a") && !is_identifier("") && !is_identifier("a b"));
    }

    #[test]
    fn separators_of_files_and_records_are_space() {
        assert!(every(" \t\n\u{1c}\u{85}\u{a0}", is_space));
        assert!(!every("", is_space));
    }
}
