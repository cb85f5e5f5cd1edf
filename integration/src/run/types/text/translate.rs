//! `translate` and the tables that `maketrans` makes for it.
//!
//! # Source
//! `_PyUnicode_TranslateCharmap`, `unicode_maketrans_impl` in `Objects/unicodeobject.c`.

use super::{Text, new, text_of};
use crate::object::{Dict, Int, Kind, Str};
use crate::run::builtins::arguments::positional;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_gc, base_of};
use crate::run::raise::Result;
use crate::{Gc, Value};

pub(super) const METHODS: &[(&str, Native)] = &[("translate", translate)];

fn translate(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [table]) = args.method(interp, "str.translate")?;
    let text = Text::of(interp, this, "str.translate")?;
    let mut out = String::with_capacity(text.len());
    for c in text.as_str().chars() {
        let entry = match interp.get_item(&table, &interp.int(i64::from(u32::from(c)))?) {
            Ok(entry) => entry,
            Err(raised) if interp.is_raised(&raised, "LookupError") => {
                drop(raised);
                out.push(c);
                continue;
            }
            Err(raised) => return Err(raised),
        };
        push_entry(interp, &mut out, &entry)?;
    }
    new(interp, &out)
}

/// Adds what a table says: nothing for `None`, a character for a number, a text.
fn push_entry(interp: &Interp, out: &mut String, entry: &Value) -> Result<()> {
    if entry.kind() == Kind::None {
        return Ok(());
    }
    if let Some(text) = base_of::<Str>(entry) {
        out.push_str(text.as_str());
        return Ok(());
    }
    let Some(code) = base_of::<Int>(entry) else {
        return Err(interp.type_error("character mapping must return integer, None or str"));
    };
    let code = code.as_i64().and_then(|code| u32::try_from(code).ok());
    match code.and_then(char::from_u32) {
        Some(c) => out.push(c),
        None => {
            return Err(interp.value_error("character mapping must be in range(0x110000)"));
        }
    }
    Ok(())
}

/// `str.maketrans(x, y=..., z=...)`.
pub(super) fn maketrans(interp: &Interp, args: Args) -> Result<Value> {
    let [from, to, without] = positional(interp, args, "str.maketrans", 1)?;
    let table = interp.heap.dict()?;
    let Some(from) = from else { return Ok(table.into_value()) };
    let Some(to) = to else {
        let Some(given) = base_gc::<Dict>(&from) else {
            return Err(
                interp.type_error("if you give only one argument to maketrans it must be a dict")
            );
        };
        copy_dict(interp, &table, given)?;
        return Ok(table.into_value());
    };
    let from = text_of(interp, &from, |_| {
        "first maketrans argument must be a string if there is a second argument".to_owned()
    })?;
    let to =
        text_of(interp, &to, |name| format!("maketrans() argument 2 must be str, not {name}"))?;
    if from.char_len() != to.char_len() {
        return Err(interp.value_error("the first two maketrans arguments must have equal length"));
    }
    for (c, with) in from.as_str().chars().zip(to.as_str().chars()) {
        let with = interp.int(i64::from(u32::from(with)))?;
        set(interp, &table, c, with)?;
    }
    if let Some(without) = without {
        let without = text_of(interp, &without, |name| {
            format!("maketrans() argument 3 must be str, not {name}")
        })?;
        for c in without.as_str().chars() {
            set(interp, &table, c, interp.none())?;
        }
    }
    Ok(table.into_value())
}

fn set(interp: &Interp, table: &Gc<Dict>, c: char, value: Value) -> Result<()> {
    interp.dict_set(table, interp.int(i64::from(u32::from(c)))?, value)
}

/// Copies a table, whose keys may be characters, to one of numbers.
fn copy_dict(interp: &Interp, table: &Gc<Dict>, given: &Gc<Dict>) -> Result<()> {
    let mut at = 0;
    while let Some((next, key, value)) = given.next_entry(at) {
        at = next;
        if let Some(text) = base_of::<Str>(&key) {
            let mut chars = text.as_str().chars();
            let (Some(c), None) = (chars.next(), chars.next()) else {
                return Err(
                    interp.value_error("string keys in translate table must be of length 1")
                );
            };
            set(interp, table, c, value)?;
        } else if base_of::<Int>(&key).is_some() {
            interp.dict_set(table, key, value)?;
        } else {
            return Err(interp.type_error("keys in translate table must be strings or integers"));
        }
    }
    Ok(())
}
