//! Searching and replacing: `find`, `rfind`, `index`, `rindex`, `count`, `startswith`, `endswith`,
//! `replace`.
//!
//! # Source
//! `any_find_slice`, `tailmatch`, `replace` in `Objects/unicodeobject.c`; `ADJUST_INDICES`.

use super::{Text, new, short, take, text_argument, text_of};
use crate::object::{Str, Tuple};
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_of};
use crate::run::raise::Result;
use crate::run::types::slice::bounds;
use crate::{Gc, Value};

pub(super) const METHODS: &[(&str, Native)] = &[
    ("find", |i, a| find(i, a, "str.find", false)),
    ("rfind", |i, a| find(i, a, "str.rfind", true)),
    ("index", |i, a| index(i, a, "str.index", false)),
    ("rindex", |i, a| index(i, a, "str.rindex", true)),
    ("count", count),
    ("startswith", |i, a| matches(i, a, "str.startswith", |s, affix| s.starts_with(affix))),
    ("endswith", |i, a| matches(i, a, "str.endswith", |s, affix| s.ends_with(affix))),
    ("replace", replace),
];

/// The part of a text between two places, and how many characters stand before it.
struct Window<'a> {
    text: &'a str,
    before: usize,
}

/// The part that two optional arguments cut out; nothing when they cut outside of the text.
fn window<'a>(
    interp: &Interp,
    text: &'a Str,
    start: Option<&Value>,
    end: Option<&Value>,
) -> Result<Option<Window<'a>>> {
    let whole = text.as_str();
    if start.is_none() && end.is_none() {
        return Ok(Some(Window { text: whole, before: 0 }));
    }
    let Some(range) = bounds(interp, start, end, text.char_len())? else { return Ok(None) };
    let (from, to) = (byte_at(text, range.start), byte_at(text, range.end));
    Ok(Some(Window { text: &whole[from..to], before: range.start }))
}

/// Where a character begins.
fn byte_at(text: &Str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.len());
    }
    text.as_str().char_indices().nth(index).map_or(text.len(), |(at, _)| at)
}

fn place(interp: &Interp, args: Args, function: &str, last: bool) -> Result<Option<usize>> {
    let (text, [wanted, start, end]) = take(interp, args, function, 1)?;
    let Some(wanted) = &wanted else { return Ok(None) };
    let wanted = text_argument(interp, wanted, function, " 1")?.as_str();
    let Some(window) = window(interp, &text, start.as_ref(), end.as_ref())? else {
        return Ok(None);
    };
    let found = if last { window.text.rfind(wanted) } else { window.text.find(wanted) };
    Ok(found.map(|at| window.before + chars(&text, &window.text[..at])))
}

/// How many characters a part of `text` has.
fn chars(text: &Str, part: &str) -> usize {
    if text.is_ascii() { part.len() } else { part.chars().count() }
}

fn find(interp: &Interp, args: Args, function: &str, last: bool) -> Result<Value> {
    match place(interp, args, function, last)? {
        Some(place) => interp.size(place),
        None => interp.int(-1),
    }
}

fn index(interp: &Interp, args: Args, function: &str, last: bool) -> Result<Value> {
    match place(interp, args, function, last)? {
        Some(place) => interp.size(place),
        None => Err(interp.value_error("substring not found")),
    }
}

fn count(interp: &Interp, args: Args) -> Result<Value> {
    let (text, [wanted, start, end]) = take(interp, args, "str.count", 1)?;
    let Some(wanted) = &wanted else { return interp.int(0) };
    let wanted = text_argument(interp, wanted, "count", " 1")?.as_str();
    let Some(window) = window(interp, &text, start.as_ref(), end.as_ref())? else {
        return interp.int(0);
    };
    interp.size(window.text.matches(wanted).count())
}

/// `startswith` and `endswith`, with one affix or a tuple of them.
fn matches(
    interp: &Interp,
    args: Args,
    function: &str,
    is: fn(&str, &str) -> bool,
) -> Result<Value> {
    let (text, [affix, start, end]) = take(interp, args, function, 1)?;
    let Some(affix) = &affix else { return Ok(interp.bool(false)) };
    let window = window(interp, &text, start.as_ref(), end.as_ref())?;
    let is = |affix: &Gc<Str>| window.as_ref().is_some_and(|w| is(w.text, affix.as_str()));
    if let Some(affixes) = base_of::<Tuple>(affix) {
        for affix in affixes.items() {
            let affix = text_of(interp, affix, |other| {
                format!("tuple for {} must only contain str, not {other}", short(function))
            })?;
            if is(affix) {
                return Ok(interp.bool(true));
            }
        }
        return Ok(interp.bool(false));
    }
    let affix = text_of(interp, affix, |other| {
        format!("{} first arg must be str or a tuple of str, not {other}", short(function))
    })?;
    Ok(interp.bool(is(affix)))
}

fn replace(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "str.replace")?;
    if args.len() < 2 {
        let given = args.len();
        return Err(interp.type_error(format!(
            "replace() takes at least 2 positional arguments ({given} given)"
        )));
    }
    let [old, new_text, count] = args.bind(interp, "replace", ["*old", "*new", "count"], 2)?;
    let text = Text::of(interp, this, "str.replace")?;
    let (Some(old), Some(new_text)) = (old, new_text) else {
        return text.give(interp, text.as_str());
    };
    let old = text_argument(interp, &old, "replace", " 1")?;
    let with = text_argument(interp, &new_text, "replace", " 2")?;
    let count = count.map_or(Ok(-1), |count| interp.index(&count))?;
    let (old, with) = (old.as_str(), with.as_str());
    if !text.as_str().contains(old) {
        return text.give(interp, text.as_str());
    }
    match usize::try_from(count) {
        Ok(0) => text.give(interp, text.as_str()),
        Ok(count) => new(interp, &text.as_str().replacen(old, with, count)),
        Err(_) => new(interp, &text.as_str().replace(old, with)),
    }
}
