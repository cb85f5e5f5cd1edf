//! The namespaces of objects: where an attribute that belongs to one object is kept.
//!
//! # Source
//! `_PyObject_GetDictPtr` and its users in `Objects/object.c`; `type_setattro`.

use super::super::interp::Interp;
use super::super::modules::{Local, weakref};
use super::super::native::{Descriptor, base_of};
use super::super::raise::Result;
use crate::object::{Class, Dict, Exception, Function, Instance, Kind, Module, Str, Wrapped};
use crate::{Gc, Value};

impl Interp {
    /// An attribute in the object's own namespace.
    ///
    /// # Errors
    /// What `__init__` of a subclass of `threading.local` raises.
    pub(super) fn own_attr(&self, object: &Value, name: &Gc<Str>) -> Result<Option<Value>> {
        if let Some(local) = local_of(object) {
            return Ok(local.dict(self, object)?.get_interned(name));
        }
        Ok(Self::plain_own_attr(object, name))
    }

    fn plain_own_attr(object: &Value, name: &Gc<Str>) -> Option<Value> {
        match object.kind() {
            Kind::Instance => object.get::<Instance>()?.get(name),
            Kind::Exception => {
                let dict = object.get::<Exception>()?.dict.borrow().clone();
                dict?.get_interned(name)
            }
            Kind::Function => {
                let dict = object.get::<Function>()?.dict.borrow().clone();
                dict?.get_interned(name)
            }
            Kind::Descriptor => {
                let dict = wrapped(object)?.dict.borrow().clone();
                dict?.get_interned(name)
            }
            Kind::Module => object.get::<Module>()?.dict.get_interned(name),
            Kind::WeakRef => weakref::part(object)?.get(name),
            _ => None,
        }
    }

    /// The object's own namespace as a dict, made if there is none yet.
    ///
    /// # Errors
    /// Out of memory.
    pub fn own_dict(&self, object: &Value) -> Result<Option<Gc<Dict>>> {
        if let Some(local) = local_of(object) {
            return local.dict(self, object).map(Some);
        }
        Ok(match object.kind() {
            Kind::Instance => match object.get::<Instance>() {
                Some(instance) => instance.dict(&self.heap)?,
                None => None,
            },
            Kind::Exception => {
                let Some(exception) = object.get::<Exception>() else { return Ok(None) };
                Some(self.dict_in(&exception.dict)?)
            }
            Kind::Function => {
                let Some(function) = object.get::<Function>() else { return Ok(None) };
                Some(self.dict_in(&function.dict)?)
            }
            Kind::Descriptor => match wrapped(object) {
                Some(wrapped) => Some(self.dict_in(&wrapped.dict)?),
                None => None,
            },
            Kind::Module => object.get::<Module>().map(|m| m.dict.clone()),
            Kind::WeakRef => match weakref::part(object) {
                Some(part) => part.dict(&self.heap)?,
                None => None,
            },
            _ => None,
        })
    }

    fn dict_in(&self, place: &core::cell::RefCell<Option<Gc<Dict>>>) -> Result<Gc<Dict>> {
        if let Some(dict) = &*place.borrow() {
            return Ok(dict.clone());
        }
        let dict = self.heap.dict()?;
        place.replace(Some(dict.clone()));
        Ok(dict)
    }

    /// Sets or deletes in the object's own namespace.
    pub(super) fn change_own_attr(
        &self,
        object: &Value,
        name: &Gc<Str>,
        value: Option<Value>,
        is_of_class: bool,
    ) -> Result<()> {
        let part = weakref::part(object);
        let instance = object.get::<Instance>().filter(|_| local_of(object).is_none());
        if let Some(instance) = part.as_deref().or(instance) {
            if !instance.has_dict() {
                return Err(self.cannot_change(object, name, is_of_class));
            }
            let before = match value {
                Some(value) => Some(instance.set(&self.heap, name, value)?),
                None => instance.remove(name).map(Some),
            };
            return match before {
                Some(before) => {
                    drop(before);
                    Ok(())
                }
                None => Err(self.no_attribute(object, name)),
            };
        }
        let Some(dict) = self.own_dict(object)? else {
            return Err(self.cannot_change(object, name, is_of_class));
        };
        match value {
            Some(value) => drop(Dict::set_str(&dict, name, value)?),
            None => match dict.del_str(name.as_str()) {
                Some(before) => drop(before),
                None => return Err(self.no_attribute(object, name)),
            },
        }
        Ok(())
    }

