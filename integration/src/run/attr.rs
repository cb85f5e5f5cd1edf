//! Attributes: how `o.name` is found, set and deleted.
//!
//! A data descriptor of the class comes first, then the object's own namespace, then whatever the
//! class has, bound to the object; then `__getattr__`. A class looks in its metaclass and in
//! itself and its bases.
//!
//! # Source
//! `_PyObject_GenericGetAttrWithDict` in `Objects/object.c`, `type_getattro`, `slot_tp_getattr_hook`
//! in `Objects/typeobject.c`.

mod bind;
mod own;

pub(super) use own::{get_dict, get_weakref, set_dict};

use super::interp::Interp;
use super::raise::Result;
use crate::object::{Class, Exception, Kind, Method, Str, Super};
use crate::{Gc, Value};

impl Interp {
    /// `object.name`
    ///
    /// # Errors
    /// `AttributeError`, and whatever code of the program raises.
    pub fn get_attr(&self, object: &Value, name: &Gc<Str>) -> Result<Value> {
        match self.find_attr(object, name)? {
            Some(value) => Ok(value),
            None => Err(self.no_attribute(object, name)),
        }
    }

    /// As [`Interp::get_attr`], for a name in Rust.
    ///
    /// # Errors
    /// As there.
    pub fn get_attr_str(&self, object: &Value, name: &str) -> Result<Value> {
        self.get_attr(object, &self.intern(name)?)
    }

    /// `object.name`, or nothing when there is no such attribute.
    ///
    /// # Errors
    /// Whatever code of the program raises but `AttributeError`.
    pub fn lookup_attr(&self, object: &Value, name: &str) -> Result<Option<Value>> {
        match self.find_attr(object, &self.intern(name)?) {
            Err(raised) if self.is_raised(&raised, "AttributeError") => Ok(None),
            other => other,
        }
    }

    /// The whole of `object.name`: hooks of the class included. Nothing when there is neither
    /// the attribute nor a hook; the error is then the caller's to make.
    fn find_attr(&self, object: &Value, name: &Gc<Str>) -> Result<Option<Value>> {
        match object.kind() {
            Kind::Instance | Kind::Exception | Kind::WeakRef => {}
            Kind::Class => return self.find_class_attr(object, name),
            Kind::Super => {
                if let Some(parts) = object.get::<Super>() {
                    return self.find_super_attr(parts, object, name);
                }
            }
            Kind::WeakProxy => {
                let referent = super::modules::weakref_proxy::referent(self, object)?;
                return self.get_attr(&referent, name).map(Some);
            }
            Kind::Module => {
                return match self.generic_find_attr(object, name)? {
                    None => self.module_getattr(object, name),
                    found => Ok(found),
                };
            }
            _ => return self.generic_find_attr(object, name),
        }
        let class = self.class_of(object);
        if class.is_builtin {
            return self.generic_find_attr(object, name);
        }
        let hook = self.type_lookup(&class, "__getattribute__");
        let found = match hook {
            Some(hook) if hook.kind() != Kind::Builtin => {
                self.call_unbound(hook, object, [name.to_value()].into()).map(Some)
            }
            _ => self.generic_find_attr(object, name),
        };
        let missing = match &found {
            Ok(None) => true,
            Err(raised) => self.is_raised(raised, "AttributeError"),
            Ok(Some(_)) => false,
        };
        if missing && let Some(hook) = self.type_lookup(&class, "__getattr__") {
            drop(found);
            return self.call_unbound(hook, object, [name.to_value()].into()).map(Some);
        }
        found
    }

    /// `object.__getattribute__(name)` of the class `object`: no hooks.
    ///
    /// # Errors
    /// `AttributeError`, and what descriptors raise.
    pub fn generic_get_attr(&self, object: &Value, name: &Gc<Str>) -> Result<Value> {
        let found = match object.kind() {
            Kind::Class => self.find_class_attr(object, name)?,
            _ => self.generic_find_attr(object, name)?,
        };
        found.ok_or_else(|| self.no_attribute(object, name))
    }

    fn generic_find_attr(&self, object: &Value, name: &Gc<Str>) -> Result<Option<Value>> {
        let class = self.class_of(object);
        let of_class = self.type_lookup_name(&class, name);
        if let Some(found) = &of_class
            && self.is_data_descriptor(found)
            && self.has_getter(found)
        {
            return self.bind_descriptor(found, Some(object), &class).map(Some);
        }
        if let Some(own) = self.own_attr(object, name)? {
            return Ok(Some(own));
        }
        match of_class {
            Some(found) => self.bind_descriptor(&found, Some(object), &class).map(Some),
            // What a method does not know, its function may.
            None => match object.get::<Method>().and_then(Method::function) {
                Some(function) => self.get_attr(&function, name).map(Some),
                None => Ok(None),
            },
        }
    }

