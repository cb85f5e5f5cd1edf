//! The classes with one object: of `None`, `...` and `NotImplemented`.
//!
//! Source: `Objects/object.c`, `Objects/sliceobject.c`.

use super::super::builtins::arguments::special;
use super::super::interp::Interp;
use super::super::native::{Args, Native};
use super::super::raise::Result;
use crate::Value;
use crate::object::Kind;

/// The class called with nothing gives its object.
fn only(interp: &Interp, mut args: Args, object: &Value) -> Result<Value> {
    let class = args.take_self(interp, "__new__")?;
    if !args.is_empty() || !args.keywords.is_empty() {
        let name = class.get::<crate::object::Class>().map(crate::object::Class::name);
        let error = format!("{} takes no arguments", name.unwrap_or_default());
        return Err(interp.type_error(error));
    }
    Ok(object.clone())
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "object.__repr__")?;
    interp.str(&interp.repr(&this)?)
}

fn truth(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "NoneType.__bool__")?;
    Ok(interp.bool(this.kind() != Kind::None))
}

/// Fills the classes.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let types = &interp.types;
    let new: [(_, Native); 3] = [
        (&types.none_type, |i, a| only(i, a, &i.none)),
        (&types.ellipsis, |i, a| only(i, a, &i.ellipsis)),
        (&types.not_implemented, |i, a| only(i, a, &i.not_implemented)),
    ];
    for (class, new) in new {
        interp.add_static(class, &[("__new__", new)])?;
        interp.add_methods(class, &[("__repr__", repr)])?;
    }
    interp.add_methods(&types.none_type, &[("__bool__", truth)])
}
