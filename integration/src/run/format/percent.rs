//! `text % values`.
//!
//! ```text
//!   %(key)flags width .precision type
//! ```
//! Source: `PyUnicode_Format` in `Objects/unicodeobject.c`.

use core::iter::Peekable;
use core::str::Chars;

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::operate::integer::Integer;
use super::super::operate::peel;
use super::super::raise::Result;
use super::super::types::bytes::bytes_like;
use super::layout::{self, Parts};
use super::number::{self, Style};
use super::spec::{Align, Spec};
use crate::Value;
use crate::object::{Kind, Str, Tuple};

/// The values that are still to be shown.
struct Values<'a> {
    all: &'a Value,
    row: Option<&'a [Value]>,
    next: usize,
    /// Whether they are looked up by key.
    keyed: bool,
    /// Whether they are shown in bytes.
    in_bytes: bool,
}

impl Values<'_> {
    fn take(&mut self, interp: &Interp) -> Result<Value> {
        let found = match self.row {
            Some(row) => row.get(self.next).cloned(),
            None => (self.next == 0).then(|| self.all.clone()),
        };
        self.next += 1;
        found.ok_or_else(|| interp.type_error("not enough arguments for format string"))
    }

    fn is_left(&self) -> bool {
        self.next < self.row.map_or(1, <[Value]>::len)
    }
}

impl Interp {
    /// `template % values`.
    ///
    /// # Errors
    /// `TypeError` and `ValueError` for values that do not fit the template, and whatever showing
    /// them raises.
    pub fn percent_format(&self, template: &str, values: &Value) -> Result<String> {
        self.percent(template, values, false)
    }

    /// As [`Interp::percent_format`], of bytes.
    ///
    /// # Errors
    /// Those of [`Interp::percent_format`].
    pub fn percent_format_bytes(&self, template: &[u8], values: &Value) -> Result<Vec<u8>> {
        let text = self.percent(&latin(template), values, true)?;
        // Every character came out of a byte or is an ASCII one.
        Ok(text.chars().filter_map(|c| u8::try_from(c).ok()).collect())
    }

    fn percent(&self, template: &str, values: &Value, in_bytes: bool) -> Result<String> {
        let row = peel(values).get::<Tuple>().map(Tuple::items);
        let text_like = row.is_some() || peel(values).kind() == Kind::Str;
        let keyed = !text_like && self.special(values, "__getitem__").is_some();
        let mut values = Values { all: values, row, next: 0, keyed, in_bytes };
        let mut text = String::new();
        let mut rest = template.chars().peekable();
        let mut any_key = false;
        while let Some(c) = rest.next() {
            if c != '%' {
                text.push(c);
            } else if rest.next_if_eq(&'%').is_some() {
                text.push('%');
            } else {
                let before = template.chars().count();
                any_key |= self.conversion(&mut rest, &mut values, &mut text, before)?;
            }
        }
        if values.is_left() && !any_key && !values.keyed {
            let what = if in_bytes { "bytes" } else { "string" };
            let error = format!("not all arguments converted during {what} formatting");
            return Err(self.type_error(error));
        }
        Ok(text)
    }

    /// One conversion; answers whether it had a key.
    fn conversion(
        &self,
        rest: &mut Peekable<Chars<'_>>,
        values: &mut Values<'_>,
        text: &mut String,
        len: usize,
    ) -> Result<bool> {
        let incomplete = || self.value_error("incomplete format");
        let keyed_value = self.key(rest, values)?;
        let mut spec = Spec::plain(Align::Right);
        let mut zero = false;
        while let Some(flag) = rest.next_if(|c| matches!(c, '-' | '+' | ' ' | '#' | '0')) {
            match flag {
                '-' => spec.align = Align::Left,
                '#' => spec.alternate = true,
                '0' => zero = true,
                ' ' => spec.sign = spec.sign.or(Some(' ')),
                sign => spec.sign = Some(sign),
            }
        }
        if let Some(width) = self.amount(rest, values)? {
            if width < 0 {
                spec.align = Align::Left;
            }
            spec.width = usize::try_from(width.unsigned_abs()).unwrap_or_default();
        }
        if rest.next_if_eq(&'.').is_some() {
            let precision = self.amount(rest, values)?.unwrap_or(0).max(0);
            spec.precision = usize::try_from(precision).ok();
        }
        rest.next_if(|c| matches!(c, 'h' | 'l' | 'L'));
        let kind = rest.next().ok_or_else(incomplete)?;
        if kind == '%' {
            text.push('%');
            return Ok(keyed_value.is_some());
        }
        if !("diuoxXeEfFgGcrsa".contains(kind) || kind == 'b' && values.in_bytes) {
            let (at, code) = (len - rest.clone().count() - 1, u32::from(kind));
            return Err(self.value_error(format!(
                "unsupported format character '{kind}' ({code:#x}) at index {at}"
            )));
        }
        let has_key = keyed_value.is_some();
        let value = match keyed_value {
            Some(value) => value,
            None => values.take(self)?,
        };
        if zero && spec.align == Align::Right && !matches!(kind, 'c' | 'r' | 's' | 'a') {
            spec.fill = '0';
            spec.align = Align::AfterSign;
        }
        text.push_str(&if values.in_bytes {
            self.convert_bytes(kind, &spec, &value)?
        } else {
            self.convert(kind, &spec, &value)?
        });
        Ok(has_key)
    }

    /// The value under the key in parentheses, if there is one.
    fn key(&self, rest: &mut Peekable<Chars<'_>>, values: &Values<'_>) -> Result<Option<Value>> {
        if rest.next_if_eq(&'(').is_none() {
            return Ok(None);
        }
        if !values.keyed {
            return Err(self.type_error("format requires a mapping"));
        }
        let mut key = String::new();
        let mut depth = 1;
        for c in rest.by_ref() {
            match c {
                '(' => depth += 1,
                ')' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return self.get_item(values.all, &self.str(&key)?).map(Some);
            }
            key.push(c);
        }
        Err(self.value_error("incomplete format key"))
    }