    fn find_class_attr(&self, object: &Value, name: &Gc<Str>) -> Result<Option<Value>> {
        let Some(class) = object.as_gc::<Class>() else { return Ok(None) };
        let metaclass = self.class_of(object);
        let of_metaclass = self.type_lookup_name(&metaclass, name);
        if let Some(found) = &of_metaclass
            && self.is_data_descriptor(found)
        {
            return self.bind_descriptor(found, Some(object), &metaclass).map(Some);
        }
        if let Some(found) = self.type_lookup_name(class, name) {
            return self.bind_descriptor(&found, None, class).map(Some);
        }
        if let Some(found) = of_metaclass {
            return self.bind_descriptor(&found, Some(object), &metaclass).map(Some);
        }
        if !metaclass.is_builtin
            && let Some(hook) = self.type_lookup(&metaclass, "__getattr__")
        {
            return self.call_unbound(hook, object, [name.to_value()].into()).map(Some);
        }
        Ok(None)
    }

    fn find_super_attr(
        &self,
        parts: &Super,
        object: &Value,
        name: &Gc<Str>,
    ) -> Result<Option<Value>> {
        if name.as_str() != "__class__"
            && let Some((this, order)) = &parts.bound
            && let Some(found) = self.lookup_behind(order, &parts.class, name)
        {
            let this = (!this.is(order.as_value())).then_some(this);
            return self.bind_descriptor(&found, this, order).map(Some);
        }
        self.generic_find_attr(object, name)
    }

    fn module_getattr(&self, object: &Value, name: &Gc<Str>) -> Result<Option<Value>> {
        let module = object.get::<crate::object::Module>();
        let hook = module.and_then(|m| m.dict.get_str("__getattr__"));
        match hook {
            Some(hook) => self.call(&hook, [name.to_value()]).map(Some),
            None => Ok(None),
        }
    }

    /// `object.name = value`
    ///
    /// # Errors
    /// `AttributeError`, and whatever code of the program raises.
    pub fn set_attr(&self, object: &Value, name: &Gc<Str>, value: Value) -> Result<()> {
        self.change_attr(object, name, Some(value))
    }

    /// As [`Interp::set_attr`], for a name in Rust.
    ///
    /// # Errors
    /// As there.
    pub fn set_attr_str(&self, object: &Value, name: &str, value: Value) -> Result<()> {
        self.set_attr(object, &self.intern(name)?, value)
    }

    /// `del object.name`
    ///
    /// # Errors
    /// `AttributeError`, and whatever code of the program raises.
    pub fn del_attr(&self, object: &Value, name: &Gc<Str>) -> Result<()> {
        self.change_attr(object, name, None)
    }

    fn change_attr(&self, object: &Value, name: &Gc<Str>, value: Option<Value>) -> Result<()> {
        if object.kind() == Kind::WeakProxy {
            let referent = super::modules::weakref_proxy::referent(self, object)?;
            return self.change_attr(&referent, name, value);
        }
        let class = self.class_of(object);
        if !class.is_builtin {
            let hook = if value.is_some() { "__setattr__" } else { "__delattr__" };
            if let Some(hook) = self.type_lookup(&class, hook)
                && hook.kind() != Kind::Builtin
            {
                let args = core::iter::once(name.to_value()).chain(value).collect::<Vec<_>>();
                return self.call_unbound(hook, object, args.into()).map(drop);
            }
        }
        self.generic_change_attr(object, name, value)
    }

    /// `object.__setattr__` and `__delattr__` of the class `object`: no hooks.
    ///
    /// # Errors
    /// `AttributeError`, and what descriptors raise.
    pub fn generic_change_attr(
        &self,
        object: &Value,
        name: &Gc<Str>,
        value: Option<Value>,
    ) -> Result<()> {
        let class = self.class_of(object);
        let of_class = self.type_lookup_name(&class, name);
        if let Some(found) = &of_class
            && self.is_data_descriptor(found)
        {
            return self.set_descriptor(found, object, value);
        }
        if let Some(class) = object.as_gc::<Class>() {
            return self.change_class_attr(class, name, value);
        }
        self.change_own_attr(object, name, value, of_class.is_some())
    }

    /// As CPython words it when an attribute is missing.
    pub(super) fn no_attribute(&self, object: &Value, name: &Gc<Str>) -> super::raise::Raised {
        let name_text = name.as_str();
        let message = match object.kind() {
            Kind::Class => {
                let class = object.get::<Class>().map(Class::name).unwrap_or_default();
                format!("type object '{class}' has no attribute '{name_text}'")
            }
            Kind::Module => {
                let module = object.get::<crate::object::Module>();
                let module = module.map(|m| m.name.clone()).unwrap_or_default();
                format!("module '{module}' has no attribute '{name_text}'")
            }
            _ => format!("'{}' object has no attribute '{name_text}'", self.class_name(object)),
        };
        let error = self.attribute_error(message);
        if let super::raise::Raised::Exception(error) = &error
            && let Some(error) = error.get::<Exception>()
        {
            drop(error.set_member("name", Some(name.to_value())));
            drop(error.set_member("obj", Some(object.clone())));
        }
        error
    }
}
