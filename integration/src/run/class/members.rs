//! Filling the namespaces of built-in classes.

use core::cell::RefCell;

use super::super::interp::{Interp, new_builtin};
use super::super::native::{Descriptor, Getter, Native, Setter};
use super::super::raise::Result;
use crate::object::{Class, Dict, Wrapped};
use crate::{Gc, Value};

impl Interp {
    /// Puts a value into the namespace of a class.
    ///
    /// # Errors
    /// Out of memory.
    pub fn set_member(&self, class: &Gc<Class>, name: &str, value: Value) -> Result<()> {
        drop(Dict::set_str(&class.dict, &self.intern(name)?, value)?);
        self.class_changed();
        Ok(())
    }

    /// Methods of a built-in class; `self` is the first argument.
    ///
    /// # Errors
    /// Out of memory.
    pub fn add_methods(&self, class: &Gc<Class>, methods: &[(&'static str, Native)]) -> Result<()> {
        for &(name, native) in methods {
            let method = self.heap.alloc_untracked(new_builtin(name, native, None, true))?;
            method.owner.replace(Some(class.to_value()));
            self.set_member(class, name, method.into_value())?;
        }
        Ok(())
    }

    /// Static methods of a built-in class, such as `__new__`.
    ///
    /// # Errors
    /// Out of memory.
    pub fn add_static(&self, class: &Gc<Class>, methods: &[(&'static str, Native)]) -> Result<()> {
        for &(name, native) in methods {
            let function = self.builtin(name, native)?;
            self.set_member(class, name, function)?;
        }
        Ok(())
    }

    /// Class methods of a built-in class; the class is the first argument.
    ///
    /// # Errors
    /// Out of memory.
    pub fn add_class_methods(
        &self,
        class: &Gc<Class>,
        methods: &[(&'static str, Native)],
    ) -> Result<()> {
        for &(name, native) in methods {
            let function = self.builtin(name, native)?;
            let method = Descriptor::ClassMethod(Wrapped::new(function));
            self.set_member(class, name, self.heap.alloc_untracked(method)?.into_value())?;
        }
        Ok(())
    }

    /// A computed attribute of a class.
    ///
    /// # Errors
    /// Out of memory.
    pub fn add_computed(
        &self,
        class: &Gc<Class>,
        name: &'static str,
        get: Getter,
        set: Option<Setter>,
    ) -> Result<()> {
        let computed = Descriptor::Computed {
            name: self.intern(name)?,
            class: RefCell::new(Some(class.clone())),
            get,
            set,
        };
        self.set_member(class, name, self.heap.alloc_untracked(computed)?.into_value())
    }
}
