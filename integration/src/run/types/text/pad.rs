//! Filling up: `center`, `ljust`, `rjust`, `zfill`, `expandtabs`.
//!
//! # Source
//! `Objects/unicodeobject.c`: `pad`, `unicode_expandtabs_impl`.

use super::{Text, new, take};
use crate::Value;
use crate::object::Str;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_of};
use crate::run::operate::sequence::room_for;
use crate::run::raise::Result;

pub(super) const METHODS: &[(&str, Native)] = &[
    ("ljust", |i, a| justify(i, a, "str.ljust", |room, _| (0, room))),
    ("rjust", |i, a| justify(i, a, "str.rjust", |room, _| (room, 0))),
    ("center", |i, a| justify(i, a, "str.center", centered)),
    ("zfill", zfill),
    ("expandtabs", expandtabs),
];

/// How much goes to the left and to the right, of the room and the width.
fn centered(room: usize, width: usize) -> (usize, usize) {
    let left = room / 2 + (room & width & 1);
    (left, room - left)
}

fn justify(
    interp: &Interp,
    args: Args,
    function: &str,
    split: fn(usize, usize) -> (usize, usize),
) -> Result<Value> {
    let (text, [width, fill]) = take(interp, args, function, 1)?;
    let width = width_of(interp, width.as_ref())?;
    let fill = match &fill {
        None => ' ',
        Some(fill) => fill_char(interp, fill)?,
    };
    let room = width.saturating_sub(text.char_len());
    if room == 0 {
        return text.give(interp, text.as_str());
    }
    let (left, right) = split(room, width);
    room_for(text.len().saturating_add(room.saturating_mul(fill.len_utf8())))?;
    let mut out = String::with_capacity(text.len() + room);
    out.extend(core::iter::repeat_n(fill, left));
    out.push_str(text.as_str());
    out.extend(core::iter::repeat_n(fill, right));
    new(interp, &out)
}

fn width_of(interp: &Interp, width: Option<&Value>) -> Result<usize> {
    let Some(width) = width else { return Ok(0) };
    Ok(usize::try_from(interp.index(width)?).unwrap_or(0))
}

fn fill_char(interp: &Interp, fill: &Value) -> Result<char> {
    let Some(text) = base_of::<Str>(fill) else {
        let name = interp.class_name(fill);
        return Err(interp
            .type_error(format!("The fill character must be a unicode character, not {name}")));
    };
    let mut chars = text.as_str().chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => Ok(c),
        _ => Err(interp.type_error("The fill character must be exactly one character long")),
    }
}

fn zfill(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [width]) = args.method(interp, "str.zfill")?;
    let text = Text::of(interp, this, "str.zfill")?;
    let width = width_of(interp, Some(&width))?;
    let room = width.saturating_sub(text.char_len());
    if room == 0 {
        return text.give(interp, text.as_str());
    }
    room_for(text.len().saturating_add(room))?;
    let digits = text.as_str().strip_prefix(['+', '-']).unwrap_or(text.as_str());
    let sign = &text.as_str()[..text.len() - digits.len()];
    new(interp, &format!("{sign}{}{digits}", "0".repeat(room)))
}

fn expandtabs(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "str.expandtabs")?;
    let [size] = args.bind(interp, "expandtabs", ["tabsize"], 0)?;
    let text = Text::of(interp, this, "str.expandtabs")?;
    let size = size.map_or(Ok(8), |size| interp.index(&size))?;
    let Ok(size) = i32::try_from(size) else {
        return Err(interp.overflow_error("Python int too large to convert to C int"));
    };
    let size = usize::try_from(size).unwrap_or(0);
    let tabs = text.as_str().matches('\t').count();
    room_for(text.len().saturating_add(tabs.saturating_mul(size)))?;
    new(interp, &expand(text.as_str(), size))
}

fn expand(text: &str, size: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        match c {
            '\t' if size > 0 => {
                let room = size - column % size;
                column += room;
                out.extend(core::iter::repeat_n(' ', room));
            }
            '\t' => {}
            _ => {
                column = if matches!(c, '\n' | '\r') { 0 } else { column + 1 };
                out.push(c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_odd_one_goes_left_when_the_width_is_odd() {
        assert_eq!(centered(3, 5), (2, 1));
        assert_eq!(centered(3, 6), (1, 2));
        assert_eq!(centered(4, 9), (2, 2));
    }

    #[test]
    fn tabs_reach_to_the_next_column() {
        assert_eq!(expand("a\tb\n\tc", 4), "a   b\n    c");
        assert_eq!(expand("ab\tc", 2), "ab  c");
        assert_eq!(expand("a\tb", 0), "ab");
    }
}
