//! Integers and floats by a format specification.
//!
//! Source: `format_long_internal` and `format_float_internal` in `Python/formatter_unicode.c`,
//! `PyOS_double_to_string` in `Python/pystrtod.c`.

use num_bigint::BigInt;

use super::super::interp::Interp;
use super::super::operate::integer::Integer;
use super::super::raise::Result;
use super::layout::{self, Parts};
use super::spec::{Align, Spec};
use crate::object::repr_float;

/// The digits of a float's text when no precision is given.
const DEFAULT_PRECISION: usize = 6;

/// An integer by a specification.
pub(super) fn integer(interp: &Interp, n: &Integer<'_>, text: &str, class: &str) -> Result<String> {
    let spec = Spec::parse(interp, text, Align::Right, class)?;
    match spec.kind {
        Some('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => {
            return float_by(interp, n.to_float(interp)?, &spec, class);
        }
        None | Some('d' | 'b' | 'o' | 'x' | 'X' | 'n' | 'c') => {}
        Some(kind) => return Err(Spec::unknown(interp, kind, class)),
    }
    if spec.precision.is_some() {
        let error = "Precision not allowed in integer format specifier";
        return Err(interp.value_error(error));
    }
    if spec.no_negative_zero {
        let error = "Negative zero coercion (z) not allowed in format specifier with integer";
        return Err(interp.value_error(error));
    }
    if spec.kind == Some('c') {
        return character(interp, n, &spec);
    }
    let (prefix, digits) = radix(interp, n, spec.kind.unwrap_or('d'))?;
    let parts = Parts {
        negative: n.is_negative(),
        prefix: if spec.alternate { prefix } else { "" },
        digits: &digits,
        rest: "",
        group: if matches!(spec.kind, Some('b' | 'o' | 'x' | 'X')) { 4 } else { 3 },
    };
    Ok(layout::number(&spec, &parts))
}

fn character(interp: &Interp, n: &Integer<'_>, spec: &Spec) -> Result<String> {
    if spec.sign.is_some() {
        let error = "Sign not allowed with integer format specifier 'c'";
        return Err(interp.value_error(error));
    }
    if spec.alternate {
        let error = "Alternate form (#) not allowed with integer format specifier 'c'";
        return Err(interp.value_error(error));
    }
    let code = match n {
        Integer::Small(n) => u32::try_from(*n).ok().and_then(char::from_u32),
        Integer::Big(_) => None,
    };
    let c = code.ok_or_else(|| interp.overflow_error("%c arg not in range(0x110000)"))?;
    Ok(layout::pad(spec, c.encode_utf8(&mut [0; 4])))
}

/// The prefix and the digits of an integer's magnitude.
pub(super) fn radix(
    interp: &Interp,
    n: &Integer<'_>,
    kind: char,
) -> Result<(&'static str, String)> {
    if !matches!(kind, 'b' | 'o' | 'x' | 'X') {
        let text = n.to_decimal(interp)?;
        return Ok(("", text.trim_start_matches('-').to_owned()));
    }
    let n: BigInt = n.clone().into_big().into_owned();
    let magnitude = n.magnitude();
    Ok(match kind {
        'b' => ("0b", format!("{magnitude:b}")),
        'o' => ("0o", format!("{magnitude:o}")),
        'x' => ("0x", format!("{magnitude:x}")),
        _ => ("0X", format!("{magnitude:X}")),
    })
}

/// A float by a specification.
pub(super) fn float(interp: &Interp, x: f64, text: &str, class: &str) -> Result<String> {
    let spec = Spec::parse(interp, text, Align::Right, class)?;
    float_by(interp, x, &spec, class)
}

