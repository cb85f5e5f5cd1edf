//! Descriptors: what a value in a class becomes when it is reached through an object.
//!
//! # Source
//! `func_descr_get`, `method_get`, `property_descr_get`, `cm_descr_get`, `sm_descr_get`.

use super::super::interp::{Interp, new_builtin};
use super::super::modules::weakref;
use super::super::native::{Args, Descriptor, Native};
use super::super::raise::Result;
use crate::object::{Builtin, Class, Instance, Kind, Method};
use crate::{Gc, Value};

impl Interp {
    /// Whether a value in a class wins over the object's own namespace.
    pub(super) fn is_data_descriptor(&self, found: &Value) -> bool {
        match found.kind() {
            Kind::Descriptor => matches!(
                found.get::<Descriptor>(),
                Some(
                    Descriptor::Property { .. }
                        | Descriptor::Slot { .. }
                        | Descriptor::Computed { .. }
                )
            ),
            Kind::Instance => {
                if let Some(base) = found.get::<Instance>().and_then(Instance::base)
                    && self.is_data_descriptor(base)
                {
                    return true;
                }
                let class = self.class_of(found);
                self.type_lookup(&class, "__set__").is_some()
                    || self.type_lookup(&class, "__delete__").is_some()
            }
            _ => false,
        }
    }

    /// Whether a data descriptor can be read: one that is only set leaves reading to the object's
    /// own namespace.
    pub(super) fn has_getter(&self, found: &Value) -> bool {
        let is_built_in =
            |i: &Instance| i.base().is_some_and(|base| base.kind() == Kind::Descriptor);
        found.get::<Instance>().is_none_or(is_built_in) || self.special(found, "__get__").is_some()
    }

    /// What a value found in `class` is for `object`, or for the class itself.
    ///
    /// # Errors
    /// What the descriptor raises.
    pub fn bind_descriptor(
        &self,
        found: &Value,
        object: Option<&Value>,
        class: &Gc<Class>,
    ) -> Result<Value> {
        match found.kind() {
            Kind::Function => match object {
                Some(object) => self.bind_method(found.clone(), object.clone()),
                None => Ok(found.clone()),
            },
            Kind::Builtin => match (found.get::<Builtin<Native>>(), object) {
                (Some(builtin), Some(object)) if builtin.is_method.get() => {
                    let bound =
                        new_builtin(builtin.name, builtin.native, Some(object.clone()), false);
                    Ok(self.heap.alloc(bound)?.into_value())
                }
                _ => Ok(found.clone()),
            },
            Kind::Descriptor => match found.get::<Descriptor>() {
                Some(descriptor) => self.read_descriptor(descriptor, found, object, class),
                None => Ok(found.clone()),
            },
            Kind::Instance => self.read_instance_descriptor(found, object, class),
            Kind::Super => super::super::types::bind_super(self, found, object),
            _ => Ok(found.clone()),
        }
    }

    /// A method object.
    ///
    /// # Errors
    /// Out of memory.
    pub fn bind_method(&self, function: Value, this: Value) -> Result<Value> {
        Ok(self.heap.alloc(Method::new(function, this))?.into_value())
    }

    fn read_descriptor(
        &self,
        descriptor: &Descriptor,
        found: &Value,
        object: Option<&Value>,
        class: &Gc<Class>,
    ) -> Result<Value> {
        match (descriptor, object) {
            (Descriptor::Static(function), _) => {
                Ok(function.function().unwrap_or_else(|| self.none()))
            }
            (Descriptor::ClassMethod(function), _) => {
                let function = function.function().unwrap_or_else(|| self.none());
                if let Some(builtin) = function.get::<Builtin<Native>>() {
                    let this = Some(class.to_value());
                    let bound = new_builtin(builtin.name, builtin.native, this, false);
                    return Ok(self.heap.alloc(bound)?.into_value());
                }
                self.bind_method(function, class.to_value())
            }
            (_, None) => Ok(found.clone()),
            (Descriptor::Property { parts }, Some(object)) => {
                let getter = parts.borrow()[0].clone();
                match getter.filter(|g| !self.is_none(g)) {
                    Some(getter) => self.call(&getter, [object.clone()]),
                    None => Err(self.property_error(found, object, "getter")),
                }
            }
            (Descriptor::Slot { index, name, .. }, Some(object)) => {
                let part = weakref::part(object);
                let instance = part.as_deref().or_else(|| object.get::<Instance>());
                let value = instance.and_then(|i| i.slot(*index));
                value.ok_or_else(|| {
                    self.attribute_error(format!(
                        "'{}' object has no attribute '{}'",
                        self.class_name(object),
                        name.as_str()
                    ))
                })
            }
            (Descriptor::Computed { get, .. }, Some(object)) => get(self, object),
        }
    }

