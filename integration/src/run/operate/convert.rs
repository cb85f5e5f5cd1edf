//! Conversions between numbers and text: what `int(x)` and `float(x)` accept.
//!
//! Source: `PyNumber_Long` and `PyNumber_Float` in `Objects/abstract.c`, `PyLong_FromString`,
//! `PyFloat_FromString`.

use num_bigint::BigInt;
use num_traits::FromPrimitive;

use super::super::interp::Interp;
use super::super::raise::{Raised, Result};
use super::float::Number;
use super::{MAX_DIGITS, peel};
use crate::Value;
use crate::object::{Bytes, Float, Kind, Str};

impl Interp {
    /// `int(value)`.
    ///
    /// # Errors
    /// `TypeError` when it is neither a number nor text, `ValueError` when the text is none of an
    /// integer, and whatever `__int__` raises.
    pub fn to_integer(&self, value: &Value) -> Result<Value> {
        match value.kind() {
            Kind::Int => return Ok(value.clone()),
            Kind::Bool => {
                return self.int(i64::from(self.truth(value)?));
            }
            Kind::Float => {
                let x = value.get::<Float>().map(|x| x.0).unwrap_or_default();
                return self.truncate(x);
            }
            _ => {}
        }
        for name in ["__int__", "__index__", "__trunc__"] {
            if let Some(result) = self.call_special(value, name, [])? {
                return match peel(&result).kind() {
                    Kind::Int => Ok(peel(&result).clone()),
                    Kind::Bool => self.to_integer(&result),
                    _ => {
                        let class = self.class_name(&result);
                        let error = format!("{name} returned non-int (type {class})");
                        Err(self.type_error(error))
                    }
                };
            }
        }
        if let Some(text) = peel(value).get::<Str>() {
            return self.parse_int(text.as_str(), 10, value);
        }
        if let Some(bytes) = peel(value).get::<Bytes>() {
            return self.parse_int(&String::from_utf8_lossy(bytes.items()), 10, value);
        }
        let name = self.class_name(value);
        Err(self.type_error(format!(
            "int() argument must be a string, a bytes-like object or a real number, not '{name}'"
        )))
    }

    /// The integer part of a float.
    ///
    /// # Errors
    /// `ValueError` for one that is no number, `OverflowError` for an infinite one.
    pub(crate) fn truncate(&self, x: f64) -> Result<Value> {
        if x.is_nan() {
            return Err(self.value_error("cannot convert float NaN to integer"));
        }
        match BigInt::from_f64(x.trunc()) {
            Some(n) => self.big_int(n),
            None => Err(self.overflow_error("cannot convert float infinity to integer")),
        }
    }

    /// The integer a text means in a base; `source` is shown in the error.
    ///
    /// # Errors
    /// `ValueError`.
    pub(crate) fn parse_int(&self, text: &str, base: u32, source: &Value) -> Result<Value> {
        let invalid = |interp: &Self| -> Raised {
            match interp.repr(peel(source)) {
                Ok(shown) => interp
                    .value_error(format!("invalid literal for int() with base {base}: {shown}")),
                Err(raised) => raised,
            }
        };
        let text = text.trim_matches(is_space);
        let (negative, text) = match text.as_bytes().first() {
            Some(b'-') => (true, &text[1..]),
            Some(b'+') => (false, &text[1..]),
            _ => (false, text),
        };
        let Some((radix, digits)) = base_of_text(text, base) else { return Err(invalid(self)) };
        let Some(digits) = without_underscores(digits) else { return Err(invalid(self)) };
        if base == 0 && radix == 10 && digits.starts_with('0') && digits.bytes().any(|b| b != b'0')
        {
            return Err(invalid(self));
        }
        if !radix.is_power_of_two() && digits.len() > MAX_DIGITS {
            return Err(self.value_error(format!(
                "Exceeds the limit ({MAX_DIGITS} digits) for integer string conversion: value \
                 has {} digits; use sys.set_int_max_str_digits() to increase the limit",
                digits.len()
            )));
        }
        if !digits.chars().all(|c| c.is_digit(radix)) {
            return Err(invalid(self));
        }
        match BigInt::parse_bytes(digits.as_bytes(), radix) {
            Some(n) => self.big_int(if negative { -n } else { n }),
            None => Err(invalid(self)),
        }
    }

    /// The float a number is, or stands for.
    ///
    /// # Errors
    /// `TypeError` for anything else, and whatever `__float__` raises.
    pub fn as_float(&self, value: &Value) -> Result<f64> {
        match self.float_or_none(value)? {
            Some(x) => Ok(x),
            None => {
                let name = self.class_name(value);
                Err(self.type_error(format!("must be real number, not {name}")))
            }
        }
    }