    /// A width or precision: digits, or `*` for the next value.
    fn amount(
        &self,
        rest: &mut Peekable<Chars<'_>>,
        values: &mut Values<'_>,
    ) -> Result<Option<i64>> {
        if rest.next_if_eq(&'*').is_some() {
            return match Integer::of(&values.take(self)?) {
                Some(Integer::Small(n)) => Ok(Some(n)),
                Some(_) => Err(self.overflow_error("Python int too large to convert to C int")),
                None => Err(self.type_error("* wants int")),
            };
        }
        let mut amount = None;
        while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
            rest.next();
            let next = amount.unwrap_or(0_i64) * 10 + i64::from(digit);
            if next > i64::from(i32::MAX) {
                return Err(self.value_error("width too big"));
            }
            amount = Some(next);
        }
        Ok(amount)
    }

    /// As [`Interp::convert`], into characters that stand for bytes.
    fn convert_bytes(&self, kind: char, spec: &Spec, value: &Value) -> Result<String> {
        let shown = match kind {
            's' | 'b' => {
                let made;
                let bytes = match bytes_like(value) {
                    Some(bytes) => bytes,
                    None => {
                        made = self.call_special(value, "__bytes__", Args::none())?;
                        made.as_ref().and_then(bytes_like).ok_or_else(|| {
                            self.type_error(format!(
                                "%b requires a bytes-like object, or an object that implements \
                                 __bytes__, not '{}'",
                                self.class_name(value)
                            ))
                        })?
                    }
                };
                latin(&bytes)
            }
            'c' => {
                let byte = match bytes_like(value) {
                    Some(bytes) => <[u8; 1]>::try_from(&*bytes).ok(),
                    None => {
                        let code = self.index_or_none(value)?.map(u8::try_from);
                        if let Some(Err(_)) = code {
                            return Err(self.overflow_error("%c arg not in range(256)"));
                        }
                        code.and_then(core::result::Result::ok).map(|byte| [byte])
                    }
                };
                let Some(byte) = byte else {
                    return Err(
                        self.type_error("%c requires an integer in range(256) or a single byte")
                    );
                };
                return Ok(layout::pad(spec, &latin(&byte)));
            }
            'r' => return self.convert('a', spec, value),
            _ => return self.convert(kind, spec, value),
        };
        Ok(match spec.precision {
            Some(most) => layout::pad(spec, &shown.chars().take(most).collect::<String>()),
            None => layout::pad(spec, &shown),
        })
    }

    fn convert(&self, kind: char, spec: &Spec, value: &Value) -> Result<String> {
        let shown = match kind {
            's' => self.to_str(value)?,
            'r' => self.repr(value)?,
            'a' => self.ascii(value)?,
            'c' => return Ok(layout::pad(spec, &self.one_character(value)?)),
            'e' | 'E' | 'f' | 'F' | 'g' | 'G' => {
                return Ok(float(spec, kind, self.as_float(value)?));
            }
            _ => return self.convert_integer(kind, spec, value),
        };
        Ok(match spec.precision {
            Some(most) => layout::pad(spec, &shown.chars().take(most).collect::<String>()),
            None => layout::pad(spec, &shown),
        })
    }

    fn convert_integer(&self, kind: char, spec: &Spec, value: &Value) -> Result<String> {
        let kind = if matches!(kind, 'i' | 'u') { 'd' } else { kind };
        let integer = match Integer::of(value) {
            Some(_) => value.clone(),
            None if kind == 'd' && self.special(value, "__int__").is_some() => {
                self.to_integer(value)?
            }
            None => self.index_integer(value)?.ok_or_else(|| {
                let name = self.class_name(value);
                let what = if kind == 'd' { "a real number" } else { "an integer" };
                self.type_error(format!("%{kind} format: {what} is required, not {name}"))
            })?,
        };
        let Some(n) = Integer::of(&integer) else { return Ok(String::new()) };
        let (prefix, mut digits) = number::radix(self, &n, kind)?;
        let least = spec.precision.unwrap_or(0);
        if digits.len() < least {
            digits.insert_str(0, &"0".repeat(least - digits.len()));
        }
        let prefix = if spec.alternate { prefix } else { "" };
        let parts =
            Parts { negative: n.is_negative(), prefix, digits: &digits, rest: "", group: 3 };
        Ok(layout::number(spec, &parts))
    }

    fn one_character(&self, value: &Value) -> Result<String> {
        if let Some(text) = peel(value).get::<Str>() {
            if text.char_len() == 1 {
                return Ok(text.as_str().to_owned());
            }
            return Err(self.type_error("%c requires int or char"));
        }
        let Some(code) = self.index_or_none(value)? else {
            return Err(self.type_error("%c requires int or char"));
        };
        let c = u32::try_from(code).ok().and_then(char::from_u32);
        match c {
            Some(c) => Ok(c.into()),
            None => Err(self.overflow_error("%c arg not in range(0x110000)")),
        }
    }
}

/// A character for each byte.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn float(spec: &Spec, kind: char, x: f64) -> String {
    let style = match kind {
        'e' | 'E' => Style::Exponent,
        'f' | 'F' => Style::Fixed,
        _ => Style::General,
    };
    let text =
        number::magnitude(x, style, spec.precision, spec.alternate, kind.is_ascii_uppercase());
    let negative = x.is_sign_negative() && !x.is_nan();
    layout::number(spec, &Parts { negative, prefix: "", digits: &text, rest: "", group: 3 })
}
