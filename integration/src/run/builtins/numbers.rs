//! Functions on numbers and characters.

use super::super::interp::Interp;
use super::super::native::{Args, Native, base_gc};
use super::super::operate::integer::Integer;
use super::super::raise::Result;
use super::arguments::exactly;
use crate::Value;
use crate::object::{Bytes, Str};

/// The functions.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("abs", abs),
    ("round", round),
    ("pow", pow),
    ("divmod", divmod),
    ("bin", |interp, args| digits(interp, args, "bin", "0b", 2)),
    ("oct", |interp, args| digits(interp, args, "oct", "0o", 8)),
    ("hex", |interp, args| digits(interp, args, "hex", "0x", 16)),
    ("chr", chr),
    ("ord", ord),
];

fn abs(interp: &Interp, args: Args) -> Result<Value> {
    let [number] = args.exactly(interp, "abs")?;
    interp.absolute(&number)
}

fn round(interp: &Interp, args: Args) -> Result<Value> {
    let [number, digits] = args.bind(interp, "round", ["number", "ndigits"], 1)?;
    let number = number.unwrap_or_else(|| interp.none());
    let digits: Vec<Value> = digits.into_iter().filter(|digits| !interp.is_none(digits)).collect();
    interp.call_special(&number, "__round__", digits)?.ok_or_else(|| {
        let name = interp.class_name(&number);
        interp.type_error(format!("type {name} doesn't define __round__ method"))
    })
}

fn pow(interp: &Interp, args: Args) -> Result<Value> {
    let [base, exponent, modulus] = args.bind(interp, "pow", ["base", "exp", "mod"], 2)?;
    let (Some(base), Some(exponent)) = (base, exponent) else { return Ok(interp.none()) };
    interp.power(&base, &exponent, modulus.as_ref())
}

fn divmod(interp: &Interp, args: Args) -> Result<Value> {
    let [left, right] = exactly(interp, args, "divmod")?;
    interp.divmod(&left, &right)
}

/// The integer that an argument stands for.
fn index(interp: &Interp, value: &Value) -> Result<Value> {
    interp.index_integer(value)?.ok_or_else(|| {
        let name = interp.class_name(value);
        interp.type_error(format!("'{name}' object cannot be interpreted as an integer"))
    })
}

fn digits(interp: &Interp, args: Args, function: &str, prefix: &str, radix: u32) -> Result<Value> {
    let [number] = args.exactly(interp, function)?;
    let number = index(interp, &number)?;
    let Some(integer) = Integer::of(&number) else { return Ok(interp.none()) };
    let sign = if integer.is_negative() { "-" } else { "" };
    let magnitude = integer.into_big().magnitude().to_str_radix(radix);
    interp.str(&format!("{sign}{prefix}{magnitude}"))
}

fn chr(interp: &Interp, args: Args) -> Result<Value> {
    let [code] = args.exactly(interp, "chr")?;
    let code = index(interp, &code)?;
    let code = match Integer::of(&code) {
        Some(Integer::Small(n)) => u32::try_from(n).ok().filter(|n| *n < 0x11_0000),
        _ => None,
    };
    let Some(code) = code else {
        return Err(interp.value_error("chr() arg not in range(0x110000)"));
    };
    match char::from_u32(code) {
        Some(c) => interp.char(c),
        // Strings are UTF-8 here, which has no lone surrogates.
        None => Err(interp.value_error("chr() of a surrogate is not supported")),
    }
}

fn ord(interp: &Interp, args: Args) -> Result<Value> {
    let [character] = args.exactly(interp, "ord")?;
    let length = if let Some(text) = base_gc::<Str>(&character) {
        let mut chars = text.as_str().chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => return interp.int(i64::from(u32::from(c))),
            _ => text.char_len(),
        }
    } else if let Some(bytes) = base_gc::<Bytes>(&character) {
        match bytes.items() {
            [byte] => return interp.int(i64::from(*byte)),
            items => items.len(),
        }
    } else {
        let name = interp.class_name(&character);
        return Err(
            interp.type_error(format!("ord() expected string of length 1, but {name} found"))
        );
    };
    Err(interp
        .type_error(format!("ord() expected a character, but string of length {length} found")))
}
