//! Complex numbers as text: `repr`, format specifications, and `complex("1+2j")`.
//!
//! # Source
//! `complex_repr`, `complex_from_string_inner` in `Objects/complexobject.c`,
//! `format_complex_internal` in `Python/formatter_unicode.c`.

use super::Complex;
use crate::object::repr_float;
use crate::run::format::spec::{Align, Spec};
use crate::run::format::{number, pad};
use crate::run::interp::Interp;
use crate::run::raise::Result;

/// A part without the `.0` of whole numbers.
fn short(x: f64) -> String {
    let text = repr_float(x);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

fn signed(text: String) -> String {
    if text.starts_with('-') { text } else { format!("+{text}") }
}

/// `(1+2j)`, or `2j` when the real part is a zero without sign.
pub(super) fn repr(z: Complex) -> String {
    if z.real == 0.0 && z.real.is_sign_positive() {
        return format!("{}j", short(z.imag));
    }
    format!("({}{}j)", short(z.real), signed(short(z.imag)))
}

/// Both parts in the same way, then the width around them.
pub(super) fn format(interp: &Interp, z: Complex, text: &str) -> Result<String> {
    let whole = Spec::parse(interp, text, Align::Right, "complex")?;
    if whole.align == Align::AfterSign {
        let what = if whole.fill == '0' { "Zero padding" } else { "'=' alignment flag" };
        return Err(
            interp.value_error(format!("{what} is not allowed in complex format specifier"))
        );
    }
    if let Some(kind) = whole.kind.filter(|kind| !"eEfFgGn".contains(*kind)) {
        return Err(Spec::unknown(interp, kind, "complex"));
    }
    let mut part = whole.clone();
    part.width = 0;
    if whole.kind.is_none() && whole.precision.is_some() {
        part.kind = Some('g');
    }
    let show = |x: f64, spec: &Spec| match (spec.kind, spec.precision) {
        (None, None) if spec.sign == Some('+') => Ok(signed(short(x))),
        (None, None) => Ok(short(x)),
        _ => number::float_by(interp, x, spec, "complex"),
    };
    let mut imag = part.clone();
    imag.sign = Some('+');
    let bare = z.real == 0.0 && z.real.is_sign_positive() && whole.kind.is_none();
    let shown = if bare {
        format!("{}j", show(z.imag, &part)?)
    } else {
        let both = format!("{}{}j", show(z.real, &part)?, show(z.imag, &imag)?);
        if whole.kind.is_none() { format!("({both})") } else { both }
    };
    Ok(pad(&whole, &shown))
}

/// The number that a text stands for.
pub(super) fn parse(text: &str) -> Option<Complex> {
    let text = text.trim();
    let text = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(text).trim();
    let Some(body) = text.strip_suffix(['j', 'J']) else {
        return Some(Complex { real: float(text)?, imag: 0.0 });
    };
    // The imaginary part begins with the last sign that does not belong to an exponent.
    let bytes = body.as_bytes();
    let split = (1..bytes.len())
        .rev()
        .find(|&i| matches!(bytes[i], b'+' | b'-') && !matches!(bytes[i - 1], b'e' | b'E'));
    let (real, imag) = body.split_at(split.unwrap_or(0));
    let real = if real.is_empty() { 0.0 } else { float(real)? };
    let imag = match imag {
        "" | "+" => 1.0,
        "-" => -1.0,
        digits => float(digits)?,
    };
    Some(Complex { real, imag })
}

fn float(text: &str) -> Option<f64> {
    let fits = !text.is_empty() && !text.contains(char::is_whitespace);
    fits.then(|| text.replace('_', "").parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_read_again() {
        for (real, imag) in [(1.0, 2.0), (-1.5, -0.25), (0.0, 1.0), (1e20, -1e-20), (-0.0, 3.0)] {
            let z = Complex { real, imag };
            assert_eq!(parse(&repr(z)), Some(z), "{}", repr(z));
        }
        assert_eq!(parse("-j"), Some(Complex { real: 0.0, imag: -1.0 }));
        assert_eq!(parse("1 + 2j"), None);
    }
}
