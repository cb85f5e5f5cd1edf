//! The format specification: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`.
//!
//! Source: `parse_internal_render_format_spec` in `Python/formatter_unicode.c`.

use super::super::interp::Interp;
use super::super::raise::Result;

/// Where a field stands in its width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: the padding stands between the sign and the digits.
    AfterSign,
}

/// A parsed specification.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spec {
    /// The character of the padding.
    pub(crate) fill: char,
    /// Where the field stands.
    pub(crate) align: Align,
    /// `+`, `-` or a space, if given.
    pub(crate) sign: Option<char>,
    /// `z`: a negative zero loses its sign.
    pub(crate) no_negative_zero: bool,
    /// `#`
    pub(crate) alternate: bool,
    /// The least number of characters.
    pub(crate) width: usize,
    /// The character between groups of digits.
    pub(crate) grouping: Option<char>,
    /// Digits after the point, or significant ones, or characters.
    pub(crate) precision: Option<usize>,
    /// The presentation type, if given.
    pub(crate) kind: Option<char>,
}

impl Spec {
    /// The specification that asks for nothing.
    pub(crate) fn plain(align: Align) -> Self {
        Self {
            fill: ' ',
            align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: 0,
            grouping: None,
            precision: None,
            kind: None,
        }
    }

    /// Parses a specification for an object of the class `class`.
    ///
    /// # Errors
    /// `ValueError`.
    pub(crate) fn parse(interp: &Interp, text: &str, align: Align, class: &str) -> Result<Self> {
        let mut spec = Self::plain(align);
        let mut rest = text.chars().peekable();
        let mut ahead = text.chars().skip(1);
        let (mut has_fill, mut has_align) = (false, false);
        if let Some(given) = ahead.next().and_then(align_of) {
            spec.fill = rest.next().unwrap_or(' ');
            rest.next();
            (spec.align, has_fill, has_align) = (given, true, true);
        } else if let Some(given) = rest.peek().copied().and_then(align_of) {
            rest.next();
            (spec.align, has_align) = (given, true);
        }
        spec.sign = rest.next_if(|c| matches!(c, '+' | '-' | ' '));
        spec.no_negative_zero = rest.next_if_eq(&'z').is_some();
        spec.alternate = rest.next_if_eq(&'#').is_some();
        if !has_fill && rest.next_if_eq(&'0').is_some() {
            spec.fill = '0';
            if !has_align && align == Align::Right {
                spec.align = Align::AfterSign;
            }
        }
        spec.width = number(interp, &mut rest)?.unwrap_or(0);
        spec.grouping = rest.next_if(|c| matches!(c, ',' | '_'));
        if spec.grouping.is_some()
            && let Some(second) = rest.next_if(|c| matches!(c, ',' | '_'))
        {
            let message = match spec.grouping {
                Some(first) if first == second => {
                    format!("Cannot specify '{first}' with '{first}'.")
                }
                _ => "Cannot specify both ',' and '_'.".to_owned(),
            };
            return Err(interp.value_error(message));
        }
        if rest.next_if_eq(&'.').is_some() {
            spec.precision = number(interp, &mut rest)?;
            if spec.precision.is_none() {
                return Err(interp.value_error("Format specifier missing precision"));
            }
        }
        spec.kind = rest.next();
        if rest.next().is_some() {
            return Err(interp.value_error(format!(
                "Invalid format specifier '{text}' for object of type '{class}'"
            )));
        }
        spec.check_grouping(interp, align)?;
        Ok(spec)
    }

    fn check_grouping(&self, interp: &Interp, align: Align) -> Result<()> {
        let Some(grouping) = self.grouping else { return Ok(()) };
        // Text is what stands left by itself; its default presentation type is `s`.
        let kind = self.kind.or((align == Align::Left).then_some('s'));
        match kind {
            None | Some('d' | 'e' | 'f' | 'g' | 'E' | 'G' | '%' | 'F') => Ok(()),
            Some('b' | 'o' | 'x' | 'X') if grouping == '_' => Ok(()),
            Some(kind) => Err(interp.value_error(if kind > ' ' && kind.is_ascii() {
                format!("Cannot specify '{grouping}' with '{kind}'.")
            } else {
                format!("Cannot specify '{grouping}' with '\\x{:x}'.", u32::from(kind))
            })),
        }
    }

    /// The error of a presentation type that objects of a class do not know.
    pub(crate) fn unknown(interp: &Interp, kind: char, class: &str) -> super::super::raise::Raised {
        interp.value_error(if kind > ' ' && kind.is_ascii() {
            format!("Unknown format code '{kind}' for object of type '{class}'")
        } else {
            let code = u32::from(kind);
            format!("Unknown format code '\\x{code:x}' for object of type '{class}'")
        })
    }
}

fn align_of(c: char) -> Option<Align> {
    Some(match c {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Center,
        '=' => Align::AfterSign,
        _ => return None,
    })
}

/// A decimal number, if one stands here.
fn number(
    interp: &Interp,
    rest: &mut core::iter::Peekable<core::str::Chars<'_>>,
) -> Result<Option<usize>> {
    let mut number = None;
    while let Some(digit) = rest.peek().and_then(|c| c.to_digit(10)) {
        rest.next();
        let next = number
            .unwrap_or(0_i32)
            .checked_mul(10)
            .and_then(|n| n.checked_add(digit.cast_signed()));
        match next {
            Some(next) => number = Some(next),
            None => {
                return Err(interp.value_error("Too many decimal digits in format string"));
            }
        }
    }
    Ok(number.and_then(|n| usize::try_from(n).ok()))
}
