//! `int | str`: one of several types.
//!
//! Source: `Objects/unionobject.c`.

use super::super::super::builtins::arguments::{special, wrong_receiver};
use super::super::super::interp::Interp;
use super::super::super::modules::{ClassSpec, class_of_payload};
use super::super::super::native::{Args, Native};
use super::super::super::raise::Result;
use super::Alias;
use crate::heap::trace_fields;
use crate::object::{Kind, Tuple};
use crate::{Gc, Trace, Value};

/// One of several types.
#[derive(Debug)]
struct Union {
    /// The types: no union among them, and none twice.
    args: Gc<Tuple>,
}

impl Trace for Union {
    trace_fields!(args);

    fn label(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("types.UnionType")
    }
}

fn union<'a>(interp: &Interp, this: &'a Value, name: &str) -> Result<&'a Union> {
    let function = format!("types.UnionType.{name}");
    this.get::<Union>().ok_or_else(|| wrong_receiver(interp, this, &function))
}

/// What a member of a union may be; `None` stands for its class.
fn is_member(value: &Value) -> bool {
    matches!(value.kind(), Kind::Class | Kind::None) || value.is_a::<Alias>()
}

/// The types an operand of `|` brings.
fn members(interp: &Interp, value: &Value) -> Option<Vec<Value>> {
    if let Some(union) = value.get::<Union>() {
        return Some(union.args.items().to_vec());
    }
    if !is_member(value) {
        return None;
    }
    Some(vec![if interp.is_none(value) {
        interp.types.none_type.to_value()
    } else {
        value.clone()
    }])
}

fn join(interp: &Interp, left: &Value, right: &Value) -> Result<Value> {
    let (Some(left), Some(right)) = (members(interp, left), members(interp, right)) else {
        return Ok(interp.not_implemented.clone());
    };
    let mut all: Vec<Value> = Vec::new();
    'next: for member in left.into_iter().chain(right) {
        for known in &all {
            if interp.eq(known, &member)? {
                continue 'next;
            }
        }
        all.push(member);
    }
    if let [only] = &*all {
        return Ok(only.clone());
    }
    let args = interp.heap.tuple(all.into_iter())?;
    Ok(interp.heap.alloc(Union { args })?.into_value())
}

/// `type | type`
pub(super) fn or(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "type.__or__")?;
    join(interp, &this, &other)
}

/// `None | type`
pub(super) fn reflected_or(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "type.__ror__")?;
    join(interp, &other, &this)
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "types.UnionType.__repr__")?;
    let mut shown = Vec::new();
    for member in union(interp, &this, "__repr__")?.args.items() {
        shown.push(if member.is(interp.types.none_type.as_value()) {
            "None".to_owned()
        } else {
            interp.type_text(member)?
        });
    }
    interp.str(&shown.join(" | "))
}

/// Unions are equal when they have the same members, in whatever order.
fn equal(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "types.UnionType.__eq__")?;
    let this = union(interp, &this, "__eq__")?;
    let Some(other) = other.get::<Union>() else { return Ok(interp.not_implemented.clone()) };
    let same = this.args.len() == other.args.len();
    for member in this.args.items() {
        if !same || !interp.contains(other.args.as_value(), member)? {
            return Ok(interp.bool(false));
        }
    }
    Ok(interp.bool(same))
}

fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "types.UnionType.__hash__")?;
    let mut hashes = Vec::new();
    for member in union(interp, &this, "__hash__")?.args.items() {
        hashes.push(interp.hash(member)?);
    }
    interp.int(crate::object::hash::frozen_set(hashes))
}

fn instance_check(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [value]) = special(interp, args, "types.UnionType.__instancecheck__")?;
    let args = union(interp, &this, "__instancecheck__")?.args.clone();
    Ok(interp.bool(interp.isinstance(&value, args.as_value())?))
}

fn subclass_check(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [class]) = special(interp, args, "types.UnionType.__subclasscheck__")?;
    let args = union(interp, &this, "__subclasscheck__")?.args.clone();
    Ok(interp.bool(interp.issubclass(&class, args.as_value())?))
}

const METHODS: &[(&str, Native)] = &[
    ("__repr__", repr),
    ("__eq__", equal),
    ("__hash__", hash),
    ("__or__", or),
    ("__ror__", reflected_or),
    ("__instancecheck__", instance_check),
    ("__subclasscheck__", subclass_check),
];

/// Fills the class, and gives classes their `|`.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let spec = ClassSpec::native("types", "UnionType");
    let class = class_of_payload::<Union>(interp, &spec)?;
    interp.add_methods(&class, METHODS)?;
    interp.add_computed(
        &class,
        "__args__",
        |interp, this| Ok(union(interp, this, "__args__")?.args.to_value()),
        None,
    )?;
    interp.add_methods(&interp.types.type_, &[("__or__", or), ("__ror__", reflected_or)])
}
