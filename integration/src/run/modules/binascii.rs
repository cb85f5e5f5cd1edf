//! The module `binascii`: bytes as hexadecimal digits or in base 64, and check sums of bytes.
//!
//! # Source
//! `Modules/binascii.c`; RFC 4648; RFC 1950 for Adler-32.

use std::borrow::Cow;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

use super::super::interp::Interp;
use super::super::native::Args;
use super::super::operate::integer::Integer;
use super::super::raise::{Raised, Result};
use super::super::types::bytes::bytes_like;
use super::{add_functions, set};
use crate::Value;
use crate::object::Str;

/// The digits of base 64 in their order.
const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let (module, dict) = interp.new_module("binascii")?;
    let value_error = interp.builtins.get_str("ValueError").unwrap_or_else(|| interp.none());
    let bases = interp.tuple([value_error].into_iter())?;
    let namespace = interp.heap.dict()?;
    set(interp, &namespace, "__module__", interp.str("binascii")?)?;
    let parts = [interp.str("Error")?, bases, namespace.into_value()];
    let error = interp.call(interp.types.type_.as_value(), Args::from(parts))?;
    set(interp, &dict, "Error", error)?;
    add_functions(
        interp,
        &dict,
        &[
            ("a2b_base64", a2b_base64),
            ("a2b_hex", |i, args| unhexlify(i, args, "a2b_hex")),
            ("adler32", adler32),
            ("b2a_base64", b2a_base64),
            ("b2a_hex", |i, args| hexlify(i, args, "b2a_hex")),
            ("crc32", crc32),
            ("hexlify", |i, args| hexlify(i, args, "hexlify")),
            ("unhexlify", |i, args| unhexlify(i, args, "unhexlify")),
        ],
    )?;
    Ok(module)
}

/// A `binascii.Error`.
fn error(interp: &Interp, message: &str) -> Raised {
    let made = interp.import("binascii").and_then(|module| {
        let class = interp.get_attr_str(&module, "Error")?;
        interp.call(&class, Args::from([interp.str(message)?]))
    });
    match made {
        Ok(error) => Raised::Exception(error),
        Err(raised) => raised,
    }
}

/// The bytes of an argument that must not be text.
fn bytes<'a>(interp: &Interp, value: &'a Value) -> Result<Cow<'a, [u8]>> {
    bytes_like(value).ok_or_else(|| {
        let name = interp.class_name(value);
        interp.type_error(format!("a bytes-like object is required, not '{name}'"))
    })
}

/// The bytes of an argument that may also be text of ASCII characters.
fn ascii<'a>(interp: &Interp, value: &'a Value) -> Result<Cow<'a, [u8]>> {
    if let Some(text) = value.get::<Str>() {
        if !text.as_str().is_ascii() {
            return Err(interp.value_error("string argument should contain only ASCII characters"));
        }
        return Ok(Cow::Borrowed(text.as_str().as_bytes()));
    }
    bytes_like(value).ok_or_else(|| {
        let name = interp.class_name(value);
        interp.type_error(format!("argument should be bytes, buffer or ASCII string, not '{name}'"))
    })
}

/// `hexlify(data, sep, bytes_per_sep=1)`: what `bytes.hex` gives, as bytes.
fn hexlify(interp: &Interp, mut args: Args, name: &str) -> Result<Value> {
    if let Some(data) = args.keyword("data") {
        args.prepend(data);
    }
    if args.is_empty() {
        return Err(interp.type_error(format!("{name}() missing required argument 'data' (pos 1)")));
    }
    let content = bytes(interp, &args.positional[0])?.into_owned();
    args.positional[0] = interp.bytes(&content)?;
    let method = interp.get_attr_str(&args.positional.remove(0), "hex")?;
    let digits = interp.call(&method, args)?;
    interp.bytes(digits.get::<Str>().map(Str::as_str).unwrap_or_default().as_bytes())
}

/// `unhexlify(hexstr)`
fn unhexlify(interp: &Interp, args: Args, name: &str) -> Result<Value> {
    let [digits] = args.exactly(interp, &format!("binascii.{name}"))?;
    let digits = ascii(interp, &digits)?;
    if digits.len() % 2 != 0 {
        return Err(error(interp, "Odd-length string"));
    }
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|n| u8::try_from(n).ok());
    let byte = |pair: &[u8]| Some(digit(pair[0])? << 4 | digit(pair[1])?);
    let bytes: Option<Vec<u8>> = digits.chunks_exact(2).map(byte).collect();
    let bytes = bytes.ok_or_else(|| error(interp, "Non-hexadecimal digit found"))?;
    interp.bytes(&bytes)
}

