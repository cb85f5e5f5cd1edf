//! Upper and lower case: `lower`, `upper`, `title`, `capitalize`, `swapcase`, `casefold`.
//!
//! # Source
//! `do_capitalize` and its like in `Objects/unicodeobject.c`.

use super::{Text, fold, new};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] = &[
    ("lower", |i, a| apply(i, a, "str.lower", str::to_lowercase)),
    ("upper", |i, a| apply(i, a, "str.upper", str::to_uppercase)),
    ("title", |i, a| apply(i, a, "str.title", title)),
    ("capitalize", |i, a| apply(i, a, "str.capitalize", capitalize)),
    ("swapcase", |i, a| apply(i, a, "str.swapcase", swapcase)),
    ("casefold", |i, a| apply(i, a, "str.casefold", fold::casefold)),
];

fn apply(
    interp: &Interp,
    args: Args,
    function: &str,
    change: impl Fn(&str) -> String,
) -> Result<Value> {
    let (this, []) = args.method(interp, function)?;
    let text = Text::of(interp, this, function)?;
    new(interp, &change(text.as_str()))
}

/// The first character of a word. Where its upper case is several characters, only the first of
/// them is.
fn push_title(out: &mut String, c: char) {
    // Digraphs have a third form, with the first letter in upper case only.
    let digraph = match c {
        '\u{1c4}'..='\u{1c6}' => Some('\u{1c5}'),
        '\u{1c7}'..='\u{1c9}' => Some('\u{1c8}'),
        '\u{1ca}'..='\u{1cc}' => Some('\u{1cb}'),
        '\u{1f1}'..='\u{1f3}' => Some('\u{1f2}'),
        _ => None,
    };
    if digraph.is_some() {
        return out.extend(digraph);
    }
    let mut upper = c.to_uppercase();
    out.extend(upper.next());
    out.extend(upper.flat_map(char::to_lowercase));
}

/// The lower case of what follows the first character of a word, which may end in a sigma.
fn push_lower(out: &mut String, word: &str, rest: &str) {
    // Whether a sigma ends a word is decided by what stands before it.
    let before = word.len() - rest.len();
    let lower = word.to_lowercase();
    let head = word[..before].to_lowercase();
    out.push_str(lower.get(head.len()..).unwrap_or(&lower));
}

fn capitalize(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    if let Some(first) = chars.next() {
        push_title(&mut out, first);
        push_lower(&mut out, text, chars.as_str());
    }
    out
}

fn title(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if !fold::is_cased(first) {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|c| !fold::is_cased(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        push_title(&mut out, first);
        push_lower(&mut out, word, &word[first.len_utf8()..]);
        rest = after;
    }
    out
}

fn swapcase(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_uppercase() {
            out.extend(c.to_lowercase());
        } else if c.is_lowercase() {
            out.extend(c.to_uppercase());
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_begin_where_a_cased_letter_follows_none() {
        assert_eq!(title("hello world"), "Hello World");
        assert_eq!(title("they're bill's"), "They'Re Bill'S");
        assert_eq!(title("3x ABC-def"), "3X Abc-Def");
        assert_eq!(title("\u{df}a"), "Ssa");
    }

    #[test]
    fn one_letter_up_and_all_others_down() {
        assert_eq!(capitalize("hELLO wORLD"), "Hello world");
        assert_eq!(capitalize(""), "");
        assert_eq!(capitalize("\u{e9}T\u{c9}"), "\u{c9}t\u{e9}");
        assert_eq!(swapcase("aBc \u{e9}\u{df}"), "AbC \u{c9}SS");
    }
}
