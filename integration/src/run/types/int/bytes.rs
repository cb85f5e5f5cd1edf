//! `int.to_bytes` and `int.from_bytes`.
//!
//! Source: `int_to_bytes_impl` and `int_from_bytes_impl` in `Objects/longobject.c`.

use num_bigint::{BigInt, Sign};

use super::super::super::interp::Interp;
use super::super::super::native::{Args, base_of};
use super::super::super::operate::peel;
use super::super::super::operate::sequence::room_for;
use super::super::super::raise::Result;
use super::super::dunder::is_iterable;
use crate::Value;
use crate::object::{Bytes, Str};

/// Whether the most significant byte comes first.
fn is_big(interp: &Interp, order: Option<Value>) -> Result<bool> {
    let Some(order) = order else { return Ok(true) };
    let Some(text) = peel(&order).get::<Str>() else {
        let name = interp.class_name(&order);
        return Err(
            interp.type_error(format!("to_bytes() argument 'byteorder' must be str, not {name}"))
        );
    };
    match text.as_str() {
        "big" => Ok(true),
        "little" => Ok(false),
        _ => Err(interp.value_error("byteorder must be either 'little' or 'big'")),
    }
}

fn is_signed(interp: &Interp, args: &mut Args) -> Result<bool> {
    match args.keyword("signed") {
        Some(signed) => interp.truth(&signed),
        None => Ok(false),
    }
}

/// `int.to_bytes(length=1, byteorder='big', *, signed=False)`
pub(super) fn to_bytes(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "int.to_bytes")?;
    let n = super::receiver(interp, &this, "int.to_bytes")?.into_big();
    let signed = is_signed(interp, &mut args)?;
    let [length, order] = args.bind(interp, "to_bytes", ["length", "byteorder"], 0)?;
    let length = length.map_or(Ok(1), |length| interp.index(&length))?;
    let big = is_big(interp, order)?;
    let Ok(length) = usize::try_from(length) else {
        return Err(interp.value_error("length argument must be non-negative"));
    };
    let negative = n.sign() == Sign::Minus;
    if negative && !signed {
        return Err(interp.overflow_error("can't convert negative int to unsigned"));
    }
    let mut bytes = if signed { n.to_signed_bytes_le() } else { n.magnitude().to_bytes_le() };
    if n.sign() == Sign::NoSign {
        bytes.clear();
    }
    if bytes.len() > length {
        return Err(interp.overflow_error("int too big to convert"));
    }
    room_for(length)?;
    bytes.resize(length, if negative { 0xff } else { 0 });
    if big {
        bytes.reverse();
    }
    interp.bytes(&bytes)
}

/// `int.from_bytes(bytes, byteorder='big', *, signed=False)`
pub(super) fn from_bytes(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "int.from_bytes")?;
    let signed = is_signed(interp, &mut args)?;
    let [bytes, order] = args.bind(interp, "from_bytes", ["bytes", "byteorder"], 1)?;
    let big = is_big(interp, order)?;
    let bytes = bytes.unwrap_or_else(|| interp.none());
    let mut digits = match peel(&bytes).get::<Bytes>() {
        Some(bytes) => bytes.items().to_vec(),
        None => {
            if base_of::<Str>(&bytes).is_some() || !is_iterable(interp, &bytes) {
                return Err(interp.type_error(format!(
                    "cannot convert '{}' object to bytes",
                    interp.class_name(&bytes)
                )));
            }
            let mut digits = Vec::new();
            interp.for_each(&bytes, |item| {
                let byte = u8::try_from(interp.index(&item)?)
                    .map_err(|_| interp.value_error("bytes must be in range(0, 256)"))?;
                digits.push(byte);
                Ok(())
            })?;
            digits
        }
    };
    if big {
        digits.reverse();
    }
    let n = if signed {
        BigInt::from_signed_bytes_le(&digits)
    } else {
        BigInt::from_bytes_le(Sign::Plus, &digits)
    };
    let value = interp.big_int(n)?;
    if class.is(interp.types.int.as_value()) {
        return Ok(value);
    }
    interp.call(&class, [value])
}
