//! One item of a format of `struct` or of an `array`: how many bytes it has, and what they mean.
//!
//! # Source
//! `native_table`, `lilendian_table` in `Modules/_struct.c`.

use num_bigint::{BigInt, Sign};

use crate::Value;
use crate::run::interp::Interp;
use crate::run::operate::integer::Integer;
use crate::run::raise::Result;
use crate::run::types::bytes_like;

/// The order of bytes, and whether sizes and places are C's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Order {
    /// `@`: the machine's order, C's sizes and alignment.
    Native,
    /// `<`, or `=` on a machine of this order.
    Little,
    /// `>` and `!`.
    Big,
}

impl Order {
    pub(super) fn of(mark: char) -> Option<Self> {
        Some(match mark {
            '@' => Self::Native,
            '<' => Self::Little,
            '=' if cfg!(target_endian = "little") => Self::Little,
            '>' | '!' | '=' => Self::Big,
            _ => return None,
        })
    }

    fn is_little(self) -> bool {
        self == Self::Little || (self == Self::Native && cfg!(target_endian = "little"))
    }
}

/// What an item is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::run) enum Item {
    /// `x`
    Padding,
    /// `c`
    Byte,
    /// `?`
    Bool,
    /// `s`
    Text,
    /// `p`
    Pascal,
    /// An integer of some bytes: its letter, and whether it has a sign.
    Int { size: usize, signed: bool, code: char },
    /// A float of two, four or eight bytes.
    Float(usize),
}

impl Item {
    pub(in crate::run) fn of(code: char, order: Order) -> Option<Self> {
        let native = order == Order::Native;
        let int = |size| Some(Self::Int { size, signed: code.is_ascii_lowercase(), code });
        match code {
            'x' => Some(Self::Padding),
            'c' => Some(Self::Byte),
            '?' => Some(Self::Bool),
            's' => Some(Self::Text),
            'p' => Some(Self::Pascal),
            'b' | 'B' => int(1),
            'h' | 'H' => int(2),
            'i' | 'I' => int(4),
            'l' | 'L' => int(if native { 8 } else { 4 }),
            'q' | 'Q' => int(8),
            'n' | 'N' if native => int(8),
            'P' if native => Some(Self::Int { size: 8, signed: false, code }),
            'e' => Some(Self::Float(2)),
            'f' => Some(Self::Float(4)),
            'd' => Some(Self::Float(8)),
            _ => None,
        }
    }

    pub(in crate::run) fn size(self) -> usize {
        match self {
            Self::Int { size, .. } | Self::Float(size) => size,
            _ => 1,
        }
    }

    pub(super) fn align(self) -> usize {
        self.size()
    }

    /// Puts text into a place of its own length.
    pub(super) fn put_text(self, place: &mut [u8], text: &[u8]) {
        let Some(room) = place.len().checked_sub(usize::from(self == Self::Pascal)) else { return };
        let len = text.len().min(room).min(if self == Self::Pascal { 255 } else { usize::MAX });
        if self == Self::Pascal {
            place[0] = u8::try_from(len).unwrap_or(u8::MAX);
        }
        let from = place.len() - room;
        place[from..from + len].copy_from_slice(&text[..len]);
    }

    /// Puts a value into its bytes; what is wrong with the value as text.
    ///
    /// # Errors
    /// What code of the program raises.
    pub(in crate::run) fn put(
        self,
        interp: &Interp,
        order: Order,
        value: &Value,
        place: &mut [u8],
    ) -> Result<core::result::Result<(), String>> {
        match self {
            Self::Bool => place[0] = u8::from(interp.truth(value)?),
            Self::Byte => match bytes_like(value).as_deref() {
                Some([byte]) => place[0] = *byte,
                _ => return Ok(Err("char format requires a bytes object of length 1".to_owned())),
            },
            Self::Int { size, signed, code } => {
                let Some(number) = whole(interp, value)? else {
                    return Ok(Err("required argument is not an integer".to_owned()));
                };
                let (least, most) = limits(size, signed);
                if number < least || number > most {
                    return Ok(Err(format!(
                        "'{code}' format requires {least} <= number <= {most}"
                    )));
                }
                let fill = if number.sign() == Sign::Minus { 0xff } else { 0 };
                let mut bytes = number.to_signed_bytes_le();
                bytes.resize(size, fill);
                store(order, &bytes, place);
            }
            Self::Float(size) => {
                if crate::run::operate::float::Number::of(value).is_none()
                    && interp.special(value, "__float__").is_none()
                {
                    return Ok(Err("required argument is not a float".to_owned()));
                }
                let x = interp.to_float(value)?;
                let too_large = match size {
                    2 => x.is_finite() && x.abs() >= 65520.0,
                    4 => order != Order::Native && x.is_finite() && narrow(x).is_infinite(),
                    _ => false,
                };
                if too_large {
                    let kind = if size == 2 { 'e' } else { 'f' };
                    let message = format!("float too large to pack with {kind} format");
                    return Err(interp.overflow_error(message));
                }
                match size {
                    2 => store(order, &half(x).to_le_bytes(), place),
                    4 => store(order, &narrow(x).to_le_bytes(), place),
                    _ => store(order, &x.to_le_bytes(), place),
                }
            }
            Self::Padding | Self::Text | Self::Pascal => {}
        }
        Ok(Ok(()))
    }

