//! `functools.cmp_to_key`: keys that compare by a function of two arguments.

use super::super::super::builtins::arguments;
use super::super::kind::{ClassSpec, class_of_payload};
use crate::heap::trace_fields;
use crate::run::code::CompareKind;
use crate::run::interp::Interp;
use crate::run::native::Args;
use crate::run::raise::Result;
use crate::{Trace, Value};

/// A key: the function, and what it compares. Without an object it makes keys.
struct Key {
    compare: Value,
    object: Option<Value>,
}

impl Trace for Key {
    trace_fields!(compare, object);
}

/// Makes the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let spec = ClassSpec::native("functools", "KeyWrapper");
    let class = class_of_payload::<Key>(interp, &spec)?;
    interp.add_methods(
        &class,
        &[
            ("__call__", call),
            ("__eq__", |interp, args| compare(interp, args, CompareKind::Eq)),
            ("__ge__", |interp, args| compare(interp, args, CompareKind::Ge)),
            ("__gt__", |interp, args| compare(interp, args, CompareKind::Gt)),
            ("__le__", |interp, args| compare(interp, args, CompareKind::Le)),
            ("__lt__", |interp, args| compare(interp, args, CompareKind::Lt)),
            ("__ne__", |interp, args| compare(interp, args, CompareKind::Ne)),
        ],
    )?;
    interp.set_member(&class, "__hash__", interp.none())?;
    interp.add_computed(&class, "obj", object, None)
}

/// `functools.cmp_to_key(mycmp)`
pub(super) fn cmp_to_key(interp: &Interp, args: Args) -> Result<Value> {
    let [compare] = args.bind(interp, "cmp_to_key", ["mycmp"], 1)?;
    let compare = compare.unwrap_or_else(|| interp.none());
    Ok(interp.heap.alloc(Key { compare, object: None })?.into_value())
}

fn object(interp: &Interp, this: &Value) -> Result<Value> {
    let object = this.get::<Key>().and_then(|key| key.object.clone());
    object.ok_or_else(|| interp.attribute_error("object"))
}

fn call(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [object]) = arguments::method(interp, args, "K", 1)?;
    let Some(key) = this.get::<Key>() else { return Ok(interp.none()) };
    Ok(interp.heap.alloc(Key { compare: key.compare.clone(), object })?.into_value())
}

fn compare(interp: &Interp, args: Args, kind: CompareKind) -> Result<Value> {
    let [this, other] = args.exactly(interp, "__lt__")?;
    let (Some(mine), Some(theirs)) = (this.get::<Key>(), other.get::<Key>()) else {
        return Err(interp.type_error("other argument must be K instance"));
    };
    let (Some(a), Some(b)) = (mine.object.clone(), theirs.object.clone()) else {
        return Err(interp.attribute_error("object"));
    };
    let order = interp.call(&mine.compare, [a, b])?;
    interp.compare(kind, &order, &interp.int(0)?)
}