/// As [`float`], by a parsed specification.
pub(in crate::run) fn float_by(
    interp: &Interp,
    x: f64,
    spec: &Spec,
    class: &str,
) -> Result<String> {
    let (kind, x) = match spec.kind {
        None => (if spec.precision.is_some() { Style::Short } else { Style::Repr }, x),
        Some('e' | 'E') => (Style::Exponent, x),
        Some('f' | 'F') => (Style::Fixed, x),
        Some('g' | 'G' | 'n') => (Style::General, x),
        Some('%') => (Style::Fixed, x * 100.0),
        Some(kind) => return Err(Spec::unknown(interp, kind, class)),
    };
    let upper = spec.kind.is_some_and(|kind| kind.is_ascii_uppercase());
    let mut text = magnitude(x, kind, spec.precision, spec.alternate, upper);
    if spec.kind == Some('%') {
        text.push('%');
    }
    let is_zero = !text.contains(|c: char| c.is_ascii_digit() && c != '0') && x.is_finite();
    let negative = x.is_sign_negative() && !x.is_nan() && !(spec.no_negative_zero && is_zero);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let parts = Parts { negative, prefix: "", digits, rest, group: 3 };
    Ok(layout::number(spec, &parts))
}

/// How the digits of a float are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As `repr` does.
    Repr,
    /// With an exponent.
    Exponent,
    /// Without one.
    Fixed,
    /// With an exponent where that is shorter.
    General,
    /// The same, and never like an integer.
    Short,
}

/// The text of a float without its sign.
pub(super) fn magnitude(
    x: f64,
    style: Style,
    precision: Option<usize>,
    alternate: bool,
    upper: bool,
) -> String {
    let x = x.abs();
    let text = if x.is_nan() {
        "nan".to_owned()
    } else if x.is_infinite() {
        "inf".to_owned()
    } else {
        let precision = precision.unwrap_or(DEFAULT_PRECISION);
        match style {
            Style::Repr => repr_float(x),
            Style::Fixed => {
                let point = if alternate && precision == 0 { "." } else { "" };
                fixed(x, precision) + point
            }
            Style::Exponent => {
                let (digits, exponent) = scientific(x, precision);
                let point = if alternate && precision == 0 { "." } else { "" };
                format!("{digits}{point}{}", show_exponent(exponent))
            }
            Style::General | Style::Short => general(x, precision.max(1), style, alternate),
        }
    };
    if upper { text.to_ascii_uppercase() } else { text }
}

/// More places than any float has digits; all behind them are zeros.
const PLACES: usize = 1100;

/// All digits in front of the point, and `precision` behind it.
fn fixed(x: f64, precision: usize) -> String {
    let exact = precision.min(PLACES);
    let mut text = format!("{x:.exact$}");
    text.extend(core::iter::repeat_n('0', precision - exact));
    text
}

/// `d.ddd` with `precision` digits after the point, and the exponent that goes with it.
fn scientific(x: f64, precision: usize) -> (String, i32) {
    let exact = precision.min(PLACES);
    let text = format!("{x:.exact$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let mut digits = digits.to_owned();
    digits.extend(core::iter::repeat_n('0', precision - exact));
    (digits, exponent.parse().unwrap_or(0))
}

fn show_exponent(exponent: i32) -> String {
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("e{sign}{:02}", exponent.unsigned_abs())
}

fn general(x: f64, precision: usize, style: Style, alternate: bool) -> String {
    let (digits, exponent) = scientific(x, precision - 1);
    let most = i32::try_from(precision).unwrap_or(i32::MAX);
    let most = if style == Style::Short { most - 1 } else { most };
    let uses_exponent = exponent < -4 || exponent >= most;
    let mut text = if uses_exponent {
        digits
    } else {
        let places = i32::try_from(precision).unwrap_or(i32::MAX) - 1 - exponent;
        fixed(x, usize::try_from(places).unwrap_or_default())
    };
    if alternate {
        if !text.contains('.') {
            text.push('.');
        }
    } else if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    if uses_exponent {
        text.push_str(&show_exponent(exponent));
    } else if style == Style::Short && !text.contains('.') {
        text.push_str(".0");
    }
    text
}
