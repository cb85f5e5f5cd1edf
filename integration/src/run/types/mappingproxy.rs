//! `mappingproxy`: a view of a mapping that cannot change it.
//!
//! # Source
//! `Objects/descrobject.c`: `mappingproxy_methods`, `mappingproxy_richcompare`.

use core::fmt;

use super::super::builtins::arguments::{method, special, wrong_receiver};
use super::super::code::{BinaryKind, CompareKind};
use super::super::interp::Interp;
use super::super::native::{Args, Native, base_of};
use super::super::raise::Result;
use crate::heap::trace_fields;
use crate::object::{Kind, List, Tuple};
use crate::{Trace, Value};

/// A mapping that can only be read.
#[derive(Debug)]
pub(crate) struct MappingProxy {
    /// The mapping.
    pub(crate) mapping: Value,
}

impl Trace for MappingProxy {
    const KIND: Kind = Kind::MappingProxy;

    trace_fields!(mapping);

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("mappingproxy")
    }
}

impl Interp {
    /// A proxy of a mapping.
    ///
    /// # Errors
    /// Out of memory.
    pub(crate) fn mapping_proxy(&self, mapping: Value) -> Result<Value> {
        Ok(self.heap.alloc(MappingProxy { mapping })?.into_value())
    }
}

fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    args.take_self(interp, "mappingproxy.__new__")?;
    let [mapping] = args.bind(interp, "mappingproxy", ["mapping"], 1)?;
    let mapping = mapping.unwrap_or_else(|| interp.none());
    let class = interp.class_of(&mapping);
    let is_sequence = base_of::<List>(&mapping).is_some() || base_of::<Tuple>(&mapping).is_some();
    if is_sequence || interp.type_lookup(&class, "__getitem__").is_none() {
        return Err(interp.type_error(format!(
            "mappingproxy() argument must be a mapping, not {}",
            interp.class_name(&mapping)
        )));
    }
    interp.mapping_proxy(mapping)
}

fn mapping<'a>(interp: &Interp, this: &'a Value, name: &str) -> Result<&'a Value> {
    match this.get::<MappingProxy>() {
        Some(proxy) => Ok(&proxy.mapping),
        None => Err(wrong_receiver(interp, this, &format!("mappingproxy.{name}"))),
    }
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "mappingproxy.__len__")?;
    interp.size(interp.len(mapping(interp, &this, "__len__")?)?)
}

fn iter(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "mappingproxy.__iter__")?;
    interp.iter(mapping(interp, &this, "__iter__")?)
}

fn getitem(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "mappingproxy.__getitem__")?;
    interp.get_item(mapping(interp, &this, "__getitem__")?, &key)
}

fn contains(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key]) = special(interp, args, "mappingproxy.__contains__")?;
    Ok(interp.bool(interp.contains(mapping(interp, &this, "__contains__")?, &key)?))
}

fn hash(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "mappingproxy.__hash__")?;
    interp.int(interp.hash(mapping(interp, &this, "__hash__")?)?)
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "mappingproxy.__repr__")?;
    let inner = interp.repr(mapping(interp, &this, "__repr__")?)?;
    interp.str(&format!("mappingproxy({inner})"))
}

fn str(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "mappingproxy.__str__")?;
    interp.str(&interp.to_str(mapping(interp, &this, "__str__")?)?)
}

fn reversed(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = method(interp, args, "mappingproxy.__reversed__", 0)?;
    interp.call_method(mapping(interp, &this, "__reversed__")?, "__reversed__", Args::none())
}

fn get(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [key, default]) = method(interp, args, "mappingproxy.get", 1)?;
    let key = key.unwrap_or_else(|| interp.none());
    let default = default.unwrap_or_else(|| interp.none());
    interp.call_method(mapping(interp, &this, "get")?, "get", [key, default])
}

/// A method of the mapping without arguments.
fn forward(interp: &Interp, args: Args, name: &'static str) -> Result<Value> {
    let (this, []) = args.method(interp, &format!("mappingproxy.{name}"))?;
    interp.call_method(mapping(interp, &this, name)?, name, Args::none())
}

fn compare(interp: &Interp, args: Args, name: &str, kind: CompareKind) -> Result<Value> {
    let (this, [other]) = special(interp, args, &format!("mappingproxy.{name}"))?;
    interp.compare(kind, mapping(interp, &this, name)?, &other)
}

fn or(interp: &Interp, args: Args, name: &str, reflected: bool) -> Result<Value> {
    let (this, [other]) = special(interp, args, &format!("mappingproxy.{name}"))?;
    let own = mapping(interp, &this, name)?;
    let other = other.get::<MappingProxy>().map_or(&other, |proxy| &proxy.mapping);
    let (left, right) = if reflected { (other, own) } else { (own, other) };
    interp.binary(BinaryKind::Or, left, right)
}

fn or_in_place(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [_]) = special(interp, args, "mappingproxy.__ior__")?;
    Err(interp.type_error(format!(
        "'|=' is not supported by {}; use '|' instead",
        interp.class_name(&this)
    )))
}

const METHODS: &[(&str, Native)] = &[
    ("__len__", len),
    ("__iter__", iter),
    ("__getitem__", getitem),
    ("__contains__", contains),
    ("__hash__", hash),
    ("__repr__", repr),
    ("__str__", str),
    ("__reversed__", reversed),
    ("get", get),
    ("keys", |interp, args| forward(interp, args, "keys")),
    ("values", |interp, args| forward(interp, args, "values")),
    ("items", |interp, args| forward(interp, args, "items")),
    ("copy", |interp, args| forward(interp, args, "copy")),
    ("__eq__", |interp, args| compare(interp, args, "__eq__", CompareKind::Eq)),
    ("__ne__", |interp, args| compare(interp, args, "__ne__", CompareKind::Ne)),
    ("__lt__", |interp, args| compare(interp, args, "__lt__", CompareKind::Lt)),
    ("__le__", |interp, args| compare(interp, args, "__le__", CompareKind::Le)),
    ("__gt__", |interp, args| compare(interp, args, "__gt__", CompareKind::Gt)),
    ("__ge__", |interp, args| compare(interp, args, "__ge__", CompareKind::Ge)),
    ("__or__", |interp, args| or(interp, args, "__or__", false)),
    ("__ror__", |interp, args| or(interp, args, "__ror__", true)),
    ("__ior__", or_in_place),
];

/// Fills the class.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let class = &interp.types.mappingproxy;
    interp.add_static(class, &[("__new__", new)])?;
    interp.add_methods(class, METHODS)
}
