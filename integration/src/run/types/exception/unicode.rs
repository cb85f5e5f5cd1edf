//! `UnicodeDecodeError` and `UnicodeEncodeError`: what could not be converted, and where.

use super::super::super::builtins::arguments::special;
use super::super::super::interp::Interp;
use super::super::super::native::{Args, Native};
use super::super::super::raise::Result;
use super::members::{member, store};
use super::text::plain;
use super::{exception, set_args_to, take_self};
use crate::Value;
use crate::object::{Bytes, Int, Kind, Str};

/// The arguments, in order.
const PARTS: [&str; 5] = ["encoding", "object", "start", "end", "reason"];

/// `__init__`: exactly five arguments, of which each has its kind.
fn init(interp: &Interp, mut args: Args, object: Kind) -> Result<Value> {
    let this = take_self(interp, &mut args, "__init__")?;
    exception(interp, &this, "__init__")?;
    args.no_keywords(interp, &interp.class_name(&this))?;
    let given = args.len();
    if given != PARTS.len() {
        return Err(
            interp.type_error(format!("function takes exactly 5 arguments ({given} given)"))
        );
    }
    let kinds = [Kind::Str, object, Kind::Int, Kind::Int, Kind::Str];
    for (index, (value, kind)) in args.positional.iter().zip(kinds).enumerate() {
        if value.kind() != kind {
            let name = interp.class_name(value);
            return Err(interp.type_error(if kind == Kind::Int {
                format!("'{name}' object cannot be interpreted as an integer")
            } else {
                format!("argument {} must be {kind}, not {name}", index + 1)
            }));
        }
    }
    set_args_to(interp, &this, args.positional)
}

/// The bounds of what could not be converted, inside an object of `len` items.
fn bounds(start: &Value, end: &Value, len: usize) -> (usize, usize) {
    let place = |value: &Value| {
        let n = value.get::<Int>().and_then(Int::as_i64).unwrap_or(0);
        usize::try_from(n).unwrap_or(0)
    };
    let start = place(start).min(len.saturating_sub(1));
    (start, place(end).clamp(start, len.max(start)))
}

fn str(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "UnicodeError.__str__")?;
    let args = exception(interp, &this, "__str__")?.args.borrow().clone();
    let [encoding, object, start, end, reason] = args.items() else {
        return interp.str(&plain(interp, &this)?);
    };
    let encoding = interp.to_str(encoding)?;
    let reason = interp.to_str(reason)?;
    let text = if let Some(bytes) = object.get::<Bytes>() {
        let (start, end) = bounds(start, end, bytes.len());
        match bytes.items().get(start..end) {
            Some([byte]) => {
                format!("'{encoding}' codec can't decode byte {byte:#04x} in position {start}")
            }
            _ => format!(
                "'{encoding}' codec can't decode bytes in position {start}-{}",
                end.saturating_sub(1)
            ),
        }
    } else if let Some(text) = object.get::<Str>() {
        let (start, end) = bounds(start, end, text.char_len());
        match text.as_str().chars().nth(start) {
            Some(c) if end == start + 1 => format!(
                "'{encoding}' codec can't encode character '{}' in position {start}",
                escaped(c)
            ),
            _ => format!(
                "'{encoding}' codec can't encode characters in position {start}-{}",
                end.saturating_sub(1)
            ),
        }
    } else {
        return interp.str(&plain(interp, &this)?);
    };
    interp.str(&format!("{text}: {reason}"))
}

fn escaped(c: char) -> String {
    match u32::from(c) {
        code @ 0..=0xff => format!("\\x{code:02x}"),
        code @ 0x100..=0xffff => format!("\\u{code:04x}"),
        code => format!("\\U{code:08x}"),
    }
}

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let inits: [(&str, Native); 2] = [
        ("UnicodeDecodeError", |interp, args| init(interp, args, Kind::Bytes)),
        ("UnicodeEncodeError", |interp, args| init(interp, args, Kind::Str)),
    ];
    for (name, init) in inits {
        let class = interp.types.exception(name);
        interp.add_methods(&class, &[("__init__", init), ("__str__", str)])?;
        macro_rules! part {
            ($index:literal, $name:literal) => {
                interp.add_computed(
                    &class,
                    $name,
                    |interp, this| member(interp, this, $name, |args| args.get($index).cloned()),
                    Some(|interp, this, value| store(interp, this, $name, value)),
                )?;
            };
        }
        part!(0, "encoding");
        part!(1, "object");
        part!(2, "start");
        part!(3, "end");
        part!(4, "reason");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_character_is_escaped_as_short_as_its_code_allows() {
        assert_eq!(escaped('\u{ff}'), "\\xff");
        assert_eq!(escaped('\u{101}'), "\\u0101");
        assert_eq!(escaped('\u{1f600}'), "\\U0001f600");
    }
}
