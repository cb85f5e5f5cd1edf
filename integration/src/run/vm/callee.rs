//! Which calls are followed by a safepoint, and what they allocate for a moment.
//!
//! A function of the language has its safepoint where it begins. Behind the call of anything else
//! CPython looks whether a collection is due, except in the few calls that it runs in a
//! specialised way, which it does from the second time that the op runs.
//!
//! # Source
//! `CHECK_PERIODIC` in `Python/bytecodes.c`; `specialize_class_call` and
//! `get_init_for_simple_managed_python_class` in `Python/specialize.c`.

use super::super::frame::CodeObject;
use super::super::interp::Interp;
use super::super::native::Native;
use crate::object::{Builtin, Class, Function, Kind, Layout, Method};
use crate::{Temporary, Value};

/// What is called, as far as the safepoint behind the call is concerned.
pub(super) struct Callee {
    kind: Kind,
    /// The name of a function written in Rust.
    name: &'static str,
    /// How many arguments there are; nothing when some are given by keyword or unpacked.
    args: Option<usize>,
}

impl Callee {
    #[inline]
    pub(super) fn new(callable: &Value, args: Option<usize>) -> Self {
        let kind = match callable.get::<Method>().and_then(Method::function) {
            Some(function) => function.kind(),
            None => callable.kind(),
        };
        let name = callable.get::<Builtin<Native>>().map_or("", |builtin| builtin.name);
        Self { kind, name, args }
    }

    /// What CPython allocates for the call of a `__new__` or of another slot written in C: a tuple
    /// of the `count` arguments, and one without the first (`tp_new_wrapper`, `wrapperdescr_call`).
    #[inline]
    pub(super) fn hold_tuples<'a>(
        &self,
        interp: &'a Interp,
        callable: &Value,
        count: usize,
    ) -> [Option<Temporary<'a>>; 2] {
        if self.kind == Kind::Builtin && self.name.starts_with("__") && is_slot(self.name) {
            // A method that was found through `super()` is handed its object as well.
            let builtin = callable.get::<Builtin<Native>>();
            let count = count + usize::from(builtin.is_some_and(|b| b.this.borrow().is_some()));
            // An exception keeps the second as its `args`, and has it of its own here.
            let keeps = self.name == "__init__" && is_of_exceptions(interp, callable);
            let rest = if keeps { 0 } else { count.saturating_sub(1) };
            return [interp.hold_argument_tuple(count), interp.hold_argument_tuple(rest)];
        }
        [None, None]
    }

    /// Whether a collection may run behind the call that gave `result`.
    #[cold]
    pub(super) fn checks_after(
        &self,
        interp: &Interp,
        result: &Value,
        is_specialized: bool,
    ) -> bool {
        match (self.kind, self.args) {
            (Kind::Function, _) => false,
            _ if !is_specialized => true,
            (Kind::Builtin, Some(1)) => !matches!(self.name, "append" | "len"),
            (Kind::Builtin, Some(2)) => self.name != "isinstance",
            (Kind::Class, Some(1)) if result.is_a::<Class>() => false,
            (Kind::Class, Some(args)) => {
                let init = interp.special(result, "__init__");
                !init.is_some_and(|init| is_simple(interp, result, &init, args))
            }
            _ => true,
        }
    }
}

/// Whether CPython enters `__init__` right from the call of the class.
fn is_simple(interp: &Interp, made: &Value, init: &Value, args: usize) -> bool {
    let class = interp.class_of(made);
    if class.layout != Layout::Plain || !class.slots.is_empty() || !class.has_dict {
        return false;
    }
    let Some(function) = init.get::<Function>() else { return false };
    let code = function.code.borrow();
    let Some(code) = code.get::<CodeObject>() else { return false };
    let own_new = interp.type_lookup(&class, "__new__");
    own_new.is_none_or(|new| new.is_a::<Builtin<Native>>())
        && code.code.params.take_exactly(args + 1)
}

/// Whether a method of that name, written in C, is called through a slot of its class. Containers
/// have some by name only.
fn is_slot(name: &str) -> bool {
    matches!(
        name,
        "__new__"
            | "__init__"
            | "__call__"
            | "__setattr__"
            | "__delattr__"
            | "__getattribute__"
            | "__repr__"
            | "__str__"
            | "__hash__"
            | "__eq__"
            | "__ne__"
            | "__lt__"
            | "__le__"
            | "__gt__"
            | "__ge__"
            | "__add__"
            | "__sub__"
            | "__mul__"
            | "__len__"
            | "__bool__"
            | "__iter__"
            | "__next__"
            | "__setitem__"
            | "__delitem__"
    )
}

fn is_of_exceptions(interp: &Interp, callable: &Value) -> bool {
    let Some(builtin) = callable.get::<Builtin<Native>>() else { return false };
    let owner = builtin.owner.borrow();
    let owner = owner.as_ref().and_then(Value::get::<Class>);
    owner.is_some_and(|class| class.is_subclass_of(&interp.types.exception("BaseException")))
}
