//! `dict_keys`, `dict_values`, `dict_items`: live views of a dict, the first and the last with
//! the operators of sets.
//!
//! A view owns the dict it looks at; for an object of a subclass of `dict` it owns that object.
//! How to iterate over a view says `iter()`; this file has the rest.
//!
//! # Source
//! `Objects/dictobject.c`: `dictview_richcompare`, `dictviews_sub`, `_PyDictView_Intersect`,
//! `dictitems_xor`.

mod compare;
mod operators;

use core::cell::Cell;
use core::fmt;

use super::super::builtins::arguments::{method, special, wrong_receiver};
use super::super::interp::Interp;
use super::super::native::{Args, Native, base_gc};
use super::super::raise::Result;
use crate::heap::trace_fields;
use crate::object::{Class, Dict, Kind, Tuple};
use crate::{Gc, Trace, Value};

/// What a view shows of the entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The keys.
    Keys,
    /// The values.
    Values,
    /// Pairs of both.
    Items,
}

/// A view of a dict.
#[derive(Debug)]
pub(crate) struct DictView {
    dict: Value,
    part: Part,
    /// Whether its `repr` is being made: a view inside its own dict is not shown again.
    shown: Cell<bool>,
}

impl DictView {
    /// A view of `dict`, which is or wraps a dict.
    pub(crate) fn new(dict: Value, part: Part) -> Self {
        Self { dict, part, shown: Cell::new(false) }
    }

    /// The object looked at.
    pub(crate) fn object(&self) -> &Value {
        &self.dict
    }

    /// The dict looked at.
    pub(crate) fn dict(&self) -> Option<&Gc<Dict>> {
        base_gc::<Dict>(&self.dict)
    }

    /// What of the entries is shown.
    pub(crate) fn part(&self) -> Part {
        self.part
    }

    /// How many entries there are.
    pub(crate) fn len(&self) -> usize {
        self.dict().map_or(0, |dict| dict.len())
    }
}

impl Trace for DictView {
    const KIND: Kind = Kind::DictView;

    trace_fields!(dict);

    fn label(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.part {
            Part::Keys => "dict_keys",
            Part::Values => "dict_values",
            Part::Items => "dict_items",
        })
    }
}

/// The class of a view.
pub(in crate::run) fn class_of(interp: &Interp, value: &Value) -> Gc<Class> {
    let types = &interp.types;
    match value.get::<DictView>().map(DictView::part) {
        Some(Part::Values) => types.dict_values.clone(),
        Some(Part::Items) => types.dict_items.clone(),
        _ => types.dict_keys.clone(),
    }
}

impl Interp {
    /// `dict.keys()` and its like: a view of what is or wraps a dict.
    ///
    /// # Errors
    /// Out of memory.
    pub(crate) fn dict_view(&self, dict: &Value, part: Part) -> Result<Value> {
        Ok(self.heap.alloc(DictView::new(dict.clone(), part))?.into_value())
    }

    /// `item in view`.
    ///
    /// # Errors
    /// Those of `__hash__` and `__eq__`.
    pub(crate) fn view_contains(&self, view: &DictView, item: &Value) -> Result<bool> {
        let Some(dict) = view.dict() else { return Ok(false) };
        match view.part {
            Part::Keys => Ok(self.dict_get(dict, item)?.is_some()),
            Part::Items => {
                let Some([key, value]) = item.get::<Tuple>().map(Tuple::items) else {
                    return Ok(false);
                };
                match self.dict_get(dict, key)? {
                    Some(found) => self.eq(&found, value),
                    None => Ok(false),
                }
            }
            Part::Values => {
                let mut at = 0;
                while let Some((next, key, value)) = dict.next_entry(at) {
                    drop(key);
                    if self.eq(&value, item)? {
                        return Ok(true);
                    }
                    at = next;
                }
                Ok(false)
            }
        }
    }
}

/// The view that `this` is.
fn view<'a>(interp: &Interp, this: &'a Value, name: &str) -> Result<&'a DictView> {
    this.get::<DictView>().ok_or_else(|| wrong_receiver(interp, this, &format!("dict_keys.{name}")))
}

fn len(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "dict_keys.__len__")?;
    interp.size(view(interp, &this, "__len__")?.len())
}

fn iter(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "dict_keys.__iter__")?;
    view(interp, &this, "__iter__")?;
    interp.iter(&this)
}

fn contains(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [item]) = special(interp, args, "dict_keys.__contains__")?;
    Ok(interp.bool(interp.view_contains(view(interp, &this, "__contains__")?, &item)?))
}

fn repr(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = special(interp, args, "dict_keys.__repr__")?;
    let view = view(interp, &this, "__repr__")?;
    if view.shown.replace(true) {
        return interp.str("...");
    }
    let items = interp.collect(&this).and_then(|items| interp.repr(&interp.list(items)?));
    view.shown.set(false);
    interp.str(&format!("{}({})", interp.class_name(&this), items?))
}

fn isdisjoint(interp: &Interp, args: Args) -> Result<Value> {
    let (this, [other]) = args.method(interp, "dict_keys.isdisjoint")?;
    let this = view(interp, &this, "isdisjoint")?;
    let mut disjoint = true;
    let iterator = interp.iter(&other)?;
    while let Some(item) = interp.next(&iterator)? {
        if interp.view_contains(this, &item)? {
            disjoint = false;
            break;
        }
    }
    Ok(interp.bool(disjoint))
}

fn reversed(interp: &Interp, args: Args) -> Result<Value> {
    let (this, []) = method(interp, args, "dict_keys.__reversed__", 0)?;
    let view = view(interp, &this, "__reversed__")?;
    interp.dict_reversed(&view.dict, view.part)
}

fn mapping(interp: &Interp, this: &Value) -> Result<Value> {
    let dict = view(interp, this, "mapping")?.dict.clone();
    interp.mapping_proxy(dict)
}

/// A view is made by its dict only.
fn new(interp: &Interp, mut args: Args) -> Result<Value> {
    let class = args.take_self(interp, "dict_keys.__new__")?;
    let class = class.get::<Class>();
    let name = class.map(Class::name).unwrap_or_default();
    Err(interp.type_error(format!("cannot create '{name}' instances")))
}

const COMMON: &[(&str, Native)] =
    &[("__len__", len), ("__iter__", iter), ("__repr__", repr), ("__reversed__", reversed)];

/// Fills the classes of views.
pub(super) fn install(interp: &Interp) -> Result<()> {
    let types = &interp.types;
    for class in [&types.dict_keys, &types.dict_values, &types.dict_items] {
        interp.add_static(class, &[("__new__", new)])?;
        interp.add_methods(class, COMMON)?;
        interp.add_computed(class, "mapping", mapping, None)?;
    }
    for class in [&types.dict_keys, &types.dict_items] {
        interp.add_methods(class, &[("__contains__", contains), ("isdisjoint", isdisjoint)])?;
        interp.add_methods(class, compare::METHODS)?;
        interp.add_methods(class, operators::METHODS)?;
        super::dict::unhashable(interp, class)?;
    }
    Ok(())
}