    /// The value that bytes stand for.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn get(self, interp: &Interp, order: Order, place: &[u8]) -> Result<Value> {
        let mut bytes = [0; 8];
        let bytes = &mut bytes[..place.len()];
        store(order, place, bytes);
        match self {
            Self::Bool => Ok(interp.bool(bytes[0] != 0)),
            Self::Int { signed: true, .. } => interp.big_int(BigInt::from_signed_bytes_le(bytes)),
            Self::Int { .. } => interp.big_int(BigInt::from_bytes_le(Sign::Plus, bytes)),
            Self::Float(size) => interp.float(match (size, &*bytes) {
                (2, [a, b]) => from_half(u16::from_le_bytes([*a, *b])),
                (4, [a, b, c, d]) => f32::from_le_bytes([*a, *b, *c, *d]).into(),
                _ => f64::from_le_bytes(bytes.try_into().unwrap_or_default()),
            }),
            _ => interp.bytes(bytes),
        }
    }
}

/// The integer that a value is, or says it is.
fn whole(interp: &Interp, value: &Value) -> Result<Option<BigInt>> {
    if let Some(number) = Integer::of(value) {
        return Ok(Some(number.into_big().into_owned()));
    }
    match interp.call_special(value, "__index__", [])? {
        Some(made) => Ok(Integer::of(&made).map(|number| number.into_big().into_owned())),
        None => Ok(None),
    }
}

/// The least and the greatest integer of some bytes.
pub(in crate::run) fn limits(size: usize, signed: bool) -> (BigInt, BigInt) {
    let bits = size * 8 - usize::from(signed);
    let most: BigInt = (BigInt::from(1) << bits) - 1;
    (if signed { -(&most) - 1 } else { BigInt::from(0) }, most)
}

/// Copies bytes from the order with the lowest first into `order`, or back.
fn store(order: Order, from: &[u8], to: &mut [u8]) {
    to.copy_from_slice(from);
    if !order.is_little() {
        to.reverse();
    }
}

#[expect(clippy::cast_possible_truncation, reason = "rounding is what is asked for")]
fn narrow(x: f64) -> f32 {
    x as f32
}

/// A float of 16 bits: a sign, five bits of exponent, ten of fraction; ties to even.
fn half(x: f64) -> u16 {
    let sign = if x.is_sign_negative() { 0x8000 } else { 0 };
    let x = x.abs();
    if x.is_nan() {
        return sign | 0x7e00;
    }
    if x.is_infinite() {
        return sign | 0x7c00;
    }
    // The distance between neighbours: 2^-24 below 2^-14, and 2^(e-10) in [2^e, 2^(e+1)).
    let mut exponent = -14;
    while exponent < 15 && x >= 2_f64.powi(exponent + 1) {
        exponent += 1;
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 2048")]
    let steps = (x / 2_f64.powi(exponent - 10)).round_ties_even() as u16;
    // A carry out of the fraction raises the exponent by itself.
    let biased = u16::try_from(exponent + 14).unwrap_or(0);
    sign | ((biased << 10) + steps)
}

fn from_half(bits: u16) -> f64 {
    let fraction = f64::from(bits & 0x3ff);
    let exponent = i32::from((bits >> 10) & 0x1f);
    let x = match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 if fraction == 0.0 => f64::INFINITY,
        31 => f64::NAN,
        _ => (1024.0 + fraction) * 2_f64.powi(exponent - 25),
    };
    if bits & 0x8000 == 0 { x } else { -x }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::float_cmp, reason = "halves are exact")]
    fn halves_go_there_and_back() {
        for bits in (0..0x7c00).chain(0x8000..0xfc00) {
            assert_eq!(half(from_half(bits)), bits, "{bits:#x}");
        }
        assert_eq!(half(1.0), 0x3c00);
        assert_eq!(from_half(half(65504.0)), 65504.0);
        assert_eq!(half(f64::INFINITY), 0x7c00);
    }

    #[test]
    fn limits_are_those_of_twos_complement() {
        assert_eq!(limits(1, true), (BigInt::from(-128), BigInt::from(127)));
        assert_eq!(limits(8, false), (BigInt::from(0), BigInt::from(u64::MAX)));
    }
}