    fn cannot_change(
        &self,
        object: &Value,
        name: &Gc<Str>,
        is_of_class: bool,
    ) -> super::super::raise::Raised {
        let class = self.class_name(object);
        let name = name.as_str();
        self.attribute_error(if is_of_class {
            format!("'{class}' object attribute '{name}' is read-only")
        } else {
            format!(
                "'{class}' object has no attribute '{name}' and no __dict__ for setting new attributes"
            )
        })
    }

    pub(super) fn change_class_attr(
        &self,
        class: &Gc<Class>,
        name: &Gc<Str>,
        value: Option<Value>,
    ) -> Result<()> {
        if class.is_builtin {
            return Err(self.type_error(format!(
                "cannot set '{}' attribute of immutable type '{}'",
                name.as_str(),
                class.name()
            )));
        }
        let name = self.intern(name.as_str())?;
        let before = match value {
            Some(value) => Dict::set_str(&class.dict, &name, value)?,
            None => match class.dict.del_str(name.as_str()) {
                Some((_, value)) => Some(value),
                None => return Err(self.no_attribute(class.as_value(), &name)),
            },
        };
        self.class_changed();
        if name.as_str() == "__del__" {
            self.refresh_finalizers(class);
        }
        drop(before);
        Ok(())
    }

    /// Finds out again which classes have a finalizer.
    fn refresh_finalizers(&self, class: &Gc<Class>) {
        class.has_finalizer.set(self.type_lookup(class, "__del__").is_some());
        let below: Vec<Gc<Class>> =
            class.subclasses.borrow().iter().filter_map(crate::Weak::upgrade).collect();
        for class in below {
            self.refresh_finalizers(&class);
        }
    }
}

/// What an object of `threading.local` wraps.
#[inline]
fn local_of(object: &Value) -> Option<&Local> {
    object.get::<Instance>()?.base()?.get::<Local>()
}

/// What a `staticmethod` or `classmethod` is.
fn wrapped(object: &Value) -> Option<&Wrapped> {
    match object.get::<Descriptor>()? {
        Descriptor::Static(wrapped) | Descriptor::ClassMethod(wrapped) => Some(wrapped),
        _ => None,
    }
}

/// `object.__dict__`
pub(in super::super) fn get_dict(interp: &Interp, object: &Value) -> Result<Value> {
    if let Some(given) = object.get::<Instance>().and_then(Instance::given_dict) {
        return Ok(given);
    }
    match interp.own_dict(object)? {
        Some(dict) => Ok(dict.into_value()),
        None => Err(interp.no_attribute(object, &interp.intern("__dict__")?)),
    }
}

/// `object.__dict__ = dict`
pub(in super::super) fn set_dict(
    interp: &Interp,
    object: &Value,
    value: Option<Value>,
) -> Result<()> {
    let dict = match &value {
        None => None,
        Some(value) => match value.to::<Dict>() {
            Some(dict) => Some(dict),
            None if base_of::<Dict>(value).is_some() && object.is_a::<Instance>() => {
                if let Some(instance) = object.get::<Instance>() {
                    instance.give_dict(value.clone());
                }
                return Ok(());
            }
            None => {
                return Err(interp.type_error(format!(
                    "__dict__ must be set to a dictionary, not a '{}'",
                    interp.class_name(value)
                )));
            }
        },
    };
    if let Some(instance) = object.get::<Instance>() {
        instance.replace_dict(dict);
    } else if let Some(exception) = object.get::<Exception>() {
        let before = exception.dict.replace(dict);
        drop(before);
    } else if let Some(function) = object.get::<Function>() {
        let before = function.dict.replace(dict);
        drop(before);
    } else if let Some(wrapped) = wrapped(object) {
        let before = wrapped.dict.replace(dict);
        drop(before);
    }
    Ok(())
}

/// `object.__weakref__`
pub(in super::super) fn get_weakref(interp: &Interp, object: &Value) -> Result<Value> {
    let first = interp.heap.weakrefs(object).into_iter().next();
    Ok(first.unwrap_or_else(|| interp.none()))
}