/// `b2a_base64(data, *, newline=True)`
fn b2a_base64(interp: &Interp, mut args: Args) -> Result<Value> {
    let newline = args.keyword("newline");
    let newline = newline.map_or(Ok(true), |newline| interp.truth(&newline))?;
    let [data] = args.exactly(interp, "binascii.b2a_base64")?;
    let mut text = Vec::new();
    for group in bytes(interp, &data)?.chunks(3) {
        let at = |i: usize| u32::from(group.get(i).copied().unwrap_or(0));
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            let digit = (bits >> (18 - 6 * place)) & 63;
            let known = place <= group.len();
            text.push(if known { DIGITS[digit as usize] } else { b'=' });
        }
    }
    if newline {
        text.push(b'\n');
    }
    interp.bytes(&text)
}

/// `a2b_base64(string, *, strict_mode=False)`: characters that are no digits are passed over,
/// unless the mode is strict.
fn a2b_base64(interp: &Interp, mut args: Args) -> Result<Value> {
    let strict = args.keyword("strict_mode");
    let strict = strict.map_or(Ok(false), |strict| interp.truth(&strict))?;
    let [text] = args.exactly(interp, "binascii.a2b_base64")?;
    let text = ascii(interp, &text)?;
    if strict && text.first() == Some(&b'=') {
        return Err(error(interp, "Leading padding not allowed"));
    }
    let (mut found, mut bits, mut digits, mut pads) = (Vec::new(), 0_u32, 0_usize, 0_usize);
    for (at, byte) in text.iter().enumerate() {
        if *byte == b'=' {
            if digits % 4 >= 2 {
                pads += 1;
                if digits % 4 + pads >= 4 {
                    if strict && at + 1 < text.len() {
                        return Err(error(interp, "Excess data after padding"));
                    }
                    return interp.bytes(&found);
                }
            } else if strict {
                return Err(error(interp, "Discontinuous padding not allowed"));
            }
            continue;
        }
        let Some(digit) = DIGITS.iter().position(|digit| digit == byte) else {
            if strict {
                return Err(error(interp, "Only base64 data is allowed"));
            }
            continue;
        };
        if strict && pads > 0 {
            return Err(error(interp, "Discontinuous padding not allowed"));
        }
        pads = 0;
        bits = bits << 6 | u32::try_from(digit).unwrap_or(0);
        digits += 1;
        if digits % 4 != 1 {
            let spare = [0, 0, 4, 2][digits % 4];
            found.push(u8::try_from((bits >> spare) & 0xff).unwrap_or(0));
        }
    }
    match digits % 4 {
        0 => interp.bytes(&found),
        1 => Err(error(
            interp,
            &format!(
                "Invalid base64-encoded string: number of data characters ({digits}) cannot be 1 \
                 more than a multiple of 4"
            ),
        )),
        _ => Err(error(interp, "Incorrect padding")),
    }
}

/// The bytes to be summed up, and what to begin with: the low 32 bits of a number.
fn summed(interp: &Interp, args: Args, name: &str, first: u32) -> Result<(Vec<u8>, u32)> {
    let [data, value] = args.bind(interp, name, ["*data", "*value"], 1)?;
    let data = data.unwrap_or_else(|| interp.none());
    let content = bytes(interp, &data)?.into_owned();
    let Some(value) = value else { return Ok((content, first)) };
    let Some(number) = interp.index_integer(&value)? else {
        let name = interp.class_name(&value);
        let message = format!("'{name}' object cannot be interpreted as an integer");
        return Err(interp.type_error(message));
    };
    let low = Integer::of(&number).map(|n| n.into_big().into_owned() & BigInt::from(u32::MAX));
    Ok((content, low.and_then(|low| low.to_u32()).unwrap_or(first)))
}

/// `crc32(data, value=0)`
fn crc32(interp: &Interp, args: Args) -> Result<Value> {
    let (data, value) = summed(interp, args, "crc32", 0)?;
    let mut sum = crc32fast::Hasher::new_with_initial(value);
    sum.update(&data);
    interp.int(i64::from(sum.finalize()))
}

/// `adler32(data, value=1)`, which `zlib` shows.
fn adler32(interp: &Interp, args: Args) -> Result<Value> {
    const MODULUS: u32 = 65_521;
    let (data, value) = summed(interp, args, "adler32", 1)?;
    let (mut low, mut high) = (value & 0xffff, value >> 16);
    for byte in data {
        low = (low + u32::from(byte)) % MODULUS;
        high = (high + low) % MODULUS;
    }
    interp.int(i64::from(high << 16 | low))
}
