//! Taking characters off the ends: `strip`, `lstrip`, `rstrip`, `removeprefix`, `removesuffix`.
//!
//! # Source
//! `do_argstrip` in `Objects/unicodeobject.c`.

use super::{Text, is_space, short, take, text_argument, text_of};
use crate::Value;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native};
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] = &[
    ("strip", |i, a| strip(i, a, "str.strip", true, true)),
    ("lstrip", |i, a| strip(i, a, "str.lstrip", true, false)),
    ("rstrip", |i, a| strip(i, a, "str.rstrip", false, true)),
    ("removeprefix", |i, a| remove(i, a, "str.removeprefix", |s, affix| s.strip_prefix(affix))),
    ("removesuffix", |i, a| remove(i, a, "str.removesuffix", |s, affix| s.strip_suffix(affix))),
];

fn strip(interp: &Interp, args: Args, function: &str, left: bool, right: bool) -> Result<Value> {
    let (text, [chars]) = take(interp, args, function, 0)?;
    let chars = chars.filter(|chars| !interp.is_none(chars));
    let set = match &chars {
        Some(chars) => Some(text_of(interp, chars, |_| {
            format!("{} arg must be None or str", short(function))
        })?),
        None => None,
    };
    let off = |c: char| set.map_or_else(|| is_space(c), |set| set.as_str().contains(c));
    let mut rest = text.as_str();
    if left {
        rest = rest.trim_start_matches(off);
    }
    if right {
        rest = rest.trim_end_matches(off);
    }
    text.give(interp, rest)
}

fn remove(
    interp: &Interp,
    args: Args,
    function: &str,
    without: for<'a> fn(&'a str, &str) -> Option<&'a str>,
) -> Result<Value> {
    let (this, [affix]) = args.method(interp, function)?;
    let text = Text::of(interp, this, function)?;
    let affix = text_argument(interp, &affix, function, "")?;
    text.give(interp, without(text.as_str(), affix.as_str()).unwrap_or(text.as_str()))
}
