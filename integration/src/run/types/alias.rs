//! `list[int]` and `int | str`: types that stand in annotations.
//!
//! An alias is called like the class it is made from; a union answers `isinstance`.
//!
//! Source: `Objects/genericaliasobject.c`, `Objects/unionobject.c`.

mod union;

use super::super::builtins::arguments::{special, wrong_receiver};
use super::super::interp::Interp;
use super::super::modules::{ClassSpec, class_of_payload};
use super::super::native::{Args, Native};
use super::super::raise::Result;
use crate::heap::trace_fields;
use crate::object::{Class, Kind, Tuple};
use crate::{Gc, Trace, Value};

/// A class with parameters.
#[derive(Debug)]
struct Alias {
    /// The class.
    origin: Value,
    /// The parameters.
    args: Gc<Tuple>,
}

impl Trace for Alias {
    trace_fields!(args, origin);

    fn label(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("types.GenericAlias")
    }
}

fn alias<'a>(interp: &Interp, this: &'a Value, name: &str) -> Result<&'a Alias> {
    let function = format!("types.GenericAlias.{name}");
    this.get::<Alias>().ok_or_else(|| wrong_receiver(interp, this, &function))
}

/// `Class[parameters]`
fn subscript(interp: &Interp, args: Args) -> Result<Value> {
    let (origin, [parameters]) = special(interp, args, "type.__class_getitem__")?;
    interp.generic_alias(origin, parameters)
}

impl Interp {
    /// A class with parameters, which are a tuple when there is more than one.
    ///
    /// # Errors
    /// Out of memory.
    pub(in crate::run) fn generic_alias(&self, origin: Value, parameters: Value) -> Result<Value> {
        let args = match parameters.downcast::<Tuple>() {
            Ok(tuple) => tuple,
            Err(single) => self.heap.tuple([single].into_iter())?,
        };
        Ok(self.heap.alloc(Alias { origin, args })?.into_value())
    }

    /// A type as annotations show it.
    fn type_text(&self, value: &Value) -> Result<String> {
        match value.kind() {
            Kind::Ellipsis => Ok("...".to_owned()),
            Kind::None => Ok("None".to_owned()),
            Kind::Class => match value.get::<Class>() {
                Some(class) => Ok(self.full_name(class)),
                None => self.repr(value),
            },
            _ => self.repr(value),
        }
    }
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "types.GenericAlias.__repr__")?;
    let alias = alias(interp, &this, "__repr__")?;
    let mut shown = Vec::new();
    for parameter in alias.args.items() {
        shown.push(interp.type_text(parameter)?);
    }
    let shown = if shown.is_empty() { "()".to_owned() } else { shown.join(", ") };
    interp.str(&format!("{}[{shown}]", interp.type_text(&alias.origin)?))
}

fn call(interp: &Interp, mut args: Args) -> Result<Value> {
    let this = args.take_self(interp, "types.GenericAlias.__call__")?;
    let origin = alias(interp, &this, "__call__")?.origin.clone();
    let made = interp.call(&origin, args)?;
    // Objects without a namespace do not know what they were made from.
    match interp.set_attr_str(&made, "__orig_class__", this) {
        Err(raised)
            if !interp.is_raised(&raised, "AttributeError")
                && !interp.is_raised(&raised, "TypeError") =>
        {
            Err(raised)
        }
        _ => Ok(made),
    }
}

/// `GenericAlias(origin, parameters)`
fn new(interp: &Interp, args: Args) -> Result<Value> {
    let [_, origin, parameters] = args.exactly(interp, "GenericAlias")?;
    interp.generic_alias(origin, parameters)
}

/// What an alias does not have itself, the class behind it has.
fn get_attr(interp: &Interp, args: Args) -> Result<Value> {
    let [this, name] = args.exactly(interp, "__getattr__")?;
    let origin = alias(interp, &this, "__getattr__")?.origin.clone();
    interp.get_attr_str(&origin, &interp.to_str(&name)?)
}

fn equal(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = special(interp, args, "types.GenericAlias.__eq__")?;
    let this = alias(interp, &this, "__eq__")?;
    let Some(other) = other.get::<Alias>() else { return Ok(interp.not_implemented.clone()) };
    let equal = interp.eq(&this.origin, &other.origin)?
        && interp.eq(this.args.as_value(), other.args.as_value())?;
    Ok(interp.bool(equal))
}

fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "types.GenericAlias.__hash__")?;
    let alias = alias(interp, &this, "__hash__")?;
    interp.int(interp.hash(&alias.origin)? ^ interp.hash(alias.args.as_value())?)
}

/// A class that derives from an alias derives from the class behind it.
fn mro_entries(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [_]) = special(interp, args, "types.GenericAlias.__mro_entries__")?;
    let origin = alias(interp, &this, "__mro_entries__")?.origin.clone();
    interp.tuple([origin].into_iter())
}

fn not_checked(interp: &Interp, function: &str) -> Result<Value> {
    Err(interp.type_error(format!("{function}() argument 2 cannot be a parameterized generic")))
}

const METHODS: &[(&str, Native)] = &[
    ("__repr__", repr),
    ("__call__", call),
    ("__getattr__", get_attr),
    ("__eq__", equal),
    ("__hash__", hash),
    ("__or__", union::or),
    ("__ror__", union::reflected_or),
    ("__mro_entries__", mro_entries),
    ("__instancecheck__", |i, _| not_checked(i, "isinstance")),
    ("__subclasscheck__", |i, _| not_checked(i, "issubclass")),
];

/// Fills the classes, and gives the built-in ones their brackets.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let spec = ClassSpec::native("types", "GenericAlias");
    let class = class_of_payload::<Alias>(interp, &spec)?;
    interp.add_static(&class, &[("__new__", new)])?;
    interp.add_methods(&class, METHODS)?;
    interp.add_computed(
        &class,
        "__origin__",
        |interp, this| Ok(alias(interp, this, "__origin__")?.origin.clone()),
        None,
    )?;
    interp.add_computed(
        &class,
        "__args__",
        |interp, this| Ok(alias(interp, this, "__args__")?.args.to_value()),
        None,
    )?;
    interp.add_computed(&class, "__parameters__", |i, _| Ok(i.empty_tuple.clone()), None)?;
    let types = &interp.types;
    for class in [&types.list, &types.dict, &types.tuple, &types.set, &types.frozenset] {
        interp.add_class_methods(class, &[("__class_getitem__", subscript)])?;
    }
    union::install(interp)
}
