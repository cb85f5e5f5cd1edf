//! `dir`, `vars`, `globals`, `locals`: what names there are, and where.

use std::collections::BTreeSet;

use super::super::interp::Interp;
use super::super::native::{Args, Native, base_of};
use super::super::raise::Result;
use super::arguments::positional;
use crate::object::{Class, Dict, Kind, Module, Str};
use crate::{Gc, Value};

/// The functions.
pub(super) const FUNCTIONS: &[(&str, Native)] =
    &[("dir", dir), ("vars", vars), ("globals", globals), ("locals", locals)];

fn dir(interp: &Interp, args: Args) -> Result<Value> {
    interp.count_argument_tuple(args.len());
    let [object] = positional(interp, args, "dir", 0)?;
    let Some(object) = object else {
        let names = interp.collect(&interp.current_locals()?)?;
        return sorted(interp, names);
    };
    let method = interp.special(&object, "__dir__");
    if method.is_some_and(|method| !interp.is_object_method(&method))
        && let Some(names) = interp.call_special(&object, "__dir__", Args::none())?
    {
        let names = interp.collect(&names)?;
        return sorted(interp, names);
    }
    let mut names = BTreeSet::new();
    match object.kind() {
        Kind::Class => {
            if let Some(class) = object.get::<Class>() {
                add_class(class, &mut names);
            }
        }
        Kind::Module => {
            if let Some(module) = object.get::<Module>() {
                add_names(&module.dict, &mut names);
            }
        }
        _ => {
            if let Some(dict) = interp.own_dict(&object)? {
                add_names(&dict, &mut names);
            }
            add_class(&interp.class_of(&object), &mut names);
        }
    }
    let names = names.iter().map(|name| interp.str(name)).collect::<Result<_>>()?;
    interp.list(names)
}

fn sorted(interp: &Interp, names: Vec<Value>) -> Result<Value> {
    let list = interp.list(names)?;
    interp.call_method(&list, "sort", Args::none())?;
    Ok(list)
}

fn add_names(dict: &Gc<Dict>, names: &mut BTreeSet<String>) {
    let mut at = 0;
    while let Some((next, key, _)) = dict.next_entry(at) {
        if let Some(name) = base_of::<Str>(&key) {
            names.insert(name.as_str().to_owned());
        }
        at = next;
    }
}

/// The names in the namespaces of a class and its bases.
fn add_class(class: &Class, names: &mut BTreeSet<String>) {
    let Some(mro) = class.mro() else { return };
    for class in mro.items().iter().filter_map(Value::get::<Class>) {
        add_names(&class.dict, names);
    }
}

fn vars(interp: &Interp, args: Args) -> Result<Value> {
    interp.count_argument_tuple(args.len());
    let [object] = positional(interp, args, "vars", 0)?;
    let Some(object) = object else { return interp.current_locals() };
    match interp.lookup_attr(&object, "__dict__")? {
        Some(dict) => Ok(dict),
        None => Err(interp.type_error("vars() argument must have __dict__ attribute")),
    }
}

fn globals(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "globals")?;
    let globals = interp.current_globals();
    globals.map_or_else(|| Ok(interp.heap.dict()?.into_value()), |dict| Ok(dict.into_value()))
}

fn locals(interp: &Interp, args: Args) -> Result<Value> {
    let [] = args.exactly(interp, "locals")?;
    interp.current_locals()
}
