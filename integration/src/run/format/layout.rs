//! Signs, groups of digits and padding.
//!
//! ```text
//!   | padding | sign | prefix | zeros and digits in groups | rest | padding |
//! ```
//! Zeros that fill the width after the sign belong to the digits: they are grouped too.
//!
//! Source: `calc_number_widths` in `Python/formatter_unicode.c`,
//! `_PyUnicode_InsertThousandsGrouping` in `Objects/unicodeobject.c`.

use super::spec::{Align, Spec};

/// A number taken apart for its layout.
#[derive(Clone, Debug, Default)]
pub(super) struct Parts<'a> {
    /// Whether it is below zero.
    pub(super) negative: bool,
    /// `0x` and its like.
    pub(super) prefix: &'a str,
    /// The digits before the point.
    pub(super) digits: &'a str,
    /// Everything behind them.
    pub(super) rest: &'a str,
    /// How many digits make a group.
    pub(super) group: usize,
}

/// A text in its width.
pub(in crate::run) fn pad(spec: &Spec, text: &str) -> String {
    let missing = spec.width.saturating_sub(text.chars().count());
    let left = match spec.align {
        Align::Left => 0,
        Align::Center => missing / 2,
        Align::Right | Align::AfterSign => missing,
    };
    around(text, spec.fill, left, missing - left)
}

fn around(text: &str, fill: char, left: usize, right: usize) -> String {
    let mut padded = String::with_capacity(text.len() + left + right);
    padded.extend(core::iter::repeat_n(fill, left));
    padded.push_str(text);
    padded.extend(core::iter::repeat_n(fill, right));
    padded
}

/// A number in its width.
pub(super) fn number(spec: &Spec, parts: &Parts<'_>) -> String {
    let sign = match spec.sign {
        _ if parts.negative => "-",
        Some('+') => "+",
        Some(' ') => " ",
        _ => "",
    };
    let around_digits = sign.len() + parts.prefix.len() + parts.rest.chars().count();
    let zeros_fill = spec.fill == '0' && spec.align == Align::AfterSign;
    let least = if zeros_fill { spec.width.saturating_sub(around_digits) } else { 0 };
    let digits = match spec.grouping {
        Some(separator) if !parts.digits.is_empty() => {
            grouped(parts.digits, separator, parts.group, least)
        }
        _ => parts.digits.to_owned(),
    };
    if spec.align != Align::AfterSign {
        return pad(spec, &[sign, parts.prefix, &digits, parts.rest].concat());
    }
    let missing = spec.width.saturating_sub(around_digits + digits.chars().count());
    let padding: String = core::iter::repeat_n(spec.fill, missing).collect();
    [sign, parts.prefix, &padding, &digits, parts.rest].concat()
}

/// Digits in groups, with zeros in front until they take up `least` characters.
fn grouped(digits: &str, separator: char, group: usize, least: usize) -> String {
    let mut reversed: Vec<char> = Vec::with_capacity(digits.len() * 2);
    let mut rest = digits.chars().rev().peekable();
    let mut in_group = 0;
    while rest.peek().is_some() || reversed.len() < least {
        if in_group == group {
            reversed.push(separator);
            in_group = 0;
        }
        reversed.push(rest.next().unwrap_or('0'));
        in_group += 1;
    }
    reversed.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_are_grouped_like_digits() {
        assert_eq!(grouped("1234567", ',', 3, 0), "1,234,567");
        assert_eq!(grouped("1234", ',', 3, 6), "01,234");
        assert_eq!(grouped("123", ',', 3, 4), "0,123");
        assert_eq!(grouped("1", '_', 4, 6), "0_0001");
    }

    #[test]
    fn padding_stands_where_the_alignment_says() {
        let spec = |align| Spec { width: 6, fill: '*', ..Spec::plain(align) };
        let parts = Parts { negative: true, prefix: "0x", digits: "f", group: 4, rest: "" };
        assert_eq!(number(&spec(Align::Left), &parts), "-0xf**");
        assert_eq!(number(&spec(Align::AfterSign), &parts), "-0x**f");
        assert_eq!(pad(&spec(Align::Center), "abc"), "*abc**");
    }
}
