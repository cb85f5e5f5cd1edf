//! Arithmetic of complex numbers.
//!
//! Division scales by the larger part of the divisor (Smith's method); powers with a small whole
//! exponent are repeated products, all others go through the polar form.
//!
//! # Source
//! `_Py_c_quot`, `_Py_c_pow`, `c_powi` in `Objects/complexobject.c`.

use super::Complex;
use crate::run::interp::Interp;
use crate::run::raise::Result;

#[expect(clippy::unnecessary_wraps, reason = "all operators have one type")]
pub(super) fn add(_: &Interp, a: Complex, b: Complex) -> Result<Complex> {
    Ok(Complex { real: a.real + b.real, imag: a.imag + b.imag })
}

#[expect(clippy::unnecessary_wraps, reason = "all operators have one type")]
pub(super) fn subtract(_: &Interp, a: Complex, b: Complex) -> Result<Complex> {
    Ok(Complex { real: a.real - b.real, imag: a.imag - b.imag })
}

#[expect(clippy::unnecessary_wraps, reason = "all operators have one type")]
pub(super) fn multiply(_: &Interp, a: Complex, b: Complex) -> Result<Complex> {
    Ok(product(a, b))
}

pub(super) fn divide(interp: &Interp, a: Complex, b: Complex) -> Result<Complex> {
    quotient(a, b).ok_or_else(|| interp.raise("ZeroDivisionError", "complex division by zero"))
}

fn product(a: Complex, b: Complex) -> Complex {
    Complex { real: a.real * b.real - a.imag * b.imag, imag: a.real * b.imag + a.imag * b.real }
}

fn quotient(a: Complex, b: Complex) -> Option<Complex> {
    if b.real == 0.0 && b.imag == 0.0 {
        return None;
    }
    Some(if b.real.abs() >= b.imag.abs() {
        let ratio = b.imag / b.real;
        let scale = b.real + b.imag * ratio;
        Complex { real: (a.real + a.imag * ratio) / scale, imag: (a.imag - a.real * ratio) / scale }
    } else if b.imag.is_nan() || b.real.is_nan() {
        Complex { real: f64::NAN, imag: f64::NAN }
    } else {
        let ratio = b.real / b.imag;
        let scale = b.real * ratio + b.imag;
        Complex { real: (a.real * ratio + a.imag) / scale, imag: (a.imag * ratio - a.real) / scale }
    })
}

pub(super) fn power(interp: &Interp, base: Complex, exponent: Complex) -> Result<Complex> {
    let by_zero = || interp.raise("ZeroDivisionError", "zero to a negative or complex power");
    let small =
        exponent.imag == 0.0 && exponent.real.fract() == 0.0 && exponent.real.abs() <= 100.0;
    let result = if small {
        whole_power(base, exponent.real).ok_or_else(by_zero)?
    } else {
        polar_power(base, exponent).ok_or_else(by_zero)?
    };
    if result.real.is_infinite() || result.imag.is_infinite() {
        return Err(interp.overflow_error("complex exponentiation"));
    }
    Ok(result)
}

fn whole_power(base: Complex, exponent: f64) -> Option<Complex> {
    let one = Complex { real: 1.0, imag: 0.0 };
    let (mut result, mut square, mut left) = (one, base, exponent.abs());
    while left > 0.0 {
        if left % 2.0 != 0.0 {
            result = product(result, square);
        }
        left = (left / 2.0).floor();
        if left > 0.0 {
            square = product(square, square);
        }
    }
    if exponent < 0.0 { quotient(one, result) } else { Some(result) }
}

fn polar_power(base: Complex, exponent: Complex) -> Option<Complex> {
    if base.real == 0.0 && base.imag == 0.0 {
        let defined = exponent.imag == 0.0 && exponent.real >= 0.0;
        return defined.then_some(Complex { real: 0.0, imag: 0.0 });
    }
    let (length, angle) = (base.real.hypot(base.imag), base.imag.atan2(base.real));
    let mut new_length = length.powf(exponent.real);
    let mut new_angle = angle * exponent.real;
    if exponent.imag != 0.0 {
        new_length *= (-angle * exponent.imag).exp();
        new_angle += exponent.imag * length.ln();
    }
    Some(Complex { real: new_length * new_angle.cos(), imag: new_length * new_angle.sin() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_powers_are_exact() {
        let z = Complex { real: 3.0, imag: 4.0 };
        assert_eq!(whole_power(z, 2.0), Some(Complex { real: -7.0, imag: 24.0 }));
        assert_eq!(whole_power(z, 0.0), Some(Complex { real: 1.0, imag: 0.0 }));
        assert_eq!(whole_power(Complex { real: 0.0, imag: 0.0 }, -1.0), None);
    }

    #[test]
    fn division_by_large_numbers_does_not_overflow() {
        let large = Complex { real: 1e300, imag: 1e300 };
        assert_eq!(quotient(large, large), Some(Complex { real: 1.0, imag: 0.0 }));
        assert_eq!(quotient(large, Complex { real: 0.0, imag: 0.0 }), None);
    }
}