    /// As [`Interp::as_float`]; nothing for what is no number.
    ///
    /// # Errors
    /// Whatever `__float__` and `__index__` raise.
    pub(crate) fn float_or_none(&self, value: &Value) -> Result<Option<f64>> {
        if value.kind() != Kind::Instance
            && let Some(number) = Number::of(value)
        {
            return number.to_float(self).map(Some);
        }
        if let Some(result) = self.call_special(value, "__float__", [])? {
            return match peel(&result).get::<Float>() {
                Some(x) => Ok(Some(x.0)),
                None => {
                    let (class, name) = (self.class_name(value), self.class_name(&result));
                    let error = format!("{class}.__float__ returned non-float (type {name})");
                    Err(self.type_error(error))
                }
            };
        }
        match self.index_integer(value)? {
            Some(n) => match Number::of(&n) {
                Some(number) => number.to_float(self).map(Some),
                None => Ok(None),
            },
            None => Ok(None),
        }
    }

    /// `float(value)`.
    ///
    /// # Errors
    /// `TypeError` when it is neither a number nor text, `ValueError` when the text is none of a
    /// number.
    pub fn to_float(&self, value: &Value) -> Result<f64> {
        let text = match peel(value).kind() {
            Kind::Str => peel(value).get::<Str>().map(|text| text.as_str().to_owned()),
            Kind::Bytes => peel(value)
                .get::<Bytes>()
                .map(|bytes| String::from_utf8_lossy(bytes.items()).into_owned()),
            _ => None,
        };
        if let Some(text) = text {
            return match parse_float(&text) {
                Some(x) => Ok(x),
                None => {
                    let shown = self.repr(peel(value))?;
                    let error = format!("could not convert string to float: {shown}");
                    Err(self.value_error(error))
                }
            };
        }
        match self.float_or_none(value)? {
            Some(x) => Ok(x),
            None => {
                let name = self.class_name(value);
                Err(self.type_error(format!(
                    "float() argument must be a string or a real number, not '{name}'"
                )))
            }
        }
    }
}

/// Whether Python strips the character from around a number.
fn is_space(c: char) -> bool {
    c.is_whitespace() || ('\x1c'..='\x1f').contains(&c)
}

/// The base of a text and its digits behind the prefix.
fn base_of_text(text: &str, base: u32) -> Option<(u32, &str)> {
    let prefix = text.get(..2).map(str::to_ascii_lowercase);
    let by_prefix = match prefix.as_deref() {
        Some("0x") => 16,
        Some("0o") => 8,
        Some("0b") => 2,
        _ => 0,
    };
    if by_prefix != 0 && (base == 0 || base == by_prefix) {
        let digits = &text[2..];
        return Some((by_prefix, digits.strip_prefix('_').unwrap_or(digits)));
    }
    Some((if base == 0 { 10 } else { base }, text))
}

/// The digits without their underscores, which must stand between digits.
fn without_underscores(digits: &str) -> Option<String> {
    let well_placed = !digits.is_empty()
        && !digits.starts_with('_')
        && !digits.ends_with('_')
        && !digits.contains("__");
    well_placed.then(|| digits.replace('_', ""))
}

fn parse_float(text: &str) -> Option<f64> {
    let text = text.trim_matches(is_space);
    if !text.contains('_') {
        return parse_plain(text);
    }
    let between_digits = |at: usize| {
        let bytes = text.as_bytes();
        let is_digit =
            |i: Option<usize>| i.and_then(|i| bytes.get(i)).is_some_and(u8::is_ascii_digit);
        is_digit(at.checked_sub(1)) && is_digit(at.checked_add(1))
    };
    text.match_indices('_').all(|(at, _)| between_digits(at)).then_some(())?;
    parse_plain(&text.replace('_', ""))
}

fn parse_plain(text: &str) -> Option<f64> {
    // Rust reads the same numbers, `inf`, `infinity` and `nan` in any case.
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn underscores_stand_between_digits() {
        assert_eq!(without_underscores("1_000").as_deref(), Some("1000"));
        for bad in ["", "_1", "1_", "1__2"] {
            assert_eq!(without_underscores(bad), None, "{bad}");
        }
        assert_eq!(parse_float("1_0.5_0"), Some(10.5));
        assert_eq!(parse_float("1_.5"), None);
    }

    #[test]
    fn a_prefix_gives_the_base() {
        assert_eq!(base_of_text("0x1f", 0), Some((16, "1f")));
        assert_eq!(base_of_text("0b1", 2), Some((2, "1")));
        assert_eq!(base_of_text("0b1", 16), Some((16, "0b1")));
        assert_eq!(base_of_text("12", 0), Some((10, "12")));
    }

    #[test]
    fn floats_are_read_in_any_spelling() {
        assert_eq!(parse_float(" -1.5e3\n"), Some(-1500.0));
        assert_eq!(parse_float("Infinity"), Some(f64::INFINITY));
        assert!(parse_float("NaN").is_some_and(f64::is_nan));
        assert_eq!(parse_float("1.5x"), None);
        assert_eq!(parse_float(""), None);
        assert_eq!(parse_float(".5"), Some(0.5));
        assert_eq!(parse_float("5."), Some(5.0));
        assert_eq!(parse_float("."), None);
    }
}
