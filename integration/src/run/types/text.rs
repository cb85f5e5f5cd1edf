//! `str`: its constructor, its special methods, and how its methods find their text.
//!
//! Python counts characters and the payload holds UTF-8, so places are converted where the text is
//! not ASCII. A method that changes nothing gives its own object back where CPython does.
//!
//! # Source
//! `Objects/unicodeobject.c`.

mod case;
mod codec;
mod find;
mod fold;
mod pad;
mod predicate;
mod split;
mod strip;
mod translate;

pub(in crate::run) use codec::{decode, encode};
pub(in crate::run) use predicate::is_space;

use super::dunder;
use crate::object::{Bytes, Kind, Str};
use crate::run::builtins::arguments::{method, receiver, special};
use crate::run::code::BinaryKind;
use crate::run::interp::Interp;
use crate::run::native::{Args, Native, base_gc};
use crate::run::raise::Result;
use crate::{FreeList, Gc, Value};

/// `self` and between `least` and `N` arguments.
fn take<const N: usize>(
    interp: &Interp,
    args: Args,
    function: &str,
    least: usize,
) -> Result<(Text, [Option<Value>; N])> {
    let (this, rest) = method(interp, args, function, least)?;
    Ok((Text::of(interp, this, function)?, rest))
}

/// The `self` of a method.
struct Text {
    this: Value,
    text: Gc<Str>,
}

impl Text {
    fn of(interp: &Interp, this: Value, function: &str) -> Result<Self> {
        let text = receiver::<Str>(interp, &this, function)?.clone();
        Ok(Self { this, text })
    }

    /// The object itself when `text` is its text, else a new one.
    fn give(&self, interp: &Interp, text: &str) -> Result<Value> {
        if self.this.is_a::<Str>() && self.text.as_str() == text {
            return Ok(self.this.clone());
        }
        new(interp, text)
    }
}

impl core::ops::Deref for Text {
    type Target = Str;

    fn deref(&self) -> &Str {
        &self.text
    }
}

/// A string object; short ones that CPython keeps one of are shared here too.
pub(in crate::run) fn new(interp: &Interp, text: &str) -> Result<Value> {
    let mut chars = text.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => interp.char(c),
        _ => interp.str(text),
    }
}

/// The name of a method without its class.
fn short(function: &str) -> &str {
    function.rsplit('.').next().unwrap_or(function)
}

/// The text of an argument.
///
/// # Errors
/// `TypeError` made from the name of the argument's class.
fn text_of<'a>(
    interp: &Interp,
    value: &'a Value,
    message: impl FnOnce(&str) -> String,
) -> Result<&'a Gc<Str>> {
    base_gc::<Str>(value)
        .ok_or_else(|| interp.type_error(message(interp.class_name(value).as_str())))
}

/// The text of argument number `index` of a method, which must be text.
fn text_argument<'a>(
    interp: &Interp,
    value: &'a Value,
    function: &str,
    index: &str,
) -> Result<&'a Gc<Str>> {
    text_of(interp, value, |name| {
        let name = if name == "NoneType" { "None" } else { name };
        format!("{}() argument{index} must be str, not {name}", short(function))
    })
}

/// `str(object='', encoding='utf-8', errors='strict')`.
fn construct(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = dunder::class_argument(interp, &mut args, &interp.types.str)?;
    let given = args.len();
    if given > 3 {
        return Err(interp.type_error(format!("str expected at most 3 arguments, got {given}")));
    }
    let [object, encoding, errors] =
        args.bind(interp, "str", ["object", "encoding", "errors"], 0)?;
    let exact = class.is(interp.types.str.as_value());
    let Some(object) = object else {
        return interp.wrap(&class, interp.str("")?);
    };
    if encoding.is_none() && errors.is_none() {
        if exact && object.kind() == Kind::Str {
            return Ok(object);
        }
        let text = interp.to_str(&object)?;
        let value = if exact { new(interp, &text)? } else { interp.str(&text)? };
        return interp.wrap(&class, value);
    }
    let Some(bytes) = base_gc::<Bytes>(&object) else {
        if base_gc::<Str>(&object).is_some() {
            return Err(interp.type_error("decoding str is not supported"));
        }
        let name = interp.class_name(&object);
        return Err(
            interp.type_error(format!("decoding to str: need a bytes-like object, {name} found"))
        );
    };
    let text = decode(interp, bytes.items(), encoding.as_ref(), errors.as_ref(), "str")?;
    interp.wrap(&class, interp.str(&text)?)
}