    fn read_instance_descriptor(
        &self,
        found: &Value,
        object: Option<&Value>,
        class: &Gc<Class>,
    ) -> Result<Value> {
        if let Some(base) = found.get::<Instance>().and_then(Instance::base)
            && base.kind() == Kind::Descriptor
            && self
                .type_lookup(&self.class_of(found), "__get__")
                .is_none_or(|g| g.kind() == Kind::Builtin)
        {
            return self.bind_descriptor(base, object, class);
        }
        let Some(get) = self.special(found, "__get__") else { return Ok(found.clone()) };
        let object = object.cloned().unwrap_or_else(|| self.none());
        self.call_unbound(get, found, [object, class.to_value()].into())
    }

    /// Sets or deletes through a data descriptor.
    pub(in super::super) fn set_descriptor(
        &self,
        found: &Value,
        object: &Value,
        value: Option<Value>,
    ) -> Result<()> {
        let Some(descriptor) = found.get::<Descriptor>() else {
            if let Some(base) = found.get::<Instance>().and_then(Instance::base)
                && base.kind() == Kind::Descriptor
            {
                return self.set_descriptor(base, object, value);
            }
            let name = if value.is_some() { "__set__" } else { "__delete__" };
            let args: Vec<Value> = core::iter::once(object.clone()).chain(value).collect();
            return match self.call_special(found, name, Args::from(args))? {
                Some(_) => Ok(()),
                None => Err(self.attribute_error(name)),
            };
        };
        match descriptor {
            Descriptor::Property { parts } => {
                let index = if value.is_some() { 1 } else { 2 };
                let setter = parts.borrow()[index].clone();
                let Some(setter) = setter.filter(|s| !self.is_none(s)) else {
                    let what = if value.is_some() { "setter" } else { "deleter" };
                    return Err(self.property_error(found, object, what));
                };
                let args: Vec<Value> = core::iter::once(object.clone()).chain(value).collect();
                self.call(&setter, args).map(drop)
            }
            Descriptor::Slot { index, name, .. } => {
                let part = weakref::part(object);
                let instance = part.as_deref().or_else(|| object.get::<Instance>());
                let Some(instance) = instance else {
                    return Err(self.attribute_error(name.as_str()));
                };
                let deleting = value.is_none();
                let before = instance.set_slot(*index, value);
                if deleting && before.is_none() {
                    return Err(self.attribute_error(name.as_str()));
                }
                drop(before);
                Ok(())
            }
            Descriptor::Computed { name, set, .. } => match set {
                Some(set) => set(self, object, value),
                None => Err(self.attribute_error(format!(
                    "attribute '{}' of '{}' objects is not writable",
                    name.as_str(),
                    self.class_name(object)
                ))),
            },
            Descriptor::Static(_) | Descriptor::ClassMethod(_) => Ok(()),
        }
    }

    fn property_error(
        &self,
        property: &Value,
        object: &Value,
        what: &str,
    ) -> super::super::raise::Raised {
        let class = self.class_of(object);
        let name = class.mro().and_then(|mro| {
            mro.items().iter().find_map(|c| {
                let dict = &c.get::<Class>()?.dict;
                let mut position = 0;
                while let Some((next, name, value)) = dict.next_entry(position) {
                    if value.is(property) {
                        return name.get::<crate::object::Str>().map(|n| n.as_str().to_owned());
                    }
                    position = next;
                }
                None
            })
        });
        let class = class.qualname.borrow().as_str().to_owned();
        self.attribute_error(match name {
            Some(name) => format!("property '{name}' of '{class}' object has no {what}"),
            None => format!("property of '{class}' object has no {what}"),
        })
    }
}
