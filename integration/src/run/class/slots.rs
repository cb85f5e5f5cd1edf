//! Which methods written in Rust are slots of their type in CPython, and not methods by name only.
//!
//! Programs see it by the class of the method: `wrapper_descriptor` and `method-wrapper` instead of
//! `method_descriptor` and `builtin_function_or_method`.
//!
//! # Source
//! `slotdefs` in `Objects/typeobject.c`; methods with `METH_COEXIST`.

use super::super::native::Native;
use crate::object::{Builtin, Class, Kind, Layout};

/// The names of slots, without the underscores; binary operators without their `r` and `i` forms.
const SLOTS: &[&str] = &[
    "getattribute",
    "setattr",
    "delattr",
    "repr",
    "hash",
    "call",
    "str",
    "lt",
    "le",
    "eq",
    "ne",
    "gt",
    "ge",
    "iter",
    "next",
    "get",
    "set",
    "delete",
    "init",
    "del",
    "await",
    "aiter",
    "anext",
    "neg",
    "pos",
    "abs",
    "bool",
    "invert",
    "int",
    "float",
    "index",
    "len",
    "getitem",
    "setitem",
    "delitem",
    "contains",
];
const OPERATORS: &[&str] = &[
    "add", "sub", "mul", "mod", "divmod", "pow", "lshift", "rshift", "and", "xor", "or",
    "floordiv", "truediv", "matmul",
];

/// Whether it is a method of a type, bound or not, that CPython calls through a slot.
pub(in super::super) fn is_slot(builtin: &Builtin<Native>) -> bool {
    let name = builtin.name.strip_prefix("__").and_then(|name| name.strip_suffix("__"));
    let Some(name) = name else { return false };
    let operator = name.strip_prefix(['r', 'i']).unwrap_or(name);
    let is_name =
        SLOTS.contains(&name) || OPERATORS.contains(&name) || OPERATORS.contains(&operator);
    is_name && is_of_type(builtin) && !is_by_name(builtin, name)
}

fn is_of_type(builtin: &Builtin<Native>) -> bool {
    let this = builtin.this.borrow();
    builtin.is_method.get() || this.as_ref().is_some_and(|this| this.kind() != Kind::Module)
}

/// Containers have the methods that are called most by name, too.
fn is_by_name(builtin: &Builtin<Native>, name: &str) -> bool {
    let kind = match (&*builtin.this.borrow(), &*builtin.owner.borrow()) {
        (Some(this), _) => this.kind(),
        (None, Some(owner)) => match owner.get::<Class>().map(|class| class.layout) {
            Some(Layout::Native(kind)) => kind,
            _ => return false,
        },
        (None, None) => return false,
    };
    match name {
        "getitem" => matches!(kind, Kind::Dict | Kind::List),
        "contains" => matches!(kind, Kind::Dict | Kind::Set | Kind::FrozenSet),
        _ => false,
    }
}