fn format(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "str.format")?;
    interp.count_argument_tuple(args.len());
    if !args.keywords.is_empty() {
        interp.heap.count_temporary(FreeList::DICT);
    }
    let text = receiver::<Str>(interp, &this, "str.format")?.clone();
    interp.str(&interp.str_format(text.as_str(), args)?)
}

fn format_map(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [mapping]) = args.method(interp, "str.format_map")?;
    let text = receiver::<Str>(interp, &this, "str.format_map")?.clone();
    interp.str(&interp.str_format_map(text.as_str(), &mapping)?)
}

/// `separator.join(iterable)`.
fn join(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [iterable]) = args.method(interp, "str.join")?;
    let separator = receiver::<Str>(interp, &this, "str.join")?;
    let items = match interp.collect(&iterable) {
        Ok(items) => items,
        Err(raised)
            if interp.is_raised(&raised, "TypeError")
                && !dunder::is_iterable(interp, &iterable) =>
        {
            return Err(interp.type_error("can only join an iterable"));
        }
        Err(raised) => return Err(raised),
    };
    if !matches!(iterable.kind(), Kind::List | Kind::Tuple) {
        // CPython goes through a list that it makes of anything else.
        interp.heap.count_temporary(FreeList::LIST);
    }
    if let [only] = &*items
        && only.is_a::<Str>()
    {
        return Ok(only.clone());
    }
    let mut text = String::new();
    for (index, item) in items.iter().enumerate() {
        let piece = text_of(interp, item, |name| {
            format!("sequence item {index}: expected str instance, {name} found")
        })?;
        if index > 0 {
            text.push_str(separator.as_str());
        }
        text.push_str(piece.as_str());
    }
    new(interp, &text)
}

/// `str.__str__`: an object of a subclass gives plain text.
fn to_str(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = args.method(interp, "str.__str__")?;
    Ok(receiver::<Str>(interp, &this, "str.__str__")?.to_value())
}

/// `text % values`.
fn modulo(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [values]) = special(interp, args, "str.__mod__")?;
    let text = receiver::<Str>(interp, &this, "str.__mod__")?;
    interp.binary(BinaryKind::Mod, text.as_value(), &values)
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    dunder::len::<Str>(interp, args, "str.__len__", Str::char_len)
}

const METHODS: &[(&str, Native)] = &[
    ("format", format),
    ("format_map", format_map),
    ("join", join),
    ("__str__", to_str),
    ("__len__", len),
    ("__getitem__", |i, a| dunder::item::<Str>(i, a, "str.__getitem__")),
    ("__contains__", |i, a| dunder::contains::<Str>(i, a, "str.__contains__")),
    ("__iter__", |i, a| dunder::iter::<Str>(i, a, "str.__iter__", crate::run::iterate::Row::Str)),
    ("__add__", |i, a| dunder::add::<Str>(i, a, "str.__add__")),
    ("__mod__", modulo),
    ("__mul__", |i, a| dunder::times::<Str>(i, a, "str.__mul__")),
    ("__rmul__", |i, a| dunder::times::<Str>(i, a, "str.__rmul__")),
    ("__repr__", |i, a| dunder::repr::<Str>(i, a, "str.__repr__")),
    ("__hash__", |i, a| dunder::hash::<Str>(i, a, "str.__hash__")),
    ("__format__", |i, a| dunder::format::<Str>(i, a, "str.__format__")),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.str;
    interp.add_static(class, &[("__new__", construct), ("maketrans", translate::maketrans)])?;
    for methods in [
        METHODS,
        dunder::compares!(Str, "str"),
        case::METHODS,
        codec::METHODS,
        find::METHODS,
        pad::METHODS,
        predicate::METHODS,
        split::METHODS,
        strip::METHODS,
        translate::METHODS,
    ] {
        interp.add_methods(class, methods)?;
    }
    Ok(())
}
