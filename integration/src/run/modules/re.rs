//! `_re`: compiled regular expressions, as `re` finds them. The matching is that of the crate
//! `fancy_regex`; a pattern is translated into its syntax first.
//!
//! Places in a text are counted in characters for programs and in bytes by the crate.
//!
//! # Source
//! `Modules/_sre/sre.c`.

mod translate;

use core::cell::OnceCell;

use fancy_regex::{Captures, Regex, RegexBuilder};

use self::translate::{Translated, translate};
use super::super::interp::Interp;
use super::super::native::Args;
use super::super::raise::Result;
use super::{ClassSpec, add_functions, class_of_payload};
use crate::heap::trace_fields;
use crate::object::{Int, Str};
use crate::{Trace, Value};

/// How often a pattern may go back before the search is given up.
const BACKTRACKS: usize = 50_000_000;

/// A compiled pattern.
struct Program {
    translated: Translated,
    /// One for each mode, made when it is needed.
    regexes: [OnceCell<Regex>; 4],
}

impl Trace for Program {
    const COLLECTABLE: bool = false;
    trace_fields!();
}

impl Program {
    /// The regex for a mode: 0 searches, 1 matches at the place asked for, 2 matches all from there
    /// on, 3 matches at least one character there.
    fn regex(&self, mode: usize) -> core::result::Result<&Regex, String> {
        let place = &self.regexes[mode.min(3)];
        if let Some(regex) = place.get() {
            return Ok(regex);
        }
        let text = &self.translated.text;
        let text = match mode {
            0 => text.clone(),
            1 => format!(r"\G(?:{text})"),
            2 => format!(r"\G(?:{text})\z"),
            _ => format!(r"\G(?:{text})(?!\G)"),
        };
        let mut builder = RegexBuilder::new(&text);
        builder.backtrack_limit(BACKTRACKS);
        let regex = builder.build().map_err(|error| error.to_string())?;
        Ok(place.get_or_init(|| regex))
    }
}

/// Makes the module.
pub(super) fn module(interp: &Interp) -> Result<Value> {
    let class = class_of_payload::<Program>(interp, &ClassSpec::native("_re", "Program"))?;
    interp.add_methods(&class, &[("find", find)])?;
    interp.add_computed(
        &class,
        "names",
        |i, this| {
            let names = this.get::<Program>().map(|p| p.translated.names.clone());
            let names = names.unwrap_or_default().into_iter();
            let pairs = names.map(|(name, index)| {
                let pair = [i.str(&name)?, i.size(index)?];
                i.tuple(pair.into_iter())
            });
            let pairs = pairs.collect::<Result<Vec<_>>>()?;
            i.tuple(pairs.into_iter())
        },
        None,
    )?;
    interp.add_computed(
        &class,
        "groups",
        |i, this| i.size(this.get::<Program>().map_or(0, |p| p.translated.closings.len())),
        None,
    )?;
    interp.add_computed(
        &class,
        "flags",
        |i, this| i.int(this.get::<Program>().map_or(0, |p| p.translated.flags.into())),
        None,
    )?;
    let (module, dict) = interp.new_module("_re")?;
    add_functions(interp, &dict, &[("compile", compile)])?;
    Ok(module)
}

/// `compile(pattern, flags)`: a `ValueError` tells what is wrong with a pattern.
fn compile(interp: &Interp, args: Args) -> Result<Value> {
    let [pattern, flags] = args.exactly(interp, "_re.compile")?;
    let Some(pattern) = pattern.get::<Str>() else {
        return Err(interp.type_error("first argument must be string or compiled pattern"));
    };
    let flags = flags.get::<Int>().and_then(Int::as_i64).and_then(|n| u32::try_from(n).ok());
    let translated = translate(pattern.as_str(), flags.unwrap_or_default())
        .map_err(|message| interp.value_error(message))?;
    let program = Program { translated, regexes: Default::default() };
    if let Err(message) = program.regex(0) {
        return Err(interp.value_error(message));
    }
    Ok(interp.heap.alloc(program)?.into_value())
}

/// `program.find(text, start, end, mode)`: the spans of all groups, and the group that was closed
/// last; -1 stands for what has no place. `None` if there is no match.
fn find(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [text, start, end, mode]) = args.method(interp, "find")?;
    let (Some(program), Some(text)) = (this.get::<Program>(), text.get::<Str>()) else {
        return Err(interp.type_error("expected string or bytes-like object"));
    };
    let number = |value: &Value| {
        let number = value.get::<Int>().and_then(Int::as_i64).unwrap_or_default();
        usize::try_from(number).unwrap_or_default()
    };
    let (text, is_ascii) = (text.as_str(), text.is_ascii());
    let byte_place = |characters: usize| {
        if is_ascii {
            return characters.min(text.len());
        }
        text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
    };
    let char_place = |bytes: usize| if is_ascii { bytes } else { text[..bytes].chars().count() };
    let start = byte_place(number(&start));
    let text = &text[..byte_place(number(&end)).max(start)];
    let regex = program.regex(number(&mode)).map_err(|message| interp.value_error(message))?;
    let found = regex.captures_from_pos(text, start);
    let found = found.map_err(|error| interp.runtime_error(error.to_string()))?;
    let Some(captures) = found else { return Ok(interp.none()) };
    let mut numbers = Vec::with_capacity(2 * captures.len() + 1);
    for index in 0..captures.len() {
        match captures.get(index) {
            Some(group) => {
                numbers.push(interp.size(char_place(group.start()))?);
                numbers.push(interp.size(char_place(group.end()))?);
            }
            None => numbers.extend([interp.int(-1)?, interp.int(-1)?]),
        }
    }
    numbers.push(match last_closed(&captures, &program.translated.closings) {
        Some(index) => interp.size(index)?,
        None => interp.int(-1)?,
    });
    interp.tuple(numbers.into_iter())
}

/// The group that was closed last: the one that ends last, of several the one whose `)` is last.
fn last_closed(captures: &Captures<'_, str>, closings: &[usize]) -> Option<usize> {
    let matched = (1..captures.len()).filter_map(|i| Some((captures.get(i)?.end(), i)));
    matched.max_by_key(|&(end, i)| (end, closings.get(i - 1).copied())).map(|(_, i)| i)
}
