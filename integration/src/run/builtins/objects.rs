//! Functions that ask an object about itself: its identity, hash, length, text, attributes and
//! class.

use super::super::interp::Interp;
use super::super::native::{Args, Native, base_gc};
use super::super::raise::Result;
use super::arguments::{exactly, positional};
use crate::object::Str;
use crate::{Gc, Value};

/// The functions.
pub(super) const FUNCTIONS: &[(&str, Native)] = &[
    ("id", id),
    ("hash", hash),
    ("len", len),
    ("repr", repr),
    ("ascii", ascii),
    ("format", format),
    ("callable", callable),
    ("isinstance", isinstance),
    ("issubclass", issubclass),
    ("getattr", getattr),
    ("setattr", setattr),
    ("hasattr", hasattr),
    ("delattr", delattr),
];

fn id(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "id")?;
    interp.size(object.id())
}

fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "hash")?;
    interp.int(interp.hash(&object)?)
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "len")?;
    interp.size(interp.len(&object)?)
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "repr")?;
    interp.str(&interp.repr(&object)?)
}

fn ascii(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "ascii")?;
    interp.str(&interp.ascii(&object)?)
}

fn format(interp: &Interp, args: Args) -> Result<Value> {
    let [object, spec] = positional(interp, args, "format", 1)?;
    let object = object.unwrap_or_else(|| interp.none());
    let text = match &spec {
        None => interp.format(&object, "")?,
        Some(spec) => {
            let Some(spec) = base_gc::<Str>(spec) else {
                let name = interp.class_name(spec);
                return Err(
                    interp.type_error(format!("format() argument 2 must be str, not {name}"))
                );
            };
            interp.format(&object, spec.as_str())?
        }
    };
    interp.str(&text)
}

fn callable(interp: &Interp, args: Args) -> Result<Value> {
    let [object] = args.exactly(interp, "callable")?;
    Ok(interp.bool(interp.is_callable(&object)))
}

fn isinstance(interp: &Interp, args: Args) -> Result<Value> {
    let [object, class] = exactly(interp, args, "isinstance")?;
    Ok(interp.bool(interp.isinstance(&object, &class)?))
}

fn issubclass(interp: &Interp, args: Args) -> Result<Value> {
    let [class, base] = exactly(interp, args, "issubclass")?;
    Ok(interp.bool(interp.issubclass(&class, &base)?))
}

/// The name of an attribute.
fn name<'a>(interp: &Interp, name: &'a Value) -> Result<&'a Gc<Str>> {
    base_gc::<Str>(name).ok_or_else(|| {
        let class = interp.class_name(name);
        interp.type_error(format!("attribute name must be string, not '{class}'"))
    })
}

fn getattr(interp: &Interp, args: Args) -> Result<Value> {
    let [object, attribute, default] = positional(interp, args, "getattr", 2)?;
    let (Some(object), Some(attribute)) = (object, attribute) else { return Ok(interp.none()) };
    let attribute = name(interp, &attribute)?;
    match default {
        None => interp.get_attr(&object, attribute),
        Some(default) => {
            let found = interp.lookup_attr(&object, attribute.as_str())?;
            Ok(found.unwrap_or(default))
        }
    }
}

fn setattr(interp: &Interp, args: Args) -> Result<Value> {
    let [object, attribute, value] = exactly(interp, args, "setattr")?;
    interp.set_attr(&object, name(interp, &attribute)?, value)?;
    Ok(interp.none())
}

fn hasattr(interp: &Interp, args: Args) -> Result<Value> {
    let [object, attribute] = exactly(interp, args, "hasattr")?;
    let found = interp.lookup_attr(&object, name(interp, &attribute)?.as_str())?;
    Ok(interp.bool(found.is_some()))
}

fn delattr(interp: &Interp, args: Args) -> Result<Value> {
    let [object, attribute] = exactly(interp, args, "delattr")?;
    interp.del_attr(&object, name(interp, &attribute)?)?;
    Ok(interp.none())
}
